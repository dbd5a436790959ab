"""A court that is waited for at stages 2 and 3, and what late letters of stage 3 say."""

import unittest

from office import case, complainant
from story import CASE, Story, WordsTest, event, investigators, joins, panel
from test_true_words import TO_STAGE_3

HOLD = event("court_hold", "2025-05-28", scope="whole", reasons="Care proceedings.")
BOTH = ("", ".yp")


class AHoldOverAPanel(Story):
    """A panel of 20 June 2025; from 28 May all of it waits; the hold ends on 7 July."""
    logged, last = "2025-05-20", "2025-07-07"
    approvals = {"2025-05-28": ["court-hold"]}

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"), *TO_STAGE_3[:2],
            *investigators("2025-03-25"), *TO_STAGE_3[2:4],
            joins("panel_member", "Bea Lund", "bea@panel.example", "2025-05-20"),
            *panel("2025-05-20", "2025-06-20"), HOLD, event("court_hold_lifted", "2025-07-07")])

    def test_a_person_is_asked_to_put_it_off(self):
        self.assertEqual(self.tasks_of("stage3-court-hold"), ["2025-05-28"])

    def test_no_papers_go_out(self):
        self.never("stage3-bundle", "stage3-bundle-letter")
        self.assertEqual(self.tasks_of("stage3-bundle"), [])

    def test_the_complainant_hears_of_the_day_at_once_and_at_the_end(self):
        self.assertIn("Your review panel waits too. It does not meet on Friday 20 June 2025.",
                      self.text("court-hold"))
        self.assertEqual(self.sent("court-hold-ended"), ["2025-07-07"])
        words = self.text("court-hold-ended")
        self.assertIn("Your review panel was to meet on Friday 20 June 2025.", words)
        self.assertIn("due to meet by Friday 1 August 2025", words)


class APartAfterStage2(Story):
    """A part is held on 7 April 2025; stage 2 is answered on 1 May; the hold ends on 1 August."""
    logged, last = "2025-03-25", "2025-10-02"
    approvals = {"2025-04-07": ["court-hold"], "2025-05-01": ["stage2-adjudication"]}

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"), *TO_STAGE_3[:2],
            *investigators("2025-03-25"),
            event("court_hold", "2025-04-07", scope="part", reasons="A hearing is near.",
                  points=[{"text": "The visits in January."}]),
            event("stage2_drafted", "2025-05-01", finding="upheld", points=[
                {"text": "Nobody called back.", "finding": "upheld", "reasons": "No call."}]),
            event("court_hold_lifted", "2025-08-01"), event("part_answered", "2025-08-20")])

    def test_the_answer_says_that_a_part_waits(self):
        words = self.text("stage2-adjudication")
        self.assertIn("A part of your complaint waits for a court case.", words)
        self.assertIn("The visits in January.", words)
        self.assertIn("What we have answered is upheld", words)

    def test_the_part_is_asked_for_and_the_case_is_closed_by_a_person(self):
        self.never("stage3-not-asked-for")
        self.assertEqual(self.on_record("closed"), [])
        self.assertEqual(self.tasks_of("court-part-stage2"), ["2025-08-08"])
        self.assertEqual(self.tasks_of("court-part-stage2-still"), ["2025-08-18"])
        self.assertEqual(self.tasks_of("court-part-stage2-window"), ["2025-09-22"])


class WhatTheySay(WordsTest):
    def test_a_panel_put_off_for_a_court_promises_no_day_of_writing(self):
        for young in BOTH:
            with self.subTest(young):
                put_off = [*TO_STAGE_3, event("panel_adjourned", "2025-05-28")]
                waits = "When we can go on, we will write to you about the panel."
                words = self.text("stage3/adjourned" + young, "2025-05-28", [
                    *put_off[:-1], HOLD, put_off[-1]])
                self.assertIn(waits, words)
                self.assertNotIn("write to you by", words)
                words = self.text("stage3/adjourned" + young, "2025-05-28", put_off)
                self.assertNotIn(waits, words)
                self.assertIn("write to you by", words)

    def test_a_panel_whose_day_is_still_to_come_stays_when_the_hold_ends(self):
        for young in BOTH:
            with self.subTest(young):
                words = self.text("eligibility/court-hold-ended" + young, "2025-06-02", [
                    *TO_STAGE_3, HOLD, event("court_hold_lifted", "2025-06-02")])
                self.assertIn("It meets on Monday 16 June 2025, as we told you.",
                              words.replace("*", ""))
                self.assertNotIn("had to wait for the court case. We are sorry", words)

    def test_a_final_answer_says_which_part_waits(self):
        for letter, waits in (("stage2/adjudication.yp", "A part of what you told us waits"),
                              ("corporate/stage2-response", "A part of your complaint waits"),
                              ("corporate/stage2-response.yp", "A part of what you told us waits")):
            answered = [*TO_STAGE_3[:2], event("court_hold", "2025-04-07", scope="part",
                                               reasons="A hearing is near.",
                                               points=[{"text": "The visits in January."}]),
                        event("stage2_drafted", "2025-05-01", finding="upheld", points=[
                            {"text": "Nobody called.", "finding": "upheld", "reasons": "Yes."}])]
            procedure = ("wokingham-corporate" if letter.startswith("corporate")
                         else "leicestershire-statutory")
            with self.subTest(letter):
                words = self.text(letter, "2025-05-01", answered, procedure=procedure)
                self.assertIn(waits, words)
                self.assertIn("The visits in January.", words)
                self.assertNotIn(waits, self.text(letter, "2025-05-01",
                                                  [answered[0], answered[1], answered[3]],
                                                  procedure=procedure))

    def test_a_late_answer_to_the_panel_says_the_new_date_and_owns_up_when_it_has_passed(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20"),
                    event("timescale_revised", "2025-07-11", because="The director was away.",
                          to="2025-07-25")]
        for young in BOTH:
            with self.subTest(young):
                words = self.text("stage3/response-late" + young, "2025-07-14", reported)
                self.assertIn("our answer by Friday 25 July 2025", words.replace("*", ""))
                self.assertIn("The director was away.", words)
                words = self.text("stage3/response-late" + young, "2025-07-28", reported)
                self.assertNotIn("our answer by Friday 25 July", words.replace("*", ""))
                # A young person's letter keeps to one date, the one that counts.
                missed = "" if young else ", Friday 25 July 2025"
                self.assertIn(f"a new date{missed}. We did not keep", words)
                self.assertIn("The director was away.", words)
                self.assertIn("We have asked why", words)

    def test_a_late_panel_says_by_when_we_think_it_meets(self):
        revised = event("timescale_revised", "2025-06-12", because="The chair is ill.",
                        to="2025-07-11")
        put_off = event("panel_adjourned", "2025-06-13")
        for young in BOTH:
            for more in ((), (TO_STAGE_3[4], put_off)):
                with self.subTest(young, more=more):
                    words = self.text("stage3/panel-late" + young, "2025-06-17",
                                      [*TO_STAGE_3[:4], *more, revised])
                    self.assertIn("can meet by Friday 11 July 2025", words.replace("*", ""))
                    words = self.text("stage3/panel-late" + young, "2025-06-17",
                                      [*TO_STAGE_3[:4], *more])
                    self.assertNotIn("can meet by", words)

    def test_what_was_agreed_names_the_day_by_which_the_next_stage_is_asked_for(self):
        for young in BOTH:
            for until in (1, 2, 3):
                with self.subTest(young, until=until):
                    words = self.text("stage1/resolved" + young, "2025-05-05", [
                        *TO_STAGE_3[:until], event("resolved", "2025-05-05", note="An apology.")])
                    self.assertIn("Please ask by Wednesday 4 June 2025", words.replace("*", ""))


if __name__ == "__main__":
    unittest.main()
