"""Letters whose words must be true although we cannot know everything that happened."""

import unittest

from office import case, complainant
from story import TO_STAGE_3, WordsTest, event


class TrueWords(WordsTest):
    def test_stage_2_asks_about_a_first_answer_only_where_there_was_one(self):
        asks = "which parts of our first answer you do not agree with"
        words = self.text("corporate/stage2-acknowledgement", "2025-04-10",
                          [event("stage2_requested", "2025-04-10")],
                          procedure="wokingham-corporate")
        self.assertNotIn("first answer", words)
        self.assertNotIn("look at it again", words)
        words = self.text("corporate/stage2-acknowledgement", "2025-04-10",
                          [event("stage1_responded", "2025-03-12", finding="upheld",
                                 sent_by="service"), event("stage2_requested", "2025-04-10")],
                          procedure="wokingham-corporate")
        self.assertIn(asks, words)
        self.assertIn("look at it again", words)

    def test_a_refusal_that_comes_late_says_sorry_and_takes_back_what_was_promised_meanwhile(self):
        refused = {"reasons": "It was years ago.", "route": "The Tribunal."}
        for outcome, letter in (("out_of_time", "out-of-time"), ("other_route", "other-route"),
                                ("not_statutory", "not-statutory"),
                                ("no_sufficient_interest", "no-sufficient-interest")):
            for name in (f"eligibility/{letter}", f"eligibility/{letter}.yp"):
                with self.subTest(name):
                    late = self.text(name, "2025-03-20", [event(
                        "eligibility_decided", "2025-03-20", outcome=outcome, **refused)])
                    self.assertIn("Monday 10 March 2025", late)
                    self.assertIn("does not count any more", late)
                    in_time = self.text(name, "2025-03-10", [event(
                        "eligibility_decided", "2025-03-10", outcome=outcome, **refused)])
                    self.assertNotIn("sorry", in_time)
                    self.assertNotIn("does not count", in_time)

    def test_who_asked_for_stage_2_early_and_gives_no_more_time_need_not_ask_again(self):
        early = [event("stage2_requested", "2025-03-12")]
        refused = [event("extension_refused", "2025-03-13")]
        for letter in ("stage1/extension-refused", "stage1/extension-refused.yp"):
            with self.subTest(letter):
                asked = self.text(letter, "2025-03-13", early + refused)
                self.assertIn("You do not", asked)
                self.assertIn("ask again", asked)
                self.assertNotIn("do not need a form", asked)
                self.assertNotIn("ask again", self.text(letter, "2025-03-13", refused))

    def test_whoever_says_late_that_it_is_a_complaint_reads_of_no_lateness(self):
        late = [event("concern_clarified", "2025-03-25", **{"as": "complaint"})]
        for letter in ("intake/acknowledgement", "intake/acknowledgement.yp"):
            for procedure in ("leicestershire-statutory", "wokingham-statutory"):
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-25", late, procedure=procedure)
                    self.assertIn("this is a complaint", words)
                    self.assertNotIn("is late", words)
                    self.assertNotIn("by now", words)
                    self.assertIn("is late", self.text(letter, "2025-03-25", [],
                                                       procedure=procedure))

    def test_the_four_questions_of_a_complaint_logged_late_say_that_their_day_is_over(self):
        for day, over in (("2025-03-10", False), ("2025-03-11", True)):   # day 5: 10 March
            words = self.text("eligibility/question", day, [])
            self.assertEqual("That is over, so please reply today." in words, over)
            self.assertEqual("We must decide which procedure applies by" in words, not over)
        words = self.text("eligibility/breach-alert", "2025-03-11", [])
        self.assertNotIn("We were to tell", words)

    def test_a_referral_about_safety_is_named_in_no_other_email(self):
        procedures = ("leicestershire-statutory", "corporate-code")
        self.office.import_cases(
            [case(f"S-{procedure}", procedure=procedure, who=complainant("email"),
                  events=[event("safeguarding_flagged", "2025-03-04")])
             for procedure in procedures], "2025-03-04")
        self.office.run("2025-03-04")
        for procedure in procedures:
            self.office.event(f"S-{procedure}", "safeguarding_cleared", "2025-03-05")
        self.office.run("2025-03-05")
        for procedure in procedures:
            with self.subTest(procedure):
                reference = f"S-{procedure}"
                self.assertTrue(self.office.parcels(case=reference, step="safeguarding-referral"))
                page = self.office.data / "letter.txt"
                self.office.do("preview", "stage1/head-of-service-referral", "--case", reference,
                               "--on", "2025-03-26", "--as", "text", "-o", page)
                words = " ".join(page.read_text("utf-8").split())
                self.assertIn("What we have sent", words)
                self.assertIn("Acknowledge the complaint: ", words)
                self.assertNotIn("safeguarding", words.lower())

    def test_a_reason_is_told_only_of_the_stage_it_was_given_in(self):
        of_stage_2 = event("timescale_revised", "2025-04-30", because="The investigator was ill.",
                           to="2025-06-20")
        answered = [*TO_STAGE_3[:2], of_stage_2, *TO_STAGE_3[2:]]
        reported = [event("panel_held", "2025-06-16"), event("panel_reported", "2025-06-20")]
        for letter, on, more in (("stage3/panel-late", "2025-06-17", []),
                                 ("stage3/panel-late.yp", "2025-06-17", []),
                                 ("stage3/response-late", "2025-07-14", reported),
                                 ("stage3/response-late.yp", "2025-07-14", reported)):
            with self.subTest(letter):
                self.assertNotIn("was ill", self.text(letter, on, answered + more))
                own = event("timescale_revised", on, because="The director was away.")
                self.assertIn("The director was away.",
                              self.text(letter, on, answered + more + [own]))
        earlier = event("timescale_revised", "2025-03-13", because="A phone was broken.",
                        to="2025-07-30")
        asked = [TO_STAGE_3[0], earlier, TO_STAGE_3[1]]
        for letter in ("stage2/overdue", "stage2/overdue.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-30", asked)
                self.assertNotIn("A phone was broken.", words)
                self.assertNotIn("30 July", words)
                words = self.text(letter, "2025-06-30", [*asked, of_stage_2 | {
                    "on": "2025-06-27", "to": "2025-07-11"}])
                self.assertIn("The investigator was ill.", words)
                self.assertIn("Friday 11 July 2025", words)

    def test_in_luton_an_answer_drafted_with_the_decision_speaks_of_the_meeting_too(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]
        draft = event("stage3_drafted", "2025-07-02", points=[
            {"text": "Say sorry.", "response": "not agreed", "reasons": "It was said."}])
        for letter, says in (("stage3/response", "the director will meet the chair"),
                             ("stage3/response.yp", "two people will talk")):
            for agrees in (True, False):
                with self.subTest(letter, agrees=agrees):
                    words = self.text(letter, "2025-07-02", [
                        *reported, event("director_decided", "2025-07-02", agrees=agrees), draft],
                        procedure="luton-statutory")
                    self.assertEqual(says in words, not agrees, words)

    def test_a_closing_letter_speaks_of_the_stage_that_comes_next(self):
        closed = event("closed", "2025-09-01", because="by hand")
        for young in ("", ".yp"):
            for events, says in ((TO_STAGE_3[:1], ("stage 2", "new look")),
                                 (TO_STAGE_3[:3], ("a review panel", "a panel")),
                                 ([], ("want an answer",) * 2),
                                 (TO_STAGE_3[:2], ("want an answer",) * 2),
                                 (TO_STAGE_3[:4], ("want an answer",) * 2),
                                 ([*TO_STAGE_3[:4], event("stage3_responded", "2025-08-01")],
                                  ("no further stage", "outside the council"))):
                with self.subTest(young, events=len(events)):
                    words = self.text("stage1/closed-complainant" + young, "2025-09-02",
                                      [*events, closed], ["--baseline"])
                    self.assertIn(says[1 if young else 0], words)
                    self.assertEqual("by hand" in words, not events or (
                        len(events) == 2 and not young))
                    if len(events) != 1:
                        self.assertNotIn("ask for stage 2", words)
                        self.assertNotIn("new look", words)

    def test_letters_say_what_was_recorded_as_the_case_files_guide_says(self):
        """Each with the details that docs/case-files.md names, and nothing else."""
        for letter, recorded, said in (
                ("stage2/discontinued", event("stage2_discontinued", "2025-04-02",
                                              reason="We could not agree what to look at."),
                 ["We could not agree what to look at."]),
                ("intake/informal-resolution", event("informally_resolved", "2025-03-05",
                                                     points=[{"text": "Call on Fridays."}]),
                 ["Call on Fridays."]),
                ("conduct/warning", event("conduct_warned", "2025-03-05", reasons="Forty calls.",
                                          outcome="Call once a day."), ["Call once a day."]),
                ("conduct/decision", event("conduct_decided", "2025-03-05", reasons="Forty calls.",
                                           outcome="One call a week.", review_on="2025-06-02"),
                 ["One call a week.", "again by Monday 2 June 2025"]),
                ("conduct/review", event("conduct_reviewed", "2025-03-05", reasons="Still forty.",
                                         outcome="It stays.", review_on="2025-06-02"),
                 ["It stays.", "The limit goes on. We look at it again by Monday 2 June 2025"]),
                ("intake/linked", event("complaint_linked", "2025-03-05",
                                        points=[{"text": "The review was cancelled."}]),
                 ["The review was cancelled."]),
                ("stage1/meeting-outcome", event(
                    "meeting_held", "2025-03-05", outcome="partly_upheld", actions=[
                        {"text": "A plan is written.", "who": "team_manager",
                         "due_on": "2025-03-21"}]),
                 ["The outcome is: partly upheld",
                  "A plan is written. (the team manager, by Friday 21 March 2025)"])):
            with self.subTest(letter=letter):
                words = self.text(letter, "2025-04-03", [recorded]).replace("*", "")
                for needed in said:
                    self.assertIn(needed, words)
                self.assertNotIn("the same things as before", words)

    def test_a_late_final_answer_is_told_by_the_day_last_promised(self):
        self.office.import_cases([case("A-9", who=complainant("email"), procedure="corporate-code",
                                       events=[event("stage1_responded", "2025-03-06",
                                                     finding="upheld", sent_by="service"),
                                               event("stage2_requested", "2025-03-10"),
                                               event("stage2_extended", "2025-03-31",
                                                     reason="Still slow.", until="2025-04-22")])],
                                 "2025-03-03")
        for day in ("2025-03-03", "2025-03-10", "2025-03-31", "2025-05-08"):
            self.office.run(day)
        for letter in ("corporate/stage2-overdue", "corporate/stage2-overdue.yp"):
            page = self.office.data / "letter.txt"
            self.office.do("preview", letter, "--case", "A-9", "--on", "2025-05-08", "--as", "text",
                           "-o", page)
            words = " ".join(page.read_text("utf-8").split())
            self.assertIn("by Tuesday 22 April 2025", words)
            self.assertNotIn("May 2025.", words)


if __name__ == "__main__":
    unittest.main()
