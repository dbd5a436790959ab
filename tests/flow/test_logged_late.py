"""Complaints that the council had long before it logged them: every letter says what is true that
day, and no day is lost by the lateness of ours."""

import unittest

from office import SharedOfficeTest, case, complainant, parsed
from story import event

LOGGED = "2025-03-03"
# 30, 18 and 12 working days before.
DAY_30, DAY_18, DAY_12 = "2025-01-20", "2025-02-05", "2025-02-13"
CORPORATE = ("corporate-code", "wokingham-corporate")
STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")


class LoggedLate(SharedOfficeTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        made = []
        for procedure in CORPORATE + STATUTORY:
            for received in (DAY_30, DAY_18, DAY_12):
                for kind in ("parent", "young_person"):
                    who = complainant("email") | {"kind": kind}
                    decided = [event("eligibility_decided", received, outcome="accepted")]
                    made.append(case(cls.reference(procedure, received, kind), received,
                                     who, procedure=procedure,
                                     events=[] if procedure in CORPORATE else decided))
        cls.office.import_cases(made, LOGGED)
        cls.office.say("run", "--on", LOGGED)   # so many letters at once are held first
        cls.office.do("outbox", "release", "--flood")
        cls.office.run(LOGGED)

    @staticmethod
    def reference(procedure, received, kind):
        return f"{procedure}-{received}-{kind}"

    def text(self, procedure, received, kind, step):
        """What the complainant reads of that step, in one line."""
        parcels = [p for p in self.office.parcels(case=self.reference(procedure, received, kind),
                                                  step=step) if p["recipient"] == "complainant"]
        self.assertEqual(len(parcels), 1, (procedure, received, kind, step))
        mail = self.folder / "letter.eml"
        self.office.do("outbox", "show", parcels[0]["id"], "-o", mail)
        words = parsed(mail).get_body(("plain",)).get_content()
        return " ".join(words.replace("*", "").split())

    def each(self, step, procedures, days=(DAY_30, DAY_18, DAY_12)):
        """Procedure, day of receipt, reader, and what they read."""
        for procedure in procedures:
            for received in days:
                for kind in ("parent", "young_person"):
                    yield procedure, received, kind, self.text(procedure, received, kind, step)

    def test_no_acknowledgement_promises_a_day_that_is_over(self):
        letters = self.each("acknowledgement", CORPORATE, (DAY_30, DAY_18))
        for procedure, received, kind, words in letters:
            with self.subTest(procedure, received=received, kind=kind):
                self.assertIn("This letter is late", words)
                self.assertIn("sorry", words)
                if received == DAY_30 or procedure == "wokingham-corporate":
                    self.assertNotRegex(words, "You will (have|get) our answer by")
                self.assertNotIn("17 March", words)

    def test_a_late_acknowledgement_under_the_code_counts_from_its_last_day(self):
        letters = self.each("acknowledgement", ("corporate-code",), (DAY_12,))
        for procedure, received, kind, words in letters:
            with self.subTest(procedure, received=received, kind=kind):
                # Received on 13 February: its day 5 is 20 February, and ten days from it 6 March.
                self.assertIn("6 March 2025", words)
        # Received on 20 January: its day 5 is the 27th, so that day 20 is over.
        notice = self.text("corporate-code", DAY_30, "parent", "stage2-rights")
        self.assertIn("Monday 24 February 2025", notice)

    def test_nobody_is_told_that_an_acknowledgement_which_leaves_is_missing(self):
        for received in (DAY_30, DAY_18, DAY_12):
            reference = self.reference("corporate-code", received, "parent")
            self.assertEqual(self.office.tasks(case=reference, step="acknowledgement-still-missing"),
                             [])
            (task,) = self.office.tasks(case=reference, step="acknowledgement-missing")
            self.assertIn("logged late", task["reason"])
            self.assertNotIn("today", task["reason"])

    def test_no_further_time_is_offered_that_ends_before_the_letter_is_read(self):
        letters = self.each("stage2-rights", (*STATUTORY, "wokingham-corporate"), (DAY_30,))
        for procedure, received, kind, words in letters:
            with self.subTest(procedure, received=received, kind=kind):
                self.assertNotIn("Give us until", words)
                self.assertNotIn("Wait until", words)

    def test_a_late_acknowledgement_says_what_was_accepted(self):
        letters = self.each("acknowledgement", STATUTORY)
        for procedure, received, kind, words in letters:
            with self.subTest(procedure, received=received, kind=kind):
                self.assertIn("This letter is late", words)
                if kind == "parent":
                    self.assertIn("children's social care complaints procedure", words)
                    self.assertIn("stage 2", words.lower())
                    self.assertIn("Our answer to your complaint is late too", words)
                else:
                    self.assertIn("rules for complaints from children and young people", words)
                    self.assertIn("ask for a new look", words)
                if received != DAY_30:
                    last = "5 March 2025" if received == DAY_18 else "13 March 2025"
                    self.assertIn(last, words)

    def test_nobody_is_asked_for_two_days(self):
        letters = self.each("delay-apology-silence",
                            (*STATUTORY, "wokingham-corporate"), (DAY_18,))
        for procedure, received, kind, words in letters:
            with self.subTest(procedure, received=received, kind=kind):
                self.assertNotIn("we have until", words)
                self.assertIn("5 March 2025", words)
                self.assertIn("stage 2", words)
        letters = self.each("delay-apology-silence", STATUTORY, (DAY_12,))
        for procedure, received, kind, words in letters:
            with self.subTest(procedure, received=received, kind=kind):
                self.assertIn("we have until", words)


if __name__ == "__main__":
    unittest.main()
