"""Wokingham, question 11: no stage 1 answer leaves before its quality check is on record."""

import unittest

from office import OfficeTest, case, complainant

REFERENCE = "CC-2026-0007"
POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody called."}]'


class NoAnswerBeforeItsCheck(OfficeTest):
    procedure = "wokingham-statutory"
    letter = "stage1/response"

    def setUp(self):
        super().setUp()
        one = case(REFERENCE, "2026-03-02", complainant("email"), procedure=self.procedure)
        self.office.import_cases([one], "2026-03-02")
        self.draft("2026-03-09")

    def draft(self, on):
        self.office.event(REFERENCE, "stage1_drafted", on, points=POINTS)
        self.office.run(on)

    def check(self, on, event="quality_check_passed"):
        self.office.event(REFERENCE, event, on)
        self.office.run(on)

    def answers(self, *states):
        return [one for one in self.office.parcels(letter=self.letter, role="complainant")
                if one["state"] in states]

    def approve(self, on):
        for one in self.answers("awaiting_approval"):
            self.office.do("outbox", "approve", one["id"])
        self.office.run(on)

    def test_nothing_can_be_approved_before_the_check(self):
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        self.check("2026-03-10")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)
        self.approve("2026-03-11")
        self.assertEqual([one["sent"] for one in self.answers("accepted")], ["2026-03-11"])

    def test_the_answer_on_record_has_the_drafts_finding(self):
        self.check("2026-03-10")
        self.approve("2026-03-10")
        answered = [details for name, _, details in self.office.events_on_record(REFERENCE)
                    if name == "stage1_responded"]
        self.assertEqual(len(answered), 1)
        self.assertIn('"finding":"upheld"', answered[0].replace(" ", ""))

    def test_a_newer_draft_takes_the_check_back(self):
        self.check("2026-03-10")
        self.draft("2026-03-11")
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        self.approve("2026-03-12")
        self.assertEqual(self.answers("accepted"), [])
        self.check("2026-03-12")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)

    def test_a_draft_that_fails_goes_back_to_the_team_manager(self):
        self.check("2026-03-10", "quality_check_failed")
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        back = self.office.tasks(step="quality-check-failed")
        self.assertEqual([task["role"] for task in back], ["team_manager"])

    def test_an_answer_that_the_service_sent_unchecked_is_looked_into(self):
        self.office.event(REFERENCE, "stage1_responded", "2026-03-10", finding="upheld",
                          sent_by="service")
        self.office.run("2026-03-10")
        self.assertEqual(len(self.office.tasks(step="left-unchecked")), 1)


class NoCorporateAnswerBeforeItsCheck(NoAnswerBeforeItsCheck):
    procedure = "wokingham-corporate"
    letter = "corporate/response"


if __name__ == "__main__":
    unittest.main()
