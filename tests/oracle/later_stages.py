"""Stories that go on to stage 2, stage 3 and the ends they come to, as events of generated cases."""

from working_days import ONE_DAY, add

POINTS = [{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody told the family."}]


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
    Road(maker).investigators().on("court_hold", 10, scope="part").draft(24)


def discontinued(maker):
    Road(maker).investigators().on("stage2_discontinued", 18,
                                   reasons="We could not agree what to look into.")


def given_up_at_stage2(maker):
    Road(maker).investigators().on(maker.chance.choice(["withdrawn", "resolved", "deceased"]),
                                   maker.chance.randint(1, 24))


STAGE2 = [in_time, in_time, extended, silent, held, held_in_part, discontinued, given_up_at_stage2]
