"""Several people complain: each of their letters is read by a person, approved and cancelled by
itself, and what one of them said goes to another only after a person has looked (0149)."""

import unittest

from office import parsed
from test_one_of_several import ASHA, IMRAN, OneOfSeveral

POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody called."}]'


class EachReadersLetter(OneOfSeveral):
    def letters(self, step):
        return {one["recipient"]: one for one in self.office.parcels(step=step, case="A-1")}

    def states(self, step):
        return {recipient: one["state"] for recipient, one in self.letters(step).items()}

    def text_of(self, parcel):
        file = self.office.data / "shown.eml"
        self.office.do("outbox", "show", parcel["id"], "-o", file)
        return parsed(file).get_body(("plain",)).get_content()

    def draft(self):
        self.office.event("A-1", "stage1_drafted", "2025-03-10", finding="upheld", points=POINTS)
        self.office.run("2025-03-10")


class ApprovedByItself(EachReadersLetter):
    SOLICITOR = {"role": "representative", "name": "Ola Strand", "email": "ola@law.example",
                 "represents": IMRAN, "consent": {"given": True, "on": "2025-03-03"}}

    def test_one_answer_goes_and_the_other_waits_for_whoever_reads_it(self):
        self.start()
        self.draft()
        self.office.do("outbox", "approve", self.letters("stage1-response")["complainant"]["id"])
        states = self.states("stage1-response")
        self.assertEqual(states["complainant"], "rendered")
        self.assertEqual(states["complainant.2"], "awaiting_approval")

    def test_a_copy_goes_with_the_letter_that_it_is_a_copy_of(self):
        self.start(more=[self.SOLICITOR])
        self.draft()
        self.office.do("outbox", "approve", self.letters("stage1-response")["complainant"]["id"])
        states = self.states("stage1-response")
        self.assertEqual(states["copy.team_manager"], "rendered")
        self.assertEqual(states["copy.representative"], "awaiting_approval")
        self.office.do("outbox", "approve", self.letters("stage1-response")["complainant.2"]["id"])
        self.assertEqual(self.states("stage1-response")["copy.representative"], "rendered")

    def test_a_copys_id_approves_no_letter_that_was_not_read(self):
        self.start(more=[self.SOLICITOR])
        self.draft()
        copy = next(one for name, one in self.letters("stage1-response").items()
                    if name.startswith("copy."))
        said = self.office.say("outbox", "approve", copy["id"])
        self.assertNotEqual(said.code, 0)
        self.assertIn("several letters wait with this copy", said.err)

    def test_one_that_is_cancelled_takes_no_other_with_it(self):
        self.start()
        self.draft()
        self.office.do("outbox", "cancel", self.letters("stage1-response")["complainant"]["id"],
                       "--reason", "The wrong name.")
        states = self.states("stage1-response")
        self.assertEqual(states["complainant"], "cancelled")
        self.assertEqual(states["complainant.2"], "awaiting_approval")
        names = [name for name, _, _ in self.office.events_on_record("A-1")]
        self.assertNotIn("stage1_answer_cancelled", names)


class AnothersWord(EachReadersLetter):
    ADVOCATE = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@adv.example",
                "represents": ASHA, "consent": {"given": True, "on": "2025-03-03"}}

    def test_whoever_speaks_for_one_alone_is_that_one(self):
        self.start(more=[self.ADVOCATE])
        for by in ("Rhys Wyn", "advocate"):
            self.says("2025-03-05", "meeting_arranged", by, meeting_on="2025-03-12", time="14:00",
                      venue="Ashatown Library")
        for parcel in self.office.parcels(step="meeting-arranged", case="A-1"):
            told = "Ashatown Library" in self.text_of(parcel)
            self.assertEqual(told, parcel["recipient"] != "complainant.2", parcel["recipient"])


if __name__ == "__main__":
    unittest.main()
