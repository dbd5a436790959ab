#include "people.hpp"

#include <sodium.h>
#include <sqlite3.h>

namespace postroom::simulation {

namespace {

Chance* chance_of_process = nullptr;
Fate* fate_of_process = nullptr;

std::uint32_t random_word() {
    return static_cast<std::uint32_t>(chance_of_process->number() >> 32);
}

void random_buffer(void* const buffer, const std::size_t size) {
    auto* bytes = static_cast<unsigned char*>(buffer);
    for (std::size_t n = 0; n < size; ++n)
        bytes[n] = static_cast<unsigned char>(chance_of_process->number() >> 56);
}

const char* name_of_random() {
    return "a simulation's seed";
}

int refuses_commit(void*) {
    return fate_of_process->commits() ? 0 : 1;
}

/// SQLite calls it for each database that is opened.
int watch_commits(sqlite3* database, const char**, const void*) {
    sqlite3_commit_hook(database, refuses_commit, nullptr);
    return SQLITE_OK;
}

std::string officer(const std::string& role, const std::string& name) {
    return R"(,{"role":")" + role + R"(","name":")" + name + R"(","email":")" + role +
           R"(@council.example"})";
}

using Details = std::vector<std::pair<std::string, std::string>>;

constexpr const char* points = R"([{"text":"Visits were cancelled","finding":"upheld",)"
                               R"("reasons":"Nobody told the family."}])";

const std::vector<std::pair<std::string, Details>>& known_events() {
    static const std::vector<std::pair<std::string, Details>> events{
        {"eligibility_decided", {{"outcome", "accepted"}}},
        {"eligibility_decided", {{"outcome", "accepted"}}},
        {"eligibility_decided", {{"outcome", "out_of_time"}, {"reasons", "Over a year ago."}}},
        {"update_received", {{"on_track", "true"}}},
        {"update_received", {{"on_track", "false"}}},
        {"delay_confirmed", {{"reason", "Key staff are away."}}},
        {"extension_agreed", {}},
        {"extension_refused", {}},
        {"stage1_responded", {{"finding", "partly_upheld"}, {"sent_by", "service"}}},
        {"stage1_responded", {{"finding", "not_upheld"}, {"sent_by", "service"}}},
        {"resolved", {}},
        {"further_time_agreed", {}},
        {"further_time_refused", {}},
        {"stage2_requested", {}},
        {"stage2_requested", {}},
        {"stage2_extended", {{"reason", "Many people to hear."}}},
        {"stage2_reported", {}},
        {"stage2_adjudicated", {{"finding", "upheld"}}},
        {"stage3_requested", {}},
        {"panel_held", {}},
        {"advocate_awaited", {{"agreed", "true"}}},
        {"advocate_appointed", {}},
        {"court_hold", {{"scope", "whole"}}},
        {"court_hold_lifted", {}},
        {"safeguarding_flagged", {}},
        {"safeguarding_cleared", {}},
        {"contact_note", {{"note", "They telephoned."}}},
        {"party_changed", {{"role", "complainant"}, {"email", "new.place@mail.example"}}},
        {"party_changed", {{"role", "complainant"}, {"postcode", "EX2 9ZZ"}}},
        {"party_changed", {{"role", "team_manager"}, {"left", "true"}}},
        {"withdrawn", {{"how", "by telephone"}}},
        {"closed", {}},
        {"reopened", {{"because", "New facts."}}},
        {"ombudsman_enquired", {}},
        {"stage1_drafted", {{"finding", "upheld"}, {"points", points}}},
        {"stage1_drafted", {{"finding", "upheld"}, {"points", points}}},
        {"stage2_drafted", {{"finding", "upheld"}, {"points", points}}},
        {"stage3_drafted", {{"points", points}}},
        {"investigators_appointed",
         {{"investigating_officer", "Ines Marsh"}, {"independent_person", "Ivo Penn"}}},
        {"statement_drafted", {{"points", points}}},
        {"statement_agreed", {{"points", points}}},
        {"director_decided", {{"agrees", "true"}}},
        {"panel_reported", {{"recommendations", "Say sorry."}}},
        {"late_request_decided", {{"outcome", "accepted"}}},
        {"consent_requested", {}},
        {"consent_received", {{"given", "true"}}},
        {"meeting_held", {{"outcome", "agreed"}}},
        {"deceased", {}},
    };
    return events;
}

}  // namespace

void let_chance_be(Chance& chance) {
    static randombytes_implementation ours{};
    ours.implementation_name = name_of_random;
    ours.random = random_word;
    ours.buf = random_buffer;
    chance_of_process = &chance;
    randombytes_set_implementation(&ours);
}

void let_fate_be(Fate& fate) {
    const bool first = fate_of_process == nullptr;
    fate_of_process = &fate;
    if (first) sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_commits));
}

std::string a_case(Chance& chance, const std::string& reference, calendar::Day on,
                   const std::vector<std::string>& procedures) {
    const calendar::Day received = on.plus_days(-chance.one_of<int>({0, 0, 0, 1, 3, 12}));
    const std::string channel = chance.happens(0.5) ? "email" : "letter";
    const std::string format = chance.one_of<std::string>({"standard", "standard", "large_print"});
    std::string parties =
        R"({"role":"complainant","kind":"parent","first_name":"Asha","last_name":"Quillfeather",)"
        R"("address":["12 Example Street","Exampleton"],"postcode":"EX1 2AB",)"
        R"("email":"asha@mail.example","channel":")" +
        channel + R"(","format":")" + format + R"("})" + officer("team_manager", "Tariq Boateng") +
        officer("service_manager", "Sioned Vaughan") + officer("head_of_service", "Hana Grey");
    if (chance.happens(0.2))
        parties += R"(,{"role":"advocate","name":"Robin Hale","email":"robin@mail.example",)"
                   R"("channel":"email","represents":"Asha Quillfeather"})";
    return R"({"format":"postroom-cases/1","cases":[{"reference":")" + reference +
           R"(","procedure":")" + chance.one_of(procedures) +
           R"(","service_area":"Fostering","complaint":{"summary":"Visits were cancelled.",)"
           R"("desired_outcome":"An apology"},"parties":[)" +
           parties + R"(],"events":[{"name":"received","id":"e1","on":")" + received.iso() +
           R"("}]}]})";
}

Happened any_event(Chance& chance, calendar::Day today, const std::vector<std::string>& ids) {
    const calendar::Day on = today.plus_days(-chance.one_of<int>({0, 0, 0, 1, 2, 6}));
    if (chance.happens(0.08))
        return {"corrected", on, {{"event", chance.one_of(ids)}, {"strike", "true"}}};
    const auto [name, details] = chance.one_of(known_events());
    Happened happened{name, on, details};
    if (name == "stage2_extended")
        happened.details.emplace_back("until", today.plus_days(40).iso());
    return happened;
}

bool another_program_writes(const std::string& database, Chance& chance,
                            const std::string& reference, const Happened& happened) {
    std::string details;
    for (const auto& [name, value] : happened.details)
        details +=
            (details.empty() ? "{\"" : ",\"") + name + "\":" +
            (value.starts_with('[') || value == "true" || value == "false" ? value
                                                                           : '"' + value + '"');
    const std::string name = chance.happens(0.1) ? "no_word_of_ours" : happened.name;
    const std::string on = chance.happens(0.1) ? "2025-02-30" : happened.on.iso();
    sqlite3* program = nullptr;
    sqlite3_open_v2(database.c_str(), &program, SQLITE_OPEN_READWRITE, nullptr);
    const std::string sql =
        "INSERT INTO events (case_reference, name, happened_on, details, source) "
        "VALUES ('" +
        reference + "', '" + name + "', '" + on + "', '" + (details.empty() ? "{" : details) +
        "}', 'another program')";
    const int said = sqlite3_exec(program, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(program);
    return said == SQLITE_OK;
}

Report any_report(Chance& chance, const std::string& message_id) {
    struct Kind {
        const char* action;
        const char* status;
        bool goes_again;
    };
    const Kind kind = chance.one_of<Kind>({{"failed", "5.1.1", false},
                                           {"failed", "4.4.7", true},
                                           {"delayed", "4.4.1", false},
                                           {"delivered", "2.6.0", false}});
    return {
        "From: MAILER-DAEMON@relay.example\r\nTo: complaints@council.example\r\n"
        "Subject: Delivery report\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"=_b\"\r\n\r\n"
        "--=_b\r\nContent-Type: text/plain\r\n\r\nA report.\r\n\r\n"
        "--=_b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; relay.example\r\n\r\n"
        "Final-Recipient: rfc822; asha@mail.example\r\n"
        "Action: " +
            std::string(kind.action) + "\r\nStatus: " + kind.status +
            "\r\n\r\n--=_b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" + message_id +
            ">\r\n\r\n--=_b--\r\n",
        kind.goes_again};
}

}  // namespace postroom::simulation
