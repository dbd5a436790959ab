"""A letter that the post brings back: nothing more goes to that address until a person decides."""

import subprocess
import unittest

from office import OfficeTest, case, complainant, pdf_text

FIRST, NEXT = "2025-03-03", "2025-03-06"
POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'


class ReturnedLetters(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1")], FIRST)
        self.office.run(FIRST)
        self.office.do("outbox", "posted", "--tray", FIRST, "--on", FIRST)
        self.letter = self.office.parcels(step="acknowledgement", case="A-1")[0]

    def code_on(self, parcel):
        frozen, picture = self.folder / "frozen.pdf", self.folder / "page"
        self.office.do("outbox", "show", parcel["id"], "-o", frozen)
        subprocess.run(["pdftoppm", "-gray", "-r", "150", "-f", "1", "-l", "1", "-singlefile",
                        frozen, picture], check=True)
        return subprocess.run(["zbarimg", "-q", "--raw", f"{picture}.pgm"], check=True,
                              capture_output=True).stdout.decode().strip()

    def came_back(self, what, *more, on=NEXT):
        return self.office.do("outbox", "returned", what, "--on", on, "--reason",
                              "addressee gone away", *more)

    def tasks_about_returns(self):
        return [task for task in self.office.tasks(state="open") if "came back" in task["reason"]]

    def test_the_code_on_the_letter_records_it(self):
        code = self.code_on(self.letter)
        self.assertRegex(code, "^[0-9A-F]{20}$")
        self.came_back(code)
        self.assertEqual(self.office.parcels(id=self.letter["id"])[0]["state"], "bounced")
        self.assertEqual(len(self.tasks_about_returns()), 1)
        self.assertIn("letter_returned", [row[0] for row in self.office.events_on_record("A-1")])
        self.came_back(code)
        self.assertEqual(len(self.tasks_about_returns()), 1)
        self.office.run(NEXT)
        ledger = self.office.data / "archive" / "tile" / "entries"
        self.assertTrue(any(b"bounced" in path.read_bytes()
                            for path in ledger.rglob("*") if path.is_file()))
        self.office.do("archive", "verify")

    def test_a_cases_reference_will_do_when_one_letter_was_posted(self):
        self.came_back("A-1")
        self.assertEqual(self.office.parcels(id=self.letter["id"])[0]["state"], "bounced")

    def test_what_was_not_posted_cannot_come_back(self):
        self.refused("outbox", "returned", "B-9", "--on", NEXT, "--reason", "gone",
                     says="no letter that was posted")
        self.refused("outbox", "returned", self.letter["id"], "--on", "2025-03-02", "--reason",
                     "gone", says="posted after that day")
        email = self.office.parcels(channel="email")[0]
        self.refused("outbox", "returned", email["id"], "--on", NEXT, "--reason", "gone",
                     says="no letter that was posted")
        self.refused("outbox", "returned", self.letter["id"], "--on", NEXT, "--reason", " ",
                     says="with the reason")
        self.assertEqual(self.tasks_about_returns(), [])

    def test_a_refusal_is_not_followed_by_a_count_of_nothing(self):
        for arguments in (("returned", "B-9", "--on", NEXT, "--reason", "gone"),
                          ("approve", "0123456789"), ("cancel", "0123456789", "--reason", "no")):
            answer = self.refused("outbox", *arguments)
            self.assertNotRegex(answer.err + answer.out, r"\b0 (letters|parcels)")

    def later_letter(self, case_name="A-1", day=NEXT):
        """Of that case, made after its first letter was posted."""
        return [parcel for parcel in self.office.parcels(case=case_name, channel="letter")
                if parcel["created"] == day][-1]

    def test_nothing_more_goes_there_until_a_person_decides(self):
        self.came_back("A-1")
        # Another person at the same address, written a little differently.
        self.office.import_cases([case("B-1", who=complainant(
            first_name="Ivo", address=["12 example street,", "EXAMPLETON"], postcode="ex12ab"))],
            NEXT)
        self.office.run(NEXT)
        held = self.later_letter("B-1")
        self.assertEqual(held["state"], "held")
        self.assertIn("came back", held["reason"])
        self.assertFalse((self.office.data / "tray" / f"{NEXT}.pdf").exists())
        task = self.tasks_about_returns()[0]["id"]
        self.refused("outbox", "release", held["id"], says=f"outbox resolve {task}")
        self.assertEqual(self.later_letter("B-1")["state"], "held")
        self.office.do("outbox", "resolve", task, "--note",
                       "The address is right; the postman erred.")
        self.office.do("outbox", "release", held["id"])
        self.office.run(NEXT)
        self.assertEqual(self.later_letter("B-1")["state"], "sending")
        self.assertIn("12 example street", pdf_text(self.office.data / "tray" / f"{NEXT}.pdf"))

    def test_letters_that_lie_in_the_tray_are_taken_out(self):
        self.office.import_cases([case("B-1"), case("C-1", who=complainant(
            address=["7 Example Row", "Exampleton"], postcode="EX1 9ZZ"))], NEXT)
        self.office.run(NEXT)
        self.assertEqual(self.later_letter("B-1")["state"], "sending")
        self.came_back("A-1")
        self.assertEqual(self.later_letter("B-1")["state"], "held")
        self.assertEqual(self.later_letter("C-1")["state"], "sending")
        text = pdf_text(self.office.data / "tray" / f"{NEXT}.pdf")
        self.assertIn("7 Example Row", text)
        self.assertNotIn("12 Example Street", text)

    def answer_approved_on_day_10(self):
        self.office.event("A-1", "eligibility_decided", NEXT, outcome="accepted")
        self.office.event("A-1", "stage1_drafted", "2025-03-14", points=POINTS)
        self.office.run("2025-03-14")
        answer = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run("2025-03-17")
        return answer["id"]

    def apologies(self):
        return [parcel["step"] for parcel in self.office.parcels(recipient="complainant")
                if parcel["step"].startswith("delay-apology") and parcel["state"] != "superseded"]

    def test_what_a_letter_would_have_overtaken_goes_when_its_address_stops_it(self):
        self.came_back("A-1")
        answer = self.answer_approved_on_day_10()
        self.assertEqual(self.office.parcels(id=answer)[0]["state"], "held")
        self.office.run("2025-03-17")
        self.assertEqual(self.apologies(), ["delay-apology-silence"])

    def test_what_a_letter_would_have_overtaken_goes_when_a_person_stops_it(self):
        answer = self.answer_approved_on_day_10()
        self.assertEqual(self.office.parcels(id=answer)[0]["state"], "sending")
        self.assertEqual(self.apologies(), [])
        self.office.do("outbox", "cancel", answer, "--reason", "A slip.")
        self.office.run("2025-03-17")
        self.assertEqual(self.apologies(), ["delay-apology-silence"])

    def test_what_a_letter_overtook_that_nobody_posts_goes_after_all(self):
        self.office.event("A-1", "eligibility_decided", NEXT, outcome="accepted")
        self.office.event("A-1", "stage1_drafted", "2025-03-14", points=POINTS)
        self.office.run("2025-03-17")
        self.assertEqual(self.apologies(), ["delay-apology-silence"])
        answer = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.do("outbox", "approve", answer["id"])
        for day in ("2025-03-17", "2025-03-18"):
            self.office.run(day)
            self.assertEqual(self.apologies(), [])
        self.office.run("2025-03-19")
        self.assertEqual(self.apologies(), ["delay-apology-silence"])

    def test_a_new_address_lets_the_letter_be_written_again(self):
        self.came_back("A-1")
        self.office.event("A-1", "stage1_drafted", NEXT, points=POINTS)
        self.office.run(NEXT)
        waiting = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.do("outbox", "approve", waiting["id"])
        self.office.run(NEXT)
        self.assertEqual(self.office.parcels(id=waiting["id"])[0]["state"], "held")
        self.office.event("A-1", "party_changed", "2025-03-07", role="complainant",
                          address_1="7 Example Row", postcode="EX1 9ZZ")
        self.office.run("2025-03-07")
        states = {parcel["state"] for parcel in self.office.parcels(step="stage1-response",
                                                                   recipient="complainant")}
        self.assertEqual(states, {"superseded", "awaiting_approval"})


if __name__ == "__main__":
    unittest.main()
