#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;
using outbox::Parcel;
using outbox::State;

namespace {

std::vector<std::string> ids(const std::vector<Parcel>& parcels) {
    std::vector<std::string> result;
    result.reserve(parcels.size());
    for (const Parcel& each : parcels) result.push_back(each.id.text);
    return result;
}
using Ids = std::vector<std::string>;

void expect_same(const Parcel& left, const Parcel& right) {
    EXPECT_EQ(left.id, right.id);
    EXPECT_EQ(left.case_reference, right.case_reference);
    EXPECT_EQ(left.step, right.step);
    EXPECT_EQ(left.catalogue, right.catalogue);
    EXPECT_EQ(left.occurrence, right.occurrence);
    EXPECT_EQ(left.letter, right.letter);
    EXPECT_EQ(left.recipient, right.recipient);
    EXPECT_EQ(left.role, right.role);
    EXPECT_EQ(left.channel, right.channel);
    EXPECT_EQ(left.state, right.state);
    EXPECT_EQ(left.reason, right.reason);
    EXPECT_EQ(left.held_for_person, right.held_for_person);
    EXPECT_EQ(left.release_at, right.release_at);
    EXPECT_EQ(left.retry_at, right.retry_at);
    EXPECT_EQ(left.attempts, right.attempts);
    EXPECT_EQ(left.epoch, right.epoch);
    EXPECT_EQ(left.due, right.due);
    EXPECT_EQ(left.content_type, right.content_type);
    EXPECT_EQ(left.size, right.size);
    EXPECT_EQ(left.message_id, right.message_id);
    EXPECT_EQ(left.envelope_to, right.envelope_to);
    EXPECT_EQ(left.promised, right.promised);
    EXPECT_EQ(left.appends, right.appends);
    EXPECT_EQ(left.created_at, right.created_at);
    EXPECT_EQ(left.created_on, right.created_on);
    EXPECT_EQ(left.accepted_at, right.accepted_at);
    EXPECT_EQ(left.accepted_on, right.accepted_on);
    EXPECT_EQ(left.evidence, right.evidence);
    EXPECT_EQ(left.in_email_of, right.in_email_of);
}

}  // namespace

using TheOutbox = StoreTest;
INSTANTIATE_TEST_SUITE_P(, TheOutbox, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(TheOutbox, GivesBackWhatItWasGiven) {
    Parcel full = parcel("p1", "CC-1");
    full.role = cases::Role::team_manager;
    full.recipient = "copy.team_manager";
    full.channel = cases::Channel::email;
    full.state = State::held;
    full.reason = "Held until four o'clock; \"stop\" it with a reason";
    full.held_for_person = true;
    full.release_at = at_minute(1);
    full.retry_at = at_minute(2);
    full.attempts = 3;
    full.epoch = 5'000'000'000;
    full.size = 6'000'000'000;
    full.message_id = "abc@council.example";
    full.envelope_to = "asha.patel@mail.example";
    full.promised = "2025-03-17";
    full.appends = R"({"name": "stage1_responded"})";
    full.accepted_at = at_minute(3);
    full.accepted_on = day("2025-03-05");
    full.evidence = "250 2.0.0 queued";
    full.in_email_of = full.id;
    ASSERT_TRUE(add(full));
    expect_same(outbox.load(full.id).value(), full);

    const Parcel plain = parcel("p2", "");
    ASSERT_TRUE(add(plain));
    expect_same(outbox.load(plain.id).value(), plain);
    EXPECT_FALSE(outbox.load(ParcelId("p3")));
    EXPECT_EQ(outbox.salt(full.id), std::string(32, 's'));
    EXPECT_EQ(outbox.salt(ParcelId("p3")), "");
}

TEST_P(TheOutbox, TakesAParcelOnceForCaseStepOccurrenceRecipientAndChannel) {
    ASSERT_TRUE(add(parcel("p1", "CC-1")));
    EXPECT_FALSE(add(parcel("p2", "CC-1")));
    EXPECT_EQ(ids(outbox.all()), Ids{"p1"});

    Parcel other = parcel("q1", "CC-2");
    EXPECT_TRUE(add(other));
    other = parcel("q2", "CC-1");
    other.step = StepId("update-reminder");
    EXPECT_TRUE(add(other));
    other = parcel("q3", "CC-1");
    other.occurrence = "received.2";
    EXPECT_TRUE(add(other));
    other = parcel("q4", "CC-1");
    other.recipient = "complainant.2";
    EXPECT_TRUE(add(other));
    other = parcel("q5", "CC-1");
    other.channel = cases::Channel::email;
    EXPECT_TRUE(add(other));
    EXPECT_EQ(ids(outbox.of_case(CaseReference("CC-1"))), (Ids{"p1", "q2", "q3", "q4", "q5"}));
    EXPECT_TRUE(add(parcel("t1", "")));
    EXPECT_FALSE(add(parcel("t2", "")));
}

TEST_P(TheOutbox, KnowsWhetherAStepWasServed) {
    add(parcel("p1", "CC-1"));
    EXPECT_TRUE(outbox.exists(CaseReference("CC-1"), StepId("acknowledge"), "received"));
    EXPECT_FALSE(outbox.exists(CaseReference("CC-1"), StepId("acknowledge"), "received.2"));
    EXPECT_FALSE(outbox.exists(CaseReference("CC-2"), StepId("acknowledge"), "received"));
}

TEST_P(TheOutbox, GivesAParcelToOneOfTwoSenders) {
    add(parcel("p1", "CC-1"));
    Database second_database(location);
    OutboxStore second(second_database);
    Parcel here = outbox.load(ParcelId("p1")).value();
    Parcel there = second.load(ParcelId("p1")).value();

    bool here_won = false;
    bool there_won = false;
    in_transaction([&] { here_won = outbox.claim(here); });
    second_database.in_transaction([&] { there_won = second.claim(there); });
    EXPECT_TRUE(here_won);
    EXPECT_FALSE(there_won);
    EXPECT_EQ(here.state, State::sending);
    EXPECT_EQ(here.epoch, 1);
    EXPECT_EQ(there.state, State::rendered);
    expect_same(second.load(here.id).value(), here);
}

TEST_P(TheOutbox, MovesWhatGoesInOneEmailTogetherAndNamesItOnce) {
    for (const char* id : {"p1", "p2", "p3"}) {
        Parcel one = parcel(id, "CC-" + std::string(id));
        one.channel = cases::Channel::email;
        if (one.id.text != "p3") one.in_email_of = ParcelId("p1");
        ASSERT_TRUE(add(one));
    }
    EXPECT_EQ(ids(outbox.ready(at_minute(0))), (Ids{"p1", "p3"}));
    Parcel carrier = outbox.load(ParcelId("p1")).value();
    EXPECT_EQ(ids(outbox.in_one_email(carrier)), (Ids{"p1", "p2"}));
    EXPECT_EQ(ids(outbox.in_one_email(outbox.load(ParcelId("p3")).value())), Ids{"p3"});

    in_transaction([&] { ASSERT_TRUE(outbox.claim(carrier)); });
    EXPECT_EQ(outbox.load(ParcelId("p2"))->state, State::sending);
    EXPECT_EQ(outbox.load(ParcelId("p3"))->state, State::rendered);
    EXPECT_EQ(ids(outbox.abandoned_claims()), Ids{"p1"});
    carrier.state = State::accepted;
    in_transaction([&] { ASSERT_TRUE(outbox.move(carrier, State::sending)); });
    EXPECT_EQ(outbox.load(ParcelId("p2"))->state, State::accepted);

    in_transaction([&] { outbox.part(ParcelId("p1")); });
    EXPECT_EQ(outbox.load(ParcelId("p2"))->in_email_of, ParcelId());
}

TEST_P(TheOutbox, StopsASenderWhoseClaimWasGivenToAnother) {
    add(parcel("p1", "CC-1"));
    Parcel slow = outbox.load(ParcelId("p1")).value();
    in_transaction([&] { outbox.claim(slow); });

    Database second_database(location);
    OutboxStore second(second_database);
    second_database.in_transaction([&] {
        Parcel taken = second.load(ParcelId("p1")).value();
        taken.state = State::retry_wait;
        ASSERT_TRUE(second.move(taken, State::sending));
        ASSERT_TRUE(second.claim(taken));
        EXPECT_EQ(taken.epoch, 2);
    });

    // Both are `sending` in the slow one's eyes; the epoch tells them apart.
    slow.state = State::committing;
    in_transaction([&] { EXPECT_FALSE(outbox.move(slow, State::sending)); });
    EXPECT_EQ(outbox.load(ParcelId("p1"))->state, State::sending);
}

TEST_P(TheOutbox, MovesOnlyFromTheStateTheCallerSaw) {
    add(parcel("p1", "CC-1"));
    Parcel moved = outbox.load(ParcelId("p1")).value();
    moved.state = State::cancelled;
    moved.reason = "The complainant rang";
    in_transaction([&] {
        EXPECT_FALSE(outbox.move(moved, State::held));
        EXPECT_TRUE(outbox.move(moved, State::rendered));
        EXPECT_FALSE(outbox.move(moved, State::rendered));
    });
    expect_same(outbox.load(ParcelId("p1")).value(), moved);

    moved.id = ParcelId("p404");
    in_transaction([&] { EXPECT_FALSE(outbox.move(moved, State::cancelled)); });
}

// The database is the last to say no, to a mistake of ours or a hand at its prompt.
TEST_P(TheOutbox, IsKeptByTheDatabaseFromLeavingAnEndOrTheUncertain) {
    using Happening = postroom::outbox::Happening;
    std::vector<State> all;
    for (int one = 0; one <= static_cast<int>(State::expired); ++one)
        all.push_back(static_cast<State>(one));
    const auto allowed = [](State from, State to) {
        for (int one = 0; one <= static_cast<int>(Happening::send_again); ++one)
            if (const auto next = postroom::outbox::after(from, static_cast<Happening>(one));
                next && *next == to)
                return true;
        return false;
    };
    OtherProgram other(location);
    add(parcel("p1", "CC-1"));
    for (const State from : all)
        for (const State to : all) {
            if (from == to) continue;
            const std::string before(postroom::outbox::name_of(from));
            const std::string after(postroom::outbox::name_of(to));
            SCOPED_TRACE(::testing::Message() << before << " to " << after);
            // Written anew, since no update leads back from an end.
            EXPECT_EQ(other.run("DELETE FROM parcels"), "");
            Parcel one = parcel("p1", "CC-1");
            one.state = from;
            add(one);
            const bool guarded = postroom::outbox::is_end(from) || from == State::committing ||
                                 from == State::uncertain;
            const std::string said =
                other.run("UPDATE parcels SET state = '" + after + "' WHERE id = 'p1'");
            EXPECT_EQ(said.empty(), !guarded || allowed(from, to)) << said;
        }
}

TEST_P(TheOutbox, WritesEveryColumnThatChangesOnTheWay) {
    add(parcel("p1", "CC-1"));
    Parcel on_its_way = outbox.load(ParcelId("p1")).value();
    on_its_way.state = State::accepted;
    on_its_way.reason = "";
    on_its_way.held_for_person = true;
    on_its_way.release_at = at_minute(4);
    on_its_way.retry_at = at_minute(5);
    on_its_way.attempts = 2;
    on_its_way.accepted_at = at_minute(6);
    on_its_way.accepted_on = day("2025-03-06");
    on_its_way.evidence = "posted, second class";
    in_transaction([&] { ASSERT_TRUE(outbox.move(on_its_way, State::rendered)); });
    expect_same(outbox.load(ParcelId("p1")).value(), on_its_way);
    on_its_way.release_at.reset();
    on_its_way.retry_at.reset();
    in_transaction([&] { ASSERT_TRUE(outbox.move(on_its_way, State::accepted)); });
    expect_same(outbox.load(ParcelId("p1")).value(), on_its_way);
}

TEST_P(TheOutbox, KnowsWhatMayGoOldestDueFirst) {
    const auto add_in = [&](const char* id, State state, const char* due,
                            std::optional<Instant> retry_at = {}) {
        Parcel made = parcel(id, id);
        made.state = state;
        made.due = day(due);
        made.retry_at = retry_at;
        ASSERT_TRUE(add(made));
    };
    add_in("later", State::rendered, "2025-03-09");
    add_in("sooner", State::rendered, "2025-03-05");
    add_in("again", State::retry_wait, "2025-03-07", at_minute(10));
    add_in("not-yet", State::retry_wait, "2025-03-01", at_minute(11));
    add_in("held", State::held, "2025-03-01");
    add_in("gone", State::accepted, "2025-03-01");
    add_in("in-hand", State::sending, "2025-03-01");
    EXPECT_EQ(ids(outbox.ready(at_minute(10))), (Ids{"sooner", "again", "later"}));
    EXPECT_EQ(ids(outbox.in_states({State::held, State::accepted})), (Ids{"gone", "held"}));
    EXPECT_TRUE(outbox.in_states({}).empty());
    EXPECT_EQ(outbox.all().size(), 7u);
}

TEST_P(TheOutbox, ReleasesWhatIsHeldForATimeAndNotWhatIsHeldForAPerson) {
    const auto add_held = [&](const char* id, std::optional<Instant> release_at, bool for_person) {
        Parcel made = parcel(id, id);
        made.state = State::held;
        made.release_at = release_at;
        made.held_for_person = for_person;
        ASSERT_TRUE(add(made));
    };
    add_held("at-ten", at_minute(10), false);
    add_held("at-eleven", at_minute(11), false);
    add_held("no-time", std::nullopt, true);
    add_held("person", at_minute(1), true);
    EXPECT_TRUE(outbox.to_release(at_minute(9)).empty());
    EXPECT_EQ(ids(outbox.to_release(at_minute(10))), Ids{"at-ten"});
    EXPECT_EQ(outbox.earliest_wake(), at_minute(10));
}

TEST_P(TheOutbox, WakesForTheEarliestRetryOrRelease) {
    EXPECT_EQ(outbox.earliest_wake(), std::nullopt);
    add(parcel("p1", "CC-1"));
    EXPECT_EQ(outbox.earliest_wake(), std::nullopt);
    Parcel waiting = parcel("p2", "CC-2");
    waiting.state = State::retry_wait;
    waiting.retry_at = at_minute(7);
    add(waiting);
    EXPECT_EQ(outbox.earliest_wake(), at_minute(7));
}

TEST_P(TheOutbox, CountsTheBusiestDayBeforeToday) {
    int number = 0;
    const auto add_on = [&](const char* on, int count) {
        for (int each = 0; each < count; ++each) {
            const std::string id = "p" + std::to_string(++number);
            Parcel made = parcel(id, id);
            made.created_on = day(on);
            add(made);
        }
    };
    add_on("2025-02-01", 9);
    add_on("2025-02-02", 2);
    add_on("2025-03-03", 4);
    add_on("2025-03-04", 7);
    EXPECT_EQ(outbox.busiest_day(day("2025-03-04"), 30), 4);
    EXPECT_EQ(outbox.busiest_day(day("2025-03-05"), 30), 7);
    EXPECT_EQ(outbox.busiest_day(day("2025-03-03"), 30), 9);
    EXPECT_EQ(outbox.busiest_day(day("2026-03-03"), 30), 0);
}

TEST_P(TheOutbox, RemembersEveryAttempt) {
    add(parcel("p1", "CC-1"));
    in_transaction([&] {
        outbox.add_attempt(ParcelId("p1"), at_minute(1), "connect: refused");
        outbox.add_attempt(ParcelId("p1"), at_minute(2), "rcpt: 451");
    });
    const auto attempts = outbox.attempts_of(ParcelId("p1"));
    ASSERT_EQ(attempts.size(), 2u);
    EXPECT_EQ(attempts[0], (std::pair{at_minute(1), std::string("connect: refused")}));
    EXPECT_EQ(attempts[1].second, "rcpt: 451");
    EXPECT_THROW(in_transaction([&] { outbox.add_attempt(ParcelId("p404"), at_minute(1), "x"); }),
                 DatabaseError);
}

using ATask = StoreTest;
INSTANTIATE_TEST_SUITE_P(, ATask, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(ATask, IsThereOnceAndStaysAfterItIsDone) {
    auto about_parcel = task("t2", "CC-1");
    about_parcel.parcel = ParcelId("p1");
    in_transaction([&] {
        EXPECT_TRUE(outbox.add(task("t1", "CC-1")));
        EXPECT_FALSE(outbox.add(task("t9", "CC-1")));
        EXPECT_TRUE(outbox.add(about_parcel));
        EXPECT_TRUE(outbox.add(task("t3", "CC-2")));
    });
    EXPECT_EQ(outbox.tasks(true).size(), 3u);

    in_transaction([&] { outbox.close_task(TaskId("t1"), "Eligible"); });
    EXPECT_EQ(outbox.tasks(true).size(), 2u);
    EXPECT_EQ(outbox.tasks(false).size(), 3u);
    in_transaction([&] { EXPECT_FALSE(outbox.add(task("t9", "CC-1"))); });

    const auto closed = outbox.task(TaskId("t1")).value();
    EXPECT_TRUE(closed.done);
    EXPECT_EQ(closed.resolution, "Eligible");
    EXPECT_EQ(closed.reason, "Decide whether the complaint is eligible");
    EXPECT_EQ(closed.case_reference.text, "CC-1");
    EXPECT_EQ(closed.step.text, "decide-eligibility");
    EXPECT_EQ(closed.catalogue, "T-01");
    EXPECT_EQ(closed.occurrence, "received");
    EXPECT_EQ(closed.for_role, "complaints_manager");
    EXPECT_EQ(closed.due, day("2025-03-07"));
    EXPECT_EQ(closed.created_on, day("2025-03-04"));
    EXPECT_EQ(closed.parcel, std::nullopt);
    EXPECT_EQ(outbox.task(TaskId("t2"))->parcel, ParcelId("p1"));
    EXPECT_FALSE(outbox.task(TaskId("t404")));
}

TEST_P(ATask, KeepsItsFirstResolution) {
    in_transaction([&] {
        outbox.add(task("t1", "CC-1"));
        outbox.close_task(TaskId("t1"), "Eligible");
        outbox.close_task(TaskId("t1"), "Not eligible");
    });
    EXPECT_EQ(outbox.task(TaskId("t1"))->resolution, "Eligible");
}

TEST_P(ATask, IsOpenAgainWhenThereIsSomethingNewToAsk) {
    auto first = task("t1", "CC-1");
    first.parcel = ParcelId("p1");
    auto again = first;
    again.id = TaskId("t2");
    again.reason = "The relay refused this email";
    again.due = day("2025-03-10");
    again.created_on = day("2025-03-10");
    in_transaction([&] {
        outbox.add(task("t3", "CC-1"));
        outbox.add_or_reopen(first);
        outbox.close_task(TaskId("t1"), "The relay is being mended");
        outbox.add_or_reopen(again);
    });
    const auto open = outbox.task(TaskId("t1")).value();
    EXPECT_FALSE(open.done);
    EXPECT_EQ(open.resolution, "");
    EXPECT_EQ(open.reason, "The relay refused this email");
    EXPECT_EQ(open.due, day("2025-03-10"));
    EXPECT_EQ(open.created_on, day("2025-03-10"));
    EXPECT_EQ(outbox.task(TaskId("t3"))->reason, "Decide whether the complaint is eligible");
    EXPECT_EQ(outbox.tasks(false).size(), 2u);
}

TEST_P(ATask, ThatEndedByItselfSaysSoUntilItIsOpenAgain) {
    auto asked = task("t1", "CC-1");
    asked.asked_since = day("2025-03-01");
    in_transaction([&] {
        outbox.add(asked);
        outbox.close_by_itself(TaskId("t1"), "no longer asked");
        outbox.close_by_itself(TaskId("t1"), "asked again");
    });
    const auto ended = outbox.task(TaskId("t1")).value();
    EXPECT_TRUE(ended.done);
    EXPECT_TRUE(ended.by_itself);
    EXPECT_EQ(ended.resolution, "no longer asked");
    EXPECT_EQ(ended.asked_since, day("2025-03-01"));

    in_transaction([&] { outbox.add_or_reopen(task("t2", "CC-1")); });
    const auto open = outbox.task(TaskId("t1")).value();
    EXPECT_FALSE(open.done);
    EXPECT_FALSE(open.by_itself);
    EXPECT_EQ(open.asked_since, std::nullopt);
    in_transaction([&] { outbox.close_task(TaskId("t1"), "Eligible"); });
    EXPECT_FALSE(outbox.task(TaskId("t1"))->by_itself);
}

TEST_P(ATask, OfAStepIsFoundByItsCase) {
    auto about_parcel = task("t2", "CC-1");
    about_parcel.parcel = ParcelId("p1");
    auto of_the_office = task("t3", "CC-1");
    of_the_office.step = StepId();
    in_transaction([&] {
        outbox.add(task("t1", "CC-1"));
        outbox.add(about_parcel);
        outbox.add(of_the_office);
        outbox.add(task("t4", "CC-2"));
        outbox.close_task(TaskId("t1"), "Eligible");
    });
    const auto of_case = outbox.tasks_of_steps(CaseReference("CC-1"));
    ASSERT_EQ(of_case.size(), 1u);
    EXPECT_EQ(of_case.front().id.text, "t1");
}

TEST_P(ATask, AboutAParcelIsClosedWithTheParcel) {
    auto first = task("t1", "CC-1");
    first.parcel = ParcelId("p1");
    in_transaction([&] {
        outbox.add(first);
        outbox.add(task("t2", "CC-1"));
        outbox.close_tasks_of(ParcelId("p1"), "Cancelled");
    });
    ASSERT_EQ(outbox.tasks(true).size(), 1u);
    EXPECT_EQ(outbox.tasks(true).front().id.text, "t2");
}

TEST_P(ATask, InsteadOfALetterIsClosedOnceTheLetterIsThere) {
    outbox::Task about_a_parcel = task("t3", "CC-1");
    about_a_parcel.parcel = ParcelId("p1");
    in_transaction([&] {
        outbox.add(task("t1", "CC-1"));
        outbox.add(task("t2", "CC-2"));
        outbox.add(about_a_parcel);
        const outbox::Task like = task("t1", "CC-1");
        outbox.close_tasks_instead_of(like.case_reference, like.step, like.occurrence, "made");
    });
    ASSERT_EQ(outbox.tasks(true).size(), 2u);
    EXPECT_TRUE(outbox.task(TaskId("t1"))->done);
    EXPECT_EQ(outbox.task(TaskId("t1"))->resolution, "made");
}

using TowardsTheArchive = StoreTest;
INSTANTIATE_TEST_SUITE_P(, TowardsTheArchive, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(TowardsTheArchive, LeavesAreNumberedWithoutGapsWhateverIsRolledBack) {
    const auto append = [&](const std::string& leaf) {
        return outbox.append_leaf({77, leaf, "p" + leaf, "sealed " + leaf});
    };
    in_transaction([&] {
        EXPECT_EQ(append("a"), 0);
        EXPECT_EQ(append("b"), 1);
    });
    EXPECT_THROW(in_transaction([&] {
                     append("lost");
                     throw std::runtime_error("no");
                 }),
                 std::runtime_error);
    EXPECT_EQ(outbox.leaf_count(), 2);
    in_transaction([&] { EXPECT_EQ(append("c"), 2); });

    const auto entries = outbox.leaves_from(1, 10);
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].sequence, 1);
    EXPECT_EQ(entries[0].leaf, "b");
    EXPECT_EQ(entries[1].leaf, "c");
    EXPECT_EQ(entries[1].object_id, "pc");
    EXPECT_EQ(entries[1].object, "sealed c");
    EXPECT_EQ(outbox.leaves_from(0, 2).size(), 2u);
    EXPECT_TRUE(outbox.leaves_from(3, 10).empty());
}

TEST_P(TowardsTheArchive, BytesComeBackExactly) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    in_transaction([&] { outbox.append_leaf({0, bytes, "p1", bytes + bytes}); });
    const auto entry = outbox.leaves_from(0, 1).front();
    EXPECT_EQ(entry.leaf, bytes);
    EXPECT_EQ(entry.object, bytes + bytes);
}

TEST_P(TowardsTheArchive, ObjectsGoOnceTheFolderHasThemAndLeavesStay) {
    in_transaction([&] {
        for (const char* leaf : {"a", "b", "c"})
            outbox.append_leaf({0, leaf, std::string("p") + leaf, "sealed"});
        outbox.append_leaf({0, "d", "", ""});
    });
    EXPECT_EQ(outbox.archived_count(), 0);
    in_transaction([&] { outbox.archived_below(2); });
    EXPECT_EQ(outbox.archived_count(), 2);
    const auto entries = outbox.leaves_from(0, 10);
    ASSERT_EQ(entries.size(), 4u);
    EXPECT_EQ(entries[1].object, "");
    EXPECT_EQ(entries[1].object_id, "pb");
    EXPECT_EQ(entries[2].object, "sealed");
    EXPECT_EQ(entries[3].object_id, "");
    in_transaction([&] { outbox.archived_below(1); });
    EXPECT_EQ(outbox.archived_count(), 2);
}
