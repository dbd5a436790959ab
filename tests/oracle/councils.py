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
    reminds_on_day_7: bool = False    # Leicestershire, paragraph 5
    clarifies_by_day_5: bool = False  # Luton, 13.3: contact, and a meeting where needed, by day 5
    checks_before_sending: bool = False  # Wokingham, question 11: no answer leaves unchecked
    resolves_before_stage2: bool = False  # Leicestershire, paragraph 12
    stage2_limits: tuple = (25, 65)   # the Code: 20, and 40 once extended


LEICESTERSHIRE = Council("leicestershire-statutory", reminds_on_day_7=True,
                         resolves_before_stage2=True)
LUTON = Council("luton-statutory", clarifies_by_day_5=True)
WOKINGHAM = Council("wokingham-statutory", checks_before_sending=True)
BASELINE = Council("statutory-baseline")
WOKINGHAM_CORPORATE = Council("wokingham-corporate", statutory=False, checks_before_sending=True,
                              stage2_limits=(20, 40))
CODE = Council("corporate-code", statutory=False, from_acknowledgement=True,
               stage2_limits=(20, 40))

COUNCILS = {one.procedure: one for one in
            (LEICESTERSHIRE, LUTON, WOKINGHAM, BASELINE, WOKINGHAM_CORPORATE, CODE)}
