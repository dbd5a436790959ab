"""Stage 3, asked for on Monday 10 November 2025: the panel by Monday 22 December, the invitation by
Monday 8 December; a panel on the 22nd reports by Wednesday 31 December, and the council answers a
report of that day by Thursday 22 January 2026. All other days are counted by hand."""

import unittest

from office import case, complainant
from story import CASE, Story, event, investigators, joins, panel


def asked_for_a_panel(who, *events, requested="2025-11-10"):
    return case(CASE, received="2025-06-02", who=who, events=[
        event("eligibility_decided", "2025-06-03", outcome="accepted"),
        event("stage1_responded", "2025-06-13", finding="not_upheld", sent_by="service"),
        event("stage2_requested", "2025-06-30"), *investigators("2025-07-07"),
        event("stage2_extended", "2025-07-28", until="2025-09-26", reason="Holidays."),
        event("stage2_reported", "2025-09-12"),
        event("stage2_adjudicated", "2025-09-24" if requested < "2025-11" else "2025-10-29",
              finding="not_upheld"),
        event("stage3_requested", requested, reasons="Nobody asked my son."), *events])


ANSWER = event("stage3_drafted", "2026-01-14", points=[
    {"text": "Say sorry in writing.", "response": "agreed", "reasons": "The panel is right.",
     "actions": "The director writes by 30 January 2026."},
    {"text": "Change the form.", "response": "not agreed",
     "reasons": "The form is the government's."}])


class Stage3InTime(Story):
    """By post; every limit kept."""
    logged, last = "2025-11-07", "2026-02-06"
    approvals = {"2025-12-09": ["stage3-bundle-letter"], "2025-12-31": ["stage3-panel-report"],
                 "2026-01-15": ["stage3-response"]}

    @classmethod
    def made(cls):
        chair, _, panel_fixed = panel("2025-11-24", "2025-12-22")
        made = asked_for_a_panel(
            complainant("letter"), chair, panel_fixed,
            event("panel_held", "2025-12-22"),
            event("panel_reported", "2025-12-31", recommendations="Say sorry in writing."),
            event("director_decided", "2026-01-12", agrees=False), ANSWER,
            event("action_due", "2026-01-16", action="Write to the family", due_on="2026-01-30"),
            event("action_due", "2026-01-16", action="Tell the team", due_on="2026-01-30"),
            event("action_done", "2026-01-28", action="Tell the team"))
        for name in ("Paul Reed", "Bea Lund"):
            made["parties"].append({"role": "panel_member", "name": name,
                                    "email": f"{name.split()[0].lower()}@panel.example"})
        return made

    def test_the_request_is_acknowledged_with_the_last_day_of_the_panel(self):
        self.assertEqual(self.sent("stage3-acknowledgement"), ["2025-11-10"])
        words = self.text("stage3-acknowledgement")
        self.assertIn("Monday 22 December 2025", words)
        self.assertIn("an advocate to the panel and one more person", words)

    def test_director_and_head_of_service_hear_of_it_the_same_day(self):
        self.assertEqual(self.sent("stage3-notice", "director"), ["2025-11-10"])
        self.assertEqual(len(self.readers("stage3-notice")), 2)
        self.assertIn("Nobody asked my son.", self.text("stage3-notice", "director"))

    def test_the_panel_is_appointed_by_day_10(self):
        self.assertEqual(self.tasks_of("stage3-appoint-panel"), ["2025-11-24"])
        self.assertEqual(self.sent("stage3-panel-appointment", "panel_chair"), ["2025-11-24"])
        words = self.text("stage3-panel-appointment", "panel_chair")
        self.assertIn("Wednesday 31 December 2025", words)  # its report
        self.assertIn("Paul Reed and Bea Lund", words)

    def test_the_invitation_goes_twenty_days_before_and_says_who_may_come(self):
        self.assertEqual(self.sent("stage3-invitation"), ["2025-11-24"])
        parcel = self.office.parcels(step="stage3-invitation")[0]
        self.assertEqual(parcel["due"], "2025-12-08")
        words = self.text("stage3-invitation")
        for needed in ("Monday 22 December 2025, at 10am", "Room 2, County Hall",
                       "The chair is Ngozi Adeyemi. Also on the panel: Paul Reed and Bea Lund.",
                       "an advocate and one more person",
                       "by Monday 8 December 2025", "It does not start a new investigation"):
            self.assertIn(needed, words)
        self.assertIn("copy.independent_person", self.readers("stage3-invitation"))

    def test_papers_may_come_until_ten_working_days_before_and_are_sent_on_the_day_after(self):
        self.assertEqual(self.sent("stage3-papers-call", "service_manager"), ["2025-11-24"])
        self.assertIn("Monday 8 December 2025", self.text("stage3-papers-call", "service_manager"))
        self.assertEqual(self.tasks_of("stage3-bundle"), ["2025-12-09"])
        self.assertEqual(self.sent("stage3-bundle-letter"), ["2025-12-09"])

    def test_the_chair_is_asked_for_the_report_before_it_is_due(self):
        self.assertEqual(self.sent("stage3-report-chase", "panel_chair"), ["2025-12-29"])

    def test_the_report_reaches_the_complainant_within_five_days(self):
        self.assertEqual(self.sent("stage3-panel-report"), ["2025-12-31"])
        words = self.text("stage3-panel-report")
        self.assertIn("Say sorry in writing.", words)
        self.assertIn("Thursday 22 January 2026", words)
        self.assertIn("together with the independent person", words)

    def test_the_director_decides_together_with_the_independent_person(self):
        self.assertEqual(self.sent("stage3-decision-request", "director"), ["2025-12-31"])
        self.assertEqual(len(self.readers("stage3-decision-request")), 2)

    def test_a_decision_in_time_is_not_chased(self):
        self.never("stage3-decision-chase", "stage3-decision-last-chase", "stage3-response-late")

    def test_the_answer_takes_up_each_recommendation_and_names_the_ombudsman(self):
        self.assertEqual(self.sent("stage3-response"), ["2026-01-15"])
        self.assertEqual(self.on_record("stage3_responded"), ["2026-01-15"])
        words = self.text("stage3-response")
        for needed in ("Our answer: agreed", "Our answer: not agreed",
                       "The form is the government's.", "The director writes by 30 January 2026.",
                       "You can now go to the Local Government and Social Care Ombudsman"):
            self.assertIn(needed, words)
        self.assertIn("copy.panel_chair", self.readers("stage3-response"))

    def test_the_case_closes_and_only_the_action_not_done_is_followed_up(self):
        self.assertEqual(self.on_record("closed"), ["2026-01-16"])  # posted the evening before
        self.assertEqual(self.sent("action-due", "head_of_service"), ["2026-01-30"])
        self.assertEqual(self.sent("action-overdue", "head_of_service"), ["2026-02-06"])
        self.assertIn("Write to the family", self.text("action-due", "head_of_service"))

    def test_no_letter_about_a_delay_goes(self):
        self.never("stage3-panel-late", "stage3-panel-fixed-late", "stage3-panel-overdue",
                   "stage3-report-late", "stage3-short-notice", "stage3-panel-missing")


class PanelLate(Story):
    """By email; no day by day 25, then a panel that is put off."""
    logged, last = "2025-11-07", "2026-01-27"

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email"), *panel("2025-12-18", "2026-01-12"),
            event("panel_adjourned", "2026-01-12", reason="The chair fell ill."),
            event("panel_fixed", "2026-01-13", panel_on="2026-01-26", time="11am"))

    def test_a_person_is_told_on_day_10_and_every_week(self):
        self.assertEqual(self.tasks_of("stage3-panel-missing")[:3],
                         ["2025-11-24", "2025-12-01", "2025-12-08"])

    def test_the_apology_goes_on_day_25_with_the_ombudsman(self):
        self.assertEqual(self.sent("stage3-panel-late"), ["2025-12-15"])
        words = self.text("stage3-panel-late")
        self.assertIn("should meet by Monday 22 December 2025. It will not.", words)
        self.assertIn("You can also contact the Local Government and Social Care Ombudsman", words)
        self.assertNotIn("We are late", words)   # the limit has not passed yet

    def test_the_invitation_to_a_late_panel_says_sorry_and_no_second_apology_goes(self):
        self.assertEqual(self.sent("stage3-invitation"), ["2025-12-18", "2026-01-13"])
        words = self.text("stage3-invitation")
        self.assertIn("The panel was to meet by Monday 22 December 2025. It will be later, and we "
                      "are sorry.", words)
        self.never("stage3-panel-fixed-late", "stage3-panel-overdue")

    def test_a_panel_put_off_is_told_to_all_and_planned_anew(self):
        self.assertEqual(self.sent("stage3-adjourned"), ["2026-01-12"])
        self.assertIn("The chair fell ill.", self.text("stage3-adjourned"))
        self.assertIn("Monday 19 January 2026", self.text("stage3-adjourned"))  # five days on
        self.assertEqual(self.sent("stage3-adjourned-notice", "panel_chair"), ["2026-01-12"])
        self.assertEqual(self.tasks_of("stage3-adjourned-day"), ["2026-01-19"])
        self.assertEqual(self.sent("stage3-panel-appointment", "panel_chair"),
                         ["2025-12-18", "2026-01-13"])

    def test_the_day_after_a_panel_that_nobody_recorded_a_person_is_asked(self):
        # 12 January was put off; only the second day counts.
        self.assertEqual(self.tasks_of("stage3-panel-day-passed"), ["2026-01-27"])


class PanelPutOffBeforeItMet(Story):
    """By email; the complainant cannot come on the first day, the council puts off the second."""
    logged, last = "2025-11-07", "2026-01-08"

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email"), *panel("2025-11-14", "2025-12-10"),
            event("cannot_attend", "2025-12-02"),
            event("panel_fixed", "2025-12-04", panel_on="2025-12-31", time="2pm"),
            event("panel_adjourned", "2025-12-19", reason="The chair is ill.",
                  until="2026-01-06"),
            event("panel_fixed", "2025-12-22", panel_on="2026-01-06", time="2pm"))

    def test_the_complainant_reads_which_day_is_off_and_not_that_the_panel_met(self):
        self.assertEqual(self.sent("stage3-adjourned"), ["2025-12-19"])
        words = self.text("stage3-adjourned")
        self.assertIn("will not meet on Wednesday 31 December 2025", words)
        self.assertIn("The chair is ill.", words)
        self.assertIn("will meet instead on Tuesday 6 January 2026", words)
        for untrue in ("did not come to an end", "What you told the panel"):
            self.assertNotIn(untrue, words)

    def test_each_new_invitation_takes_the_place_of_the_one_before(self):
        self.assertEqual(self.sent("stage3-invitation"),
                         ["2025-11-14", "2025-12-04", "2025-12-22"])
        self.assertNotIn("takes the place", self.text("stage3-invitation"))
        self.assertIn("takes the place of our letter of Friday 14 November 2025",
                      self.text("stage3-invitation", which=1))

    def test_the_complainants_wish_is_the_reason_only_where_it_is(self):
        self.assertIn("You told us on Tuesday 2 December 2025 that you could not come",
                      self.text("stage3-invitation", which=1))
        words = self.text("stage3-invitation", which=2)
        self.assertNotIn("You told us", words)
        self.assertIn("It will be later, and we are sorry", words)

    def test_an_earlier_cannot_come_keeps_back_no_apology_for_the_councils_delay(self):
        self.never("stage3-panel-fixed-late")   # the invitation of that day says it
        self.assertIn("It will be later, and we are sorry", self.text("stage3-invitation", which=2))


class PanelFixedForADayTooLate(Story):
    """By post; told on day 20 that the panel meets after day 30."""
    logged, last = "2025-11-07", "2025-12-16"

    @classmethod
    def made(cls):
        return asked_for_a_panel(complainant("letter"), *panel("2025-12-08", "2026-01-12"))

    def test_the_invitation_alone_says_that_it_is_later_and_nothing_is_late_yet(self):
        self.assertEqual(self.sent("stage3-invitation"), ["2025-12-08"])
        words = self.text("stage3-invitation")
        self.assertIn("will meet on Monday 12 January 2026", words)
        self.assertIn("was to meet by Monday 22 December 2025. It will be later, and we are sorry",
                      words)
        self.assertNotIn("We are late", words)
        self.never("stage3-panel-fixed-late", "stage3-panel-late")

    def test_a_person_is_asked_why(self):
        self.assertEqual(self.tasks_of("stage3-panel-fixed-late-why"), ["2025-12-08"])


class APanelWithoutTheComplainant(Story):
    """By post; the complainant cannot come, and asks for a later day."""
    logged, last = "2025-11-07", "2025-12-16"

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("letter"), *panel("2025-11-24", "2025-12-15"),
            event("cannot_attend", "2025-12-01", agreed=False, how="phone"),
            event("panel_fixed", "2025-12-04", panel_on="2026-01-12"))

    def test_the_choices_are_written_to_them(self):
        self.assertEqual(self.sent("stage3-cannot-attend"), ["2025-12-01"])
        words = self.text("stage3-cannot-attend")
        self.assertIn("This is not held against you", words)
        self.assertIn("We will write down that you asked for it", words)
        self.assertEqual(self.tasks_of("stage3-cannot-attend-decide"), ["2025-12-08"])

    def test_a_later_day_at_their_wish_is_no_delay_of_ours(self):
        self.assertEqual(self.sent("stage3-invitation"), ["2025-11-24", "2025-12-04"])
        self.never("stage3-panel-late", "stage3-panel-fixed-late")


class DirectorLate(Story):
    """By post; the panel reports, and no decision comes."""
    logged, last = "2025-11-07", "2026-02-06"
    approvals = {"2025-12-31": ["stage3-panel-report"]}

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("letter"), *panel("2025-11-24", "2025-12-22"),
            event("panel_held", "2025-12-22"),
            event("panel_reported", "2025-12-31", recommendations="Say sorry in writing."))

    def test_the_director_is_chased_ten_and_thirteen_days_after_the_report(self):
        self.assertEqual(self.sent("stage3-decision-chase", "director"), ["2026-01-15"])
        self.assertEqual(self.sent("stage3-decision-last-chase", "director"), ["2026-01-20"])
        self.assertIn("Thursday 22 January 2026", self.text("stage3-decision-chase", "director"))

    def test_the_complainant_hears_the_day_after_the_limit_and_every_ten_days(self):
        self.assertEqual(self.sent("stage3-response-late"), ["2026-01-23", "2026-02-06"])
        words = self.text("stage3-response-late")
        self.assertIn("by Thursday 22 January 2026", words)
        self.assertIn("you can ask the Local Government and Social Care Ombudsman for help now",
                      words)

    def test_a_person_asks_why_every_week(self):
        self.assertEqual(self.tasks_of("stage3-response-late-decide")[:2],
                         ["2026-01-23", "2026-01-30"])


class AnsweredWithoutADecisionOnRecord(Story):
    """The answer says who decided and whom they heard: nothing on record says so."""
    logged, last = "2025-11-07", "2026-01-16"

    @classmethod
    def made(cls):
        return asked_for_a_panel(complainant("letter"), *panel("2025-11-24", "2025-12-22"),
                                 event("panel_held", "2025-12-22"),
                                 event("panel_reported", "2025-12-31", recommendations="Write."),
                                 ANSWER)

    def test_a_person_is_asked_before_anybody_approves_it(self):
        (task,) = self.office.tasks(step="stage3-decided-by-nobody")
        self.assertEqual((task["created"], task["role"]), ("2026-01-14", "complaints_manager"))
        self.assertIn("Approve nothing before you know that both are true", task["reason"])

    def test_the_question_is_over_once_the_decision_is_recorded(self):
        self.office.event(CASE, "director_decided", "2026-01-16", agrees="false")
        self.office.run("2026-01-19")
        (task,) = self.office.tasks(step="stage3-decided-by-nobody")
        self.assertEqual(task["state"], "done")


class DirectorDecidedAndAnswerLate(Story):
    """The director decided on 19 January 2026; the answer is drafted on the 28th, after the 22nd."""
    logged, last = "2025-11-07", "2026-02-06"
    approvals = {"2025-12-31": ["stage3-panel-report"]}

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email"), *panel("2025-11-24", "2025-12-22"),
            event("panel_held", "2025-12-22"),
            event("panel_reported", "2025-12-31", recommendations="Say sorry in writing."),
            event("director_decided", "2026-01-19", agrees=True), {**ANSWER, "on": "2026-01-28"})

    def test_nobody_asks_for_the_decision_that_is_there(self):
        self.never("stage3-response-late-decide")
        self.assertEqual(self.tasks_of("stage3-response-late-write"), ["2026-01-23"])

    def test_once_the_answer_is_drafted_nobody_is_asked_to_write_it(self):
        self.assertEqual(len(self.office.parcels(step="stage3-response",
                                                 state="awaiting_approval")), 5)

    def test_the_complainant_reads_where_the_answer_is(self):
        words = self.text("stage3-response-late")
        self.assertIn("The director has decided. We are still writing the answer for you.", words)
        self.assertNotIn("reason", words)
        self.assertNotIn("has been told how late", words)


class PanelReportLate(Story):
    """The panel met on 22 December 2025; no report by the 31st."""
    logged, last = "2025-11-07", "2026-01-05"

    @classmethod
    def made(cls):
        return asked_for_a_panel(complainant("email"), *panel("2025-11-24", "2025-12-22"),
                                 event("panel_held", "2025-12-22"))

    def test_a_person_asks_the_chair_and_telephones_the_complainant(self):
        self.assertEqual(self.tasks_of("stage3-report-late"), ["2026-01-02"])


class WhoTookPartMayNotSit(Story):
    """The independent person of stage 2 is named as chair of the panel."""
    logged, last = "2025-11-07", "2025-11-25"

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email"),
            joins("panel_chair", "Grace Lindqvist", "grace@independent.example", "2025-11-24"))

    def test_a_person_is_told(self):
        self.assertEqual(self.tasks_of("stage3-panel-conflict"), ["2025-11-24"])


class Stage3OfAYoungPerson(Story):
    """By email; from the request to the answer."""
    logged, last = "2025-11-07", "2026-01-16"
    approvals = {"2025-12-09": ["stage3-bundle-letter"], "2025-12-31": ["stage3-panel-report"],
                 "2026-01-15": ["stage3-response"]}

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email", kind="young_person", title="", first_name="Tariq"),
            *panel("2025-11-24", "2025-12-22"), event("panel_held", "2025-12-22"),
            event("panel_reported", "2025-12-31", recommendations="Say sorry to Tariq."),
            ANSWER)

    def test_each_letter_is_in_plain_words_with_its_date(self):
        for step, date in (("stage3-acknowledgement", "Monday 22 December 2025"),
                           ("stage3-invitation", "Monday 22 December 2025"),
                           ("stage3-panel-report", "Thursday 22 January 2026"),
                           ("stage3-response", "30 January 2026")):
            words = self.text(step)
            self.assertIn("Dear Tariq", words)
            self.assertIn(date, words)
            self.assertIn("on your side", words)

    def test_someone_may_speak_for_them(self):
        self.assertIn("You can bring someone to speak for you, and one more person too.",
                      self.text("stage3-acknowledgement"))


class ALateRequest(Story):
    """The answer of stage 2 left by email on 24 September 2025: thirty days end on 24 October.
    Nobody asked; the case closed, and then a request comes."""
    logged, last = "2025-09-24", "2025-11-12"
    approvals = {"2025-11-11": ["stage3-late-decision"]}

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email"),
            event("late_request_decided", "2025-11-10", outcome="refused",
                  reasons="A year has passed since the events, and nothing new is said."),
            requested="2025-10-30")

    def test_the_case_had_closed_on_the_first_working_day_after_the_longer_window(self):
        self.assertEqual(self.on_record("closed"), ["2025-10-27"])

    def test_a_person_decides_within_five_days_and_the_machine_refuses_nothing(self):
        self.assertEqual(self.tasks_of("stage3-late-request"), ["2025-11-06"])
        self.assertEqual(self.tasks_of("stage3-late-request-chase"), ["2025-11-07"])
        self.never("stage3-acknowledgement", "stage3-appoint-panel")

    def test_the_refusal_gives_its_reasons_and_the_ombudsman_once_approved(self):
        self.assertEqual(self.sent("stage3-late-decision"), ["2025-11-11"])
        words = self.text("stage3-late-decision")
        self.assertIn("nothing new is said", words)
        self.assertIn("Go to the Ombudsman.", words)


class ALateRequestAccepted(Story):
    """As above, but the answer is yes, and nobody strikes out the closing until 30 January."""
    logged, last = "2025-09-24", "2026-01-30"
    approvals = {"2025-11-04": ["stage3-late-decision"]}

    @classmethod
    def made(cls):
        return asked_for_a_panel(
            complainant("email"),
            event("late_request_decided", "2025-11-03", outcome="accepted", reasons="She was ill."),
            *panel("2025-11-24", "2025-12-22"), event("panel_held", "2025-12-22"),
            event("panel_reported", "2025-12-31", recommendations="Say sorry in writing."),
            requested="2025-10-30")

    def test_a_person_is_told_to_strike_out_the_closing_and_the_letter_says_yes(self):
        self.assertEqual(self.tasks_of("stage3-late-accepted"), ["2025-11-03"])
        self.assertEqual(self.sent("stage3-late-decision"), ["2025-11-04"])
        self.assertIn("Our decision: yes", self.text("stage3-late-decision"))

    def test_the_letter_says_by_when_the_panel_meets(self):
        # Thirty working days from the request of 30 October.
        self.assertIn("The panel is to meet by Thursday 11 December 2025.",
                      self.text("stage3-late-decision"))

    def test_the_task_comes_again_every_three_days_while_the_case_is_closed(self):
        self.assertEqual(self.tasks_of("stage3-late-accepted-still")[:3],
                         ["2025-11-06", "2025-11-11", "2025-11-14"])

    def test_what_is_recorded_of_the_panel_meanwhile_is_a_task(self):
        self.assertEqual(self.tasks_of("stage3-work-while-closed"),
                         ["2025-11-24", "2025-12-22", "2025-12-31"])

    def test_nobody_is_chased_for_what_was_never_asked_for(self):
        self.never("stage3-invitation", "stage3-report-chase", "stage3-report-late",
                   "stage3-decision-chase", "stage3-decision-last-chase", "stage3-response-late",
                   "stage3-response-late-decide")

    def test_once_the_closing_is_struck_out_the_letters_follow(self):
        office = self.office
        closing = office.sql("SELECT id FROM events WHERE name = 'closed'")[0][0]
        office.event(CASE, "corrected", "2026-02-02", event=closing, strike="true")
        office.run("2026-02-02")
        self.assertEqual(self.sent("stage3-acknowledgement"), [])  # the panel has met
        self.assertEqual(self.readers("stage3-decision-request"), ["director", "independent_person"])
        self.assertIn("should have left the council by Thursday 22 January 2026",
                      self.text("stage3-decision-request", "director"))
        # So late a letter is read by a person first.
        self.assertEqual({p["state"] for p in office.parcels(step="stage3-response-late")},
                         {"awaiting_approval"})
        self.assertNotIn("2026-02-04", self.tasks_of("stage3-late-accepted-still"))


class ARequestRecordedAfterTheClosing(Story):
    """Made in time, told to the complaints team only after the case had closed."""
    logged, last = "2025-09-24", "2025-11-03"

    @classmethod
    def made(cls):
        made = asked_for_a_panel(complainant("email"), requested="2025-10-30")
        made["events"] = [one for one in made["events"] if one["name"] != "stage3_requested"]
        return made

    def test_striking_out_the_closing_lets_stage_3_go_on_from_the_request(self):
        self.assertEqual(self.on_record("closed"), ["2025-10-27"])
        office = self.office
        office.event(CASE, "stage3_requested", "2025-10-20", at="2025-11-04T09:00:00Z")
        office.run("2025-11-04")
        self.assertEqual(len(self.tasks_of("stage3-closed-after-request")), 1)
        self.never("stage3-acknowledgement")
        closing = office.sql("SELECT id FROM events WHERE name = 'closed'")[0][0]
        office.event(CASE, "corrected", "2025-11-05", event=closing, strike="true")
        office.run("2025-11-05")
        self.assertEqual(self.sent("stage3-acknowledgement"), ["2025-11-05"])
        # Day 30 counts from the request of 20 October: Monday 1 December.
        self.assertIn("Monday 1 December 2025", self.text("stage3-acknowledgement"))


if __name__ == "__main__":
    unittest.main()
