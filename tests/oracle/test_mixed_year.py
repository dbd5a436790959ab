"""One year of every procedure side by side in one office: what must hold whatever happens."""

import collections
import datetime
import unittest

from councils import COUNCILS
from generated_cases import STAGE1, mixed_year
from later_stages import STAGE2, STAGE3
from office import OfficeTest
from walk import ADVOCATE, COURT, Count, Walk
from working_days import ONE_DAY, is_working_day

YEAR, UNTIL = 2025, "2026-11-30"
STORIES = {True: STAGE1 + STAGE2 + STAGE3, False: STAGE1 + STAGE2}
# Letters of which a case may have more than one, for each says something new or is asked for anew:
# progress and reminders at their distance, a new draft or date, an apology that still holds.
AGAIN = {"stage1/head-of-service-weekly", "stage1/draft-check", "stage1/quality-check",
         "stage2/progress", "stage2/progress-check", "stage2/overdue", "stage2/extension",
         "stage2/appointment", "stage2/investigators-named", "stage2/statement", "stage2/reports",
         "stage2/adjudication-reminder", "stage3/panel-late", "stage3/invitation", "stage3/papers",
         "stage3/bundle", "stage3/panel-appointment", "stage3/adjourned", "stage3/panel-change",
         "stage3/cannot-attend", "stage3/response-late", "stage3/action-follow-up",
         "stage3/decision-chase", "corporate/delay", "corporate/stage2-delay",
         "corporate/stage2-overdue", "corporate/stage2-draft",
         "corporate/stage2-extension", "eligibility/question-chase", "eligibility/breach-alert",
         "eligibility/court-hold-review"}
ENDS = ("withdrawn", "resolved", "closed", "deceased")
OF_THE_END = {"stage1/resolved", "ending/withdrawal", "stage2/late-request"}


def base(letter):
    return letter.removesuffix(".yp")


class Day20(Walk):
    """Nothing but the count of stage 1."""

    def __init__(self, council, one):
        super().__init__(council, one)
        self.stage1 = Count(self.received)

    def evening(self):
        kinds = (COURT, ADVOCATE) if self.council.statutory else (COURT,)
        self.stage1.look(self.today, self.pauses(*kinds))


def reached(one, until):
    """Number: day, of the case's stage 1."""
    walk = Day20(COUNCILS[one["procedure"]], one)
    walk.walk(until)
    return walk.stage1.reached


class AYearOfEveryProcedure(OfficeTest):
    @classmethod
    def setUpClass(cls):
        cls.cases = {one["reference"]: one for one in mixed_year(YEAR, STORIES, 324)}

    def setUp(self):
        super().setUp()
        self.office.import_cases(list(self.cases.values()), f"{YEAR - 1}-12-31")
        self.items = self.office.do("simulate", "--from", f"{YEAR}-01-01", "--until", UNTIL,
                                    "--json").json()

    def of_letter(self, *letters):
        return [item for item in self.items if base(item["letter"]) in letters]

    def day_of(self, item, name):
        return [event["on"] for event in self.cases[item["case"]]["events"]
                if event["name"] == name]

    def test_keeps_its_promises(self):
        self.assertGreater(len(self.items), 5000)
        self.assertEqual({self.cases[item["case"]]["procedure"] for item in self.items},
                         set(COUNCILS))
        self.rights_are_told_on_their_day()
        self.nobody_is_told_the_same_twice()
        self.nothing_goes_after_the_end()

    def rights_are_told_on_their_day(self):
        counted = collections.Counter()
        for item in self.of_letter("stage1/stage2-rights", "stage1/escalated"):
            number = {"S1-07": 20, "S1-10": 31}[item["catalogue"]]
            days = reached(self.cases[item["case"]], datetime.date.fromisoformat(item["date"]))
            self.assertEqual(str(days.get(number)), item["date"], item)
            counted[item["catalogue"]] += 1
        for item in self.of_letter("stage2/acknowledgement", "corporate/stage2-acknowledgement"):
            self.assertIn(item["date"], self.day_of(item, "stage2_requested"), item)
            counted["stage 2"] += 1
        for item in self.of_letter("stage3/acknowledgement"):
            self.assertIn(item["date"], self.day_of(item, "stage3_requested"), item)
            counted["stage 3"] += 1
        for item in self.of_letter("stage3/invitation"):
            self.assertIn(item["date"], self.day_of(item, "panel_fixed"), item)
            counted["panel"] += 1
        self.assertGreater(min(counted[right] for right in
                               ("S1-07", "S1-10", "stage 2", "stage 3", "panel")), 5, counted)

    def nobody_is_told_the_same_twice(self):
        seen = collections.Counter((item["case"], item["letter"], item["to"])
                                   for item in self.items if not item["task"])
        self.assertEqual({key: times for key, times in seen.items()
                          if times > 1 and base(key[1]) not in AGAIN}, {})
        on_one_day = collections.Counter((item["case"], item["letter"], item["to"], item["date"])
                                         for item in self.items if not item["task"])
        self.assertEqual([key for key, times in on_one_day.items() if times > 1], [])

    def nothing_goes_after_the_end(self):
        after = []
        for item in self.items:
            ends = [(event["on"], event["name"]) for event in self.cases[item["case"]]["events"]
                    if event["name"] in ENDS]
            for on, name in ends:
                late = item["date"] > on or (name == "deceased" and item["date"] == on)
                if late and item["to"] == "complainant" and base(item["letter"]) not in OF_THE_END:
                    after.append((on, name, item["date"], item["case"], item["letter"]))
        self.assertEqual(after, [])


if __name__ == "__main__":
    unittest.main()
