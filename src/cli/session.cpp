#include "cli/session.hpp"

#include <filesystem>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <Poco/JSON/Stringifier.h>

#include "base/visible.hpp"
#include "daemon/premises/london_time.hpp"

namespace postroom::cli {

std::string Session::data_folder() const {
    if (!data_option.empty()) return data_option;
    const auto found = environment_.find("POSTROOM_DATA");
    return found == environment_.end() ? "./postroom-data" : found->second;
}

daemon::Setting Session::setting() const {
    return {.places = daemon::find_places(data_folder(), environment_, source_tree_, prefix_),
            .environment = environment_};
}

daemon::Setting Session::setting_without_data() const {
    daemon::Setting setting = this->setting();
    std::error_code error;
    if (!std::filesystem::exists(setting.places.data + "/postroom.yaml", error)) {
        std::erase(setting.places.shares, setting.places.data);
        setting.places.data.clear();
    }
    return setting;
}

std::unique_ptr<daemon::Office> Session::open_office() {
    auto office = daemon::Office::open(setting());
    if (office) return std::move(*office);
    complain(office.error());
    return nullptr;
}

std::optional<daemon::Studio> Session::open_studio() {
    auto studio = daemon::Studio::open(setting_without_data());
    if (studio) return std::move(*studio);
    complain(studio.error());
    return std::nullopt;
}

void Session::say(const std::string& text) const {
    std::cerr << visible_lines(text) << "\n";
}

void Session::show_progress(const std::string& text) const {
    std::cerr << text << std::flush;
}

void Session::complain(const Problem& problem) {
    complain(Problems{problem});
}

void Session::complain(const Problems& problems) {
    std::cerr << visible_lines(to_text(problems));
    exit_code = found_wrong;
}

void Session::print(const std::string& text) const {
    std::cout << visible_lines(text);
}

void Session::print_line(const std::string& text) const {
    std::cout << visible_line(text) << "\n";
}

void Session::print_bytes(const std::string& bytes) const {
    std::cout << bytes;
}

namespace {

void write_value(std::ostream& out, const JsonValue& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        Poco::JSON::Stringifier::formatString(*text, out);
    else if (const auto* number = std::get_if<long>(&value))
        out << *number;
    else if (const auto* measure = std::get_if<double>(&value))
        out << *measure;
    else if (const auto* yes = std::get_if<bool>(&value))
        out << (*yes ? "true" : "false");
    else
        out << "null";
}

void write_object(std::ostream& out, const JsonObject& object) {
    out << "{";
    for (std::size_t i = 0; i < object.size(); ++i) {
        if (i > 0) out << ", ";
        Poco::JSON::Stringifier::formatString(object[i].first, out);
        out << ": ";
        write_value(out, object[i].second);
    }
    out << "}";
}

}  // namespace

void Session::print_json(const JsonObject& object) const {
    write_object(std::cout, object);
    std::cout << "\n";
}

void Session::print_json(const std::vector<JsonObject>& objects) const {
    std::cout << "[";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::cout << (i > 0 ? ",\n " : "");
        write_object(std::cout, objects[i]);
    }
    std::cout << "]\n";
}

void add_when(CLI::App& command, When& when) {
    auto* on = command.add_option("--on", when.on, "that day's close of work (17:30 in London)");
    command.add_option("--at", when.at, "this very instant, e.g. 2025-03-17T09:30:00Z")
        ->excludes(on);
}

std::optional<calendar::Day> day_given(const std::string& text, const std::string& option,
                                       Session& session) {
    const auto day = calendar::Day::from_iso(text);
    if (!day) {
        session.complain(Problem{.what = option + " is not a date that exists",
                                 .remedy = "write it as YYYY-MM-DD"});
        session.exit_code = wrong_usage;
    }
    return day;
}

std::optional<Instant> moment(const When& when, Session& session) {
    if (!when.at.empty()) {
        const auto at = daemon::parse_instant(when.at);
        if (!at) {
            session.complain(Problem{.what = "--at is not an instant",
                                     .remedy = "write it as 2025-03-17T09:30:00Z"});
            session.exit_code = wrong_usage;
        }
        return at;
    }
    if (when.on.empty()) return session.clock().now();
    const auto day = day_given(when.on, "--on", session);
    if (!day) return std::nullopt;
    return daemon::instant_of({*day, calendar::close_of_work});
}

int run_command_line(const std::vector<std::string>& arguments, Session& session) {
    CLI::App app{"Postroom: the right letter, on the right working day, with proof.", "postroom"};
    app.set_version_flag("--version", "postroom 0.1.0");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--data", session.data_option,
                   "the data directory (else POSTROOM_DATA, else ./postroom-data)");
    app.add_flag("--json", session.json, "answer with one JSON value");
    add_init(app, session);
    add_import(app, session);
    add_event(app, session);
    add_run(app, session);
    add_serve(app, session);
    add_simulate(app, session);
    add_explain(app, session);
    add_check(app, session);
    add_preview(app, session);
    add_merge(app, session);
    add_letters(app, session);
    add_calendar(app, session);
    add_clock(app, session);
    add_outbox(app, session);
    add_tracker(app, session);
    add_archive(app, session);
    add_backup(app, session);
    add_restore(app, session);
    add_migrate(app, session);
    add_doctor(app, session);
    add_pdf(app, session);
    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app.parse(std::move(reversed));
        std::cout.flush();
        return session.exit_code;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? done : wrong_usage;
    } catch (const std::exception& error) {
        std::cout.flush();
        std::cerr << "postroom: " << visible_lines(error.what()) << "\n";
        return found_wrong;
    }
}

}  // namespace postroom::cli
