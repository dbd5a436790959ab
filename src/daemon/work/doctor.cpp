#include "daemon/work/doctor.hpp"

#include <filesystem>

#include <sys/stat.h>

#include "daemon/authoring/check.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/premises/relay.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/reconcile.hpp"
#include "daemon/work/office_clock.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

constexpr int warn_days_before_calendar_ends = 90;
constexpr std::uintmax_t least_free_bytes = 200ULL * 1024 * 1024;

/// Runs one examination; whatever it throws is its finding.
template <class Look>
Finding look_into(const std::string& subject, const Look& look) {
    try {
        return look();
    } catch (const std::exception& error) {
        return {.subject = subject, .well = false, .what = error.what()};
    }
}

Finding database(Office& office) {
    const std::string problem = office.database().integrity_problem();
    if (!problem.empty())
        return {.subject = "database",
                .well = false,
                .what = "the database is damaged: restore a backup (" + problem + ")"};
    if (const auto risk = office.database().risk_of_failover())
        return {.subject = "database", .well = false, .what = to_text(*risk)};
    return {.subject = "database",
            .what = "sound, with " + std::to_string(office.cases().count()) + " cases"};
}

Finding calendar(const Office& office, Instant now) {
    const calendar::Day last = office.calendar().last_day();
    const int left = last.number - london(now).day.number;
    if (left < warn_days_before_calendar_ends)
        return {.subject = "calendar",
                .well = false,
                .what = "bank holidays are loaded up to " + last.iso() +
                        " only: put a newer list into holidays/"};
    return {.subject = "calendar", .what = "bank holidays are loaded up to " + last.iso()};
}

Finding clock_of(Office& office, const Clock& clock) {
    if (const auto why = why_not_believed(office, clock))
        return {.subject = "clock", .well = false, .what = to_text(*why)};
    return {.subject = "clock", .what = "believed"};
}

Finding fonts(const Office& office) {
    office.studio().fonts();
    return {.subject = "fonts", .what = "found and readable"};
}

Finding relay(const Office& office) {
    const std::string& host = office.config().text("smtp.host");
    if (host.empty()) return {.subject = "relay", .what = "none configured: emails go to maildir/"};
    // A report's return address is made of the keys, and no email is made here.
    if (const auto refusal = dispatch::try_smtp(relay_settings(office.config(), archive::Keys{})))
        return {.subject = "relay",
                .well = false,
                .what = "the relay would take no email " + dispatch::words_for(*refusal)};
    return {.subject = "relay",
            .what = office.config().text("smtp.user").empty() ? "answers"
                                                              : "answers, and takes the login"};
}

Finding keys(Office& office) {
    office.keys();
    return {.subject = "keys", .what = "readable by Postroom alone"};
}

/// What holds personal data, and what decides which programs run.
Finding files(Office& office) {
    const Finding well{.subject = "files", .what = "open to Postroom alone"};
    if (open_to_others(office.data(), 0).empty()) return well;
    std::string found;
    const auto look_at = [&](const std::string& path, unsigned allowed) {
        const std::string said = open_to_others(path, allowed);
        if (!said.empty()) found += (found.empty() ? "" : "; ") + said;
    };
    look_at(office.data() + "/postroom.yaml", S_IRGRP | S_IROTH);
    if (!office.database().is_postgresql()) look_at(office.database_location(), 0);
    look_at(office.data() + "/postbook", 0);
    // A group may carry the letters to the printer.
    for (const char* letters : {"/tray", "/maildir"}) look_at(office.data() + letters, S_IRWXG);
    if (found.empty()) return well;
    return {.subject = "files", .well = false, .what = found};
}

Finding disk(const Office& office) {
    const auto space = fs::space(office.data());
    const std::string free = std::to_string(space.available / 1024 / 1024) + " MiB free";
    if (space.available < least_free_bytes)
        return {.subject = "disk", .well = false, .what = free + ": make room"};
    write_file(office.data() + "/.doctor", "", 0600);
    fs::remove(office.data() + "/.doctor");
    return {.subject = "disk", .what = free + ", writable"};
}

Finding archive(Office& office) {
    const auto size = office.archive().size();
    if (const auto why = why_to_reconcile(office))
        return {.subject = "archive", .well = false, .what = to_text(*why)};
    if (size < office.outbox().archived_count())
        return {.subject = "archive",
                .well = false,
                .what =
                    "the archive has lost entries that the database knows it had: restore the "
                    "archive folder from a backup"};
    if (const auto hold = hold_after_restore(office))
        return {.subject = "archive", .well = false, .what = words_for(*hold)};
    return {.subject = "archive", .what = std::to_string(size) + " leaves under a good signature"};
}

}  // namespace

std::vector<Finding> examine(const Setting& setting, const Clock& clock) {
    std::vector<Finding> findings;
    std::unique_ptr<Office> office;
    findings.push_back(look_into("content", [&]() -> Finding {
        auto opened = Office::open(setting);
        if (!opened) return {.subject = "content", .well = false, .what = to_text(opened.error())};
        office = std::move(*opened);
        return {.subject = "content",
                .what = std::to_string(office->content().procedures.size()) + " procedures, " +
                        std::to_string(count_letters(setting.places)) + " letters"};
    }));
    if (!office) return findings;
    findings.push_back(look_into("database", [&] { return database(*office); }));
    findings.push_back(look_into("calendar", [&] { return calendar(*office, clock.now()); }));
    findings.push_back(look_into("clock", [&] { return clock_of(*office, clock); }));
    findings.push_back(look_into("fonts", [&] { return fonts(*office); }));
    findings.push_back(look_into("relay", [&] { return relay(*office); }));
    findings.push_back(look_into("keys", [&] { return keys(*office); }));
    findings.push_back(look_into("files", [&] { return files(*office); }));
    findings.push_back(look_into("disk", [&] { return disk(*office); }));
    findings.push_back(look_into("archive", [&] { return archive(*office); }));
    return findings;
}

}  // namespace postroom::daemon
