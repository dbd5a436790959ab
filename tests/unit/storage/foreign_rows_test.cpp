// Other systems write cases, parties and events by plain SQL: docs/case-store.md.
#include <ctime>

#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;

class AForeignRow : public StoreTest {
  protected:
    void write(const std::string& sql) { ASSERT_EQ(other.run(sql), "") << sql; }
    std::string refusal(const std::string& sql) { return other.run(sql); }
    LoadedCase loaded() { return cases.load(CaseReference("F-1")).value(); }

    /// A party or an event with one column spoilt; the only broken row's words.
    std::string broken_party(const std::string& column, const std::string& value) {
        return broken("parties", "INSERT INTO parties (case_reference, " +
                                     (column == "role" ? std::string() : "role, ") + column +
                                     ") VALUES ('F-1', " +
                                     (column == "role" ? std::string() : "'team_manager', ") +
                                     value + ")");
    }
    std::string broken_event(const std::string& columns, const std::string& values) {
        return broken("events", "INSERT INTO events (case_reference, " + columns +
                                    ") VALUES ('F-1', " + values + ")");
    }
    std::string broken(const std::string& table, const std::string& sql) {
        const auto before = loaded().broken.size();
        EXPECT_EQ(other.run(sql), "");
        in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-04"), false); });
        const auto now = loaded();
        EXPECT_TRUE(now.file.parties.empty());
        EXPECT_TRUE(now.file.events.empty());
        if (now.broken.size() != before + 1) return "not broken";
        for (const BrokenRow& row : now.broken)
            if (row.table == table &&
                row.row == other.ask("SELECT MAX(number) FROM " + table).front())
                return row.what;
        return "broken elsewhere";
    }

    OtherProgram other{location};

    bool on_sqlite() const { return GetParam() == Kind::sqlite; }
    /// SQL for one character.
    std::string character(int code) const {
        return (on_sqlite() ? "char(" : "chr(") + std::to_string(code) + ")";
    }
};

INSTANTIATE_TEST_SUITE_P(, AForeignRow, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(AForeignRow, NeedsNoMoreThanTheManualSays) {
    write(
        "INSERT INTO cases (reference, procedure, service_area) "
        "VALUES ('F-1', 'leicestershire-statutory', 'Adoption')");
    write(
        "INSERT INTO parties (case_reference, role, first_name, last_name, address, postcode) "
        "VALUES ('F-1', 'complainant', 'Asha', 'Patel', '1 Mill Lane' || " +
        character(13) + " || " + character(10) +
        " "
        "|| 'Ashby' || " +
        character(10) + ", 'LE65 1AA')");
    write(
        "INSERT INTO events (case_reference, name, happened_on) "
        "VALUES ('F-1', 'received', '2025-03-03')");
    write(
        "INSERT INTO events (case_reference, name, happened_on, details) "
        "VALUES ('F-1', 'eligibility_decided', '2025-03-04', '{\"outcome\": \"accepted\"}')");

    std::vector<CaseReference> adopted;
    in_transaction([&] { adopted = cases.adopt_foreign_rows(day("2025-03-05"), false); });
    EXPECT_EQ(adopted, std::vector{CaseReference("F-1")});

    const auto file = loaded().file;
    EXPECT_TRUE(loaded().broken.empty());
    EXPECT_EQ(file.service_area, "Adoption");
    EXPECT_EQ(file.logged_on, day("2025-03-05"));
    EXPECT_EQ(file.baseline_on, std::nullopt);
    ASSERT_EQ(file.parties.size(), 1u);
    EXPECT_EQ(file.parties[0].address.lines, (std::vector<std::string>{"1 Mill Lane", "Ashby"}));
    EXPECT_EQ(file.parties[0].format, "standard");
    EXPECT_EQ(file.parties[0].language, "en");
    EXPECT_EQ(file.parties[0].channel, std::nullopt);
    ASSERT_EQ(file.events.size(), 2u);
    EXPECT_EQ(file.events[0].id.text, "e1");
    EXPECT_EQ(file.events[1].id.text, "e2");
    EXPECT_EQ(file.events[1].text("outcome"), "accepted");
    EXPECT_EQ(file.events[0].recorded_on, day("2025-03-05"));
}

TEST_P(AForeignRow, WithNullsInEveryColumnThatHasADefaultIsRead) {
    const auto nulls_but = [&](const std::string& table, const std::string& columns,
                               const std::string& values, int nulls) {
        std::string row = values;
        for (int each = 0; each < nulls; ++each) row += ", NULL";
        write("INSERT INTO " + table + " (" + columns + ") VALUES (" + row + ")");
    };
    nulls_but("cases",
              "reference, procedure, service_area, summary, desired_outcome, logged_on, "
              "baseline_on, recorded_at, next_look_at",
              "'F-1', 'p'", 7);
    nulls_but("parties",
              "case_reference, role, kind, title, first_name, last_name, name, salutation, "
              "address, postcode, email, phone, channel, format, language, consent_given, "
              "consent_on, consent_scope, represents, address_confidential, safe_contact, "
              "complained_about",
              "'F-1', 'complainant'", 20);
    nulls_but("events",
              "case_reference, name, happened_on, id, details, recorded_on, recorded_at, source, "
              "author",
              "'F-1', 'received', '2025-03-03'", 6);
    in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-05"), false); });
    EXPECT_TRUE(loaded().broken.empty());
    EXPECT_EQ(loaded().file.parties.front(), cases::Party{});
    EXPECT_TRUE(loaded().file.events.front().details.empty());
}

TEST_P(AForeignRow, IsStampedWithTheMomentOfItsInsertion) {
    const auto now = [] { return std::int64_t{std::time(nullptr)}; };
    const auto before = now();
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    write(
        "INSERT INTO events (case_reference, name, happened_on) "
        "VALUES ('F-1', 'received', '2025-03-03')");
    const auto stamped = loaded().file.events.front().recorded_at.microseconds;
    EXPECT_GE(stamped, before * 1'000'000);
    EXPECT_LE(stamped, (now() + 1) * 1'000'000);
}

TEST_P(AForeignRow, IsReadableBeforeItIsAdopted) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    write(
        "INSERT INTO events (case_reference, name, happened_on, recorded_at) "
        "VALUES ('F-1', 'received', '2025-03-03', 1741132799000000)");
    EXPECT_EQ(loaded().file.events.front().recorded_on, day("2025-03-04"));
    EXPECT_EQ(loaded().file.logged_on, day("2025-03-04"));
}

TEST_P(AForeignRow, ThereAtTheFirstStartIsBaselined) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    add(case_file("CC-1"));
    in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-05"), true); });
    EXPECT_EQ(loaded().file.baseline_on, day("2025-03-05"));
    EXPECT_EQ(cases.load(CaseReference("CC-1"))->file.baseline_on, std::nullopt);
}

TEST_P(AForeignRow, ThereAtTheFirstStartCountsAsRecordedWhenItHappened) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    add(case_file("CC-1"));
    for (const std::string row :
         {"'F-1', 'received', '2025-03-03'", "'F-1', 'contact_note', '2025-03-07'",
          "'CC-1', 'contact_note', '2025-03-04'"})
        write("INSERT INTO events (case_reference, name, happened_on) VALUES (" + row + ")");
    in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-05"), true); });
    EXPECT_EQ(loaded().file.events[0].recorded_on, day("2025-03-03"));
    EXPECT_EQ(loaded().file.events[1].recorded_on, day("2025-03-05"));
    EXPECT_EQ(cases.load(CaseReference("CC-1"))->file.events.back().recorded_on, day("2025-03-05"));
}

TEST_P(AForeignRow, IsAdoptedOnce) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    write(
        "INSERT INTO events (case_reference, name, happened_on) "
        "VALUES ('F-1', 'received', '2025-03-03')");
    in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-05"), false); });
    in_transaction([&] { EXPECT_TRUE(cases.adopt_foreign_rows(day("2025-03-09"), true).empty()); });
    EXPECT_EQ(loaded().file.logged_on, day("2025-03-05"));
    EXPECT_EQ(loaded().file.events.front().recorded_on, day("2025-03-05"));
    EXPECT_EQ(loaded().file.baseline_on, std::nullopt);
}

TEST_P(AForeignRow, OfACaseOfOursIsAdoptedWithAFreeId) {
    add(case_file("F-1"));
    write(
        "INSERT INTO events (case_reference, id, name, happened_on) "
        "VALUES ('F-1', 'e2', 'contact_note', '2025-03-05')");
    write(
        "INSERT INTO events (case_reference, name, happened_on) "
        "VALUES ('F-1', 'resolved', '2025-03-06')");
    std::vector<CaseReference> adopted;
    in_transaction([&] { adopted = cases.adopt_foreign_rows(day("2025-03-07"), false); });
    EXPECT_EQ(adopted, std::vector{CaseReference("F-1")});
    const auto events = loaded().file.events;
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[1].id.text, "e2");
    EXPECT_EQ(events[1].recorded_on, day("2025-03-07"));
    EXPECT_EQ(events[2].id.text, "e3");
    EXPECT_EQ(loaded().file.logged_on, day("2025-03-04"));
}

TEST_P(AForeignRow, ComesUpInTheChangeFeed) {
    add(case_file("CC-1"));
    add(case_file("CC-2"));
    auto seen = cases.last_change();
    const auto changed_by = [&](const std::string& sql) {
        write(sql);
        auto changed = cases.to_look_at(seen, at_minute(0));
        seen = cases.last_change();
        return changed;
    };
    using References = std::vector<CaseReference>;
    const References first{CaseReference("CC-1")};
    const References both{CaseReference("CC-1"), CaseReference("CC-2")};
    EXPECT_EQ(changed_by("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')"),
              References{CaseReference("F-1")});
    EXPECT_EQ(changed_by("UPDATE cases SET service_area = 'Adoption' WHERE reference = 'CC-1'"),
              first);
    EXPECT_EQ(changed_by("INSERT INTO events (case_reference, name, happened_on) "
                         "VALUES ('CC-1', 'resolved', '2025-03-09')"),
              first);
    EXPECT_EQ(changed_by("INSERT INTO parties (case_reference, role) VALUES ('CC-1', 'advocate')"),
              first);
    EXPECT_EQ(changed_by("UPDATE parties SET email = 'new@mail.example' "
                         "WHERE case_reference = 'CC-1' AND role = 'complainant'"),
              first);
    EXPECT_EQ(changed_by("UPDATE parties SET case_reference = 'CC-2' WHERE role = 'advocate'"),
              both);
    EXPECT_EQ(changed_by("DELETE FROM parties WHERE role = 'advocate'"),
              References{CaseReference("CC-2")});
    EXPECT_EQ(changed_by("UPDATE cases SET next_look_at = 1 WHERE reference = 'F-1'"),
              References{CaseReference("F-1")});  // due, not changed
}

TEST_P(AForeignRow, CanBeUpsertedAsACaseWithoutLosingOurColumns) {
    auto file = case_file("CC-1");
    file.baseline_on = day("2025-01-01");
    add(file);
    write(
        "INSERT INTO cases (reference, procedure, service_area) VALUES ('CC-1', 'p', 'Adoption') "
        "ON CONFLICT (reference) DO UPDATE SET service_area = excluded.service_area");
    const auto loaded_case = cases.load(CaseReference("CC-1"))->file;
    EXPECT_EQ(loaded_case.service_area, "Adoption");
    EXPECT_EQ(loaded_case.logged_on, file.logged_on);
    EXPECT_EQ(loaded_case.baseline_on, file.baseline_on);
}

TEST_P(AForeignRow, NeverRewritesHistory) {
    add(case_file("CC-1"));
    const std::string append_only = "events are append-only";
    for (const char* sql : {
             "UPDATE events SET happened_on = '2025-01-01'",
             "UPDATE events SET name = 'resolved'",
             "UPDATE events SET details = '{\"note\": \"x\"}'",
             "UPDATE events SET case_reference = 'CC-2'",
             "UPDATE events SET id = 'other'",
             "UPDATE events SET id = NULL",
             "UPDATE events SET recorded_on = '2025-01-01'",
             "UPDATE events SET recorded_at = 1",
             "UPDATE events SET source = 'postroom'",
             "UPDATE events SET author = NULL",
             "DELETE FROM events",
         })
        EXPECT_NE(refusal(sql).find(append_only), std::string::npos) << sql << refusal(sql);
    const std::vector<std::string> particular =
        on_sqlite()
            ? std::vector<std::string>{"INSERT OR REPLACE INTO events "
                                       "(number, case_reference, name, happened_on) "
                                       "VALUES (1, 'CC-1', 'resolved', '2025-01-01')",
                                       "INSERT OR REPLACE INTO events "
                                       "(case_reference, id, name, happened_on) "
                                       "VALUES ('CC-1', 'e1', 'resolved', '2025-01-01')"}
            : std::vector<std::string>{"TRUNCATE events"};
    for (const std::string& sql : particular)
        EXPECT_NE(refusal(sql).find(append_only), std::string::npos) << sql << refusal(sql);
    EXPECT_NE(refusal("UPDATE cases SET reference = 'CC-2'"), "");
    EXPECT_NE(refusal("DELETE FROM cases"), "");
    const auto events = cases.load(CaseReference("CC-1"))->file.events;
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events.front().name, "received");
    EXPECT_EQ(events.front().source, "import");
}

TEST_P(AForeignRow, ThatBreaksTheVocabularyIsLeftOutAndNamed) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    EXPECT_EQ(broken_party("role", "'boss'"), "role: is not a role Postroom knows");
    EXPECT_EQ(broken_party("kind", "'uncle'"), "kind: is not a kind Postroom knows");
    EXPECT_EQ(broken_party("channel", "'pigeon'"), "channel: is neither letter nor email");
    EXPECT_EQ(broken_party("format", "'huge'"), "format: is not a format Postroom knows");
    EXPECT_EQ(broken_party("consent_on", "'soon'"), "consent_on: is not a date (YYYY-MM-DD)");
    EXPECT_EQ(broken_party("last_name", "'Pat' || " + character(10) + " || 'el'"),
              "last_name: holds the character U+000A");
    EXPECT_EQ(broken_party("address", "'1 Mill' || " + character(8238) + " || ' Lane'"),
              "address: holds the character U+202E");

    EXPECT_EQ(broken_event("name, happened_on", "'received', '2025-02-30'"),
              "happened_on: is not a date (YYYY-MM-DD)");
    EXPECT_EQ(broken_event("name, happened_on", "'received', 'last week'"),
              "happened_on: is not a date (YYYY-MM-DD)");
    EXPECT_EQ(broken_event("name, happened_on, details", "'received', '2025-03-03', '{\"a\": '"),
              "details: is not a JSON object of details");
    EXPECT_EQ(broken_event("name, happened_on, details", "'received', '2025-03-03', '[1, 2]'"),
              "details: is not a JSON object of details");

    EXPECT_EQ(broken_event("name, happened_on, recorded_on", "'received', '2025-03-03', 'now'"),
              "recorded_on: is not a date (YYYY-MM-DD)");
    EXPECT_EQ(broken_event("name, happened_on, details",
                           "'eligibility_decided', '2025-03-03', '{\"outcome\": \"perhaps\"}'"),
              "details.outcome: is none of the values this event may have");
    EXPECT_EQ(broken_event("name, happened_on", "'letter_sent', '2025-03-03'"),
              "name: is an event that Postroom alone writes");
}

TEST_P(AForeignRow, OfTheWrongTypeIsRefusedOrLeftOutWhereTheDatabaseLetsItIn) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    if (!on_sqlite()) {
        const std::string event = "INSERT INTO events (case_reference, name, happened_on, ";
        EXPECT_NE(refusal("INSERT INTO parties (case_reference, role, email) "
                          "VALUES ('F-1', 'advocate', E'\\xff')"),
                  "");
        EXPECT_NE(refusal(event + "details) VALUES ('F-1', 'received', '2025-03-03', E'\\xff')"),
                  "");
        EXPECT_NE(refusal(event + "recorded_at) VALUES ('F-1', 'received', '2025-03-03', 'now')"),
                  "");
        EXPECT_TRUE(loaded().file.parties.empty());
        EXPECT_TRUE(loaded().file.events.empty());
        return;
    }
    EXPECT_EQ(broken_party("email", "CAST(X'ff41' AS TEXT)"), "email: is not UTF-8");
    EXPECT_EQ(broken_event("name, happened_on, details", "'received', '2025-03-03', X'ff'"),
              "details: is not a JSON object of details");
    EXPECT_EQ(broken_event("name, happened_on, recorded_at", "'received', '2025-03-03', 'now'"),
              "recorded_at: is not a number of microseconds");
}

TEST_P(AForeignRow, WithTwoProblemsIsOneBrokenRow) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    write("INSERT INTO parties (case_reference, role, channel) VALUES ('F-1', 'boss', 'pigeon')");
    EXPECT_EQ(loaded().broken.size(), 1u);
}

TEST_P(AForeignRow, OfAnUnknownEventIsBrokenUnlessAProcedureDeclaresIt) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    write(
        "INSERT INTO events (case_reference, name, happened_on) "
        "VALUES ('F-1', 'recieved', '2025-03-03')");
    const CaseReference reference("F-1");
    EXPECT_EQ(cases.load(reference, {{"panel_moved", {}}})->broken.size(), 1u);
    EXPECT_EQ(cases.load(reference, {{"recieved", {}}})->file.events.size(), 1u);
    EXPECT_EQ(cases.load(reference)->file.events.size(), 1u);
}

TEST_P(AForeignRow, OfACaseWithBadTextIsNamedWithoutItsText) {
    write(
        "INSERT INTO cases (reference, procedure, service_area, logged_on, baseline_on) "
        "VALUES ('F-1', 'p', 'Adop' || " +
        character(27) + " || 'tion', '4.3.2025', 'never')");
    const auto broken_rows = loaded().broken;
    ASSERT_EQ(broken_rows.size(), 3u);
    EXPECT_EQ(broken_rows[0].table, "cases");
    EXPECT_EQ(broken_rows[0].what, "service_area: holds the character U+001B");
    EXPECT_EQ(broken_rows[1].what, "logged_on: is not a date (YYYY-MM-DD)");
    EXPECT_EQ(broken_rows[2].what, "baseline_on: is not a date (YYYY-MM-DD)");
    EXPECT_EQ(loaded().file.service_area, "");
    EXPECT_EQ(loaded().file.baseline_on, std::nullopt);
}

TEST_P(AForeignRow, WithAYesOrNoThatIsNeitherIsRefusedAtOnce) {
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    for (const char* column : {"consent_given", "address_confidential", "complained_about"})
        EXPECT_NE(refusal("INSERT INTO parties (case_reference, role, " + std::string(column) +
                          ") VALUES ('F-1', 'advocate', 'yes')"),
                  "")
            << column;
    EXPECT_NE(refusal("INSERT INTO cases (reference, procedure) VALUES ('', 'p')"), "");
    EXPECT_NE(refusal("INSERT INTO events (case_reference, name) VALUES ('F-1', 'received')"), "");
}

TEST_P(AForeignRow, OfAnEventBeforeItsCaseIsRefusedOrWaitsForTheCase) {
    const std::string early =
        "INSERT INTO events (case_reference, name, happened_on) "
        "VALUES ('F-1', 'received', '2025-03-03')";
    if (!on_sqlite()) {
        EXPECT_NE(refusal(early), "");
        write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
        EXPECT_TRUE(loaded().file.events.empty());
        return;
    }
    write(early);
    EXPECT_FALSE(cases.load(CaseReference("F-1")));
    in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-05"), false); });
    const auto seen = cases.last_change();
    write("INSERT INTO cases (reference, procedure) VALUES ('F-1', 'p')");
    EXPECT_EQ(cases.to_look_at(seen, at_minute(0)), std::vector{CaseReference("F-1")});
    EXPECT_EQ(loaded().file.events.size(), 1u);
}
