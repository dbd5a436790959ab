"""Stage 3: the panel by day 30, its report five days later, the council's answer fifteen after that."""

import datetime

from expected_stage2 import Stage2, next_working_day
from walk import Count
from working_days import ONE_DAY, add, is_working_day, working_day_from

PANEL = "adjudicating_officer,independent_person,investigating_officer,panel_chair,panel_member"


def before(day, number):
    """The working day that lies `number` working days before."""
    while number > 0:
        day -= ONE_DAY
        number -= is_working_day(day)
    return day


class Stage3(Stage2):
    stage3 = report = response = None

    def evening(self):
        super().evening()
        self.request()
        self.late_requests()
        if self.stage3 and not self.over():
            self.panel()
            self.after_the_panel()
            self.answer()
            self.the_talk()
            self.the_end()
        self.actions()

    def called_off(self):
        super().called_off()
        if (self.stage3 and self.happened_today("withdrawn", "resolved")
                and not self.when("panel_reported", "stage3_responded")):
            self.send("task stage3-called-off-managers", "director,head_of_service")
        fixed = self.when("panel_fixed")
        if (self.happened_today("withdrawn", "resolved") and fixed and fixed < self.today
                and not self.when("panel_reported", "stage3_responded")):
            self.send("task stage3-called-off", "panel_chair,panel_member")

    def request(self):
        if not self.happened_today("stage3_requested") or self.over():
            return
        if not self.decided():
            self.send("task stage3-early-request", "complaints_manager")
            return
        if self.stage3:
            return
        self.stage3 = Count(self.today)
        self.send("S3-01", "complainant")
        self.send("S3-02", "director,head_of_service")
        if not self.when("panel_fixed"):
            self.send("S3-04", "complaints_officer")

    def late_requests(self):
        asked = self.happened_today("stage3_requested")
        if asked and self.when("closed") and self.when("closed") < self.today:
            self.late = Count(self.today)
        if not self.late or self.when("withdrawn"):
            return
        self.late.look(self.today, ())
        if self.happened_today("late_request_decided"):
            self.send("S3-03", "complainant")
        if self.today == working_day_from(self.late.day_0) and not self.when("late_request_decided"):
            self.send("S3-03", "complaints_manager")
        number = self.late.number(self.today, ())
        if (not self.when("late_request_decided") and number >= 6 and (number - 6) % 5 == 0
                and self.late.reached.get(number) == self.today):
            self.send("S3-03", "complaints_manager")

    late = None

    # --- until the panel has met --------------------------------------------------------------

    def fixed(self):
        """The day of the panel as last fixed, unless it was put off since."""
        found = self.found("panel_fixed", "panel_adjourned")
        if not found or found[-1][1]["name"] == "panel_adjourned":
            return None
        return datetime.date.fromisoformat(found[-1][1]["panel_on"])

    def panel(self):
        self.stage3.look(self.today, ())
        if self.when("panel_held"):
            return
        day_10, number = self.stage3.reached.get(10), self.stage3.number(self.today, ())
        reached = self.stage3.reached.get(number) == self.today
        panel_on = self.fixed()
        put_off = self.put_off_on()
        if not panel_on and not put_off and day_10 and reached and number % 5 == 0:
            self.send("S3-04", "complaints_manager")
        self.without_a_new_day(put_off)
        if panel_on and self.happened_today("panel_fixed"):
            self.send("S3-04", "panel_chair,panel_member")
            self.send("S3-05", "complainant")
            self.send("S3-06", "adjudicating_officer,investigating_officer,service_manager")
            if self.today >= before(panel_on, 9):
                self.send("S3-05", "complaints_manager")
            if panel_on > add(self.stage3.day_0, 30):   # the invitation says so
                self.say_why_the_panel_is_late()
        if panel_on and self.today == max(self.papers_go(panel_on), self.fixed_on()):
            self.send("S3-06", "complaints_officer")
            self.send("S3-06", "complainant")
        if panel_on and self.today == next_working_day(panel_on):
            self.send("task stage3-panel-day-passed", "complaints_officer")
        if self.happened_today("cannot_attend"):
            self.send("S3-07", "complainant")
            self.send("S3-07", PANEL)
            self.send("S3-07", "complaints_officer")
        self.without_another_day()
        if self.happened_today("panel_adjourned") and not panel_on:
            self.send("S3-07", "complainant")
            self.send("S3-07", PANEL)
            self.send("S3-07", "complaints_officer")
        if not panel_on and not self.when("cannot_attend") and reached and (
                number == 25 or number >= 35 and (number - 35) % 10 == 0):
            self.send("S3-08", "complainant")

    def say_why_the_panel_is_late(self):
        """Asked of a person, unless its letters had a reason to say."""
        if not self.when("timescale_revised", "panel_adjourned", "cannot_attend"):
            self.send("task stage3-panel-fixed-late-why", "complaints_officer")

    def papers_go(self, panel_on):
        """Papers may come until the end of the tenth working day before (A4), or of a calendar day."""
        if self.council.papers_until_calendar_days:
            return next_working_day(panel_on - self.council.papers_until_calendar_days * ONE_DAY)
        return before(panel_on, 9)

    def put_off_on(self):
        """The day on which the panel was put off, while no new one is fixed."""
        found = self.found("panel_fixed", "panel_adjourned")
        return found[-1][0] if found and found[-1][1]["name"] == "panel_adjourned" else None

    def without_a_new_day(self, put_off):
        """Asked on the day we promised to write by, and each week, while it has no new day."""
        if put_off and self.today in [add(put_off, days) for days in range(5, 200, 5)]:
            self.send("S3-07", "complaints_manager")

    def without_another_day(self):
        """Asked each week while the complainant cannot come and no other day is fixed."""
        found = self.found("cannot_attend", "panel_fixed", "panel_adjourned")
        if found and found[-1][1]["name"] == "cannot_attend" and self.today in [
                add(found[-1][0], days) for days in range(5, 200, 5)]:
            self.send("S3-07", "complaints_manager")

    def fixed_on(self):
        return self.found("panel_fixed")[-1][0]

    # --- report and answer ----------------------------------------------------------------------

    def after_the_panel(self):
        held = self.when("panel_held")
        if held and not self.report:
            self.report = Count(held)
        if self.report and not self.when("panel_reported", "stage3_responded"):
            self.report.look(self.today, ())
            number = self.report.number(self.today, ())
            reached = self.report.reached.get(number) == self.today
            if number == 3 and reached:
                self.send("S3-09", "panel_chair")
            if number >= 6 and (number - 6) % 5 == 0 and reached:
                self.send("S3-09", "complaints_manager")

    def answer(self):
        reported = self.when("panel_reported")
        if not reported or self.when("stage3_responded"):
            return
        drafted = self.when("stage3_drafted")
        if reported == self.today:
            self.response = Count(reported)
            self.send("S3-09", "complainant")
            self.send("S3-09", "adjudicating_officer,head_of_service,investigating_officer")
            self.send("S3-09", "complaints_officer")   # the report goes with the letter
            if not drafted:
                self.send("S3-10", "director,independent_person")
                if self.council.director_gets_the_papers:
                    self.send("S3-10", "complaints_officer")
        self.response.look(self.today, ())
        number = self.response.number(self.today, ())
        reached = self.response.reached.get(number) == self.today
        if number in (10, 13) and reached and not drafted:
            self.send("S3-10", "director")
        if number >= 16 and (number - 16) % 10 == 0 and reached:
            self.send("S3-11", "complainant")
        # A draft waits for approval, and that is asked about elsewhere. A decision that comes after
        # the last day is told to whoever asked for it.
        decided_today = self.happened_today("director_decided")
        if number >= 16 and not drafted and ((number - 16) % 5 == 0 and reached or decided_today):
            self.send("S3-11", "complaints_manager")
        if decided_today and not drafted and number < 16:
            self.send("task stage3-write-response", "complaints_officer")
        if self.council.meets_the_chair and self.happened_today("director_decided", agrees=False):
            self.send("S3-12", "complainant")
            self.send("S3-12", "complaints_officer")
        if self.happened_today("stage3_drafted"):
            self.send("S3-11", "complainant")
            if not self.when("director_decided"):   # the answer says that the director decided
                self.send("S3-10", "complaints_manager")
            if number >= 14:   # who has it to approve is asked the day before the last day
                self.send("task stage3-answer-waits", "complaints_manager")
            self.our_own["stage3_responded"] = self.today

    def the_talk(self):
        """A director who disagrees meets the chair, before the answer or after it; the complainant
        hears the day, and nothing closes the case over it."""
        decided = self.found("director_decided", agrees=False)
        self.talks = bool(self.council.meets_the_chair and decided)
        if not self.talks or self.when("closed", "withdrawn", "resolved"):
            return
        fixed = self.found("chair_meeting_fixed")
        if not fixed and self.today in every_five_days(decided[-1][0], 5):
            self.send("S3-12", "complaints_officer")
        if self.happened_today("chair_meeting_fixed"):
            self.send("S3-12", "complainant")
        if fixed and self.when("stage3_responded"):
            met = datetime.date.fromisoformat(fixed[-1][1]["meeting_on"])
            if self.today in every_five_days(met, 1):
                self.send("S3-12", "complaints_officer")

    def the_end(self):
        if self.when("stage3_responded") == self.today and not self.when("withdrawn"):
            self.send("task stage3-actions-recorded", "complaints_officer")
            if not self.when("stage3_drafted"):   # somebody else sent it: does it name the next right?
                self.send("task stage3-answered-by-the-service", "complaints_officer")
            if not self.when("closed") and not self.talks:
                self.send("task stage3-closed", "head_of_service")
                self.our_own["closed"] = self.today

    def actions(self):
        for _, event in self.found("action_due"):
            done = self.when("action_done", action=event["action"])
            due = datetime.date.fromisoformat(event["due_on"])
            if not is_working_day(due):
                due = before(due, 1)
            if done:
                continue
            if self.today in (due, add(due, 5)):
                self.send("S3-13", "head_of_service")
            if self.today in every_five_days(due, 10):
                self.send("S3-13", "complaints_manager")


def every_five_days(day, first):
    return [add(day, days) for days in range(first, 200, 5)]
