"""Two people complain together: what each of them is told, and when the case closes for both."""

import unittest

from office import complainant
from story import Story, WordsTest, event, investigators, panel
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

    def test_is_listed_with_the_place_of_its_reader_and_no_name(self):
        listed = self.office.do("outbox", "list").out
        self.assertIn("stage3/response to the second complainant by email", listed)
        self.assertIn("stage3/response to the complainant by letter", listed)
        self.assertNotIn("Arlow", listed)

    def test_closes_the_case_once_it_has_left_for_both(self):
        (closed,) = self.on_record("closed")
        self.assertGreaterEqual(closed, max(self.sent("stage3-response")))


class WhatOneOfThemSays(Story):
    """Ben's advocate asks for the panel. Ben cannot come, and has it put off to its last day."""
    logged, last = "2025-11-07", "2025-12-19"

    @classmethod
    def made(cls):
        chair, member, panel_fixed = panel("2025-11-19", "2025-12-16")
        made = asked_by_two(
            chair, member, panel_fixed,
            event("cannot_attend", "2025-11-24", by="Ben Arlow", agreed=False),
            event("panel_adjourned", "2025-11-26", by="Ben Arlow", until="2025-12-22",
                  reason="A day in hospital."))
        request = next(one for one in made["events"] if one["name"] == "stage3_requested")
        request |= {"by": "Rhys Wyn", "reasons": "Asha was not fair."}
        made["parties"].append({"role": "advocate", "name": "Rhys Wyn",
                                "email": "rhys@advocates.example", "represents": "Ben Arlow",
                                "consent": {"given": True, "on": "2025-06-02"}})
        return made

    def test_is_told_to_nobody_else(self):
        self.assertIn("Asha was not fair", self.text("stage3-acknowledgement", "complainant.2"))
        self.assertNotIn("Asha was not fair", self.text("stage3-acknowledgement"))
        self.assertNotIn("hospital", self.text("stage3-adjourned"))

    def test_asks_nothing_of_whoever_can_come(self):
        theirs = self.text("stage3-cannot-attend", "complainant.2")
        self.assertIn("Thank you for telling us that you cannot come", theirs)
        self.assertIn("Ask for another day.", theirs)
        others = self.text("stage3-cannot-attend", "complainant")
        self.assertIn("You do not have to do anything now.", others)
        self.assertNotIn("cannot come", others)

    def test_and_a_day_in_time_is_not_called_late(self):
        self.never("stage3-panel-late")


class APanelPutOffTooFar(WordsTest):

    def test_is_late_for_whoever_did_not_ask_for_it_and_tells_nothing_of_who_did(self):
        for first in (0, 1):
            made = asked_by_two(event("panel_adjourned", "2025-11-26", by="Ben Arlow",
                                      until="2026-01-12", reason="A day in hospital."))
            made["reference"] = f"B-{first}"
            made["parties"][:2] = made["parties"][first], made["parties"][1 - first]
            self.office.import_cases([made], "2025-12-15", "--baseline")
            page = self.office.data / "letter.txt"
            self.office.do("preview", "stage3/panel-late", "--case", made["reference"],
                           "--on", "2025-12-15", "--as", "text", "-o", page)
            words = " ".join(page.read_text("utf-8").split())
            self.assertIn("We were asked for another day", words)
            self.assertNotIn("hospital", words)


class OneOfThemAgrees(Story):
    """To the points of the complaint, at stage 2."""
    logged, last = "2025-11-07", "2025-12-05"

    @classmethod
    def made(cls):
        made = asked_by_two()
        made["events"] = [event("received", "2025-10-06"),
                          event("eligibility_decided", "2025-10-07", outcome="accepted"),
                          event("stage1_responded", "2025-10-20", finding="not_upheld"),
                          event("stage2_requested", "2025-10-27", by="Ben Arlow"),
                          *investigators("2025-11-03"),
                          event("statement_drafted", "2025-11-05", points=[{"text": "Too late"}]),
                          event("statement_agreed", "2025-11-10", by="Ben Arlow")]
        return made

    def test_and_a_person_sees_to_the_others(self):
        self.assertEqual(self.tasks_of("stage2-statement-others"), ["2025-11-17"])

    def test_and_the_letter_says_so_to_that_one_alone(self):
        self.assertIn("were agreed on", self.text("stage2-progress", "complainant.2"))
        self.assertNotIn("were agreed on", self.text("stage2-progress", "complainant"))


if __name__ == "__main__":
    unittest.main()
