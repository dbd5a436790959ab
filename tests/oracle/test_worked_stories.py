"""Every procedure tells its held-back stories to the day."""

import datetime
import unittest

from generated_cases import later_parties
from office import OfficeTest, case, complainant, officers
from stories import (HOLIDAYS, corporate_code, leicestershire_statutory, luton_statutory,
                     statutory_baseline, wokingham_corporate, wokingham_statutory)
from working_days import ONE_DAY

BOOKS = (leicestershire_statutory, luton_statutory, wokingham_statutory, statutory_baseline,
         wokingham_corporate, corporate_code)
STORIES = [story for book in BOOKS for story in book.STORIES]


def listed_days(text):
    """"Dec 2024: 30 31; Jan 2025: 2" as dates."""
    days = []
    for month in text.split("; "):
        name, numbers = month.split(": ")
        days += [datetime.datetime.strptime(f"{number} {name}", "%d %b %Y").date()
                 for number in numbers.split()]
    return days


def parts_of(letter):
    """"2024-12-27 = d10: S1-04" as day, clock, number and catalogue."""
    day, rest = letter.split(" = ")
    reference, catalogue = rest.split(": ")
    return day, reference[0], int(reference[1:]), catalogue


def as_case(number, story):
    events = [{"name": name, "on": on} | details for on, name, details in story.events]
    return case(f"CC-{number:04}", story.counted["d"][0], complainant(story.channel), events,
                procedure=story.procedure) | {"parties": [
                    complainant(story.channel), *officers(), *later_parties()]}


class TheDaysWereCountedWell(unittest.TestCase):
    def test_no_working_day_is_left_out_and_no_other_is_counted(self):
        for story in STORIES:
            for day_0, text in story.counted.values():
                day = datetime.date.fromisoformat(day_0)
                for counted in listed_days(text):
                    day += ONE_DAY
                    while day.weekday() > 4 or str(day) in HOLIDAYS:
                        day += ONE_DAY
                    self.assertEqual(counted, day, (story.procedure, story.name))

    def test_each_letters_date_is_its_number_on_the_list(self):
        for story in STORIES:
            for letter in story.letters:
                day, clock, number, _ = parts_of(letter)
                day_0, text = story.counted[clock]
                listed = [datetime.date.fromisoformat(day_0), *listed_days(text)]
                self.assertEqual(str(listed[number]), day, (story.procedure, story.name, letter))


class WorkedStories(OfficeTest):
    def test_are_told_to_the_day(self):
        cases = [as_case(number, story) for number, story in enumerate(STORIES)]
        self.office.import_cases(cases, "2019-12-31")
        told = self.office.do("simulate", "--from", "2020-01-01", "--until", "2028-06-30",
                              "--json").json()
        for book in BOOKS:
            self.assertGreaterEqual(len(book.STORIES), 8)
        for number, story in enumerate(STORIES):
            with self.subTest(procedure=story.procedure, story=story.name):
                found = [(item["date"], item["catalogue"]) for item in told
                         if item["case"] == f"CC-{number:04}" and item["to"] == "complainant"
                         and item["date"] <= story.until]
                wanted = [(day, catalogue) for day, _, _, catalogue in map(parts_of, story.letters)]
                self.assertEqual(sorted(found), sorted(wanted))


if __name__ == "__main__":
    unittest.main()
