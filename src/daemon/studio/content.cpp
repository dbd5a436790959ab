#include "daemon/studio/content.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "daemon/premises/files.hpp"
#include "daemon/premises/read_before.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

Places find_places(const std::string& data, const std::map<std::string, std::string>& environment,
                   const std::string& source_tree, const std::string& prefix) {
    Places places{.data = data.empty() ? data : fs::absolute(data).lexically_normal().string()};
    const auto consider = [&](const std::string& folder) {
        std::error_code error;
        if (!folder.empty() && fs::is_directory(folder, error))
            places.shares.push_back(fs::absolute(folder).lexically_normal().string());
    };
    consider(places.data);
    if (const auto share = environment.find("POSTROOM_SHARE"); share != environment.end())
        consider(share->second);
    consider(source_tree);
    consider(prefix + "/share/postroom");
    return places;
}

std::string Places::find(const std::string& relative) const {
    std::error_code error;
    for (const std::string& share : shares) {
        const fs::path path = fs::path(share) / relative;
        if (fs::exists(path, error)) return path.string();
    }
    throw FileError("cannot find " + relative +
                    "; set POSTROOM_SHARE to the folder that holds letters, templates and config");
}

std::map<std::string, std::string> Places::all(const std::string& folder,
                                               const std::string& suffix) const {
    std::map<std::string, std::string> found;
    for (const std::string& share : shares) {
        const fs::path below = fs::path(share) / folder;
        for (const std::string& file : files_below(below.string(), suffix))
            found.emplace(file, (below / file).string());
    }
    return found;
}

std::string Places::shown(const std::string& path) const {
    for (const std::string& share : shares)
        if (path.starts_with(share + "/")) return path.substr(share.size() + 1);
    return path;
}

const composition::Catalogue& Content::letters_of(const procedure::Procedure& procedure) const {
    const auto own = worded.find(procedure.wording);
    return own == worded.end() ? letters : own->second;
}

std::vector<std::string> Content::procedure_ids() const {
    std::vector<std::string> ids;
    procedures.for_each_head([&](const procedure::Head& head) { ids.push_back(head.id); });
    return ids;
}

Expected<calendar::WorkingCalendar> load_calendar(const Places& places, const std::string& division,
                                                  const std::string& receipt_rule) {
    const std::string path = places.find("config/holidays/" + division + ".json");
    auto holidays = calendar::parse_holidays(read_file(path), places.shown(path), division);
    if (!holidays) return fail(holidays.error());
    return calendar::WorkingCalendar(std::move(*holidays), receipt_rule == "roll"
                                                               ? calendar::ReceiptRule::roll
                                                               : calendar::ReceiptRule::strict);
}

namespace {

void gather(Problems& all, Problems more) {
    for (Problem& problem : more) all.push_back(std::move(problem));
}

/// Those that the council works by, or all.
void load_procedures(const Places& places, const Config& config, Content& content,
                     ReadBefore& before, Problems& problems) {
    const auto in_use = config.words("procedures.in_use");
    std::set<std::string> wanted(in_use.begin(), in_use.end());
    const bool all = wanted.empty();
    for (const auto& [name, path] : places.all("config/procedures", ".yaml")) {
        if (!all && wanted.erase(name.substr(0, name.rfind('.'))) == 0) continue;
        std::string text = read_file(path);
        before.take(name, text);
        gather(problems, content.procedures.add(std::move(text), places.shown(path)));
    }
    for (const std::string& name : wanted)
        problems.push_back({.what = "there is no procedure " + name,
                            .remedy = "name files of config/procedures, without .yaml, or none",
                            .file = "postroom.yaml",
                            .field = "procedures.in_use"});
}

using WordingFiles = std::vector<composition::WordingFile>;

/// The same mistake in a letter that several councils share is told once.
void take_wording(ExpectedAll<composition::Catalogue> catalogue, composition::Catalogue& letters,
                  Problems& problems) {
    if (catalogue) {
        letters = std::move(*catalogue);
        return;
    }
    for (const Problem& problem : catalogue.error())
        if (std::ranges::find(problems, problem) == problems.end()) problems.push_back(problem);
}

struct Wording {
    WordingFiles shared;
    std::map<std::string, WordingFiles> own;  ///< by the name of a procedure's `wording`
};

/// A procedure's `wording: luton` means the folder letters/luton: a letter there takes the place of
/// the one of the same name without the folder, a partial likewise.
Wording wording_files(const Places& places, const Content& content, ReadBefore& before) {
    Wording wording;
    content.procedures.for_each_head([&](const procedure::Head& head) {
        if (!head.wording.empty()) wording.own[head.wording];
    });
    for (const auto& [name, path] : places.all("letters", ".md")) {
        composition::WordingFile file{.name = name.substr(0, name.size() - 3),
                                      .text = read_file(path),
                                      .file = places.shown(path)};
        before.take(name, file.text);
        const auto folder = wording.own.find(name.substr(0, name.find('/')));
        if (folder == wording.own.end()) {
            wording.shared.push_back(std::move(file));
        } else {
            file.name.erase(0, folder->first.size() + 1);
            folder->second.push_back(std::move(file));
        }
    }
    return wording;
}

void load_letters(const Wording& wording, composition::Reading reading, Content& content,
                  Problems& problems) {
    take_wording(composition::read_catalogue(wording.shared, reading), content.letters, problems);
    for (const auto& [name, files] : wording.own) {
        if (files.empty()) continue;
        take_wording(composition::read_overlay(content.letters, wording.shared, files, reading),
                     content.worded[name], problems);
    }
}

void check_offices(const Content& content, const Config& config, Problems& problems) {
    content.procedures.for_each_head([&](const procedure::Head& head) {
        for (const procedure::OfficeEntry& entry : head.office) {
            if (config.is_contact(entry.key)) continue;
            problems.push_back({.what = "office: no contact is named " + entry.key,
                                .remedy = "use keys of council, people, advocacy and ombudsman, "
                                          "as council.phone (config/postroom.yaml)",
                                .file = head.file,
                                .line = entry.line});
        }
    });
}

void load_forms(const Places& places, const Config& config, Content& content, ReadBefore& before,
                Problems& problems) {
    std::optional<rendering::Envelope> envelope;
    if (const std::string& name = config.text("post.envelope"); name != "form") {
        auto known = rendering::read_envelope(name);
        if (known) {
            envelope = std::move(*known);
        } else {
            known.error().field = "post.envelope";
            problems.push_back(known.error());
        }
    }
    for (const auto& [name, path] : places.all("templates/letterhead", ".yaml")) {
        before.take(name, "");  // a letter may wear it
        auto form = rendering::read_letter_form(read_file(path), places.shown(path));
        if (!form) {
            problems.push_back(form.error());
            continue;
        }
        form->envelope = envelope;
        if (!form->logo_file.empty()) {
            const std::string logo = places.find("templates/letterhead/" + form->logo_file);
            auto read = rendering::read_logo(read_file(logo), places.shown(logo));
            if (!read) {
                problems.push_back(read.error());
                continue;
            }
            form->logo = std::move(*read);
        }
        content.forms.emplace(name.substr(0, name.size() - 5), *form);
    }
    content.email_shell = read_file(places.find("templates/email/standard.html"));
    content.page_shell = read_file(places.find("templates/page/letter.html"));
    for (const char* needed : {"large-print", "giant-print"})
        if (problems.empty() && !content.forms.contains(needed))
            problems.push_back({.what = std::string("there is no form ") + needed,
                                .remedy = "readers who need it would wait: restore the file",
                                .file = "templates/letterhead"});
}

void check_forms(const Content& content, Problems& problems) {
    const auto check_form = [&](const composition::Catalogue& letters) {
        for (const auto& [name, letter] : letters) {
            Problem problem{.what = "there is no form " + letter.front.form,
                            .remedy = "see templates/letterhead",
                            .file = letter.file,
                            .line = 1};
            if (!content.forms.contains(letter.front.form) &&
                std::ranges::find(problems, problem) == problems.end())
                problems.push_back(std::move(problem));
        }
    };
    check_form(content.letters);
    for (const auto& [wording, letters] : content.worded) check_form(letters);
}

}  // namespace

ExpectedAll<Content> load_content(const Places& places, const Config& config) {
    Content content;
    Problems problems;
    auto calendar =
        load_calendar(places, config.text("calendar.division"), config.text("calendar.receipt"));
    if (calendar)
        content.calendars.push_back(std::move(*calendar));
    else
        problems.push_back(calendar.error());
    ReadBefore before(places.data);
    load_procedures(places, config, content, before, problems);
    content.procedures.for_each_head([&](const procedure::Head& head) {
        cases::declare(content.declared, head.declared_events);
    });
    check_offices(content, config, problems);
    load_forms(places, config, content, before, problems);
    const Wording wording = wording_files(places, content, before);
    const bool well = problems.empty() && before.holds();
    if (!well) gather(problems, content.procedures.read_all());
    load_letters(wording, well ? composition::Reading::when_asked : composition::Reading::now,
                 content, problems);
    if (!well && problems.empty()) check_forms(content, problems);
    if (!problems.empty()) return fail(std::move(problems));
    if (!well) before.note();
    return content;
}

rendering::FontFiles load_fonts(const Config& config) {
    const std::string& own = config.text("fonts.folder");
    const std::string folder = own.empty() ? "/usr/share/fonts/truetype/noto" : own;
    const auto font = [&](const std::string& name) {
        const std::string path = folder + "/" + name + ".ttf";
        auto bytes = read_file_if_there(path);
        if (!bytes)
            throw FileError("cannot find the font " + path +
                            "; install the package fonts-noto-core, or set fonts.folder");
        return rendering::FontFile{.name = name, .bytes = std::move(*bytes)};
    };
    return {.regular = font("NotoSans-Regular"),
            .bold = font("NotoSans-Bold"),
            .fallbacks = {font("NotoSansArabic-Regular"), font("NotoSansHebrew-Regular"),
                          font("NotoSansGujarati-Regular"), font("NotoSansBengali-Regular"),
                          font("NotoSansGurmukhi-Regular"), font("NotoSansDevanagari-Regular")}};
}

ExpectedAll<Config> load_config(const Places& places,
                                const std::map<std::string, std::string>& environment) {
    Places without_data = places;
    if (!without_data.data.empty()) std::erase(without_data.shares, without_data.data);
    const std::string defaults = without_data.find("config/postroom.yaml");
    const std::string own = places.data + "/postroom.yaml";
    const std::string own_text = places.data.empty() ? "" : read_trusted_if_there(own).value_or("");
    return Config::read(read_file(defaults), "config/postroom.yaml", own_text, own, environment);
}

}  // namespace postroom::daemon
