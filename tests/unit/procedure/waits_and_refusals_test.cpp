// A complaint that waited for a court as a whole, was refused, accepted in part, or asked for at
// stage 2 too early: nobody is called late for it, and nobody is left without a word. Every
// council's own procedure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

namespace {

cases::Details outcome(const char* what) {
    return {{"outcome", std::string(what)}, {"reasons", std::string("Care proceedings.")}};
}

/// Received on 3 March 2025; a court is waited for as a whole from 7 March (day 4), and the
/// complainant was told.
ACase waiting_for_a_court() {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("eligibility_decided", "2025-03-07", outcome("court"));
    return a_case.sent("court-refused", "2025-03-07", a_case.file().events.back().id.text);
}

/// A panel asked for on 12 May 2025 (day 30 is 24 June), fixed for 16 June and put off on 10 June.
ACase panel_put_off_by(const char* whom) {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    a_case.with("stage2_requested", "2025-03-24");
    a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
    a_case.with("stage2_adjudicated", "2025-04-24", {{"finding", std::string("upheld")}});
    a_case.with("stage3_requested", "2025-05-12");
    a_case.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-16")}});
    return a_case.with("panel_adjourned", "2025-06-10", {{"by", std::string(whom)}});
}

/// Stage 2 asked for on day 7, and our answer on day 14.
ACase answered_after_an_early_request() {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("stage2_requested", "2025-03-12");
    return a_case.with("stage1_responded", "2025-03-21", {{"finding", std::string("upheld")}});
}

}  // namespace

TEST(WholeWait, ADecisionThatACourtIsWaitedForStopsTheDaysUntilTheNextDecision) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = waiting_for_a_court();
        a_case.with("court_hold_lifted", "2025-04-22");
        a_case.with("eligibility_decided", "2025-04-24", {{"outcome", std::string("accepted")}});
        const Plan plan = plan_under(procedure, a_case, "2025-04-24");
        ASSERT_NE(plan.clock("stage1"), nullptr) << procedure.id;
        EXPECT_TRUE(plan.clock("stage1")->running()) << procedure.id;
        EXPECT_EQ(plan.clock("stage1")->day_number, 4) << procedure.id;
        EXPECT_EQ(plan.clock("stage1")->due, day("2025-05-02")) << procedure.id;
    });
}

TEST(WholeWait, WhoIsTakenUpAfterItIsToldSoAndNotThatWeHadSaidNoOrAreLate) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = waiting_for_a_court();
        a_case.with("court_hold_lifted", "2025-04-22");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-22"),
                    AllOf(Contains("court-hold-ended"), Contains("court-resubmission")))
            << procedure.id;
        a_case.with("eligibility_decided", "2025-04-24", {{"outcome", std::string("accepted")}});
        const auto due = due_under(procedure, a_case, "2025-04-24");
        EXPECT_THAT(due, AllOf(Contains("court-over"), Contains("court-over-check")))
            << procedure.id;
        for (const char* untrue :
             {"accepted-after-all", "accepted-after-all-check", "eligibility-accepted",
              "out-of-time-accepted", "stage2-rights", "delay-apology-silence", "promised-day-10",
              "court-hold-ended", "court-resubmission"})
            EXPECT_THAT(due, Not(Contains(untrue))) << procedure.id;
    });
}

TEST(WholeWait, NothingThatALetterNamedBeforeItIsAskedForAfterIt) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case("2025-03-03");
        a_case.with(std::string(cases::letter_sent), "2025-03-03",
                    {{"step", std::string("acknowledgement")},
                     {"occurrence", std::string("once")},
                     {"promised", std::string("2025-03-17")}});
        a_case.with("eligibility_decided", "2025-03-07", outcome("court"));
        a_case.with("eligibility_decided", "2025-03-14", {{"outcome", std::string("accepted")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-17"), Not(Contains("promised-day-10")))
            << procedure.id;
    });
}

TEST(EarlyRequest, StaysATaskAfterOurAnswerUntilItIsKnownWhatTheComplainantWants) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = answered_after_an_early_request();
        EXPECT_THAT(
            due_under(procedure, a_case, "2025-03-28"),
            AllOf(Contains("response-after-request"), Contains("response-after-request-still")))
            << procedure.id;
        EXPECT_EQ(
            plan_under(procedure, a_case, "2025-05-30").clock("stage2_early_open")->day_number, 46)
            << procedure.id;
        for (const char* answer : {"stage2_begun", "stage2_requested", "resolved", "closed"}) {
            ACase known = a_case;
            known.with(answer, "2025-03-25");
            EXPECT_THAT(due_under(procedure, known, "2025-05-30"),
                        Not(Contains("response-after-request-still")))
                << procedure.id << answer;
        }
    });
}

TEST(EarlyRequest, OneThatBeganStageTwoIsNotAskedAbout) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_requested", "2025-04-01");  // day 21, and its letter is in the tray
        a_case.with("stage1_responded", "2025-04-03", {{"finding", std::string("upheld")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-30"),
                    Not(Contains("response-after-request-still")))
            << procedure.id;
    });
}

TEST(EarlyRequest, WhoThenGivesNoMoreTimeIsTelephonedAboutIt) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("extension_refused", "2025-03-13");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-13"),
                    Not(Contains("refused-after-early-request")))
            << procedure.id;
        ACase asked = acknowledged("2025-03-03");
        asked.with("stage2_requested", "2025-03-12").with("extension_refused", "2025-03-13");
        EXPECT_THAT(due_under(procedure, asked, "2025-03-13"),
                    Contains("refused-after-early-request"))
            << procedure.id;
        asked.with("stage2_begun", "2025-03-13");
        EXPECT_THAT(due_under(procedure, asked, "2025-03-13"),
                    Not(Contains("refused-after-early-request")))
            << procedure.id;
    });
}

TEST(TeamSaysNo, IsATaskUntilTheDelayIsConfirmed) {
    for_every_council([](const Procedure& procedure) {
        for (const bool on_track : {false, true}) {
            ACase a_case = acknowledged("2025-03-03");
            a_case.with("update_received", "2025-03-12", {{"on_track", on_track}});
            EXPECT_EQ(due_under(procedure, a_case, "2025-03-12").contains("late-announced"),
                      !on_track)
                << procedure.id;
            a_case.with("delay_confirmed", "2025-03-12");
            EXPECT_THAT(due_under(procedure, a_case, "2025-03-12"), Not(Contains("late-announced")))
                << procedure.id;
        }
    });
}

TEST(Consent, TheTaskThatWeAskedTwiceKeepsItsDistanceFromTheSecondLetter) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        cases::Party representative;
        representative.role = cases::Role::representative;
        representative.email = "rep@mail.example";
        a_case.file().parties.push_back(representative);
        a_case.with("consent_requested", "2025-03-03");
        // Day 16 is 25 March; an outage, and both come up that day.
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-25"),
                    AllOf(Contains("consent-chase"), Not(Contains("consent-missing"))))
            << procedure.id;
        a_case.sent("consent-chase", "2025-03-25", "consent:e3");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-31"), Not(Contains("consent-missing")))
            << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-01"), Contains("consent-missing"))
            << procedure.id;
    });
}

TEST(PanelPutOff, AtTheComplainantsWishIsNoLatenessOfOurs) {
    for (const char* id : statutory)
        for (const char* whom : {"complainant", "panel_chair"}) {
            const bool ours = std::string_view(whom) == "panel_chair";
            ACase a_case = panel_put_off_by(whom);
            EXPECT_EQ(due_under(council(id), a_case, "2025-07-01")
                          .contains("stage3-panel-overdue-put-off"),
                      ours)
                << id << whom;
            a_case.with("panel_fixed", "2025-06-12", {{"panel_on", std::string("2025-07-07")}});
            const Plan plan = plan_under(council(id), a_case, "2025-06-12");
            // The invitation of that day says it.
            EXPECT_EQ(step_of(plan, "stage3-panel-fixed-late").merged_into != nullptr, ours)
                << id << whom;
        }
}

TEST(PanelPutOff, AfterItMetInTimeIsNotCalledLate) {
    for (const char* id : statutory) {
        ACase a_case = panel_put_off_by("panel_chair");
        a_case.with("panel_fixed", "2025-06-12", {{"panel_on", std::string("2025-06-13")}});
        a_case.with("panel_held", "2025-06-13");
        a_case.with("panel_adjourned", "2025-06-13");
        a_case.with("panel_fixed", "2025-06-16", {{"panel_on", std::string("2025-07-07")}});
        const Plan plan = plan_under(council(id), a_case, "2025-06-16");
        EXPECT_EQ(step_of(plan, "stage3-panel-fixed-late").merged_into, nullptr) << id;
    }
}

TEST(Papers, ThatHaveNotLeftShortlyBeforeThePanelAreAskedAbout) {
    for (const char* id : statutory) {
        // Five working days before; in Luton, where they leave later, three.
        const bool luton = std::string_view(id) == "luton-statutory";
        const char* asked = luton ? "2025-07-02" : "2025-06-30";
        ACase a_case = panel_put_off_by("complainant");
        a_case.with("panel_fixed", "2025-06-12", {{"panel_on", std::string("2025-07-07")}});
        const std::string fixed = a_case.file().events.back().id.text;
        EXPECT_THAT(due_under(council(id), a_case, luton ? "2025-07-01" : "2025-06-27"),
                    Not(Contains("stage3-bundle-late")))
            << id;
        EXPECT_THAT(due_under(council(id), a_case, asked), Contains("stage3-bundle-late")) << id;
        a_case.sent("stage3-bundle-letter", "2025-06-24", fixed);
        EXPECT_THAT(due_under(council(id), a_case, asked), Not(Contains("stage3-bundle-late")))
            << id;
    }
}

TEST(Eligibility, WhatWasDecidedIsToldAlsoAfterTheNoticeOfDay20) {
    for (const char* id : statutory) {
        for (const auto& [said, step, late] :
             {std::tuple{"accepted", "eligibility-accepted", false},
              std::tuple{"part_accepted", "part-accepted", false},
              std::tuple{"accepted", "out-of-time-accepted", true},
              std::tuple{"part_accepted", "out-of-time-part-accepted", true}}) {
            ACase a_case("2025-03-03");
            if (late)
                a_case.file().events.front().details["grounds_on"] = std::string("2023-06-01");
            a_case.sent("acknowledgement", "2025-03-03", "once");
            a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
            a_case.with("eligibility_decided", "2025-04-08", outcome(said));
            EXPECT_THAT(due_under(council(id), a_case, "2025-04-08"), Contains(step)) << id;
        }
    }
}

TEST(CorporateDecision, AComplaintAcceptedInPartIsTold) {
    for (const char* id : corporate) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("eligibility_decided", "2025-03-06", outcome("part_accepted"));
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-06"), Contains("part-accepted")) << id;
    }
}

TEST(CorporateDecision, AcceptedWholeNothingMoreIsDueUnlessItWasLateOrRefused) {
    for (const char* id : corporate) {
        ACase plain = acknowledged("2025-03-03");
        plain.with("eligibility_decided", "2025-03-06", outcome("accepted"));
        EXPECT_THAT(due_under(council(id), plain, "2025-03-06"),
                    AllOf(Not(Contains("part-accepted")), Not(Contains("out-of-time-accepted")),
                          Not(Contains("accepted-after-all"))))
            << id;
        ACase late("2025-03-03");
        late.file().events.front().details["grounds_on"] = std::string("2023-06-01");
        late.sent("acknowledgement", "2025-03-03", "once");
        late.with("eligibility_decided", "2025-03-06", outcome("accepted"));
        EXPECT_THAT(due_under(council(id), late, "2025-03-06"), Contains("out-of-time-accepted"))
            << id;
        ACase refused = acknowledged("2025-03-03");
        refused.with("eligibility_decided", "2025-03-06", outcome("out_of_time"));
        refused.sent("out-of-time", "2025-03-07", refused.file().events.back().id.text);
        refused.with("eligibility_decided", "2025-03-20", outcome("accepted"));
        EXPECT_THAT(due_under(council(id), refused, "2025-03-20"),
                    AllOf(Contains("accepted-after-all"), Contains("accepted-after-all-check"),
                          Not(Contains("out-of-time-accepted"))))
            << id;
    }
}

namespace {

/// Asha says no to mediation, and Imran says yes a day later.
ACase refused_by_one_of_two() {
    ACase a_case("2025-03-03");
    cases::Party& asha = a_case.file().parties.front();
    asha.first_name = "Asha";
    asha.last_name = "Quillfeather";
    cases::Party imran = asha;
    imran.first_name = "Imran";
    a_case.file().parties.push_back(imran);
    a_case.with("mediation_refused", "2025-03-04", {{"by", std::string("Asha Quillfeather")}});
    return a_case.with("mediation_accepted", "2025-03-05",
                       {{"by", std::string("Imran Quillfeather")}});
}

const std::string mediation = R"(id: small
title: Small
events: [mediation_accepted, mediation_refused]
opposites: [[mediation_accepted, mediation_refused]]
clocks:
  one: {title: Stage 1, starts: received, stops: [closed]}
steps:
  - {id: no-mediation, title: N, source: p, when: {event: received}, require: [mediation_refused],
     letter: n, to: complainant}
)";

}  // namespace

TEST(WordOfOne, WhatStandsAgainstOthersIsTakenBackByWhoeverSaidItAlone) {
    const Procedure procedure =
        procedure_of(mediation + "stands_against_others: [mediation_refused]\n");
    ACase a_case = refused_by_one_of_two();
    EXPECT_THAT(due_under(procedure, a_case, "2025-03-05"), Contains("no-mediation"));
    a_case.with("mediation_accepted", "2025-03-06", {{"by", std::string("Asha Quillfeather")}});
    EXPECT_THAT(due_under(procedure, a_case, "2025-03-06"), Not(Contains("no-mediation")));
}

TEST(WordOfOne, OfAnyOtherQuestionTheLaterAnswerCountsWhoeverGivesIt) {
    EXPECT_THAT(due_under(procedure_of(mediation), refused_by_one_of_two(), "2025-03-05"),
                Not(Contains("no-mediation")));
}

namespace {

/// Asha and Ben complain, received on 3 March 2025; each of them wants an advocate and agrees that
/// we wait, Ben last, on 6 March (day 3).
struct TwoWait {
    ACase a_case{"2025-03-03"};

    TwoWait() {
        a_case.file().parties.front().name = "Asha Lowe";
        cases::Party ben = a_case.file().parties.front();
        ben.name = "Ben Lowe";
        a_case.file().parties.push_back(ben);
        wants("2025-03-05", "Asha Lowe");
        wants("2025-03-06", "Ben Lowe");
    }
    static cases::Details by(const char* whom) { return {{"by", std::string(whom)}}; }
    void wants(const char* on, const char* whom, bool agreed = true) {
        cases::Details details = by(whom);
        details["agreed"] = agreed;
        a_case.with("advocate_awaited", on, std::move(details));
    }
    void has_one(const char* on, const char* whom) {
        a_case.with("advocate_appointed", on, by(whom));
    }
    /// "6 March to 18 March", of the days that do not count; "" where every day does.
    std::string waited() const {
        const Plan plan = plan_at(a_case, "2025-03-31");
        std::string text;
        for (const auto& pause : plan.clock("stage1")->pauses)
            text += pause.from.iso() + " to " + (pause.until ? pause.until->iso() : "now") + ";";
        return text;
    }
};

}  // namespace

TEST(AWaitOfSeveral, GoesOnUntilEachWhoWantsAnAdvocateHasOne) {
    TwoWait one;
    one.has_one("2025-03-12", "Asha Lowe");
    EXPECT_EQ(one.waited(), "2025-03-06 to now;");
    one.has_one("2025-03-18", "Ben Lowe");
    EXPECT_EQ(one.waited(), "2025-03-06 to 2025-03-18;");
}

TEST(AWaitOfSeveral, EndsForAllWithAnAdvocateWhoIsNobodysByName) {
    TwoWait one;
    one.a_case.with("advocate_appointed", "2025-03-12");
    EXPECT_EQ(one.waited(), "2025-03-06 to 2025-03-12;");
}

TEST(AWaitOfSeveral, EndsWhenOneOfThemNoLongerAgrees) {
    TwoWait one;
    one.has_one("2025-03-12", "Asha Lowe");
    one.wants("2025-03-14", "Ben Lowe", false);
    EXPECT_EQ(one.waited(), "2025-03-06 to 2025-03-14;");
}

TEST(AWaitOfSeveral, EndsWhenWhoeverHasNoneLeaves) {
    TwoWait one;
    one.has_one("2025-03-12", "Asha Lowe");
    one.a_case.with("withdrawn", "2025-03-20", TwoWait::by("Ben Lowe"));
    EXPECT_EQ(one.waited(), "2025-03-06 to 2025-03-20;");
}

TEST(AWaitOfSeveral, KeepsItsDaysWhenSomebodyLeavesAfterIt) {
    TwoWait one;
    one.has_one("2025-03-12", "Asha Lowe");
    one.has_one("2025-03-18", "Ben Lowe");
    one.a_case.with("withdrawn", "2025-03-20", TwoWait::by("Ben Lowe"));
    EXPECT_EQ(one.waited(), "2025-03-06 to 2025-03-18;");
}

TEST(AWaitOfSeveral, WaitsForNobodyWhoOnlyAgreed) {
    TwoWait one;
    one.wants("2025-03-07", "Ben Lowe", false);
    one.a_case.with("advocate_awaited", "2025-03-10", {{"agreed", true}});
    one.has_one("2025-03-12", "Asha Lowe");
    EXPECT_EQ(one.waited(), "2025-03-06 to 2025-03-07;2025-03-10 to 2025-03-12;");
}

}  // namespace postroom::procedure
