#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "makers.hpp"

namespace postroom::cases {
namespace {

CaseFile file_with(std::vector<CaseEvent> events, std::vector<Party> parties = {}) {
    CaseFile file;
    file.reference = CaseReference("CC-1");
    file.events = std::move(events);
    file.parties = std::move(parties);
    return file;
}

std::vector<std::string> ids(const Case& folded) {
    std::vector<std::string> found;
    for (const CaseEvent& one : folded.events) found.push_back(one.id.text);
    return found;
}

Details strike(const char* id) {
    return {{"event", std::string(id)}, {"strike", true}};
}

Party party_named(Role role, std::string first, std::string last) {
    Party party;
    party.role = role;
    party.first_name = std::move(first);
    party.last_name = std::move(last);
    return party;
}

using Ids = std::vector<std::string>;

TEST(Fold, OrdersEventsByDayThenByRecording) {
    const CaseFile file = file_with(
        {event("received", "2025-03-03", "a"), event("resolved", "2025-03-20", "b"),
         event("delay_confirmed", "2025-03-13", "c"), event("contact_note", "2025-03-13", "d")});
    EXPECT_EQ(ids(fold(file, day("2025-04-01"))), (Ids{"a", "c", "d", "b"}));
}

TEST(Fold, EventsOfLaterDaysWaitForTheirDay) {
    const CaseFile file =
        file_with({event("received", "2025-03-03", "a"), event("panel_held", "2025-03-20", "b")});
    EXPECT_EQ(ids(fold(file, day("2025-03-19"))), Ids{"a"});
    EXPECT_EQ(ids(fold(file, day("2025-03-20"))), (Ids{"a", "b"}));
    EXPECT_FALSE(fold(file, day("2025-03-19")).happened("panel_held"));
}

TEST(Fold, AStruckEventIsGoneAndSoIsItsCorrection) {
    const CaseFile file =
        file_with({event("received", "2025-03-03", "a"), event("withdrawn", "2025-03-10", "b"),
                   event("corrected", "2025-03-11", "c", strike("b"))});
    EXPECT_EQ(ids(fold(file, day("2025-03-12"))), Ids{"a"});
    EXPECT_EQ(ids(fold(file, day("2025-03-10"))), (Ids{"a", "b"}))
        << "a correction is not yet known before its day";
}

TEST(Fold, StrikingACorrectionBringsTheEventBack) {
    const CaseFile file = file_with({event("withdrawn", "2025-03-10", "b"),
                                     event("corrected", "2025-03-11", "c", strike("b")),
                                     event("corrected", "2025-03-12", "d", strike("c"))});
    EXPECT_EQ(ids(fold(file, day("2025-03-12"))), Ids{"b"});
    EXPECT_EQ(ids(fold(file, day("2025-03-11"))), Ids{});
}

TEST(Fold, AReplacedEventCarriesItsNewDayAndDetails) {
    const CaseFile file = file_with(
        {event("received", "2025-03-03", "a"), event("contact_note", "2025-03-04", "n"),
         event("delay_confirmed", "2025-03-05", "b",
               {{"reason", std::string("staff on leave")}, {"note", std::string("by phone")}}),
         event("corrected", "2025-03-06", "c",
               {{"event", std::string("b")},
                {"replace.on", std::string("2025-03-04")},
                {"replace.reason", std::string("complexity")}})});
    const Case folded = fold(file, day("2025-03-10"));
    EXPECT_EQ(ids(folded), (Ids{"a", "n", "b"}));
    const CaseEvent* delay = folded.latest("delay_confirmed");
    ASSERT_NE(delay, nullptr);
    EXPECT_EQ(delay->on, day("2025-03-04"));
    EXPECT_EQ(delay->text("reason"), "complexity");
    EXPECT_EQ(delay->text("note"), "by phone");
}

TEST(Fold, TheLatestReplacementWins) {
    const auto replaced = [](const char* id, const char* on, const char* reason) {
        return event("corrected", on, id,
                     {{"event", std::string("b")}, {"replace.reason", std::string(reason)}});
    };
    const CaseFile file =
        file_with({event("delay_confirmed", "2025-03-05", "b"),
                   replaced("c", "2025-03-06", "first"), replaced("d", "2025-03-07", "second")});
    EXPECT_EQ(fold(file, day("2025-03-08")).latest("delay_confirmed")->text("reason"), "second");
    EXPECT_EQ(fold(file, day("2025-03-06")).latest("delay_confirmed")->text("reason"), "first");
}

TEST(Fold, AnotherDateTimeOrPlaceIsToldAnewAndAnotherWordIsNot) {
    const auto told_anew = [](const char* detail, const char* value) {
        const CaseFile file =
            file_with({event("panel_fixed", "2025-03-05", "b",
                             {{"panel_on", std::string("2025-04-01")},
                              {"time", std::string("10am")},
                              {"venue", std::string("County Hall")},
                              {"note", std::string("by phone")}}),
                       event("corrected", "2025-03-06", "c",
                             {{"event", std::string("b")},
                              {"replace." + std::string(detail), std::string(value)}})});
        return fold(file, day("2025-03-10")).latest("panel_fixed")->told_anew;
    };
    EXPECT_EQ(told_anew("panel_on", "2025-04-02"), (ToldAnew{EventId("c"), day("2025-03-06")}));
    EXPECT_TRUE(told_anew("time", "2pm"));
    EXPECT_TRUE(told_anew("venue", "Town Hall"));
    EXPECT_FALSE(told_anew("venue", "County Hall"));
    EXPECT_FALSE(told_anew("note", "by email"));
    EXPECT_FALSE(told_anew("on", "2025-03-04"));
}

TEST(Fold, OtherWordsOfADraftAreKnownByTheirCorrections) {
    const auto corrected = [](const char* id, const char* on, const char* detail,
                              const char* value) {
        return event(
            "corrected", on, id,
            {{"event", std::string("b")}, {"replace." + std::string(detail), std::string(value)}});
    };
    const CaseFile file =
        file_with({event("stage1_drafted", "2025-03-05", "b", {{"finding", std::string("upheld")}}),
                   corrected("c", "2025-03-06", "finding", "not_upheld"),
                   corrected("d", "2025-03-07", "note", "by email"),
                   corrected("e", "2025-03-07", "by", "service_manager"),
                   corrected("f", "2025-03-07", "finding", "not_upheld"),
                   corrected("g", "2025-03-10", "remedy", "We pay the fare.")});
    const auto words = fold(file, day("2025-03-11")).latest("stage1_drafted")->reworded;
    ASSERT_EQ(words.size(), 2U);
    EXPECT_EQ(words[0].by, EventId("c"));
    EXPECT_EQ(words[0].known_on, day("2025-03-06"));
    EXPECT_EQ(words[1].by, EventId("g"));
}

TEST(Fold, AnEventCorrectedToALaterDayWaitsForIt) {
    const CaseFile file = file_with(
        {event("panel_held", "2025-03-05", "b"),
         event("corrected", "2025-03-06", "c",
               {{"event", std::string("b")}, {"replace.on", std::string("2025-03-20")}})});
    EXPECT_FALSE(fold(file, day("2025-03-19")).happened("panel_held"));
    EXPECT_TRUE(fold(file, day("2025-03-20")).happened("panel_held"));
}

TEST(Fold, ACorrectionOfAnUnknownOrLaterEventChangesNothing) {
    const CaseFile file = file_with({event("corrected", "2025-03-06", "c", strike("b")),
                                     event("corrected", "2025-03-06", "d", strike("nobody")),
                                     event("corrected", "2025-03-06", "e", {{"strike", true}}),
                                     event("withdrawn", "2025-03-07", "b")});
    EXPECT_EQ(ids(fold(file, day("2025-03-10"))), Ids{"b"});
}

TEST(Fold, OnlyPostroomCorrectsItsOwnRecordOfALetter) {
    CaseFile file = file_with({event("letter_sent", "2025-03-05", "b"),
                               event("corrected", "2025-03-06", "c", strike("b"))});
    EXPECT_TRUE(fold(file, day("2025-03-10")).happened("letter_sent"));
    file.events[1].source = "postroom";
    EXPECT_FALSE(fold(file, day("2025-03-10")).happened("letter_sent"));
}

TEST(Fold, APartyThatMovedHasTheNewAddressFromThatDay) {
    Party asha_patel = party_named(Role::complainant, "Asha", "Patel");
    asha_patel.address = {{"1 Old Street", "Flat 2", "Oadby"}, "LE2 0XX"};
    asha_patel.email = "asha@mail.example";
    const CaseFile file = file_with({event("party_changed", "2025-03-10", "m",
                                           {{"role", std::string("complainant")},
                                            {"address_1", std::string("9 New Road")},
                                            {"address_2", std::string("Wigston")},
                                            {"postcode", std::string("LE18 0XX")}})},
                                    {asha_patel});
    EXPECT_EQ(fold(file, day("2025-03-09")).party(Role::complainant)->address.lines.size(), 3U);
    const Party moved = *fold(file, day("2025-03-10")).party(Role::complainant);
    EXPECT_EQ(moved.address.lines, (std::vector<std::string>{"9 New Road", "Wigston"}));
    EXPECT_EQ(moved.address.postcode, "LE18 0XX");
    EXPECT_EQ(moved.email, "asha@mail.example");
    EXPECT_EQ(full_name(moved), "Asha Patel");
}

TEST(Fold, AStruckChangeOfAddressIsUndone) {
    const CaseFile file = file_with(
        {event("party_changed", "2025-03-10", "m",
               {{"role", std::string("complainant")}, {"postcode", std::string("LE18 0XX")}}),
         event("corrected", "2025-03-11", "c", strike("m"))},
        {party_named(Role::complainant, "Asha", "Patel")});
    EXPECT_EQ(fold(file, day("2025-03-10")).parties[0].address.postcode, "LE18 0XX");
    EXPECT_EQ(fold(file, day("2025-03-11")).parties[0].address.postcode, "");
}

TEST(Fold, AnEmptyTextClearsAField) {
    Party person = party_named(Role::complainant, "Asha", "Patel");
    person.email = "asha@mail.example";
    person.channel = Channel::email;
    const CaseFile file = file_with({event("party_changed", "2025-03-10", "m",
                                           {{"role", std::string("complainant")},
                                            {"email", std::string()},
                                            {"channel", std::string("letter")}})},
                                    {person});
    const Case folded = fold(file, day("2025-03-10"));
    EXPECT_EQ(folded.parties[0].email, "");
    EXPECT_EQ(folded.parties[0].channel, Channel::letter);
}

TEST(Fold, ANewNameDropsTheOldOneAndItsSalutation) {
    Party manager = party_named(Role::team_manager, "Beth", "Novák");
    manager.title = "Ms";
    manager.salutation = "Dear Beth";
    const CaseFile file = file_with(
        {event("party_changed", "2025-03-10", "m",
               {{"role", std::string("team_manager")}, {"name", std::string("Łukasz Ștefan")}})},
        {manager});
    const Party changed = fold(file, day("2025-03-10")).parties[0];
    EXPECT_EQ(full_name(changed), "Łukasz Ștefan");
    EXPECT_EQ(changed.salutation, "");
}

TEST(Fold, TheSecondOfTwoComplainantsMovesAlone) {
    const CaseFile file = file_with({event("party_changed", "2025-03-10", "m",
                                           {{"role", std::string("complainant")},
                                            {"which", std::string("2")},
                                            {"postcode", std::string("LE18 0XX")}})},
                                    {party_named(Role::complainant, "Asha", "Patel"),
                                     party_named(Role::complainant, "Omar", "Patel")});
    const Case folded = fold(file, day("2025-03-10"));
    EXPECT_EQ(folded.parties_in(Role::complainant)[0]->address.postcode, "");
    EXPECT_EQ(folded.parties_in(Role::complainant)[1]->address.postcode, "LE18 0XX");
}

TEST(Fold, ARoleNobodyHeldGainsItsParty) {
    const CaseFile file = file_with({event("party_changed", "2025-03-10", "m",
                                           {{"role", std::string("advocate")},
                                            {"name", std::string("Rhys Ŵyn")},
                                            {"consent.given", true}})});
    const Case folded = fold(file, day("2025-03-10"));
    ASSERT_NE(folded.party(Role::advocate), nullptr);
    EXPECT_TRUE(folded.party(Role::advocate)->consent.given);
    EXPECT_EQ(folded.party(Role::complainant), nullptr);
}

TEST(Fold, AnUnsoundChangeLeavesTheFieldAsItWas) {
    Party person = party_named(Role::complainant, "Asha", "Patel");
    person.email = "asha@mail.example";
    const CaseFile file =
        file_with({event("party_changed", "2025-03-10", "m",
                         {{"role", std::string("complainant")},
                          {"email", std::string("no address")},
                          {"favourite", std::string("blue")},
                          {"phone", std::string("0116 496 0000")}}),
                   event("party_changed", "2025-03-10", "n", {{"role", std::string("king")}})},
                  {person});
    const Case folded = fold(file, day("2025-03-10"));
    ASSERT_EQ(folded.parties.size(), 1U);
    EXPECT_EQ(folded.parties[0].email, "asha@mail.example");
    EXPECT_EQ(folded.parties[0].phone, "0116 496 0000");
}

TEST(Fold, LatestIsTheLastInForce) {
    const CaseFile file = file_with({event("update_received", "2025-03-05", "a"),
                                     event("update_received", "2025-03-09", "b"),
                                     event("update_received", "2025-03-07", "c")});
    EXPECT_EQ(fold(file, day("2025-04-01")).latest("update_received")->id.text, "b");
    EXPECT_EQ(fold(file, day("2025-04-01")).latest("resolved"), nullptr);
}

TEST(Fold, WithoutCorrectionsShowsExactlyTheEventsUpToToday) {
    EXPECT_TRUE(rc::check([] {
        const Day start = day("2025-03-03");
        const auto offsets = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40));
        const Day today = start.plus_days(*rc::gen::inRange(0, 45));
        CaseFile file;
        std::size_t expected = 0;
        for (const int offset : offsets) {
            file.events.push_back(event("contact_note", start.plus_days(offset).iso()));
            if (start.plus_days(offset) <= today) ++expected;
        }
        const Case folded = fold(file, today);
        RC_ASSERT(folded.events.size() == expected);
        for (std::size_t i = 1; i < folded.events.size(); ++i)
            RC_ASSERT(folded.events[i - 1].on <= folded.events[i].on);
    }));
}

TEST(KnownOn, IsTheDayOfRecordingWhenThatIsLater) {
    CaseEvent late = event("delay_confirmed", "2025-03-05");
    late.recorded_on = day("2025-03-10");
    EXPECT_EQ(known_on(late, day("2025-03-12")), day("2025-03-10"));
    EXPECT_EQ(known_on(late, day("2025-03-07")), day("2025-03-05"))
        << "a look at the past takes the event's own day";
    CaseEvent ahead = event("panel_held", "2025-03-20");
    ahead.recorded_on = day("2025-03-10");
    EXPECT_EQ(known_on(ahead, day("2025-03-20")), day("2025-03-20"));
}

TEST(FullName, IsTitleFirstAndLastOrTheOneGiven) {
    Party person = party_named(Role::complainant, "Asha", "Patel");
    EXPECT_EQ(full_name(person), "Asha Patel");
    person.title = "Ms";
    EXPECT_EQ(full_name(person), "Ms Asha Patel");
    person.first_name.clear();
    EXPECT_EQ(full_name(person), "Ms Patel");
    person.name = "Patel & Daughters";
    EXPECT_EQ(full_name(person), "Patel & Daughters");
    EXPECT_EQ(full_name(Party{}), "");
}

TEST(CaseEvent, GivesItsDetailsAsText) {
    const CaseEvent one = event("update_received", "2025-03-05", "a",
                                {{"on_track", false},
                                 {"expected", std::string("2025-03-14")},
                                 {"points", std::vector<DetailObject>{}}});
    EXPECT_EQ(one.text("on_track"), "no");
    EXPECT_EQ(one.text("expected"), "2025-03-14");
    EXPECT_EQ(one.text("points"), std::nullopt);
    EXPECT_EQ(one.text("reason"), std::nullopt);
}

TEST(PartyChange, WhoeverComesAfterSomebodyWhoLeftHasNotLeft) {
    CaseFile file = file_with(
        {event("party_changed", "2025-03-10", "m",
               {{"role", std::string("team_manager")}, {"left", true}}),
         event("party_changed", "2025-03-20", "n",
               {{"role", std::string("team_manager")}, {"name", std::string("New Manager")}})});
    EXPECT_TRUE(fold(file, day("2025-03-19")).party(Role::team_manager)->left);
    EXPECT_FALSE(fold(file, day("2025-03-20")).party(Role::team_manager)->left);
}

TEST(PartyChange, DoesNotBringBackAComplainantWhoDiedWithdrewOrSettled) {
    const std::vector<Party> both{party_named(Role::complainant, "Asha", "Lowe"),
                                  party_named(Role::complainant, "Ben", "Lowe")};
    const Details second{{"role", std::string("complainant")}, {"which", std::string("2")}};
    const auto change = [&](const char* field, const char* value) {
        Details details = second;
        details[field] = std::string(value);
        return event("party_changed", "2025-03-11", "c", details);
    };
    for (const char* end : {"deceased", "withdrawn", "resolved"})
        for (const CaseEvent& mended :
             {change("last_name", "Lowe-Smith"), change("email", "family@mail.example")}) {
            CaseFile file = file_with({event(end, "2025-03-10", "a", second), mended});
            file.parties = both;
            const Case folded = fold(file, day("2025-03-11"));
            EXPECT_TRUE(folded.parties[1].left) << end;
            EXPECT_FALSE(folded.parties[0].left) << end;
        }
}

TEST(PartyChange, TakesConsentBackWithoutForgettingThatItWasGiven) {
    Party speaker = party_named(Role::representative, "Rita", "Rees");
    speaker.consent.given = true;
    const auto consent = [](bool given, const char* on, const char* id) {
        return event("party_changed", on, id,
                     {{"role", std::string("representative")}, {"consent.given", given}});
    };
    const CaseFile file =
        file_with({consent(false, "2025-03-10", "a"), consent(true, "2025-03-20", "b")}, {speaker});
    const auto on = [&](const char* date) {
        return fold(file, day(date)).party(Role::representative)->consent;
    };
    EXPECT_FALSE(on("2025-03-09").withdrawn);
    EXPECT_TRUE(on("2025-03-10").withdrawn);
    EXPECT_FALSE(on("2025-03-10").given);
    EXPECT_FALSE(on("2025-03-20").withdrawn);
}

TEST(PartyChange, ConsentThatWasNeverGivenCannotBeWithdrawn) {
    const CaseFile file =
        file_with({event("party_changed", "2025-03-10", "a",
                         {{"role", std::string("representative")}, {"consent.given", false}})});
    EXPECT_FALSE(fold(file, day("2025-03-10")).party(Role::representative)->consent.withdrawn);
}

TEST(PartyChange, ConsentToSomebodyWhoLeftIsNoConsentToWhoeverComesNext) {
    Party speaker = party_named(Role::representative, "Rita", "Rees");
    speaker.consent = {.given = true, .on = day("2025-03-01"), .scope = "all letters"};
    const CaseFile file = file_with(
        {event("party_changed", "2025-03-10", "a",
               {{"role", std::string("representative")}, {"left", true}}),
         event("party_changed", "2025-03-11", "b",
               {{"role", std::string("representative")}, {"name", std::string("Tom Hale")}})},
        {speaker});
    EXPECT_EQ(fold(file, day("2025-03-11")).party(Role::representative)->consent, Consent{});
}

TEST(PartyChange, ConsentOfOneComplainantIsNoneOfAnother) {
    Party speaker = party_named(Role::representative, "Rita", "Rees");
    speaker.consent = {.given = true, .on = day("2025-03-01"), .scope = "all letters"};
    const auto consent_once_they_stand_for = [&](const std::string& before, const char* after) {
        speaker.represents = before;
        const CaseFile file = file_with(
            {event("party_changed", "2025-03-10", "a",
                   {{"role", std::string("representative")}, {"represents", std::string(after)}})},
            {speaker});
        return fold(file, day("2025-03-10")).party(Role::representative)->consent.given;
    };
    EXPECT_FALSE(consent_once_they_stand_for("Bram Veld", "Asha Lowe"));
    EXPECT_TRUE(consent_once_they_stand_for("Bram Veld", "Mr Bram Veld"));
    EXPECT_TRUE(consent_once_they_stand_for("", "Asha Lowe"));
}

TEST(Fold, ReadsTheOmbudsmansDateByEitherOfItsNames) {
    const CaseFile file = file_with(
        {event("ombudsman_enquired", "2025-03-10", "a", {{"due_on", std::string("2025-03-24")}}),
         event("ombudsman_decided", "2025-03-12", "b", {{"until", std::string("2025-04-14")}}),
         event("corrected", "2025-03-14", "c",
               {{"event", std::string("a")}, {"replace.until", std::string("2025-03-28")}})});
    const Case early = fold(file, day("2025-03-12"));
    EXPECT_EQ(early.latest("ombudsman_enquired")->text("until"), "2025-03-24");
    EXPECT_EQ(early.latest("ombudsman_decided")->text("due_on"), "2025-04-14");
    const Case later = fold(file, day("2025-03-14"));
    EXPECT_EQ(later.latest("ombudsman_enquired")->text("until"), "2025-03-28");
    EXPECT_EQ(later.latest("ombudsman_enquired")->text("due_on"), "2025-03-28");
}

}  // namespace
}  // namespace postroom::cases
