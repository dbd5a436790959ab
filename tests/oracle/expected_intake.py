"""What comes beside the answer, each row of the catalogue by the sentence of the brief that asks for it."""

import datetime

from working_days import ONE_DAY, add, count, is_working_day


def working_days_before(day, number):
    while number > 0:
        day -= ONE_DAY
        number -= is_working_day(day)
    return day


def date_of(event, detail):
    return datetime.date.fromisoformat(event[detail])


class Intake:
    """Mixed into a walk through stage 1."""

    def has(self, role):
        return any(party["role"] == role for party in self.parties)

    def beside_the_answer(self):
        self.concerns()
        self.how_it_came()
        self.consent()
        self.other_bodies()
        self.meetings()
        self.limits_on_contact()
        self.ombudsman()

    # --- a concern is no complaint until somebody says so ---------------------------------------

    def unclear(self):
        return self.last_of("concern_raised", "concern_clarified") == "concern_raised"

    def sorted_out_locally(self):
        clarified = self.found("concern_raised", "concern_clarified")
        return bool(clarified) and clarified[-1][1].get("as") == "local"

    def no_complaint(self):
        return bool(self.unclear() or self.sorted_out_locally() or self.when("informally_resolved"))

    def is_a_complaint_from_today(self):
        """On its receipt, or when somebody says so after all."""
        return not self.no_complaint() and (self.today == self.received or bool(
            self.happened_today("concern_clarified", **{"as": "complaint"})))

    def concern_unanswered(self):
        """Seven working days after we asked, it is treated as a complaint, as our letter said."""
        if not (self.council.statutory and self.unclear() and is_working_day(self.today)):
            return
        asked = self.found("concern_raised")[0][0]
        if count(asked, self.today) != 7 or self.when(
                "resolved", "withdrawn", "closed", "informally_resolved", "stage1_responded",
                "stage2_begun"):
            return
        self.send("task concern-unanswered", "complaints_officer")
        self.events.append((self.today, len(self.events),
                            {"name": "concern_clarified", "as": "complaint"}))
        self.events.sort(key=lambda found: found[:2])

    def concerns(self):
        if not self.council.statutory:
            return
        over = self.when("resolved", "withdrawn", "closed")
        if self.happened_today("concern_raised") and not (self.when("concern_clarified") or over):
            self.send("I-04", "complainant")
        if self.unclear() and is_working_day(self.today) and count(self.received, self.today) == 6:
            self.send("task concern-call", "complaints_officer")
        late = self.stage1.reached.get(10)
        if (late and self.happened_today("concern_clarified", **{"as": "complaint"}) and
                not (over or self.when("stage1_responded", "stage2_requested", "stage2_begun",
                                       "informally_resolved"))):
            self.send("task concern-clarified-late", "complaints_officer")
        local = self.happened_today("concern_clarified", **{"as": "local"})
        if local and self.sorted_out_locally() and not (self.when("informally_resolved") or over):
            self.send("task concern-to-sort-out", "team_manager")
            self.send("I-04", "team_manager")
        if self.sorted_out_locally() and not (self.when("informally_resolved") or over):
            begun = self.found("concern_clarified")[-1][0]
            if is_working_day(self.today) and count(begun, self.today) == 11:
                self.send("task concern-not-sorted-out", "complaints_officer")
        if self.happened_today("informally_resolved"):
            self.send("I-05", "complainant")

    # --- how it came in, and who else speaks ----------------------------------------------------

    def how_it_came(self):
        if (self.is_a_complaint_from_today() and self.council.statutory and not (self.responded() or self.over())
                and self.found("received", how=("phone", "in_person"))):
            self.send("I-07", "complainant")

    def consent(self):
        if not self.has("representative"):
            return
        if self.today == self.received:
            self.send("I-06", "complainant")
            self.send("I-06", "representative")
        # The letter asks for word by ten days after its receipt: nobody is reminded before that is over.
        deemed = add(self.received, 2) if self.by_post else self.received
        number = count(deemed, self.today) if self.today > deemed else 0
        waits = not self.when("consent_received", "resolved", "withdrawn", "closed")
        if is_working_day(self.today) and waits and number == 11:
            self.send("I-06", "complainant")
        if is_working_day(self.today) and waits and number == 16:
            self.send("I-06", "complaints_officer")
        if self.happened_today("consent_received") and not self.when("withdrawn", "closed"):
            self.send("task consent-to-record", "complaints_officer")

    def other_bodies(self):
        if self.has("other_body") and self.today == self.received:
            self.send("task joint-handling-question", "complaints_officer")
        if self.happened_today("joint_handling_agreed"):
            self.send("I-10", "complainant")
            self.send("I-10", "other_body")
        for _ in self.happened_today("complaint_linked"):
            self.send("E-12", "complainant")

    # --- meetings -------------------------------------------------------------------------------

    def meetings(self):
        arranged = self.found("meeting_arranged")
        if not self.council.statutory or not arranged:
            return
        on, event = arranged[-1]
        over = self.when("resolved", "withdrawn", "closed") or self.begun()
        if self.happened_today("meeting_held") and not over:
            self.send("S1-14", "complainant")
            self.told_of_meeting = add(self.today, 2) if self.by_post else self.today
        if (self.told_of_meeting and not over and not self.responded()
                and not self.when("stage2_requested") and self.today == add(self.told_of_meeting, 21)):
            self.send("S1-14", "complaints_officer")   # silence is no answer
        if self.when("meeting_held") or over:
            return
        if on == self.today:
            self.send("S1-14", "complainant")
        meeting_on = date_of(event, "meeting_on")
        if self.responded():
            return
        if self.today == add(meeting_on, 1):
            self.send("S1-14", "team_manager")
        # Two weeks from the arrangement in Leicestershire (10 and 11); elsewhere the third day after.
        late = add(on, 11) if self.council.meets_within_a_fortnight else add(meeting_on, 3)
        if self.today == late:
            self.send("task meeting-late", "complaints_officer")

    told_of_meeting = None   # when the letter about it counts as received

    # --- limits on contact, and the Ombudsman ---------------------------------------------------

    def limits_on_contact(self):
        if self.happened_today("conduct_warned") and not self.when("withdrawn"):
            self.send("E-11", "complainant")
        for name in ("conduct_decided", "conduct_reviewed"):
            if self.happened_today(name):
                self.send("E-11", "complainant")
        warned = self.when("conduct_warned")
        if warned and not self.when("conduct_decided", "conduct_reviewed", "withdrawn", "closed"):
            if is_working_day(self.today) and count(warned, self.today) == 20:
                self.send("task conduct-after-warning", "complaints_manager")
        for _, event in self.found("conduct_decided"):
            if (self.today == working_days_before(date_of(event, "until"), 10)
                    and not self.when("conduct_reviewed")):
                self.send("task conduct-review-due", "complaints_manager")

    def ombudsman(self):
        for _, event in self.found("ombudsman_enquired"):
            if self.happened_today("ombudsman_enquired"):
                self.send("O-02", "complaints_manager")
            if (self.today == working_days_before(date_of(event, "until"), 3)
                    and not self.when("ombudsman_decided")):
                self.send("task ombudsman-reply-due", "complaints_manager")
        for _, event in self.found("ombudsman_decided"):
            if self.happened_today("ombudsman_decided"):
                self.send("O-02", "head_of_service")
                self.send("O-02", "complaints_manager")   # what it means for the complaint
            if self.today == working_days_before(date_of(event, "until"), 5):
                self.send("task ombudsman-remedy-due", "complaints_manager")
