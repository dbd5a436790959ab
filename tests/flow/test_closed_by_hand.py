"""A case is closed, or waits for a court, while stage 2 is under way: whom that leaves waiting."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import event

STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")
CORPORATE = ("corporate-code", "wokingham-corporate")
WHO_DECIDES = ("adjudicating_officer", "Ruth Okafor", "ruth.okafor@council.example")
WHO_LOOKS_INTO_IT = (("investigating_officer", "Martin Hale", "martin.hale@council.example"),
                     ("independent_person", "Grace Lindqvist", "grace@independent.example"))


class UnderWay(OfficeTest):
    def all(self, cases, name, on, **details):
        for reference in cases:
            self.office.event(reference, name, on, **details)
        self.office.run(on)

    def at_stage_2(self, procedures):
        """Answered on 12 March, stage 2 asked for on the 20th and acknowledged; work has begun. The
        cases have the procedures' names."""
        self.office.import_cases([case(
            procedure, procedure=procedure, who=complainant("email"),
            events=[event("eligibility_decided", "2025-03-05", outcome="accepted"),
                    event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service")])
            for procedure in procedures], "2025-03-20", "--baseline")
        self.all(procedures, "stage2_requested", "2025-03-20")
        for procedure in procedures:
            statutory = procedure in STATUTORY
            for role, name, email in (WHO_DECIDES, *(WHO_LOOKS_INTO_IT if statutory else ())):
                self.joins(procedure, role, name, email, "2025-03-25")
            if statutory:
                self.office.event(procedure, "investigators_appointed", "2025-03-25")
        self.office.run("2025-03-25")

    def joins(self, reference, role, name, email, on):
        self.office.do("event", reference, "party_changed", "--on", on, "--set", f"role={role}",
                       "--set", f"name={name}", "--set", f"email={email}")

    def told_who_decides(self, step, reference):
        letter, = self.office.parcels(step=step, case=reference)
        page = self.office.data / "letter.eml"
        self.office.do("outbox", "show", letter["id"], "-o", page)
        mail = parsed(page)
        self.assertIn("ruth.okafor@council.example", mail["To"])
        return " ".join(mail.get_body(("plain",)).get_content().replace("*", "").split())

    def test_closed_by_hand_somebody_is_asked_for_whoever_waits_for_the_answer(self):
        self.at_stage_2(STATUTORY + CORPORATE)
        self.all(STATUTORY + CORPORATE, "closed", "2025-04-02", because="She moved away.")
        for procedure in STATUTORY + CORPORATE:
            with self.subTest(procedure):
                task, = self.office.tasks(step="stage2-closed-by-hand", case=procedure)
                self.assertEqual(task["due"], "2025-04-03")
                self.assertIn("strike the closing out", task["reason"])

    def test_the_manager_who_decides_a_corporate_complaint_stops_for_a_court_and_goes_on(self):
        self.at_stage_2(CORPORATE)
        self.all(CORPORATE, "court_hold", "2025-04-01", scope="whole")
        self.all(CORPORATE, "court_hold_lifted", "2025-04-15")
        for procedure in CORPORATE:
            with self.subTest(procedure):
                self.assertIn("Please stop for now.",
                              self.told_who_decides("stage2-waits-for-court", procedure))
                # Eight of the twenty days were over when it began to wait.
                self.assertIn("The complainant has our answer When: Tuesday 6 May 2025",
                              self.told_who_decides("stage2-goes-on", procedure))

    def test_a_manager_who_is_named_while_a_court_is_waited_for_is_asked_to_wait(self):
        self.at_stage_2(CORPORATE)
        self.all(CORPORATE, "court_hold", "2025-04-01", scope="whole")
        for procedure in CORPORATE:
            self.joins(procedure, "adjudicating_officer", "Oona Bell",
                       "ruth.okafor@council.example", "2025-04-02")
        self.office.run("2025-04-02")
        for procedure in CORPORATE:
            with self.subTest(procedure):
                self.assertIn("Talk with nobody about it for now",
                              self.told_who_decides("stage2-allocation-again", procedure))

    def test_a_manager_without_a_draft_is_reminded_before_its_day_and_each_week_after_it(self):
        self.at_stage_2(CORPORATE)
        for day in ("2025-04-09", "2025-04-10", "2025-04-11", "2025-04-17", "2025-04-22"):
            self.office.run(day)
        for procedure in CORPORATE:
            with self.subTest(procedure):
                self.assertIn("Your draft is due When: Thursday 10 April 2025",
                              self.told_who_decides("stage2-draft-soon", procedure))
                self.assertEqual([one["sent"] for one in self.office.parcels(
                    step="stage2-draft-missing", case=procedure)], ["2025-04-11", "2025-04-22"])

    def test_a_manager_who_is_named_today_is_not_reminded_today(self):
        self.at_stage_2(CORPORATE)
        for procedure in CORPORATE:
            self.joins(procedure, "adjudicating_officer", "Oona Bell",
                       "oona.bell@council.example", "2025-04-09")
        self.office.run("2025-04-09")
        self.assertEqual(len(self.office.parcels(step="stage2-allocation-again")), 2)
        self.assertEqual(self.office.parcels(step="stage2-draft-soon"), [])

    def test_a_manager_is_told_when_stage_2_is_stopped(self):
        self.at_stage_2(CORPORATE)
        self.all(CORPORATE, "stage2_discontinued", "2025-04-02", reasons="A court decides it.")
        for procedure in CORPORATE:
            with self.subTest(procedure):
                self.assertIn("Stage 2 of this complaint was stopped on Wednesday 2 April 2025",
                              self.told_who_decides("stage2-stopped", procedure))

    def test_a_third_stage_that_there_is_not_reaches_somebody(self):
        self.at_stage_2(CORPORATE)
        self.all(CORPORATE, "stage3_requested", "2025-04-02", how="phone")
        for procedure in CORPORATE:
            with self.subTest(procedure):
                task, = self.office.tasks(step="stage3-asked-for-here", case=procedure)
                self.assertEqual(task["due"], "2025-04-03")


class AtStage1(OfficeTest):
    def begun(self, procedures, *events):
        self.office.import_cases([case(
            procedure, procedure=procedure, who=complainant("email"),
            events=[event("eligibility_decided", "2025-03-05", outcome="accepted"), *events])
            for procedure in procedures], "2025-03-13", "--baseline")
        self.office.run("2025-03-13")

    def all(self, cases, name, on, **details):
        for reference in cases:
            self.office.event(reference, name, on, **details)

    def test_stage_2_asked_for_in_time_after_the_closing_is_not_called_late(self):
        self.begun(STATUTORY + CORPORATE,
                   event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"))
        self.all(STATUTORY + CORPORATE, "closed", "2025-03-14")
        self.all(STATUTORY + CORPORATE, "stage2_requested", "2025-03-20")
        self.office.run("2025-03-20")
        for procedure in STATUTORY + CORPORATE:
            with self.subTest(procedure):
                task, = self.office.tasks(step="stage2-asked-after-the-end", case=procedure)
                self.assertEqual(task["due"], "2025-03-21")
                self.assertIn("Then it is in time", task["reason"])
                self.assertNotIn("late request", task["reason"])

    def test_a_corporate_complaint_that_goes_on_as_statutory_leaves_nobody_to_be_asked_for(self):
        self.begun(CORPORATE)
        self.all(CORPORATE, "closed", "2025-03-14", because="goes_on_as_statutory")
        self.office.run("2025-03-14")
        self.assertEqual(self.office.tasks(step="closed-unanswered"), [])

    def test_the_answer_says_that_we_went_on_after_a_withdrawal_that_was_none(self):
        self.begun(STATUTORY + CORPORATE)
        self.all(STATUTORY + CORPORATE, "withdrawn", "2025-03-14", how="phone")
        self.office.run("2025-03-14")
        for reference, withdrawn in self.office.sql(
                "SELECT case_reference, id FROM events WHERE name = 'withdrawn'"):
            self.office.event(reference, "corrected", "2025-03-17", event=withdrawn, strike="true")
        self.all(STATUTORY + CORPORATE, "stage1_drafted", "2025-03-17", finding="upheld",
                 points='[{"text": "Visits", "finding": "upheld", "reasons": "We forgot."}]')
        self.all([one for one in STATUTORY + CORPORATE if "wokingham" in one],
                 "quality_check_passed", "2025-03-17", by="Cora Mann")
        self.office.run("2025-03-17")
        for procedure in STATUTORY + CORPORATE:
            with self.subTest(procedure):
                waiting, = self.office.parcels(step="stage1-response", case=procedure,
                                               recipient="complainant")
                page = self.office.data / "letter.eml"
                self.office.do("outbox", "show", waiting["id"], "-o", page)
                words = " ".join(parsed(page).get_body(("plain",)).get_content().split())
                self.assertIn("We wrote on Friday 14 March 2025 that we had stopped. We went on "
                              "after all, and this is our answer.", words)


if __name__ == "__main__":
    unittest.main()
