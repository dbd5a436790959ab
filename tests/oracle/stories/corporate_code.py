"""Held-back stories of the Code's procedure, their dates worked out without Postroom."""

from . import POINTS, Story

STORIES = [
    Story(
        "Silence over Christmas", "corporate-code", "email",
        "25 and 26 December and 1 January do not count",
        {"d": ("2024-12-18", "Dec 2024: 19 20 23 24 27 30 31; Jan 2025: 2 3 6 7 8 9 10 13 14 15 16 17 "
               "20 21 22 23 24 27 28 29 30 31; Feb 2025: 3 4")},
        [],
        ["2024-12-18 = d0: C-01",
         "2025-01-06 = d10: C-02a",
         "2025-01-20 = d20: S1-07",
         "2025-02-03 = d30: S1-18"],
        "2025-02-04"),
    Story(
        "More time agreed over Easter", "corporate-code", "letter",
        "29 March and 1 April (Easter) do not count",
        {"d": ("2024-03-22", "Mar 2024: 25 26 27 28; Apr 2024: 2 3 4 5 8 9 10 11 12 15 16 17 18 19 22 "
               "23")},
        [("2024-04-05", "delay_confirmed", dict(reason="key staff on leave")),
         ("2024-04-08", "extension_agreed", dict()),
         ("2024-04-19", "stage1_responded", dict(finding="upheld", sent_by="service"))],
        ["2024-03-22 = d0: C-01",
         "2024-04-05 = d8: C-02a",
         "2024-04-08 = d9: C-02a"],
        "2024-04-23"),
    Story(
        "Our own answer on a leap day", "corporate-code", "email",
        "29 February is day 9",
        {"d": ("2024-02-16", "Feb 2024: 19 20 21 22 23 26 27 28 29; Mar 2024: 1 4 5")},
        [("2024-02-29", "stage1_drafted", dict(finding="upheld", points=POINTS))],
        ["2024-02-16 = d0: C-01",
         "2024-02-29 = d9: C-02"],
        "2024-03-05"),
    Story(
        "Further time given, over substitute holidays", "corporate-code", "letter",
        "27 and 28 December and 3 January stand for Christmas, Boxing and New Year's Day",
        {"d": ("2027-12-15", "Dec 2027: 16 17 20 21 22 23 24 29 30 31; Jan 2028: 4 5 6 7 10 11 12 13 "
               "14 17 18 19 20 21 24 25 26 27 28 31; Feb 2028: 1 2")},
        [("2028-01-20", "further_time_agreed", dict())],
        ["2027-12-15 = d0: C-01",
         "2027-12-31 = d10: C-02a",
         "2028-01-17 = d20: S1-07",
         "2028-02-01 = d31: S1-10"],
        "2028-02-02"),
    Story(
        "Further time refused, received at a weekend", "corporate-code", "email",
        "a Sunday; Monday 28 August is a holiday; the acknowledgement leaves the same day",
        {"d": ("2023-08-27", "Aug 2023: 29 30 31; Sep 2023: 1 4 5 6 7 8 11 12 13 14 15 18 19 20 21 22 "
               "25 26 27 28 29")},
        [("2023-09-27", "further_time_refused", dict())],
        ["2023-08-27 = d0: C-01",
         "2023-09-11 = d10: C-02a",
         "2023-09-25 = d20: S1-07",
         "2023-09-27 = d22: S1-10"],
        "2023-09-29"),
    Story(
        "Stage 2 asked for when the clocks have changed", "corporate-code", "letter",
        "the clocks go forward on 30 March; 18 April (Good Friday) comes after day 17",
        {"d": ("2025-03-24", "Mar 2025: 25 26 27 28 31; Apr 2025: 1 2 3 4 7 8 9 10 11 14 15 16 17 22 "
               "23 24 25")},
        [("2025-04-24", "stage2_requested", dict())],
        ["2025-03-24 = d0: C-01",
         "2025-04-07 = d10: C-02a",
         "2025-04-23 = d20: S1-07",
         "2025-04-24 = d21: C-03"],
        "2025-04-25"),
    Story(
        "Stage 2 without a word, then the answer", "corporate-code", "email",
        "18 and 21 April (Easter), 5 and 26 May do not count",
        {"d": ("2025-03-03", "Mar 2025: 4 5 6 7 10 11 12 13 14"),
         "s": ("2025-03-24", "Mar 2025: 25 26 27 28 31; Apr 2025: 1 2 3 4 7 8 9 10 11 14 15 16 17 22 "
               "23 24 25 28 29 30; May 2025: 1 2 6 7 8 9 12 13 14 15 16 19 20 21 22 23 "
               "27 28 29 30; Jun 2025: 2")},
        [("2025-03-14", "stage1_responded", dict(finding="not_upheld", sent_by="service")),
         ("2025-03-24", "stage2_requested", dict()),
         ("2025-05-30", "stage2_drafted", dict(finding="upheld", points=POINTS))],
        ["2025-03-03 = d0: C-01",
         "2025-03-24 = s0: C-03",
         "2025-04-23 = s20: C-03",
         "2025-05-23 = s41: C-03",
         "2025-05-30 = s45: C-03"],
        "2025-06-02"),
    Story(
        "Stage 2 extended with a reason, and answered", "corporate-code", "letter",
        "31 August does not count",
        {"d": ("2026-07-06", "Jul 2026: 7 8 9 10 13 14 15 16 17"),
         "s": ("2026-08-10", "Aug 2026: 11 12 13 14 17 18 19 20 21 24 25 26 27 28; Sep 2026: 1 2 3 4 7 "
               "8 9 10 11 14 15 16 17 18 21 22 23 24 25 28")},
        [("2026-07-17", "stage1_responded", dict(finding="not_upheld", sent_by="service")),
         ("2026-08-10", "stage2_requested", dict()),
         ("2026-09-01", "stage2_extended",
          dict(reason="the records are with another council", until="2026-10-06")),
         ("2026-09-25", "stage2_drafted", dict(finding="partly_upheld", points=POINTS))],
        ["2026-07-06 = d0: C-01",
         "2026-08-10 = s0: C-03",
         "2026-09-01 = s15: C-03",
         "2026-09-25 = s33: C-03"],
        "2026-09-28"),
    Story(
        "A warning about contact, and a withdrawal", "corporate-code", "email",
        "nothing follows the withdrawal, not even on day 10",
        {"d": ("2026-01-05", "Jan 2026: 6 7 8 9 12 13 14 15 16 19 20")},
        [("2026-01-07", "conduct_warned", dict(reasons="Forty calls in a day.", action="Please email.")),
         ("2026-01-14", "withdrawn", dict(how="phone"))],
        ["2026-01-05 = d0: C-01",
         "2026-01-07 = d2: E-11",
         "2026-01-14 = d7: W-01"],
        "2026-01-20"),
]
