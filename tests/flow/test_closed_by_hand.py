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


if __name__ == "__main__":
    unittest.main()
