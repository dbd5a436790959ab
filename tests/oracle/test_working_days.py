"""calendar add, on every day of 2016 to 2028, against a walk from day to day."""

import datetime
import unittest

from office import OfficeTest
from working_days import ONE_DAY, add, count

NUMBERS = (1, 2, 3, 5, 7, 10, 17, 20, 25, 26, 30, 65)


# Day 0, and the dates worked out by hand for its working days.
WORKED = {
    "2025-03-03": {3: "2025-03-06", 5: "2025-03-10", 7: "2025-03-12", 10: "2025-03-17",
                   17: "2025-03-26", 20: "2025-03-31", 26: "2025-04-08", 30: "2025-04-14"},
    "2024-12-11": {3: "2024-12-16", 7: "2024-12-20", 10: "2024-12-27", 17: "2025-01-08",
                   20: "2025-01-13", 26: "2025-01-21", 30: "2025-01-27"},
    "2025-04-04": {7: "2025-04-15", 10: "2025-04-22", 17: "2025-05-01", 20: "2025-05-07",
                   26: "2025-05-15", 30: "2025-05-21"},
    "2026-12-17": {5: "2026-12-24", 7: "2026-12-30", 10: "2027-01-05", 20: "2027-01-19",
                   26: "2027-01-27", 30: "2027-02-02"},
    "2024-08-29": {25: "2024-10-03", 65: "2024-11-28"},
    "2025-08-23": {10: "2025-09-08", 20: "2025-09-22"},
    "2020-04-27": {5: "2020-05-04", 7: "2020-05-06"},
    "2022-09-05": {10: "2022-09-20", 20: "2022-10-04"},
}


class WorkingDays(OfficeTest):
    def test_are_those_worked_out_by_hand(self):
        for start, days in WORKED.items():
            for number, wanted in days.items():
                with self.subTest(start=start, number=number):
                    self.assertEqual(str(add(datetime.date.fromisoformat(start), number)), wanted)
                    answer = self.office.do("calendar", "add", start, number).out.strip()
                    self.assertEqual(answer, wanted)

    def test_after_every_day_are_those_of_a_walk(self):
        day, questions, wanted = datetime.date(2016, 1, 1), [], []
        while day.year < 2029:
            for number in NUMBERS:
                if (answer := add(day, number)).year < 2029:
                    questions.append(f"{day} {number}")
                    wanted.append(str(answer))
            day += ONE_DAY
        self.assertGreater(len(questions), 50000)
        answers = self.office.do("calendar", "add", "--stdin",
                                 input="\n".join(questions).encode()).out.split()
        self.assertEqual(len(answers), len(wanted))
        wrong = [line for line in zip(questions, answers, wanted) if line[1] != line[2]]
        self.assertEqual(wrong, [])

    def test_between_two_days_are_those_of_a_walk(self):
        for first, last in [("2016-03-24", "2016-03-29"), ("2024-12-11", "2025-01-27"),
                            ("2025-08-23", "2025-08-23"), ("2022-09-05", "2022-09-20"),
                            ("2027-12-24", "2028-01-04"), ("2020-04-27", "2020-05-11")]:
            begin, end = map(datetime.date.fromisoformat, (first, last))
            answer = self.office.do("calendar", "count", first, last).out.strip()
            self.assertEqual(answer, str(count(begin, end)), (first, last))


if __name__ == "__main__":
    unittest.main()
