"""What Leicestershire's stage 1 demands of one case, day by day, by the team's own decisions.

Nothing here knows how Postroom plans: it walks through the days of a case, counts working days, and
asks each evening what the guidance wants sent, given everything known by then. Every case is logged
on the day it was received, every letter leaves on its day, every approval is given at once.
"""

import datetime

from working_days import ONE_DAY, add, count, is_working_day

ENDS = ("resolved", "withdrawn", "closed", "deceased")
REFUSALS = ("not_statutory", "other_route", "out_of_time", "no_sufficient_interest", "court")


class Walk:
    """One case on its way through the days. `sent` holds (date, catalogue or task, recipient)."""

    def __init__(self, events, by_post):
        self.events = sorted(((datetime.date.fromisoformat(event["on"]), place, event)
                              for place, event in enumerate(events)), key=lambda one: one[:2])
        self.by_post = by_post
        self.received = next(on for on, _, event in self.events if event["name"] == "received")
        self.begun_by_us = None     # stage 2 begun because a letter of ours says so
        self.answered_by_us = None  # the response we sent ourselves
        self.closed_by_us = None
        self.reached = {}           # day number: the working day it came, pauses waited out
        self.sent = []

    # --- what is known on the evening of a day ------------------------------------------------

    def when(self, *names, **details):
        """The first day such an event is known, up to today; None otherwise."""
        for on, _, event in self.events:
            if on <= self.today and event["name"] in names and all(
                    event.get(key) in values for key, values in details.items()):
                return on
        return None

    def last_of(self, *names):
        """Of several answers to one question the last one given counts."""
        given = [event["name"] for on, _, event in self.events
                 if on <= self.today and event["name"] in names]
        return given[-1] if given else None

    def happened_today(self, *names, **details):
        return [place for on, place, event in self.events
                if on == self.today and event["name"] in names and all(
                    event.get(key) in values for key, values in details.items())]

    def pauses(self):
        found = []
        for on, _, event in self.events:
            pausing = (event["name"] == "advocate_awaited" and event.get("agreed") is True) or (
                event["name"] == "court_hold" and event.get("scope") == "whole")
            if on > self.today:
                break
            if pausing and (not found or found[-1][1]):
                found.append([on, None])
            if event["name"] in ("advocate_appointed", "court_hold_lifted") and found and not found[-1][1]:
                found[-1][1] = on
        return tuple(map(tuple, found))

    def day_number(self):
        return count(self.received, self.today, self.pauses())

    def look_at_the_clock(self):
        """A number is reached on the first working day that is not of a pause."""
        paused = any(begun <= self.today and (ended is None or self.today < ended)
                     for begun, ended in self.pauses())
        if is_working_day(self.today) and not paused:
            for number in range(1, self.day_number() + 1):
                self.reached.setdefault(number, self.today)

    def is_day(self, number):
        return self.reached.get(number) == self.today

    def day_20(self):
        """The day on which day 20 was reached, or None."""
        return self.reached.get(20)

    def responded(self):
        days = [day for day in (self.when("stage1_responded"), self.answered_by_us) if day]
        return min(days) if days else None

    def begun(self):
        days = [day for day in (self.when("stage2_begun"), self.begun_by_us) if day]
        return min(days) if days else None

    def over(self):
        return self.when(*ENDS) or self.closed_by_us

    def refused(self):
        outcomes = [event["outcome"] for on, _, event in self.events
                    if on <= self.today and event["name"] == "eligibility_decided"]
        return bool(outcomes) and outcomes[-1] in REFUSALS

    def in_time_request(self):
        """A request for stage 2 that is not early: from day 20 on."""
        reached = self.day_20()
        if reached is None:
            return None
        days = [on for on, _, event in self.events
                if event["name"] == "stage2_requested" and reached <= on <= self.today]
        return days[0] if days else None

    def waits_for_an_answer(self):
        """Stage 1 goes on: nobody has answered, asked on, given up or been refused."""
        return not (self.responded() or self.begun() or self.over() or self.refused() or
                    self.in_time_request())

    def has_sent(self, catalogue):
        return any(sent == catalogue for _, sent, _ in self.sent)

    def send(self, catalogue, to):
        self.sent.append((self.today.isoformat(), catalogue, to))

    # --- one evening --------------------------------------------------------------------------

    def walk(self, until):
        self.today = self.received
        while self.today <= until:
            self.look_at_the_clock()
            if self.when("deceased") is None:
                self.intake()
                self.eligibility()
                self.until_day_10()
                self.apologies()
                self.after_day_10()
                self.after_day_20()
                self.answers()
                self.stage2()
            self.today += ONE_DAY
        return sorted(self.sent)

    def intake(self):
        if self.today != self.received:
            return
        if not self.responded() and not self.when("withdrawn"):
            self.send("I-01", "complainant")
        if not self.responded() and not self.begun() and not self.over():
            self.send("I-02", "team_manager")

    def eligibility(self):
        running = not (self.when("eligibility_decided") or self.responded() or self.begun() or self.over())
        if self.today == self.received and running:
            self.send("E-01", "team_manager")
        number = count(self.received, self.today)
        if is_working_day(self.today) and running and number == 3:
            self.send("E-01", "team_manager")
        if is_working_day(self.today) and running and number == 6:
            self.send("E-01", "complaints_manager")
        accepted = self.happened_today("eligibility_decided", outcome=("accepted", "part_accepted"))
        # On the day of receipt the acknowledgement says it.
        if accepted and self.today != self.received and not (self.responded() or self.begun() or self.over()):
            self.send("E-02", "complainant")
        if self.happened_today("eligibility_decided", outcome=REFUSALS):
            self.send("task eligibility-refused", "complaints_manager")

    def until_day_10(self):
        if not self.waits_for_an_answer():
            return
        asked_for_time = self.when("delay_confirmed", "extension_agreed", "extension_refused")
        if self.is_day(7) and not asked_for_time and not self.when("update_received"):
            self.send("S1-02", "team_manager")
        if self.is_day(9) and not asked_for_time:
            self.send("S1-03", "team_manager")

    def apologies(self):
        if not self.waits_for_an_answer() or self.day_20():
            return
        answer = self.last_of("extension_agreed", "extension_refused")
        before = len(self.sent)
        told_of_delay = self.has_sent("S1-04")
        if self.happened_today("extension_agreed") and answer == "extension_agreed":
            self.send("S1-04", "complainant")
        if self.happened_today("extension_refused") and answer == "extension_refused":
            self.send("S1-04", "complainant")
            self.send("task extension-refused-task", "complaints_manager")
            return
        if self.happened_today("delay_confirmed") and not answer and not told_of_delay:
            self.send("S1-04", "complainant")
        if self.is_day(10) and not answer and not self.when("delay_confirmed"):
            self.send("S1-04", "complainant")
        if len(self.sent) > before and not self.has_sent("S1-05") and answer != "extension_refused":
            self.send("S1-05", "team_manager")

    def after_day_10(self):
        if not self.waits_for_an_answer():
            return
        if self.is_day(17):
            self.send("S1-06", "head_of_service")
        if self.is_day(20):
            self.send("S1-07", "complainant")

    def after_day_20(self):
        # Refusing more time begins stage 2 that very day.
        refused_today = self.happened_today("further_time_refused")
        if (refused_today and self.last_of("further_time_agreed", "further_time_refused") ==
                "further_time_refused" and not (self.responded() or self.begun() or self.over())):
            self.begun_by_us = self.today
            self.send("S1-10", "complainant")
            self.send("S1-10", "head_of_service")
            return
        if not self.waits_for_an_answer():
            return
        answer = self.last_of("further_time_agreed", "further_time_refused")
        if self.happened_today("further_time_agreed") and answer == "further_time_agreed":
            self.send("S1-08", "head_of_service")
        if self.day_20() is None:
            return
        if answer is None:
            if self.is_day(23):
                self.send("task silence-call", "complaints_officer")
            if self.is_day(30):
                self.send("S1-18", "complainant")
        number = self.day_number()
        if answer is None and number >= 25 and number % 5 == 0 and self.is_day(number):
            self.send("S1-17", "head_of_service")
        if answer == "further_time_agreed":
            if number >= 26 and not self.has_sent("S1-09") and number <= 30:
                self.send("S1-09", "head_of_service")
            if self.is_day(31):
                self.send("task day-30-passed", "complaints_officer")
                self.begun_by_us = self.today
                self.send("S1-10", "complainant")
                self.send("S1-10", "head_of_service")

    def answers(self):
        if self.happened_today("stage1_drafted") and not self.responded() and not self.over():
            self.send("S1-11", "complaints_manager")
            self.send("S1-12", "complainant")
            self.answered_by_us = self.today
            self.pass_on_late_answer()
        if self.happened_today("stage1_responded"):
            self.pass_on_late_answer()
        if self.happened_today("resolved"):
            self.send("S1-13", "complainant")
        if self.happened_today("withdrawn"):
            self.send("W-01", "complaints_officer")
        if self.closes_today():
            self.send("S1-16", "team_manager")
            self.closed_by_us = self.today

    def pass_on_late_answer(self):
        asked = self.when("stage2_requested")
        if (asked and asked < self.today or self.begun()) and not self.over():
            self.send("task response-after-request", "complaints_officer")

    def closes_today(self):
        """The twentieth working day after the response counts as received has passed."""
        answered = self.responded()
        if answered is None or self.over() or self.begun() or self.when("stage2_requested"):
            return False
        deemed = add(answered, 2) if self.by_post else answered
        return self.today == add(deemed, 21)

    def stage2(self):
        if not self.happened_today("stage2_requested") or self.when("withdrawn", "resolved"):
            return
        closed = self.when("closed") or self.closed_by_us
        if closed:
            self.send("S2-01", "complaints_manager")
            return
        answered = self.responded()
        if answered or self.in_time_request() == self.today or self.begun():
            # One letter a day tells that stage 2 has begun.
            if not (self.begun_by_us == self.today and self.happened_today("further_time_refused")):
                self.send("S2-01", "complainant")
            if answered and not self.begun():
                self.send("S2-02", "complaints_officer")
        else:
            self.send("task stage2-early-request", "complaints_manager")


def expected(case, until):
    """Sorted (date, catalogue or 'task <step>', recipient) of one case up to a day."""
    complainant = next(party for party in case["parties"] if party["role"] == "complainant")
    return Walk(case["events"], complainant["channel"] == "letter").walk(until)
