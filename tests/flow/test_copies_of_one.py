"""Several people complain and each has a letter of their own: a copy goes, and is stopped, with the
letter that it is a copy of."""

import unittest

from office import parsed
from test_one_of_several import ASHA, IMRAN, OneOfSeveral

POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'
RHYS = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@adv.example",
        "consent": {"given": True}}


class TheAnswerToEach(OneOfSeveral):
    def answered(self, represents, second=None):
        self.start(more=[RHYS | {"represents": represents}], second=second)
        self.office.event("A-1", "stage1_drafted", "2025-03-10", points=POINTS)
        self.office.run("2025-03-10")
        return {p["recipient"]: p["id"] for p in self.office.parcels(step="stage1-response")}

    def states(self):
        return {p["recipient"]: p["state"] for p in self.office.parcels(step="stage1-response")
                if p["state"] != "superseded"}

    def words_to(self, recipient):
        (parcel,) = self.office.parcels(step="stage1-response", recipient=recipient,
                                        state="accepted")
        file = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
        return " ".join(parsed(file).get_body(("plain",)).get_content().replace("*", "").split())

    def cancel(self, letter, day):
        self.office.do("outbox", "cancel", letter, "--reason", "a point is missing", "--on", day)

    def test_a_stopped_one_leaves_no_copy_with_anybody(self):
        letters = self.answered(ASHA, second={"last_name": "Moor"})
        self.cancel(letters["complainant"], "2025-03-11")
        self.office.do("outbox", "approve", letters["complainant.2"])
        self.office.run("2025-03-11")
        self.assertEqual(self.states(), {
            "complainant": "cancelled", "copy.advocate": "cancelled", "complainant.2": "accepted",
            "copy.team_manager": "accepted", "copy.complaints_officer": "accepted"})
        self.assertIn("Dear Mrs Moor", self.words_to("copy.team_manager"))

    def test_what_went_to_one_is_copied_at_once_and_stays_copied(self):
        letters = self.answered(IMRAN)
        self.office.do("outbox", "approve", letters["complainant.2"])
        self.office.run("2025-03-10")
        went = {"complainant": "awaiting_approval", "copy.advocate": "accepted",
                "complainant.2": "accepted", "copy.team_manager": "accepted",
                "copy.complaints_officer": "accepted"}
        self.assertEqual(self.states(), went)
        self.cancel(letters["complainant"], "2025-03-11")
        self.office.run("2025-03-11")
        self.assertEqual(self.states(), went | {"complainant": "cancelled"})

    def test_two_that_are_approved_in_turn_are_copied_once(self):
        letters = self.answered(ASHA)
        self.office.do("outbox", "approve", letters["complainant.2"])
        self.office.run("2025-03-10")
        self.assertEqual(self.states()["copy.advocate"], "awaiting_approval")
        self.office.do("outbox", "approve", letters["complainant"])
        self.office.run("2025-03-10")
        self.assertEqual(set(self.states().values()), {"accepted"})
        sent = self.office.parcels(step="stage1-response", state="accepted")
        self.assertEqual(len(sent), 5)

    def test_a_new_advocate_gets_the_copy_that_waited_for_the_one_before(self):
        letters = self.answered(ASHA)
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-11", "--set",
                       "role=advocate", "--set", "name=Nia Ives", "--set",
                       "email=nia@adv.example", "--set", f"represents={ASHA}", "--set",
                       "consent.given=yes")
        self.office.run("2025-03-11")
        self.assertEqual(self.states()["copy.advocate"], "awaiting_approval")
        self.office.do("outbox", "approve", letters["complainant"])
        self.office.run("2025-03-11")
        self.assertEqual(self.states()["copy.advocate"], "accepted")
        (copy,) = self.office.parcels(step="stage1-response", recipient="copy.advocate",
                                      state="accepted")
        file = self.office.data / "maildir" / "new" / f"{copy['id']}.postroom"
        self.assertIn("nia@adv.example", str(parsed(file)["To"]))

    def test_an_advocate_who_now_speaks_for_the_other_gets_no_copy_for_the_one_before(self):
        for day_between in (True, False):
            with self.subTest(day_between):
                self.setUp()
                letters = self.answered(IMRAN, second={"last_name": "Moor"})
                self.office.do("event", "A-1", "party_changed", "--on", "2025-03-11", "--set",
                               "role=advocate", "--set", f"represents={ASHA}", "--set",
                               "consent.given=yes")
                if day_between:
                    self.office.run("2025-03-11")
                self.office.do("outbox", "approve", letters["complainant"])
                self.office.do("outbox", "approve", letters["complainant.2"])
                self.office.run("2025-03-11")
                self.assertIn("Dear Mrs Quillfeather", self.words_to("copy.advocate"))


if __name__ == "__main__":
    unittest.main()
