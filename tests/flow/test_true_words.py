"""Letters whose words must be true although we cannot know everything that happened."""

import unittest

from office import OfficeTest, case, complainant
from story import event

TO_STAGE_3 = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
              event("stage2_requested", "2025-03-20"),
              event("stage2_adjudicated", "2025-05-01", finding="upheld"),
              event("stage3_requested", "2025-05-12"),
              event("panel_fixed", "2025-05-20", panel_on="2025-06-16", time="10am")]


class TrueWords(OfficeTest):
    cases = 0

    def text(self, letter, on, events, **more):
        """What the letter says in a case of its own with these events."""
        self.cases += 1
        reference = f"A-{self.cases}"
        self.office.import_cases([case(reference, who=complainant("email"), events=events, **more)],
                                 on)
        page = self.office.data / "letter.txt"
        self.office.do("preview", letter, "--case", reference, "--on", on, "--as", "text", "-o",
                       page)
        return " ".join(page.read_text("utf-8").split())

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

    def test_the_team_reads_of_no_day_that_is_over(self):
        for procedure in ("leicestershire-statutory", "luton-statutory", "statutory-baseline"):
            with self.subTest(procedure):
                words = self.text("intake/allocation", "2025-03-25", [], procedure=procedure)
                self.assertIn("as soon as you can", words)
                self.assertNotIn("10 March", words)
                self.assertNotIn("17 March", words)
                words = self.text("intake/allocation", "2025-03-04", [], procedure=procedure)
                self.assertNotIn("as soon as you can", words)
                self.assertIn("17 March", words)

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


if __name__ == "__main__":
    unittest.main()
