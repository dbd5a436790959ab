"""Decisions about a complaint, and what ends it, where each has a letter of its own."""

from walk import ADVOCATE, COURT
from working_days import count, is_working_day

DECISIONS = {"not_statutory": "E-05", "other_route": "E-06", "out_of_time": "E-07",
             "no_sufficient_interest": "E-03", "court": "E-09"}


class Decisions:
    """Mixed into a walk through stage 1 of a council that writes these letters."""

    def decisions(self):
        if self.when("withdrawn"):
            return
        for event in self.happened_today("eligibility_decided", outcome=tuple(DECISIONS)):
            self.send(DECISIONS[event["outcome"]], "complainant")
            if event["outcome"] == "not_statutory":
                self.send("task not-statutory-handover", "complaints_officer")

    def waiting_for_a_court(self):
        ended = self.when("resolved", "withdrawn", "closed")
        done = ended or self.responded()
        if self.happened_today("court_hold") and not done:
            self.send("E-09", "complainant")
        refused = self.found("eligibility_decided", outcome="court")
        if self.happened_today("court_hold_lifted") and not done:
            self.send("E-10", "complainant")
            if refused:
                self.send("task court-resubmission", "complaints_officer")
        begun = [on for on, _ in self.found("court_hold")]
        begun += [on for on, _ in refused]
        if not begun or ended or self.when("court_hold_lifted"):
            return
        number = count(max(begun), self.today)
        if is_working_day(self.today) and number > 0 and number % 20 == 0:
            self.send("E-10", "complaints_manager")

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
        if is_working_day(self.today) and number > 10 and (number - 11) % 5 == 0:
            self.send("task advocate-still-awaited", "complaints_manager")

    def answered_by_the_service(self):
        if (self.happened_today("stage1_responded", sent_by="service")
                and not self.when("withdrawn", "closed")):
            self.send("task answered-by-the-service", "complaints_officer")

    def endings(self):
        if self.happened_today("withdrawn"):
            self.send("W-01", "complainant")
            self.send("task withdrawal-look-into", "complaints_officer")

    def every_decision(self):
        self.decisions()
        self.waiting_for_a_court()
        self.waiting_for_an_advocate()
        self.answered_by_the_service()
        self.endings()
