"""A day that a letter named stands when a receipt is corrected or a holiday moves."""

import json
import pathlib
import unittest

from office import OfficeTest, case, complainant, parsed

REFERENCE = "CC-2025-0041"
HOLIDAYS = pathlib.Path(__file__).resolve().parents[2] / "config/holidays/england-and-wales.json"


class DatesTold(OfficeTest):

    def begin(self, procedure, received="2025-03-03"):
        self.office.import_cases([case(REFERENCE, who=complainant("email"), procedure=procedure,
                                       received=received)], "2025-03-03")
        self.office.run("2025-03-03")

    def runs(self, *days):
        for day in days:
            self.office.run(day)

    def record(self, name, on, **details):
        self.office.event(REFERENCE, name, on, **details)
        self.office.run(on)

    def corrected(self, on, received):
        first = self.office.sql("SELECT id FROM events WHERE name = 'received'")[0][0]
        self.record("corrected", on, event=first, **{"replace.on": received})

    def holidays(self, on, *days):
        content = json.loads(HOLIDAYS.read_text())
        content["england-and-wales"]["events"] += [
            {"title": "A proclaimed holiday", "date": day, "notes": "", "bunting": False}
            for day in days]
        return self.office.do("calendar", "load", self.office.write("holidays.json", content),
                              "--on", on, "--json").json()

    def letter(self, step):
        """The day on which it went to the complainant, and what it said."""
        one, = [parcel for parcel in self.office.parcels(step=step)
                if parcel["recipient"] == "complainant"]
        message = parsed((self.office.do("archive", "show", one["id"]).out).encode())
        said = message.get_body(preferencelist=("plain",)).get_content()
        return one["sent"], " ".join(said.split())


class ALetterPromisesWhatItNames(DatesTold):

    def test_an_acceptance_after_more_time_was_agreed_promises_day_20_alone(self):
        self.begin("leicestershire-statutory")
        self.record("extension_agreed", "2025-03-06")
        self.record("eligibility_decided", "2025-03-12", outcome="accepted")
        said = self.letter("eligibility-accepted")[1]
        self.assertIn("Our answer is due by Monday 31 March 2025", said)
        self.assertNotIn("17 March", said)
        promised = dict(self.office.sql("SELECT step, promised FROM promises"))
        self.assertEqual(promised["extension-confirmed"], "2025-03-31")
        self.assertNotIn("eligibility-accepted", promised)


class OneLetterADay(DatesTold):

    def test_a_new_date_of_stage_2_on_the_day_of_the_monthly_letter_takes_its_place(self):
        self.begin("leicestershire-statutory")
        self.record("stage1_responded", "2025-03-12", finding="upheld", sent_by="service")
        self.record("stage2_requested", "2025-03-20")
        self.record("stage2_extended", "2025-04-17", until="2025-05-30", reason="Files are late.")
        self.assertEqual(self.letter("stage2-extension")[0], "2025-04-17")
        self.assertEqual(self.office.parcels(step="stage2-progress"), [])
        self.runs("2025-05-20")
        self.assertEqual(self.letter("stage2-progress")[0], "2025-05-20")


class TheDayToWhichWeWereGivenTime(DatesTold):

    def test_stands_when_the_receipt_is_corrected_to_a_later_day(self):
        self.begin("leicestershire-statutory", received="2025-02-27")
        self.runs("2025-03-13", "2025-03-26", "2025-03-27")
        self.assertIn("Thursday 10 April 2025", self.letter("stage2-rights")[1])
        self.record("further_time_agreed", "2025-03-28")
        self.corrected("2025-04-02", "2025-03-03")
        self.runs("2025-04-10", "2025-04-11")
        self.assertEqual(self.office.tasks(step="further-time-recorded-early"), [])
        sent, said = self.letter("escalated")
        self.assertEqual(sent, "2025-04-11")
        self.assertIn("until Thursday 10 April 2025", said)

    def test_and_to_an_earlier_one(self):
        self.begin("wokingham-corporate")
        self.runs("2025-03-17", "2025-03-28", "2025-03-31")
        self.record("further_time_agreed", "2025-04-01")
        self.corrected("2025-04-07", "2025-02-27")
        self.runs("2025-04-11", "2025-04-14")
        self.assertEqual(self.office.parcels(step="escalated"), [])
        self.runs("2025-04-15")
        self.assertIn("until Monday 14 April 2025", self.letter("escalated")[1])

    def test_and_when_a_holiday_is_proclaimed(self):
        self.begin("leicestershire-statutory")
        self.runs("2025-03-17", "2025-03-28", "2025-03-31")
        self.record("further_time_agreed", "2025-04-01")
        moved = self.holidays("2025-04-07", "2025-04-10")
        self.assertEqual([row for row in moved if row["id"] == "escalated"], [])
        self.runs("2025-04-14", "2025-04-15")
        self.assertIn("until Monday 14 April 2025", self.letter("escalated")[1])


class TheDayAfterACourtHold(DatesTold):

    def test_stands_and_the_next_letter_names_it(self):
        self.begin("wokingham-corporate", received="2025-02-27")
        self.record("court_hold", "2025-03-07", scope="whole", reasons="A judge decides the same.")
        self.record("court_hold_lifted", "2025-03-12")
        self.assertIn("now due by Tuesday 18 March 2025", self.letter("court-hold-ended")[1])
        self.corrected("2025-03-13", "2025-03-03")
        self.runs("2025-03-17", "2025-03-18")
        sent, said = self.letter("delay-apology-silence")
        self.assertEqual(sent, "2025-03-18")
        self.assertIn("Tuesday 18 March 2025", said)
        self.assertNotIn("20 March", said)


class TheLastDayOfStage2(DatesTold):

    def test_stands_when_holidays_are_proclaimed(self):
        self.begin("luton-statutory")
        self.record("stage1_responded", "2025-03-10", finding="not_upheld", sent_by="service")
        self.record("stage2_requested", "2025-03-13")
        self.assertIn("Wednesday 18 June 2025", self.letter("stage2-acknowledgement")[1])
        self.holidays("2025-03-14", "2025-03-18", "2025-06-05")
        self.runs("2025-06-18", "2025-06-19")
        self.assertIn("by Wednesday 18 June 2025", self.letter("stage2-overdue")[1])


class TheDayOfOurAnswer(DatesTold):

    def apologises_on_the_day_first_told(self):
        self.runs("2025-03-14", "2025-03-17")
        sent, said = self.letter("delay-apology-silence")
        self.assertEqual(sent, "2025-03-17")
        self.assertIn("Monday 17 March 2025", said)
        self.assertNotIn("19 March", said)
        self.assertIn("until Wednesday 2 April 2025", said)
        self.assertEqual(self.office.tasks(step="promised-day-10"), [])

    def test_stands_as_first_told_when_the_receipt_is_corrected_to_a_later_day(self):
        self.begin("leicestershire-statutory")
        self.assertIn("Monday 17 March 2025", self.letter("acknowledgement")[1])
        self.corrected("2025-03-06", "2025-03-05")
        self.record("eligibility_decided", "2025-03-11", outcome="accepted")
        said = self.letter("eligibility-accepted")[1]
        self.assertIn("Our answer is due by Monday 17 March 2025", said)
        self.assertNotIn("another date", said)
        self.assertIn("by Monday 10 March 2025", said)   # day 5 was told too, and it is over
        self.apologises_on_the_day_first_told()

    def test_and_in_a_corporate_procedure(self):
        self.begin("wokingham-corporate")
        self.corrected("2025-03-06", "2025-03-05")
        self.apologises_on_the_day_first_told()

    def test_and_when_a_holiday_is_proclaimed(self):
        self.begin("statutory-baseline")
        self.holidays("2025-03-04", "2025-03-12")
        self.runs("2025-03-17")
        self.assertEqual(self.letter("delay-apology-silence")[0], "2025-03-17")

    def test_but_an_earlier_one_binds_us_and_the_letter_owns_up_to_the_other(self):
        self.begin("luton-statutory")
        self.corrected("2025-03-06", "2025-02-27")
        self.runs("2025-03-13")
        sent, said = self.letter("delay-apology-silence")
        self.assertEqual(sent, "2025-03-13")
        self.assertIn("another date, Monday 17 March 2025", said)


class TheDayForWhichStage2Aims(DatesTold):

    def test_stands_when_a_holiday_is_proclaimed(self):
        self.begin("leicestershire-statutory")
        self.record("stage1_responded", "2025-03-10", finding="not_upheld", sent_by="service")
        self.record("stage2_requested", "2025-03-13")
        self.assertIn("Thursday 17 April 2025", self.letter("stage2-acknowledgement")[1])
        self.holidays("2025-03-14", "2025-03-18")
        self.runs("2025-04-10", "2025-04-11", "2025-04-17")
        progress = self.letter("stage2-progress")[1]
        self.assertIn("by Thursday 17 April 2025", progress)
        self.assertNotIn("another date", progress)
        self.assertIn("our stage 2 answer by Thursday 17 April 2025",
                      self.letter("stage2-holding")[1])


class TheTimeOfAReader(DatesTold):

    def test_only_lengthens_and_the_task_says_so(self):
        self.begin("leicestershire-statutory")
        self.record("eligibility_decided", "2025-03-05", outcome="accepted")
        self.record("stage1_drafted", "2025-03-10", points=(
            '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody."}]'))
        parcel, = [one for one in self.office.parcels(step="stage1-response")
                   if one["recipient"] == "complainant"]
        self.office.do("outbox", "approve", parcel["id"])
        self.runs("2025-03-10")
        self.holidays("2025-03-14", "2025-03-18")
        task, = [one for one in self.office.tasks() if "they now have until" in one["reason"]]
        self.assertIn("Monday 7 April 2025", task["reason"])
        self.assertIn("Tuesday 8 April 2025", task["reason"])
        self.assertEqual([one for one in self.office.tasks()
                          if "earlier day stands" in one["reason"]], [])


if __name__ == "__main__":
    unittest.main()
