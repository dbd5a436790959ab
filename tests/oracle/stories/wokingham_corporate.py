"""Held-back stories of Wokingham's corporate procedure, their dates worked out without Postroom."""

from . import POINTS, Story

STORIES = [
    Story(
        "Silence over Christmas", "wokingham-corporate", "letter",
        "25 and 26 December and 1 January do not count",
        {"d": ("2023-12-08", "Dec 2023: 11 12 13 14 15 18 19 20 21 22 27 28 29; Jan 2024: 2 3 4 5 8 9 "
               "10 11 12 15 16 17 18 19 22 23 24 25")},
        [],
        ["2023-12-08 = d0: C-01",
         "2023-12-22 = d10: C-02a",
         "2024-01-10 = d20: S1-07",
         "2024-01-24 = d30: S1-18"],
        "2024-01-25"),
    Story(
        "More time agreed over Easter", "wokingham-corporate", "email",
        "18 and 21 April (Easter) and 5 May do not count",
        {"d": ("2025-04-09", "Apr 2025: 10 11 14 15 16 17 22 23 24 25 28 29 30; May 2025: 1 2 6 7 8 9 "
               "12")},
        [("2025-04-23", "delay_confirmed", dict(reason="key staff on leave")),
         ("2025-04-24", "extension_agreed", dict()),
         ("2025-05-08", "stage1_responded", dict(finding="upheld", sent_by="service"))],
        ["2025-04-09 = d0: C-01",
         "2025-04-23 = d8: C-02a",
         "2025-04-24 = d9: C-02a"],
        "2025-05-12"),
    Story(
        "Our own answer on a leap day", "wokingham-corporate", "letter",
        "29 February is a Saturday and does not count",
        {"d": ("2020-02-14", "Feb 2020: 17 18 19 20 21 24 25 26 27 28; Mar 2020: 2 3")},
        [("2020-02-26", "stage1_drafted", dict(finding="upheld", points=POINTS)),
         ("2020-02-27", "quality_check_passed", dict())],
        ["2020-02-14 = d0: C-01",
         "2020-02-27 = d9: C-02"],
        "2020-03-03"),
    Story(
        "Further time given, over substitute holidays", "wokingham-corporate", "email",
        "25 December, Monday 28 for Boxing Day, and 1 January do not count",
        {"d": ("2026-12-14", "Dec 2026: 15 16 17 18 21 22 23 24 29 30 31; Jan 2027: 4 5 6 7 8 11 12 13 "
               "14 15 18 19 20 21 22 25 26 27 28 29; Feb 2027: 1")},
        [("2027-01-19", "further_time_agreed", dict())],
        ["2026-12-14 = d0: C-01",
         "2026-12-30 = d10: C-02a",
         "2027-01-14 = d20: S1-07",
         "2027-01-29 = d31: S1-10"],
        "2027-02-01"),
    Story(
        "Further time refused, received at a weekend", "wokingham-corporate", "email",
        "a Saturday; Monday 25 August is a holiday",
        {"d": ("2025-08-23", "Aug 2025: 26 27 28 29; Sep 2025: 1 2 3 4 5 8 9 10 11 12 15 16 17 18 19 "
               "22 23 24 25 26")},
        [("2025-09-24", "further_time_refused", dict())],
        ["2025-08-23 = d0: C-01",
         "2025-09-08 = d10: C-02a",
         "2025-09-22 = d20: S1-07",
         "2025-09-24 = d22: S1-10"],
        "2025-09-26"),
    Story(
        "Stage 2 asked for when the clocks have changed", "wokingham-corporate", "email",
        "the clocks go back on 25 October",
        {"d": ("2026-10-12", "Oct 2026: 13 14 15 16 19 20 21 22 23 26 27 28 29 30; Nov 2026: 2 3 4 5 6 "
               "9 10 11")},
        [("2026-11-10", "stage2_requested", dict())],
        ["2026-10-12 = d0: C-01",
         "2026-10-26 = d10: C-02a",
         "2026-11-09 = d20: S1-07",
         "2026-11-10 = d21: C-03"],
        "2026-11-11"),
    Story(
        "Stage 2 without a word, then the answer", "wokingham-corporate", "email",
        "25 and 26 December and 1 January do not count",
        {"d": ("2025-11-10", "Nov 2025: 11 12 13 14 17 18 19 20 21"),
         "s": ("2025-12-04", "Dec 2025: 5 8 9 10 11 12 15 16 17 18 19 22 23 24 29 30 31; Jan 2026: 2 5 "
               "6 7 8 9 12 13 14 15 16 19 20 21 22 23 26 27 28 29 30; Feb 2026: 2 3 4 5 "
               "6 9 10 11")},
        [("2025-11-21", "stage1_responded", dict(finding="not_upheld", sent_by="service")),
         ("2025-12-04", "stage2_requested", dict()),
         ("2026-02-10", "stage2_drafted", dict(finding="upheld", points=POINTS))],
        ["2025-11-10 = d0: C-01",
         "2025-12-04 = s0: C-03",
         "2026-01-06 = s20: C-03",
         "2026-02-04 = s41: C-03",
         "2026-02-10 = s45: C-03"],
        "2026-02-11"),
    Story(
        "Stage 2 extended with a reason, and answered", "wokingham-corporate", "letter",
        "3 and 6 April (Easter) do not count",
        {"d": ("2026-02-02", "Feb 2026: 3 4 5 6 9 10 11 12 13"),
         "s": ("2026-03-02", "Mar 2026: 3 4 5 6 9 10 11 12 13 16 17 18 19 20 23 24 25 26 27 30 31; Apr "
               "2026: 1 2 7 8 9 10 13 14 15 16 17 20 21")},
        [("2026-02-13", "stage1_responded", dict(finding="not_upheld", sent_by="service")),
         ("2026-03-02", "stage2_requested", dict()),
         ("2026-03-23", "stage2_extended",
          dict(reason="the records are with another council", until="2026-04-29")),
         ("2026-04-20", "stage2_drafted", dict(finding="partly_upheld", points=POINTS))],
        ["2026-02-02 = d0: C-01",
         "2026-03-02 = s0: C-03",
         "2026-03-23 = s15: C-03",
         "2026-04-20 = s33: C-03"],
        "2026-04-21"),
    Story(
        "Another body must deal with it", "wokingham-corporate", "email",
        "no apology on day 10, for there is nothing to answer",
        {"d": ("2024-05-07", "May 2024: 8 9 10 13 14 15 16 17 20 21 22")},
        [("2024-05-10", "eligibility_decided",
          dict(outcome="other_route", reasons="Schools answer for themselves.",
               route="The school's own complaints procedure."))],
        ["2024-05-07 = d0: C-01",
         "2024-05-10 = d3: E-06"],
        "2024-05-22"),
]
