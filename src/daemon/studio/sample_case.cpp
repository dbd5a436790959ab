// The people and events of the built-in sample. Everybody is invented.
#include <map>

#include "daemon/studio/sample.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;
using cases::CaseEvent;
using cases::Party;
using cases::Role;

Party person(Role role, std::string title, std::string first, std::string last) {
    Party party;
    party.role = role;
    party.title = std::move(title);
    party.first_name = std::move(first);
    party.last_name = std::move(last);
    return party;
}

Party with_home(Party party, const std::string& email) {
    party.address = {.lines = {"14 Sample Street", "Wigston"}, .postcode = "LE18 3NE"};
    party.email = email;
    party.channel = cases::Channel::letter;
    return party;
}

CaseEvent event(std::string name, Day on, cases::Details details = {}) {
    CaseEvent made;
    made.name = std::move(name);
    made.on = on;
    made.recorded_on = on;
    made.details = std::move(details);
    made.source = "sample";
    return made;
}

std::vector<cases::DetailObject> points() {
    return {{{"text", "Nobody told us that the meeting on 12 February was cancelled."},
             {"finding", "upheld"},
             {"response", "agreed"},
             {"reasons", "We found no record that anybody telephoned you. We should have."},
             {"actions", "The team now telephones families on the day a meeting changes."}},
            {{"text", "The report left out what was said at the meeting."},
             {"finding", "not_upheld"},
             {"response", "not agreed"},
             {"reasons", "These words are on page 4 of the report, in full."}}};
}

std::vector<cases::DetailObject> actions() {
    return {{{"text", "Telephone the family before each meeting."},
             {"by", "Beth Novák"},
             {"on", "30 April 2025"}},
            {{"text", "Send the family the corrected report."},
             {"by", "Rhys Evans"},
             {"on", "9 May 2025"}}};
}

/// Details whose value says what they are for; others are filled by their type.
const std::map<std::string, std::string, std::less<>>& texts() {
    static const std::map<std::string, std::string, std::less<>> known{
        {"reason", "A member of staff we must speak to is on leave."},
        {"reasons", "We read what you sent us and our own records. We also asked the team."},
        {"because", "One of the people who must be there was ill."},
        {"note", "The report was corrected and the team manager apologised."},
        {"how", "phone"},
        {"by", "Farida Iqbal"},
        {"lead", "The council"},
        {"route", "Write to the head of the school, or phone the school office."},
        {"finding", "partly_upheld"},
        {"outcome", "resolved"},
        {"remedy", "An apology, and a corrected report."},
        {"recommendations", "That the council corrects the report and says sorry."},
        {"time", "10am"},
        {"venue", "Room 2, County Hall, Exampleton"},
        {"chair", "Ngozi Adeyemi"},
        {"investigating_officer", "Martin Hale"},
        {"independent_person", "Grace Lindqvist"},
        {"adjudicating_officer", "Farida Iqbal"},
        {"case", "CC-2025-0017"},
        {"reference", "25 000 123"},
        {"scope", "whole"},
        {"action", "Send the family the corrected report."}};
    return known;
}

Party officer(Role role, std::string name, std::string email) {
    Party party;
    party.role = role;
    party.name = std::move(name);
    party.email = std::move(email);
    party.channel = cases::Channel::email;
    return party;
}

Party with_consent(Party party) {
    party.consent.given = true;
    return party;
}

}  // namespace

cases::Party sample_party(Role role) {
    switch (role) {
        case Role::complainant: {
            Party party = with_home(person(role, "Ms", "Asha", "O’Neill"), "asha@mail.example");
            party.kind = "parent";
            return party;
        }
        case Role::young_person: {
            Party party = with_home(person(role, "", "Tariq", "O’Neill"), "tariq@mail.example");
            party.kind = "young_person";
            party.safe_contact = "the address recorded here";
            return party;
        }
        case Role::advocate:
            return with_consent(
                with_home(person(role, "Ms", "Ffion", "Rees"), "ffion.rees@advocates.example"));
        case Role::representative:
            return with_home(person(role, "Cllr", "Jo", "Hale"), "jo.hale@representative.example");
        case Role::independent_person:
        case Role::panel_chair:
        case Role::panel_member:
            return with_consent(
                with_home(person(role, "Ms", "Ngozi", "Adeyemi"), "ngozi@panel.example"));
        case Role::ombudsman:
            return with_consent(officer(role, "Local Government and Social Care Ombudsman",
                                        "intake@ombudsman.example"));
        case Role::other_body:
            return with_consent(officer(role, "Exampleshire Health Trust", "trust@health.example"));
        case Role::team_manager:
            return officer(role, "Beth Novák", "team-manager@council.example");
        case Role::service_manager:
            return officer(role, "Rhys Evans", "service-manager@council.example");
        case Role::head_of_service:
            return officer(role, "Farida Iqbal", "head-of-service@council.example");
        case Role::investigating_officer:
        case Role::adjudicating_officer:
        case Role::complaints_officer:
        case Role::complaints_manager:
        case Role::director:
        case Role::legal:
            break;
    }
    const std::string name(cases::name_of(role));
    return officer(role, "Martin Hale", name + "@council.example");
}

cases::Detail sample_detail(const std::string& detail, Day on) {
    if (const auto text = texts().find(detail); text != texts().end()) return text->second;
    const auto type = cases::detail_type(detail);
    const bool is_date = type ? *type == cases::DetailType::date : detail.ends_with("_on");
    if (is_date) return on.plus_days(14).iso();
    if (type == cases::DetailType::boolean) return true;
    if (type == cases::DetailType::objects) return detail == "points" ? points() : actions();
    return std::string("This is a sample.");
}

cases::CaseFile sample_case(const std::string& procedure, bool young_person) {
    const Day received = Day::of(2025, 3, 3);
    cases::CaseFile file;
    file.reference = CaseReference("CC-2025-0042");
    file.procedure = procedure;
    file.service_area = "Children in Care";
    file.summary =
        "Nobody told us that the meeting on 12 February was cancelled, and the report "
        "left out what our son said.";
    file.desired_outcome = "An apology, and a corrected report.";
    file.logged_on = received;
    if (young_person) {
        file.summary = "Nobody told me that the meeting on 12 February was off.";
        file.desired_outcome = "I want to see the report put right.";
    }
    Party complainant = sample_party(young_person ? Role::young_person : Role::complainant);
    complainant.role = Role::complainant;
    file.parties = {complainant, sample_party(Role::team_manager),
                    sample_party(Role::service_manager), sample_party(Role::head_of_service)};
    file.events = {event("received", received),
                   event("eligibility_decided", Day::of(2025, 3, 6), {{"outcome", "accepted"}}),
                   event("update_received", Day::of(2025, 3, 10),
                         {{"on_track", false}, {"expected", "2025-03-28"}}),
                   event("delay_confirmed", Day::of(2025, 3, 11),
                         {{"reason", "a member of staff we must speak to is on leave"}}),
                   event("extension_agreed", Day::of(2025, 3, 13)),
                   event("stage1_drafted", Day::of(2025, 3, 27), {{"points", points()}}),
                   event("further_time_agreed", Day::of(2025, 4, 1)),
                   event("stage2_requested", Day::of(2025, 4, 2)),
                   event("resolved", Day::of(2025, 4, 3),
                         {{"note", "The report was corrected and the team manager apologised."}})};
    for (std::size_t i = 0; i < file.events.size(); ++i)
        file.events[i].id = EventId("e" + std::to_string(i + 1));
    return file;
}

}  // namespace postroom::daemon
