"""Run day after day, with everything posted and approved each day, and simulate agree."""

import datetime
import unittest

from generated_cases import generated_cases
from office_days import OfficeDays, foretold_letters, foretold_tasks
from working_days import ONE_DAY

HOW_MANY = 12
DAYS = 62  # past day 30 and what follows it


def a_dozen_stories():
    """One case of each kind, all received within one spring so that one office serves them all."""
    cases, seen = [], set()
    for one in generated_cases():
        received = datetime.date.fromisoformat(one["events"][0]["on"])
        if len(cases) < HOW_MANY and received.year == 2025 and one["reference"] not in seen:
            seen.add(one["reference"])
            cases.append(one)
    return cases


def with_reasons(event):
    """A letter that refuses or holds says why: without reasons it is not made, and a task asks."""
    return event if event["name"] not in ("eligibility_decided", "court_hold") else (
        {"reasons": "We looked at what you told us."} | event)


def as_of_today(cases, first):
    """The same stories, each moved as a whole to begin near `first`, order and gaps kept."""
    moved = []
    for number, one in enumerate(cases):
        received = datetime.date.fromisoformat(one["events"][0]["on"])
        shift = first + ONE_DAY * number - received
        events = [with_reasons(event) | {"on": str(datetime.date.fromisoformat(event["on"]) + shift)}
                  for event in one["events"]]
        moved.append(one | {"events": events})
    return moved


class RunEachDay(OfficeDays):
    def test_sends_what_simulate_foretold(self):
        first = datetime.date(2025, 4, 1)
        cases = as_of_today(a_dozen_stories(), first)
        self.assertEqual(len(cases), HOW_MANY)
        last = first + ONE_DAY * DAYS
        self.office.import_cases(cases, "2025-03-31")
        foretold = self.office.do("simulate", "--from", first, "--until", last, "--json").json()

        day = first
        while day <= last:
            self.send_everything(str(day))
            day += ONE_DAY
        self.maxDiff = None
        self.assertEqual(self.letters_sent(), foretold_letters(foretold))
        self.assertEqual(self.tasks_made(), foretold_tasks(foretold))
        self.assertGreater(len(self.letters_sent()), 80)


if __name__ == "__main__":
    unittest.main()
