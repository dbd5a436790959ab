"""Stage 2 of a corporate complaint: the Code's twenty working days, twenty more at most."""

import datetime

from expected_intake import working_days_before
from expected_stage1 import Stage1
from walk import COURT
from working_days import add, working_day_from


class Corporate(Stage1):
    def evening(self):
        super().evening()
        if self.happened_today("advocate_awaited") and not self.when("resolved", "withdrawn",
                                                                     "closed"):
            self.send("task nothing-follows", "complaints_officer")
        self.begin_to_count()
        if self.stage2:
            self.stage2.look(self.today, self.pauses(COURT))
            self.called_off()
            self.name_who_decides()
            self.tell_who_decides_of_a_court()
            self.remind_who_decides()
            self.stage2_evening()

    def called_off(self):
        """Whoever was asked to decide is told that the complaint ended."""
        named = any(party["role"] == "adjudicating_officer" for party in self.parties)
        if named and self.happened_today("withdrawn", "resolved") and not self.decided():
            self.send("S2-03", "adjudicating_officer")
        if (named and self.happened_today("stage2_discontinued")
                and not self.when("stage2_adjudicated", "withdrawn", "resolved")):
            self.send("task stage2-stopped", "adjudicating_officer")

    def decided(self):
        return self.when("stage2_adjudicated", "stage2_discontinued")

    def name_who_decides(self):
        """Somebody new to the complaint is named at once and gets it; whoever names them is reminded
        each week."""
        if self.decided() or self.over():
            return
        named = any(party["role"] == "adjudicating_officer" for party in self.parties)
        begins = working_day_from(self.stage2.day_0) == self.today
        number = self.stage2.number(self.today, self.pauses(COURT))
        if begins:
            self.send("S2-03", "adjudicating_officer" if named else "complaints_manager")
        elif not named and number % 5 == 0 and self.stage2.reached.get(number) == self.today:
            self.send("S2-03", "complaints_manager")

    def tell_who_decides_of_a_court(self):
        """Who has it stops, and goes on with new dates."""
        has_it = (any(party["role"] == "adjudicating_officer" for party in self.parties)
                  and working_day_from(self.stage2.day_0) < self.today)
        if not has_it or self.decided() or self.over():
            return
        for event, step in zip(COURT, ("stage2-waits-for-court", "stage2-goes-on")):
            if self.happened_today(event) and self.last_of(*COURT) == event:
                self.send(f"task {step}", "adjudicating_officer")

    def remind_who_decides(self):
        """Their draft is due on day 15, or five working days before the date that the complainant was
        told; the day before, and each week from the day after, they are reminded."""
        named = any(party["role"] == "adjudicating_officer" for party in self.parties)
        if not named or self.decided() or self.over() or self.happened_today("stage2_drafted"):
            return
        told = [datetime.date.fromisoformat(details["until"])
                for _, details in self.found("stage2_extended")][-1:]
        told = [until for until in told if until <= add(self.stage2.day_0, 40)]
        number = self.stage2.number(self.today, self.pauses(COURT))
        today_is = self.stage2.reached.get(number) == self.today
        soon = not told and number == 14 and today_is
        soon_told = told and self.today == working_days_before(told[0], 6)
        missing = (today_is and number >= 16 and (number - 16) % 5 == 0
                   and not (told and told[0] >= self.today))
        if soon or soon_told:
            self.send("S2-03", "adjudicating_officer")
        if missing:
            self.send("S2-03", "adjudicating_officer")

    def stage2_evening(self):
        goes_on = not (self.decided() or self.over())
        extended = self.found("stage2_extended")
        until = datetime.date.fromisoformat(extended[-1][1]["until"]) if extended else None
        drafted = self.happened_today("stage2_drafted")
        if goes_on and not extended and not drafted and self.stage2.reached.get(15) == self.today:
            self.send("task stage2-reason", "complaints_manager")
        if goes_on and self.happened_today("stage2_extended"):
            too_long = until > add(self.stage2.day_0, 40)
            if too_long:
                self.send("C-03", "complaints_manager")
            if self.apologised:
                self.send("task stage2-reason-late", "complaints_manager")
            elif not too_long:
                self.send("C-03", "complainant")
                self.told_a_new_date = True
        if goes_on and self.stage2.reached.get(20) == self.today and not self.told_a_new_date:
            self.send("C-03", "complainant")
            self.apologised = True
        if (goes_on and extended and not drafted and self.today == add(until, 1)
                and not self.stage2.reached.get(40)):
            self.send("C-03", "complaints_manager")
        number = self.stage2.number(self.today, self.pauses(COURT))
        if (goes_on and number >= 41 and (number - 41) % 20 == 0
                and self.stage2.reached.get(number) == self.today):
            self.send("C-03", "complainant")
        if (goes_on and not drafted and number >= 41 and (number - 41) % 5 == 0
                and self.stage2.reached.get(number) == self.today):
            self.send("C-03", "complaints_manager")
        if goes_on and drafted:
            self.send("C-03", "complainant")
            # Who has it to approve is asked from the working day before the date that counts.
            if number >= 39:
                self.send("task stage2-answer-waits-last", "complaints_manager")
            elif extended and self.today >= working_days_before(until, 1):
                self.send("task stage2-answer-waits-told", "complaints_manager")
            elif not extended and number >= 19:
                self.send("task stage2-answer-waits", "complaints_manager")
            if not any(party["role"] == "adjudicating_officer" for party in self.parties):
                self.send("C-03", "complaints_manager")
            self.our_own["stage2_adjudicated"] = self.today
        if self.happened_today("stage2_discontinued") and not self.when("stage2_adjudicated", "withdrawn"):
            self.send("C-03", "complainant")
        answered = self.when("stage2_adjudicated")
        if answered == self.today and not self.when("stage2_drafted", "withdrawn"):
            self.send("task stage2-answered-by-the-service", "complaints_officer")
        if answered and not self.when("withdrawn", "deceased", "closed"):
            deemed = add(answered, 2) if self.by_post else answered
            lifted = self.when("court_hold_lifted")
            if self.found("court_hold", scope="part"):   # nobody closes it while a part waits
                if not lifted:
                    return
                if lifted > answered:
                    deemed = max(deemed, lifted)
                    if lifted == self.today and not self.over():
                        self.send("E-10", "complaints_manager")
            if self.today == add(deemed, 21):
                self.send("task closed-after-stage2", "complaints_officer")

    apologised = False
    told_a_new_date = False
