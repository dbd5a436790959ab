"""What a letter told stands, though what it came after is struck out or corrected."""

import unittest

from office import OfficeTest, case, complainant, parsed

REFERENCE = "CC-2025-0041"
POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody came."}]'


class Told(OfficeTest):
    """Received on Monday 3 March 2025; the answer leaves by email on the 12th."""

    procedure = "leicestershire-statutory"

    def start(self, procedure, on="2025-03-03", **more):
        self.office.import_cases([case(REFERENCE, who=complainant("email"), procedure=procedure,
                                       **more)], on)
        self.office.run(on)

    def record(self, name, on, **details):
        self.office.event(REFERENCE, name, on, **details)
        self.office.run(on)
        return self.last(name)

    def last(self, name):
        return self.office.sql("SELECT id FROM events WHERE name = ? ORDER BY number DESC",
                               name)[0][0]

    def correct(self, event, on, **said):
        self.record("corrected", on, event=event, **(said or {"strike": "yes"}))

    def answer(self, step, draft, on):
        self.record(draft, on, finding="upheld", points=POINTS)
        waiting = [one["id"] for one in self.office.parcels(step=step)
                   if one["recipient"] == "complainant" and one["state"] == "awaiting_approval"]
        self.office.do("outbox", "approve", *waiting)
        self.office.run(on)

    def clocks(self, on):
        said = self.office.do("explain", REFERENCE, "--on", on).out.split("\n")
        return " | ".join(line.removeprefix("Clock ") for line in said if line.startswith("Clock "))

    def letters(self, step):
        ids = [one["id"] for one in self.office.parcels(step=step, role="complainant")]
        return [" ".join(str(parsed(self.office.do("archive", "show", one).out.encode())
                             .get_body(("plain",)).get_content()).split()) for one in ids]

    def days_of(self, step):
        return [one["created"] for one in self.office.parcels(step=step)
                if one["recipient"] == "complainant"]


class Stage2ThatWasAcknowledged(Told):

    def ask_and_strike_the_answer_out(self, procedure):
        self.start(procedure)
        if procedure == "leicestershire-statutory":
            self.record("eligibility_decided", "2025-03-05", outcome="accepted")
        self.answer("stage1-response", "stage1_drafted", "2025-03-12")
        self.record("stage2_requested", "2025-03-17")
        self.assertEqual(len(self.letters("stage2-acknowledgement")), 1)
        for name in ("stage1_drafted", "stage1_responded"):
            self.correct(self.last(name), "2025-03-19")

    def test_goes_on_when_the_answer_before_it_is_struck_out(self):
        self.ask_and_strike_the_answer_out("leicestershire-statutory")
        self.assertEqual(len(self.office.tasks(step="stage2-ground-struck")), 1)
        self.assertEqual(self.office.tasks(step="stage2-early-request"), [])
        self.office.run_each_day(("2025-03-24", "2025-04-23"))
        self.assertEqual(len(self.office.tasks(step="stage2-appoint")), 1)
        self.assertEqual(len(self.office.tasks(step="stage2-day-25")), 1)
        self.assertEqual(self.letters("stage2-rights"), [])

    def test_so_it_does_under_the_code(self):
        self.ask_and_strike_the_answer_out("corporate-code")
        self.assertEqual(len(self.office.tasks(step="stage2-ground-struck")), 1)
        clocks = self.clocks("2025-03-20")
        self.assertIn("Stage 2: day 3 of 20, due", clocks)

    def test_is_what_the_mended_answer_speaks_of(self):
        self.ask_and_strike_the_answer_out("leicestershire-statutory")
        self.answer("stage1-response", "stage1_drafted", "2025-03-20")
        mended = self.letters("stage1-response")[-1]
        self.assertNotIn("ask if you still want stage 2", mended)
        self.assertNotIn("You can ask for stage 2 until", mended)
        self.office.run("2025-03-21")
        self.assertEqual(len(self.office.tasks(step="response-after-request")), 1)

    def test_ends_with_the_request_and_stage_1_goes_on(self):
        self.ask_and_strike_the_answer_out("leicestershire-statutory")
        self.correct(self.last("stage2_requested"), "2025-03-20")
        clocks = self.clocks("2025-03-21")
        self.assertNotIn("Stage 2:", clocks)
        self.assertIn("Stage 1: day 14", clocks)

    def test_counts_from_the_request_that_the_letter_was_about(self):
        self.start("leicestershire-statutory")
        self.record("eligibility_decided", "2025-03-05", outcome="accepted")
        self.record("stage2_requested", "2025-03-10")
        self.answer("stage1-response", "stage1_drafted", "2025-03-12")
        self.record("stage2_requested", "2025-03-17")
        clocks = self.clocks("2025-03-24")
        self.assertIn("Stage 2: day 5 of 25", clocks)


class APanelThatWasAcknowledged(Told):

    def test_goes_on_when_the_answer_before_it_is_struck_out(self):
        self.start("leicestershire-statutory")
        self.record("stage1_responded", "2025-03-10", finding="not_upheld", sent_by="service")
        self.record("stage2_requested", "2025-03-12")
        self.answer("stage2-adjudication", "stage2_drafted", "2025-04-01")
        self.record("stage3_requested", "2025-04-07")
        for name in ("stage2_drafted", "stage2_adjudicated"):
            self.correct(self.last(name), "2025-04-09")
        self.assertEqual(len(self.office.tasks(step="stage3-ground-struck")), 1)
        self.assertEqual(self.office.tasks(step="stage3-early-request"), [])
        self.office.run_each_day(("2025-04-16", "2025-04-17", "2025-06-16", "2025-06-17"))
        self.assertEqual(self.letters("stage2-overdue"), [])
        clocks = self.clocks("2025-04-17")
        self.assertIn("Stage 3: day 8 of 30, due", clocks)


class ADayToAskBy(Told):

    def test_stands_when_the_settlement_that_named_it_is_struck_out(self):
        self.start("leicestershire-statutory")
        self.record("eligibility_decided", "2025-03-05", outcome="accepted")
        self.answer("stage1-response", "stage1_drafted", "2025-03-12")
        settled = self.record("resolved", "2025-03-19", note="They are content.")
        waiting = [one["id"] for one in self.office.parcels(step="resolved")
                   if one["recipient"] == "complainant"]
        self.office.do("outbox", "approve", *waiting)
        self.office.run("2025-03-19")
        letter, = self.letters("resolved")
        self.assertIn("Please ask by Friday 18 April 2025", letter)
        self.correct(settled, "2025-03-26")
        self.office.run_each_day(("2025-04-14", "2025-04-17", "2025-04-18"))
        self.assertNotIn("closed", self.names())
        self.office.run_each_day(("2025-04-22", "2025-04-23"))
        self.assertIn("closed", self.names())

    def names(self):
        return [row[0] for row in self.office.events_on_record(REFERENCE)]


class TheDayAfterThePanelsReport(Told):

    def test_stands_when_the_reports_day_is_corrected_to_a_later_one(self):
        self.start("leicestershire-statutory")
        self.record("stage1_responded", "2025-03-10", finding="not_upheld", sent_by="service")
        self.record("stage2_requested", "2025-03-12")
        self.record("stage2_adjudicated", "2025-04-01", finding="not_upheld")
        self.record("stage3_requested", "2025-04-07")
        self.record("panel_held", "2025-05-07")
        report = self.record("panel_reported", "2025-05-08", recommendations="Say sorry.")
        waiting = [one["id"] for one in self.office.parcels(step="stage3-panel-report")
                   if one["recipient"] == "complainant"]
        self.office.do("outbox", "approve", *waiting)
        self.office.run("2025-05-08")
        self.assertIn("You will have their answer by Friday 30 May 2025",
                      self.letters("stage3-panel-report")[0])
        self.correct(report, "2025-05-12", **{"replace.on": "2025-05-09"})
        self.office.run_each_day(("2025-05-30", "2025-06-02"))
        self.assertEqual(self.days_of("stage3-response-late"), ["2025-06-02"])
        self.assertIn("Friday 30 May 2025", self.letters("stage3-response-late")[0])


if __name__ == "__main__":
    unittest.main()
