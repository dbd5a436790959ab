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


class TheAgreedTimeRanOutBefore(SharedOfficeTest):
    """Received on 20 January 2025, with time given until day 30, Monday 3 March; logged on the 11th."""

    procedures = (*STATUTORY, "wokingham-corporate")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        agreed = [event("further_time_agreed", "2025-02-18")]
        decided = [event("eligibility_decided", "2025-01-23", outcome="accepted")]
        cls.office.import_cases(
            [case(f"{procedure}-{kind}", DAY_30, complainant("email") | {"kind": kind},
                  procedure=procedure,
                  events=agreed if procedure in CORPORATE else decided + agreed)
             for procedure in cls.procedures for kind in ("parent", "young_person")], "2025-03-11")
        cls.office.run("2025-03-11")

    def words(self, reference, step):
        parcel, = [p for p in self.office.parcels(case=reference, step=step)
                   if p["recipient"] == "complainant"]
        mail = self.folder / "letter.eml"
        self.office.do("outbox", "show", parcel["id"], "-o", mail)
        return " ".join(parsed(mail).get_body(("plain",)).get_content().replace("*", "").split())

    def test_and_stage_2_counts_from_the_working_day_after_it(self):
        for procedure in self.procedures:
            begun, = [details for name, _, details
                      in self.office.events_on_record(f"{procedure}-parent")
                      if name == "stage2_begun"]
            self.assertIn('"counts_from":"2025-03-04"', begun.replace(" ", ""), procedure)
            words = self.words(f"{procedure}-parent", "escalated")
            self.assertIn("Stage 2 began on Tuesday 4 March 2025", words)
            self.assertIn("We should have told you then", words)

    def test_and_no_letter_of_that_day_asks_them_to_wait_for_stage_1(self):
        for procedure in self.procedures:
            words = self.words(f"{procedure}-parent", "acknowledgement")
            self.assertIn("This letter is late", words, procedure)
            self.assertIn("began on Tuesday 4 March 2025", words, procedure)
            self.assertNotIn("wait for our answer", words, procedure)
            self.assertNotIn("Tariq Boateng", words, procedure)
            child = self.words(f"{procedure}-young_person", "acknowledgement")
            self.assertIn("The new look at what you told us has begun", child, procedure)
            self.assertNotIn("wait for our answer", child, procedure)

    def test_and_the_team_manager_has_the_complaint_all_the_same(self):
        for procedure in self.procedures:
            self.assertEqual(len(self.office.parcels(case=f"{procedure}-parent", step="allocation",
                                                     recipient="team_manager")), 1, procedure)


class ItHadToWaitForACourt(SharedOfficeTest):

    def test_and_the_acknowledgement_says_that_it_is_late(self):
        hold = [event("court_hold", "2025-02-05", scope="whole", reason="care proceedings")]
        self.office.import_cases(
            [case(f"{procedure}-{kind}", "2025-02-03", complainant("email") | {"kind": kind},
                  procedure=procedure, events=hold)
             for procedure in STATUTORY for kind in ("parent", "young_person")], LOGGED)
        self.office.run(LOGGED)
        letters = [p for p in self.office.parcels(step="acknowledgement")
                   if p["recipient"] == "complainant"]
        self.assertEqual(len(letters), 8)
        for parcel in letters:
            mail = self.folder / "letter.eml"
            self.office.do("outbox", "show", parcel["id"], "-o", mail)
            words = parsed(mail).get_body(("plain",)).get_content()
            self.assertIn("This letter is late", words, parcel["case"])


if __name__ == "__main__":
    unittest.main()
