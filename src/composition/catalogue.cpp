#include "composition/catalogue.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>

#include "composition/declared_fields.hpp"

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

Problems check_partial(const WordingFile& file, const Template::Partials& partials) {
    Problems problems = leftovers_in(file.text, file.file, 1);
    const auto wording = Template::parse(file.text, file.file, partials);
    if (!wording) problems.insert(problems.end(), wording.error().begin(), wording.error().end());
    return problems;
}

}  // namespace

/// A letter, or what is needed to read it.
class Catalogue::Kept {
  public:
    Kept(WordingFile file, std::shared_ptr<const Template::Partials> partials)
        : file_(std::move(file)), partials_(std::move(partials)) {}

    /// Every mistake in it; none, and it is read.
    Problems read() const {
        auto letter = Letter::parse(file_.name, file_.text, file_.file, *partials_, file_.unused);
        if (!letter) return std::move(letter.error());
        Problems problems = compare_with_name(*letter);
        if (problems.empty()) letter_ = std::move(*letter);
        return problems;
    }

    const Letter& letter() const {
        std::call_once(once_, [&] {
            if (letter_) return;
            const Problems problems = read();
            if (!problems.empty()) throw std::runtime_error(to_text(problems));
        });
        return *letter_;
    }

  private:
    WordingFile file_;
    std::shared_ptr<const Template::Partials> partials_;
    mutable std::once_flag once_;
    mutable std::optional<Letter> letter_;
};

std::pair<const std::string&, const Letter&> Catalogue::Iterator::operator*() const {
    return {at_->first, at_->second->letter()};
}

std::vector<std::string> Catalogue::names() const {
    std::vector<std::string> names;
    for (const auto& [name, letter] : letters_) names.push_back(name);
    return names;
}

const Letter* Catalogue::find(std::string_view name) const {
    const auto found = letters_.find(name);
    return found == letters_.end() ? nullptr : &found->second->letter();
}

class CatalogueReader {
  public:
    CatalogueReader(const InForce& in_force, Reading reading)
        : in_force_(in_force), reading_(reading) {}

    /// Takes in those that `is_read` accepts; the others are as in `shared`.
    template <class IsRead>
    ExpectedAll<Catalogue> read(const Catalogue& shared, const IsRead& is_read) {
        auto partials = std::make_shared<Template::Partials>();
        for (const auto& [name, file] : in_force_)
            if (is_partial(name)) (*partials)[name] = {file->text, file->file};

        Catalogue catalogue;
        for (const auto& [name, file] : in_force_) {
            if (!is_read(*file)) {
                const auto there = shared.letters_.find(name);
                if (there != shared.letters_.end()) catalogue.letters_.insert(*there);
            } else if (is_partial(name)) {
                if (reading_ == Reading::now) add(check_partial(*file, *partials));
            } else {
                const auto kept = std::make_shared<Catalogue::Kept>(*file, partials);
                if (reading_ == Reading::now) add(kept->read());
                catalogue.letters_.emplace(name, kept);
            }
        }
        if (!problems_.empty()) return fail(std::move(problems_));
        return catalogue;
    }

  private:
    void add(const Problems& more) {
        for (const Problem& problem : more)
            if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
                problems_.push_back(problem);
    }

    const InForce& in_force_;
    Reading reading_;
    Problems problems_;
};

ExpectedAll<Catalogue> read_catalogue(const std::vector<WordingFile>& files, Reading reading) {
    const InForce in_force = in_force_of(files);
    return CatalogueReader(in_force, reading).read({}, [](const WordingFile&) { return true; });
}

ExpectedAll<Catalogue> read_overlay(const Catalogue& shared, std::vector<WordingFile> files,
                                    const std::vector<WordingFile>& own, Reading reading) {
    for (WordingFile& file : files) file.unused = UnusedFields::allowed;
    files.insert(files.end(), own.begin(), own.end());
    const InForce in_force = in_force_of(files);
    const auto changed = changed_by(own, in_force);
    return CatalogueReader(in_force, reading).read(shared, [&](const WordingFile& file) {
        return changed.contains(file.name) || uses_any(file, changed);
    });
}

const Letter* letter_for(const Catalogue& catalogue, std::string_view name, bool young_person,
                         std::string_view language) {
    const std::string ending = language == "en" ? "" : "." + std::string(language);
    const std::string base(name);
    if (young_person) {
        if (const Letter* letter = catalogue.find(base + std::string(young_person_ending) + ending))
            return letter;
    }
    return catalogue.find(base + ending);
}

}  // namespace postroom::composition
