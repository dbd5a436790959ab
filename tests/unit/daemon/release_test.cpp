// Whether a letter goes by itself: what one of several complainants said goes to another only after
// a person has looked, unless the letter has other sentences for each (decision 0149).
#include "daemon/studio/release.hpp"

#include <gtest/gtest.h>

#include "procedure/occurrence.hpp"

namespace postroom::daemon {

namespace {

using cases::Role;

cases::Party person(Role role, const char* name, const char* represents = "") {
    cases::Party party;
    party.role = role;
    party.name = name;
    party.represents = represents;
    return party;
}

/// Asha and Ben complain; Rhys speaks for Ben.
cases::Case joint_case(const char* event, const char* by) {
    cases::Case a_case;
    a_case.parties = {person(Role::complainant, "Asha Lowe"), person(Role::complainant, "Ben Moor"),
                      person(Role::advocate, "Rhys Wyn", "Ben Moor")};
    cases::CaseEvent said;
    said.id = EventId("e1");
    said.name = event;
    said.details = {{"by", std::string(by)}};
    a_case.events = {said};
    return a_case;
}

/// The state of the letter to that complainant about the case's event.
outbox::State state_for(std::size_t reader, const cases::Case& a_case,
                        std::vector<std::string> fields = {}) {
    procedure::Step step;
    const cases::CaseEvent& said = a_case.events.front();
    const procedure::PlannedStep planned(
        step, procedure::OccurrenceView::by(said.told_anew ? said.told_anew->by : said.id), {});
    composition::Letter letter;
    letter.front.fields = std::move(fields);
    const cases::Party* party = &a_case.parties[reader];
    outbox::Parcel parcel;
    parcel.channel = cases::Channel::email;
    set_release(a_case, planned, {.party = party, .recipient = {}, .primary = party}, letter,
                Instant{}, parcel);
    return parcel.state;
}

constexpr auto waits = outbox::State::awaiting_approval;
constexpr std::size_t asha = 0;
constexpr std::size_t ben = 1;

}  // namespace

TEST(AnothersWord, WaitsForAPersonBeforeItGoesToAnother) {
    const cases::Case a_case = joint_case("extension_agreed", "Asha Lowe");
    EXPECT_NE(state_for(asha, a_case), waits);
    EXPECT_EQ(state_for(ben, a_case), waits);
}

TEST(AnothersWord, IsAlsoWhatSomebodySaidWhoSpeaksForThatOneAlone) {
    for (const char* by : {"Rhys Wyn", "advocate"}) {
        const cases::Case a_case = joint_case("extension_agreed", by);
        EXPECT_EQ(state_for(asha, a_case), waits) << by;
        EXPECT_NE(state_for(ben, a_case), waits) << by;
    }
}

TEST(AnothersWord, GoesByItselfInALetterThatTellsItsReadersApart) {
    const cases::Case a_case = joint_case("extension_agreed", "Asha Lowe");
    EXPECT_NE(state_for(ben, a_case, {"extension_agreed_by_reader"}), waits);
    EXPECT_EQ(state_for(ben, a_case, {"stage2_requested_by_reader"}), waits);
}

TEST(AnothersWord, IsStillAnothersWhenACorrectionIsToldAnew) {
    cases::Case a_case = joint_case("extension_agreed", "Asha Lowe");
    a_case.events.front().told_anew = {.by = EventId("e2"), .known_on = {}};
    EXPECT_EQ(state_for(ben, a_case), waits);
    EXPECT_NE(state_for(asha, a_case), waits);
}

TEST(AnothersWord, IsNotTheComplaintItselfNorAnOfficersWord) {
    EXPECT_NE(state_for(ben, joint_case("received", "Asha Lowe")), waits);
    EXPECT_NE(state_for(ben, joint_case("extension_agreed", "head_of_service")), waits);
}

}  // namespace postroom::daemon
