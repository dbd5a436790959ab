"""Some 300 cases with dates that catch people out, the same ones each time."""

import datetime
import os
import random

from councils import COUNCILS, LEICESTERSHIRE
from office import case, complainant
from working_days import ONE_DAY, add, holidays

SEED = int(os.environ.get("SEED", "1738"))  # other years, other stories: SEED=3 ctest -R oracle
FIRST_YEAR, LAST_YEAR = 2016, 2028


def awkward_days(chance):
    """Days of receipt: weekends, holidays, the days before them, Christmas and Easter, any day."""
    days = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        last = datetime.date(year, 4, 30) if year == LAST_YEAR else datetime.date(year, 12, 31)
        days += [datetime.date(year, 1, 1) + ONE_DAY * chance.randrange(365) for _ in range(12)]
        days += chance.sample([day for day in sorted(holidays()) if day.year == year], 4)
        days += [datetime.date(year, 12, day) for day in chance.sample(range(8, 32), 5)]
        days += [day - ONE_DAY * chance.randrange(1, 30) for day in sorted(holidays())
                 if day.year == year and day.month in (3, 4, 5)][:5]
        days = [day for day in days if day.year < year or day <= last]
    return days


class Maker:
    """Makes the events of one case; `day(n)` is its nth working day."""

    def __init__(self, chance, received, council):
        self.chance, self.received, self.events = chance, received, []
        self.statutory = council.statutory
        self.meets_the_chair = council.meets_the_chair
        self.received_details = {}  # how the complaint came in
        self.also = []              # people beside those of every case

    def on(self, name, number, **details):
        """The event on working day `number`, now and then a day or two later, weekend or not."""
        day = add(self.received, number) if number > 0 else self.received
        if self.chance.random() < 0.15:
            day += ONE_DAY * self.chance.randrange(1, 3)
        return self.at(name, day, **details)

    def at(self, name, day, **details):
        self.events.append({"name": name, "on": day.isoformat(), **details})
        return self

    def last_day(self):
        return max(datetime.date.fromisoformat(event["on"]) for event in self.events)

    def between(self, name, first, last, **details):
        return self.on(name, self.chance.randint(first, last), **details)

    # --- parts of a story -----------------------------------------------------------------------

    def eligibility(self):
        roll = self.chance.random()
        if roll < 0.5:
            self.between("eligibility_decided", 0, 8, outcome="accepted")
        elif roll < 0.6:
            self.between("eligibility_decided", 1, 6, outcome="part_accepted")

    def delay(self):
        roll = self.chance.random()
        if roll < 0.25:
            self.between("delay_confirmed", 2, 16, reason="key staff on leave")
        if roll < 0.15 or 0.4 < roll < 0.5:
            self.between("extension_agreed", 4, 16)
        elif 0.5 < roll < 0.6:
            self.between("extension_refused", 4, 15)
        elif 0.6 < roll < 0.65:
            self.between("update_received", 1, 9, on_track=True)

    def response(self, first=1, last=29):
        self.between("stage1_responded", first, last, finding="partly_upheld", sent_by="service")

    def end(self):
        """So that nothing weekly goes on for years."""
        self.on("withdrawn" if self.chance.random() < 0.5 else "resolved", 70)


def silence(maker):
    maker.eligibility()
    maker.delay()
    maker.end()


def answer(maker):
    maker.eligibility()
    maker.delay()
    maker.response()
    if maker.chance.random() < 0.3:
        maker.between("stage2_requested", 30, 45)
        maker.end()


def draft(maker):
    maker.eligibility()
    maker.delay()
    maker.between("stage1_drafted", 3, 19, finding="upheld",
                  points=[{"text": "Visits were cancelled", "finding": "upheld",
                           "reasons": "Nobody told the family."}])


def further_time(maker):
    maker.delay()
    maker.between("further_time_agreed", 20, 28)
    roll = maker.chance.random()
    if roll < 0.3:
        maker.response(29, 33)
    elif roll < 0.5:
        maker.between("stage2_requested", 29, 32)
    maker.end()


def no_further_time(maker):
    maker.delay()
    maker.between("further_time_refused", 20, 28)
    if maker.chance.random() < 0.4:
        maker.response(30, 36)
    maker.end()


def stage2_after_day_20(maker):
    maker.delay()
    maker.between("stage2_requested", 22, 40)
    if maker.chance.random() < 0.3:
        maker.response(43, 45)
    maker.end()


def early_stage2(maker):
    maker.eligibility()
    maker.between("stage2_requested", 1, 16)
    roll = maker.chance.random()
    if roll < 0.4:
        maker.response(19, 24)
    elif roll < 0.6:
        maker.between("further_time_agreed", 21, 24)
    maker.end()


def asked_after_the_end(maker):
    if maker.chance.random() < 0.5:
        maker.response(1, 2)
    maker.between(maker.chance.choice(["withdrawn", "resolved"]), 5, 12)
    maker.between("stage2_requested", 15, 28)
    first = maker.chance.choice([29, 29, 50])
    outcome = maker.chance.choice(["accepted", "refused"])
    maker.between("late_stage2_decided", first, first + 9, outcome=outcome,
                  reasons="It was settled.")
    if outcome == "accepted":   # nobody takes the case up, until somebody thinks better of it
        maker.between("late_stage2_decided", first + 11, first + 40, outcome="refused",
                      reasons="It was settled after all.")


def asked_after_refusing_more_time(maker):
    maker.eligibility()
    maker.between("extension_refused", 4, 8)
    maker.between("stage2_requested", 11, 16)
    maker.end()


def further_time_too_late(maker):
    maker.delay()
    maker.between("further_time_agreed", 31, 38)
    roll = maker.chance.random()
    if roll < 0.3:
        maker.between("stage2_requested", 42, 50)
    elif roll < 0.6:
        maker.response(42, 50)
    maker.end()


def given_up(maker):
    maker.eligibility()
    maker.delay()
    maker.between(maker.chance.choice(["withdrawn", "resolved", "closed", "deceased"]), 0, 28)


def not_ours(maker):
    outcome = maker.chance.choice(["not_statutory", "other_route", "out_of_time",
                                   "no_sufficient_interest", "court"] if maker.statutory
                                  else ["other_route", "out_of_time", "court"])
    maker.between("eligibility_decided", 1, 9, outcome=outcome)
    if outcome == "court":
        maker.on("court_hold_lifted", 45)


def paused(maker):
    maker.eligibility()
    begin, end = maker.chance.choice([("advocate_awaited", "advocate_appointed"),
                                      ("court_hold", "court_hold_lifted")])
    details = {"agreed": True} if begin == "advocate_awaited" else {"scope": "whole"}
    first = maker.chance.randint(1, 24)
    maker.on(begin, first, **details).between(end, first + 3, first + 15)
    maker.end()


def part_hold(maker):
    maker.on("court_hold", 5, scope="part").on("advocate_awaited", 8, agreed=False)
    if maker.chance.random() < 0.5:   # the rest is answered, and the hold ends later
        maker.response(9, 24)
        maker.between("court_hold_lifted", 30, 40)
    maker.end()


STAGE1 = [silence, answer, answer, draft, further_time, no_further_time, stage2_after_day_20,
           early_stage2, asked_after_the_end, asked_after_refusing_more_time, further_time_too_late,
           given_up, not_ours, paused, part_hold]


def later_parties():
    """Whoever takes part after stage 1: officers, and people from outside."""
    inside = (("investigating_officer", "Ines Marlow"), ("adjudicating_officer", "Ada Nkemelu"),
              ("director", "Alex Stone"))
    outside = (("independent_person", "Piet Quill"), ("panel_chair", "Orla Finch"),
               ("panel_member", "Tomos Wade"), ("panel_member", "Una Frost"))
    return [{"role": role, "name": name, "email": f"{role.replace('_', '.')}@council.example"}
            for role, name in inside] + [
                {"role": role, "name": name, "email": f"{name.replace(' ', '.').lower()}@panel.example",
                 "channel": "email"} for role, name in outside]


def checked(chance, events):
    """Where drafts are checked first: most pass within days, some fail once, some wait till the end."""
    more = []
    for event in events:
        if event["name"] != "stage1_drafted":
            continue
        day = datetime.date.fromisoformat(event["on"])
        roll = chance.random()
        if roll < 0.2:
            more.append({"name": "quality_check_failed", "on": str(add(day, 1)), "note": "No dates."})
            day = add(day, 2)
            more.append(event | {"on": str(day)})
        if roll < 0.9:
            more.append({"name": "quality_check_passed", "on": str(add(day, chance.randint(0, 3)))})
        else:
            more.append({"name": "withdrawn", "on": str(add(day, 60))})
    return events + more


def told(council, chance, received, story, reference):
    """One case of that procedure, received that day, with that story's events."""
    maker = Maker(chance, received, council)
    story(maker)
    events = maker.events
    if council.checks_before_sending:
        events = checked(chance, events)
    if not council.statutory:
        events = [event for event in events if event["name"] != "eligibility_decided" or
                  event["outcome"] not in ("accepted", "part_accepted")]
    events = sorted(events, key=lambda event: event["on"])
    # What is recorded after a death is another story: Edge19_WhatIsRecordedAfterADeathWaitsForAPerson.
    died = [place for place, event in enumerate(events) if event["name"] == "deceased"]
    events = events[:died[0] + 1] if died else events
    who = complainant(chance.choice(["letter", "email"]))
    one = case(reference, received.isoformat(), who, events, procedure=council.procedure)
    one["events"][0] |= maker.received_details
    one["parties"] += later_parties() + maker.also
    return one


def generated_cases(council=LEICESTERSHIRE, stories=tuple(STAGE1)):
    """One case for each awkward day of receipt."""
    chance = random.Random(SEED)
    cases = []
    for number, received in enumerate(awkward_days(chance)):
        story = stories[number % len(stories)]
        cases.append(told(council, chance, received, story, f"CC-{received.year}-{number:04}"))
    return cases


def mixed_year(year, stories, how_many):
    """Cases of every procedure, received all through one year, with every story in turn."""
    chance = random.Random(SEED + year)
    cases = []
    councils = list(COUNCILS.values())
    while len(cases) < how_many:
        number = len(cases)
        council = councils[number % len(councils)]
        known = stories[council.statutory]
        received = datetime.date(year, 1, 1) + ONE_DAY * (number * 365 // how_many)
        cases.append(told(council, chance, received, known[number // len(councils) % len(known)],
                          f"CC-{year}-{number:04}"))
    return cases
