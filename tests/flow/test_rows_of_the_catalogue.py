"""Rows of the catalogue in cases that go wrong: who is told which day, and what nobody may forget."""

import unittest

from office import case, complainant
from story import CASE, Story, event, joins


class MoreTimeRefused(Story):
    """Received on Monday 3 March 2025: a delay is confirmed on the 11th, and more time refused on the
    12th. Day 9 is the 14th, day 10 the 17th, day 17 the 26th."""
    logged, last = "2025-03-03", "2025-03-26"
    approvals = {"2025-03-12": ["extension-refused"]}

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("delay_confirmed", "2025-03-11", reason="The manager is away."),
            event("extension_refused", "2025-03-12", how="phone")])

    def test_the_team_manager_hears_that_the_later_day_no_longer_counts(self):
        self.assertEqual(self.sent("new-deadline", "team_manager"), ["2025-03-11"])
        self.assertEqual(self.sent("more-time-refused", "team_manager"), ["2025-03-12"])
        words = self.text("more-time-refused", "team_manager")
        self.assertIn("in our email of Tuesday 11 March 2025 no longer counts", words)
        self.assertIn("due by Monday 17 March 2025", words)

    def test_the_working_day_before_they_are_reminded_of_it(self):
        self.assertEqual(self.sent("due-tomorrow-refused", "team_manager"), ["2025-03-14"])
        words = self.text("due-tomorrow-refused", "team_manager")
        self.assertIn("due by Monday 17 March 2025", words)   # a weekend lies between
        self.assertNotIn("tomorrow", words)
        self.never("due-tomorrow")

    def test_the_head_of_service_hears_that_the_day_has_passed(self):
        words = self.text("head-of-service-referral", "head_of_service")
        self.assertIn("It was due by Monday 17 March 2025", words)
        self.assertNotIn("gets one by", words)


class APartWaitsForACourt(Story):
    """A part is held on 6 March 2025; the rest is answered on the 14th; the hold ends on 12 May."""
    logged, last = "2025-03-03", "2025-06-30"
    approvals = {"2025-03-06": ["court-hold"], "2025-03-14": ["stage1-response"]}

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("court_hold", "2025-03-06", scope="part", reasons="A hearing is near.",
                  points=[{"text": "The visits in January."}]),
            event("stage1_drafted", "2025-03-14", finding="not_upheld", points=[
                {"text": "Nobody called back.", "finding": "not_upheld", "reasons": "Two calls."}]),
            event("court_hold_lifted", "2025-05-12")])

    def test_the_answer_says_that_a_part_is_still_to_come(self):
        words = self.text("stage1-response")
        self.assertIn("A part of your complaint waits for a court case.", words)
        self.assertIn("The visits in January.", words)
        self.assertIn("What we have answered is not upheld", words)
        self.assertNotIn("Taken as a whole", words)

    def test_nothing_closes_the_case_over_it_and_the_hold_is_looked_at_again(self):
        self.never("closed")
        self.assertEqual(self.on_record("closed"), [])
        self.assertEqual(self.tasks_of("court-hold-decide"), ["2025-04-03", "2025-05-06"])

    def test_the_end_of_the_hold_is_told_and_the_part_is_asked_for_until_it_is_answered(self):
        self.assertEqual(self.sent("court-hold-ended"), ["2025-05-12"])
        self.assertEqual(self.tasks_of("court-part-answer"), ["2025-05-19"])
        self.assertEqual(self.tasks_of("court-part-still")[:2], ["2025-05-28", "2025-06-04"])


class AMeetingAndSilence(Story):
    """A meeting is held on 18 March 2025 and its letter goes on the 19th; then nobody says anything."""
    logged, last = "2025-03-03", "2025-04-17"
    approvals = {"2025-03-19": ["meeting-outcome"]}

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("meeting_held", "2025-03-18", outcome="partly_upheld",
                  actions=[{"text": "A plan is written."}])])

    def test_their_word_is_asked_for_twenty_working_days_after_the_letter(self):
        self.assertEqual(self.sent("meeting-outcome"), ["2025-03-19"])
        self.assertIn("tell us what is still open", self.text("meeting-outcome"))
        self.assertEqual(self.tasks_of("meeting-reply"), ["2025-04-17"])

    def test_what_is_sent_meanwhile_knows_of_the_meeting(self):
        self.assertIn("We met you on Tuesday 18 March 2025.", self.text("stage2-rights"))
        self.assertIn("Met with the complainant When: Tuesday 18 March 2025",
                      self.text("head-of-service-referral", "head_of_service"))


class NobodyCanReachTheComplainant(Story):
    """Three attempts came to nothing on 7 March 2025; nobody answers by day 20, 31 March."""
    logged, last = "2025-03-03", "2025-04-01"

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("contact_lost", "2025-03-07")])

    def test_a_letter_to_them_waits_for_a_person(self):
        self.assertEqual(self.sent("delay-apology-silence"), [])
        (waits,) = [p for p in self.office.parcels(step="delay-apology-silence")
                    if p["recipient"] == "complainant"]
        # Day 20 came before anybody approved it, and took its place.
        self.assertEqual((waits["created"], waits["state"]), ("2025-03-17", "superseded"))

    def test_a_right_is_told_all_the_same(self):
        self.assertEqual(self.sent("stage2-rights"), ["2025-03-31"])

    def test_explain_says_why(self):
        self.assertIn("the complainant cannot be reached since 7 March 2025, so a person decides",
                      self.office.do("explain", CASE, "--on", "2025-03-17").out)

    def test_officers_are_written_to_as_ever(self):
        self.assertEqual(self.sent("update-reminder", "team_manager"), ["2025-03-12"])


class TheComplainantIsBack(Story):
    """As above, but on 10 March they agree to more time by phone."""
    logged, last = "2025-03-03", "2025-03-10"

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", who=complainant("email"), events=[
            event("eligibility_decided", "2025-03-05", outcome="accepted"),
            event("contact_lost", "2025-03-07"),
            event("extension_agreed", "2025-03-10", how="phone")])

    def test_their_letters_go_as_before(self):
        self.assertEqual(self.sent("extension-confirmed"), ["2025-03-10"])


class CorporateStage2BegunByItself(Story):
    """Nobody answers by day 30, as was agreed; nor by day 40 of stage 2, 16 June 2025."""
    logged, last = "2025-03-03", "2025-07-17"
    approvals = {"2025-07-17": ["stage2-response"]}

    @classmethod
    def made(cls):
        young = complainant("email", kind="young_person", title="", first_name="Kai",
                            safe_contact="kai@mail.example")
        return case(CASE, received="2025-03-03", who=young, procedure="wokingham-corporate", events=[
            event("further_time_agreed", "2025-04-02", how="phone"),
            event("timescale_revised", "2025-07-01", because="A witness was ill."),
            event("stage2_drafted", "2025-07-16", finding="upheld", points=[
                {"text": "Visits were cancelled.", "finding": "upheld", "reasons": "Three were."}])])

    def test_a_manager_to_decide_is_asked_for_once(self):
        self.assertEqual(self.tasks_of("stage2-name-manager"), ["2025-04-22"])

    def test_the_apology_names_the_day_of_the_next_and_comes_again_with_the_reason(self):
        self.assertEqual(self.sent("stage2-overdue"), ["2025-06-17", "2025-07-15"])
        self.assertIn("by Tuesday 15 July 2025", self.text("stage2-overdue"))
        self.assertIn("A witness was ill.", self.text("stage2-overdue", which=1))

    def test_the_answer_says_sorry_gives_the_reason_and_claims_nothing(self):
        words = self.text("stage2-response")
        for needed in ("You had to wait too long for this. We are sorry.", "A witness was ill.",
                       "We had a new look at your complaint."):
            self.assertIn(needed, words)
        for untrue in ("You asked for a new look", "new to it"):
            self.assertNotIn(untrue, words)

    def test_a_person_is_warned_before_the_answer_is_approved(self):
        self.assertEqual(self.tasks_of("stage2-decided-by-nobody"), ["2025-07-16"])


if __name__ == "__main__":
    unittest.main()
