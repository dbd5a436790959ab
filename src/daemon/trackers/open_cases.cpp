#include "daemon/trackers/open_cases.hpp"

#include <algorithm>
#include <map>

namespace postroom::daemon {

OpenCases open_cases(Office& office, calendar::Day as_at) {
    std::map<CaseReference, std::vector<outbox::Task>> tasks;
    for (outbox::Task& task : office.outbox().tasks(false))
        tasks[task.case_reference].push_back(std::move(task));
    OpenCases open;
    for (const CaseReference& reference : office.cases().all_references()) {
        const auto loaded = office.cases().load(reference, office.content().declared_events());
        if (!loaded) continue;
        auto look = look_at(loaded->file, office.studio(), {as_at, calendar::close_of_work});
        if (!look) {
            cases::Case folded = cases::fold(loaded->file, as_at);
            if (!folded.happened("received")) continue;
            open.unplanned.push_back(std::move(folded));
            open.problems.push_back(look.error());
            continue;
        }
        if (!look->plan.open || !look->case_.happened("received")) continue;
        open.cases.push_back({.look = std::move(*look),
                              .parcels = office.outbox().of_case(reference),
                              .tasks = std::move(tasks[reference])});
    }
    return open;
}

bool is_managed_by(const cases::Case& case_, const std::string& email) {
    if (complains_about(case_, email)) return false;
    return std::ranges::any_of(case_.parties, [&](const cases::Party& party) {
        const bool manages = party.role == cases::Role::team_manager ||
                             party.role == cases::Role::service_manager ||
                             party.role == cases::Role::head_of_service;
        return manages && mailbox_key(party.email) == mailbox_key(email);
    });
}

bool complains_about(const cases::Case& case_, const std::string& email) {
    return std::ranges::any_of(case_.parties, [&](const cases::Party& party) {
        return party.complained_about && mailbox_key(party.email) == mailbox_key(email);
    });
}

std::string mailbox_key(const std::string& email) {
    std::string key = email;
    for (char& c : key)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return key;
}

}  // namespace postroom::daemon
