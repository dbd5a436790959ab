#include "daemon/work/recorded_twice.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

/// What every procedure has by itself: after the one, the other may come anew that day.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> always_opposites{{
    {"closed", "reopened"},
    {"safeguarding_cleared", "safeguarding_flagged"},
}};

/// Whether one of them takes the other back, by the rules or as the end of a pause.
bool are_opposites(std::string_view one, std::string_view other,
                   const procedure::Procedure& procedure) {
    const auto are = [&](std::string_view this_one, std::string_view that_one) {
        return (this_one == one && that_one == other) || (this_one == other && that_one == one);
    };
    const auto listed = procedure.opposites.find(one);
    return (listed != procedure.opposites.end() &&
            std::ranges::find(listed->second, other) != listed->second.end()) ||
           std::ranges::any_of(procedure.clocks,
                               [&](const procedure::Clock& clock) {
                                   return std::ranges::any_of(
                                       clock.pauses, [&](const procedure::Pause& pause) {
                                           return are(pause.from.name, pause.until.name);
                                       });
                               }) ||
           std::ranges::any_of(always_opposites,
                               [&](const auto& pair) { return are(pair.first, pair.second); });
}

bool says_the_same(const cases::CaseEvent& one, const cases::CaseEvent& other) {
    return one.name == other.name && one.on == other.on && one.details == other.details;
}

/// Whether `later` makes room for the first one's words to be said again.
bool takes_back(const cases::CaseEvent& later, const cases::CaseEvent& first,
                const procedure::Procedure& procedure) {
    return (later.name == first.name && !says_the_same(later, first)) ||
           are_opposites(later.name, first.name, procedure) ||
           (later.name == "corrected" && later.says("event", first.id.text));
}

}  // namespace

std::optional<Problem> recorded_twice(const CaseReference& reference, const cases::CaseEvent& event,
                                      const std::vector<cases::CaseEvent>& stored,
                                      const std::vector<cases::CaseEvent>& coming,
                                      const procedure::Procedure& procedure) {
    if (event.name == "corrected" || event.name == "received" || !event.id.empty()) return {};
    const cases::CaseEvent* first = nullptr;
    const auto look_at = [&](const cases::CaseEvent& one) {
        if (says_the_same(one, event))
            first = &one;
        else if (first != nullptr && takes_back(one, *first, procedure))
            first = nullptr;
    };
    std::ranges::for_each(stored, look_at);
    for (const cases::CaseEvent& one : coming) {
        if (&one == &event) break;
        look_at(one);
    }
    if (first == nullptr) return {};
    return Problem{
        .what = first->name + " of " + calendar::long_date(first->on) +
                " is on record already, word for word" +
                (first->id.empty() ? std::string(" (earlier in this file)")
                                   : " (" + first->id.text + ")"),
        .remedy = "leave it out; if it happened twice that day, say in a note what is new",
        .case_reference = reference.text,
        .field = "event"};
}

}  // namespace postroom::daemon
