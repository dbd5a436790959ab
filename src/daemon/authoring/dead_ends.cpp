#include "daemon/authoring/dead_ends.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/counted.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/studio/field_names.hpp"

namespace postroom::daemon {

namespace {

void gather(Problems& all, const Problems& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

std::optional<procedure::SearchBounds> bounds_of_part(std::string_view text) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto part = number_in(text.substr(0, slash));
    const auto parts = number_in(text.substr(std::min(slash + 1, text.size())));
    if (!part || !parts || *part < 1 || *part > *parts) return std::nullopt;
    return procedure::SearchBounds{.events = 2, .part = *part, .parts = *parts};
}

DeadEnds search_procedures(const std::vector<const procedure::Procedure*>& procedures,
                           const calendar::WorkingCalendar& calendar,
                           const procedure::SearchBounds& bounds, const Progress& progress) {
    std::vector<procedure::Searched> searched(procedures.size());
    std::mutex telling;
    std::atomic<std::size_t> next{0};
    const auto search_on = [&] {
        for (std::size_t i = next++; i < procedures.size(); i = next++)
            searched[i] =
                procedure::search_dead_ends(*procedures[i], calendar, bounds, [&](int histories) {
                    const std::scoped_lock lock(telling);
                    if (progress)
                        progress(procedures[i]->id + ": " + std::to_string(histories) +
                                 " histories played");
                });
    };
    {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min(cores, procedures.size()); ++i)
            helpers.emplace_back(search_on);
        search_on();
    }
    DeadEnds found{.complete = bounds.events, .part = bounds.part, .parts = bounds.parts};
    for (const procedure::Searched& one : searched) {
        ++found.procedures;
        found.histories += one.histories;
        found.complete = std::min(found.complete, one.complete);
        gather(found.problems, one.dead_ends);
    }
    return found;
}

DeadEnds find_dead_ends(const Setting& setting, const std::vector<std::string>& paths,
                        const procedure::SearchBounds& bounds, const Progress& progress) {
    DeadEnds found;
    const auto studio = Studio::open(setting);
    if (!studio) {
        found.problems = studio.error();
        return found;
    }
    std::vector<procedure::Procedure> read;
    for (const std::string& path : paths) {
        auto procedure = procedure::read_procedure(read_file(path), path);
        if (procedure)
            read.push_back(std::move(*procedure));
        else
            gather(found.problems, procedure.error());
    }
    std::vector<const procedure::Procedure*> procedures;
    procedures.reserve(read.size());
    for (const procedure::Procedure& procedure : read) procedures.push_back(&procedure);
    if (paths.empty())
        for (const auto& [id, procedure] : studio->content().procedures)
            procedures.push_back(&procedure);
    DeadEnds searched = search_procedures(procedures, studio->calendar(), bounds, progress);
    searched.problems.insert(searched.problems.begin(), found.problems.begin(),
                             found.problems.end());
    return searched;
}

std::string in_words(const DeadEnds& found) {
    return "Played " + counted(found.histories, "short history", "short histories") + " of " +
           counted(found.procedures, "procedure") + ", all those of up to " +
           counted(found.complete, "event") + " among them" +
           (found.parts == 1 ? ""
                             : ", and part " + std::to_string(found.part) + " of " +
                                   std::to_string(found.parts) + " of those one event longer") +
           ": " +
           (found.problems.empty() ? "no dead end."
                                   : counted(found.problems.size(), "dead end") + ".");
}

}  // namespace postroom::daemon
