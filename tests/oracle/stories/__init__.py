"""Stories kept back from everybody who writes procedures, with every date a complainant may check.

Each clock's counted working days are listed as they were counted on the calendar, one after the
other: `d` from receipt (for the Code: from the acknowledgement, which leaves the same day), `s` from
the request for stage 2, `t` from the request for a panel, `p` from the panel, `r` from its report.
`letters` are all that the complainant gets up to and with `until`, each with the day it is. The test
checks the dates against the lists, the lists against the holidays typed in here, and Postroom
against the dates.
"""

import dataclasses

POINTS = [{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody told the family."}]
ANSWERS = [{"text": "Say sorry in person", "response": "agreed", "reasons": "The panel is right."}]

# Bank holidays of England in the years of the stories, copied by hand from the public lists.
HOLIDAYS = frozenset("""
    2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28
    2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28
    2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19
    2022-12-26 2022-12-27
    2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 2023-08-28 2023-12-25
    2023-12-26
    2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
    2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
    2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
    2028-01-03
""".split())


@dataclasses.dataclass(frozen=True)
class Story:
    name: str
    procedure: str
    channel: str
    note: str       # what is easily got wrong in these dates
    counted: dict   # clock: (day 0, its counted days)
    events: list    # (day, name, details)
    letters: list   # "2024-12-27 = d10: S1-04"
    until: str
