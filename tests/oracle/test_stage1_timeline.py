"""simulate, item by item, against a second reading of the guidance."""

import collections
import datetime
import unittest

from councils import LEICESTERSHIRE
from expected_stage1 import Stage1
from generated_cases import FIRST_YEAR, LAST_YEAR, generated_cases
from office import OfficeTest

FROM, UNTIL = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"


def as_expected(item):
    """An item of simulate as the oracle names it."""
    catalogue = item["catalogue"] or f"task {item['step']}"
    return item["date"], catalogue, item["to"]


def a_while_after(last_event):
    """Long enough for a case to close; every story ends, so nothing is expected later."""
    return datetime.date.fromisoformat(last_event) + datetime.timedelta(days=60)


class Stage1Timeline(OfficeTest):
    def test_of_every_generated_case_is_the_expected_one(self):
        cases = generated_cases()
        self.assertGreater(len(cases), 290)
        self.office.import_cases(cases, "2015-12-31")
        found = collections.defaultdict(list)
        for item in self.office.do("simulate", "--from", FROM, "--until", UNTIL, "--json").json():
            found[item["case"]].append(as_expected(item))
        compared = 0
        for one in cases:
            with self.subTest(case=one["reference"], events=one["events"]):
                wanted = Stage1(LEICESTERSHIRE, one).walk(
                    a_while_after(one["events"][-1]["on"]))
                compared += len(wanted)
                self.assertEqual(sorted(found[one["reference"]]), wanted)
        self.assertGreater(compared, 2500)


if __name__ == "__main__":
    unittest.main()
