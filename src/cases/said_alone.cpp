#include "cases/said_alone.hpp"

#include "cases/names.hpp"
#include "cases/vocabulary.hpp"

namespace postroom::cases {

namespace {

/// Nobody is named, or the one complainant by the word for them.
bool may_be_the_complainants(const CaseEvent& event) {
    const auto by = event.details.find("by");
    if (by == event.details.end()) return true;
    const auto* name = std::get_if<std::string>(&by->second);
    return name != nullptr && role_said_as(*name) == Role::complainant;
}

}  // namespace

void name_who_said_it_alone(std::vector<CaseEvent>& events, const CaseEvent& change,
                            const Party& alone) {
    const std::string name = full_name(alone);
    if (name.empty()) return;
    for (CaseEvent& event : events) {
        const bool before = event.recorded_at != change.recorded_at
                                ? event.recorded_at < change.recorded_at
                                : &event < &change;
        if (before &&
            event_is(event.name, EventIs::binding_for_one | EventIs::word_of_theirs_only) &&
            may_be_the_complainants(event))
            event.details["by"] = name;
    }
}

}  // namespace postroom::cases
