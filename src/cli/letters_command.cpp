// letters: what correspondence there is, and which step of which procedure sends it.
#include <memory>
#include <set>

#include <CLI/CLI.hpp>

#include "cli/session.hpp"
#include "daemon/authoring/letters_table.hpp"
#include "daemon/authoring/new_letter.hpp"

namespace postroom::cli {

namespace {

JsonObject as_json(const daemon::LetterRow& row) {
    return {{"catalogue", row.catalogue},
            {"about", row.about},
            {"procedure", row.procedure},
            {"step", row.step},
            {"letter", row.letter},
            {"registers", row.registers},
            {"to", row.to},
            {"release", row.release},
            {"source", row.source}};
}

std::string as_line(const daemon::LetterRow& row) {
    if (row.procedure.empty()) return row.catalogue + "  " + row.about + ": no step\n";
    if (row.release == daemon::LetterRow::does_not_apply)
        return row.catalogue + "  " + row.procedure + ": does not apply. " + row.source + "\n";
    return row.catalogue + "  " + row.procedure + "/" + row.step + "  " +
           (row.letter.empty() ? "a task" : row.letter) + " to " + row.to + " (" + row.release +
           ")\n";
}

void list(bool markdown, Session& session) {
    const auto studio = session.open_studio();
    if (!studio) return;
    const auto rows = daemon::letters_table(session.setting_without_data(), *studio);
    if (!rows) {
        session.complain(rows.error());
        return;
    }
    std::set<std::string> missing;
    std::vector<JsonObject> objects;
    std::string lines;
    for (const daemon::LetterRow& row : *rows) {
        if (row.procedure.empty()) missing.insert(row.catalogue);
        objects.push_back(as_json(row));
        lines += as_line(row);
    }
    if (session.json)
        session.print_json(objects);
    else
        session.print(markdown ? daemon::as_markdown(*rows) : lines);
    for (const std::string& id : missing)
        session.complain(Problem{.what = "no step of any procedure has the catalogue number " + id,
                                 .remedy = "give the step that answers it `catalogue: " + id + "`",
                                 .file = "config/catalogue.yaml"});
}

struct NewOptions {
    std::string name;
    std::string folder;
};

void start(const NewOptions& options, Session& session) {
    const daemon::Places places = session.setting_without_data().places;
    std::string folder = options.folder;
    if (folder.empty() && !places.data.empty()) folder = places.data + "/letters";
    if (folder.empty()) {
        session.complain(
            Problem{.what = "there is no data directory whose wording this could be",
                    .remedy = "name one with --data, or a folder of letters with --into"});
        return;
    }
    const auto path = daemon::start_letter(options.name, folder, places);
    if (!path) {
        session.complain(path.error());
        return;
    }
    if (session.json) session.print_json(JsonObject{{"file", *path}});
    session.say("Wrote " + *path + ". Change it, then: postroom check " + *path);
}

}  // namespace

void add_letters(CLI::App& app, Session& session) {
    const auto markdown = std::make_shared<bool>(false);
    auto* command =
        app.add_subcommand("letters", "the catalogue of letters, and the step that sends each");
    command->add_flag("--markdown", *markdown, "as docs/letters.md");
    command->require_subcommand(0, 1);
    const auto fresh = std::make_shared<NewOptions>();
    auto* begin = command->add_subcommand("new", "begins a letter: a sound file to change");
    begin->add_option("NAME", fresh->name, "e.g. stage1/thanks, or stage1/thanks.yp")->required();
    begin->add_option("--into", fresh->folder, "a folder of letters (else the data directory's)");
    begin->callback([=, &session] { start(*fresh, session); });
    command->callback([=, &session] {
        if (command->get_subcommands().empty()) list(*markdown, session);
    });
}

}  // namespace postroom::cli
