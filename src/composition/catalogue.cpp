#include <algorithm>
#include <map>
#include <set>

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

using InForce = std::map<std::string, const WordingFile*>;

InForce in_force_of(const std::vector<WordingFile>& files) {
    InForce in_force;
    for (const WordingFile& file : files) in_force[file.name] = &file;
    return in_force;
}

/// The partials that the text names itself: {{> name}}.
std::vector<std::string_view> partials_named_in(std::string_view text) {
    std::vector<std::string_view> names;
    for (auto at = text.find("{{>"); at != std::string_view::npos; at = text.find("{{>", at + 1)) {
        std::string_view name = text.substr(at + 3, text.find("}}", at) - at - 3);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        names.push_back(name);
    }
    return names;
}

bool uses_any(const WordingFile& file, const std::set<std::string, std::less<>>& partials) {
    const auto named = partials_named_in(file.text);
    return std::any_of(named.begin(), named.end(),
                       [&](std::string_view name) { return partials.contains(name); });
}

/// Names of `own`, and of every partial that includes a changed one.
std::set<std::string, std::less<>> changed_by(const std::vector<WordingFile>& own,
                                              const InForce& in_force) {
    std::set<std::string, std::less<>> changed;
    for (const WordingFile& file : own) changed.insert(file.name);
    for (bool grew = true; grew;) {
        grew = false;
        for (const auto& [name, file] : in_force)
            if (is_partial(name) && !changed.contains(name) && uses_any(*file, changed))
                grew = changed.insert(name).second;
    }
    return changed;
}

/// Reads those that `is_read` accepts; the others are as in `shared`.
template <class IsRead>
ExpectedAll<Catalogue> read_where(const InForce& in_force, const Catalogue& shared,
                                  const IsRead& is_read) {
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
        if (!is_read(*file)) {
            if (const Letter* letter = find(shared, name)) catalogue.emplace(name, *letter);
            continue;
        }
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

}  // namespace

ExpectedAll<Catalogue> read_catalogue(const std::vector<WordingFile>& files) {
    return read_where(in_force_of(files), {}, [](const WordingFile&) { return true; });
}

ExpectedAll<Catalogue> read_overlay(const Catalogue& shared, std::vector<WordingFile> files,
                                    const std::vector<WordingFile>& own) {
    for (WordingFile& file : files) file.unused = UnusedFields::allowed;
    files.insert(files.end(), own.begin(), own.end());
    const InForce in_force = in_force_of(files);
    const auto changed = changed_by(own, in_force);
    return read_where(in_force, shared, [&](const WordingFile& file) {
        return changed.contains(file.name) || uses_any(file, changed);
    });
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
