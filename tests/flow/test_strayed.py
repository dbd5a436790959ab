"""Letters that went where they should not have gone, as the case says only later."""

import unittest

from office import OfficeTest, case, complainant

REFERENCE = "CC-2025-0061"
POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody."}]'
ELSEWHERE = {"role": "complainant", "address_1": "99 Wrong Road", "address_2": "Newton",
             "postcode": "EX9 9ZZ"}
STRAYED = "should not have gone where it went"


class Strayed(OfficeTest):
    """Received on Monday 3 March 2025; the answer is posted on Friday 14 March and counts as
    received on the 18th: the time to ask for stage 2 ends on 15 April."""

    procedure = "luton-statutory"

    def setUp(self):
        super().setUp()
        self.office.import_cases([self.made()], "2025-03-03")
        self.look("2025-03-03")

    def made(self):
        return case(REFERENCE, who=complainant("letter"), procedure=self.procedure)

    def look(self, day):
        self.office.run(day)
        if (self.office.data / "tray" / day).exists():
            self.office.do("outbox", "posted", "--tray", day, "--on", day)

    def record(self, name, recorded, on=None, **details):
        """Answers the id by which a correction names the event."""
        self.office.event(REFERENCE, name, on or recorded, at=f"{recorded}T10:00:00Z", **details)
        self.look(recorded)
        return self.office.sql("SELECT id FROM events WHERE name = ? ORDER BY number DESC",
                               name)[0][0]

    def answered(self):
        self.record("stage1_drafted", "2025-03-14", points=POINTS)
        for one in self.office.parcels(state="awaiting_approval"):
            self.office.say("outbox", "approve", one["id"])
        self.look("2025-03-14")

    def is_closed(self):
        return "closed" in [name for name, _, _ in self.office.events_on_record(REFERENCE)]

    def asked_about(self):
        """Steps of the letters that a task asks about."""
        return sorted(task["step"] for task in self.office.tasks(state="open")
                      if STRAYED in task["reason"])

    def task_about(self, step):
        return next(task for task in self.office.tasks(state="open", step=step)
                    if STRAYED in task["reason"])


class AnAddress(Strayed):

    def test_that_was_another_persons_is_asked_about_and_no_time_runs(self):
        moved = self.record("party_changed", "2025-03-12", **ELSEWHERE)
        self.answered()
        self.assertEqual(self.asked_about(), [])
        self.record("corrected", "2025-03-20", event=moved, strike="true")
        self.assertEqual(self.asked_about(), ["stage1-response"])
        task = self.task_about("stage1-response")
        self.assertIn("on Friday 14 March 2025: the address was not its reader's", task["reason"])
        self.assertEqual(task["due"], "2025-03-20")
        self.look("2025-04-16")
        self.assertFalse(self.is_closed())
        self.office.do("outbox", "resolve", task["id"], "--sent-on", "2025-03-21", "--note",
                       "Posted to the right address; the other came back unopened.", "--on",
                       "2025-04-16")
        self.look("2025-04-22")
        self.assertFalse(self.is_closed())
        self.look("2025-04-25")
        self.assertTrue(self.is_closed())
        self.assertEqual(self.asked_about(), [])

    def test_put_right_in_place_is_asked_about_as_well(self):
        moved = self.record("party_changed", "2025-03-12", **ELSEWHERE)
        self.answered()
        self.record("corrected", "2025-03-20", event=moved, **{"replace.address_1": "9 Right Road"})
        self.assertEqual(self.asked_about(), ["stage1-response"])

    def test_that_its_reader_had_left_by_then_is_asked_about(self):
        self.answered()
        self.record("party_changed", "2025-03-20", on="2025-03-10", **ELSEWHERE)
        self.assertEqual(self.asked_about(), ["stage1-response"])
        self.look("2025-04-16")
        self.assertFalse(self.is_closed())

    def test_that_its_reader_left_while_it_was_in_the_post_is_asked_about(self):
        self.answered()
        self.record("party_changed", "2025-03-17", **ELSEWHERE)
        self.assertEqual(self.asked_about(), ["stage1-response"])

    def test_that_its_reader_left_afterwards_is_nobodys_task(self):
        self.answered()
        self.record("party_changed", "2025-03-19", **ELSEWHERE)
        self.assertEqual(self.asked_about(), [])
        self.look("2025-04-16")
        self.assertTrue(self.is_closed())

    def test_is_asked_about_once_however_often_the_case_is_looked_at(self):
        self.answered()
        self.record("party_changed", "2025-03-20", on="2025-03-10", **ELSEWHERE)
        self.office.do("outbox", "resolve", self.task_about("stage1-response")["id"], "--note",
                       "The neighbour had handed it on.", "--on", "2025-03-20")
        self.record("party_changed", "2025-03-21", role="complainant", phone="01632 960123")
        self.assertEqual(self.asked_about(), [])


class ACopy(Strayed):

    def made(self):
        made = super().made()
        made["parties"].append({"role": "representative", "name": "Reg Rep", "channel": "email",
                                "email": "reg@mail.example",
                                "represents": "Mrs Asha Quillfeather"})
        return made

    def test_whose_consent_was_recorded_by_mistake_is_asked_about_and_keeps_no_time_waiting(self):
        consent = self.record("party_changed", "2025-03-12", role="representative",
                              **{"consent.given": "yes", "consent.on": "2025-03-12"})
        self.answered()
        copies = [one for one in self.office.parcels(step="stage1-response")
                  if one["recipient"] == "copy.representative"]
        self.assertEqual([one["state"] for one in copies], ["accepted"])
        self.record("corrected", "2025-03-20", event=consent, strike="true")
        task = self.task_about("stage1-response")
        self.assertIn("nobody had agreed that its reader gets copies", task["reason"])
        self.assertNotIn("Their time", task["reason"])
        self.look("2025-04-16")
        self.assertTrue(self.is_closed())

    def test_that_went_before_consent_was_taken_back_is_nobodys_task(self):
        self.record("party_changed", "2025-03-12", role="representative",
                    **{"consent.given": "yes", "consent.on": "2025-03-12"})
        self.answered()
        self.record("party_changed", "2025-03-20", role="representative",
                    **{"consent.given": "no"})
        self.assertEqual(self.asked_about(), [])


if __name__ == "__main__":
    unittest.main()
