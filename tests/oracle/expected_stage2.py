"""Stage 2 of the statutory procedure: 25 working days from the request, 65 with a reason given."""

import datetime

from expected_intake import working_days_before
from expected_stage1 import Stage1
from walk import COURT, Count
from working_days import ONE_DAY, add, is_working_day


def latest_of(*days):
    return max(day for day in days if day)


class Stage2(Stage1):
    window = None        # the days to ask for a panel
    reports_chased = 0   # Leicestershire's own fifteen days after the reports

    def evening(self):
        super().evening()
        self.called_off()
        self.stopped()
        self.while_a_court_is_waited_for()
        self.work_while_ended()
        self.begin_to_count()
        if self.stage2:
            self.stage2.look(self.today, self.pauses(COURT))
            if self.goes_on():
                self.local_resolution()
                self.investigators()
                self.in_time()
                self.decision()
            if self.happened_today("stage2_discontinued") and not self.when("stage2_adjudicated", "withdrawn"):
                self.send("S2-13", "complainant")
            self.after_the_decision()

    # --- where stage 2 stands -----------------------------------------------------------------

    def decided(self):
        return self.when("stage2_adjudicated")

    def goes_on(self):
        return not (self.decided() or self.when("stage2_discontinued") or self.over())

    def is_stage2_day(self, number):
        return self.stage2.reached.get(number) == self.today

    def every(self, first, distance):
        """True on day `first` of stage 2 and every `distance` days from then on."""
        number = self.stage2.number(self.today, self.pauses(COURT))
        return (number >= first and (number - first) % distance == 0 and self.is_stage2_day(number))

    def called_off(self):
        """Whoever was appointed and still has something to do is told that the complaint ended."""
        appointed = self.when("investigators_appointed")
        if (self.happened_today("withdrawn", "resolved") and appointed and appointed < self.today
                and not self.when("stage2_adjudicated", "stage2_discontinued")):
            self.send("task stage2-called-off", "independent_person,investigating_officer")

    def stopped(self):
        """Stage 2 alone, not the complaint."""
        appointed = self.when("investigators_appointed")
        if (self.happened_today("stage2_discontinued") and appointed and appointed < self.today
                and not self.when("stage2_adjudicated", "withdrawn", "resolved")):
            self.send("task stage2-stopped", "independent_person,investigating_officer")

    def while_a_court_is_waited_for(self):
        """Whoever was appointed stops, and goes on with new dates."""
        appointed = self.when("investigators_appointed")
        if not appointed or appointed >= self.today or self.over() or self.when(
                "stage2_adjudicated", "stage2_discontinued"):
            return
        for event, step in zip(COURT, ("stage2-waits-for-court", "stage2-goes-on")):
            if self.happened_today(event) and self.last_of(*COURT) == event:
                self.send(f"task {step}", "independent_person,investigating_officer")

    def work_while_ended(self):
        """Recorded for a case that stands as ended: a person strikes out the one or the other."""
        if not self.when("stage2_requested") or self.when("stage2_adjudicated", "stage2_discontinued"):
            return
        for event in self.happened_today("investigators_appointed", "stage2_extended",
                                         "stage2_reported", "stage2_drafted"):
            if self.known_before(event, "withdrawn", "resolved", "closed"):
                self.send("S2-01", "complaints_manager")

    # --- one evening --------------------------------------------------------------------------

    def investigators(self):
        appointed = self.when("investigators_appointed")
        if not appointed:
            if self.is_stage2_day(5):
                self.send("S2-03", "complaints_officer")
            if self.every(10, 10):
                self.send("S2-03", "complaints_manager")
        if self.happened_today("investigators_appointed"):
            self.send("S2-03", "independent_person,investigating_officer")
            self.send("S2-04", "complainant")
        if self.happened_today("statement_drafted") and not self.when("stage2_reported"):
            self.send("S2-05", "complainant")
        if appointed and self.every(10, 10) and not self.when("statement_agreed", "stage2_reported"):
            self.send("S2-05", "complaints_officer")

    def local_resolution(self):
        """Five days to put it right after all, where our answer came before the request."""
        if self.has_sent("S2-02") and self.is_stage2_day(5) and not self.begun():
            self.send("S2-02", "complaints_officer")

    def in_time(self):
        """What is said of day 25, of the new date, and of day 65."""
        extended = self.found("stage2_extended")
        drafted = self.happened_today("stage2_drafted")
        if not extended:
            if self.is_stage2_day(20) and not self.happened_today("stage2_drafted"):
                self.send("S2-07", "complaints_manager")
            if self.is_stage2_day(25):
                if not drafted:
                    self.send("S2-07", "complaints_manager")
                self.send("S2-07", "complainant")
            # That letter says that we write again within five working days.
            promised_on = self.stage2.reached.get(25)
            if promised_on and self.today == add(promised_on, 5):
                self.send("S2-07", "complaints_manager")
        if self.happened_today("stage2_extended"):
            self.send("S2-07", "complainant")
        if extended and not self.stage2.reached.get(65):
            until = datetime.date.fromisoformat(extended[-1][1]["until"])
            if self.today == add(until, 1) and not drafted:
                self.send("S2-07", "complaints_manager")
        # On the day of a new date its letter says how far we are.
        if (self.every(20, 20) and not self.stage2.reached.get(65)
                and not self.happened_today("stage2_extended")):
            self.send("S2-08", "complainant")
        if self.every(15, 20) and not drafted:
            self.send("S2-08", "complaints_manager,investigating_officer")
        if self.every(66, 20):
            self.send("S2-09", "complainant")
        if self.every(66, 5) and not drafted:
            self.send("S2-09", "complaints_manager")
        if drafted:
            self.answer_waits(datetime.date.fromisoformat(extended[-1][1]["until"]) if extended else None)

    def answer_waits(self, until):
        """Who has an answer to approve is asked from the working day before the date that counts."""
        number = self.stage2.number(self.today, self.pauses(COURT))
        if number >= 64:
            self.send("task stage2-answer-waits-last", "complaints_manager")
        elif until and self.today >= working_days_before(until, 1):
            self.send("task stage2-answer-waits-told", "complaints_manager")
        elif not until and number >= 24:
            self.send("task stage2-answer-waits", "complaints_manager")

    def decision(self):
        reported = self.when("stage2_reported")
        if self.happened_today("stage2_reported"):
            self.send("S2-10", "adjudicating_officer")
            if self.council.talks_before_deciding and not self.when("stage2_drafted"):
                self.send("S2-10", "complaints_officer")
        drafted = self.happened_today("stage2_drafted")
        if reported and not drafted:
            day_60 = self.stage2.reached.get(60)
            if day_60 and self.today == latest_of(day_60, reported):
                self.send("task stage2-day-60", "adjudicating_officer")
            if self.council.days_after_reports and self.today == add(
                    reported, self.council.days_after_reports):
                self.send("task stage2-local-limit", "adjudicating_officer")
            if self.council.days_after_reports and self.today == add(
                    reported, self.council.days_after_reports + 1):
                self.send("task stage2-local-limit-passed", "complaints_manager")
        if drafted:
            self.send("task stage2-enclosures", "complaints_officer")
            self.send("S2-11", "complainant")
            self.our_own["stage2_adjudicated"] = self.today

    def after_the_decision(self):
        decided = self.decided()
        if not decided or self.when("withdrawn", "deceased"):
            return
        self.the_part_left_out()
        if decided == self.today:
            self.send("S2-12", "head_of_service,service_manager,team_manager")
            self.send("task stage2-actions-recorded", "complaints_officer")
            if not self.when("stage2_drafted"):   # somebody else sent it: does it name the next right?
                self.send("task stage2-answered-by-the-service", "complaints_officer")
        if self.when("stage3_requested") or self.over() or self.left_out_a_part():
            return
        # Twenty working days or thirty calendar days after our answer counts as received, whichever
        # is later; the case closes on the first working day after.
        deemed = add(decided, 2) if self.by_post else decided
        last = max(add(deemed, 20), deemed + 30 * ONE_DAY)
        if self.today == next_working_day(last):
            self.send("task stage3-not-asked-for", "head_of_service")
            self.our_own["closed"] = self.today

    def left_out_a_part(self):
        """A part still waited for a court when our answer left; then a person closes the case."""
        lifted, decided = self.when("court_hold_lifted"), self.decided()
        return bool(decided and self.found("court_hold", scope="part")
                    and (not lifted or lifted > decided))

    without = None   # the days since the hold of that part ended

    def the_part_left_out(self):
        if self.over() or not self.left_out_a_part():
            return
        if self.happened_today("court_hold_lifted"):
            self.without = Count(self.today)
            self.send("E-10", "complaints_manager")
        answered = self.when("part_answered")
        if self.without and not answered:
            self.without.look(self.today, ())
            number = self.without.number(self.today, ())
            if number >= 11 and (number - 11) % 5 == 0 and self.without.reached.get(number) == self.today:
                self.send("E-10", "complaints_manager")
        if answered:
            over = next_working_day(max(add(answered, 20), answered + 30 * ONE_DAY))
            if self.today in [over, *(add(over, days) for days in range(20, 200, 20))]:
                self.send("task court-part-stage2-window", "complaints_manager")


def next_working_day(day):
    day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return day
