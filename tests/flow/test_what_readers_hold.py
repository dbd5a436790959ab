"""Letters that are true beside the one that their reader holds already, or that was made needless."""

import json
import unittest

from office import OfficeTest, case, complainant, parsed
from story import WordsTest, event

ALL = ("leicestershire-statutory", "luton-statutory", "statutory-baseline", "wokingham-statutory",
       "corporate-code", "wokingham-corporate")
POINTS = json.dumps([{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}])


class OverBeforeItIsAcknowledged(OfficeTest):
    def test_what_was_settled_or_closed_at_once_promises_no_answer(self):
        ends = {"S": event("resolved", "2025-03-03", note="A new form was sent."),
                "C": event("closed", "2025-03-03")}
        self.office.import_cases([case(f"{name}-{number}", procedure=procedure, events=[end])
                                  for number, procedure in enumerate(ALL)
                                  for name, end in ends.items()], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(self.office.parcels(step="acknowledgement"), [])
        self.assertEqual(len({p["case"] for p in self.office.parcels(step="resolved")}), len(ALL))
        self.assertEqual(len(self.office.tasks(step="closed-unanswered")), len(ALL))


class StruckOut(OfficeTest):
    def strike(self, on, *names):
        for name in names:
            (found,) = self.office.sql("SELECT id FROM events WHERE name = ?", name)
            self.office.event("A-1", "corrected", on, event=found[0], strike="true")

    def text(self, step):
        parcel = [p for p in self.office.parcels(step=step) if p["recipient"] == "complainant"][-1]
        mail = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
        return " ".join(parsed(mail).get_body(("plain",)).get_content().split())

    def answered(self, procedure):
        self.office.import_cases([case("A-1", who=complainant("email"), procedure=procedure)],
                                 "2025-03-03")
        self.office.event("A-1", "stage1_drafted", "2025-03-12", points=POINTS)
        self.office.run("2025-03-12")
        self.office.do("outbox", "approve", *(
            p["id"] for p in self.office.parcels(step="stage1-response", recipient="complainant")))
        self.office.run("2025-03-12")

    def test_an_answer_that_was_struck_out_is_owned_up_to_and_asked_about_once(self):
        self.answered("leicestershire-statutory")
        self.strike("2025-03-18", "stage1_drafted", "stage1_responded")
        self.office.run("2025-03-18")
        self.assertIn("We sent you an answer on Wednesday 12 March 2025. That answer no longer stands",
                      self.text("delay-apology-silence"))
        asked = [task["reason"] for task in self.office.tasks()
                 if "was struck out" in task["reason"]]
        self.assertEqual(len(asked), 1, asked)
        self.assertIn("record a new draft", asked[0])
        self.office.run("2025-03-31")
        words = self.text("stage2-rights")
        self.assertIn("You have still not had an answer that stands", words)
        self.assertIn("That answer no longer stands", words)

    def test_an_answer_whose_draft_stands_is_asked_about_as_before(self):
        self.answered("corporate-code")
        self.strike("2025-03-18", "stage1_responded")
        self.office.run("2025-03-18")
        asked = [task["reason"] for task in self.office.tasks()
                 if "was struck out" in task["reason"]]
        self.assertEqual(len(asked), 1, asked)
        self.assertIn("strike that draft out too", asked[0])

    def test_more_time_that_was_never_given_is_owned_up_to(self):
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")
        self.office.event("A-1", "extension_agreed", "2025-03-13")
        self.office.run("2025-03-13")
        self.strike("2025-03-18", "extension_agreed")
        self.office.run("2025-03-18")
        self.assertIn("We wrote on Thursday 13 March 2025 that you had agreed to more time. That was "
                      "a mistake", self.text("delay-apology-silence"))


class MoreTimeRefused(OfficeTest):
    def test_whoever_goes_on_to_stage_2_reads_nothing_of_waiting_for_stage_1(self):
        self.office.import_cases([case(f"A-{number}", who=complainant("email"), procedure=procedure)
                                  for number, procedure in enumerate(ALL)], "2025-03-03")
        for number in range(len(ALL)):
            self.office.event(f"A-{number}", "extension_refused", "2025-03-13")
        self.office.run("2025-03-13")
        waiting = self.office.parcels(step="extension-refused", recipient="complainant")
        self.assertEqual({p["state"] for p in waiting}, {"awaiting_approval"})
        for number in range(len(ALL)):
            self.office.event(f"A-{number}", "stage2_requested", "2025-03-14")
        self.office.run("2025-03-14")
        waiting = self.office.parcels(step="extension-refused", recipient="complainant")
        self.assertEqual({p["state"] for p in waiting}, {"superseded"})
        self.assertEqual(self.office.parcels(step="due-tomorrow-refused"), [])
        self.assertEqual(self.office.tasks(step="extension-refused-task", state="open"), [])
        self.assertEqual(len(self.office.parcels(step="stage2-acknowledgement",
                                                 recipient="complainant")), len(ALL))


class SaidSinceItWasWritten(OfficeTest):
    def test_an_answer_that_waited_knows_of_the_request_that_came_meanwhile(self):
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")
        self.office.event("A-1", "stage1_drafted", "2025-03-31", points=POINTS)
        self.office.run("2025-03-31")
        self.office.event("A-1", "stage2_requested", "2025-04-01")
        self.office.run("2025-04-01")
        self.office.run("2025-04-02")
        answers = self.office.parcels(step="stage1-response", recipient="complainant")
        self.assertCountEqual([p["state"] for p in answers], ["superseded", "awaiting_approval"])
        (waiting,) = [p for p in answers if p["state"] == "awaiting_approval"]
        page = self.folder / "answer.eml"
        self.office.do("outbox", "show", waiting["id"], "-o", page)
        words = " ".join(parsed(page).get_body(("plain",)).get_content().split())
        self.assertIn("stage 2 already", words)


class WhoHasTheComplaint(OfficeTest):
    def test_the_team_has_it_before_anybody_confirms_the_posting(self):
        self.office.import_cases([case("A-1", procedure="corporate-code"),
                                  case("A-2", who=complainant("email"),
                                       procedure="corporate-code")], "2025-03-03")
        for day in ("2025-03-03", "2025-03-04", "2025-03-05"):
            self.office.run(day)
        early = self.office.parcels(step="allocation-unposted", state="accepted")
        self.assertEqual({p["case"] for p in early}, {"A-1"})
        self.assertEqual({p["case"] for p in self.office.parcels(step="allocation")}, {"A-2"})
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-05")
        self.office.run("2025-03-06")
        self.assertEqual({p["case"] for p in self.office.parcels(step="allocation")},
                         {"A-1", "A-2"})

    def test_the_team_that_was_asked_first_is_told_by_a_person(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-05", "--at",
                       "2025-03-05T09:00:00Z", "--set", "role=team_manager", "--set",
                       "name=Nia Newteam", "--set", "email=nia@council.example")
        self.office.run("2025-03-05")
        (task,) = self.office.tasks(step="allocation-taken-back")
        self.assertIn("no longer theirs", task["reason"])
        self.assertEqual(task["due"], "2025-03-06")


class HeldForAnAddress(OfficeTest):
    def test_a_letter_held_because_of_another_case_is_asked_about_at_once(self):
        self.office.import_cases([case("A-1"), case("B-1")], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-03")
        self.office.do("outbox", "returned", "A-1", "--on", "2025-03-06", "--reason", "gone away")
        self.office.event("B-1", "stage1_drafted", "2025-03-06", points=POINTS)
        self.office.run("2025-03-06")
        (answer,) = self.office.parcels(step="stage1-response", recipient="complainant")
        self.office.do("outbox", "approve", answer["id"])
        self.office.run("2025-03-06")
        self.assertEqual(self.office.parcels(id=answer["id"])[0]["state"], "held")
        asked = [task for task in self.office.tasks(case="B-1", state="open")
                 if "lies held" in task["reason"]]
        self.assertEqual(len(asked), 1)
        self.assertIn("of case A-1", asked[0]["reason"])
        (returned,) = [task for task in self.office.tasks(case="A-1", state="open")
                       if "came back from the post" in task["reason"]]
        self.office.do("outbox", "resolve", returned["id"], "--note", "right after all")
        self.office.do("outbox", "release", answer["id"])
        self.office.run("2025-03-06")
        self.office.do("outbox", "posted", answer["id"], "--on", "2025-03-06")
        self.assertEqual([task for task in self.office.tasks(case="B-1", state="open")
                          if "lies held" in task["reason"]], [])


class TheDayThatCounts(WordsTest):
    def test_a_refusal_that_comes_with_the_acknowledgement_is_not_promised_an_answer(self):
        for letter in ("corporate/acknowledgement", "corporate/acknowledgement.yp"):
            for outcome in ("other_route", "out_of_time"):
                with self.subTest(letter, outcome=outcome):
                    words = self.text(letter, "2025-03-03", [event(
                        "eligibility_decided", "2025-03-03", outcome=outcome, reasons="Late.",
                        route="The Tribunal.")], procedure="corporate-code")
                    self.assertNotIn("17 March", words)
                    self.assertIn("We will write to you", words)

    def test_more_time_that_nobody_has_agreed_to_is_in_no_acknowledgement(self):
        for procedure in ("corporate-code", "wokingham-corporate"):
            for letter in ("corporate/acknowledgement", "corporate/acknowledgement.yp"):
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-03", [event(
                        "delay_confirmed", "2025-03-03", reason="The manager is away.")],
                        procedure=procedure)
                    self.assertIn("17 March", words)
                    self.assertNotIn("31 March", words)

    def test_a_further_complaint_at_stage_2_is_told_the_day_of_that_answer(self):
        linked = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                  event("stage2_requested", "2025-03-20"),
                  event("complaint_linked", "2025-03-24", note="A second form was lost.")]
        for letter in ("intake/linked", "intake/linked.yp"):
            with self.subTest(letter):
                self.assertIn("by Monday 28 April 2025", self.text(letter, "2025-03-24", linked))

    def test_a_hold_that_is_told_late_says_sorry(self):
        held = [event("court_hold", "2025-03-10", scope="whole", reasons="A court decides.")]
        for letter in ("eligibility/court-hold", "eligibility/court-hold.yp"):
            with self.subTest(letter):
                self.assertIn("You should have heard this", self.text(letter, "2025-03-18", held))
                self.assertNotIn("You should have heard this",
                                 self.text(letter, "2025-03-12", held))

    def test_a_late_complaint_reads_that_it_is_late_and_looked_into(self):
        known = [event("eligibility_decided", "2025-03-05", outcome="accepted", reasons="You were ill.")]
        for letter in ("corporate/accepted", "corporate/accepted.yp"):
            with self.subTest(letter):
                late = case("L", events=known, procedure="corporate-code", who=complainant("email"))
                late["events"][0]["grounds_on"] = "2023-02-10"
                late["reference"] = f"L-{len(letter)}"
                self.office.import_cases([late], "2025-03-05")
                page = self.office.data / "late.txt"
                self.office.do("preview", letter, "--case", late["reference"], "--on", "2025-03-05",
                               "--as", "text", "-o", page)
                self.assertIn("more than a year", page.read_text("utf-8"))
                self.assertNotIn("more than a year", self.text(letter, "2025-03-05", known,
                                                               procedure="corporate-code"))

    def test_an_acknowledgement_of_stage_2_that_leaves_late_says_so(self):
        asked = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-20")]
        for letter in ("stage2/acknowledgement", "stage2/acknowledgement.yp"):
            for procedure in ("leicestershire-statutory", "luton-statutory"):
                with self.subTest(letter, procedure=procedure):
                    late = self.text(letter, "2025-04-07", asked, procedure=procedure)
                    self.assertIn("This letter is late", late)
                    self.assertIn("You should have", late)
                    in_time = self.text(letter, "2025-03-21", asked, procedure=procedure)
                    self.assertNotIn("is late", in_time)

    def test_a_hold_of_stage_2_is_no_part_of_its_days(self):
        held = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                event("stage2_requested", "2025-03-20"),
                event("court_hold", "2025-03-24", scope="whole", reasons="A court decides."),
                event("court_hold_lifted", "2025-04-07"),
                event("statement_drafted", "2025-04-08", points=[{"text": "The visits."}])]
        words = self.text("stage2/statement", "2025-04-08", held)
        self.assertIn("The days that it waited for a court do not count", words)
        self.assertNotIn("has counted since", words)

    def test_the_letters_about_a_late_stage_2_name_the_day_that_counts(self):
        held = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                event("stage2_requested", "2025-03-20"),
                event("stage2_extended", "2025-03-28", until="2025-05-20", reason="Two are away."),
                event("court_hold", "2025-04-01", scope="whole", reasons="A court decides."),
                event("court_hold_lifted", "2025-04-15")]
        words = self.text("corporate/stage2-overdue", "2025-06-05", held,
                          procedure="corporate-code")
        self.assertNotIn("20 May", words)
        self.assertIn("final answer to your complaint by", words)


if __name__ == "__main__":
    unittest.main()
