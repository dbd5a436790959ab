"""Letters about the panel of stage 3: whether it met, meets late or has to wait."""

import unittest

from office import complainant, officers
from story import TO_STAGE_3, WordsTest, event, investigators

BOTH_INVITATIONS = ("stage3/invitation", "stage3/invitation.yp")


class TrueWordsOfPanels(WordsTest):
    def test_a_panel_adjourned_on_its_own_day_may_have_met_or_not(self):
        for letter in ("stage3/adjourned", "stage3/adjourned.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-16",
                                  TO_STAGE_3 + [event("panel_adjourned", "2025-06-16")])
                self.assertIn("was to meet on Monday 16 June 2025. It could not finish", words)
                self.assertIn("meet on another day", words)
                self.assertIn("or told the panel", words)
                for untrue in ("will not meet on", "meet again", "once more", "one more time"):
                    self.assertNotIn(untrue, words)

    def test_a_panel_moved_at_the_complainants_wish_is_not_called_late(self):
        def moved(by):
            return TO_STAGE_3 + [event("panel_adjourned", "2025-06-10", by=by, until="2025-07-07")]
        for letter in ("stage3/adjourned", "stage3/adjourned.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-10", moved("complainant"))
                self.assertIn("You asked us for another day", words)
                self.assertNotIn("sorry", words)
                self.assertIn("sorry", self.text(letter, "2025-06-10", moved("panel_chair")))
        again = [event("panel_fixed", "2025-06-12", panel_on="2025-07-07", time="10am")]
        for letter in ("stage3/invitation", "stage3/invitation.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-12", moved("complainant") + again)
                self.assertNotIn("sorry", words)
                self.assertIn("sorry", self.text(letter, "2025-06-12",
                                                 moved("panel_chair") + again))

    def test_a_panel_that_met_and_meets_again_is_not_said_not_to_have_met(self):
        unfinished = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                      event("panel_adjourned", "2025-06-16", reason="A log is missing.")]
        again = event("panel_fixed", "2025-06-18", panel_on="2025-07-14", time="10am")
        for register in ("", ".yp"):
            with self.subTest(register=register):
                words = self.text("stage3/invitation" + register, "2025-06-18",
                                  [*unfinished, again])
                self.assertIn("The panel met on Monday 16 June 2025", words)
                self.assertNotIn("sorry", words)
                words = self.text("stage3/panel-late" + register, "2025-07-15", unfinished)
                self.assertIn("panel met on Monday 16 June 2025", words)
                self.assertNotIn("It has not", words)

    def test_a_report_of_the_panel_that_comes_late_says_sorry_and_names_its_day(self):
        for register in ("", ".yp"):
            for on, late in (("2025-06-23", False), ("2025-06-27", True)):
                with self.subTest(register=register, on=on):
                    words = self.text("stage3/panel-report" + register, on, [
                        *TO_STAGE_3, event("panel_held", "2025-06-16"),
                        event("panel_reported", on, recommendations="Say sorry in writing.")])
                    self.assertEqual("You should have had it by" in words, late)

    def test_papers_of_the_panel_that_come_late_say_sorry(self):
        for letter in ("stage3/bundle", "stage3/bundle.yp"):   # the panel meets on 16 June
            with self.subTest(letter):
                self.assertNotIn("late", self.text(letter, "2025-06-03", TO_STAGE_3))
                late = self.text(letter, "2025-06-11", TO_STAGE_3)
                self.assertIn("late", late)
                self.assertIn("We are sorry", late)
                # In Luton they leave later.
                self.assertNotIn("late", self.text(letter, "2025-06-09", TO_STAGE_3,
                                                   procedure="luton-statutory"))

    def test_stage_3_letters_say_no_date_while_all_of_it_waits_for_a_court(self):
        held = [*TO_STAGE_3[:4], event("court_hold", "2025-05-13", scope="whole",
                                       reasons="Care proceedings.")]
        waits = "has to wait at the moment"
        for letter in ("stage3/acknowledgement", "stage3/acknowledgement.yp", "stage3/notice"):
            with self.subTest(letter):
                self.assertIn(waits, self.text(letter, "2025-05-14", held))
                self.assertNotIn(waits, self.text(letter, "2025-05-14", TO_STAGE_3[:4]))
        self.text("stage3/cannot-attend", "2025-05-14", [*held, event("cannot_attend",
                                                                      "2025-05-14")])
        told = [*held, *investigators("2025-05-14"), event("panel_held", "2025-05-15"),
                event("panel_reported", "2025-05-16", recommendations="Say sorry."),
                event("director_decided", "2025-05-19", agrees=False)]
        for letter in ("stage3/panel-report", "stage3/panel-report.yp", "stage3/decision-request"):
            with self.subTest(letter):
                self.assertIn(waits, self.text(letter, "2025-05-19", told))
        for letter in ("stage3/panel-report-notice", "stage3/disagreement",
                       "stage3/disagreement.yp"):
            with self.subTest(letter):
                self.text(letter, "2025-05-19", told)

    def test_a_director_who_has_decided_is_not_told_that_we_have_no_decision(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]
        none = "We do not have your decision yet"
        self.assertIn(none, self.text("stage3/decision-chase", "2025-07-04", reported,
                                      parties=self.with_a_director()))
        words = self.text("stage3/decision-chase", "2025-07-04",
                          [*reported, event("director_decided", "2025-07-02")],
                          parties=self.with_a_director())
        self.assertNotIn(none, words)
        self.assertIn("Your decision is recorded", words)

    def test_only_what_is_not_followed_must_have_its_reasons(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]

        def answer(agrees, **point):
            return self.text("stage3/response", "2025-07-04", [
                *reported, event("director_decided", "2025-07-02", agrees=agrees),
                event("stage3_drafted", "2025-07-03", points=[{"text": "Say sorry.", **point}])])

        self.assertIn("Our answer: agreed", answer(True, response="agreed"))
        self.assertIn("The director writes.",
                      answer(False, response="agreed", actions="The director writes."))
        self.assertIn("It was said.",
                      answer(False, response="not agreed", reasons="It was said."))
        with self.assertRaisesRegex(AssertionError, "field reasons"):
            answer(False, response="not agreed")

    def test_papers_are_never_wanted_by_the_day_of_the_letter(self):
        """Fixed on Friday 6 June 2025 for a panel ten working days later."""
        fixed = [*TO_STAGE_3[:-1], event("panel_fixed", "2025-06-06", panel_on="2025-06-20")]
        for letter in ("stage3/invitation", "stage3/papers"):
            words = self.text(letter, "2025-06-06", fixed)
            self.assertNotIn("by Friday 6 June 2025", words.replace("*", ""))
            self.assertIn("as soon as you can" if letter.endswith("invitation") else "today", words)

    def test_papers_are_wanted_by_no_day_that_is_over_when_the_post_arrives(self):
        """Fixed on Thursday 5 June 2025 for a panel eleven working days later."""
        fixed = [*TO_STAGE_3[:-1], event("panel_fixed", "2025-06-05", panel_on="2025-06-20")]
        self.assertIn("as soon as you can", self.text("stage3/invitation", "2025-06-05", fixed))

    def test_in_luton_a_complainants_papers_may_come_until_ten_calendar_days_before(self):
        """The panel meets on Monday 16 June 2025."""
        for letter in BOTH_INVITATIONS:
            with self.subTest(letter):
                words = self.text(letter, "2025-05-20", TO_STAGE_3, procedure="luton-statutory")
                self.assertIn("by Friday 6 June 2025", words)
                words = self.text(letter, "2025-05-30", [
                    *TO_STAGE_3[:-1], event("panel_fixed", "2025-05-30", panel_on="2025-06-16")],
                                  procedure="luton-statutory")
                self.assertNotIn("Friday 6 June", words)
                self.assertIn("as soon as you can", words)

    def test_an_invitation_names_the_third_of_the_panel_or_says_that_we_will(self):
        three = [{"role": "panel_chair", "name": "Ngozi Adeyemi"},
                 {"role": "panel_member", "name": "Paul Reed"},
                 {"role": "panel_member", "name": "Bea Lund"}]
        for letter in BOTH_INVITATIONS:
            for how_many in (2, 3):
                with self.subTest(letter, how_many=how_many):
                    parties = [complainant("email"), *officers(), *three[:how_many]]
                    words = self.text(letter, "2025-05-20", TO_STAGE_3, parties=parties)
                    self.assertEqual("We will tell you who else is on" in words, how_many == 2)

    def test_an_invitation_at_short_notice_says_that_it_is(self):
        for letter, says in zip(BOTH_INVITATIONS, ("short notice", "This is soon")):
            for fixed, late in (("2025-06-02", False), ("2025-06-03", True)):
                with self.subTest(letter, fixed=fixed):
                    words = self.text(letter, fixed, [
                        *TO_STAGE_3[:-1], event("panel_fixed", fixed, panel_on="2025-06-16")])
                    self.assertEqual(says in words, late)

    def test_the_invitation_to_a_late_panel_gives_the_reason(self):
        words = self.text("stage3/invitation", "2025-06-20", [
            *TO_STAGE_3[:-1], event("timescale_revised", "2025-05-30", because="The chair is ill."),
            event("panel_fixed", "2025-06-20", panel_on="2025-07-14")])
        self.assertIn("The chair is ill.", words)

    @staticmethod
    def with_a_director():
        return [complainant("email"), {"role": "director", "name": "Alex Stone",
                                       "email": "alex.stone@council.example"}]


if __name__ == "__main__":
    unittest.main()
