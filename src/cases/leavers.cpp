#include "cases/leavers.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "cases/names.hpp"

namespace postroom::cases {

namespace {

/// Said by a complainant who has left the complaint, or by somebody who speaks for nobody else
/// there.
bool is_said_by_who_left(const CaseEvent& event, const std::vector<Party>& parties) {
    const std::optional<std::string> by = event.text("by");
    if (!by) return false;
    const auto says_it_for = [&](const Party& party, const Party& complainant) {
        if (party.role != Role::advocate && party.role != Role::representative) return false;
        return (role_said_as(*by) == party.role || means(*by, party, parties)) &&
               speaks_for(party, complainant, parties);
    };
    bool of_who_left = false;
    for (const Party& complainant : parties) {
        if (complainant.role != Role::complainant) continue;
        const bool theirs = means(*by, complainant, parties) ||
                            std::ranges::any_of(parties, [&](const Party& party) {
                                return says_it_for(party, complainant);
                            });
        if (theirs && !complainant.left) return false;
        of_who_left = of_who_left || theirs;
    }
    return of_who_left;
}

/// A request, what must stand before it so that the stage begins with it, and what belongs to the
/// stage.
struct Request {
    std::string_view name;
    std::array<std::string_view, 2> opened_by;
    std::array<std::string_view, 9> begun;
};
constexpr std::array requests{
    Request{"stage2_requested",
            {"stage1_responded", "extension_refused"},
            {"stage2_begun", "investigators_appointed", "statement_drafted", "statement_agreed",
             "interviews_fixed", "stage2_extended", "stage2_reported", "stage2_drafted",
             "stage2_adjudicated"}},
    Request{"stage3_requested",
            {"stage2_adjudicated", "stage2_adjudicated"},
            {"panel_fixed", "panel_adjourned", "panel_held", "panel_reported", "director_decided",
             "stage3_drafted", "stage3_responded", "cannot_attend", "early_referral_agreed"}}};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

/// A letter that left because of an event, and not because of a day of a clock ("stage1:e1:20").
bool left_for_an_event(const CaseEvent& event) {
    return (event.name == letter_sent || event.name == step_baselined) &&
           event.text("occurrence").value_or(":").find(':') == std::string::npos;
}

/// Whether the stage may have begun with the request when somebody left. A letter that had left
/// since then may be the one that said so: what was told is not undone.
bool came_to_something(const CaseEvent& request, const Request& kind, const CaseEvent& leaving,
                       const std::vector<CaseEvent>& events) {
    return std::any_of(events.data(), &leaving, [&](const CaseEvent& other) {
        if (&other < &request) return is_one_of(other.name, kind.opened_by);
        return is_one_of(other.name, kind.begun) || left_for_an_event(other);
    });
}

/// Who could not come, and has not said that the panel meets without them, while nothing more was
/// said of its day: the day stands again for those who stay.
bool still_keeps_the_panel_waiting(const CaseEvent& event, const CaseEvent& leaving) {
    return event.name == "cannot_attend" && !event.says("agreed", "yes") &&
           std::none_of(&event, &leaving, [](const CaseEvent& later) {
               return later.name == "panel_fixed" || later.name == "panel_adjourned" ||
                      later.name == "panel_held" || later.name == "panel_reported";
           });
}

}  // namespace

bool is_a_leaving(std::string_view event) {
    return event == complainant_died || event == "complainant_withdrew" ||
           event == "complainant_settled";
}

bool Leavers::said_after_leaving(const CaseEvent& event, const std::vector<Party>& parties) const {
    return first_ != nullptr && event.recorded_at >= first_->recorded_at &&
           event_is(event.name, EventIs::word_of_the_complaint) &&
           is_said_by_who_left(event, parties);
}

void Leavers::leaves(const CaseEvent& leaving, Case& case_) {
    if (first_ == nullptr || leaving.recorded_at < first_->recorded_at) first_ = &leaving;
    for (CaseEvent& event : case_.events) {
        if (&event >= &leaving) break;
        const auto* kind = std::ranges::find(requests, event.name, &Request::name);
        if (kind != requests.end() && is_said_by_who_left(event, case_.parties) &&
            !came_to_something(event, *kind, leaving, case_.events))
            event.name = request_lapsed;
        if (still_keeps_the_panel_waiting(event, leaving) &&
            is_said_by_who_left(event, case_.parties))
            event.name = absence_lapsed;
    }
}

}  // namespace postroom::cases
