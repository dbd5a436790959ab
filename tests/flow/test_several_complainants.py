"""Two people complain together: what each of them is told, and when the case closes for both."""

import unittest

from office import complainant
from story import Story, event, panel
from test_stage3 import ANSWER, asked_for_a_panel

BEN = complainant("email", first_name="Ben", last_name="Arlow", email="ben@mail.example")


def asked_by_two(*events):
    """Asha has her letters by post, Ben by email."""
    made = asked_for_a_panel(complainant("letter"), *events)
    made["parties"].insert(1, BEN)
    return made


class TheLastAnswer(Story):
    """Approved on a Thursday: Ben has it at once, Asha by the next post."""
    logged, last = "2026-01-13", "2026-01-20"
    approvals = {"2026-01-15": ["stage3-response"]}

    @classmethod
    def made(cls):
        chair, member, panel_fixed = panel("2025-11-24", "2025-12-22")
        return asked_by_two(chair, member, panel_fixed, event("panel_held", "2025-12-22"),
                            event("panel_reported", "2025-12-31", recommendations="Say sorry."),
                            event("director_decided", "2026-01-12", agrees=True), ANSWER)

    def test_reaches_both_though_one_of_them_has_it_first(self):
        for reader in ("complainant", "complainant.2"):
            self.assertEqual(len(self.sent("stage3-response", reader)), 1, reader)
        self.assertEqual(self.office.tasks(step="stage3-response"), [])

    def test_closes_the_case_once_it_has_left_for_both(self):
        (closed,) = self.on_record("closed")
        self.assertGreaterEqual(closed, max(self.sent("stage3-response")))


if __name__ == "__main__":
    unittest.main()
