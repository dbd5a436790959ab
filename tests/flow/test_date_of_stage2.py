"""The day by which they have our stage 2 answer is one: every letter names the date told last."""

import unittest

from story import WordsTest, event

ANSWERED = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-20")]   # day 25: 28 April; day 65: 25 June
NAMED = [event("investigators_appointed", "2025-03-28"),
         event("statement_drafted", "2025-04-10", points=[{"text": "Visits were cancelled."}]),
         event("stage2_reported", "2025-04-10"), event("ombudsman_enquired", "2025-04-10")]
TOLD = [event("stage2_extended", "2025-04-08", until="2025-05-30", reason="Files came late.")]
STATUTORY = ("leicestershire-statutory", "luton-statutory")


class DateOfStage2(WordsTest):
    def test_that_was_told_stands_in_every_letter_of_the_statutory_procedures(self):
        for procedure in STATUTORY:
            for letter in ("stage2/statement", "stage2/investigators-named", "stage2/appointment",
                           "stage2/reports", "ombudsman/enquiry", "stage2/adjudication-reminder"):
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-04-11", [*ANSWERED, *NAMED, *TOLD],
                                      procedure=procedure)
                    self.assertIn("Friday 30 May 2025", words)
                    self.assertNotIn("28 April", words)
                    words = self.text(letter, "2025-04-11", [*ANSWERED, *NAMED],
                                      procedure=procedure)
                    self.assertNotIn("30 May", words)

    def test_leaves_the_investigators_as_long_before_it_as_the_guidance_does(self):
        words = self.text("stage2/appointment", "2025-04-11", [*ANSWERED, *NAMED, *TOLD])
        self.assertIn("Thursday 22 May 2025", words)   # five working days, and a bank holiday
        words = self.text("corporate/stage2-allocation", "2025-04-11", [
            *ANSWERED, event("stage2_extended", "2025-04-08", until="2025-05-08",
                             reason="Files came late.")], procedure="wokingham-corporate")
        self.assertIn("Wednesday 30 April 2025", words)
        self.assertIn("Thursday 8 May 2025", words)
        self.assertNotIn("19 May", words)   # day 40

    def test_leaves_no_day_for_the_statement_that_comes_before_the_first_meeting(self):
        for named, says in (("2025-03-24", "Thursday 3 April 2025"),   # day 2: contact on day 7
                            ("2025-04-02", "as soon as you can after that")):
            words = self.text("stage2/appointment", named, [
                *ANSWERED, event("investigators_appointed", named)])
            self.assertIn("The statement of complaint is agreed", words)
            self.assertIn(says, words)

    def test_is_over_for_the_investigators_too_once_it_is(self):
        words = self.text("stage2/progress-check", "2025-07-01", ANSWERED)
        self.assertIn("Its last day in law is over", words)
        self.assertNotIn("is safe", words)
        words = self.text("stage2/progress-check", "2025-05-01", ANSWERED)
        self.assertIn("is safe", words)

    def test_is_owned_up_to_when_it_is_over(self):
        words = self.text("stage2/investigators-named", "2025-06-03", [*ANSWERED, *NAMED, *TOLD])
        self.assertIn("You should have had the reports and our answer by Friday 30 May 2025", words)
        self.assertIn("by Wednesday 25 June 2025 at the latest", words)

    def test_is_the_one_of_the_law_where_no_letter_could_tell_the_other(self):
        for until, reason in (("2025-07-30", "Files came late."), ("2025-05-30", None)):
            told = event("stage2_extended", "2025-04-08", until=until,
                         **({"reason": reason} if reason else {}))
            words = self.text("stage2/statement", "2025-04-11", [*ANSWERED, *NAMED, told])
            self.assertIn("28 April", words)
            self.assertIn("25 June", words)

    def test_is_told_later_while_all_of_it_waits_for_a_court(self):
        waits = event("court_hold", "2025-04-08", scope="whole", reasons="Care proceedings.")
        added = event("complaint_linked", "2025-04-10", note="The car was late.")
        for letter in ("stage2/statement", "stage2/reports", "stage2/late-answer", "stage2/added"):
            for told in ([], TOLD):
                with self.subTest(letter, told=told):
                    words = self.text(letter, "2025-04-11", [*ANSWERED, *NAMED, *told, waits,
                                                             added])
                    self.assertIn("for a court case at the moment", words)
                    self.assertNotIn("30 May", words)


if __name__ == "__main__":
    unittest.main()
