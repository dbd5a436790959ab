"""Stories that go on to stage 2, stage 3 and the ends they come to, as events of generated cases."""

from working_days import ONE_DAY, add

POINTS = [{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody told the family."}]
ANSWERS = [{"text": "Say sorry in person", "response": "agreed", "reasons": "The panel is right."}]


class Road:
    """Events after an answer at stage 1; `day(n)` is the nth working day after the request."""

    def __init__(self, maker, first=3, last=19):
        self.maker, self.chance = maker, maker.chance
        maker.between("stage1_responded", 4, 12, finding="partly_upheld", sent_by="service")
        answered = maker.last_day()
        # As if the answer had taken two days in the post: in time either way.
        self.requested = add(add(answered, 2), self.chance.randint(first, last))
        maker.at("stage2_requested", self.requested)
        self.decided = self.panel_asked = None

    def day(self, number):
        return add(self.requested, number)

    def on(self, name, number, **details):
        self.maker.at(name, self.day(number), **details)
        return self

    def investigators(self, number=None):
        return self.on("investigators_appointed", number or self.chance.randint(4, 9),
                       investigating_officer="Ines Marlow", independent_person="Piet Quill",
                       adjudicating_officer="Ada Nkemelu")

    def reports(self, number):
        return self.on("stage2_reported", number)

    def draft(self, number):
        """Our own answer to stage 2 leaves the same day."""
        self.decided = self.day(number)
        return self.on("stage2_drafted", number, finding="partly_upheld", points=POINTS)

    def decided_elsewhere(self, number):
        self.decided = self.day(number)
        return self.on("stage2_adjudicated", number, finding="not_upheld")

    def end(self, number=90):
        """So that nothing goes on for years."""
        return self.on("withdrawn" if self.chance.random() < 0.5 else "resolved", number)


def in_time(maker):
    road = Road(maker).investigators().reports(maker.chance.randint(14, 20))
    if maker.chance.random() < 0.5:
        road.draft(maker.chance.randint(21, 25))
    else:
        road.decided_elsewhere(maker.chance.randint(21, 25))


def extended(maker):
    road = Road(maker).investigators()
    until = maker.chance.randint(35, 65)
    road.on("stage2_extended", maker.chance.randint(12, 24), reason="a witness is away",
            until=str(road.day(until)))
    road.reports(until - 6).draft(min(until, maker.chance.randint(until - 3, until + 2)))


def silent(maker):
    """Nothing is heard of it: day 20, day 25, day 55, day 65 and after."""
    road = Road(maker)
    if maker.chance.random() < 0.5:
        road.investigators()
    road.end(maker.chance.randint(70, 95))


def held(maker):
    road = Road(maker).investigators()
    first = maker.chance.randint(8, 22)
    road.on("court_hold", first, scope="whole").on("court_hold_lifted", first + maker.chance.randint(4, 30))
    road.end(110)


def held_in_part(maker):
    road = Road(maker).investigators().on("court_hold", 10, scope="part").draft(24).on(
        "court_hold_lifted", 40)
    # The part is answered and the case closed by hand.
    road.on("part_answered", 52).on("closed", 115, because="all answered")


def discontinued(maker):
    Road(maker).investigators().on("stage2_discontinued", 18,
                                   reasons="We could not agree what to look into.")


def given_up_at_stage2(maker):
    Road(maker).investigators().on(maker.chance.choice(["withdrawn", "resolved", "deceased"]),
                                   maker.chance.randint(1, 24))


STAGE2 = [in_time, in_time, extended, silent, held, held_in_part, discontinued, given_up_at_stage2]


# --- stage 3 --------------------------------------------------------------------------------------

class PanelRoad(Road):
    """After an answer at stage 2; `after(n)` is the nth working day after the panel was asked for."""

    def __init__(self, maker, first=1, last=17):
        super().__init__(maker)
        self.investigators().reports(maker.chance.randint(12, 19)).draft(maker.chance.randint(20, 25))
        self.asked = add(add(self.decided, 2), self.chance.randint(first, last))
        maker.at("stage3_requested", self.asked)

    def after(self, number):
        return add(self.asked, number)

    def then(self, name, number, **details):
        self.maker.at(name, self.after(number), **details)
        return self

    def fixed(self, number, panel_on):
        self.panel_on = self.after(panel_on)
        return self.then("panel_fixed", number, panel_on=str(self.panel_on), time="10am",
                         venue="Town Hall")

    def held(self):
        self.maker.at("panel_held", self.panel_on)
        self.reported_on = add(self.panel_on, self.chance.randint(1, 8))
        self.maker.at("panel_reported", self.reported_on, recommendations="Say sorry in person.")
        return self

    def answered(self, *, decided=None, number=None):
        if decided:
            agrees = self.chance.random() < 0.5
            self.maker.at("director_decided", add(self.reported_on, decided), agrees=agrees)
            if not agrees and self.maker.meets_the_chair:
                self.talk_with_the_chair(add(self.reported_on, decided))
        last = add(self.reported_on, number or self.chance.randint(11, 15))
        if self.chance.random() < 0.7:
            self.maker.at("stage3_drafted", last, points=ANSWERS)
        else:
            self.maker.at("stage3_responded", last)
        return last

    def talk_with_the_chair(self, decided_on):
        """After the answer, or never; then a person closes the case."""
        if self.chance.random() < 0.3:
            self.maker.at("closed", add(decided_on, 33), because="they did not meet")
            return
        meeting_on = add(self.reported_on, 20)
        self.maker.at("chair_meeting_fixed", add(decided_on, self.chance.choice([3, 7])),
                      meeting_on=str(meeting_on))
        self.maker.at("closed", add(meeting_on, 8), because="all said")


def panel_in_time(maker):
    road = PanelRoad(maker).fixed(maker.chance.randint(2, 14), maker.chance.randint(26, 30)).held()
    road.answered(decided=maker.chance.randint(2, 10))


def panel_short_notice(maker):
    road = PanelRoad(maker).fixed(maker.chance.randint(16, 24), 30).held()
    road.answered(decided=5)


def panel_late(maker):
    """No day by day 25, or a day after day 30."""
    number = maker.chance.randint(20, 48)
    road = PanelRoad(maker).fixed(number, max(number + 12, 33)).held()
    road.answered(decided=maker.chance.randint(2, 10))


def panel_put_off(maker):
    road = PanelRoad(maker).fixed(6, 24)
    road.then("panel_adjourned", maker.chance.randint(10, 22), reason="a member is ill")
    road.fixed(maker.chance.randint(23, 24), 38).held().answered(decided=3)


def panel_short_notice_again(maker):
    """Put off to a day that is too near once more."""
    road = PanelRoad(maker).fixed(5, 20)
    road.then("panel_adjourned", 18, reason="a member is ill")
    road.fixed(19, maker.chance.randint(24, 29)).held().answered(decided=3)


def answer_late(maker):
    road = PanelRoad(maker).fixed(5, 28).held()
    last = road.answered(number=maker.chance.randint(16, 40))
    maker.at("action_due", last, action="Send the report", due_on=str(last + 10 * ONE_DAY))
    if maker.chance.random() < 0.5:
        maker.at("action_done", last + 12 * ONE_DAY, action="Send the report")


def no_panel_wanted(maker):
    Road(maker).investigators().reports(15).draft(maker.chance.randint(20, 25))


def panel_wanted_late(maker):
    road = PanelRoad(maker, first=35, last=45)
    if maker.chance.random() < 0.6:
        road.then("late_request_decided", maker.chance.randint(1, 9), outcome="refused",
                  reasons="No new reason was given.")
    road.then("withdrawn", 15)


STAGE3 = [panel_in_time, panel_in_time, panel_short_notice, panel_short_notice_again, panel_late,
          panel_put_off, answer_late, no_panel_wanted, panel_wanted_late]
