"""Letters as their readers read them: what they say is true of this case, and nothing is missing."""

import unittest

from office import case, complainant, officers
from story import CASE, Story, WordsTest, event, investigators, joins

STATUTORY = ("leicestershire-statutory", "luton-statutory")
ANSWERS = (("stage1/response", "leicestershire-statutory"),
           ("stage1/response", "luton-statutory"),
           ("corporate/response", "wokingham-corporate"))
REGISTERS = ("", ".yp")


def points(*findings):
    return [{"text": "Visits were cancelled", "finding": finding, "reasons": "Nobody called."}
            for finding in findings]


def drafted(**details):
    return [event("stage1_drafted", "2025-03-10", **details)]


class AnAnswer(WordsTest):
    def test_fault_is_owned_at_the_top_and_beside_its_point(self):
        for letter, procedure in ANSWERS:
            for register in REGISTERS:
                with self.subTest(letter + register, procedure=procedure):
                    words = self.text(letter + register, "2025-03-12", drafted(
                        points=points("upheld")), procedure=procedure)
                    self.assertIn("We got this wrong", words)
                    self.assertIn("re sorry", words)
                    for other in ("Partly upheld", "Not upheld", "No finding"):
                        self.assertNotIn(other.lower(), words.lower())

    def test_nobody_says_sorry_for_what_was_not_found(self):
        for letter, procedure in ANSWERS:
            for register in REGISTERS:
                with self.subTest(letter + register, procedure=procedure):
                    words = self.text(letter + register, "2025-03-12", drafted(
                        points=points("not_upheld")), procedure=procedure)
                    self.assertNotIn("sorry", words)

    def test_no_finding_is_said_in_english(self):
        for letter, procedure in ANSWERS:
            with self.subTest(letter, procedure=procedure):
                words = self.text(letter, "2025-03-12", drafted(points=points("no_finding")),
                                  procedure=procedure)
                self.assertIn("we could not tell what happened", words)
                self.assertNotIn("your complaint is no finding", words)

    def test_an_action_says_who_does_it_and_by_when(self):
        for letter, procedure in ANSWERS:
            for register in REGISTERS:
                with self.subTest(letter + register, procedure=procedure):
                    words = self.text(letter + register, "2025-03-12", drafted(
                        points=points("upheld"),
                        actions=[{"text": "Visits on Mondays.", "by": "head_of_service",
                                  "due_on": "2025-04-14"}]), procedure=procedure)
                    self.assertIn("We will do this by Monday 14 April 2025, and the head of "
                                  "service sees to it: Visits on Mondays.", words)


class AnAnswerWithNothingInIt(WordsTest):
    def test_is_not_made_and_a_task_says_what_it_lacks(self):
        for letter, procedure in ANSWERS[:2]:
            with self.subTest(procedure=procedure):
                reference = f"N-{procedure}"
                self.office.import_cases(
                    [case(reference, who=complainant("email"), procedure=procedure,
                          events=drafted(finding="upheld"))], "2025-03-10")
                self.office.run("2025-03-10")
                self.assertEqual(self.office.parcels(letter=letter), [])
                lacks = [task["reason"] for task in self.office.tasks(step="stage1-response")
                         if task["case"] == reference]
                self.assertEqual(len(lacks), 1)
                self.assertIn("stage1_drafted_reasons", lacks[0])
        reasons = self.text("stage1/response", "2025-03-12", drafted(
            finding="upheld", reasons="The rota was wrong."))
        self.assertIn("Our finding: upheld. The rota was wrong.", reasons)


class TheLastAnswer(WordsTest):
    def test_names_the_twelve_months_of_the_ombudsman_and_no_later_day(self):
        events = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                  event("stage2_requested", "2025-03-20"),
                  event("stage2_drafted", "2025-04-14", points=points("upheld"))]
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("corporate/stage2-response" + register, "2025-04-14", events,
                                  procedure="wokingham-corporate")
                self.assertIn("within 12 months of the day you first knew", words)
                self.assertNotIn("2026", words)

    def test_of_the_panel_tells_a_young_person_of_them_too(self):
        events = [event("stage2_adjudicated", "2025-05-01", finding="upheld"),
                  event("stage3_requested", "2025-05-12"),
                  event("panel_reported", "2025-06-20"),
                  event("director_decided", "2025-06-25", agrees=True),
                  event("stage3_drafted", "2025-06-26",
                        points=[{"text": "Say sorry.", "response": "We agree.", "actions": "Now."}])]
        for register in REGISTERS:
            with self.subTest(register):
                self.assertIn("within 12 months of the day you first knew", self.text(
                    "stage3/response" + register, "2025-06-26", events))


class Stage3(WordsTest):
    def test_its_acknowledgement_names_the_last_day_of_each_step(self):
        words = self.text("stage3/acknowledgement", "2025-11-10", [
            event("stage2_adjudicated", "2025-10-20", finding="upheld"),
            event("stage3_requested", "2025-11-10")])
        for day in ("Monday 22 December 2025", "Thursday 22 January 2026"):
            self.assertIn(day, words)


class NobodyIsLateBeforeTheDay(WordsTest):
    """Received on 3 March 2025: day 8 is the 13th, day 10 Monday 17 March."""

    def test_more_time_asked_for_before_day_10_is_no_delay_yet(self):
        asked = [event("delay_confirmed", "2025-03-13", reason="The manager is away.")]
        for letter, procedure in (("stage1/delay-apology-confirmed", "leicestershire-statutory"),
                                  ("corporate/delay", "wokingham-corporate")):
            for register in REGISTERS:
                with self.subTest(letter + register):
                    early = self.text(letter + register, "2025-03-13", asked, procedure=procedure)
                    self.assertIn("will not be ready", early)
                    self.assertNotIn("We are late", early)
                    self.assertNotIn("Why we are late", early)
        for register in REGISTERS:
            self.assertIn("We are late, so you can ask", self.text(
                "corporate/delay" + register, "2025-03-19", asked, procedure="wokingham-corporate"))

    def test_nor_is_stage_2_of_a_corporate_complaint_before_its_day_20(self):
        asked = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-20"),   # day 20: 17 April
                 event("stage2_extended", "2025-04-10", reason="Ill.", until="2025-05-06")]
        for register in REGISTERS:
            with self.subTest(register):
                early = self.text("corporate/stage2-extension" + register, "2025-04-10", asked,
                                  procedure="wokingham-corporate")
                self.assertNotIn("was due", early)
                self.assertNotIn("late", early)
                self.assertIn("We are late, so you can ask", self.text(
                    "corporate/stage2-extension" + register, "2025-04-22", asked,
                    procedure="wokingham-corporate"))

    def test_nor_is_a_panel_before_its_day_30(self):
        asked = [event("stage2_adjudicated", "2025-05-01", finding="upheld"),
                 event("stage3_requested", "2025-05-12"),   # day 30: 24 June
                 event("panel_fixed", "2025-05-15", panel_on="2025-07-07")]
        for letter in ("stage3/panel-late", "stage3/invitation"):
            for register in REGISTERS:
                with self.subTest(letter + register):
                    early = self.text(letter + register, "2025-05-15", asked)
                    self.assertIn("Tuesday 24 June 2025", early)
                    for untrue in ("is late", "We are late", "too long", "should have met", "soon"):
                        self.assertNotIn(untrue, early)
        for register in REGISTERS:
            late = self.text("stage3/panel-late" + register, "2025-06-26", asked)
            self.assertIn("We are late, so you can ask", late)

    def test_stage_2_told_of_after_day_25_is_late(self):
        begun = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-20"),   # day 25: 28 April
                 event("stage2_extended", "2025-05-01", reason="Ill.", until="2025-06-02")]
        words = self.text("stage2/extension", "2025-05-01", begun)
        self.assertIn("was due by Monday 28 April 2025. It is late.", words)
        self.assertNotIn("cannot do that well", words)


class UntilItIsDecided(WordsTest):
    def test_a_talk_promises_no_answer_flatly(self):
        may = "If the children's social care complaints procedure applies"
        for procedure in STATUTORY:
            with self.subTest(procedure):
                self.assertIn(may, self.text("stage1/clarify", "2025-03-04", [],
                                             procedure=procedure))
                self.assertNotIn(may, self.text("stage1/clarify", "2025-03-06", [event(
                    "eligibility_decided", "2025-03-05", outcome="accepted")],
                    procedure=procedure))

    def test_luton_names_no_team_manager(self):
        for register in REGISTERS:
            self.assertNotIn("team manager", self.text(
                "stage1/clarify" + register, "2025-03-04", [], procedure="luton-statutory"))


class AMeeting(WordsTest):
    def met(self, register, **details):
        return self.text("stage1/meeting-outcome" + register, "2025-03-12", [
            event("meeting_arranged", "2025-03-07", meeting_on="2025-03-11"),
            event("meeting_held", "2025-03-11", **details)])

    def test_at_which_nothing_was_agreed_is_not_said_to_have_agreed(self):
        for register in REGISTERS:
            with self.subTest(register):
                words = self.met(register, outcome="not_resolved")
                for untrue in ("not resolved", "What we agreed", "If you are content",
                               "Then you do not have to do anything"):
                    self.assertNotIn(untrue, words)
                self.assertIn("We are sorry", words)
                self.assertIn("by the day we told you" if register else
                              "by Monday 17 March 2025", words)   # the written answer

    def test_that_settled_it_says_so_in_words(self):
        for register in REGISTERS:
            self.assertIn("put it right." if register else "how to put this right.",
                          self.met(register, outcome="resolved",
                                   actions=[{"text": "Visits on Mondays", "by": "Jo Kay",
                                             "on": "2025-04-14"}]))
            self.assertIn("Visits on Mondays (Jo Kay, by Monday 14 April 2025)",
                          self.met(register, outcome="resolved",
                                   actions=[{"text": "Visits on Mondays", "by": "Jo Kay",
                                             "on": "2025-04-14"}]))


class WhatWaitsForACourt(WordsTest):
    def test_stands_before_what_goes_on(self):
        held = [event("eligibility_decided", "2025-03-05", outcome="accepted"),
                event("court_hold", "2025-03-06", scope="part", reasons="A hearing is near.",
                      points=[{"text": "The visits in January."}])]
        for register in REGISTERS:
            words = self.text("eligibility/court-hold" + register, "2025-03-06", held)
            self.assertIn("This has to wait: The visits in January.", words)
            self.assertLess(words.index("This has to wait"), words.index("We go on with the rest"))
            self.assertIn("complaints team", words)   # nobody else is on record as having decided


class ALimitOnContact(WordsTest):
    def decided(self, register, *more):
        return self.text("conduct/decision" + register, "2025-03-12", [
            event("conduct_decided", "2025-03-12", reasons="Forty calls a day.",
                  action="One call a week.", until="2025-09-24", review_on="2025-09-10"), *more])

    def test_names_who_answers_at_any_hour_and_the_day_of_the_review(self):
        for register in REGISTERS:
            words = self.decided(register)
            self.assertNotIn("at any time", words)
            self.assertIn("999", words)
            self.assertIn("by Wednesday 10 September 2025", words)

    def test_is_looked_at_again_for_the_day_that_was_told_although_it_lasts_longer(self):
        self.decided("")
        self.office.run("2025-08-27")   # ten working days before 10 September
        self.assertEqual(len(self.office.tasks(step="conduct-review-named")), 1)

    def test_that_goes_on_is_looked_at_again_each_time(self):
        self.decided("", event("conduct_reviewed", "2025-03-13", reasons="It went on.",
                               outcome="It stays.", review_on="2025-09-10"))
        self.office.run("2025-08-27")
        self.assertEqual(len(self.office.tasks(step="conduct-review-again-named")), 1)
        self.office.event("A-1", "conduct_reviewed", "2025-08-28", reasons="It is well.",
                          outcome="It ends.")
        self.office.run("2025-09-01")
        self.assertEqual(len(self.office.tasks(step="conduct-review-again-named")), 1)

    def test_of_a_closed_complaint_does_not_say_that_it_goes_on(self):
        ended = [event("stage1_responded", "2025-03-05", finding="upheld", sent_by="service"),
                 event("closed", "2025-03-10")]
        for register in REGISTERS:
            words = self.decided(register, *ended)
            self.assertIn("Your complaint is closed.", words)
            self.assertNotIn("complaint goes on", words)
            self.assertNotIn("We still look into", words)


class Stage2(WordsTest):
    begun = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
             event("stage2_requested", "2025-03-20")]

    def test_the_statement_holds_what_the_complainant_asked_for(self):
        for register in REGISTERS:
            words = self.text("stage2/statement" + register, "2025-04-01", [
                *self.begun, event("statement_drafted", "2025-04-01",
                                   points=[{"text": "Visits."}])])
            self.assertIn("What you want to happen", words)
            self.assertIn("days to answer have begun" if register else
                          "counted since Thursday 20 March 2025", words)


class AWordThatWasNotKept(Story):
    """Stage 2 asked for on 20 March 2025: the holding letter of day 25 promises a reason by 7 May."""
    logged, last = "2025-03-20", "2025-06-30"
    approvals = {"2025-04-28": ["stage2-holding"]}

    @classmethod
    def made(cls):
        return case(CASE, who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-20"), *investigators("2025-03-31"),
            joins("investigating_officer", "Nora New", "nora@council.example", "2025-04-03")])

    def test_is_owned_in_the_next_letter(self):
        self.assertEqual(self.sent("stage2-holding"), ["2025-04-28"])
        later = self.sent("stage2-progress").index(next(
            day for day in self.sent("stage2-progress") if day > "2025-05-07"))
        self.assertIn("We told you that we would write by Tuesday 6 May 2025",
                      self.text("stage2-progress", which=later))
        self.assertNotIn("We told you that we would write", self.text("stage2-progress"))

    def test_somebody_new_has_five_days_of_their_own_to_call(self):
        self.assertEqual(self.sent("stage2-named-again"), ["2025-04-03"])
        self.assertIn("contact you by Thursday 10 April 2025", self.text("stage2-named-again"))


class BackToTheChildrensProcedure(Story):
    logged, last = "2025-03-03", "2025-03-14"
    approvals = {"2025-03-07": ["not-statutory"], "2025-03-12": ["accepted-after-all"]}

    @classmethod
    def made(cls):
        return case(CASE, who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-07", outcome="not_statutory",
                  reasons="It is about a bus pass."),
            event("eligibility_decided", "2025-03-12", outcome="accepted")])

    def test_is_not_said_to_have_been_refused(self):
        words = self.text("accepted-after-all")
        self.assertIn("We wrote to you on Friday 7 March 2025", words)
        self.assertIn("It is the children's social care complaints procedure", words)
        for untrue in ("would not look into", "first said no", "fair to you"):
            self.assertNotIn(untrue, words)


class OneOfTwoParentsWithdraws(Story):
    """Two parents who live apart; the advocate of the first has copies. The first withdraws."""
    logged, last = "2025-03-03", "2025-03-31"

    @classmethod
    def made(cls):
        return case(CASE, who=complainant("email"), parties=[
            {**complainant("email"), "title": "Ms"},
            {"role": "complainant", "kind": "parent", "name": "Ben Lowe", "email": "ben@mail.example",
             "channel": "email"},
            {"role": "advocate", "name": "Rhys Wyn", "email": "r@voice.example",
             "represents": "Asha Quillfeather",
             "consent": {"given": True, "on": "2025-03-03", "scope": "all letters"}},
            *officers()], events=[
                event("eligibility_decided", "2025-03-05", outcome="accepted"),
                event("withdrawn", "2025-03-13", by="Asha Quillfeather")])

    def test_the_advocate_has_no_copies_of_the_others_letters(self):
        self.assertIn("copy.advocate", self.readers("acknowledgement"))
        for step in ("delay-apology-silence", "stage2-rights"):
            self.assertEqual([reader for reader in self.readers(step) if "advocate" in reader], [])
        self.assertIn("complainant.2", self.readers("stage2-rights"))


if __name__ == "__main__":
    unittest.main()
