// Consent that was refused, and the death of one of several complainants, as the fold tells them.
#include <algorithm>

#include <gtest/gtest.h>

#include "cases/party_fields.hpp"
#include "makers.hpp"

namespace postroom::cases {
namespace {

CaseFile file_with(std::vector<CaseEvent> events, std::vector<Party> parties = {}) {
    CaseFile file;
    file.events = std::move(events);
    file.parties = std::move(parties);
    return file;
}

Party named(Role role, const char* name) {
    Party party;
    party.role = role;
    party.name = name;
    return party;
}

TEST(PartyChange, ConsentIsRefusedByWhoeverSaysNoToSomebodyOnTheCase) {
    const auto said = [](bool given, const char* on, const char* id) {
        return event("party_changed", on, id,
                     {{"role", std::string("representative")}, {"consent.given", given}});
    };
    const Party speaker = named(Role::representative, "Rita Rees");
    const CaseFile file = file_with({said(false, "2025-03-10", "a"), said(true, "2025-03-12", "b"),
                                     said(false, "2025-03-14", "c")},
                                    {speaker});
    const auto on = [&](const char* date) {
        return fold(file, day(date)).party(Role::representative)->consent;
    };
    EXPECT_FALSE(on("2025-03-09").refused);
    EXPECT_TRUE(on("2025-03-10").refused);
    EXPECT_FALSE(on("2025-03-12").refused);
    EXPECT_FALSE(on("2025-03-14").refused);
    EXPECT_TRUE(on("2025-03-14").withdrawn);

    // Put on the case without consent: nobody has been asked.
    const CaseFile new_one = file_with({said(false, "2025-03-10", "a")});
    EXPECT_FALSE(fold(new_one, day("2025-03-10")).party(Role::representative)->consent.refused);
}

TEST(PartyChange, ARefusalStaysWhenSomethingElseOfThePartyChanges) {
    const CaseFile file = file_with(
        {event("party_changed", "2025-03-10", "a",
               {{"role", std::string("representative")}, {"consent.given", false}}),
         event("party_changed", "2025-03-11", "b",
               {{"role", std::string("representative")}, {"phone", std::string("0116 496 0000")}})},
        {named(Role::representative, "Rita Rees")});
    EXPECT_TRUE(fold(file, day("2025-03-11")).party(Role::representative)->consent.refused);
}

TEST(Fold, TheDeathOfOneOfSeveralComplainantsStopsTheirLettersOnly) {
    const auto died = [](const char* which, const char* on, const char* id) {
        return event("deceased", on, id,
                     {{"role", std::string("complainant")}, {"which", std::string(which)}});
    };
    const Party one = named(Role::complainant, "Asha Patel");
    const Party other = named(Role::complainant, "Imran Patel");
    const CaseFile file =
        file_with({died("2", "2025-03-10", "a"), died("1", "2025-03-12", "b")}, {one, other});
    const Case first = fold(file, day("2025-03-10"));
    EXPECT_EQ(first.events.back().name, complainant_died);
    EXPECT_FALSE(first.parties[0].left);
    EXPECT_TRUE(first.parties[1].left);
    EXPECT_EQ(fold(file, day("2025-03-12")).events.back().name, "deceased");
}

TEST(Fold, TellsThatTheRecordOfADeathWasCorrected) {
    const Details first_of_two{{"role", std::string("complainant")}, {"which", std::string("1")}};
    const CaseFile file = file_with(
        {event("contact_note", "2025-03-09", "a"),
         event("deceased", "2025-03-10", "b", first_of_two),
         event("corrected", "2025-03-11", "c",
               {{"event", std::string("a")}, {"replace.note", std::string("Called.")}}),
         event("corrected", "2025-03-12", "d", {{"event", std::string("b")}, {"strike", true}}),
         event("corrected", "2025-03-14", "e", {{"event", std::string("d")}, {"strike", true}})},
        {named(Role::complainant, "Asha Patel"), named(Role::complainant, "Imran Patel")});
    const auto names = [&](const char* on) {
        std::vector<std::string> all;
        for (const CaseEvent& one : fold(file, day(on)).events) all.push_back(one.name);
        return all;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(names("2025-03-11"), (Names{"contact_note", "complainant_died"}));
    EXPECT_EQ(names("2025-03-12"), (Names{"contact_note", "death_corrected"}));
    EXPECT_EQ(names("2025-03-14"), (Names{"contact_note", "complainant_died"}));
}

TEST(PartyFields, ADeathMayNameOnlySomebodyOnTheCase) {
    const std::vector<Party> parties{named(Role::complainant, "Asha Patel"),
                                     named(Role::complainant, "Imran Patel")};
    const auto of = [](const char* role, const char* which) {
        return Details{{"role", std::string(role)}, {"which", std::string(which)}};
    };
    EXPECT_FALSE(names_nobody(parties, {}));
    EXPECT_FALSE(names_nobody(parties, {{"role", std::string("advocate")}}));
    EXPECT_FALSE(names_nobody(parties, of("complainant", "2")));
    EXPECT_TRUE(names_nobody(parties, of("complainant", "3")));
    EXPECT_TRUE(names_nobody(parties, of("advocate", "1")));
}

TEST(Fold, ADeathThatNamesNoOtherComplainantEndsTheComplaint) {
    const Party one = named(Role::complainant, "Asha Patel");
    const Party other = named(Role::complainant, "Imran Patel");
    for (const Details& details :
         {Details{}, Details{{"role", std::string("complainant")}},
          Details{{"role", std::string("young_person")}, {"which", std::string("1")}},
          Details{{"role", std::string("complainant")}, {"which", std::string("3")}}}) {
        const CaseFile file =
            file_with({event("deceased", "2025-03-10", "a", details)}, {one, other});
        EXPECT_EQ(fold(file, day("2025-03-10")).events.back().name, "deceased");
    }
}

TEST(Fold, WhenOneOfSeveralComplainantsWithdrawsTheComplaintGoesOnForTheOther) {
    const Party one = named(Role::complainant, "Asha Patel");
    Party other = named(Role::complainant, "");
    other.title = "Mr", other.first_name = "Imran", other.last_name = "Patel", other.name.clear();
    const auto folded = [&](const Details& details) {
        return fold(file_with({event("withdrawn", "2025-03-10", "a", details)}, {one, other}),
                    day("2025-03-10"));
    };
    for (const Details& details :
         {Details{{"role", std::string("complainant")}, {"which", std::string("2")}},
          Details{{"which", std::string("2")}}, Details{{"by", std::string("Imran Patel")}},
          Details{{"by", std::string("Mr Imran Patel")}}}) {
        const Case without_him = folded(details);
        EXPECT_EQ(without_him.events.back().name, "complainant_withdrew");
        EXPECT_FALSE(without_him.parties[0].left);
        EXPECT_TRUE(without_him.parties[1].left);
    }
    // Of both, by nobody who is one of them, or by the last one left, it ends for all.
    for (const Details& details : {Details{}, Details{{"by", std::string("Rhys Wyn")}}})
        EXPECT_EQ(folded(details).events.back().name, "withdrawn");
    const CaseFile both =
        file_with({event("withdrawn", "2025-03-10", "a", {{"by", std::string("Imran Patel")}}),
                   event("withdrawn", "2025-03-11", "b", {{"by", std::string("Asha Patel")}})},
                  {one, other});
    EXPECT_EQ(fold(both, day("2025-03-11")).events.back().name, "withdrawn");
    EXPECT_FALSE(fold(both, day("2025-03-11")).parties[0].left) << "nobody gets the confirmation";
}

TEST(Fold, WhatOneOfSeveralComplainantsAgreesToDoesNotEndTheComplaintOfTheOther) {
    const std::vector<Party> both{named(Role::complainant, "Asha Patel"),
                                  named(Role::complainant, "Imran Patel")};
    for (const char* end : {"resolved", "informally_resolved"}) {
        const CaseFile file =
            file_with({event(end, "2025-03-10", "a", {{"by", std::string("Asha Patel")}}),
                       event(end, "2025-03-12", "b", {{"by", std::string("Imran Patel")}})},
                      both);
        const Case settled_with_one = fold(file, day("2025-03-10"));
        EXPECT_EQ(settled_with_one.events.back().name, "complainant_settled");
        EXPECT_TRUE(settled_with_one.parties[0].left);
        EXPECT_FALSE(settled_with_one.parties[1].left);
        // With the other too, it ends; so it does where nobody is named.
        EXPECT_EQ(fold(file, day("2025-03-12")).events.back().name, end);
        const CaseFile of_all = file_with({event(end, "2025-03-10", "a", {})}, both);
        EXPECT_EQ(fold(of_all, day("2025-03-10")).events.back().name, end);
    }
}

/// Asha and Imran Patel complain, and Ola Strand speaks for him.
std::vector<Party> two_and_who_speaks_for_him() {
    Party ola = named(Role::representative, "Ola Strand");
    ola.represents = "Imran Patel";
    return {named(Role::complainant, "Asha Patel"), named(Role::complainant, "Imran Patel"), ola};
}

TEST(Fold, WhatIsSaidByOrForOneWhoLeftTheComplaintIsNoWordOfItAnyMore) {
    const auto after = [](const char* end, const char* word, const std::string& by) {
        const CaseFile file =
            file_with({event(end, "2025-03-10", "a",
                             {{"role", std::string("complainant")}, {"which", std::string("2")}}),
                       event(word, "2025-03-12", "b", {{"by", by}})},
                      two_and_who_speaks_for_him());
        return fold(file, day("2025-03-12")).events.back().name;
    };
    for (const char* end : {"withdrawn", "resolved", "deceased"})
        for (const char* word : {"stage2_requested", "extension_agreed", "withdrawn"}) {
            for (const char* by : {"Imran Patel", "Mr Imran Patel", "Ola Strand", "representative"})
                EXPECT_EQ(after(end, word, by), "said_after_leaving") << end << word << by;
            EXPECT_EQ(after(end, word, "Asha Patel"), word);
            EXPECT_EQ(after(end, word, "complainant"), word);
        }
    EXPECT_EQ(after("withdrawn", "contact_note", "Imran Patel"), "contact_note");
}

TEST(Fold, ARequestOfOneWhoLeftTheComplaintLapsesWhereTheStageHasNotBegun) {
    const auto request = [](std::vector<CaseEvent> events) {
        events.push_back(
            event("withdrawn", "2025-03-14", "w", {{"by", std::string("Imran Patel")}}));
        const Case folded =
            fold(file_with(events, two_and_who_speaks_for_him()), day("2025-03-15"));
        const auto found = std::ranges::find(folded.events, EventId("r"), &CaseEvent::id);
        return found->name;
    };
    const auto asked = [](const char* by) {
        return event("stage2_requested", "2025-03-12", "r", {{"by", std::string(by)}});
    };
    EXPECT_EQ(request({asked("Imran Patel")}), "request_lapsed");
    EXPECT_EQ(request({asked("Ola Strand")}), "request_lapsed");
    EXPECT_EQ(request({asked("Asha Patel")}), "stage2_requested");
    EXPECT_EQ(request({asked("complainant")}), "stage2_requested");
    EXPECT_EQ(request({event("stage1_responded", "2025-03-11", "s", {}), asked("Imran Patel")}),
              "stage2_requested");
    EXPECT_EQ(request({asked("Imran Patel"), event("stage2_begun", "2025-03-13", "s", {})}),
              "stage2_requested");
    EXPECT_EQ(request({asked("Imran Patel"),
                       event("letter_sent", "2025-03-12", "s",
                             {{"step", std::string("s")}, {"occurrence", std::string("once")}})}),
              "stage2_requested");
    // A letter of a day of a clock says nothing of the request.
    EXPECT_EQ(request({asked("Imran Patel"), event("letter_sent", "2025-03-13", "s",
                                                   {{"step", std::string("s")},
                                                    {"occurrence", std::string("stage1:e1:10")}})}),
              "request_lapsed");
    // Nor does what the other is written about since.
    EXPECT_EQ(request({asked("Imran Patel"), event("stage2_begun", "2025-03-15", "s", {})}),
              "request_lapsed");
    // An answer after an early request leaves the other their own time to ask.
    EXPECT_EQ(request({asked("Imran Patel"), event("stage1_responded", "2025-03-13", "s", {})}),
              "request_lapsed");
}

}  // namespace
}  // namespace postroom::cases
