"""Run day after day, with everything posted and approved each day, and simulate agree."""

import datetime
import unittest

from generated_cases import generated_cases
from office import OfficeTest
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


def as_of_today(cases, first):
    """The same stories, each moved as a whole to begin near `first`, order and gaps kept."""
    moved = []
    for number, one in enumerate(cases):
        received = datetime.date.fromisoformat(one["events"][0]["on"])
        shift = first + ONE_DAY * number - received
        events = [event | {"on": str(datetime.date.fromisoformat(event["on"]) + shift)}
                  for event in one["events"]]
        moved.append(one | {"events": events})
    return moved


class RunEachDay(OfficeTest):
    # What leaves the office is the point here, not how much of it on one day.
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def send_everything(self, day):
        """A day in the office: the run, all approvals, the second post, the post box."""
        self.office.run(day)
        for _ in range(3):
            waiting = self.office.parcels(state="awaiting_approval")
            tray = self.office.parcels(state="sending")
            if not waiting and not tray:
                return
            if tray:
                self.office.do("outbox", "posted", "--on", day, *[one["id"] for one in tray])
            for one in waiting:
                if not one["recipient"].startswith("copy."):
                    self.office.do("outbox", "approve", one["id"])
            self.office.run(day)

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
        letters = sorted((parcel["sent"], parcel["case"], parcel["step"], parcel["role"],
                          parcel["channel"])
                         for parcel in self.office.parcels(state="accepted")
                         if not parcel["recipient"].startswith("copy."))
        tasks = sorted((task["created"], task["case"], task["step"], task["role"])
                       for task in self.office.tasks())
        self.maxDiff = None
        self.assertEqual(letters, sorted((item["date"], item["case"], item["step"], item["to"],
                                          item["channel"])
                                         for item in foretold if not item["task"]))
        self.assertEqual(tasks, sorted((item["date"], item["case"], item["step"], item["to"])
                                       for item in foretold if item["task"]))
        self.assertGreater(len(letters), 80)


if __name__ == "__main__":
    unittest.main()
