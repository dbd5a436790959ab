"""One of several complainants leaves the complaint, or the answers of several differ: whoever has left
binds nobody, nobody takes back another's no, and each keeps the day that their own letter named."""

import unittest

from office import OfficeTest, case, complainant

ASHA, IMRAN = "Asha Quillfeather", "Imran Quillfeather"
OLA = {"role": "representative", "name": "Ola Strand", "email": "ola@law.example",
       "represents": IMRAN, "consent": {"given": True, "on": "2025-03-03", "scope": "all letters"}}
PROCEDURES = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
              "statutory-baseline", "wokingham-corporate", "corporate-code")


class SeveralComplain(OfficeTest):
    def start(self, second=None, procedures=PROCEDURES, accepted=True):
        """Asha and Imran complain under each procedure, received on 3 March 2025; Ola speaks for
        him."""
        self.cases = {}
        for number, procedure in enumerate(procedures, 1):
            one = case(f"A-{number}", who=complainant("email"), procedure=procedure)
            one["parties"].insert(1, complainant(
                "email", first_name="Imran", email="imran@mail.example", **(second or {})))
            one["parties"].append(OLA)
            self.cases[one["reference"]] = one
        self.office.import_cases(list(self.cases.values()), "2025-03-03")
        for reference, one in self.cases.items():
            if accepted and one["procedure"].endswith(("statutory", "baseline")):
                self.office.event(reference, "eligibility_decided", "2025-03-03", outcome="accepted")
        self.office.run("2025-03-03")

    def happens(self, day, *events):
        for reference in self.cases:
            for event, details in events:
                self.office.event(reference, event, day, **details)
        self.office.run(day)

    def id_of(self, reference, event):
        return self.office.sql("SELECT id FROM events WHERE case_reference = ? AND name = ?",
                               reference, event)[0][0]

    def open_tasks(self, reference, step):
        return self.office.tasks(step=step, case=reference, state="open")

    def letters(self, reference, step):
        return self.office.parcels(step=step, case=reference)


class WhoLeft(SeveralComplain):
    def test_what_is_said_by_or_for_who_left_moves_nothing_and_asks_a_person(self):
        self.start()
        self.happens("2025-03-10", ("withdrawn", {"by": IMRAN}))
        self.happens("2025-03-12", ("extension_agreed", {"by": IMRAN}))
        self.office.run("2025-03-31")
        self.happens("2025-04-02", ("stage2_requested", {"by": "Ola Strand"}))
        for reference in self.cases:
            self.assertFalse(self.letters(reference, "extension-confirmed"), reference)
            self.assertFalse(self.letters(reference, "stage2-acknowledgement"), reference)
            self.assertEqual(len(self.open_tasks(reference, "said-after-leaving")), 2, reference)

    def test_who_comes_back_is_heard_from_the_day_they_spoke(self):
        self.start(procedures=PROCEDURES[:1])
        self.happens("2025-03-10", ("withdrawn", {"by": IMRAN}))
        self.office.run("2025-03-31")
        self.happens("2025-04-02", ("stage2_requested", {"by": IMRAN}))
        left = self.id_of("A-1", "withdrawn")
        self.office.do("event", "A-1", "corrected", "--on", "2025-04-03",
                       "--at", "2025-04-03T10:00:00Z", "--set", "event=" + left,
                       "--set", "strike=true")
        self.office.run("2025-04-03")
        self.assertTrue(self.letters("A-1", "stage2-acknowledgement"))
        self.assertFalse(self.open_tasks("A-1", "said-after-leaving"))

    def test_an_early_request_of_who_left_is_asked_about_no_more(self):
        self.start()
        self.happens("2025-03-10", ("stage2_requested", {"by": IMRAN}))
        self.happens("2025-03-12", ("withdrawn", {"by": IMRAN}))
        for reference in self.cases:
            self.assertFalse(self.open_tasks(reference, "stage2-early-request"), reference)
            task = self.open_tasks(reference, "complainant-withdrew")[0]
            self.assertIn("counts no more: ask the other", task["reason"])

    def test_a_stage_that_began_at_the_request_of_who_left_goes_on_for_the_other(self):
        self.start()
        self.office.run("2025-03-31")
        self.happens("2025-04-02", ("stage2_requested", {"by": IMRAN}))
        self.happens("2025-04-04", ("withdrawn", {"by": IMRAN}))
        self.office.run("2025-04-10")
        for reference in self.cases:
            self.assertTrue(self.letters(reference, "stage2-acknowledgement"), reference)
            said = self.office.do("explain", reference, "--on", "2025-04-10").out
            self.assertIn("Stage 2", said)
            self.assertNotIn("request lapsed", said)

    def test_a_yes_of_one_does_not_take_back_the_no_of_another(self):
        self.start()
        self.happens("2025-03-14", ("extension_refused", {"by": IMRAN}),
                     ("extension_agreed", {"by": ASHA}))
        for reference in self.cases:
            self.assertFalse(self.letters(reference, "extension-confirmed"), reference)
            self.assertTrue(self.letters(reference, "extension-refused"), reference)
            self.assertTrue(self.open_tasks(reference, "more-time-of-one"), reference)

    def test_who_said_no_may_say_yes_later(self):
        self.start(procedures=PROCEDURES[:1])
        self.happens("2025-03-13", ("extension_refused", {"by": IMRAN}))
        self.happens("2025-03-14", ("extension_agreed", {"by": IMRAN}))
        self.assertTrue(self.letters("A-1", "extension-confirmed"))
        self.assertFalse(self.open_tasks("A-1", "more-time-of-one"))


class TheDayOfEach(SeveralComplain):
    def start_beside_a_young_person(self, accepted):
        self.start({"kind": "young_person"}, PROCEDURES[:4], accepted)

    def test_an_adult_keeps_their_day_beside_a_young_person_who_was_told_of_another(self):
        self.start_beside_a_young_person(accepted=False)
        for reference in self.cases:
            self.office.do("event", reference, "corrected", "--on", "2025-03-06",
                           "--at", "2025-03-06T10:00:00Z", "--set", "replace.on=2025-03-05",
                           "--set", "event=" + self.id_of(reference, "received"))
        self.office.run("2025-03-17")
        for reference in self.cases:
            late = {parcel["recipient"] for parcel in self.letters(reference, "delay-apology-silence")}
            self.assertIn("complainant", late, reference)

    def test_nobody_was_told_of_our_answer_on_the_day_that_a_young_person_was_told_of(self):
        self.start_beside_a_young_person(accepted=True)
        self.happens("2025-03-10", ("withdrawn", {"by": IMRAN}))
        for reference in self.cases:
            self.assertFalse(self.open_tasks(reference, "promised-day-10"), reference)


if __name__ == "__main__":
    unittest.main()
