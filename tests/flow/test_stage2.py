"""Stage 2, asked for on Thursday 29 August 2024: day 25 is 3 October and day 65 is 28 November,
the Ombudsman's own dates for it. All other days are counted by hand; no holiday lies between."""

import unittest

from office import case, complainant
from story import CASE, Story, event, investigators, joins

REQUESTED = "2024-08-29"


def asked_for_stage2(who, *events):
    """Answered by the service on day 9, so that the request is an ordinary one."""
    return case(CASE, received="2024-07-29", who=who, events=[
        event("eligibility_decided", "2024-07-30", outcome="accepted"),
        event("stage1_responded", "2024-08-09", finding="not_upheld", sent_by="service"),
        event("stage2_requested", REQUESTED), *events])


DRAFT = event("stage2_drafted", "2024-09-30", points=[
    {"text": "Visits were cancelled.", "finding": "upheld", "concerns": "team_manager",
     "reasons": "Three visits were cancelled without a word.", "actions": "Visits are confirmed."},
    {"text": "The report was late.", "finding": "not_upheld", "concerns": "service_manager",
     "reasons": "It came on the day it was due."}],
    actions=[{"text": "Confirm each visit by text.", "owner": "team_manager",
              "due_on": "2024-10-31"}])


class Stage2InTime(Story):
    """By post, with an offer to resolve it locally; answered on day 23."""
    logged, last = "2024-08-28", "2024-11-05"
    approvals = {"2024-10-01": ["stage2-adjudication"]}

    @classmethod
    def made(cls):
        return asked_for_stage2(
            complainant("letter"),
            event("local_resolution_offered", "2024-09-02", note="The manager would meet you."),
            *investigators("2024-09-06"),
            event("statement_drafted", "2024-09-10", points=[{"text": "Visits were cancelled."}],
                  outcome="Visits on the agreed days."),
            event("statement_agreed", "2024-09-13"),
            event("interviews_fixed", "2024-09-16", interview_on="2024-09-20", time="2pm"),
            event("stage2_reported", "2024-09-27"), DRAFT)

    def test_the_request_is_acknowledged_with_both_dates(self):
        self.assertEqual(self.sent("stage2-acknowledgement"), [REQUESTED])
        words = self.text("stage2-acknowledgement")
        self.assertIn("Thursday 3 October 2024", words)
        self.assertIn("Thursday 28 November 2024", words)

    def test_the_service_manager_is_asked_for_five_days_and_the_complainant_may_say_no(self):
        self.assertEqual(self.sent("last-local-resolution", "service_manager"), [REQUESTED])
        self.assertEqual(self.sent("local-resolution-offer"), ["2024-09-02"])
        words = self.text("local-resolution-offer")
        self.assertIn("Thursday 5 September 2024", words)
        self.assertIn("The dates of stage 2 stay as they are", words)
        self.assertEqual(self.tasks_of("local-resolution-over"), ["2024-09-05"])

    def test_the_investigators_are_appointed_and_named_the_same_day(self):
        self.assertEqual(self.sent("stage2-appointment", "investigating_officer"), ["2024-09-06"])
        self.assertEqual(self.sent("stage2-appointment", "independent_person.2")
                         or self.sent("stage2-appointment", "independent_person"), ["2024-09-06"])
        self.assertEqual(self.sent("stage2-investigators-named"), ["2024-09-06"])
        words = self.text("stage2-investigators-named")
        for name in ("Martin Hale", "Grace Lindqvist", "Ruth Okafor"):
            self.assertIn(name, words)
        self.assertIn("Friday 13 September 2024", words)  # five working days on

    def test_the_statement_goes_to_the_complainant_with_the_day_stage_2_counts_from(self):
        self.assertEqual(self.sent("stage2-statement"), ["2024-09-10"])
        words = self.text("stage2-statement")
        self.assertIn("1. Visits were cancelled.", words)
        self.assertIn("Stage 2 has counted since Thursday 29 August 2024", words)

    def test_the_team_hears_of_the_interview_and_its_points(self):
        self.assertEqual(self.sent("stage2-interviews", "team_manager"), ["2024-09-16"])
        words = self.text("stage2-interviews", "team_manager")
        self.assertIn("Friday 20 September 2024", words)
        self.assertIn("Visits were cancelled.", words)

    def test_progress_is_asked_for_on_day_15_and_told_on_day_20(self):
        self.assertEqual(self.sent("stage2-progress-check", "investigating_officer"),
                         ["2024-09-19"])
        self.assertEqual(self.sent("stage2-progress"), ["2024-09-26"])
        self.assertEqual(self.tasks_of("stage2-day-20"), ["2024-09-26"])

    def test_the_reports_go_to_the_adjudicating_officer_the_same_day(self):
        self.assertEqual(self.sent("stage2-reports", "adjudicating_officer"), ["2024-09-27"])

    def test_the_answer_waits_for_a_person_and_carries_every_finding_and_right(self):
        self.assertEqual(self.sent("stage2-adjudication"), ["2024-10-01"])
        self.assertEqual(self.on_record("stage2_adjudicated"), ["2024-10-01"])
        words = self.text("stage2-adjudication")
        for needed in ("Our decision: upheld.", "Three visits were cancelled without a word.",
                       "Visits are confirmed.", "Our decision: not upheld.", "partly upheld",
                       "come with this letter", "stage 3", "Exampleshire Voice",
                       "Local Government and Social Care Ombudsman"):
            self.assertIn(needed, words)
        # Written on 30 September and received on 2 October: twenty working days end on 30 October.
        self.assertIn("Wednesday 30 October 2024", words)
        self.assertEqual(self.tasks_of("stage2-enclosures"), ["2024-09-30"])

    def test_those_who_investigated_get_a_copy_and_the_service_only_its_part(self):
        self.assertEqual(self.readers("stage2-adjudication"),
                         ["complainant", "copy.complaints_manager", "copy.independent_person",
                          "copy.investigating_officer"])
        team = self.text("stage2-staff-actions", "team_manager")
        self.assertIn("Visits were cancelled.", team)
        self.assertIn("Confirm each visit by text., by Thursday 31 October 2024", team)
        self.assertNotIn("The report was late.", team)
        self.assertIn("We will do this by Thursday 31 October 2024, and the team manager sees to it: "
                      "Confirm each visit by text.",
                      " ".join(self.text("stage2-adjudication", "complainant").split()))
        service = [p["recipient"] for p in self.office.parcels(step="stage2-staff-actions")
                   if p["role"] == "service_manager"]
        self.assertNotIn("Visits were cancelled.",
                         self.text("stage2-staff-actions", service[0]))

    def test_no_letter_about_a_delay_goes(self):
        self.never("stage2-extension", "stage2-holding", "stage2-day-25", "stage2-overdue")

    def test_the_case_closes_on_the_first_working_day_after_the_longer_window(self):
        # Received on 3 October: twenty working days end on the 31st, thirty days on 2 November.
        self.assertEqual(self.on_record("closed"), ["2024-11-04"])
        self.assertEqual(self.sent("stage3-not-asked-for", "head_of_service"), ["2024-11-04"])


class Stage2Extended(Story):
    """By email; extended before day 25 to a day that then passes too."""
    logged, last = "2024-08-28", "2024-11-18"

    @classmethod
    def made(cls):
        return asked_for_stage2(
            complainant("email"), *investigators("2024-09-04"),
            event("stage2_extended", "2024-09-20", until="2024-11-15",
                  reason="Two of those we must hear are away."))

    def test_reason_and_new_date_reach_the_complainant_before_day_25(self):
        self.assertEqual(self.sent("stage2-extension"), ["2024-09-20"])
        words = self.text("stage2-extension")
        self.assertIn("Two of those we must hear are away.", words)
        self.assertIn("You will have our answer by Friday 15 November 2024", words)

    def test_nobody_is_asked_again_for_what_is_known(self):
        self.never("stage2-day-20", "stage2-day-25", "stage2-holding")

    def test_the_complainant_hears_each_month(self):
        self.assertEqual(self.sent("stage2-progress"), ["2024-09-26", "2024-10-24"])
        self.assertIn("Friday 15 November 2024", self.text("stage2-progress"))

    def test_the_investigator_is_asked_before_each_of_them_and_on_day_55(self):
        self.assertEqual(self.sent("stage2-progress-check", "investigating_officer"),
                         ["2024-09-19", "2024-10-17", "2024-11-14"])

    def test_the_day_after_a_missed_new_date_is_a_persons_task(self):
        self.assertEqual(self.tasks_of("stage2-extension-passed"), ["2024-11-18"])


class Stage2ExtendedTooFar(Story):
    """A new date after day 65 is no date to give anybody."""
    logged, last = "2024-08-28", "2024-10-03"
    approvals = {}

    @classmethod
    def made(cls):
        return asked_for_stage2(complainant("email"),
                                event("stage2_extended", "2024-09-20", until="2024-11-29",
                                      reason="It takes long."))

    def test_no_letter_promises_it_and_a_person_is_told(self):
        self.never("stage2-extension")
        self.assertEqual(self.tasks_of("stage2-extension-too-long"), ["2024-09-20"])


class Stage2Overdue(Story):
    """By post; nobody appoints, extends or answers, and the head of service would adjudicate."""
    logged, last = "2024-08-28", "2024-12-31"
    approvals = {"2024-10-04": ["stage2-holding"]}

    @classmethod
    def made(cls):
        return asked_for_stage2(
            complainant("letter"),
            joins("adjudicating_officer", "Tariq Boateng", "team.north@council.example",
                  "2024-10-07"))

    def test_the_holding_letter_gives_no_reason_and_waits_for_a_person(self):
        self.assertEqual(self.tasks_of("stage2-day-25"), ["2024-10-03"])
        self.assertEqual(self.sent("stage2-holding"), ["2024-10-04"])
        words = self.text("stage2-holding")
        self.assertIn("We do not yet have a full reason to give you", words)
        self.assertIn("Thursday 10 October 2024", words)  # five working days from 3 October

    def test_appointing_is_a_task_on_day_5_and_again_from_day_10_on(self):
        self.assertEqual(self.tasks_of("stage2-appoint"), ["2024-09-05"])
        self.assertEqual(self.tasks_of("stage2-appoint-chase")[:3],
                         ["2024-09-12", "2024-09-26", "2024-10-10"])

    def test_who_answered_at_stage_1_may_not_decide_at_stage_2(self):
        self.assertEqual(self.tasks_of("stage2-conflict-stage1"), ["2024-10-07"])

    def test_the_apology_goes_the_first_working_day_after_day_65_then_monthly(self):
        self.assertEqual(self.sent("stage2-overdue"), ["2024-11-29", "2024-12-31"])
        words = self.text("stage2-overdue")
        self.assertIn("We let you down.", words)
        self.assertIn("by Thursday 28 November 2024", words)
        self.assertIn("you can ask the Local Government and Social Care Ombudsman for help now",
                      words)
        self.assertIn("copy.head_of_service", self.readers("stage2-overdue"))

    def test_a_person_must_find_out_why_every_week(self):
        self.assertEqual(self.tasks_of("stage2-overdue-decide")[:2], ["2024-11-29", "2024-12-06"])


class Stage2ReportedAfterItsLastDay(Story):
    """The reports come on 5 December 2024, five working days after day 65."""
    logged, last = "2024-08-28", "2024-12-31"

    @classmethod
    def made(cls):
        return asked_for_stage2(complainant("email"), *investigators("2024-09-05"),
                                event("stage2_reported", "2024-12-05"))

    def test_the_adjudicating_officer_is_asked_for_a_day_that_can_be_kept(self):
        words = self.text("stage2-reports", "adjudicating_officer")
        self.assertIn("The last day in law was Thursday 28 November 2024. The answer is late", words)
        self.assertIn("Thursday 12 December 2024", words)
        self.assertNotIn("by then", words)

    def test_the_local_reminder_says_that_the_last_day_is_over(self):
        words = self.text("stage2-local-limit", "adjudicating_officer")
        self.assertIn("should have had it by Thursday 28 November 2024", words)


class Stage2Discontinued(Story):
    """By post; the scope cannot be agreed."""
    logged, last = "2024-08-28", "2024-10-04"
    approvals = {"2024-09-18": ["stage2-discontinued"]}

    @classmethod
    def made(cls):
        return asked_for_stage2(
            complainant("letter"), *investigators("2024-09-06"),
            event("stage2_discontinued", "2024-09-17",
                  reasons="We could not agree what to look into."))

    def test_the_reasons_and_the_ombudsman_are_told_once_a_person_approved_it(self):
        self.assertEqual(self.sent("stage2-discontinued"), ["2024-09-18"])
        words = self.text("stage2-discontinued")
        self.assertIn("We could not agree what to look into.", words)
        self.assertIn("Ombudsman", words)

    def test_stage_2_asks_nobody_for_anything_more(self):
        self.never("stage2-progress", "stage2-progress-check", "stage2-day-20", "stage2-day-25")


class Stage2OfAYoungPerson(Story):
    """By email. The answer arrives on Friday 17 December 2027: over the year's end twenty working
    days (19 January) are longer than thirty days (16 January)."""
    logged, last = "2027-10-18", "2028-01-20"
    approvals = {"2027-12-17": ["stage2-adjudication"]}

    @classmethod
    def made(cls):
        return case(CASE, received="2027-09-20",
                    who=complainant("email", kind="young_person", title="", first_name="Tariq"),
                    events=[event("eligibility_decided", "2027-09-21", outcome="accepted"),
                            event("stage1_responded", "2027-10-01", finding="not_upheld",
                                  sent_by="service"),
                            event("stage2_requested", "2027-10-18"),
                            *investigators("2027-10-22"),
                            event("stage2_extended", "2027-11-08", until="2027-12-20",
                                  reason="A worker we must talk to is ill."),
                            {**DRAFT, "on": "2027-12-17"}])

    def test_each_letter_is_in_plain_words_with_one_date_to_keep_in_mind(self):
        for step, date in (("stage2-acknowledgement", "Monday 22 November 2027"),
                           ("stage2-investigators-named", "Friday 29 October 2027"),
                           ("stage2-extension", "Monday 20 December 2027"),
                           ("stage2-adjudication", "Wednesday 19 January 2028")):
            words = self.text(step)
            self.assertIn("Dear Tariq", words)
            self.assertIn(date, words)
            self.assertIn("on your side", words)  # the advocate
            self.assertNotIn("independent person", words)

    def test_a_longer_time_is_to_be_had_for_the_asking(self):
        self.assertIn("If you need longer, just ask.", self.text("stage2-adjudication"))

    def test_the_case_stays_open_until_the_longer_of_the_two_has_passed(self):
        self.assertEqual(self.on_record("stage2_adjudicated"), ["2027-12-17"])
        self.assertEqual(self.on_record("closed"), ["2028-01-20"])


class ALateAnswerOfStage1(Story):
    """Stage 2 began without an answer; then one comes after all."""
    logged, last = "2024-08-28", "2024-09-12"

    @classmethod
    def made(cls):
        return case(CASE, received="2024-07-29", who=complainant("letter"), events=[
            event("eligibility_decided", "2024-07-30", outcome="accepted"),
            event("stage2_requested", REQUESTED), *investigators("2024-09-05"),
            event("stage1_responded", "2024-09-09", finding="upheld", sent_by="service")])

    def test_it_goes_to_the_investigating_officer_and_stage_2_goes_on(self):
        self.assertEqual(self.sent("late-answer", "investigating_officer"), ["2024-09-09"])
        self.assertIn("it goes on", self.text("late-answer", "investigating_officer"))
        self.assertEqual(self.tasks_of("stage2-statement-missing"), ["2024-09-12"])

    def test_no_chance_to_resolve_it_locally_is_asked_for(self):
        self.never("last-local-resolution", "local-resolution-over")


if __name__ == "__main__":
    unittest.main()
