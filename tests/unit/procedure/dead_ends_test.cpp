// The search for dead ends, on procedures that have one on purpose.
#include "procedure/dead_ends.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "procedure/histories.hpp"
#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

/// A small procedure that leaves nobody with nothing.
const std::string sound = R"(id: small
title: Small
clocks:
  one:
    title: Stage 1
    starts: received
    stops: [stage1_responded, resolved, withdrawn, closed]
    pauses: [{from: {court_hold: whole}, until: court_hold_lifted}]
    target: {days: 10, or: 20, once: [extension_agreed]}
ends: [withdrawn, closed, resolved]
steps:
  - {id: acknowledgement, title: A, source: p, when: {event: received}, letter: a, to: complainant}
  - {id: extended, title: E, source: p, when: {event: extension_agreed}, letter: e, to: complainant,
     answers: true}
  - {id: overdue, title: O, source: p, when: {clock: one, target: true, at: "16:00"}, letter: o,
     to: complainant, tells_a_right: true}
  - {id: response, title: R, source: p, when: {event: stage1_drafted, each: latest}, letter: r,
     to: complainant, release: approved, answers: true,
     appends: {event: stage1_responded, when: sent}}
  - {id: resolved, title: D, source: p, when: {event: resolved}, letter: d, to: complainant,
     answers: true}
  - {id: withdrawal, title: W, source: p, when: {event: withdrawn}, task: "Confirm it.",
     to: complaints_officer, answers: true}
  - {id: closing, title: C, source: p, when: {event: closed}, task: "Tell them why.",
     to: complaints_officer, answers: true}
  - {id: hold, title: H, source: p, when: {event: {court_hold: whole}, each: every}, letter: h,
     to: complainant, answers: true}
  - {id: lifted, title: L, source: p, when: {event: court_hold_lifted, each: every}, letter: l,
     to: complainant, answers: true}
  - {id: longest, title: N, source: p, when: {clock: one, after_day: 20, at: "16:00"}, letter: n,
     to: complainant, answers: true}
  - {id: weekly, title: Y, source: p, when: {clock: one, day: 5, every: 5}, letter: y,
     to: complainant}
)";

std::string dead_ends_of(const Procedure& procedure, int histories = 600) {
    return to_text(
        search_dead_ends(procedure, england(), {.events = 2, .histories = histories}).dead_ends);
}

/// The step tells a manager instead of the complainant, or of a person's task.
Procedure with_silenced(Procedure procedure, const std::string& id) {
    for (Step& step : procedure.steps) {
        if (step.id.text != id) continue;
        step.to = {"team_manager"};
        step.letter = "x";
        step.task.clear();
    }
    return procedure;
}

/// The letter of that step goes, and is no answer.
Procedure with_less_said(Procedure procedure, const std::string& id) {
    for (Step& step : procedure.steps)
        if (step.id.text == id) step.answers = false;
    return procedure;
}

/// No limit is answered, not even the longest.
Procedure with_silent_limits(Procedure procedure) {
    return with_silenced(with_silenced(std::move(procedure), "overdue"), "longest");
}

}  // namespace

TEST(DeadEnds, ThereAreNoneInASoundProcedure) {
    const Searched searched = search_dead_ends(procedure_of(sound), england(), {.events = 2});
    EXPECT_EQ(to_text(searched.dead_ends), "");
    EXPECT_GT(searched.histories, 50);
    EXPECT_EQ(searched.longest, 2);
    EXPECT_EQ(searched.complete, 2);
}

TEST(DeadEnds, TheLongestTimeThatThereMayBeDoesNotPassInSilenceEither) {
    EXPECT_THAT(dead_ends_of(with_silenced(procedure_of(sound), "longest")),
                HasSubstr("the limit of Stage 1 (day 20) passes"));
}

TEST(DeadEnds, ABoundedSearchSaysHowFarItWasComplete) {
    const auto complete = [](int histories) {
        return search_dead_ends(procedure_of(sound), england(),
                                {.events = 2, .histories = histories})
            .complete;
    };
    EXPECT_EQ(complete(1), -1);
    EXPECT_EQ(complete(2), 0);
    EXPECT_EQ(complete(300), 1);
}

TEST(DeadEnds, PartAfterPartAllTheLongestHistoriesArePlayed) {
    // Settled after more time was agreed: nobody is told, and it takes two events to see it.
    std::string unheard = sound;
    unheard.replace(unheard.find("when: {event: resolved}"), 23,
                    "when: {event: resolved}, unless: [extension_agreed]");
    const Procedure procedure = procedure_of(unheard);
    const int shorter = search_dead_ends(procedure, england(), {.events = 1}).histories;
    const Searched all = search_dead_ends(procedure, england(), {.events = 2});
    EXPECT_THAT(to_text(all.dead_ends), HasSubstr("resolved is recorded"));
    int longest = 0;
    std::size_t found = 0;
    for (int part = 1; part <= 3; ++part) {
        const Searched searched =
            search_dead_ends(procedure, england(), {.events = 2, .part = part, .parts = 3});
        EXPECT_EQ(searched.complete, 1);
        EXPECT_GT(searched.histories, shorter);
        EXPECT_LT(searched.histories, all.histories);
        longest += searched.histories - shorter;
        found += searched.dead_ends.size();
    }
    EXPECT_EQ(longest, all.histories - shorter);
    EXPECT_GE(found, all.dead_ends.size());
}

TEST(DeadEnds, AnEventOfAnyDayOnWhichSomethingNewHappensIsPlayed) {
    // Resolved in time is told; resolved after the limit is told to nobody.
    std::string late = sound;
    late.replace(late.find("when: {event: resolved}"), 23,
                 "when: {event: resolved}, unless: [{clock: one, target: true}]");
    EXPECT_THAT(dead_ends_of(procedure_of(late)),
                HasSubstr("resolved 14 days after receipt; resolved is recorded"));
}

TEST(DeadEnds, WhatAStrongerLetterSaysInItsPlaceHasBeenSaid) {
    std::string overtaken = sound;
    overtaken.replace(overtaken.find("when: {event: resolved}"), 23,
                      "when: {event: resolved}, superseded_by: [acknowledgement]");
    EXPECT_THAT(dead_ends_of(procedure_of(overtaken)), HasSubstr("resolved is recorded"));
    overtaken.replace(overtaken.find("when: {event: received}"), 23,
                      "when: {event: received}, answers: true");
    EXPECT_EQ(dead_ends_of(procedure_of(overtaken)), "");
}

TEST(DeadEnds, AnEventThatMovesNoClockMayConcernAnOfficerAlone) {
    const std::string draft = R"(  - {id: draft, title: F, source: p, when: {event: action_due},
     letter: f, to: team_manager}
)";
    EXPECT_EQ(dead_ends_of(procedure_of(sound + draft)), "");
}

TEST(DeadEnds, TwoStepsThatSetEachOtherOffForEverAreNamedAndEndTheSearch) {
    std::string restless = sound;
    restless.insert(restless.find("clocks:"), "events: [rung, heard]\n");
    restless +=
        R"(  - {id: ring, title: R, source: p, when: {event: [received, heard], each: every},
     task: t, to: complaints_officer, appends: {event: rung}}
  - {id: hear, title: H, source: p, when: {event: rung, each: every},
     task: t, to: complaints_officer, appends: {event: heard}}
)";
    EXPECT_THAT(dead_ends_of(procedure_of(restless)), HasSubstr("come to no rest"));
}

TEST(DeadEnds, AClockWithoutALimitOnlyRemindsUs) {
    std::string reminded = sound;
    reminded.replace(reminded.find("ends: ["), 0,
                     R"(  after_interviews: {title: I, starts: interviews_fixed,
    stops: [stage1_responded, resolved, withdrawn, closed]}
)");
    const std::string told = R"(  - {id: interviews, title: F, source: p,
     when: {event: interviews_fixed, each: every}, letter: f, to: team_manager}
)";
    EXPECT_EQ(dead_ends_of(procedure_of(reminded + told)), "");
}

TEST(DeadEnds, AReminderThatWaitsForAClockThatNeverStartsEndsThePlayLikeAnyOther) {
    std::string waiting = sound;
    waiting.replace(waiting.find("ends: ["), 0,
                    R"(  talk: {title: T, starts: received, stops: [closed]}
  after_interviews: {title: I, starts: interviews_fixed, stops: [closed]}
)");
    const std::string asked = R"(  - {id: ask, title: F, source: p, when: {clock: talk, day: 1,
     every: 5}, require: [{clock: after_interviews, day: 1}], task: "Ask.", to: team_manager}
)";
    const auto plans_of = [](const std::string& yaml) {
        return search_dead_ends(procedure_of(yaml), england(), {.events = 0}).plans;
    };
    EXPECT_LE(plans_of(waiting + asked), plans_of(waiting) + 2);
}

TEST(DeadEnds, WhatPostroomSaysOfItselfNobodyElseRecords) {
    std::set<std::string> begun;
    for (const PossibleEvent& possible : possible_events(leicestershire()))
        if (possible.name == "stage2_begun") begun.insert(possible.words);
    EXPECT_EQ(begun, std::set<std::string>{"stage2 begun"});
}

TEST(DeadEnds, WhatNobodyCanRecordIsNotPlayed) {
    for (const PossibleEvent& possible : possible_events(leicestershire())) {
        if (possible.name != "eligibility_decided") continue;
        EXPECT_TRUE(possible.details.contains("outcome")) << possible.words;
    }
}

TEST(DeadEnds, ALimitThatPassesInSilenceIsFoundWithItsClock) {
    const std::string found = dead_ends_of(with_silent_limits(procedure_of(sound)));
    EXPECT_THAT(found, HasSubstr("test.yaml:5: "));
    EXPECT_THAT(found, HasSubstr("a parent's complaint is received; the limit of Stage 1 (day 10) "
                                 "passes"));
}

TEST(DeadEnds, AnEventThatNobodyAnswersIsFoundByTheShortestHistory) {
    EXPECT_THAT(dead_ends_of(with_silenced(procedure_of(sound), "resolved")),
                HasSubstr("resolved 0 days after receipt; resolved is recorded"));
    EXPECT_THAT(dead_ends_of(with_silenced(procedure_of(sound), "withdrawal")),
                HasSubstr("withdrawn is recorded"));
}

TEST(DeadEnds, APauseThatNobodyIsToldOfIsFound) {
    EXPECT_THAT(dead_ends_of(with_silenced(procedure_of(sound), "hold")),
                HasSubstr("court hold (whole) is recorded"));
}

TEST(DeadEnds, ALetterThatOnlySaysThatWeWaitIsNoAnswer) {
    EXPECT_THAT(dead_ends_of(with_less_said(procedure_of(sound), "hold")),
                HasSubstr("court hold (whole) is recorded, and what follows is no answer and tells "
                          "no right (letters: acknowledgement, hold; no task stays open)"));
}

TEST(DeadEnds, WhoeverIsAskedForTheAnswerAndStaysAskedWillDo) {
    const std::string asked = R"(  - {id: look, title: K, source: p, when: {event: court_hold,
     each: every}, unless: [stage1_responded], task: "Ask the court.", to: complaints_manager)";
    const auto found = [&](const std::string& end) {
        return dead_ends_of(with_less_said(procedure_of(sound + asked + end), "hold"));
    };
    EXPECT_EQ(found(", answers: true}\n"), "");
    EXPECT_THAT(found("}\n"), HasSubstr("hold; tasks that stay open: look"));
}

TEST(DeadEnds, ATaskThatClosesItselfAsksNobody) {
    // Two events: the court, and a meeting after which nobody is asked for the answer any more.
    const std::string asked = R"(  - {id: look, title: K, source: p, when: {event: court_hold},
     unless: [court_hold_lifted, meeting_held], task: "Ask the court.", to: complaints_manager,
     answers: true}
  - {id: met, title: M, source: p, when: {event: meeting_held, each: every}, letter: m,
     to: complainant}
)";
    const std::string found =
        dead_ends_of(with_less_said(procedure_of(sound + asked), "hold"), 6000);
    EXPECT_THAT(found, HasSubstr("meeting held"));
    EXPECT_THAT(found, HasSubstr("court hold (whole) is recorded, and what follows is no answer"));
}

TEST(DeadEnds, WhoeverWasAnsweredNeedsNoWordWhenTheCaseIsClosed) {
    const std::string by_itself = R"(  - {id: ended, title: T, source: p,
     when: {clock: one, after_day: 60}, letter: t, to: team_manager, appends: {event: closed}}
)";
    const Procedure procedure = with_silenced(procedure_of(sound + by_itself), "closing");
    const std::string found = dead_ends_of(procedure);
    EXPECT_THAT(found, HasSubstr("closed 0 days after receipt; all goes quiet"));
    EXPECT_THAT(found, Not(HasSubstr("closed is recorded")));
}

TEST(DeadEnds, AnAnswerRecordedByHandWasGiven) {
    const std::string found = dead_ends_of(procedure_of(sound));
    EXPECT_EQ(found, "");
    EXPECT_THAT(dead_ends_of(with_less_said(procedure_of(sound), "response")),
                HasSubstr("stage1 responded 0 days after receipt"));
}

TEST(DeadEnds, ARemindersRepetitionIsNoAnswer) {
    // The weekly letter goes on for ever, and answers nothing.
    const std::string found = dead_ends_of(with_silent_limits(procedure_of(sound)));
    EXPECT_THAT(found, HasSubstr("neither a letter to the complainant nor a task follows"));
}

TEST(DeadEnds, AReminderOfAClockThatStartedAfreshIsNoRepetition) {
    std::string afresh = sound;
    afresh.replace(afresh.find("ends: ["), 0,
                   R"(  helper: {title: P, starts: advocate_awaited, restarts: true,
    stops: [stage1_responded, resolved, withdrawn, closed], target: {days: 5}}
)");
    const std::string told = R"(  - {id: wanted, title: V, source: p,
     when: {event: advocate_awaited, each: every}, letter: v, to: complainant}
  - {id: missing, title: M, source: p, when: {clock: helper, after_day: 5, every: 5}, task: "Ask.",
     to: complaints_officer}
)";
    EXPECT_EQ(dead_ends_of(procedure_of(afresh + told), 5000), "");
}

TEST(DeadEnds, AStoryThatNeverSettlesIsJudgedAllTheSame) {
    // Looked at each week to the end of the calendar, for something that never comes.
    const std::string restless =
        "  - {id: restless, title: Z, source: p, when: {clock: one, day: 3, every: 5}, letter: z,\n"
        "     to: complainant, require: [{sent: never}]}\n"
        "  - {id: never, title: N, source: p, when: {event: ombudsman_decided}, letter: n,\n"
        "     to: complainant}\n";
    EXPECT_THAT(dead_ends_of(with_silent_limits(procedure_of(sound + restless))),
                HasSubstr("neither a letter to the complainant nor a task follows"));
}

TEST(DeadEnds, LeicestershireThatTellsManagersAloneOnDayTwentyHasOne) {
    const auto silence = [](const Procedure& procedure) {
        return to_text(search_dead_ends(procedure, england(), {.events = 0}).dead_ends);
    };
    EXPECT_EQ(silence(leicestershire()), "");
    Procedure silenced = leicestershire();
    for (const char* step : {"stage2-rights", "silence-call", "right-reminder"})
        silenced = with_silenced(silenced, step);
    EXPECT_THAT(silence(silenced), HasSubstr("the limit of Stage 1 (day 20) passes"));
}

}  // namespace postroom::procedure
