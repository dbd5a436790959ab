"""Postroom was off for weeks: nobody loses a day by it, and what helps now is not called too late."""

import json
import unittest

from office import OfficeTest, case, complainant, parsed
from story import event

EVERY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
         "statutory-baseline", "corporate-code", "wokingham-corporate")
STATUTORY = EVERY[:4]


class AfterAnOutage(OfficeTest):
    def logged(self, received, procedures, kind="parent"):
        self.office.import_cases([case(one, received, complainant("email", kind=kind),
                                       procedure=one) for one in procedures], received)
        self.office.run(received)

    def words_of(self, reference, step):
        (parcel,) = [p for p in self.office.parcels(case=reference, step=step)
                     if p["recipient"] == "complainant"]
        mail = self.folder / "letter.eml"
        self.office.do("outbox", "show", parcel["id"], "-o", mail)
        words = parsed(mail).get_body(("plain",)).get_content()
        return " ".join(words.replace("*", "").split())

    def test_stage_2_counts_from_the_day_after_the_agreed_time(self):
        """Day 30 of 27 January 2025 is 10 March; the next look is on 1 April."""
        for kind in ("parent", "young_person"):
            with self.subTest(kind):
                self.setUp()
                self.logged("2025-01-27", EVERY, kind)
                for day in ("2025-02-10", "2025-02-24"):
                    self.office.run(day)
                for one in EVERY:
                    self.office.event(one, "further_time_agreed", "2025-02-26")
                self.office.run("2025-02-26")
                self.office.run("2025-04-01")
                for one in EVERY:
                    (details,) = [json.loads(details) for name, _, details
                                  in self.office.events_on_record(one) if name == "stage2_begun"]
                    self.assertEqual(details["counts_from"], "2025-03-11", one)
                    words = self.words_of(one, "escalated")
                    self.assertIn("sorry", words)
                    if kind == "parent":
                        self.assertIn("Stage 2 began on Tuesday 11 March 2025", words, one)
                    else:
                        self.assertIn("at stage 2 for some days", words, one)
                    self.assertNotIn("now begun", words)

    def steps_of(self, items):
        return sorted((item["case"], item["step"]) for item in items)

    def test_simulate_tells_what_the_next_run_makes(self):
        """Off from 10 March on; asked on the 18th, before the run. What was made is not told again."""
        self.logged("2025-03-03", EVERY)
        for day in ("2025-03-04", "2025-03-05", "2025-03-06", "2025-03-07"):
            self.office.run(day)
        before = self.office.outbox()
        told = self.office.do("simulate", "--from", "2025-03-18", "--until", "2025-03-18",
                              "--json").json()
        self.office.run("2025-03-18")
        known = {item["id"] for item in before}
        made = {(item["case"], item["step"]) for item in self.office.outbox()
                if item["id"] not in known and item["case"]}
        self.assertIn(("leicestershire-statutory", "delay-apology-silence"), made)
        self.assertEqual(set(self.steps_of(told)), made)

    def test_simulate_tells_the_task_of_a_day_that_a_letter_within_it_promises(self):
        """Stage 2 from 24 March 2025 on, and silence: the letter of day 25, 30 April, names 8 May."""
        asked = [event("eligibility_decided", "2025-03-03", outcome="accepted"),
                 event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-24")]
        self.office.import_cases([case(one, "2025-03-03", complainant("email"), procedure=one,
                                       events=asked) for one in STATUTORY], "2025-03-03")
        told = self.office.do("simulate", "--from", "2025-03-03", "--until", "2025-05-09",
                              "--json").json()
        for one in STATUTORY:
            with self.subTest(one):
                self.assertEqual([item["date"] for item in told if item["case"] == one and
                                  item["step"] == "stage2-holding-promise"], ["2025-05-08"])

    def test_simulate_tells_of_a_case_that_no_run_has_seen(self):
        self.office.import_cases([case("A-1", "2025-03-07", complainant("email"))], "2025-03-07")
        told = self.office.do("simulate", "--from", "2025-03-10", "--until", "2025-03-10",
                              "--json").json()
        self.assertIn(("A-1", "acknowledgement"), self.steps_of(told))

    def test_the_right_to_stage_2_is_told_by_telephone_while_its_notice_waits(self):
        """Day 20 of 24 February 2025 is 24 March; the next look is six days later."""
        self.logged("2025-02-24", EVERY)
        self.office.run("2025-04-01")
        for one in EVERY:
            with self.subTest(one):
                (notice,) = [p for p in self.office.parcels(case=one, step="stage2-rights")
                             if p["recipient"] == "complainant"]
                self.assertEqual(notice["state"], "awaiting_approval")
                self.assertEqual(len(self.office.tasks(case=one, step="rights-by-telephone")), 1)

    def test_an_undecided_procedure_is_asked_about_each_week(self):
        self.logged("2025-03-03", STATUTORY)
        for day in ("2025-03-31", "2025-04-01", "2025-04-08", "2025-04-09"):
            self.office.run(day)
        for one in STATUTORY:
            with self.subTest(one):
                asked = [p["due"] for p in self.office.parcels(case=one, step="eligibility-breach")
                         if p["recipient"] == "complaints_manager"]
                # Days 16 and 21 of 3 March are 25 March and 1 April, day 26 is the 8th.
                self.assertEqual(sorted(asked), ["2025-03-25", "2025-04-01", "2025-04-08"])


if __name__ == "__main__":
    unittest.main()
