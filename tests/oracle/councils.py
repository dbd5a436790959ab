"""What sets the procedures apart, as their own documents say it.

Written from the councils' documents and the law, not from Postroom's procedure files: this is the
second opinion. Numbers are working days.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Council:
    procedure: str
    statutory: bool = True            # the regulations of 2006; otherwise a corporate procedure
    from_acknowledgement: bool = False  # the Code: ten days from the acknowledgement, not from receipt
    chases_inside: bool = True        # day 9, day 17, day 26, drafts: our own, beside the law's
    reminds_on_day_7: bool = False    # Leicestershire, paragraph 5
    clarifies_by_day_5: bool = False  # Luton, 13.3: contact, and a meeting where needed, by day 5
    approves_more_time: bool = False  # Luton, 13.9: Complaints team and Service Manager
    checks_before_sending: bool = False  # Wokingham, question 11: no answer leaves unchecked
    resolves_before_stage2: bool = False  # Leicestershire, paragraph 12
    meets_within_a_fortnight: bool = False  # Leicestershire, paragraph 10
    days_after_reports: int = 0       # Leicestershire, stage 2, paragraph 3: shown, and never past day 65
    meets_the_chair: bool = False     # Luton, 20.6: a director who disagrees meets the panel's chair
    talks_before_deciding: bool = False  # Luton, 14.4: the adjudicating officer, with everybody
    papers_until_calendar_days: int = 0  # Luton, 18.6: "10 days before", the complainant's; else ten working days
    director_gets_the_papers: bool = False  # Luton, 20.3: those that the panel had


LEICESTERSHIRE = Council("leicestershire-statutory", reminds_on_day_7=True,
                         resolves_before_stage2=True, meets_within_a_fortnight=True,
                         days_after_reports=15)
LUTON = Council("luton-statutory", clarifies_by_day_5=True, approves_more_time=True,
                meets_the_chair=True, talks_before_deciding=True,
                papers_until_calendar_days=10, director_gets_the_papers=True)
WOKINGHAM = Council("wokingham-statutory", checks_before_sending=True)
BASELINE = Council("statutory-baseline", chases_inside=False)
WOKINGHAM_CORPORATE = Council("wokingham-corporate", statutory=False, checks_before_sending=True)
CODE = Council("corporate-code", statutory=False, from_acknowledgement=True)

COUNCILS = {one.procedure: one for one in
            (LEICESTERSHIRE, LUTON, WOKINGHAM, BASELINE, WOKINGHAM_CORPORATE, CODE)}
