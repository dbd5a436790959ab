"""Two cases through all their stages: run does what simulate foretold, and explain accounts for
every step afterwards."""

import collections
import datetime
import random
import unittest

from councils import LUTON, WOKINGHAM_CORPORATE
from generated_cases import told
from later_stages import extended, panel_in_time
from office_days import OfficeDays, foretold_letters, foretold_tasks
from working_days import ONE_DAY

FIRST = datetime.date(2025, 1, 27)
LAST = datetime.date(2025, 12, 31)


def one_of_each_kind():
    """A statutory one that goes to stage 3, and a corporate one that goes to stage 2."""
    chance = random.Random(20)
    return [told(LUTON, chance, FIRST, panel_in_time, "CC-2025-0001"),
            told(WOKINGHAM_CORPORATE, chance, FIRST, extended, "CC-2025-0002")]


class ThroughAllStages(OfficeDays):
    def setUp(self):
        super().setUp()
        self.cases = one_of_each_kind()
        self.office.import_cases(self.cases, FIRST - ONE_DAY)
        self.foretold = self.office.do("simulate", "--from", FIRST, "--until", LAST,
                                       "--json").json()

    def days_with_something_on(self):
        """Every day on which something is foretold or happens."""
        return sorted({item["date"] for item in self.foretold} | {
            event["on"] for one in self.cases for event in one["events"]})

    def test_run_sends_what_simulate_foretold_and_explain_accounts_for_it(self):
        for day in self.days_with_something_on():
            self.send_everything(day)
        self.maxDiff = None
        self.assertEqual(self.letters_sent(), foretold_letters(self.foretold))
        self.assertEqual(self.tasks_made(), foretold_tasks(self.foretold))
        self.assertGreater(len(self.letters_sent()), 25)
        for one in self.cases:
            with self.subTest(procedure=one["procedure"]):
                self.explain_accounts_for(one["reference"])

    def explain_accounts_for(self, reference):
        lines = self.office.do("explain", reference, "--on", LAST, "--json").json()
        explained = [line for line in lines if line["step"]]  # the rest is what was recorded
        states = collections.Counter(line["state"] for line in explained)
        recorded = collections.Counter(name for name, _, _ in self.office.events_on_record(reference))
        self.assertEqual(states["sent"], recorded["letter_sent"])
        self.assertEqual(states["skipped"], recorded["step_skipped"])
        self.assertGreater(states["sent"], 5)
        for line in explained:
            self.assertTrue(line["because"] and line["source"], line)
        # What is still due is with people: a task each, and none that nobody has heard of.
        tasks = {task["step"] for task in self.office.tasks(case=reference)}
        due = {line["step"] for line in explained if line["state"] == "due"}
        self.assertLessEqual(due, tasks)


if __name__ == "__main__":
    unittest.main()
