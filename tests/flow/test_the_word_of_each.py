"""Several people complain: what one of them gives, agrees to or cannot be reached for binds nobody
else. Whoever has not spoken is still asked, and gets the letters and the time that are theirs."""

import unittest

from office import parsed
from test_one_of_several import ASHA, IMRAN, OneOfSeveral

POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'
REPLIES = '[{"text": "Say sorry", "response": "We agree", "actions": "A letter by 30 May."}]'
STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")
CORPORATE = ("corporate-code", "wokingham-corporate")
BY_POST_ONLY_SAFELY = {"channel": "letter", "email": None, "address": ["1 Safe Road", "Exampleton"],
                       "postcode": "EX1 4AB", "safe_contact": "care of the school"}


class FurtherTimeOfOne(OneOfSeveral):
    """Asha gives us until day 30 on the day after the notice; Imran says nothing."""

    def start(self, *args, **more):
        super().start(*args, **more)
        self.office.run("2025-03-31")
        self.says("2025-04-01", "further_time_agreed", ASHA)

    def test_the_other_is_called_as_the_letter_promised(self):
        self.start()
        self.assertIn("we will phone you by Thursday 3 April 2025",
                      self.told("stage2-rights")["complainant.2"])
        self.office.run("2025-04-03")
        (call,) = self.tasks("silence-call")
        self.assertIn("Still to be asked: the second complainant.", call["reason"])

    def test_nobody_is_called_once_each_has_agreed(self):
        self.start()
        self.says("2025-04-02", "further_time_agreed", IMRAN)
        self.office.run("2025-04-03")
        self.assertEqual(self.tasks("silence-call"), [])

    def test_nobody_is_called_when_it_was_said_for_all(self):
        self.start()
        self.office.event("A-1", "further_time_agreed", "2025-04-02")
        self.office.run("2025-04-03")
        self.assertEqual(self.tasks("silence-call"), [])

    def test_nobody_is_called_once_the_one_who_was_silent_has_withdrawn(self):
        self.start()
        self.says("2025-04-02", "withdrawn", IMRAN)
        self.office.run("2025-04-03")
        self.assertEqual(self.tasks("silence-call"), [])

    def test_the_head_of_service_is_asked_each_week_and_reads_who_agreed(self):
        self.start()
        self.office.run("2025-04-07")
        (email,) = self.office.parcels(step="head-of-service-weekly", recipient="head_of_service")
        (reissue,) = self.office.parcels(step="head-of-service-reissue",
                                         recipient="head_of_service")
        self.assertIn("One of those who complain agreed", self.words_of(reissue))
        self.assertIn("What the others want is not on record", self.words_of(email))

    def test_the_right_is_repeated_to_the_other_alone_and_stage_2_begins_for_both(self):
        self.start()
        self.office.run("2025-04-14")
        (reminder,) = self.office.parcels(step="right-reminder")
        self.assertEqual(reminder["recipient"], "complainant.2")
        self.office.do("outbox", "approve", reminder["id"])
        self.office.run("2025-04-14")
        words = self.told("right-reminder")["complainant.2"]
        self.assertIn("If there is no answer by Monday 14 April 2025, stage 2 begins.", words)
        self.assertNotIn("We will not start stage 2", words)
        self.office.do("run", "--on", "2025-04-15")
        told = self.told("escalated")
        self.assertIn("We had until Monday 14 April 2025", told["complainant"])
        self.assertNotIn("We had until", told["complainant.2"])
        self.assertIn("You still have no answer", told["complainant.2"])

    def test_so_it_is_in_every_procedure(self):
        for procedure in STATUTORY[1:] + CORPORATE:
            with self.subTest(procedure):
                self.setUp()
                self.start(procedure)
                for day in ("2025-04-03", "2025-04-04", "2025-04-08", "2025-04-10"):
                    self.office.run(day)
                if sent := self.told("stage2-rights"):
                    self.assertEqual(set(sent), {"complainant", "complainant.2"})
                    (call,) = self.tasks("silence-call")
                    self.assertIn("Still to be asked: the second complainant.", call["reason"])

    def words_of(self, parcel):
        file = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
        return " ".join(parsed(file).get_body(("plain",)).get_content().replace("*", "").split())


class WhatNobodyIsAskedFor(OneOfSeveral):
    """A rule that looks at the word of each asks nobody for it, unless it says so (asks_each)."""

    def test_a_delay_is_told_to_whoever_would_wait_for_an_advocate_too(self):
        self.start()
        self.says("2025-03-06", "advocate_awaited", IMRAN, agreed="yes")
        self.office.event("A-1", "delay_confirmed", "2025-03-10", reason="Files were lost.")
        self.office.run("2025-03-10")
        self.assertEqual(set(self.told("delay-apology-confirmed")), {"complainant", "complainant.2"})

    def test_so_is_more_time_that_was_given_for_all(self):
        self.start()
        self.says("2025-03-06", "advocate_awaited", IMRAN, agreed="yes")
        self.office.event("A-1", "extension_agreed", "2025-03-10", reason="Files were lost.")
        self.office.run("2025-03-10")
        self.assertEqual(set(self.told("extension-confirmed")), {"complainant", "complainant.2"})


class OneWhoCannotBeReached(OneOfSeveral):
    def test_holds_their_own_letters_alone(self):
        for procedure in STATUTORY[:1] + CORPORATE[:1]:
            with self.subTest(procedure):
                self.setUp()
                self.start(procedure)
                self.says("2025-03-10", "contact_lost", IMRAN)
                for day in ("2025-03-17", "2025-03-18"):
                    self.office.run(day)
                (step,) = {p["step"] for p in self.office.parcels(state="awaiting_approval")}
                states = {p["recipient"]: p["state"]
                          for p in self.office.parcels(step=step, case="A-1")}
                self.assertEqual(states["complainant"], "accepted")
                self.assertEqual(states["complainant.2"], "awaiting_approval")
                self.assertEqual(states["copy.team_manager"], "accepted")

    def test_is_reached_by_their_own_word_and_not_by_anothers(self):
        self.start()
        self.says("2025-03-10", "contact_lost", IMRAN)
        self.says("2025-03-11", "extension_agreed", ASHA)
        self.office.run("2025-03-17")
        waiting = self.office.parcels(state="awaiting_approval", case="A-1")
        self.assertEqual({p["recipient"] for p in waiting}, {"complainant.2"})


class ALetterThatWaitsForOne(OneOfSeveral):
    """Imran's letters go by post to whoever has a safe contact: they wait for a person."""

    def start_with_post(self):
        self.start(second=BY_POST_ONLY_SAFELY)

    def test_is_told_of_by_telephone_though_the_other_has_the_notice(self):
        self.start_with_post()
        for day in ("2025-03-17", "2025-03-31", "2025-04-03"):
            self.office.run(day)
        self.assertEqual(len(self.tasks("rights-by-telephone")), 1)
        self.assertEqual(len(self.tasks("silence-call")), 1)

    def test_keeps_no_officers_copy_waiting(self):
        self.start_with_post()
        for day in ("2025-03-17", "2025-03-31"):
            self.office.run(day)
        copies = {p["recipient"]: p["state"] for p in self.office.parcels(step="stage2-rights")
                  if p["recipient"].startswith("copy.")}
        self.assertEqual(copies, {"copy.team_manager": "accepted",
                                  "copy.head_of_service": "accepted"})

    def test_keeps_none_waiting_either_where_it_is_the_first_ones(self):
        self.start(second=None)
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-04", "--set",
                       "role=complainant", "--set", "safe_contact=care of the school", "--set",
                       "channel=letter", "--set", "address_1=1 Safe Road", "--set",
                       "postcode=EX1 4AB", "--set", "which=1")
        for day in ("2025-03-17", "2025-03-31"):
            self.office.run(day)
        states = {p["recipient"]: p["state"] for p in self.office.parcels(step="stage2-rights")}
        self.assertEqual(states, {"complainant": "awaiting_approval", "complainant.2": "accepted",
                                  "copy.team_manager": "accepted",
                                  "copy.head_of_service": "accepted"})


class AnAnswerToEach(OneOfSeveral):
    def drafted(self, day):
        self.office.event("A-1", "stage1_drafted", day, points=POINTS)
        self.office.run(day)
        return {p["recipient"]: p["id"] for p in self.office.parcels(step="stage1-response")}

    def is_closed(self):
        return any(name == "closed" for name, *_ in self.office.events_on_record("A-1"))

    def first_has_it(self):
        self.start()
        letters = self.drafted("2025-03-10")
        self.office.do("outbox", "approve", letters["complainant"])
        self.office.run("2025-03-10")
        return letters["complainant.2"]

    def test_keeps_the_case_open_while_one_waits_for_a_person(self):
        self.first_has_it()
        for day in ("2025-04-07", "2025-04-08", "2025-04-22"):
            self.office.run(day)
        self.assertFalse(self.is_closed())

    def test_gives_the_second_the_whole_time_from_the_day_on_which_it_left(self):
        waiting = self.first_has_it()
        self.office.run("2025-04-08")
        self.office.do("outbox", "approve", waiting)
        self.office.run("2025-04-09")
        self.office.run("2025-05-08")
        self.assertFalse(self.is_closed())
        self.office.run("2025-05-13")
        self.assertTrue(self.is_closed())

    def test_lets_the_case_close_once_a_person_said_why_one_gets_none(self):
        waiting = self.first_has_it()
        self.office.run("2025-04-08")
        self.office.do("outbox", "cancel", waiting, "--reason", "Imran read it with Asha",
                       "--nothing-owed", "--on", "2025-04-08")
        for day in ("2025-04-08", "2025-05-07", "2025-05-08", "2025-05-12"):
            self.office.run(day)
        self.assertTrue(self.is_closed())

    def test_asks_what_one_gets_instead_and_stays_open_until_that_is_answered(self):
        waiting = self.first_has_it()
        self.office.do("outbox", "cancel", waiting, "--reason", "wrong", "--on", "2025-03-11")
        for day in ("2025-04-08", "2025-04-22"):
            self.office.run(day)
        self.assertFalse(self.is_closed())


class TheLastAnswerToEach(OneOfSeveral):
    def answered(self, second=None):
        self.start(second=second)
        for day, event, details in (
                ("2025-03-10", "stage1_responded", {"finding": "not_upheld", "sent_by": "service"}),
                ("2025-03-12", "stage2_requested", {}),
                ("2025-04-01", "stage2_adjudicated", {"finding": "not_upheld"}),
                ("2025-04-03", "stage3_requested", {}),
                ("2025-04-04", "panel_fixed", {"panel_on": "2025-04-22", "time": "10:00",
                                               "venue": "Hall"}),
                ("2025-04-22", "panel_held", {}), ("2025-04-24", "panel_reported", {}),
                ("2025-04-25", "director_decided", {"agrees": "true"}),
                ("2025-04-28", "stage3_drafted", {"points": REPLIES})):
            self.office.event("A-1", event, day, **details)
            self.office.run(day)
        return {p["recipient"]: p["id"] for p in self.office.parcels(step="stage3-response")}

    def is_closed_on(self, day):
        self.office.run(day)
        return any(name == "closed" for name, *_ in self.office.events_on_record("A-1"))

    def test_closes_the_case_once_both_were_approved(self):
        letters = self.answered()
        self.office.do("outbox", "approve", letters["complainant"])
        self.assertFalse(self.is_closed_on("2025-05-06"))
        self.assertIn("an answer to one of its readers waits for a person",
                      self.office.do("explain", "A-1", "--on", "2025-05-06").out)
        self.office.do("outbox", "approve", letters["complainant.2"])
        self.assertTrue(self.is_closed_on("2025-05-07"))

    def test_closes_it_once_the_one_in_the_tray_was_posted(self):
        letters = self.answered(second={"channel": "letter"})
        for reader in ("complainant", "complainant.2"):
            self.office.do("outbox", "approve", letters[reader])
        for day in ("2025-04-28", "2025-04-29", "2025-05-06"):
            self.assertFalse(self.is_closed_on(day))
        self.office.do("outbox", "posted", "--tray", "2025-04-28", "--on", "2025-04-28")
        self.assertTrue(self.is_closed_on("2025-05-07"))


if __name__ == "__main__":
    unittest.main()
