"""A complaint that waits (for a court, for an advocate) from the day a clock would begin."""

import unittest

from office import OfficeTest, case, complainant, parsed, weekdays

STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")
CORPORATE = ("wokingham-corporate", "corporate-code")
INVESTIGATORS = [
    {"role": "investigating_officer", "name": "Ivy Orr", "email": "ivy@investigators.example"},
    {"role": "independent_person", "name": "Pat Ashe", "email": "pat@independent.example"},
    {"role": "adjudicating_officer", "name": "Ada Field", "email": "ada@council.example"}]


class FromTheFirstDay(OfficeTest):
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def start(self, procedures, events=(), parties=()):
        self.references = []
        cases = []
        for procedure in procedures:
            for kind in ("parent", "young_person"):
                one = case(f"{procedure}-{kind}", "2026-03-02", complainant("email", kind=kind),
                           procedure=procedure, events=events)
                one["parties"] += parties
                cases.append(one)
                self.references.append(one["reference"])
        self.office.import_cases(cases, "2026-03-02")
        self.office.run("2026-03-02")

    def record(self, name, on, **details):
        for reference in self.references:
            self.office.event(reference, name, on, **details)

    def letters(self, step):
        """Text by case of the letters of a step to the complainant."""
        return {parcel["case"]: parsed(self.office.do("archive", "show", parcel["id"]).bytes)
                .get_body(("plain",)).get_content()
                for parcel in self.office.parcels(step=step, recipient="complainant")}

    def expect_every_letter_could_be_made(self):
        self.assertEqual([task["reason"] for task in self.office.tasks()
                          if "could not be made" in task["reason"]], [])

    def expect_no_date_for_an_answer(self, step):
        letters = self.letters(step)
        self.assertCountEqual(letters, self.references)
        for reference, text in letters.items():
            with self.subTest(case=reference, step=step):
                self.assertNotRegex(" ".join(text.split()), r"answer (is due )?by|1[0-9] March")

    def test_every_letter_goes_and_names_no_date_for_the_answer(self):
        hold = {"name": "court_hold", "on": "2026-03-02", "scope": "whole",
                "reasons": "A court decides."}
        self.start(STATUTORY + CORPORATE, [hold])
        self.expect_every_letter_could_be_made()
        self.expect_no_date_for_an_answer("acknowledgement")
        for day in weekdays("2026-03-03", "2026-03-10"):
            self.office.run(day)
        self.expect_every_letter_could_be_made()
        for step in ("due-tomorrow", "delay-apology-silence", "stage2-rights"):
            self.assertEqual(self.office.parcels(step=step), [])

    def test_the_decision_while_an_advocate_is_awaited_names_no_date_either(self):
        wait = {"name": "advocate_awaited", "on": "2026-03-02", "agreed": True}
        self.start(STATUTORY, [wait])
        self.record("eligibility_decided", "2026-03-04", outcome="accepted")
        self.office.run("2026-03-04")
        self.expect_every_letter_could_be_made()
        self.expect_no_date_for_an_answer("eligibility-accepted")

    def test_stage_2_asked_for_during_a_hold_counts_from_its_end(self):
        self.start(STATUTORY + CORPORATE, parties=INVESTIGATORS)
        self.record("stage1_responded", "2026-03-06", finding="upheld", sent_by="service")
        self.record("court_hold", "2026-03-10", scope="whole", reasons="A court decides.")
        self.office.run("2026-03-10")
        self.record("stage2_requested", "2026-03-12")
        self.office.run("2026-03-12")
        self.expect_every_letter_could_be_made()
        for reference, text in self.letters("stage2-acknowledgement").items():
            with self.subTest(case=reference):
                self.assertIn("has to wait", " ".join(text.split()))
                self.assertNotIn("April", text)
        self.assertEqual(len(self.letters("stage2-acknowledgement")), 12)
        self.record("court_hold_lifted", "2026-03-27")
        for reference in self.references:
            clocks = self.office.do("explain", reference, "--on", "2026-03-27").out
            with self.subTest(case=reference):
                # Working days from Friday 27 March, over Easter and the holiday of 4 May.
                self.assertRegex(clocks.split("Steps\n")[0],
                                 "Clock Stage 2: day 0 of (20, due Tuesday 28 April|"
                                 "25, due Wednesday 6 May) 2026")


if __name__ == "__main__":
    unittest.main()
