"""What is on record is said, whatever else was wrong with it; and what was refused is not counted."""

import unittest

from story import WordsTest, event

NO_REASON = ("We do not yet have a full reason", "We do not know yet", "We do not know the whole")
TOO_LATE = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-20"),   # day 20: 17 April; day 40: 19 May
            event("stage2_extended", "2025-04-10", until="2025-06-30",
                  reason="The log book is missing.")]


class ReasonsOnRecord(WordsTest):
    def test_a_reason_of_stage_2_is_said_though_its_new_date_was_too_late(self):
        for letter, day in (("corporate/stage2-delay", "2025-04-17"),
                            ("corporate/stage2-overdue", "2025-05-20")):
            for name in (letter, letter + ".yp"):
                with self.subTest(name):
                    words = self.text(name, day, TOO_LATE, procedure="wokingham-corporate")
                    self.assertIn("The log book is missing.", words)
                    for untrue in NO_REASON:
                        self.assertNotIn(untrue, words)
                    self.assertNotIn("30 June", words)
                    silent = self.text(name, day, TOO_LATE[:2], procedure="wokingham-corporate")
                    self.assertTrue(any(none in silent for none in NO_REASON), silent)

    def test_so_is_that_of_an_extension_that_is_over_but_not_as_the_reason_for_now(self):
        asked = [*TOO_LATE[:2],   # day 65: 25 June
                 event("stage2_extended", "2025-04-20", until="2025-06-20",
                       reason="A witness was away.")]
        for letter in ("stage2/overdue", "stage2/overdue.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-26", asked)
                self.assertIn("at first", words.lower())
                self.assertIn("A witness was away.", words)
                self.assertIn("We have asked why it takes", words)
                self.assertFalse(any(none in words for none in NO_REASON), words)
                words = self.text(letter, "2025-06-26", asked[:2])
                self.assertTrue(any(none in words for none in NO_REASON), words)

    def test_that_of_the_time_the_complainant_gave_is_said_where_it_is_confirmed(self):
        delay = event("delay_confirmed", "2025-03-10", reason="Files were lost.")
        agreed = event("extension_agreed", "2025-03-12", reason="Two workers were ill.")
        for letter in ("stage1/extension-confirmed", "stage1/extension-confirmed.yp"):
            for procedure in ("leicestershire-statutory", "wokingham-corporate"):
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-12", [agreed], procedure=procedure)
                    self.assertIn("This is why we need more time:", words)
                    self.assertIn("Two workers were ill.", words)
                    words = self.text(letter, "2025-03-12", [delay, agreed], procedure=procedure)
                    self.assertNotIn("Files were lost.", words)
                    words = self.text(letter, "2025-03-12", [
                        delay, event("extension_agreed", "2025-03-12")], procedure=procedure)
                    self.assertIn("Files were lost.", words)
        words = self.text("stage1/head-of-service-referral", "2025-03-26", [agreed])
        self.assertIn("Two workers were ill.", words)
        self.assertNotIn("no update", words)

    def test_the_letter_about_the_procedure_names_the_day_that_was_agreed_before(self):
        accepted = "eligibility_decided", "accepted"   # received 3 March: day 10 is 17 March
        letters = ("eligibility/accepted", "eligibility/accepted.yp")

        def decided(on):
            return event(accepted[0], on, outcome=accepted[1])
        agreed = event("extension_agreed", "2025-03-07")
        for letter in letters:
            with self.subTest(letter):
                for day in ("2025-03-12", "2025-03-19"):
                    words = self.text(letter, day, [agreed, decided(day)])
                    self.assertRegex(words, "[Oo]ur answer (is due )?by Monday 31 March 2025")
                    for untrue in ("17 March", "ask for it", "ask you for it", "is late",
                                   "should have our answer by now"):
                        self.assertNotIn(untrue, words)
                words = self.text(letter, "2025-03-12", [
                    event("delay_confirmed", "2025-03-07", reason="Files were lost."),
                    decided("2025-03-12")])
                self.assertRegex(words, "[Oo]ur answer (is due )?by Monday 31 March 2025")
                words = self.text(letter, "2025-03-12", [decided("2025-03-12")])
                self.assertRegex(words, "[Oo]ur answer (is due )?by Monday 17 March 2025")
                words = self.text(letter, "2025-04-03", [
                    event("further_time_agreed", "2025-04-01"), decided("2025-04-03")])
                self.assertIn("our answer by Monday 14 April 2025", words)

    def test_a_day_that_is_here_is_not_promised_once_more(self):
        asked = [*TOO_LATE[:2],   # day 60: 18 June; day 65: 25 June
                 event("stage2_extended", "2025-04-20", until="2025-06-18",
                       reason="A witness was away.")]
        for letter in ("stage2/progress", "stage2/progress.yp"):
            with self.subTest(letter):
                for day in ("2025-06-17", "2025-06-18"):
                    words = self.text(letter, day, asked)
                    self.assertNotIn("You will have our answer by Wednesday 18 June", words)
                    self.assertIn("You will have it by Wednesday 25 June 2025", words)
                words = self.text(letter, "2025-06-16", asked)
                self.assertIn("You will have our answer by Wednesday 18 June 2025", words)

    def test_who_refused_more_time_reads_that_the_answer_was_due_on_day_10(self):
        refused = [event("extension_refused", "2025-03-14")]   # day 10: 17 March; day 20: 31 March
        for procedure in ("leicestershire-statutory", "wokingham-corporate"):
            with self.subTest(procedure):
                words = self.text("stage1/stage2-rights", "2025-03-31", refused,
                                  procedure=procedure)
                self.assertIn("You did not agree to more time, and that was your right.", words)
                self.assertIn("It was due by Monday 17 March 2025.", words)
                self.assertNotIn("31 March 2025 at the latest", words)
                words = self.text("stage1/stage2-rights", "2025-03-31", [], procedure=procedure)
                self.assertIn("It was due by Monday 31 March 2025 at the latest.", words)

    def test_a_late_decision_offers_no_stage_2_to_whoever_has_asked_for_it(self):
        decided = event("eligibility_decided", "2025-04-08", outcome="accepted")
        asked = event("stage2_requested", "2025-04-02")   # day 20 was 31 March
        for letter, offer, said in (
                ("eligibility/accepted", "You can ask for stage 2 now",
                 "We have the request for stage 2 of Wednesday 2 April 2025."),
                ("eligibility/accepted.yp", "You can ask for a new look now",
                 "We know that a new look was asked for.")):
            with self.subTest(letter):
                words = self.text(letter, "2025-04-08", [decided])
                self.assertIn(offer, words)
                self.assertNotIn(said, words)
                words = self.text(letter, "2025-04-08", [asked, decided])
                self.assertNotIn(offer, words)
                self.assertIn(said, words)

    def test_a_late_decision_names_no_date_while_the_complaint_waits(self):
        waits = [event("advocate_awaited", "2025-03-18", agreed=True),
                 event("eligibility_decided", "2025-03-20", outcome="accepted")]
        for letter in ("eligibility/accepted", "eligibility/accepted.yp"):
            for agreed in ([], [event("extension_agreed", "2025-03-06")]):
                with self.subTest(letter, agreed=agreed):
                    words = self.text(letter, "2025-03-20", [*agreed, *waits])
                    self.assertIn("When we can go on, we will tell you the date", words)

    def test_that_of_a_late_panel_is_in_the_invitation(self):
        asked = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-20"),
                 event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                 event("stage3_requested", "2025-05-12")]   # day 30: 24 June
        fixed = {"time": "10:30", "venue": "Town Hall", "reason": "A member was ill."}
        for letter in ("stage3/invitation", "stage3/invitation.yp", "stage3/panel-late"):
            for day, said in (("2025-07-01", True), ("2025-06-20", False)):
                with self.subTest(letter, day=day):
                    words = self.text(letter, "2025-05-30", [
                        *asked, event("panel_fixed", "2025-05-30", panel_on=day, **fixed)])
                    if said or letter != "stage3/panel-late":
                        self.assertEqual("A member was ill." in words, said)


if __name__ == "__main__":
    unittest.main()
