"""What an officer records reaches somebody, also where it moves no date and ends nothing."""

import unittest

from office import OfficeTest, case
from story import event

CORPORATE = ("wokingham-corporate", "corporate-code")
OTHER_STATUTORY = ("luton-statutory", "wokingham-statutory", "statutory-baseline")
STATUTORY = ("leicestershire-statutory", *OTHER_STATUTORY)
ACCEPTED = event("eligibility_decided", "2025-03-05", outcome="accepted")
STAGE_2 = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
           event("stage2_requested", "2025-03-24")]
POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'
FINAL = [*STAGE_2, event("stage2_adjudicated", "2025-04-10", finding="upheld")]


class ReachesSomebody(OfficeTest):
    def tasks_after(self, procedures, history, last):
        """By procedure, the steps of the tasks raised once `last` is on record too."""
        self.office.import_cases(
            [case(name, procedure=name, events=[*history, last]) for name in procedures],
            last["on"])
        self.office.run(last["on"])
        return {name: [task["step"] for task in self.office.tasks(state="open", case=name)]
                for name in procedures}

    def asks(self, step, procedures, history, last):
        for name, steps in self.tasks_after(procedures, history, last).items():
            with self.subTest(name):
                self.assertEqual(steps.count(step), 1, steps)

    def test_a_new_date_of_stage_1_that_no_letter_names(self):
        self.asks("stage1-new-date", STATUTORY + CORPORATE, [ACCEPTED],
                  event("timescale_revised", "2025-03-10", to="2025-04-30", because="Illness."))

    def test_a_reason_after_more_time_was_agreed(self):
        self.asks("reason-after-extension", ["luton-statutory"],
                  [ACCEPTED, event("extension_agreed", "2025-03-13")],
                  event("delay_confirmed", "2025-03-24", reason="The worker is ill."))

    def test_a_complaint_settled_at_stage_2(self):
        self.asks("local-resolution-settled", STATUTORY, [ACCEPTED, *STAGE_2],
                  event("local_resolution_closed", "2025-03-28", outcome="resolved"))

    def test_a_corporate_complaint_settled_in_words_of_another_procedure(self):
        self.asks("settled-unrecorded", CORPORATE, [],
                  event("meeting_held", "2025-03-10", outcome="resolved"))

    def test_a_meeting_about_a_corporate_complaint(self):
        self.asks("nothing-follows", CORPORATE, [],
                  event("meeting_arranged", "2025-03-10", meeting_on="2025-03-14"))

    def test_a_further_stage_after_the_final_answer(self):
        self.asks("asked-after-the-final-answer", CORPORATE, FINAL,
                  event("stage3_requested", "2025-04-14"))

    def test_a_second_request_for_stage_2_after_the_final_answer(self):
        self.asks("asked-after-the-final-answer", CORPORATE, FINAL,
                  event("stage2_requested", "2025-04-14"))

    def test_a_settlement_that_is_on_record_asks_nobody(self):
        steps = self.tasks_after(OTHER_STATUTORY + CORPORATE,
                                 [ACCEPTED, *STAGE_2, event("resolved", "2025-03-27")],
                                 event("local_resolution_closed", "2025-03-28",
                                       outcome="resolved"))
        for name, of_case in steps.items():
            with self.subTest(name):
                self.assertNotIn("local-resolution-settled", of_case)
                self.assertNotIn("settled-unrecorded", of_case)


class ACopyForTheComplaintsOfficer(OfficeTest):
    def copies_once(self, officer):
        """Recipients of the answer's copies when the case's complaints officer has left."""
        whole = case("A-1", events=[ACCEPTED])
        whole["parties"] += officer
        self.office.import_cases([whole], "2025-03-05")
        self.office.event("A-1", "party_changed", "2025-03-06", role="complaints_officer",
                          left="yes")
        self.office.event("A-1", "stage1_drafted", "2025-03-12", points=POINTS)
        self.office.run("2025-03-12")
        self.assertTrue(self.office.parcels(step="stage1-response", recipient="complainant"))
        return [parcel["recipient"] for parcel in self.office.parcels(step="stage1-response")
                if parcel["recipient"].startswith("copy.complaints_officer")]

    def test_goes_to_the_teams_own_when_the_cases_has_left(self):
        ann = {"role": "complaints_officer", "name": "Ann Lee", "email": "ann@council.example"}
        self.assertEqual(self.copies_once([ann]), ["copy.complaints_officer.2"])
        (copy,) = self.office.parcels(recipient="copy.complaints_officer.2")
        self.assertEqual(copy["state"], "awaiting_approval")
        self.office.do("outbox", "approve", self.office.parcels(
            step="stage1-response", recipient="complainant")[0]["id"])
        self.office.run("2025-03-13")
        self.assertIn("sam.rivers@council.example", [to for (to,) in self.office.sql(
            "SELECT envelope_to FROM parcels WHERE state = 'accepted' AND step = 'stage1-response'")])

    def test_goes_to_nobody_when_the_teams_own_has_left_the_case(self):
        self.assertEqual(self.copies_once([]), [])


if __name__ == "__main__":
    unittest.main()
