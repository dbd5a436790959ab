#include <algorithm>

#include <rapidcheck.h>

#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;

namespace {

/// Text that has broken other programs; all of it may stand in a summary.
const std::vector<std::string> hostile = {
    "'; DROP TABLE cases; --",
    "$1 and $2, 100% of %s, {{name}} and \\0 \\n",
    "O'Neill \"the\" <b>boss</b> & co",
    "Llŷn Ŵyn, Zoë, 李小龙, ادريس, 👩‍👩‍👧",
    "two\nlines",
    "   spaces at both ends   ",
    "NULL",
    "0012",
    std::string(100'000, 'x'),
};

}  // namespace

using TheCaseStore = StoreTest;
INSTANTIATE_TEST_SUITE_P(, TheCaseStore, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(TheCaseStore, GivesBackWhatItWasGiven) {
    auto file = case_file("CC-1");
    file.baseline_on = day("2025-02-01");
    cases::Party& party = file.parties.front();
    party.salutation = "Dear Ms Patel";
    party.phone = "0116 496 0000";
    party.channel = cases::Channel::email;
    party.format = "large_print";
    party.language = "cy";
    party.consent = {true, day("2025-03-01"), "share with the advocate"};
    party.represents = "the young person";
    party.address_confidential = true;
    party.safe_contact = "after school, by text";
    cases::Party officer;
    officer.role = cases::Role::team_manager;
    officer.name = "Gwen Hughes";
    officer.email = "gwen.hughes@council.example";
    officer.channel = cases::Channel::letter;
    officer.complained_about = true;
    file.parties.push_back(officer);
    auto drafted = event("stage1_drafted", "2025-03-10");
    drafted.id = EventId("draft");
    drafted.details["points"] = std::vector<cases::DetailObject>{
        {{"text", "Visits were missed"}, {"finding", "upheld"}}, {{"text", "Nobody rang"}}};
    drafted.details["note"] = std::string("a \"quoted\" note\nwith two lines");
    file.events.push_back(drafted);

    add(file);
    const auto loaded = cases.load(CaseReference("CC-1"));
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded->broken.empty());
    EXPECT_EQ(loaded->file.reference, file.reference);
    EXPECT_EQ(loaded->file.procedure, file.procedure);
    EXPECT_EQ(loaded->file.service_area, file.service_area);
    EXPECT_EQ(loaded->file.summary, file.summary);
    EXPECT_EQ(loaded->file.desired_outcome, file.desired_outcome);
    EXPECT_EQ(loaded->file.logged_on, file.logged_on);
    EXPECT_EQ(loaded->file.baseline_on, file.baseline_on);
    EXPECT_EQ(loaded->file.parties, file.parties);
    ASSERT_EQ(loaded->file.events.size(), 2u);
    file.events[0].id = loaded->file.events[0].id;
    EXPECT_EQ(loaded->file.events, file.events);
}

TEST_P(TheCaseStore, KeepsHostileTextByteForByte) {
    int number = 0;
    for (const std::string& text : hostile) {
        auto file = case_file("CC-" + std::to_string(++number));
        file.summary = text;
        file.desired_outcome = text;
        auto note = event("contact_note", "2025-03-05");
        note.details["note"] = text;
        file.events.push_back(note);
        file.parties.front().safe_contact = text;
        if (text.find('\n') == std::string::npos) {
            file.parties.front().last_name = text;
            file.parties.front().address.lines = {text, text};
        }
        add(file);
        const auto loaded = cases.load(file.reference);
        ASSERT_TRUE(loaded);
        EXPECT_TRUE(loaded->broken.empty()) << loaded->broken.front().what;
        EXPECT_EQ(loaded->file.summary, text);
        EXPECT_EQ(loaded->file.parties, file.parties);
        EXPECT_EQ(loaded->file.events.back().text("note"), text);
    }
    EXPECT_EQ(cases.count(), hostile.size());
}

TEST_P(TheCaseStore, KeepsHostileReferencesApart) {
    for (const char* reference : {"CC-1", "cc-1", "CC-1 ", "CC'1", "%", "_", "$1"}) {
        add(case_file(reference));
        EXPECT_TRUE(cases.exists(CaseReference(reference)));
        EXPECT_EQ(cases.load(CaseReference(reference))->file.events.size(), 1u);
    }
    EXPECT_EQ(cases.all_references().size(), 7u);
    EXPECT_FALSE(cases.exists(CaseReference("CC")));
}

TEST_P(TheCaseStore, RoundTripsAnyPrintableName) {
    int number = 0;
    in_transaction([&] {
        EXPECT_TRUE(rc::check([&] {
            const auto name = *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', 127));
            auto file = case_file("R-" + std::to_string(++number));
            file.parties.front().last_name = name;
            file.summary = name;
            cases.add(file);
            const auto loaded = cases.load(file.reference);
            RC_ASSERT(loaded->file.parties == file.parties);
            RC_ASSERT(loaded->file.summary == name);
        }));
    });
}

TEST_P(TheCaseStore, RefusesAReferenceTwiceAndKeepsTheFirst) {
    add(case_file("CC-1"));
    auto second = case_file("CC-1");
    second.summary = "another";
    EXPECT_THROW(add(second), DatabaseError);
    EXPECT_EQ(cases.load(CaseReference("CC-1"))->file.summary, "Visits were missed.");
    EXPECT_EQ(cases.existing({CaseReference("CC-1"), CaseReference("CC-2")}),
              std::vector{CaseReference("CC-1")});
}

TEST_P(TheCaseStore, ErrorsHoldNoValues) {
    auto file = case_file("CC-SECRET");
    add(file);
    try {
        add(file);
        FAIL();
    } catch (const DatabaseError& error) {
        EXPECT_EQ(std::string(error.what()).find("SECRET"), std::string::npos) << error.what();
    }
}

TEST_P(TheCaseStore, HasNothingOfACaseItDoesNotKnow) {
    EXPECT_FALSE(cases.load(CaseReference("CC-404")));
    EXPECT_FALSE(cases.exists(CaseReference("CC-404")));
    EXPECT_THROW(in_transaction([&] {
                     cases.append(CaseReference("CC-404"), event("received", "2025-03-03"));
                 }),
                 DatabaseError);
}

TEST_P(TheCaseStore, NumbersEventsThatComeWithoutAnId) {
    auto file = case_file("CC-1");
    auto own = event("contact_note", "2025-03-04");
    own.id = EventId("e1");
    file.events = {event("received", "2025-03-03"), own, event("contact_note", "2025-03-05")};
    add(file);
    EventId appended;
    in_transaction(
        [&] { appended = cases.append(CaseReference("CC-1"), event("resolved", "2025-03-06")); });

    std::vector<std::string> ids;
    const auto loaded = cases.load(CaseReference("CC-1"));
    for (const auto& kept : loaded->file.events) ids.push_back(kept.id.text);
    EXPECT_EQ(ids[1], "e1");
    EXPECT_EQ(ids[3], appended.text);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST_P(TheCaseStore, GivesOutNoIdThatALetterNames) {
    auto file = case_file("CC-1");
    file.events = {event("received", "2025-03-03")};
    add(file);
    for (const char* occurrence : {"e2", "stage1:e3:25", "e4:2025-03-10", "once"}) {
        outbox::Parcel letter = parcel("p-" + std::string(occurrence), "CC-1");
        letter.occurrence = occurrence;
        EXPECT_TRUE(add(letter));
    }
    in_transaction([&] {
        EXPECT_EQ(cases.append(CaseReference("CC-1"), event("resolved", "2025-03-06")).text, "e5");
    });
    in_transaction([&] {
        EXPECT_EQ(cases.append(CaseReference("CC-1"), event("closed", "2025-03-06")).text, "e6");
    });
}

TEST_P(TheCaseStore, KeepsEventsInTheOrderOfRecording) {
    add(case_file("CC-1"));
    in_transaction([&] {
        cases.append(CaseReference("CC-1"), event("resolved", "2025-03-20"));
        cases.append(CaseReference("CC-1"), event("update_received", "2025-03-10"));
    });
    const auto events = cases.load(CaseReference("CC-1"))->file.events;
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[1].name, "resolved");
    EXPECT_EQ(events[2].name, "update_received");
}

TEST_P(TheCaseStore, RefusesAnEventIdTwiceInOneCaseAndAllowsItInTwo) {
    auto first = case_file("CC-1");
    first.events.front().id = EventId("r");
    auto second = case_file("CC-2");
    second.events.front().id = EventId("r");
    add(first);
    add(second);
    auto again = event("contact_note", "2025-03-05");
    again.id = EventId("r");
    EXPECT_THROW(in_transaction([&] { cases.append(CaseReference("CC-1"), again); }),
                 DatabaseError);
    EXPECT_EQ(cases.load(CaseReference("CC-1"))->file.events.size(), 1u);
}

TEST_P(TheCaseStore, LooksAtWhatChangedAndWhatIsDueEachOnce) {
    for (const char* reference : {"CC-1", "CC-2", "CC-3"}) add(case_file(reference));
    const auto seen = cases.last_change();
    EXPECT_TRUE(cases.to_look_at(seen, at_minute(0)).empty());

    in_transaction([&] {
        cases.set_next_look(CaseReference("CC-1"), at_minute(10));
        cases.set_next_look(CaseReference("CC-2"), at_minute(20));
        cases.append(CaseReference("CC-1"), event("contact_note", "2025-03-05"));
        cases.append(CaseReference("CC-3"), event("contact_note", "2025-03-05"));
    });
    using References = std::vector<CaseReference>;
    EXPECT_EQ(cases.to_look_at(seen, at_minute(9)),
              (References{CaseReference("CC-1"), CaseReference("CC-3")}));
    EXPECT_EQ(cases.to_look_at(seen, at_minute(20)),
              (References{CaseReference("CC-1"), CaseReference("CC-2"), CaseReference("CC-3")}));
    EXPECT_EQ(cases.to_look_at(cases.last_change(), at_minute(10)),
              References{CaseReference("CC-1")});
    EXPECT_EQ(cases.earliest_next_look(), at_minute(10));

    in_transaction([&] {
        cases.set_next_look(CaseReference("CC-1"), std::nullopt);
        cases.set_next_look(CaseReference("CC-2"), std::nullopt);
    });
    EXPECT_TRUE(cases.to_look_at(cases.last_change(), at_minute(1000)).empty());
    EXPECT_EQ(cases.earliest_next_look(), std::nullopt);
}

TEST_P(TheCaseStore, SettingTheNextLookIsNoReasonToLook) {
    add(case_file("CC-1"));
    const auto seen = cases.last_change();
    in_transaction([&] {
        cases.set_next_look(CaseReference("CC-1"), at_minute(10));
        cases.set_baseline(CaseReference("CC-1"), day("2025-03-04"));
    });
    EXPECT_EQ(cases.last_change(), seen);
}

TEST_P(TheCaseStore, TellsWhatPostroomRecordedOfItselfSince) {
    add(case_file("CC-1"));
    add(case_file("CC-2"));
    const auto skipped = [](int minute, const char* step, std::string_view source) {
        cases::CaseEvent made = event("step_skipped", "2025-03-05");
        made.details = {{"step", std::string(step)}};
        made.recorded_at = at_minute(minute);
        made.source = source;
        return made;
    };
    in_transaction([&] {
        cases.append(CaseReference("CC-2"), skipped(11, "second", our_source));
        cases.append(CaseReference("CC-1"), skipped(12, "first", our_source));
        cases.append(CaseReference("CC-1"), skipped(12, "another program's", "import"));
        cases.append(CaseReference("CC-1"), skipped(10, "at the moment itself", our_source));
        cases.append(CaseReference("CC-1"), event("contact_note", "2025-03-05"));
    });
    const auto found = cases.ours_recorded_after("step_skipped", at_minute(10));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].first, CaseReference("CC-2"));
    EXPECT_EQ(found[1].first, CaseReference("CC-1"));
    EXPECT_EQ(std::get<std::string>(found[1].second.details.at("step")), "first");
}

TEST_P(TheCaseStore, KeepsMarksPastTheEndOfAnInt) {
    EXPECT_EQ(cases.mark("last_run_at"), std::nullopt);
    in_transaction([&] { cases.set_mark("last_run_at", 1'741'000'000'000'001); });
    EXPECT_EQ(cases.mark("last_run_at"), 1'741'000'000'000'001);
    in_transaction([&] { cases.set_mark("last_run_at", -1); });
    EXPECT_EQ(cases.mark("last_run_at"), -1);
    EXPECT_EQ(CaseStore(database).mark("looked_up_to_change"), std::nullopt);
}

TEST_P(TheCaseStore, KeepsKeysAsBytes) {
    std::string key;
    for (int byte = 0; byte < 256; ++byte) key += static_cast<char>(byte);
    EXPECT_EQ(cases.wrapped_key(CaseReference("CC-1")), std::nullopt);
    in_transaction([&] { cases.set_wrapped_key(CaseReference("CC-1"), key); });
    EXPECT_EQ(cases.wrapped_key(CaseReference("CC-1")), key);
}

TEST_P(TheCaseStore, WritesAPromiseOnce) {
    in_transaction([&] {
        for (int time = 0; time < 2; ++time)
            cases.add_promise(CaseReference("CC-1"), StepId("stage1-delay-apology"), ParcelId("p1"),
                              day("2025-04-01"));
    });
    EXPECT_EQ(OtherProgram(location).ask("SELECT promised FROM promises"),
              std::vector<std::string>{"2025-04-01"});
}
