#include <algorithm>

#include "composition/declared_fields.hpp"
#include "composition/letter.hpp"

namespace postroom::composition {

namespace {

using templating::Template;

constexpr std::string_view young_person_ending = ".yp";

bool is_partial(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return last.starts_with('_');
}

/// "stage1/delay-apology.yp.cy" says that the letter is for a young person and in Welsh.
Problems compare_with_name(const Letter& letter) {
    Problems problems;
    const auto report = [&](const char* what, const char* remedy) {
        problems.push_back(Problem{.what = what, .remedy = remedy, .file = letter.file, .line = 1});
    };
    std::string_view name = letter.name;
    name.remove_prefix(std::min(name.rfind('/') + 1, name.size()));
    bool says_young = false;
    std::string says_language = "en";
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;) {
        name.remove_prefix(dot + 1);
        dot = name.find('.');
        const std::string_view part = name.substr(0, dot);
        if (part == young_person_ending.substr(1)) {
            says_young = true;
        } else {
            says_language = part;
        }
    }
    if (says_young != (letter.front.register_ == Register::young_person)) {
        report("the file's name and its register do not agree",
               "a letter for a young person is named ….yp.md and has register: young_person");
    }
    if (says_language != letter.front.language) {
        report("the file's name and its language do not agree",
               "a letter in Welsh is named ….cy.md and has language: cy");
    }
    return problems;
}

const Letter* find(const Catalogue& catalogue, const std::string& name) {
    const auto found = catalogue.find(name);
    return found == catalogue.end() ? nullptr : &found->second;
}

}  // namespace

ExpectedAll<Catalogue> read_catalogue(const std::vector<WordingFile>& files) {
    std::map<std::string, const WordingFile*> in_force;
    for (const WordingFile& file : files) in_force[file.name] = &file;

    Template::Partials partials;
    for (const auto& [name, file] : in_force)
        if (is_partial(name)) partials[name] = {file->text, file->file};

    Problems problems;
    const auto add = [&](const Problems& more) {
        for (const Problem& problem : more) {
            if (std::find(problems.begin(), problems.end(), problem) == problems.end())
                problems.push_back(problem);
        }
    };
    Catalogue catalogue;
    for (const auto& [name, file] : in_force) {
        if (is_partial(name)) {
            add(leftovers_in(file->text, file->file, 1));
            const auto wording = Template::parse(file->text, file->file, partials);
            if (!wording) add(wording.error());
            continue;
        }
        auto letter = Letter::parse(name, file->text, file->file, partials, file->unused);
        if (!letter) {
            add(letter.error());
            continue;
        }
        add(compare_with_name(*letter));
        catalogue.emplace(name, std::move(*letter));
    }
    if (!problems.empty()) return fail(std::move(problems));
    return catalogue;
}

const Letter* letter_for(const Catalogue& catalogue, std::string_view name, bool young_person,
                         std::string_view language) {
    const std::string ending = language == "en" ? "" : "." + std::string(language);
    const std::string base(name);
    if (young_person) {
        if (const Letter* letter =
                find(catalogue, base + std::string(young_person_ending) + ending))
            return letter;
    }
    return find(catalogue, base + ending);
}

}  // namespace postroom::composition
