#include "daemon/authoring/check.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "composition/wording_rules.hpp"
#include "daemon/authoring/readability_check.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/post_class.hpp"
#include "daemon/studio/fields.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/sample.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

/// A mistake in a letter that several procedures use is told once.
void gather(Problems& all, const Problems& more) {
    for (const Problem& problem : more)
        if (std::ranges::find(all, problem) == all.end()) all.push_back(problem);
}

/// The letter and its siblings for other readers.
std::vector<const composition::Letter*> with_siblings(const composition::Catalogue& letters,
                                                      const std::string& name) {
    std::vector<const composition::Letter*> found;
    for (const char* tail : {"", ".yp", ".cy", ".yp.cy"})
        if (const composition::Letter* letter = letters.find(name + tail)) found.push_back(letter);
    return found;
}

void check_fields(const composition::Letter& letter, const procedure::Procedure& procedure,
                  Problems& problems) {
    for (const std::string& name : letter.front.fields) {
        if (is_field(name, procedure)) continue;
        int line = 1;
        for (const templating::Use& use : letter.body().uses())
            if (use.name == name) line = use.line;
        problems.push_back({.what = "no case of " + procedure.id + " ever has this field",
                            .remedy = "check the spelling; docs/writing-letters.md lists fields",
                            .file = letter.file,
                            .line = line,
                            .field = name});
    }
}

/// One email about several cases is kept with each of them, and may outlive the one it speaks of.
bool tells_of_a_person(const std::string& name, const procedure::Procedure& procedure,
                       const Studio& studio) {
    if (name == "reference" || name == "today" || name == "logged_on" ||
        name.starts_with("sent_") || configured_value(name, studio.config_of(procedure.id)))
        return false;
    const FieldSubject subject = subject_of_field(name, procedure);
    if (!subject.clock.empty()) return false;
    if (subject.event.empty()) return true;
    const auto details = procedure.declared_events.find(subject.event);
    if (subject.detail.empty()) return false;
    if (details == procedure.declared_events.end()) return true;
    const auto detail = details->second.find(subject.detail);
    return detail == details->second.end() ||
           (detail->second.type == cases::DetailType::text && detail->second.values.empty());
}

void check_together(const procedure::Step& step, const composition::Letter& letter,
                    const procedure::Procedure& procedure, const Studio& studio,
                    Problems& problems) {
    for (const std::string& name : letter.front.fields)
        if (tells_of_a_person(name, procedure, studio))
            problems.push_back({.what = "step " + step.id.text +
                                        " goes in one email with other cases, and its letter " +
                                        letter.name + " says more than dates",
                                .remedy = "leave out together, or the field",
                                .file = procedure.file,
                                .line = step.line,
                                .field = name});
}

/// A date that no letter promises never comes, and its step would wait in silence. A young person
/// may be told of a nearer day than the one that adults are promised.
void check_promise(const procedure::Step& step, const procedure::Procedure& procedure,
                   const composition::Catalogue& letters, Problems& problems) {
    const auto* date = std::get_if<procedure::OnDate>(&step.when);
    if (date == nullptr || date->date.promised_by.empty()) return;
    const procedure::Step* by = procedure.step(StepId(date->date.promised_by));
    const auto all = with_siblings(letters, by->letter);
    const bool promised = !all.empty() && std::ranges::all_of(all, [](const auto* one) {
        const bool nearer = one->front.register_ == composition::Register::young_person &&
                            !one->front.tells.empty();
        return nearer || !one->front.promises.empty();
    });
    if (promised) return;
    problems.push_back(
        {.what = "step " + step.id.text + ": " +
                 (by->letter.empty() ? "the task " + by->id.text : "the letter " + by->letter) +
                 " promises no date",
         .remedy = "name a step whose letter has promises: in its front matter, for a young "
                   "person at least tells:",
         .file = procedure.file,
         .line = step.line});
}

/// A day that no letter tells is never one as told; and what a letter tells would be lost where its
/// step records something else when it has left.
void check_told(const procedure::Procedure& procedure, const composition::Catalogue& letters,
                Problems& problems) {
    std::set<std::string> told;
    for (const procedure::Step& step : procedure.steps)
        for (const composition::Letter* letter : with_siblings(letters, step.letter)) {
            told.insert(letter->front.tells.begin(), letter->front.tells.end());
            told.insert(letter->front.promises);
            if (!letter->front.tells.empty() &&
                std::ranges::any_of(step.appends, [](const auto& one) { return one.when_sent; }))
                problems.push_back({.what = "step " + step.id.text +
                                            " records something when its letter has left, and the "
                                            "letter tells days of clocks",
                                    .remedy = "leave tells: out of " + letter->file,
                                    .file = procedure.file,
                                    .line = step.line});
        }
    for (const procedure::Clock& clock : procedure.clocks) {
        for (const std::string& name : clock.no_sooner)
            if (!told.contains(name))
                problems.push_back(
                    {.what = "clock " + clock.id + " ends no sooner than " + name +
                             ", and no letter tells it",
                     .remedy = "add " + name + " to tells: of the letter that names it",
                     .file = procedure.file,
                     .line = clock.line});
        for (const procedure::AsTold& day : clock.as_told)
            if (!told.contains(day.detail) && !told.contains(clock.id + "_due"))
                problems.push_back({.what = "clock " + clock.id + " keeps day " +
                                            std::to_string(day.day) +
                                            " as told, and no letter tells it",
                                    .remedy = "add " + day.detail +
                                              " to tells: of the letter "
                                              "that names it",
                                    .file = procedure.file,
                                    .line = clock.line});
    }
}

/// A time in which the reader may ask for the next stage: asking ends it.
bool is_readers_time(const procedure::Clock& clock) {
    return clock.from_deemed_receipt && clock.target > 0 &&
           std::ranges::any_of(clock.stops,
                               [](const auto& stop) { return stop.name.ends_with("_requested"); });
}

/// Whether the letter's leaving begins such a time.
bool begins_readers_time(const procedure::Step& step, const procedure::Procedure& procedure) {
    return std::ranges::any_of(step.appends, [&](const procedure::Append& append) {
        return append.when_sent &&
               std::ranges::any_of(procedure.clocks, [&](const procedure::Clock& clock) {
                   return is_readers_time(clock) &&
                          std::ranges::any_of(clock.starts, [&](const auto& start) {
                              return start.name == append.event;
                          });
               });
    });
}

/// A council may use its own words, but not leave the reader without their next right.
void check_right(const procedure::Step& step, const composition::Letter& letter,
                 const procedure::Procedure& procedure, Problems& problems) {
    const auto say = [&](std::string what, std::string remedy) {
        problems.push_back(
            {.what = std::move(what), .remedy = std::move(remedy), .file = letter.file, .line = 1});
    };
    if ((step.tells_a_right || step.answers) &&
        std::ranges::count(letter.front.fields, "ombudsman_name") == 0)
        say("step " + step.id.text + (step.answers ? " answers" : " tells of a right") +
                ", and the letter does not name the Ombudsman",
            "use {{> _ombudsman}}, or {{> _yp-ombudsman}}");
    if (begins_readers_time(step, procedure) && letter.front.promises.empty())
        say("the letter of step " + step.id.text +
                " begins the reader's time to ask on, and does not name its last day",
            "say until when, and name the field in promises: (answer_by_20)");
}

/// Fills the letter from the sample: what a real case would meet, found at the desk.
void check_filling(const composition::Letter& letter, const procedure::Procedure& procedure,
                   const Studio& studio, Problems& problems) {
    auto sample = sample_for({.letter = letter.name, .procedure = procedure.id}, studio);
    if (!sample) {
        problems.push_back(sample.error());
        return;
    }
    std::string nobody;
    const auto readers = readers_of(sample->planned, sample->look.case_, studio, nobody);
    if (readers.empty()) return;
    for (const cases::Channel channel : letter.front.channels) {
        const auto document = compose_for(sample->look, sample->planned, readers.front(), letter,
                                          channel, studio, sample->now.day);
        if (document) continue;
        for (Problem problem : document.error()) {
            problem.case_reference.clear();
            problem.what += " (in the built-in sample)";
            problems.push_back(std::move(problem));
        }
        return;
    }
}

void check_content(const Studio& studio, Checked& checked) {
    const Content& content = studio.content();
    for (const auto& [id, procedure] : content.procedures) {
        ++checked.procedures;
        checked.steps += static_cast<int>(procedure.steps.size());
        const composition::Catalogue& letters = content.letters_of(procedure);
        gather(checked.problems, procedure::cross_check(procedure, letters.names()));
        check_told(procedure, letters, checked.problems);
        std::set<std::string> seen;
        for (const procedure::Step& step : procedure.steps) {
            check_promise(step, procedure, letters, checked.problems);
            if (step.together)
                for (const composition::Letter* letter : with_siblings(letters, step.letter))
                    check_together(step, *letter, procedure, studio, checked.problems);
            if (step.letter.empty() || !seen.insert(step.letter).second) continue;
            for (const composition::Letter* letter : with_siblings(letters, step.letter)) {
                const std::size_t before = checked.problems.size();
                check_right(step, *letter, procedure, checked.problems);
                check_fields(*letter, procedure, checked.problems);
                if (checked.problems.size() == before)
                    check_filling(*letter, procedure, studio, checked.problems);
            }
        }
    }
}

void check_installation(const Setting& setting, const Progress& progress, Checked& checked) {
    const auto studio = Studio::open(setting);
    if (!studio) {
        gather(checked.problems, studio.error());
        return;
    }
    check_content(*studio, checked);
    checked.letters += count_letters(setting.places);
    gather(checked.problems, wording_problems(setting, *studio));
    gather(checked.problems, post_class_problems(studio->config(), studio->content().letters));
    std::vector<const procedure::Procedure*> procedures;
    for (const auto& [id, procedure] : studio->content().procedures)
        procedures.push_back(&procedure);
    checked.dead_ends =
        search_procedures(procedures, studio->calendar(), bounds_of_check, progress);
    gather(checked.problems, checked.dead_ends.problems);
}

/// A letter on its own, with the installation's partials around it.
void check_letter(const Setting& setting, const std::string& path, Checked& checked) {
    templating::Template::Partials partials;
    for (const auto& [name, file] : setting.places.all("letters", ".md")) {
        if (fs::path(name).filename().string().starts_with("_"))
            partials[name.substr(0, name.size() - 3)] = {.text = read_file(file),
                                                         .file = setting.places.shown(file)};
    }
    ++checked.letters;
    const auto letter =
        composition::Letter::parse(fs::path(path).stem().string(), read_file(path), path, partials);
    if (!letter)
        gather(checked.problems, letter.error());
    else if (const LetterReading reading = read_letter(*letter, {}); !reading.passes())
        checked.problems.push_back(too_hard(reading));
    gather(checked.problems, composition::wrong_words_in(read_file(path), path));
}

void check_procedure(const Setting& setting, const std::string& path, Checked& checked) {
    ++checked.procedures;
    const auto procedure = procedure::read_procedure(read_file(path), path);
    if (!procedure) {
        gather(checked.problems, procedure.error());
        return;
    }
    checked.steps += static_cast<int>(procedure->steps.size());
    std::vector<std::string> names;
    const std::string own = procedure->wording + "/";
    for (const auto& [name, file] : setting.places.all("letters", ".md")) {
        names.push_back(name.substr(0, name.size() - 3));
        if (own.size() > 1 && name.starts_with(own))
            names.push_back(name.substr(own.size(), name.size() - 3 - own.size()));
    }
    gather(checked.problems, procedure::cross_check(*procedure, names));
}

/// What a share or a data directory has.
bool is_overlay(const std::string& folder) {
    constexpr std::array parts{"letters", "templates", "config"};
    return std::ranges::any_of(
        parts, [&](const char* part) { return fs::is_directory(fs::path(folder) / part); });
}

/// A folder of letters on their own, or of procedures.
void check_files_below(const Setting& setting, const std::string& folder, Checked& checked) {
    const auto letters = files_below(folder, ".md");
    const auto procedures = files_below(folder, ".yaml");
    if (letters.empty() && procedures.empty())
        checked.problems.push_back({.what = "the folder holds no letter and no procedure",
                                    .remedy = "name a data directory, or a folder of letters",
                                    .file = folder});
    for (const std::string& name : letters)
        if (!fs::path(name).filename().string().starts_with("_"))
            check_letter(setting, (fs::path(folder) / name).string(), checked);
    for (const std::string& name : procedures)
        check_procedure(setting, (fs::path(folder) / name).string(), checked);
}

}  // namespace

int count_letters(const Places& places) {
    int letters = 0;
    for (const auto& [name, file] : places.all("letters", ".md"))
        if (!fs::path(name).filename().string().starts_with("_")) ++letters;
    return letters;
}

Checked check(const Setting& setting, const std::vector<std::string>& paths,
              const Progress& progress) {
    Checked checked;
    if (paths.empty()) check_installation(setting, progress, checked);
    for (const std::string& path : paths) {
        if (!fs::exists(path)) {
            checked.problems.push_back({.what = "there is no such file or folder", .file = path});
        } else if (fs::is_directory(path) && !is_overlay(path)) {
            check_files_below(setting, path, checked);
        } else if (fs::is_directory(path)) {
            Setting overlaid = setting;
            overlaid.places.shares.insert(overlaid.places.shares.begin(),
                                          fs::absolute(path).lexically_normal().string());
            check_installation(overlaid, progress, checked);
        } else if (path.ends_with(".yaml")) {
            check_procedure(setting, path, checked);
        } else if (path.ends_with(".md")) {
            check_letter(setting, path, checked);
        } else {
            checked.problems.push_back(
                {.what = "not a procedure (.yaml), a letter (.md) or a folder", .file = path});
        }
    }
    return checked;
}

}  // namespace postroom::daemon
