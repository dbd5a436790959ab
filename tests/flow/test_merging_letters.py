"""A letter that another one may say in its stead, and what happens when that one is written already."""

import unittest

from office import OfficeTest, case

CASE = "CC-2025-0001"


class ADecisionWhileTheAcknowledgementLiesInTheTray(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case(CASE)], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event(CASE, "eligibility_decided", "2025-03-04", outcome="accepted")
        self.office.run("2025-03-04")

    def state(self, step):
        return [p["state"] for p in self.office.parcels(step=step, recipient="complainant")]

    def test_is_told_in_a_letter_of_its_own(self):
        self.assertEqual(self.state("acknowledgement"), ["sending"])
        self.assertEqual(self.state("eligibility-accepted"), ["sending"])

    def test_is_told_once(self):
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-05")
        self.office.do("outbox", "posted", "--tray", "2025-03-04", "--on", "2025-03-05")
        self.office.run("2025-03-05")
        self.assertEqual(self.state("eligibility-accepted"), ["accepted"])


class ADecisionBeforeTheAcknowledgementIsWritten(OfficeTest):
    def test_is_told_in_the_acknowledgement_alone(self):
        decided = {"name": "eligibility_decided", "on": "2025-03-03", "outcome": "accepted"}
        self.office.import_cases([case(CASE, events=[decided])], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.assertEqual(self.office.parcels(step="eligibility-accepted"), [])

    def test_but_one_that_leaves_a_part_out_waits_for_approval_in_a_letter_of_its_own(self):
        decided = {"name": "eligibility_decided", "on": "2025-03-03", "outcome": "part_accepted",
                   "reasons": "A tribunal decides about the school."}
        self.office.import_cases([case(CASE, events=[decided])], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        [waits] = self.office.parcels(step="part-accepted", recipient="complainant")
        self.assertEqual(waits["state"], "awaiting_approval")

    def test_and_without_its_reasons_cannot_be_made(self):
        decided = {"name": "eligibility_decided", "on": "2025-03-03", "outcome": "part_accepted"}
        self.office.import_cases([case(CASE, events=[decided])], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(self.office.parcels(step="part-accepted"), [])
        self.assertTrue([task for task in self.office.tasks()
                         if "part-accepted" in task["step"]], self.office.tasks())


if __name__ == "__main__":
    unittest.main()
