// Holds, certificates, erasing and reconciling, the same on every database.
#include "storage/records_store.hpp"

#include "store_fixture.hpp"

namespace postroom::storage::testing {

class Records : public StoreTest {
  protected:
    std::vector<std::string> ask(const std::string& sql) { return OtherProgram(location).ask(sql); }

    RecordsStore records{database};
};
INSTANTIATE_TEST_SUITE_P(, Records, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(Records, AHoldIsInForceUntilItIsLifted) {
    const CaseReference reference("CC-1");
    EXPECT_FALSE(records.hold_on(reference));
    in_transaction([&] { records.place_hold({reference, "An inquiry.", at_minute(5)}); });
    ASSERT_TRUE(records.hold_on(reference));
    EXPECT_EQ(records.hold_on(reference)->reason, "An inquiry.");
    EXPECT_EQ(records.holds().size(), 1u);
    in_transaction([&] {
        EXPECT_TRUE(records.lift_hold(reference, "It ended.", at_minute(9)));
        EXPECT_FALSE(records.lift_hold(reference, "Again.", at_minute(9)));
    });
    EXPECT_FALSE(records.hold_on(reference));
    EXPECT_TRUE(records.holds().empty());
}

TEST_P(Records, ErasingACaseLeavesNoRowOfItAndEveryRowOfOthers) {
    for (const char* reference : {"CC-1", "CC-2"}) {
        add(case_file(reference));
        const outbox::Parcel sent = parcel(std::string(32, reference[3]), reference);
        add(sent);
        in_transaction([&] {
            cases.set_wrapped_key(CaseReference(reference), "key");
            outbox.add_attempt(sent.id, at_minute(1), "dot 250");
            outbox.add(task(std::string(31, 't') + reference[3], reference));
            cases.add_promise(CaseReference(reference), sent.step, sent.id, day("2025-04-01"));
            records.place_hold({CaseReference(reference), "x", at_minute(1)});
            cases.set_mark(CaseStore::corrections_seen_of(CaseReference(reference)), 1);
            cases.set_mark(CaseStore::hold_of(CaseReference(reference)), 1);
        });
    }
    in_transaction([&] { records.erase_case(CaseReference("CC-1")); });
    for (const char* table :
         {"cases WHERE reference", "parties WHERE case_reference", "events WHERE case_reference",
          "parcels WHERE case_reference", "tasks WHERE case_reference",
          "promises WHERE case_reference", "case_keys WHERE case_reference",
          "change_feed WHERE case_reference", "legal_holds WHERE case_reference"}) {
        const std::string count = "SELECT COUNT(*) FROM " + std::string(table) + " = ";
        EXPECT_EQ(ask(count + "'CC-1'"), std::vector<std::string>{"0"}) << table;
        EXPECT_NE(ask(count + "'CC-2'"), std::vector<std::string>{"0"}) << table;
    }
    EXPECT_EQ(ask("SELECT COUNT(*) FROM attempts"), std::vector<std::string>{"1"});
    EXPECT_EQ(ask("SELECT COUNT(*) FROM erasing"), std::vector<std::string>{"0"});
    EXPECT_EQ(ask("SELECT COUNT(*) FROM marks WHERE name LIKE '%CC-1%'"),
              std::vector<std::string>{"0"});
    EXPECT_EQ(ask("SELECT COUNT(*) FROM marks WHERE name LIKE '%CC-2%'"),
              std::vector<std::string>{"2"});
    records.leave_no_traces();
    EXPECT_NE(OtherProgram(location).run("DELETE FROM events WHERE case_reference = 'CC-2'"), "");
}

TEST_P(Records, ACertificateIsFoundByItsId) {
    const Certificate made{ParcelId(std::string(32, 'c')), "request", at_minute(7),
                           std::string("\0salt", 5)};
    in_transaction([&] { records.add(made); });
    const auto found = records.certificate(made.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->because, "request");
    EXPECT_EQ(found->salt, made.salt);
    EXPECT_EQ(found->signed_at.microseconds, made.signed_at.microseconds);
    EXPECT_EQ(records.certificates().size(), 1u);
    EXPECT_FALSE(records.certificate(ParcelId(std::string(32, 'd'))));
}

TEST_P(Records, LeavesOfTheArchiveComeBeforeOurOwnThatItHasNotSeen) {
    in_transaction([&] {
        for (const char* leaf : {"shared 0", "shared 1", "ours 2", "ours 3", "ours 4"})
            outbox.append_leaf({.sequence = 0, .leaf = leaf, .object_id = "", .object = ""});
        outbox.archived_below(2);
        outbox.adopt_leaves(2, {"archive 2", "archive 3"});
    });
    std::vector<std::string> order;
    for (const ArchiveEntry& entry : outbox.leaves_from(0, 100)) {
        EXPECT_EQ(entry.sequence, static_cast<std::int64_t>(order.size()));
        order.push_back(entry.leaf);
    }
    EXPECT_EQ(order, (std::vector<std::string>{"shared 0", "shared 1", "archive 2", "archive 3",
                                               "ours 2", "ours 3", "ours 4"}));
    EXPECT_EQ(outbox.leaf_count(), 7);
    EXPECT_EQ(outbox.archived_count(), 4);
}

TEST_P(Records, ACopyIsTheDatabaseOfThatMoment) {
    add(case_file("CC-1"));
    const std::string copy = scratch.file("copy");
    // Where writers are held off, as a backup does.
    if (GetParam() == Kind::sqlite)
        in_transaction([&] { Database(location).copy_into(copy); });
    else
        database.copy_into(copy);
    add(case_file("CC-2"));
    if (GetParam() == Kind::sqlite) {
        Database again(copy);
        EXPECT_EQ(again.integrity_problem(), "");
        EXPECT_EQ(CaseStore(again).count(), 1u);
    } else {
        EXPECT_GT(std::filesystem::file_size(copy), 1000u);
    }
}

}  // namespace postroom::storage::testing
