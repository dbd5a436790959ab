"""Wokingham, question 11: no stage 1 answer leaves before its quality check is on record."""

import unittest

from office import OfficeTest, case, complainant, parsed

REFERENCE = "CC-2026-0007"
POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody called."}]'

OTHER_POINTS = '[{"text": "Visits were cancelled", "finding": "not_upheld", "reasons": "They were held."}]'


class NoAnswerBeforeItsCheck(OfficeTest):
    procedure = "wokingham-statutory"
    letter = "stage1/response"

    def setUp(self):
        super().setUp()
        one = case(REFERENCE, "2026-03-02", complainant("email"), procedure=self.procedure)
        self.office.import_cases([one], "2026-03-02")
        self.draft("2026-03-09")

    def draft(self, on):
        self.office.event(REFERENCE, "stage1_drafted", on, points=POINTS)
        self.office.run(on)

    def check(self, on, event="quality_check_passed"):
        self.office.event(REFERENCE, event, on)
        self.office.run(on)

    def answers(self, *states):
        return [one for one in self.office.parcels(letter=self.letter, role="complainant")
                if one["state"] in states]

    def approve(self, on):
        for one in self.answers("awaiting_approval"):
            self.office.do("outbox", "approve", one["id"])
        self.office.run(on)

    def test_nothing_can_be_approved_before_the_check(self):
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        self.check("2026-03-10")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)
        self.approve("2026-03-11")
        self.assertEqual([one["sent"] for one in self.answers("accepted")], ["2026-03-11"])

    def test_the_answer_on_record_has_the_drafts_finding(self):
        self.check("2026-03-10")
        self.approve("2026-03-10")
        answered = [details for name, _, details in self.office.events_on_record(REFERENCE)
                    if name == "stage1_responded"]
        self.assertEqual(len(answered), 1)
        self.assertIn('"finding":"upheld"', answered[0].replace(" ", ""))

    def test_a_newer_draft_takes_the_check_back(self):
        self.check("2026-03-10")
        self.draft("2026-03-11")
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        self.approve("2026-03-12")
        self.assertEqual(self.answers("accepted"), [])
        self.check("2026-03-12")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)

    def correct_the_draft(self, on, **words):
        (draft,) = self.office.sql("SELECT id FROM events WHERE name = 'stage1_drafted'")
        self.office.event(REFERENCE, "corrected", on, event=draft[0],
                          **{f"replace.{word}": value for word, value in words.items()})
        self.office.run(on)

    def asked_to_check(self):
        return [one["created"] for one in self.office.parcels(step="draft-check")]

    def test_other_words_of_the_draft_take_the_check_back_and_ask_for_another(self):
        self.check("2026-03-10")
        self.correct_the_draft("2026-03-11", points=OTHER_POINTS)
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        self.assertEqual(self.asked_to_check(), ["2026-03-09", "2026-03-11"])
        (asked,) = self.office.tasks(step="quality-check-due", state="open")
        self.assertEqual(asked["due"], "2026-03-13")
        self.approve("2026-03-12")
        self.assertEqual(self.answers("accepted"), [])
        self.check("2026-03-12")
        self.approve("2026-03-12")
        self.assertEqual([one["sent"] for one in self.answers("accepted")], ["2026-03-12"])
        self.assertEqual(self.office.tasks(step="left-unchecked"), [])

    def test_a_draft_mended_in_place_after_it_failed_is_checked_again(self):
        self.check("2026-03-10", "quality_check_failed")
        self.correct_the_draft("2026-03-11", points=OTHER_POINTS)
        self.assertEqual(self.asked_to_check(), ["2026-03-09", "2026-03-11"])
        self.assertEqual(self.office.tasks(step="quality-check-failed", state="open"), [])
        self.check("2026-03-12")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)

    def test_a_note_at_the_draft_leaves_the_check_as_it_is(self):
        self.check("2026-03-10")
        self.correct_the_draft("2026-03-11", note="Handed in on paper.")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)
        self.assertEqual(self.asked_to_check(), ["2026-03-09"])

    def test_a_check_before_the_correction_of_the_same_day_counts_for_nothing(self):
        self.office.event(REFERENCE, "quality_check_passed", "2026-03-10",
                          at="2026-03-10T09:00:00Z")
        (draft,) = self.office.sql("SELECT id FROM events WHERE name = 'stage1_drafted'")
        self.office.event(REFERENCE, "corrected", "2026-03-10", at="2026-03-10T10:00:00Z",
                          event=draft[0], **{"replace.points": OTHER_POINTS})
        self.office.run("2026-03-10")
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])

    def test_words_corrected_once_the_answer_left_take_no_check_back_and_are_asked_about(self):
        self.check("2026-03-10")
        self.approve("2026-03-10")
        self.correct_the_draft("2026-03-12", points=OTHER_POINTS)
        self.assertEqual(self.asked_to_check(), ["2026-03-09"])
        self.assertEqual(self.office.tasks(step="quality-check-due", state="open"), [])
        self.assertEqual(len(self.answers("awaiting_approval", "accepted")), 1)
        (asked,) = [one["reason"] for one in self.office.tasks(state="open")
                    if "was corrected since" in one["reason"]]
        self.assertIn("the finding was upheld, and is not upheld now", asked)

    def test_a_check_once_more_writes_no_second_answer_of_the_same_draft(self):
        self.check("2026-03-10")
        self.approve("2026-03-10")
        for on in ("2026-03-11", "2026-03-20"):
            self.check(on)
            self.assertEqual(len(self.answers("awaiting_approval", "accepted")), 1)
        self.draft("2026-03-23")
        self.check("2026-03-23")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)

    def test_a_draft_that_fails_goes_back_to_the_team_manager(self):
        self.check("2026-03-10", "quality_check_failed")
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        back = self.office.tasks(step="quality-check-failed")
        self.assertEqual([task["role"] for task in back], ["team_manager"])

    def test_a_check_of_no_draft_lets_no_answer_through_and_is_asked_about(self):
        one = case("CC-2026-0008", "2026-03-02", complainant("email"), procedure=self.procedure)
        self.office.import_cases([one], "2026-03-02")
        self.office.event("CC-2026-0008", "quality_check_passed", "2026-03-10")
        for day in ("2026-03-10", "2026-03-11", "2026-03-13"):
            self.office.run(day)
        self.assertEqual(self.answers("awaiting_approval", "accepted"), [])
        self.assertEqual(len(self.office.tasks(step="check-without-draft")), 1)
        reminded = [one["case"] for one in self.office.parcels(step="due-tomorrow")]
        self.assertIn("CC-2026-0008", reminded)
        self.office.event("CC-2026-0008", "stage1_drafted", "2026-03-13", points=POINTS)
        self.office.event("CC-2026-0008", "quality_check_passed", "2026-03-13")
        self.office.run("2026-03-13")
        self.assertEqual(len(self.answers("awaiting_approval")), 1)

    def test_an_answer_that_the_service_sent_unchecked_is_looked_into(self):
        self.office.event(REFERENCE, "stage1_responded", "2026-03-10", finding="upheld",
                          sent_by="service")
        self.office.run("2026-03-10")
        self.assertEqual(len(self.office.tasks(step="left-unchecked")), 1)


class WhoeverHasTheDraftIsAsked(OfficeTest):
    """Received on 2 March 2026: day 7 is the 11th, day 9 the 13th, day 17 the 25th."""

    procedure = "leicestershire-statutory"

    def setUp(self):
        super().setUp()
        one = case(REFERENCE, "2026-03-02", complainant("email"), procedure=self.procedure)
        self.office.import_cases([one], "2026-03-02")
        self.office.event(REFERENCE, "stage1_drafted", "2026-03-09", points=POINTS)
        self.office.run("2026-03-09")

    def asked(self, step):
        return [one["role"] for one in self.office.parcels(step=step) + self.office.tasks(step=step)]

    def test_a_team_manager_whose_draft_waits_with_us_is_not_chased(self):
        for day in ("2026-03-11", "2026-03-13"):
            self.office.run(day)
        self.assertEqual(self.asked("update-reminder") + self.asked("due-tomorrow"), [])
        self.assertEqual(self.asked("draft-waits"), ["complaints_manager"])

    def test_a_draft_sent_back_takes_its_letter_back_and_is_the_team_managers_again(self):
        self.office.event(REFERENCE, "quality_check_failed", "2026-03-12", note="No dates.")
        self.office.run("2026-03-12")
        self.assertEqual(self.asked("draft-sent-back"), ["team_manager"])
        self.assertEqual([one["state"] for one in self.office.parcels(step="stage1-response")
                          if one["state"] == "awaiting_approval"], [])
        self.office.run("2026-03-13")
        self.assertIn("team_manager", self.asked("due-tomorrow"))
        self.assertEqual(self.asked("draft-waits"), [])

    def correct(self, on):
        (draft,) = self.office.sql("SELECT id FROM events WHERE name = 'stage1_drafted'")
        self.office.event(REFERENCE, "corrected", on, event=draft[0],
                          **{"replace.points": OTHER_POINTS})
        self.office.run(on)

    def test_whoever_read_the_first_words_of_a_draft_is_asked_to_read_the_new_ones(self):
        self.correct("2026-03-11")
        emails = [" ".join(one.get_body(("plain",)).get_content().split())
                  for one in map(parsed, self.office.emails())
                  if one["Subject"] == f"Complaint {REFERENCE}: a draft to check"]
        self.assertEqual(len(emails), 2)
        self.assertEqual(len([one for one in emails if "It was corrected on Wednesday 11 March "
                              "2026: please read it as it is now" in one]), 1)
        self.assertEqual(len([one for one in self.office.parcels(step="stage1-response",
                                                                 role="complainant")
                              if one["state"] == "awaiting_approval"]), 1)

    def test_a_draft_mended_in_place_after_it_was_sent_back_waits_for_approval(self):
        self.office.event(REFERENCE, "quality_check_failed", "2026-03-10", note="No dates.")
        self.office.run("2026-03-10")
        self.correct("2026-03-11")
        self.assertEqual(self.office.tasks(step="draft-sent-back", state="open"), [])
        self.assertEqual(len([one for one in self.office.parcels(step="stage1-response",
                                                                 role="complainant")
                              if one["state"] == "awaiting_approval"]), 1)

    def test_the_head_of_service_hears_that_a_draft_waits_with_us(self):
        for day in ("2026-03-16", "2026-03-25"):
            self.office.run(day)
        letter = next(text for text in map(str, map(parsed, self.office.emails()))
                      if f"Complaint {REFERENCE}: please step in" in text)
        self.assertIn("Newest draft sent to us", letter)
        self.assertIn("9 March 2026", letter)
        self.assertNotIn("We have had no update", letter)


class WhoeverChecksReadsTheDayThatBinds(OfficeTest):
    """Received on 2 March 2026: day 20 is the 30th, day 30 the 15th of April."""

    procedure = "leicestershire-statutory"

    def check_of_a_draft_on(self, day, *before):
        one = case(REFERENCE, "2026-03-02", complainant("email"), procedure=self.procedure)
        self.office.import_cases([one], "2026-03-02")
        self.office.run("2026-03-30")
        for event, on in before:
            self.office.event(REFERENCE, event, on)
        self.office.event(REFERENCE, "stage1_drafted", day, points=POINTS)
        self.office.run(day)
        email = next(one for one in map(parsed, self.office.emails())
                     if one["Subject"] == f"Complaint {REFERENCE}: a draft to check")
        return " ".join(email.get_body(("plain",)).get_content().split())

    def test_it_is_day_30_where_the_complainant_agreed_to_wait_until_then(self):
        email = self.check_of_a_draft_on("2026-04-09", ("further_time_agreed", "2026-04-01"))
        self.assertIn("agreed to wait until Wednesday 15 April 2026", email)
        self.assertNotIn("16 March", email)

    def test_a_day_that_is_over_is_called_over(self):
        self.assertIn("was due by Monday 16 March 2026: it is late", self.check_of_a_draft_on("2026-04-09"))


class NoCorporateAnswerBeforeItsCheck(NoAnswerBeforeItsCheck):
    procedure = "wokingham-corporate"
    letter = "corporate/response"


if __name__ == "__main__":
    unittest.main()
