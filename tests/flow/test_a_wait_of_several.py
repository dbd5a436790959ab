"""Several people complain, and the days wait for an advocate: of whom, until when, and what each of
them reads of it."""

import unittest

from test_one_of_several import ASHA, IMRAN, OneOfSeveral
from test_the_word_of_each import STATUTORY


class AWaitForAnAdvocate(OneOfSeveral):
    def day_10_passes(self):
        self.office.run("2025-03-17")
        return bool(self.told("delay-apology-silence"))

    def test_stops_no_days_until_each_has_agreed(self):
        for procedure in STATUTORY:
            with self.subTest(procedure):
                self.setUp()
                self.start(procedure)
                self.says("2025-03-05", "advocate_awaited", IMRAN, agreed="true")
                (task,) = self.tasks("advocate-awaited-by-one")
                self.assertEqual(task["due"], "2025-03-06")
                self.assertIn("Still to be asked: the first complainant.", task["reason"])
                for parcel in self.office.parcels(step="advocate-awaited"):
                    if parcel["recipient"] in ("complainant", "complainant.2"):
                        self.office.do("outbox", "approve", parcel["id"])
                self.office.run("2025-03-05")
                told = self.told("advocate-awaited")
                self.assertNotIn("asked to wait", told["complainant"])
                self.assertNotIn("days for our answer stop", told["complainant"])
                self.assertIn("We ask the others who complain if they agree",
                              told["complainant.2"])
                self.assertTrue(self.day_10_passes())

    def test_stops_them_from_the_day_on_which_the_last_agreed(self):
        self.start()
        self.says("2025-03-05", "advocate_awaited", IMRAN, agreed="true")
        self.office.event("A-1", "advocate_awaited", "2025-03-07", agreed="true")
        self.office.run("2025-03-07")
        self.assertEqual(self.tasks("advocate-awaited-by-one"), [])
        self.assertFalse(self.day_10_passes())
        self.says("2025-03-18", "advocate_appointed", IMRAN)
        told = self.told("advocate-appointed")
        # Day 4 was 7 March: six days are left from 18 March.
        self.assertIn("Our answer is due by Wednesday 26 March 2025", told["complainant"])

    def test_is_asked_about_once_more_when_an_advocate_is_found_for_one(self):
        self.start()
        self.office.event("A-1", "advocate_awaited", "2025-03-07", agreed="true")
        self.says("2025-03-18", "advocate_appointed", IMRAN)
        (task,) = self.tasks("advocate-appointed-for-one")
        self.assertEqual(task["due"], "2025-03-19")
        self.assertIn("Still to be asked: the first complainant.", task["reason"])
        self.says("2025-03-19", "advocate_appointed", ASHA)
        self.assertEqual(self.tasks("advocate-appointed-for-one"), [])

    def test_counts_from_the_day_on_which_who_had_not_agreed_left(self):
        self.start()
        self.says("2025-03-05", "advocate_awaited", IMRAN, agreed="true")
        self.says("2025-03-11", "withdrawn", ASHA)
        self.assertFalse(self.day_10_passes())
        self.says("2025-03-18", "advocate_appointed", IMRAN)
        # Day 6 was 11 March.
        self.assertIn("Our answer is due by Monday 24 March 2025",
                      self.told("advocate-appointed")["complainant.2"])


class AWaitForTwoAdvocates(OneOfSeveral):
    """Each of them wants an advocate of their own, and agrees that we wait."""

    def start(self, *args, **more):
        super().start(*args, **more)
        self.says("2025-03-05", "advocate_awaited", IMRAN, agreed="true")
        self.says("2025-03-06", "advocate_awaited", ASHA, agreed="true")

    def read(self, step, day):
        for parcel in self.office.parcels(step=step, state="awaiting_approval"):
            if parcel["recipient"] in ("complainant", "complainant.2"):
                self.office.do("outbox", "approve", parcel["id"])
        self.office.run(day)
        return self.told(step)

    def test_goes_on_for_whoever_has_none_yet(self):
        for procedure in STATUTORY:
            with self.subTest(procedure):
                self.setUp()
                self.start(procedure)
                self.says("2025-03-18", "advocate_appointed", IMRAN)
                self.office.run("2025-03-19")
                self.assertEqual(self.told("advocate-appointed"), {})
                told = self.told("advocate-for-one")
                self.assertEqual(set(told), {"complainant.2"})
                self.assertIn("One more advocate is wanted", told["complainant.2"])
                self.assertIn("look at this again by Tuesday 1 April 2025", told["complainant.2"])
                self.assertEqual(self.tasks("advocate-appointed-for-one"), [])
                self.says("2025-03-25", "advocate_appointed", ASHA)
                told = self.told("advocate-appointed")
                # Day 3 was 6 March: seven days are left from 25 March.
                for reader in ("complainant", "complainant.2"):
                    self.assertIn("due by Thursday 3 April 2025", told[reader])
                self.assertIn("You have an advocate now", told["complainant"])
                self.assertIn("We do not wait for an advocate any longer", told["complainant.2"])

    def test_is_looked_at_on_the_day_that_the_letter_named(self):
        self.start()
        self.says("2025-03-18", "advocate_appointed", IMRAN)
        self.office.run("2025-03-20")
        (task,) = self.tasks("advocate-still-awaited")
        self.assertIn("each who wants one and has none", task["reason"])

    def test_ends_with_an_advocate_for_all(self):
        self.start()
        self.office.event("A-1", "advocate_appointed", "2025-03-18")
        self.office.run("2025-03-18")
        self.assertEqual(set(self.told("advocate-appointed")), {"complainant", "complainant.2"})

    def test_ends_on_the_day_on_which_whoever_has_none_leaves(self):
        self.start()
        self.says("2025-03-18", "advocate_appointed", IMRAN)
        self.says("2025-03-21", "withdrawn", ASHA)
        told = self.told("advocate-appointed")
        self.assertEqual(set(told), {"complainant.2"})
        self.assertIn("Our answer is due by Tuesday 1 April 2025", told["complainant.2"])

    def test_keeps_its_last_day_when_somebody_leaves_after_it(self):
        self.start()
        self.says("2025-03-12", "advocate_appointed", IMRAN)
        self.says("2025-03-17", "advocate_appointed", ASHA)
        self.says("2025-03-19", "withdrawn", ASHA)
        # Day 3 was 6 March: day 10 is the seventh from 17 March.
        self.office.run("2025-03-25")
        self.assertEqual(self.told("delay-apology-silence"), {})
        self.office.run("2025-03-26")
        self.assertEqual(set(self.told("delay-apology-silence")), {"complainant.2"})

    def test_ends_when_one_of_them_no_longer_agrees(self):
        for procedure in STATUTORY:
            with self.subTest(procedure):
                self.setUp()
                self.start(procedure)
                self.says("2025-03-12", "advocate_awaited", IMRAN, agreed="false")
                told = self.read("advocate-awaited", "2025-03-12")
                self.assertIn("You told us on Wednesday 12 March 2025 that we need not wait",
                              told["complainant.2"])
                self.assertIn("We do not wait for an advocate any longer", told["complainant"])
                for words in told.values():
                    self.assertIn("Our answer is now due by Friday 21 March 2025", words)
                self.assertEqual(self.tasks("advocate-awaited-by-one"), [])
                (task,) = self.tasks("advocate-wait-refused")
                self.assertIn("does not agree that we wait", task["reason"])
                self.office.run("2025-03-20")
                self.assertEqual(self.tasks("advocate-still-awaited"), [])

    def test_tells_the_other_that_it_ends_though_one_has_an_advocate(self):
        self.start()
        self.says("2025-03-18", "advocate_appointed", IMRAN)
        self.says("2025-03-20", "advocate_awaited", ASHA, agreed="false")
        told = self.read("advocate-awaited", "2025-03-20")
        self.assertIn("that we need not wait", told["complainant"])
        self.assertIn("Our answer is now due by Monday 31 March 2025", told["complainant.2"])

    def test_begins_again_for_one_who_wants_one_later(self):
        self.start()
        self.says("2025-03-12", "advocate_awaited", IMRAN, agreed="false")
        self.says("2025-03-13", "advocate_awaited", ASHA, agreed="true")
        told = self.read("advocate-awaited", "2025-03-13")
        self.assertIn("We ask the others who complain if they agree", told["complainant"])
        self.assertNotIn("stop now", told["complainant"])
        self.assertEqual(len(self.tasks("advocate-awaited-by-one")), 1)


class AWaitThatTheOtherRefuses(OneOfSeveral):
    def test_asks_nobody_again_for_what_they_have_said(self):
        self.start()
        self.says("2025-03-05", "advocate_awaited", ASHA, agreed="true")
        self.says("2025-03-06", "advocate_awaited", IMRAN, agreed="false")
        (task,) = self.tasks("advocate-wait-refused")
        self.assertEqual(task["due"], "2025-03-07")
        for parcel in self.office.parcels(step="advocate-awaited", state="awaiting_approval"):
            if parcel["recipient"] == "complainant":
                self.office.do("outbox", "approve", parcel["id"])
        self.office.run("2025-03-06")
        words = self.told("advocate-awaited")["complainant"]
        self.assertIn("Tell us if that is too soon for you", words)
        self.assertNotIn("Tell us if you would rather that we wait", words)


class AWaitPutRight(OneOfSeveral):
    """What our letters said of it is owned up to by the next one."""

    def put_right(self, event, on, *details):
        first = self.office.sql("SELECT id FROM events WHERE case_reference = 'A-1' AND name = ?",
                                event)[-1][0]
        self.office.do("event", "A-1", "corrected", "--on", on, "--at", f"{on}T11:00:00Z",
                       "--set", f"event={first}", *[x for d in details for x in ("--set", d)])
        self.office.run(on)

    def start(self, second=None):
        young = {"kind": "young_person", "title": None, "safe_contact": "by email"}
        super().start(second=young | {"address": None})
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-03", "--set",
                       "role=complainant", "--set", "which=1", "--set", "kind=young_person",
                       "--set", "safe_contact=by email")
        self.office.event("A-1", "advocate_awaited", "2025-03-05", agreed="true")
        self.office.run("2025-03-05")
        for parcel in self.office.parcels(step="advocate-awaited", state="awaiting_approval"):
            if not parcel["recipient"].startswith("copy."):
                self.office.do("outbox", "approve", parcel["id"])
        self.office.run("2025-03-05")

    def test_is_said_to_have_been_a_mistake_where_it_was_struck_out(self):
        self.start()
        self.put_right("advocate_awaited", "2025-03-12", "strike=true")
        self.office.run("2025-03-17")
        for words in self.told("delay-apology-silence").values():
            self.assertIn("Our letter about an advocate was a mistake", words)

    def test_that_ended_sooner_gave_another_date(self):
        self.start()
        self.office.event("A-1", "advocate_appointed", "2025-03-17")
        self.office.run("2025-03-17")
        self.assertIn("by Thursday 27 March 2025", self.told("advocate-appointed")["complainant"])
        self.put_right("advocate_appointed", "2025-03-18", "replace.on=2025-03-13")
        self.office.run("2025-03-25")
        told = self.told("delay-apology-silence")
        self.assertEqual(set(told), {"complainant", "complainant.2"})
        for words in told.values():
            self.assertIn("One of our letters gave you another date", words)


if __name__ == "__main__":
    unittest.main()
