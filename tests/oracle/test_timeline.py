"""simulate, item by item, against a second reading of the procedures: PROCEDURE names one of them."""

import collections
import datetime
import os
import unittest

import intake_stories
from councils import COUNCILS
from expected_corporate import Corporate
from expected_stage3 import Stage3
from generated_cases import FIRST_YEAR, LAST_YEAR, STAGE1, generated_cases
from later_stages import STAGE2, STAGE3
from office import OfficeTest

COUNCIL = COUNCILS[os.environ.get("PROCEDURE", "leicestershire-statutory")]
FROM, UNTIL = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
# A case closes within this time after its last event, and nothing is expected later but what is
# asked about a promised action until it is done.
A_WHILE = datetime.timedelta(days=120)
FOR_EVER = ("S3-13", "complaints_manager")


def as_expected(item):
    """An item of simulate as the oracle names it."""
    catalogue = item["catalogue"] or f"task {item['step']}"
    return item["date"], catalogue, item["to"]


def last_day(one):
    return datetime.date.fromisoformat(one["events"][-1]["on"]) + A_WHILE


def expected(one):
    return (Stage3 if COUNCIL.statutory else Corporate)(COUNCIL, one).walk(last_day(one))


def within_a_while(items, one):
    last = last_day(one).isoformat()
    return sorted(item for item in items if item[0] <= last or item[1:] != FOR_EVER)


class Timeline(OfficeTest):
    def test_of_every_generated_case_is_the_expected_one(self):
        later = STAGE2 + STAGE3 if COUNCIL.statutory else STAGE2
        beside = intake_stories.STATUTORY if COUNCIL.statutory else intake_stories.CORPORATE
        cases = generated_cases(COUNCIL, STAGE1 + later + beside)
        self.assertGreater(len(cases), 290)
        self.office.import_cases(cases, "2015-12-31")
        found = collections.defaultdict(list)
        for item in self.office.do("simulate", "--from", FROM, "--until", UNTIL, "--json").json():
            found[item["case"]].append(as_expected(item))
        compared = 0
        for one in cases:
            with self.subTest(case=one["reference"], events=one["events"]):
                wanted = expected(one)
                compared += len(wanted)
                self.assertEqual(within_a_while(found[one["reference"]], one), wanted)
        self.assertGreater(compared, 2500)


if __name__ == "__main__":
    unittest.main()
