"""Intake, eligibility and stage 1, by the team's own decisions (the domain brief, section 0)."""

from expected_decisions import Decisions
from expected_intake import Intake
from walk import ADVOCATE, COURT, Count, Walk
from working_days import add, count, is_working_day, working_day_from

ENDS = ("resolved", "withdrawn", "closed", "deceased")


class Stage1(Decisions, Intake, Walk):
    asked_while_held = False
    stage2 = None  # its count, once it has begun

    def __init__(self, council, one):
        super().__init__(council, one)
        # The Code counts from the acknowledgement, which leaves on the day the case is logged.
        self.stage1 = Count(self.received)

    def catalogue(self, statutory, corporate):
        return statutory if self.council.statutory else corporate

    # --- where the case stands ------------------------------------------------------------------

    def is_day(self, number):
        return self.stage1.reached.get(number) == self.today

    def day_number(self):
        return self.stage1.number(self.today, self.stage1_pauses())

    def stage1_pauses(self):
        """Waiting for an advocate is of the statutory procedure; the Code knows no such pause."""
        return self.pauses(COURT, ADVOCATE) if self.council.statutory else self.pauses(COURT)

    def responded(self):
        return self.when("stage1_responded")

    def begun(self):
        return self.when("stage2_begun")

    def over(self):
        return self.when(*ENDS)

    def refused(self):
        outcomes = [event["outcome"] for _, event in self.found("eligibility_decided")]
        return bool(outcomes) and outcomes[-1] in self.refusals()

    def in_time_request(self):
        """A request that is not early: from day 20 on, or once more time was refused, which offers
        stage 2 at once. One that comes after the case had ended is for a person."""
        reached = self.stage1.reached.get(20)
        days = [on for on, event in self.found("stage2_requested")
                if not self.known_before(event, *ENDS, "informally_resolved")
                and (reached and on >= reached or self.refused_more_time_before(event))]
        return days[0] if days else None

    def refused_more_time_before(self, event):
        answers = [one["name"] for _, one in self.found("extension_agreed", "extension_refused")
                   if self.comes_before(one, event)]
        return answers[-1:] == ["extension_refused"]

    def begin_to_count(self):
        """Stage 2 counts from a request in time, or from when we began it without one."""
        if self.stage2 or self.over():
            return
        if self.begun() == self.today or (
                self.happened_today("stage2_requested") and
                (self.responded() or self.in_time_request())):
            self.stage2 = Count(self.today)

    def waits_for_an_answer(self):
        """Stage 1 goes on: nobody has answered, asked on, given up or been refused."""
        return not (self.responded() or self.begun() or self.over() or self.refused() or
                    self.in_time_request() or self.sorted_out_locally() or
                    self.when("informally_resolved"))

    # --- one evening --------------------------------------------------------------------------

    def evening(self):
        self.stage1.look(self.today, self.stage1_pauses())
        self.concern_unanswered()
        self.intake()
        self.beside_the_answer()
        if self.council.statutory:
            self.eligibility()
        self.every_decision()
        self.until_day_10()
        self.draft_near_day_20()
        self.apologies()
        self.late_reason()
        self.after_day_10()
        self.after_day_20()
        self.agreed_too_late()
        self.answers()
        self.stage2_requests()

    def intake(self):
        # Once: a complaint that became a concern again was acknowledged before.
        if not self.is_a_complaint_from_today() or self.has_sent("I-02"):
            return
        if not self.responded() and not self.when("withdrawn"):
            self.send(self.catalogue("I-01", "C-01"), "complainant")
        if not self.responded() and not self.begun() and not self.over():
            self.send("I-02", "team_manager")

    def eligibility(self):
        # Whoever was told that stage 2 counts, or has its answer, is asked about stage 1 no more.
        past_it = (self.responded() or self.begun() or self.over() or self.has_sent("S2-01") or
                   self.when("stage2_adjudicated"))
        running = not (self.when("eligibility_decided") or past_it or self.no_complaint())
        from_today = self.is_a_complaint_from_today()
        if running and from_today and not self.has_sent("E-01"):
            self.send("E-01", "team_manager")
        number = count(self.received, self.today)
        if is_working_day(self.today) and running and number == 3 and not self.when("concern_clarified"):
            self.send("E-01", "team_manager")
        weekly = number >= 6 and (number - 6) % 5 == 0
        if is_working_day(self.today) and running and (weekly or number > 6 and from_today):
            self.send("E-01", "complaints_manager")
        if self.happened_today("eligibility_decided", outcome="part_accepted") and not past_it:
            self.send("E-08", "complainant")
        accepted = self.happened_today("eligibility_decided", outcome="accepted")
        # On the day of receipt the acknowledgement says it.
        if accepted and self.today != self.received and not past_it:
            self.send("E-02", "complainant")
        # Asked about once more, on whatever day a hold comes, because nothing else reminds then.
        if running and number >= 6 and self.when("court_hold") and not self.asked_while_held:
            self.asked_while_held = True
            self.send("E-01", "complaints_manager")

    def until_day_10(self):
        if not self.waits_for_an_answer():
            return
        if self.council.clarifies_by_day_5:
            # Nobody is asked to talk about a complaint that may be none.
            talked = self.when("complaint_clarified", "meeting_arranged") or self.unclear()
            after_all = self.is_a_complaint_from_today() and self.day_number() > 5
            if self.is_day(1) and not talked:
                self.send("S1-01", "complainant")
            if (self.is_day(5) or after_all) and not talked:
                self.send("S1-01", "team_manager")
            if self.is_day(5) and not talked:
                self.send("task clarify-reminder", "team_manager")
        asked_for_time = self.when("delay_confirmed", "extension_agreed", "extension_refused")
        # A day late it still goes, to a team that has the complaint only now; on day 9 the reminder
        # that the answer is due says it all.
        day_7 = self.is_day(7) or (self.is_a_complaint_from_today() and self.day_number() == 8)
        if (self.council.reminds_on_day_7 and day_7 and not asked_for_time
                and not self.when("update_received") and not self.unclear()
                and not self.has_draft()):
            self.send("S1-02", "team_manager")
        if self.unclear():
            return
        if asked_for_time:
            # More time was refused: day 10 is the question again, also when that is said on day 9.
            if (self.council.chases_inside and not self.has_draft()
                    and self.last_of("extension_agreed", "extension_refused") == "extension_refused"
                    and (self.is_day(9) or self.day_number() == 9
                         and self.happened_today("extension_refused"))
                    and not self.is_day(10) and not self.has_sent("S1-03")):
                self.send("S1-03", "team_manager")
            return
        if self.has_draft():
            # Whoever has the draft is asked, once, on whatever day it comes; not the team manager.
            asks = is_working_day(self.today) or self.happened_today("stage1_drafted")
            if self.day_number() in (9, 10) and asks and not self.asked_for_draft:
                self.asked_for_draft = True
                self.send("task draft-waits", "complaints_manager")
        elif self.council.chases_inside and self.is_day(9) and not self.is_day(10):
            self.send("S1-03", "team_manager")

    asked_for_draft = False  # a task says that a draft waits with us
    asked_in_week = None     # … of those that begin on days 19, 24, 29 and so on

    def draft_near_day_20(self):
        """From day 19 on whoever has a draft is asked once a week, whatever time was agreed."""
        week = (self.day_number() - 19) // 5
        if (self.waits_for_an_answer() and not self.unclear() and self.has_draft()
                and self.day_number() >= 19 and self.asked_in_week != week):
            self.asked_in_week = week
            self.send("task draft-waits-day-20", "complaints_manager")

    def has_draft(self):
        """A draft has come in, and nobody has sent it back."""
        last = self.last_check()
        return last is not None and last[1] != "quality_check_failed"

    gave_no_reason_on = None  # the day of an apology that promises the reason

    def late_reason(self):
        ended = self.responded() or self.begun() or self.when("resolved", "withdrawn", "closed")
        said_before = self.gave_no_reason_on and self.gave_no_reason_on < self.today
        confirmed = self.happened_today("delay_confirmed")
        if confirmed and said_before and not ended:
            self.send("task reason-late", "complaints_officer")
        # Luton asks for the time first; the reason that comes after it is told by telephone.
        if (confirmed and self.council.approves_more_time and not self.gave_no_reason_on
                and not ended and self.known_before(confirmed[-1], "extension_agreed")):
            self.send("task reason-after-extension", "complaints_officer")

    def apologies(self):
        if not self.waits_for_an_answer() or self.stage1.reached.get(20):
            return
        apology = self.catalogue("S1-04", "C-02a")
        answer = self.last_of("extension_agreed", "extension_refused")
        before = len(self.sent)
        told_of_delay = self.has_sent(apology)
        if self.happened_today("extension_agreed") and answer == "extension_agreed":
            self.send(apology, "complainant")
        if self.happened_today("extension_refused") and answer == "extension_refused":
            self.send(apology, "complainant")
            self.send("S1-05", "team_manager")
            self.send("task extension-refused-task", "complaints_manager")
            return
        if self.happened_today("delay_confirmed") and not answer and not told_of_delay:
            self.send(apology, "complainant")
        due = self.is_day(10) or self.stage1.reached.get(10) and self.is_a_complaint_from_today()
        if due and not answer and not told_of_delay and not self.when("delay_confirmed"):
            self.send(apology, "complainant")
            self.gave_no_reason_on = self.today
        if len(self.sent) > before and not self.asked_on and answer != "extension_refused":
            self.asked_on = self.today
            if self.council.approves_more_time:
                self.send("task extension-approval", "service_manager")
                self.send("task extension-approval-asked", "service_manager")
        self.new_deadline(answer)

    asked_on = None  # the day of the first letter that asks for more time, or confirms it

    def new_deadline(self, answer):
        """Not while nobody knows whether it is a complaint; two working days later it is no use."""
        if (self.asked_on and not self.has_sent("S1-05") and not self.unclear()
                and answer != "extension_refused" and count(self.asked_on, self.today) <= 2
                and not self.stage1.reached.get(17)):
            self.send("S1-05", "team_manager")

    def after_day_10(self):
        if not self.waits_for_an_answer():
            return
        if self.council.chases_inside and self.is_day(17):
            self.send("S1-06", "head_of_service")
        # A refusal of that same day begins stage 2: that letter goes, and none that offers it.
        if self.is_day(20) and not self.refuses_today():
            self.send("S1-07", "complainant")

    def refuses_today(self):
        return (self.happened_today("further_time_refused") and self.last_of(
            "further_time_agreed", "further_time_refused") == "further_time_refused")

    def after_day_20(self):
        # Refusing more time begins stage 2 that very day.
        if self.refuses_today() and not (self.responded() or self.begun() or self.over()):
            self.begin_stage2()
            return
        if not self.waits_for_an_answer():
            return
        answer = self.last_of("further_time_agreed", "further_time_refused")
        if (self.happened_today("further_time_agreed") and answer == "further_time_agreed"
                and self.stage1.reached.get(31) is None):
            self.send("S1-08", "head_of_service")
        if self.stage1.reached.get(20) is None:
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
            if (self.council.chases_inside and 26 <= number <= 30
                    and is_working_day(self.today) and not self.has_sent("S1-09")):
                self.send("S1-09", "head_of_service")
            if self.is_day(31) and not self.happened_today("further_time_agreed"):
                self.send("task day-30-passed", "complaints_officer")
                self.begin_stage2()

    def agreed_too_late(self):
        """Time given after day 30 begins no stage 2: somebody talks with the complainant, weekly."""
        day_31 = self.stage1.reached.get(31)
        late = [on for on, _ in self.found("further_time_agreed") if day_31 and on >= day_31]
        if not late or not self.waits_for_an_answer():
            return
        if late[-1] == self.today:
            self.send("task further-time-agreed-after-day-30", "complaints_manager")
        number = count(late[-1], self.today)
        if is_working_day(self.today) and number and number % 5 == 0:
            self.send("task further-time-agreed-late-weekly", "complaints_manager")

    def begin_stage2(self):
        self.our_own["stage2_begun"] = self.today
        self.send("S1-10", "complainant")
        self.send("S1-10", "head_of_service")

    def answers(self):
        if self.waits_for_its_check() and not self.responded() and not self.over():
            self.send("S1-11", "complaints_manager")
            if self.council.checks_before_sending:
                self.send("S1-11", "complaints_manager")  # the task, beside the email
        if self.may_leave_today() and not self.responded() and not self.over():
            self.send(self.catalogue("S1-12", "C-02"), "complainant")
            self.our_own["stage1_responded"] = self.today
            self.pass_on_late_answer()
        elif self.happened_today("stage1_responded"):
            self.pass_on_late_answer()
            if self.council.checks_before_sending and not self.when("quality_check_passed"):
                self.send("S1-11", "complaints_manager")
        if self.council.checks_before_sending and self.happened_today("quality_check_failed"):
            if self.last_check() == (self.today, "quality_check_failed") and not self.responded():
                self.send("task quality-check-failed", "team_manager")
                self.send("S1-11", "team_manager")  # the email, with the note
        if self.happened_today("resolved"):
            self.send("S1-13", "complainant")
        self.the_part_that_waited()
        self.an_early_request_that_stands()
        if self.closes_today():
            self.send("S1-16", "team_manager")
            self.our_own["closed"] = self.today

    def waits_for_its_check(self):
        """A draft of today; not one that somebody has checked by the evening."""
        if not self.council.checks_before_sending:
            return self.council.chases_inside and self.happened_today("stage1_drafted")
        return self.last_check() == (self.today, "stage1_drafted")

    def may_leave_today(self):
        """A draft leaves at once; where it is checked first, on the day its own check is passed."""
        if not self.council.checks_before_sending:
            return self.happened_today("stage1_drafted")
        return self.last_check() == (self.today, "quality_check_passed")

    def last_check(self):
        """Day and name of the last thing that happened to a draft."""
        steps = self.found("stage1_drafted", "quality_check_passed", "quality_check_failed")
        return (steps[-1][0], steps[-1][1]["name"]) if steps else None

    def pass_on_late_answer(self):
        asked = self.when("stage2_requested")
        if (asked and asked < self.today or self.begun()) and not self.over():
            self.send("task response-after-request", "complaints_officer")

    early = None   # the days since our answer, where an early request for stage 2 stands

    def an_early_request_that_stands(self):
        """Nothing runs after our answer: somebody asks every five working days what the complainant
        wants."""
        if self.happened_today("stage1_responded") and self.found("stage2_requested"):
            self.early = Count(self.today)
        if self.begun() or self.over() or self.in_time_request() or (
                len(self.found("stage2_requested")) > 1):
            self.early = None
        if self.early:
            self.early.look(self.today, ())
            number = self.early.number(self.today, ())
            if number and number % 5 == 0 and self.early.reached.get(number) == self.today:
                self.send("task response-after-request-still", "complaints_officer")

    def closes_today(self):
        """The twentieth working day after the response counts as received has passed."""
        answered = self.responded()
        if answered is None or self.over() or self.begun() or self.when("stage2_requested"):
            return False
        if self.answered_without_a_part():
            return False
        deemed = add(answered, 2) if self.by_post else answered
        return self.today == add(deemed, 21)

    def answered_without_a_part(self):
        """A part still waited for a court when the answer left; then a person closes the case."""
        lifted, answered = self.when("court_hold_lifted"), self.responded()
        return bool(answered and self.found("court_hold", scope="part")
                    and (not lifted or lifted > answered))

    part = None   # the days since the hold of a part ended that our answer had left out

    def the_part_that_waited(self):
        if self.over() or self.begun() or self.when("stage2_requested"):
            return
        if self.happened_today("court_hold_lifted") and self.answered_without_a_part():
            self.part = Count(self.today)
            self.send("E-10", "complaints_manager")
        if self.part:
            self.part.look(self.today, ())
            number = self.part.number(self.today, ())
            if number >= 11 and (number - 11) % 5 == 0 and self.part.reached.get(number) == self.today:
                self.send("E-10", "complaints_manager")

    def stage2_requests(self):
        acknowledgement = self.catalogue("S2-01", "C-03")
        requests = self.happened_today("stage2_requested")
        late = [event for event in requests
                if self.known_before(event, *ENDS, "informally_resolved")]
        if late:
            self.late_stage2 = late[-1], Count(self.today)
        self.decision_on_late_stage2(acknowledgement)
        if late:
            return
        if not requests or self.over():
            return
        answered = self.responded()
        if answered or self.in_time_request() == self.today or self.begun():
            # One letter a day tells that stage 2 has begun.
            if not (self.our_own.get("stage2_begun") == self.today and
                    self.happened_today("further_time_refused")):
                self.send(acknowledgement, "complainant")
            if answered and not self.begun() and self.council.resolves_before_stage2:
                self.send("S2-02", "service_manager")
        else:
            self.send("task stage2-early-request", "complaints_manager")

    late_stage2 = None   # a request after the end, and the days since

    def decision_on_late_stage2(self, catalogue):
        """Five working days to decide on a late request, and a reminder every five from then on."""
        if not self.late_stage2:
            return
        request, days = self.late_stage2
        days.look(self.today, ())
        for event in self.happened_today("late_stage2_decided"):
            refused = event["outcome"] == "refused"
            self.send(catalogue, "complainant" if refused else "complaints_manager")
            self.accepted = None if refused else Count(self.today)
        self.accepted_and_not_taken_up(catalogue)
        if any(self.comes_before(request, event) for _, event in
               self.found("late_stage2_decided", "withdrawn", "resolved", "deceased")):
            return
        if self.today == working_day_from(days.day_0):
            self.send(catalogue, "complaints_manager")
        number = days.number(self.today, ())
        if number >= 6 and (number - 6) % 5 == 0 and days.reached.get(number) == self.today:
            self.send(catalogue, "complaints_manager")

    accepted = None   # the days since a late request was accepted, while the case stands as ended

    def accepted_and_not_taken_up(self, catalogue):
        """A reminder every three working days."""
        if not self.accepted:
            return
        self.accepted.look(self.today, ())
        number = self.accepted.number(self.today, ())
        if number and number % 3 == 0 and self.accepted.reached.get(number) == self.today:
            self.send(catalogue, "complaints_manager")
