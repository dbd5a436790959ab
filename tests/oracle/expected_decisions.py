"""Decisions about a complaint, and what ends it, where each has a letter of its own."""

from walk import ADVOCATE, COURT
from working_days import count, is_working_day

DECISIONS = {"not_statutory": "E-05", "other_route": "E-06", "out_of_time": "E-07",
             "no_sufficient_interest": "E-03", "court": "E-09"}
# The corporate procedure has no test of who may complain and about what.
CORPORATE_DECISIONS = ("other_route", "out_of_time", "court")


class Decisions:
    """Mixed into a walk through stage 1."""

    def refusals(self):
        return tuple(DECISIONS) if self.council.statutory else CORPORATE_DECISIONS

    def decisions(self):
        if self.when("withdrawn"):
            return
        for event in self.happened_today("eligibility_decided", outcome=self.refusals()):
            self.send(DECISIONS[event["outcome"]], "complainant")
            if event["outcome"] == "not_statutory":
                self.send("task not-statutory-handover", "complaints_officer")
        handed_on = self.found("eligibility_decided", outcome="not_statutory")
        if (handed_on and self.council.statutory and is_working_day(self.today)
                and count(handed_on[-1][0], self.today) == 5):
            self.send("task not-statutory-promise", "complaints_officer")

    def waiting_for_a_court(self):
        ended = self.when("resolved", "withdrawn", "closed")
        if self.happened_today("court_hold") and not ended:
            self.send("E-09", "complainant")
        refused = self.found("eligibility_decided", outcome="court")
        if self.happened_today("court_hold_lifted") and not ended:
            self.send("E-10", "complainant")
            if refused:
                self.send("task court-resubmission", "complaints_officer")
        begun = [on for on, _ in self.found("court_hold")]
        begun += [on for on, _ in refused]
        if not begun or ended or self.when("court_hold_lifted"):
            return
        number = count(max(begun), self.today)
        if is_working_day(self.today) and number > 0 and number % 20 == 0:
            self.send("E-10", "complaints_manager")  # the email
            self.send("E-10", "complaints_manager")  # what there is to decide

    def waiting_for_an_advocate(self):
        if self.responded() or self.begun() or self.over():
            return
        awaited, appointed = ADVOCATE
        if self.happened_today(awaited) and not self.when(appointed):
            self.send("S1-15", "complainant")
        if self.happened_today(appointed) and self.when(awaited):
            self.send("S1-15", "complainant")
        agreed = self.when(awaited, agreed=True)
        if agreed is None or self.when(appointed):
            return
        number = count(agreed, self.today)
        if is_working_day(self.today) and number >= 10 and number % 5 == 0:
            self.send("task advocate-still-awaited", "complaints_manager")

    def recorded_out_of_turn(self):
        """Time given or refused when it changes no date any more, or not yet."""
        if self.when("withdrawn", "resolved", "closed"):
            return
        for event in self.happened_today("delay_confirmed", "extension_agreed", "extension_refused"):
            if (self.known_before(event, "stage1_responded", "stage2_begun")
                    or self.stage1.reached.get(20)):
                self.send("task time-recorded-late", "complaints_officer")
        for event in self.happened_today("further_time_agreed", "further_time_refused"):
            if self.known_before(event, "stage1_responded", "stage2_begun", "stage2_requested"):
                self.send("task further-time-recorded-late", "complaints_officer")
            elif not self.stage1.reached.get(20):
                self.send("task further-time-recorded-early", "complaints_officer")

    def advocate_wanted_later(self):
        """Only stage 1 waits for an advocate; later somebody helps to find one."""
        if self.when("advocate_appointed", "withdrawn", "resolved", "closed"):
            return
        for event in self.happened_today("advocate_awaited"):
            if self.known_before(event, "stage1_responded", "stage2_begun", "stage2_requested"):
                self.send("S1-15", "complaints_officer")

    def answered_by_the_service(self):
        """Where answers are checked before they leave, that check asks about it already."""
        if (self.happened_today("stage1_responded", sent_by="service")
                and not self.council.checks_before_sending
                and not self.when("withdrawn", "closed")):
            self.send("task answered-by-the-service", "complaints_officer")

    def endings(self):
        if self.happened_today("withdrawn"):
            self.send("W-01", "complainant")
            self.send("task withdrawal-look-into", "complaints_officer")
        if self.happened_today("closed") and not self.has_had_an_answer():
            self.send("S1-16", "complaints_manager")

    def has_had_an_answer(self):
        """An answer, or the end that has a letter of its own. To wait for a court is no end."""
        outcomes = [event["outcome"] for _, event in self.found("eligibility_decided")]
        return (self.when("stage1_responded", "stage2_adjudicated", "stage2_discontinued", "resolved",
                          "informally_resolved", "withdrawn", "deceased", "ombudsman_decided")
                or (outcomes and outcomes[-1] != "court" and outcomes[-1] in self.refusals()))

    def every_decision(self):
        self.decisions()
        self.waiting_for_a_court()
        if self.council.statutory:
            self.waiting_for_an_advocate()
            self.advocate_wanted_later()
        self.recorded_out_of_turn()
        self.answered_by_the_service()
        self.endings()
