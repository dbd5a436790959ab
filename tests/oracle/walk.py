"""One case on its way through the days: what is known on the evening of each, and what was sent.

Nothing here knows how Postroom plans. The councils' rules are in expected_*.py, which walk through the
days with this. Every case is logged on the day it was received unless it says otherwise, every
letter leaves on its day, and every approval is given at once.
"""

import datetime

from working_days import ONE_DAY, count, is_working_day

COURT = ("court_hold", "court_hold_lifted")
ADVOCATE = ("advocate_awaited", "advocate_appointed")


class Count:
    """A clock: the working day on which each of its numbers came, pauses waited out."""

    def __init__(self, day_0):
        self.day_0 = day_0
        self.reached = {}

    def look(self, today, pauses):
        paused = any(begun <= today and (ended is None or today < ended) for begun, ended in pauses)
        if today > self.day_0 and is_working_day(today) and not paused:
            for number in range(1, self.number(today, pauses) + 1):
                self.reached.setdefault(number, today)

    def number(self, today, pauses):
        return count(self.day_0, today, tuple(pauses))


class Walk:
    """`sent` holds (date, catalogue or task, recipient)."""

    def __init__(self, council, one):
        self.council = council
        self.parties = one["parties"]
        who = next(party for party in one["parties"] if party["role"] == "complainant")
        self.by_post = who["channel"] == "letter"
        self.events = sorted(((datetime.date.fromisoformat(event["on"]), place, event)
                              for place, event in enumerate(one["events"])),
                             key=lambda found: found[:2])
        self.received = next(on for on, _, event in self.events if event["name"] == "received")
        self.today = self.received
        self.sent = []
        self.our_own = {}  # event name: the day a letter of ours brought it about

    # --- what is known on the evening of a day ------------------------------------------------

    def found(self, *names, **details):
        """Events known by today, the oldest first, with these details (a tuple: any of these)."""
        return [(on, event) for on, _, event in self.events
                if on <= self.today and event["name"] in names and all(
                    event.get(key) in (values if isinstance(values, tuple) else (values,))
                    for key, values in details.items())]

    def when(self, *names, **details):
        """The first day such an event is known; None if there is none."""
        days = [on for on, _ in self.found(*names, **details)]
        if not details:
            days += [self.our_own[name] for name in names if name in self.our_own]
        return min(days) if days else None

    def last_of(self, *names):
        """Of several answers to one question the last one given counts."""
        given = [event["name"] for _, event in self.found(*names)]
        return given[-1] if given else None

    def happened_today(self, *names, **details):
        return [event for on, event in self.found(*names, **details) if on == self.today]

    def comes_before(self, one, event):
        """Whether the one was on record when the other was recorded."""
        order = [id(known) for _, _, known in self.events]
        return order.index(id(one)) < order.index(id(event))

    def known_before(self, event, *names):
        """Whether one of these was on record when that event was recorded."""
        if any(self.comes_before(one, event) for _, _, one in self.events if one["name"] in names):
            return True
        return any(self.our_own[name] < self.today for name in names if name in self.our_own)

    def pauses(self, *kinds):
        spans = []
        for on, event in self.found(*[name for kind in kinds for name in kind]):
            begins = (event["name"] == "advocate_awaited" and event.get("agreed") is True) or (
                event["name"] == "court_hold" and event.get("scope") == "whole")
            if begins and (not spans or spans[-1][1]):
                spans.append([on, None])
            if event["name"] in (COURT[1], ADVOCATE[1]) and spans and not spans[-1][1]:
                spans[-1][1] = on
        return tuple(map(tuple, spans))

    # --- what we do ---------------------------------------------------------------------------

    def send(self, catalogue, to):
        self.sent.append((self.today.isoformat(), catalogue, to))

    def has_sent(self, catalogue):
        return any(sent == catalogue for _, sent, _ in self.sent)

    def walk(self, until):
        while self.today <= until:
            if self.when("deceased") is None:
                self.evening()
            elif self.happened_today("deceased"):
                self.send("W-02", "complaints_manager")
            self.today += ONE_DAY
        return sorted(self.sent)

    def evening(self):
        raise NotImplementedError
