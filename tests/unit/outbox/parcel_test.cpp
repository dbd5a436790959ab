#include "outbox/parcel.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

using namespace postroom;
using outbox::Happening;
using outbox::State;

namespace {

constexpr State all_states[] = {State::rendered,  State::held,       State::awaiting_approval,
                                State::sending,   State::committing, State::retry_wait,
                                State::uncertain, State::accepted,   State::delivered,
                                State::refused,   State::bounced,    State::superseded,
                                State::cancelled, State::expired};

constexpr Happening all_happenings[] = {
    Happening::hold,          Happening::ask_approval,   Happening::release,
    Happening::approve,       Happening::claim,          Happening::commit,
    Happening::accept,        Happening::refuse_for_now, Happening::refuse,
    Happening::lose_answer,   Happening::resolve_sent,   Happening::resolve_unsent,
    Happening::give_up_claim, Happening::supersede,      Happening::cancel,
    Happening::deliver,       Happening::bounce,         Happening::bounce_for_now,
    Happening::send_again};

/// Design section 6, state by state; what is not here is refused.
const std::map<State, std::map<Happening, State>> design = {
    {State::rendered,
     {{Happening::hold, State::held},
      {Happening::ask_approval, State::awaiting_approval},
      {Happening::claim, State::sending},
      {Happening::supersede, State::superseded},
      {Happening::cancel, State::cancelled}}},
    {State::held,
     {{Happening::release, State::rendered},
      {Happening::supersede, State::superseded},
      {Happening::cancel, State::cancelled}}},
    {State::awaiting_approval,
     {{Happening::approve, State::rendered},
      {Happening::supersede, State::superseded},
      {Happening::cancel, State::cancelled}}},
    {State::sending,
     {{Happening::commit, State::committing},
      {Happening::accept, State::accepted},
      {Happening::refuse_for_now, State::retry_wait},
      {Happening::refuse, State::refused},
      {Happening::give_up_claim, State::retry_wait}}},
    {State::committing,
     {{Happening::accept, State::accepted},
      {Happening::refuse_for_now, State::retry_wait},
      {Happening::refuse, State::refused},
      {Happening::lose_answer, State::uncertain}}},
    {State::retry_wait,
     {{Happening::claim, State::sending},
      {Happening::hold, State::held},
      {Happening::supersede, State::superseded},
      {Happening::cancel, State::cancelled}}},
    {State::uncertain,
     {{Happening::resolve_sent, State::accepted},
      {Happening::resolve_unsent, State::retry_wait},
      {Happening::supersede, State::superseded}}},
    {State::accepted,
     {{Happening::deliver, State::delivered},
      {Happening::bounce, State::bounced},
      {Happening::bounce_for_now, State::retry_wait}}},
    {State::delivered, {{Happening::bounce, State::bounced}}},
    // The relay said no before it had anything, so nobody gets it twice (decision 0108).
    {State::refused, {{Happening::send_again, State::retry_wait}}},
};

const std::set<State> ends = {State::accepted,   State::delivered, State::refused, State::bounced,
                              State::superseded, State::cancelled, State::expired};

}  // namespace

TEST(AParcel, GoesWhereTheDesignSaysAndNowhereElse) {
    for (const State state : all_states) {
        for (const Happening happening : all_happenings) {
            const auto next = outbox::after(state, happening);
            const auto row = design.find(state);
            const bool allowed = row != design.end() && row->second.contains(happening);
            ASSERT_EQ(next.has_value(), allowed)
                << outbox::name_of(state) << " with happening " << static_cast<int>(happening);
            if (!allowed) continue;
            EXPECT_EQ(*next, row->second.at(happening)) << outbox::name_of(state);
        }
    }
}

TEST(AParcel, NeverLeavesAnEndExceptForEvidenceOfDeliveryOrWhenItWasNeverTaken) {
    EXPECT_TRUE(rc::check([] {
        State state = State::rendered;
        bool handed_over = false;
        for (const auto pick : *rc::gen::container<std::vector<std::size_t>>(
                 rc::gen::inRange<std::size_t>(0, std::size(all_happenings)))) {
            const auto next = outbox::after(state, all_happenings[pick]);
            if (!next) continue;
            const bool came_back = all_happenings[pick] == Happening::bounce_for_now;
            if (outbox::is_end(state) && state != State::refused) {
                RC_ASSERT(state == State::accepted || state == State::delivered);
                RC_ASSERT(*next == State::delivered || *next == State::bounced || came_back);
            }
            state = *next;
            handed_over = (handed_over || state == State::accepted) && !came_back;
            // What was handed over is never stopped, and never goes a second time unless the
            // reader's server reports that it gave it up (decision 0050).
            if (handed_over) RC_ASSERT(outbox::is_end(state));
        }
    }));
}

TEST(AParcel, IsNeverResentFromCommittingWithoutAnAnswer) {
    EXPECT_FALSE(outbox::after(State::committing, Happening::give_up_claim));
    EXPECT_FALSE(outbox::after(State::committing, Happening::claim));
    EXPECT_FALSE(outbox::after(State::uncertain, Happening::claim));
}

TEST(AParcel, EndsAreThoseOfTheDesign) {
    for (const State state : all_states)
        EXPECT_EQ(outbox::is_end(state), ends.contains(state)) << outbox::name_of(state);
}

TEST(AParcel, CanBeStoppedUntilASenderHasIt) {
    const std::set<State> stoppable = {State::rendered, State::held, State::awaiting_approval,
                                       State::retry_wait};
    for (const State state : all_states)
        EXPECT_EQ(outbox::can_be_stopped(state), stoppable.contains(state))
            << outbox::name_of(state);
}

TEST(AParcel, RefusalSpeaksToThePersonWhoAsked) {
    const auto refused = outbox::after(State::accepted, Happening::cancel);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "a parcel that is accepted cannot be cancelled");
    const auto early = outbox::after(State::awaiting_approval, Happening::claim);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().what, "a parcel that is awaiting approval cannot be sent");
}

TEST(AStateName, ReadsBackAsItsState) {
    std::set<std::string_view> names;
    for (const State state : all_states) {
        names.insert(outbox::name_of(state));
        EXPECT_EQ(outbox::state_named(outbox::name_of(state)), state);
    }
    EXPECT_EQ(names.size(), std::size(all_states));
    EXPECT_EQ(outbox::name_of(State::awaiting_approval), "awaiting_approval");
    EXPECT_EQ(outbox::name_of(State::retry_wait), "retry_wait");
}

TEST(AStateName, OfNoStateIsNothing) {
    for (const char* name : {"", "Accepted", "sent", "retry wait", "accepted "})
        EXPECT_FALSE(outbox::state_named(name)) << name;
}

TEST(PrintedCode, IsTheFirstTwentyDigitsOfTheIdInCapitals) {
    EXPECT_EQ(outbox::printed_code(ParcelId("0123456789abcdef0123456789abcdef")),
              "0123456789ABCDEF0123");
}

TEST(NextAttempt, ComesAfterOneTwoFourAndEightMinutesThenEveryQuarterOfAnHour) {
    const Instant now{1'763'800'000'000'000};
    const std::map<int, std::int64_t> minutes = {{1, 1},  {2, 2},  {3, 4},    {4, 8},
                                                 {5, 15}, {6, 15}, {1000, 15}};
    for (const auto& [attempts, wait] : minutes)
        EXPECT_EQ(outbox::next_attempt(attempts, now).microseconds,
                  now.microseconds + wait * 60 * 1'000'000)
            << attempts;
}
