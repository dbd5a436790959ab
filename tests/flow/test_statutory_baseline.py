"""The law and its guidance alone: a complaint of 3 March 2025 that is never answered, then stage 2."""

import unittest

from office import case, complainant
from story import CASE, Story, event


class ByTheLawAlone(Story):
    """By email; day 10 is 17 March, day 20 is 31 March, stage 2 of 1 April is due on 9 May."""
    logged, last = "2025-03-03", "2025-05-09"
    approvals = {}

    @classmethod
    def made(cls):
        return case(CASE, received="2025-03-03", procedure="statutory-baseline",
                    who=complainant("email"), events=[
                        event("eligibility_decided", "2025-03-04", outcome="accepted"),
                        event("stage2_requested", "2025-04-01")])

    def test_every_council_apologises_by_day_10_and_tells_the_right_on_day_20(self):
        self.assertEqual(self.sent("delay-apology-silence"), ["2025-03-17"])
        self.assertEqual(self.sent("stage2-rights"), ["2025-03-31"])

    def test_what_only_one_council_does_is_not_done(self):
        self.never("update-reminder", "due-tomorrow", "head-of-service-referral", "draft-check",
                   "last-local-resolution", "local-resolution-over", "stage2-local-limit")
        words = self.text("allocation", "team_manager")
        self.assertNotIn("on track", words)
        self.assertNotIn("head of service", self.text("new-deadline", "team_manager"))

    def test_stage_2_counts_25_and_65_days_from_the_request(self):
        self.assertEqual(self.sent("stage2-acknowledgement"), ["2025-04-01"])
        words = self.text("stage2-acknowledgement")
        self.assertIn("Friday 9 May 2025", words)
        self.assertIn("Monday 7 July 2025", words)
        self.assertEqual(self.tasks_of("stage2-day-25"), ["2025-05-09"])
        waiting = self.office.parcels(step="stage2-holding")
        self.assertEqual({parcel["state"] for parcel in waiting}, {"awaiting_approval"})


if __name__ == "__main__":
    unittest.main()
