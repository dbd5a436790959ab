"""What is asked of an officer: once however often it is asked again, and no more once it is answered."""

import json
import unittest

from office import OfficeTest, case, complainant, weekdays
from story import event, joins

POINTS = [{"text": "Visits were cancelled", "finding": "upheld", "reasons": "So it was."}]
DRAFT = event("stage2_drafted", "2025-04-04", finding="upheld", points=POINTS)


class Questions(OfficeTest):
    def days(self, first, last):
        for day in weekdays(first, last):
            self.office.run(day)

    def one(self, step, state="open"):
        (task,) = self.office.tasks(step=step, state=state)
        return task

    def records(self, day, what, **details):
        pairs = [part for key, value in details.items() for part in ("--set", f"{key}={value}")]
        self.office.do("event", "A-1", what, "--on", day, "--at", f"{day}T10:00:00Z", *pairs)
        self.office.run(day)

    def strikes_out(self, day, what):
        ((event_id,),) = self.office.sql("SELECT id FROM events WHERE name = ?", what)
        self.records(day, "corrected", event=event_id, strike="true")

    def closes(self, task, day, note):
        self.office.do("outbox", "resolve", task["id"], "--note", note, "--on", day)

    def a_panel_is_asked_for(self, until):
        """From day 10, 27 May, on: every five working days a question about its day."""
        self.office.import_cases([case("A-1", who=complainant("email"), events=[
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-24"),
            event("stage2_adjudicated", "2025-04-24", finding="upheld"),
            event("stage3_requested", "2025-05-12")])], "2025-05-12", "--baseline")
        self.days("2025-05-12", until)

    def a_day_for_it(self, day):
        self.records(day, "panel_fixed", panel_on="2025-07-18", time="10am", venue="Room 2")

    # --- asked again ------------------------------------------------------------------------

    def test_a_weekly_question_is_in_the_list_once_with_the_day_it_was_first_asked(self):
        self.a_panel_is_asked_for("2025-06-18")
        task = self.one("stage3-panel-missing")
        self.assertEqual((task["asked_since"], task["created"]), ("2025-05-27", "2025-06-17"))
        self.assertEqual([one["resolution"] for one in
                          self.office.tasks(step="stage3-panel-missing", state="done")],
                         ["asked again on Tuesday 3 June 2025", "asked again on Tuesday 10 June 2025",
                          "asked again on Tuesday 17 June 2025"])
        listed = self.office.do("outbox", "list", "--open").out
        self.assertEqual(listed.count("no day of the panel is recorded"), 1)
        self.assertIn("(asked since Tuesday 27 May 2025)", listed)

    def test_after_a_person_closed_it_the_next_one_begins_anew(self):
        self.a_panel_is_asked_for("2025-05-28")
        self.closes(self.one("stage3-panel-missing"), "2025-05-28", "rang the chair")
        self.days("2025-05-29", "2025-06-03")
        again = self.one("stage3-panel-missing")
        self.assertEqual((again["asked_since"], again["created"]), ("2025-06-03", "2025-06-03"))
        self.assertEqual(self.one("stage3-panel-missing", "done")["resolution"], "rang the chair")

    def two_actions_are_promised(self, until):
        """Both for Monday 31 March; asked about on that day and on 7 April; from 14 April on a task."""
        self.office.import_cases([case("A-1", who=complainant("email"), events=[
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            *(event("action_due", "2025-03-13", action=action, due_on="2025-03-31")
              for action in ("Write a plan", "Pay 50 pounds"))])], "2025-03-13", "--baseline")
        self.days("2025-03-13", until)

    def test_a_promised_action_is_asked_about_until_it_is_done(self):
        self.two_actions_are_promised("2025-04-24")
        self.assertIn("closed", [name for name, _, _ in self.office.events_on_record("A-1")])
        asked = self.office.tasks(step="action-not-done", state="open")
        self.assertEqual([(task["asked_since"], task["created"]) for task in asked],
                         [("2025-04-14", "2025-04-23")] * 2)
        self.records("2025-04-25", "action_done", action="Write a plan")
        self.closes(self.one("action-not-done"), "2025-04-28", "rang the manager")
        self.days("2025-04-28", "2025-04-30")
        self.assertEqual(self.one("action-not-done")["asked_since"], "2025-04-30")
        self.records("2025-05-01", "action_done", action="Pay 50 pounds")
        self.assertEqual(self.office.tasks(step="action-not-done", state="open"), [])
        self.days("2025-05-02", "2025-05-16")
        self.assertEqual(self.office.tasks(step="action-not-done", state="open"), [])

    def test_an_action_with_another_day_is_asked_about_by_that_day(self):
        self.two_actions_are_promised("2025-04-14")
        for (event_id,) in self.office.sql("SELECT id FROM events WHERE name = 'action_due'"):
            self.office.do("event", "A-1", "corrected", "--on", "2025-04-15", "--at",
                           "2025-04-15T10:00:00Z", "--set", f"event={event_id}", "--set",
                           "replace.due_on=2025-04-24")
        self.days("2025-04-15", "2025-04-24")
        self.assertEqual(self.office.tasks(step="action-not-done", state="open"), [])
        self.assertEqual(len(self.office.parcels(step="action-due", recipient="head_of_service")), 4)

    # --- answered ---------------------------------------------------------------------------

    def test_a_question_that_is_answered_ends_by_itself_and_says_why(self):
        self.a_panel_is_asked_for("2025-05-28")
        self.a_day_for_it("2025-05-29")
        self.assertEqual(self.office.tasks(step="stage3-panel-missing", state="open"), [])
        self.assertEqual(self.one("stage3-panel-missing", "done")["resolution"],
                         "no longer asked (not needed: panel fixed on 29 May 2025)")
        self.assertIn("no longer asked", self.one("stage3-appoint-panel", "done")["resolution"])

    def test_one_whose_answer_is_struck_out_is_asked_again(self):
        self.a_panel_is_asked_for("2025-05-28")
        self.a_day_for_it("2025-05-29")
        self.strikes_out("2025-05-30", "panel_fixed")
        self.assertEqual(self.one("stage3-panel-missing")["resolution"], "")
        self.assertEqual(self.one("stage3-appoint-panel")["resolution"], "")

    def test_what_a_person_closed_is_not_asked_again_for_that(self):
        self.a_panel_is_asked_for("2025-05-28")
        self.closes(self.one("stage3-panel-missing"), "2025-05-28", "rang the chair")
        self.a_day_for_it("2025-05-29")
        self.strikes_out("2025-05-30", "panel_fixed")
        self.assertEqual(self.office.tasks(step="stage3-panel-missing", state="open"), [])

    def test_a_question_about_what_is_struck_out_ends(self):
        self.a_panel_is_asked_for("2025-05-12")
        self.strikes_out("2025-05-13", "stage3_requested")
        self.assertEqual(self.one("stage3-appoint-panel", "done")["resolution"],
                         "no longer asked (what it was about is not so any more)")

    def test_a_case_that_closes_by_itself_is_still_asked_what_was_asked_once(self):
        self.office.import_cases([case("A-1", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service")])],
            "2025-03-12")
        self.days("2025-03-12", "2025-04-15")
        self.assertIn("closed", [name for name, *_ in self.office.events_on_record("A-1")])
        self.assertIn("Get a copy of the answer", self.one("answered-by-the-service")["reason"])

    def an_answer_at_stage_2(self, *events, procedure="leicestershire-statutory"):
        """Recorded after what is given; the tasks that ask what it told."""
        self.office.import_cases([case("A-1", who=complainant("email"), procedure=procedure, events=[
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-24"), *events])], "2025-04-07", "--baseline")
        self.office.run("2025-04-07")
        self.records("2025-04-24", "stage2_adjudicated", finding="upheld")
        return self.office.tasks(step="stage2-answered-by-the-service")

    def test_an_answer_of_stage_2_that_did_not_leave_from_here_is_asked_about(self):
        (task,) = self.an_answer_at_stage_2()
        self.assertIn("how and by when to ask for a panel", task["reason"])

    def test_so_is_a_final_answer_of_a_corporate_complaint(self):
        (task,) = self.an_answer_at_stage_2(procedure="corporate-code")
        self.assertIn("that it is our final answer", task["reason"])

    def test_one_whose_draft_lies_with_us_may_be_our_own_and_is_not(self):
        self.assertEqual(self.an_answer_at_stage_2(DRAFT), [])

    def test_our_own_answer_is_not_asked_about_though_its_draft_is_struck_out_later(self):
        self.office.import_cases([case("A-1", who=complainant("email"), events=[
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-24")])], "2025-03-24", "--baseline")
        self.office.run("2025-03-24")
        self.records("2025-04-07", "stage2_drafted", finding="upheld", points=json.dumps(POINTS))
        for waiting in self.office.parcels(step="stage2-adjudication"):
            if waiting["role"] == "complainant":
                self.office.do("outbox", "approve", waiting["id"])
        self.office.run("2025-04-08")
        self.assertIn("stage2_adjudicated",
                      [name for name, *_ in self.office.events_on_record("A-1")])
        self.strikes_out("2025-04-09", "stage2_drafted")
        self.assertEqual(self.office.tasks(step="stage2-answered-by-the-service"), [])

    def test_an_answer_to_the_panel_that_did_not_leave_from_here_is_asked_about_though_it_closes(self):
        self.a_panel_is_asked_for("2025-05-12")
        for day, what in (("2025-06-09", "panel_held"), ("2025-06-12", "panel_reported"),
                          ("2025-06-30", "stage3_responded")):
            self.records(day, what)
        self.days("2025-07-01", "2025-07-02")
        self.assertIn("closed", [name for name, *_ in self.office.events_on_record("A-1")])
        self.assertIn("how to go to the Ombudsman",
                      self.one("stage3-answered-by-the-service")["reason"])

    # --- the panel --------------------------------------------------------------------------

    def test_a_panel_that_is_whole_is_asked_about_no_more(self):
        self.a_panel_is_asked_for("2025-05-12")
        self.records("2025-05-19", "party_changed", role="panel_chair", name="Ngozi Adeyemi",
                     email="ngozi@panel.example")
        self.records("2025-05-19", "party_changed", role="panel_member", name="Paul Reed",
                     email="paul@panel.example")
        self.a_day_for_it("2025-05-19")
        self.assertIn("do not all stand on the case", self.one("stage3-panel-incomplete")["reason"])
        self.records("2025-05-20", "party_changed", role="panel_member", which="2",
                     name="Sam Obi", email="sam@panel.example")
        self.assertEqual(self.office.tasks(step="stage3-panel-incomplete", state="open"), [])

    # --- more than what is recorded -----------------------------------------------------------

    def test_what_an_answer_needs_with_it_is_asked_until_a_person_has_seen_to_it(self):
        self.office.import_cases([case("A-1", who=complainant("email"), events=[
            event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
            event("stage2_requested", "2025-03-24")])], "2025-03-24", "--baseline")
        self.office.run("2025-03-24")
        self.records("2025-04-07", "stage2_drafted", finding="upheld", points=
                     '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "So it was."}]')
        (answer,) = [p for p in self.office.parcels(step="stage2-adjudication")
                     if p["recipient"] == "complainant"]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run("2025-04-08")
        self.assertIn("stage2_adjudicated",
                      [name for name, *_ in self.office.events_on_record("A-1")])
        self.assertEqual(len(self.office.tasks(step="stage2-enclosures", state="open")), 1)


if __name__ == "__main__":
    unittest.main()
