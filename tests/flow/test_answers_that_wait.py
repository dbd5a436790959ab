"""An answer that is written and waits for a person: the office is asked in time, and what the
complainant reads meanwhile is true."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import WordsTest, event, investigators, panel

STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")
CORPORATE = ("wokingham-corporate", "corporate-code")
WRITTEN = "We have a draft of our answer"
POINTS = [{"text": "Nobody phoned", "finding": "upheld", "reasons": "Nobody did."}]
ASKED = [event("eligibility_decided", "2025-03-03", outcome="accepted"),
         event("stage1_responded", "2025-03-12", finding="not_upheld", sent_by="service"),
         event("stage2_requested", "2025-03-24")]   # day 25 is 30 April, day 65 is 27 June
STAGE_2 = [*ASKED, *investigators("2025-03-31")]


class Waits(OfficeTest):
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def made(self, procedures, events, days):
        """One case of each procedure, and a run on each of the days."""
        self.references = procedures
        for procedure in procedures:
            mine = [one for one in events if not (procedure in CORPORATE
                                                  and one["name"] == "eligibility_decided")]
            self.office.import_cases([case(procedure, who=complainant("email"), events=mine,
                                           procedure=procedure)], "2025-03-03")
        for day in ("2025-03-03", *days):
            self.office.run(day)

    def open_tasks(self, step):
        return sorted(task["case"] for task in self.office.tasks(step=step, state="open"))

    def everywhere(self, step):
        self.assertEqual(self.open_tasks(step), sorted(self.references), step)

    def nowhere(self, *steps):
        for step in steps:
            self.assertEqual(self.open_tasks(step), [], step)

    def letters(self, step):
        """What the newest letter of that step to each complainant says."""
        texts = {}
        for parcel in self.office.parcels(step=step, recipient="complainant"):
            raw = self.office.do("archive", "show", parcel["id"]).bytes
            words = parsed(raw).get_body(("plain",)).get_content()
            texts[parcel["case"]] = " ".join(words.replace("*", "").split())
        self.assertEqual(sorted(texts), sorted(self.references), step)
        return texts.values()


class AtStage1(Waits):
    def test_a_draft_that_waits_is_asked_about_before_day_20_too(self):
        self.made((*STATUTORY, *CORPORATE),
                  [ASKED[0], event("extension_agreed", "2025-03-13"),
                   event("stage1_drafted", "2025-03-26", points=POINTS)],
                  ["2025-03-13", "2025-03-26", "2025-03-27"])
        self.nowhere("draft-waits", "draft-waits-day-20")
        self.office.run("2025-03-28")   # day 19
        self.everywhere("draft-waits-day-20")


class AtStage2(Waits):
    def test_the_office_is_asked_before_day_25_and_the_complainant_reads_that_it_is_written(self):
        self.made(STATUTORY, [*STAGE_2, event("stage2_drafted", "2025-04-15", points=POINTS)],
                  ["2025-04-15", "2025-04-28"])
        self.nowhere("stage2-answer-waits")
        for parcel in self.office.parcels(step="stage2-adjudication", recipient="complainant"):
            self.assertEqual(parcel["due"], "2025-04-30")
        self.office.run("2025-04-29")
        self.everywhere("stage2-answer-waits")
        self.office.run("2025-04-30")
        self.nowhere("stage2-day-25")
        for words in self.letters("stage2-holding"):
            self.assertIn(WRITTEN, words)
            self.assertNotIn("do not yet have a full reason", words)

    def test_the_date_that_was_told_and_day_65_are_asked_about_too(self):
        more = event("stage2_extended", "2025-04-22", reason="A witness was away.",
                     until="2025-05-16")
        self.made(STATUTORY, [*STAGE_2, more, event("stage2_drafted", "2025-05-12", points=POINTS)],
                  ["2025-04-22", "2025-05-12", "2025-05-14"])
        self.nowhere("stage2-answer-waits-told")
        self.office.run("2025-05-15")
        self.everywhere("stage2-answer-waits-told")
        for day in ("2025-05-19", "2025-05-22"):
            self.office.run(day)
        self.nowhere("stage2-extension-passed")
        for words in self.letters("stage2-progress"):
            self.assertIn(WRITTEN, words)
        for day in ("2025-06-26", "2025-06-30"):
            self.office.run(day)
        self.everywhere("stage2-answer-waits-last")
        self.nowhere("stage2-overdue-decide")
        for words in self.letters("stage2-overdue"):
            self.assertIn(WRITTEN, words)
            self.assertNotIn("do not yet have a full reason", words)

    def test_so_it_is_in_the_corporate_procedure(self):
        self.made(CORPORATE, [*ASKED, event("stage2_drafted", "2025-04-15", points=POINTS)],
                  ["2025-04-15"])
        self.nowhere("stage2-answer-waits", "stage2-reason")
        self.office.run("2025-04-22")
        self.everywhere("stage2-answer-waits")
        self.office.run("2025-04-23")
        for words in self.letters("stage2-delay-silence"):
            self.assertIn(WRITTEN, words)
            self.assertNotIn("do not yet have a full reason", words)
        for day in ("2025-05-21", "2025-05-23"):   # days 39 and 41
            self.office.run(day)
        self.everywhere("stage2-answer-waits-last")
        self.nowhere("stage2-overdue-decide")
        for words in self.letters("stage2-overdue"):
            self.assertIn(WRITTEN, words)


class AtStage3(Waits):
    def test_the_last_day_of_the_answer_to_the_panel_is_asked_about(self):
        reported = [*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                    event("stage3_requested", "2025-05-12"), *panel("2025-05-20", "2025-06-16"),
                    event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]
        drafted = event("stage3_drafted", "2025-07-02", points=[
            {"text": "Say sorry", "response": "agreed", "reasons": "It is right."}])
        self.made(STATUTORY, [*reported, drafted], ["2025-06-20"])
        self.everywhere("stage3-panel-report-enclosure")
        for day in ("2025-07-02", "2025-07-09"):
            self.office.run(day)
        self.nowhere("stage3-answer-waits")
        self.office.run("2025-07-10")   # day 14
        self.everywhere("stage3-answer-waits")
        self.office.run("2025-07-14")
        for words in self.letters("stage3-response-late"):
            self.assertIn(WRITTEN, words)


class LocalResolution(Waits):
    def ended(self, days=("2025-03-27",), **details):
        self.made(("leicestershire-statutory",),
                  [*ASKED, event("local_resolution_closed", "2025-03-27", **details)], days)

    def test_one_that_settled_the_complaint_is_asked_about_until_it_is_recorded_as_resolved(self):
        self.ended(outcome="resolved", days=("2025-03-27", "2025-04-03"))
        self.assertEqual(len(self.open_tasks("local-resolution-settled")), 1)
        self.office.event("leicestershire-statutory", "resolved", "2025-04-04",
                          note="A new plan for visits.")
        self.office.run("2025-04-10")
        self.assertEqual(self.open_tasks("local-resolution-settled"), [])
        self.nowhere("local-resolution-unclear")

    def test_one_that_did_not_is_asked_about_no_more(self):
        self.ended(outcome="not_resolved")
        self.nowhere("local-resolution-settled", "local-resolution-unclear")

    def test_one_of_which_nobody_can_see_how_it_ended_is_a_task(self):
        self.ended()
        self.everywhere("local-resolution-unclear")
        self.nowhere("local-resolution-settled")


class Words(WordsTest):
    def test_a_stage_1_answer_that_is_written_is_said_to_be_so(self):
        drafted = [event("stage1_drafted", "2025-03-13", points=POINTS)]
        for letter, on in (("stage1/delay-apology-silence", "2025-03-17"),
                           ("stage1/delay-apology-silence.yp", "2025-03-17"),
                           ("stage1/stage2-rights", "2025-03-31"),
                           ("stage1/stage2-rights.yp", "2025-03-31"),
                           ("stage1/right-reminder", "2025-04-14"),
                           ("stage1/right-reminder.yp", "2025-04-14")):
            with self.subTest(letter):
                words = self.text(letter, on, drafted)
                self.assertIn(WRITTEN, words)
                untrues = ["asked the team", "press the team", "each week"]
                # The notice of day 20 always says who has the complaint (domain 0.3).
                if "stage2-rights" not in letter:
                    untrues += ["with the head of service", "senior manager"]
                for untrue in untrues:
                    self.assertNotIn(untrue, words)
                self.assertNotIn(WRITTEN, self.text(letter, on, []))

    def test_a_stage_2_answer_is_sorry_when_the_last_date_told_has_passed(self):
        drafted = event("stage2_drafted", "2025-04-15", points=POINTS)
        told = event("stage2_extended", "2025-04-28", reason="Illness.", until="2025-05-16")
        for letter, sorry in (("stage2/adjudication", "It took longer than it should"),
                              ("stage2/adjudication.yp", "You had to wait too long")):
            for on, events, late in (("2025-04-30", [], False), ("2025-05-01", [], True),
                                     ("2025-05-16", [told], False), ("2025-05-19", [told], True)):
                with self.subTest(letter, on=on):
                    words = self.text(letter, on, [*STAGE_2, drafted, *events])
                    self.assertEqual(sorry in words, late, words)

    def test_the_ombudsmans_decision_is_said_with_where_the_complaint_stands(self):
        early = event("ombudsman_decided", "2025-04-10", outcome="Premature. Finish it first.")
        for procedure in (*STATUTORY, *CORPORATE):
            with self.subTest(procedure):
                words = self.text("ombudsman/remedy", "2025-04-10", [early], procedure=procedure)
                self.assertIn("Premature. Finish it first.", words)
                self.assertIn("The complaint itself goes on", words)
                if procedure != "corporate-code":   # it counts from an acknowledgement that has left
                    self.assertIn("is late. It was due by", words)
                self.assertNotIn("nothing that we must do", words)
        fault = event("ombudsman_decided", "2025-04-22", outcome="fault", finding="not_upheld")
        closed = event("closed", "2025-04-14")
        words = self.text("ombudsman/remedy", "2025-04-22", [ASKED[1], closed, fault])
        self.assertIn("fault", words)
        self.assertIn("not upheld", words)
        self.assertIn("The complaint is closed here", words)
        self.assertNotIn("goes on", words)

    def test_an_enquiry_about_a_complaint_that_has_ended_does_not_say_that_it_goes_on(self):
        asks = event("ombudsman_enquired", "2025-04-22", until="2025-05-20")
        for end, said in ((event("closed", "2025-04-14"), "is closed here"),
                          (event("withdrawn", "2025-04-14"), "was withdrawn here"),
                          (event("resolved", "2025-04-14", note="A plan."), "was settled here"),
                          (event("eligibility_decided", "2025-03-06", outcome="out_of_time",
                                 reasons="Too late."), "decided that we do not look into")):
            with self.subTest(end["name"]):
                words = self.text("ombudsman/enquiry", "2025-04-22", [end, asks])
                self.assertIn(said, words)
                self.assertNotIn("goes on", words)
        words = self.text("ombudsman/enquiry", "2025-04-22", [*ASKED, asks])
        self.assertIn("It is at stage 2. Our answer is due by Wednesday 30 April 2025", words)

    def test_a_complaint_accepted_in_part_reads_which_part_and_where_to_go_with_the_rest(self):
        decided = event("eligibility_decided", "2025-03-05", outcome="part_accepted",
                        reasons="A tribunal decides about the school.",
                        points=[{"text": "the cancelled visits"}],
                        route="Ask the tribunal on 01632 960123.")
        for letter in ("eligibility/accepted", "eligibility/accepted.yp",
                       "eligibility/out-of-time-accepted", "eligibility/accepted-after-all.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-03-05", [decided])
                for said in ("We look into this: the cancelled visits",
                             "A tribunal decides about the school.",
                             "Ask the tribunal on 01632 960123.", "about it now"):
                    self.assertIn(said, words)

    def test_an_acknowledgement_says_that_word_of_the_parts_comes_and_no_part_of_a_refusal(self):
        decided = event("eligibility_decided", "2025-03-03", outcome="part_accepted",
                        reasons="A tribunal decides about the school.")
        for letter in ("intake/acknowledgement", "intake/acknowledgement.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-03-03", [decided])
                self.assertIn("We will write to you by Monday 10 March 2025", words)
                self.assertNotIn("tribunal", words)

    def test_what_was_agreed_is_said_from_the_points_as_from_the_note(self):
        for letter in ("stage1/resolved", "stage1/resolved.yp"):
            for details in ({"note": "A new plan."}, {"points": [{"text": "A new plan."}]}):
                with self.subTest(letter, **details):
                    self.assertIn("A new plan.", self.text(letter, "2025-03-12", [
                        event("resolved", "2025-03-12", **details)]))

    def test_a_first_extension_names_the_date_that_it_moves(self):
        told = event("stage2_extended", "2025-04-22", reason="Illness.", until="2025-05-16")
        words = self.text("stage2/extension.yp", "2025-04-22", [*STAGE_2, told])
        self.assertIn("you should get our answer by Wednesday 30 April 2025", words)
        self.assertNotIn("quick", words)

    def test_the_end_of_a_hold_that_was_never_told_says_that_there_was_one(self):
        held = [event("court_hold", "2025-03-06", scope="whole", reasons="Care proceedings."),
                event("court_hold_lifted", "2025-03-12")]
        for procedure in ("leicestershire-statutory", "corporate-code"):
            for letter in ("eligibility/court-hold-ended", "eligibility/court-hold-ended.yp"):
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-12", held, procedure=procedure)
                    self.assertIn("from Thursday 6 March 2025 until Wednesday 12 March 2025", words)
                    self.assertIn("Care proceedings.", words)
                    self.assertIn("We are sorry" if letter.endswith("yp") else "we are sorry",
                                  words)


if __name__ == "__main__":
    unittest.main()
