#include "daemon/authoring/letters_table.hpp"

#include <algorithm>
#include <set>

#include "base/yaml.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

constexpr const char* catalogue_file = "config/catalogue.yaml";

struct Entry {
    std::string id;
    std::string title;
    std::string by;  ///< how Postroom itself answers it, without a step; or empty
};

/// Numbers that some procedures have no need of, and why.
struct Exemption {
    std::set<std::string> procedures;
    std::set<std::string> numbers;
    std::string because;
};

struct CatalogueFile {
    std::vector<Entry> entries;
    std::vector<Exemption> exemptions;

    [[nodiscard]] const Exemption* exemption(const std::string& procedure,
                                             const std::string& number) const {
        const auto found = std::ranges::find_if(exemptions, [&](const Exemption& one) {
            return one.procedures.contains(procedure) && one.numbers.contains(number);
        });
        return found == exemptions.end() ? nullptr : &*found;
    }
};

std::set<std::string> names_in(const yaml::Node& list) {
    std::set<std::string> names;
    for (const yaml::Node& name : list.items()) names.insert(name.text());
    return names;
}

Expected<CatalogueFile> read_catalogue(const Setting& setting) {
    const std::string path = setting.places.find(catalogue_file);
    const auto unreadable = [&](int line) {
        return fail(Problem{.what = "the catalogue cannot be read",
                            .remedy = "write - {id: …, title: …} for each number",
                            .file = setting.places.shown(path),
                            .line = line});
    };
    const auto root = yaml::read(read_file(path));
    if (!root) return unreadable(root.error().line);
    CatalogueFile file;
    for (const yaml::Node& node : root->find("catalogue").items()) {
        file.entries.push_back(
            {node.find("id").text(), node.find("title").text(), node.find("by").text()});
        if (file.entries.back().id.empty() || file.entries.back().title.empty())
            return unreadable(node.line());
    }
    for (const yaml::Node& node : root->find("does_not_apply").items()) {
        file.exemptions.push_back({names_in(node.find("procedures")),
                                   names_in(node.find("numbers")), node.find("because").text()});
        if (file.exemptions.back().because.empty()) return unreadable(node.line());
    }
    return file;
}

std::string listed(const std::vector<std::string>& roles) {
    std::string text;
    for (const std::string& role : roles) text += (text.empty() ? "" : ", ") + role;
    return text;
}

/// The letter's own registers and languages, as people say them.
std::string registers_of(const std::string& letter, const composition::Catalogue& letters) {
    std::string text;
    const auto add = [&](const char* ending, const char* words) {
        if (!letters.contains(letter + ending)) return;
        text += (text.empty() ? "" : ", ") + std::string(words);
    };
    add("", "adult");
    add(".yp", "young person");
    add(".cy", "adult in Welsh");
    add(".yp.cy", "young person in Welsh");
    return text;
}

std::string release_of(const procedure::Step& step) {
    if (!step.task.empty()) return "task";
    return std::string(procedure::name_of(step.release));
}

LetterRow row_for(const Entry& entry, const std::string& procedure, const procedure::Step& step,
                  const composition::Catalogue& letters) {
    return {.catalogue = entry.id,
            .about = entry.title,
            .procedure = procedure,
            .step = step.id.text,
            .letter = step.letter,
            .registers = step.letter.empty() ? "" : registers_of(step.letter, letters),
            .to = listed(step.to),
            .release = release_of(step),
            .source = step.source};
}

/// A cell holds no bar and no line end.
std::string cell(std::string text) {
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, 1, '\\');
    std::ranges::replace(text, '\n', ' ');
    return text;
}

}  // namespace

ExpectedAll<std::vector<LetterRow>> letters_table(const Setting& setting, const Studio& studio) {
    const auto catalogue = read_catalogue(setting);
    if (!catalogue) return fail(Problems{catalogue.error()});
    const Content& content = studio.content();
    std::vector<LetterRow> rows;
    std::set<std::string> known;
    Problems problems;
    for (const Entry& entry : catalogue->entries) {
        known.insert(entry.id);
        bool answered = false;
        for (const auto& [id, procedure] : content.procedures) {
            const Exemption* exemption = catalogue->exemption(id, entry.id);
            if (exemption != nullptr)
                rows.push_back({.catalogue = entry.id,
                                .about = entry.title,
                                .procedure = id,
                                .release = std::string(LetterRow::does_not_apply),
                                .source = exemption->because});
            for (const procedure::Step& step : procedure.steps) {
                if (step.catalogue != entry.id) continue;
                answered = true;
                rows.push_back(row_for(entry, id, step, content.letters_of(procedure)));
                if (exemption != nullptr)
                    problems.push_back({.what = "step " + step.id.text + " answers " + entry.id +
                                                ", which is said not to apply to " + id,
                                        .remedy = std::string("take it out of does_not_apply in ") +
                                                  catalogue_file,
                                        .file = procedure.file,
                                        .line = step.line});
            }
        }
        if (answered) continue;
        rows.push_back({.catalogue = entry.id,
                        .about = entry.title,
                        .procedure = entry.by.empty() ? "" : "all",
                        .release = entry.by.empty() ? "" : "Postroom itself",
                        .source = entry.by});
    }
    for (const auto& [id, procedure] : content.procedures)
        for (const procedure::Step& step : procedure.steps)
            if (!step.catalogue.empty() && !known.contains(step.catalogue))
                problems.push_back(
                    {.what =
                         "step " + step.id.text + ": the catalogue has no number " + step.catalogue,
                     .remedy = std::string("correct it, or add it to ") + catalogue_file,
                     .file = procedure.file,
                     .line = step.line});
    if (!problems.empty()) return fail(std::move(problems));
    return rows;
}

std::string as_markdown(const std::vector<LetterRow>& rows) {
    std::string text =
        "# Every letter, email and task\n\n"
        "By its number in `config/catalogue.yaml`: which step of which procedure sends it, to "
        "whom, how it is released, and the paragraph that demands it; or why a procedure needs "
        "none. Made by\n"
        "`postroom letters --markdown > docs/letters.md`; a test compares it with the "
        "procedures.\n\n"
        "| No. | What | Procedure | Step | Letter | For | To | Release | Source |\n"
        "|---|---|---|---|---|---|---|---|---|\n";
    for (const LetterRow& row : rows) {
        for (const std::string& words :
             {row.catalogue, row.about, row.procedure.empty() ? "**none**" : row.procedure,
              row.step, row.letter, row.registers, row.to, row.release, row.source})
            text += "| " + cell(words) + " ";
        text += "|\n";
    }
    return text;
}

}  // namespace postroom::daemon
