"""What was told is told again when it is corrected, and nobody is left with a wrong letter unasked."""

import unittest

from office import OfficeTest, case, complainant, parsed

REFERENCE = "CC-2025-0031"


class Corrected(OfficeTest):
    """Received on Monday 3 March 2025."""

    procedure = "luton-statutory"

    def setUp(self):
        super().setUp()
        self.office.import_cases([case(REFERENCE, who=complainant("email"),
                                       procedure=self.procedure)], "2025-03-03")
        self.office.run("2025-03-03")

    def record(self, name, on, **details):
        """Answers the id by which a correction names the event."""
        self.office.event(REFERENCE, name, on, **details)
        self.office.run(on)
        return self.office.sql("SELECT id FROM events WHERE name = ? ORDER BY number DESC",
                               name)[0][0]

    def emails_to_the_complainant(self, step):
        ids = [one["id"] for one in self.office.parcels(step=step, role="complainant")]
        return [self.office.do("archive", "show", one).out for one in ids]

    def tasks_that_say(self, *words):
        return [task["reason"] for task in self.office.tasks()
                if all(word in task["reason"] for word in words)]


class AnotherDay(Corrected):

    def test_of_a_meeting_is_told_to_everybody_who_had_the_first_one(self):
        arranged = self.record("meeting_arranged", "2025-03-06", meeting_on="2025-03-12",
                               time="4pm", venue="Your school")
        first = self.emails_to_the_complainant("meeting-arranged")
        self.record("corrected", "2025-03-07", event=arranged,
                    **{"replace.meeting_on": "2025-03-13"})
        letters = self.emails_to_the_complainant("meeting-arranged")
        self.assertEqual(len(first), 1)
        self.assertEqual(len(letters), 2)
        second = next(text for text in letters if text not in first)
        self.assertIn("13 March", second)
        self.assertEqual(self.tasks_that_say("The case was corrected"), [])


class AnotherLimit(Corrected):
    """The day that was told stands, so there is nothing to put right (see test_dates_told)."""
    procedure = "leicestershire-statutory"

    def test_asks_nobody_and_the_apology_leaves_on_the_day_that_was_told(self):
        received = self.office.sql("SELECT id FROM events WHERE name = 'received'")[0][0]
        self.record("corrected", "2025-03-06", event=received, **{"replace.on": "2025-03-05"})
        self.assertEqual(self.tasks_that_say("still counts"), [])
        self.office.run("2025-03-17")
        self.assertEqual(self.office.tasks(step="promised-day-10"), [])
        self.assertEqual({parcel["created"] for parcel in
                          self.office.parcels(step="delay-apology-silence")}, {"2025-03-17"})


class StruckOut(Corrected):

    def test_after_its_letter_has_left_is_a_task_and_before_it_is_none(self):
        arranged = self.record("meeting_arranged", "2025-03-06", meeting_on="2025-03-12",
                               time="4pm", venue="Your school")
        self.record("corrected", "2025-03-07", event=arranged, strike="yes")
        said = self.tasks_that_say("struck out after they had left", "6 March 2025")
        self.assertEqual(len(said), 1)
        drafted = self.record("stage1_drafted", "2025-03-10", points=(
            '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody."}]'))
        self.record("corrected", "2025-03-11", event=drafted, strike="yes")
        self.assertEqual(len(self.tasks_that_say("struck out after they had left")), 1)

    def test_a_request_that_was_acknowledged_leaves_stage_1_to_go_on(self):
        self.office.run_each_day(("2025-03-17", "2025-03-31"))
        asked = self.record("stage2_requested", "2025-04-01")
        self.assertEqual(len(self.emails_to_the_complainant("stage2-acknowledgement")), 1)
        self.record("corrected", "2025-04-02", event=asked, strike="yes")
        self.office.run("2025-04-03")
        self.assertEqual(len(self.office.tasks(step="silence-call")), 1)
        self.record("stage2_requested", "2025-04-08")
        self.assertEqual(len(self.emails_to_the_complainant("stage2-acknowledgement")), 2)

    def test_what_stage_2_had_begun_by_is_a_task_and_stage_2_is_struck_out_by_a_person(self):
        self.office.run_each_day(("2025-03-17", "2025-03-31"))
        refused = self.record("further_time_refused", "2025-04-01")
        begun, = self.office.sql("SELECT id FROM events WHERE name = 'stage2_begun'")[0]
        self.record("corrected", "2025-04-02", event=refused, strike="yes")
        self.assertEqual(len(self.tasks_that_say("stage2_begun", f"({begun})",
                                                 "strike it out too")), 1)
        self.record("corrected", "2025-04-03", event=begun, strike="yes")
        self.office.run("2025-04-04")
        self.assertEqual(len(self.office.tasks(step="silence-call")), 1)

    def test_so_it_is_with_an_agreement_after_which_stage_2_began(self):
        self.office.run_each_day(("2025-03-17", "2025-03-31"))
        agreed = self.record("further_time_agreed", "2025-04-01")
        self.office.run_each_day(("2025-04-14", "2025-04-15"))
        self.record("corrected", "2025-04-22", event=agreed, strike="yes")
        self.assertEqual(len(self.tasks_that_say("stage2_begun", "15 April 2025",
                                                 "strike it out too")), 1)


class StruckOutThatAnAnswerLeft(Corrected):

    def test_is_a_task_that_says_what_becomes_of_its_draft(self):
        drafted = self.record("stage1_drafted", "2025-03-10", points=(
            '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody."}]'))
        self.record("quality_check_passed", "2025-03-11")
        answer, = [one["id"] for one in self.office.parcels(step="stage1-response")
                   if one["recipient"] == "complainant"]
        self.office.do("outbox", "approve", answer)
        self.office.run("2025-03-11")
        responded, = self.office.sql("SELECT id FROM events WHERE name = 'stage1_responded'")[0]
        self.record("corrected", "2025-03-13", event=responded, strike="yes")
        self.assertEqual(len(self.tasks_that_say("this letter left on Tuesday 11 March 2025",
                                                 "No second letter is made")), 1)
        self.record("corrected", "2025-03-14", event=drafted, strike="yes")
        self.office.run("2025-03-17")
        apology, = self.emails_to_the_complainant("delay-apology-silence")
        self.assertNotIn("draft", apology)


class StruckOutAfterTheClosing(Corrected):

    def test_an_answer_of_stage_2_leaves_a_task_about_the_closing(self):
        self.record("stage1_responded", "2025-03-10", finding="not_upheld", sent_by="service")
        self.record("stage2_requested", "2025-03-12")
        answered = self.record("stage2_adjudicated", "2025-03-25", finding="not_upheld")
        self.office.run_each_day(("2025-04-24", "2025-04-25"))
        self.assertIn("closed", [row[0] for row in self.office.events_on_record(REFERENCE)])
        self.record("corrected", "2025-05-12", event=answered, strike="yes")
        self.assertEqual(len(self.tasks_that_say("closed by itself after a stage 2 answer",
                                                 "Strike the closing out too")), 1)
        # Once is enough.
        self.assertEqual(self.tasks_that_say("recorded closed"), [])


class PutRightWhoseWordItWas(OfficeTest):
    """Asha by post and Ben by email complain together, and live apart."""

    def setUp(self):
        super().setUp()
        one = case(REFERENCE, who=complainant())
        one["parties"].append({"role": "complainant", "kind": "parent", "title": "Mr",
                               "first_name": "Ben", "last_name": "Hart", "channel": "email",
                               "email": "ben.hart@mail.example"})
        self.office.import_cases([one], "2025-03-03")
        self.office.run_each_day(("2025-03-03",))

    def record(self, name, on, **details):
        self.office.event(REFERENCE, name, on, **details)
        self.office.run_each_day((on,))
        return self.office.sql("SELECT id FROM events WHERE name = ? ORDER BY number DESC",
                               name)[0][0]

    def give_to_asha(self, event, on):
        self.record("corrected", on, event=event, **{"replace.by": "Asha Quillfeather"})

    def still_asked(self, step):
        return [task["reason"] for task in self.office.tasks(step=step) if task["state"] == "open"]

    def test_a_settlement_is_asked_about_again_and_the_first_task_ends(self):
        self.give_to_asha(self.record("resolved", "2025-03-10", by="Ben Hart", note="A plan"),
                          "2025-03-12")
        asked, = self.still_asked("complainant-settled")
        self.assertIn("The first complainant said this", asked)

    def test_a_withdrawal_makes_no_letter_that_went_home_a_stray_one(self):
        withdrawn = self.record("withdrawn", "2025-03-10", by="Ben Hart")
        self.record("stage1_drafted", "2025-03-11", finding="upheld", points=(
            '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody."}]'))
        answer, = [one["id"] for one in self.office.parcels(step="stage1-response")
                   if one["recipient"] == "complainant"]
        self.office.do("outbox", "approve", answer)
        self.office.run_each_day(("2025-03-12",))
        self.give_to_asha(withdrawn, "2025-03-13")
        asked, = self.still_asked("complainant-withdrew")
        self.assertIn("The first complainant said this", asked)
        self.assertEqual([task for task in self.office.tasks()
                          if "data protection" in task["reason"]
                          and task["step"] == "stage1-response"], [])

    def test_a_refusal_that_was_answered_asks_to_telephone_both(self):
        refused = self.record("extension_refused", "2025-03-12", by="Ben Hart")
        waiting = [one["id"] for one in self.office.parcels(step="extension-refused")
                   if one["recipient"] == "complainant"]
        self.office.do("outbox", "approve", *waiting)
        self.office.run_each_day(("2025-03-12",))
        self.give_to_asha(refused, "2025-03-13")
        self.assertEqual(len([task for task in self.office.tasks() if "The second complainant had "
                              "not said what stands on record (extension_refused): it was the "
                              "first complainant" in task["reason"]]), 1)
        asked, = self.still_asked("extension-refused-task")
        self.assertIn("The first complainant said this", asked)


class ADayBeforeTheReceipt(Corrected):

    def test_is_refused_to_an_event_that_a_correction_would_put_there(self):
        self.record("eligibility_decided", "2025-03-05", outcome="accepted")
        received = self.office.sql("SELECT id FROM events WHERE name = 'received'")[0][0]
        decided = self.office.sql("SELECT id FROM events WHERE name = 'eligibility_decided'")[0][0]
        for event, day in ((received, "2025-03-06"), (decided, "2025-02-28")):
            refused = self.office.say("event", REFERENCE, "corrected", "--on", "2025-03-10",
                                      "--set", f"event={event}", "--set", f"replace.on={day}")
            self.assertEqual(refused.code, 1)
            self.assertIn("before the day the complaint was received", refused.err)
            self.assertIn("eligibility_decided", refused.err)


if __name__ == "__main__":
    unittest.main()
