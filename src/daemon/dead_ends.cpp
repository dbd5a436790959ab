#include "daemon/dead_ends.hpp"

#include "daemon/files.hpp"
#include "procedure/dead_ends.hpp"

namespace postroom::daemon {

namespace {

void gather(Problems& all, const Problems& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void search(const procedure::Procedure& procedure, const calendar::WorkingCalendar& calendar,
            const std::function<void(const std::string&)>& progress, DeadEnds& found) {
    const procedure::Searched searched = procedure::search_dead_ends(
        procedure, calendar, procedure::SearchBounds{}, [&](int histories) {
            progress(procedure.id + ": " + std::to_string(histories) + " histories played");
        });
    ++found.procedures;
    found.histories += searched.histories;
    gather(found.problems, searched.dead_ends);
}

}  // namespace

DeadEnds find_dead_ends(const Setting& setting, const std::vector<std::string>& paths,
                        const std::function<void(const std::string&)>& progress) {
    DeadEnds found;
    const auto studio = Studio::open(setting);
    if (!studio) {
        found.problems = studio.error();
        return found;
    }
    if (paths.empty()) {
        for (const auto& [id, procedure] : studio->content().procedures)
            search(procedure, studio->calendar(), progress, found);
    }
    for (const std::string& path : paths) {
        const auto procedure = procedure::read_procedure(read_file(path), path);
        if (procedure)
            search(*procedure, studio->calendar(), progress, found);
        else
            gather(found.problems, procedure.error());
    }
    return found;
}

}  // namespace postroom::daemon
