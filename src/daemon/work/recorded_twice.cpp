#include "daemon/work/recorded_twice.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

/// What begins something, and what ends it: after the one, the other may begin it anew that day.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> opposites{{
    {"advocate_awaited", "advocate_appointed"},
    {"closed", "reopened"},
    {"court_hold", "court_hold_lifted"},
    {"panel_adjourned", "panel_fixed"},
    {"safeguarding_cleared", "safeguarding_flagged"},
    {"stage1_drafted", "quality_check_failed"},
    {"stage1_drafted", "stage1_answer_cancelled"},
    {"stage2_drafted", "stage2_answer_cancelled"},
    {"stage3_drafted", "stage3_answer_cancelled"},
}};

bool is_opposite(std::string_view one, std::string_view other) {
    return std::ranges::any_of(opposites, [&](const auto& pair) {
        return (pair.first == one && pair.second == other) ||
               (pair.second == one && pair.first == other);
    });
}

bool says_the_same(const cases::CaseEvent& one, const cases::CaseEvent& other) {
    return one.name == other.name && one.on == other.on && one.details == other.details;
}

/// Whether `later` makes room for the first one's words to be said again.
bool takes_back(const cases::CaseEvent& later, const cases::CaseEvent& first) {
    return (later.name == first.name && !says_the_same(later, first)) ||
           is_opposite(later.name, first.name) ||
           (later.name == "corrected" && later.says("event", first.id.text));
}

}  // namespace

std::optional<Problem> recorded_twice(const CaseReference& reference, const cases::CaseEvent& event,
                                      const std::vector<cases::CaseEvent>& stored,
                                      const std::vector<cases::CaseEvent>& coming) {
    if (event.name == "corrected" || event.name == "received" || !event.id.empty()) return {};
    const cases::CaseEvent* first = nullptr;
    const auto look_at = [&](const cases::CaseEvent& one) {
        if (says_the_same(one, event))
            first = &one;
        else if (first != nullptr && takes_back(one, *first))
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
