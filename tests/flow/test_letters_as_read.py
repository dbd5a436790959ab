"""Letters as their readers read them: what they say is true of this case, and nothing is missing."""

import unittest

from office import case, complainant, officers
from story import Story, WordsTest, event, investigators

STATUTORY = ("leicestershire-statutory", "luton-statutory")
ANSWERS = (("stage1/response", "leicestershire-statutory"),
           ("stage1/response", "luton-statutory"),
           ("corporate/response", "wokingham-corporate"))
REGISTERS = ("", ".yp")


def points(*findings):
    return [{"text": "Visits were cancelled", "finding": finding, "reasons": "Nobody called."}
            for finding in findings]


def drafted(**details):
    return [event("stage1_drafted", "2025-03-10", **details)]


class AnAnswer(WordsTest):
    def test_fault_is_owned_at_the_top_and_beside_its_point(self):
        for letter, procedure in ANSWERS:
            for register in REGISTERS:
                with self.subTest(letter + register, procedure=procedure):
                    words = self.text(letter + register, "2025-03-12", drafted(
                        points=points("upheld")), procedure=procedure)
                    self.assertIn("We got this wrong", words)
                    self.assertIn("re sorry", words)
                    for other in ("Partly upheld", "Not upheld", "No finding"):
                        self.assertNotIn(other.lower(), words.lower())

    def test_nobody_says_sorry_for_what_was_not_found(self):
        for letter, procedure in ANSWERS:
            for register in REGISTERS:
                with self.subTest(letter + register, procedure=procedure):
                    words = self.text(letter + register, "2025-03-12", drafted(
                        points=points("not_upheld")), procedure=procedure)
                    self.assertNotIn("sorry", words)

    def test_no_finding_is_said_in_english(self):
        for letter, procedure in ANSWERS:
            with self.subTest(letter, procedure=procedure):
                words = self.text(letter, "2025-03-12", drafted(points=points("no_finding")),
                                  procedure=procedure)
                self.assertIn("we could not tell what happened", words)
                self.assertNotIn("your complaint is no finding", words)

    def test_an_action_says_who_does_it_and_by_when(self):
        for letter, procedure in ANSWERS:
            for register in REGISTERS:
                with self.subTest(letter + register, procedure=procedure):
                    words = self.text(letter + register, "2025-03-12", drafted(
                        points=points("upheld"),
                        actions=[{"text": "Visits on Mondays.", "by": "head_of_service",
                                  "due_on": "2025-04-14"}]), procedure=procedure)
                    self.assertIn("We will do this by Monday 14 April 2025, and the head of "
                                  "service sees to it: Visits on Mondays.", words)


class AnAnswerWithNothingInIt(WordsTest):
    def test_is_not_made_and_a_task_says_what_it_lacks(self):
        for letter, procedure in ANSWERS[:2]:
            with self.subTest(procedure=procedure):
                reference = f"N-{procedure}"
                self.office.import_cases(
                    [case(reference, who=complainant("email"), procedure=procedure,
                          events=drafted(finding="upheld"))], "2025-03-10")
                self.office.run("2025-03-10")
                self.assertEqual(self.office.parcels(letter=letter), [])
                lacks = [task["reason"] for task in self.office.tasks(step="stage1-response")
                         if task["case"] == reference]
                self.assertEqual(len(lacks), 1)
                self.assertIn("stage1_drafted_reasons", lacks[0])
        reasons = self.text("stage1/response", "2025-03-12", drafted(
            finding="upheld", reasons="The rota was wrong."))
        self.assertIn("Our finding: upheld. The rota was wrong.", reasons)


class TheLastAnswer(WordsTest):
    def test_names_the_twelve_months_of_the_ombudsman_and_no_later_day(self):
        events = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                  event("stage2_requested", "2025-03-20"),
                  event("stage2_drafted", "2025-04-14", points=points("upheld"))]
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("corporate/stage2-response" + register, "2025-04-14", events,
                                  procedure="wokingham-corporate")
                self.assertIn("within 12 months of the day you first knew", words)
                self.assertNotIn("2026", words)

    def test_of_the_panel_tells_a_young_person_of_them_too(self):
        events = [event("stage2_adjudicated", "2025-05-01", finding="upheld"),
                  event("stage3_requested", "2025-05-12"),
                  event("panel_reported", "2025-06-20"),
                  event("director_decided", "2025-06-25", agrees=True),
                  event("stage3_drafted", "2025-06-26",
                        points=[{"text": "Say sorry.", "response": "We agree.", "actions": "Now."}])]
        for register in REGISTERS:
            with self.subTest(register):
                self.assertIn("within 12 months of the day you first knew", self.text(
                    "stage3/response" + register, "2025-06-26", events))


class OneOfTwoParentsWithdraws(Story):
    """Two parents who live apart; the advocate of the first has copies. The first withdraws."""
    logged, last = "2025-03-03", "2025-03-31"

    @classmethod
    def made(cls):
        return case("CC-2024-0031", who=complainant("email"), parties=[
            {**complainant("email"), "title": "Ms"},
            {"role": "complainant", "kind": "parent", "name": "Ben Lowe", "email": "ben@mail.example",
             "channel": "email"},
            {"role": "advocate", "name": "Rhys Wyn", "email": "r@voice.example",
             "represents": "Asha Quillfeather",
             "consent": {"given": True, "on": "2025-03-03", "scope": "all letters"}},
            *officers()], events=[
                event("eligibility_decided", "2025-03-05", outcome="accepted"),
                event("withdrawn", "2025-03-13", by="Asha Quillfeather")])

    def test_the_advocate_has_no_copies_of_the_others_letters(self):
        self.assertIn("copy.advocate", self.readers("acknowledgement"))
        for step in ("delay-apology-silence", "stage2-rights"):
            self.assertEqual([reader for reader in self.readers(step) if "advocate" in reader], [])
        self.assertIn("complainant.2", self.readers("stage2-rights"))


if __name__ == "__main__":
    unittest.main()
