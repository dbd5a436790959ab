"""Several people complain: a case closes only over those who have had their answer, and their days
(0160). Who left by mistake is written to again, and a name put right undoes nothing (0161)."""

import re
import unittest

from office import OfficeTest, case, complainant, parsed, pdf_text

CASE = "CC-2026-0001"
POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody came."}]'
ASHA = complainant("letter")
BEN = complainant("email", first_name="Ben", last_name="Arlow", email="ben@mail.example")
ELI = complainant("letter", first_name="Eli", format="easy_read")


class EachReader(OfficeTest):
    """Received on Monday 5 January 2026, answered on Thursday 15 January: the time to ask for stage 2
    ends on Monday 16 February for who has the answer by post, on 12 February by email."""

    procedure = "luton-statutory"

    def start(self, *complainants):
        one = case(CASE, who=complainants[0], procedure=self.procedure, received="2026-01-05")
        one["parties"][1:1] = complainants[1:]
        self.office.import_cases([one], "2026-01-05")
        self.record("eligibility_decided", "2026-01-05", outcome="accepted")

    def record(self, name, on, **details):
        self.office.event(CASE, name, on, **details)
        self.office.run(on)

    def draft(self, on="2026-01-15"):
        self.record("stage1_drafted", on, points=POINTS, finding="upheld")

    def waiting(self):
        return {one["recipient"]: one["id"] for one in self.office.parcels(
            step="stage1-response", state="awaiting_approval")}

    def approve(self, on, *readers):
        waiting = self.waiting()
        for reader in readers or [one for one in waiting if not one.startswith("copy.")]:
            self.office.do("outbox", "approve", waiting[reader])
        self.leave(on)

    def leave(self, on):
        self.office.run(on)
        if (self.office.data / "tray" / on).exists():
            self.office.do("outbox", "posted", "--tray", on, "--on", on)

    def answer(self, on="2026-01-15"):
        self.draft(on)
        self.approve(on)

    def letters(self, reader):
        return [one for one in self.office.parcels(step="stage1-response")
                if one["recipient"] == reader and one["state"] in ("accepted", "bounced")]

    def text(self, parcel):
        path = self.office.data / "shown"
        self.office.do("outbox", "show", parcel["id"], "-o", path)
        words = (pdf_text(path) if parcel["channel"] == "letter"
                 else parsed(path).get_body(("plain",)).get_content())
        return " ".join(words.replace("*", "").split())

    def comes_back(self, reader, on):
        (letter,) = self.letters(reader)
        self.office.do("outbox", "returned", letter["id"], "--on", on, "--reason", "gone away")

    def tasks(self, words):
        return [task for task in self.office.tasks(state="open") if words in task["reason"]]

    def is_closed(self, on):
        self.office.run(on)
        return any(name == "closed" for name, _, _ in self.office.events_on_record(CASE))

    def closes_on(self, day, before):
        self.assertFalse(self.is_closed(before))
        self.assertTrue(self.is_closed(day))


class ACancelledAnswer(EachReader):
    def cancel(self, *more):
        self.start(ASHA, BEN)
        self.draft()
        self.office.do("outbox", "cancel", self.waiting()["complainant"], "--on", "2026-01-15",
                       "--reason", "Her point 2 is missing.", *more)
        self.approve("2026-01-15", "complainant.2")

    def test_keeps_the_case_open_until_its_reader_has_one(self):
        self.cancel()
        self.assertFalse(self.is_closed("2026-02-25"))
        (task,) = self.tasks("was cancelled")
        self.office.do("outbox", "resolve", task["id"], "--sent-on", "2026-02-25", "--note",
                       "By hand.", "--on", "2026-02-25")
        self.closes_on("2026-03-30", before="2026-03-27")

    def test_keeps_nothing_open_for_who_is_owed_none(self):
        self.cancel("--nothing-owed")
        self.closes_on("2026-02-13", before="2026-02-12")

    def test_nor_once_its_task_was_closed_with_the_reason_alone(self):
        self.cancel()
        (task,) = self.tasks("was cancelled")
        self.office.do("outbox", "resolve", task["id"], "--note", "She has left the country.",
                       "--on", "2026-01-16")
        self.closes_on("2026-02-13", before="2026-02-12")

    def test_recorded_anew_waits_for_approval_and_is_no_second_answer(self):
        self.cancel()
        self.draft("2026-01-20")
        self.assertFalse(self.is_closed("2026-02-25"))
        self.approve("2026-02-25")
        (hers,) = self.letters("complainant")
        his = self.letters("complainant.2")[-1]
        self.assertNotIn("takes the place", self.text(hers))
        self.assertIn("takes the place of our answer of Thursday 15 January 2026", self.text(his))


class WhatOnlyPeopleCanMake(EachReader):
    def test_for_one_of_three_keeps_the_case_open(self):
        self.start(ASHA, BEN, ELI)
        self.answer()
        self.assertFalse(self.is_closed("2026-03-20"))
        (task,) = [one for one in self.tasks("easy_read") if one["step"] == "stage1-response"]
        self.office.do("outbox", "resolve", task["id"], "--sent-on", "2026-01-19", "--note",
                       "Made.", "--on", "2026-03-20")
        self.assertTrue(self.is_closed("2026-03-20"))


class BothCameBack(EachReader):
    def test_and_one_of_them_has_it_now(self):
        self.start(ASHA, complainant("letter", first_name="Ben", address=["2 Example Way"]))
        self.answer()
        for reader, day in (("complainant", "2026-01-20"), ("complainant.2", "2026-01-21")):
            self.comes_back(reader, day)
        hers, his = self.tasks("came back")
        self.office.do("outbox", "resolve", hers["id"], "--sent-on", "2026-01-26", "--note",
                       "Posted.", "--on", "2026-01-26")
        self.assertFalse(self.is_closed("2026-03-10"))
        self.office.do("outbox", "resolve", his["id"], "--sent-on", "2026-01-27", "--note",
                       "Posted.", "--on", "2026-03-10")
        self.assertTrue(self.is_closed("2026-03-10"))


class ALetterThatCameBack(EachReader):
    def test_waits_on_when_anothers_leaves(self):
        self.start(ASHA, BEN)
        self.draft()
        self.approve("2026-01-15", "complainant")
        self.comes_back("complainant", "2026-01-20")
        self.approve("2026-01-22", "complainant.2")
        self.assertFalse(self.is_closed("2026-03-10"))


class ASecondAnswer(EachReader):
    def test_closes_nothing_before_the_later_day_that_one_letter_names(self):
        self.start(ASHA, BEN)
        self.answer()
        self.answer("2026-01-20")
        days = [re.search(r"ask by \w+ (\d+ \w+)", self.text(self.letters(reader)[-1])).group(1)
                for reader in ("complainant", "complainant.2")]
        self.assertEqual(days, ["19 February", "17 February"])
        self.closes_on("2026-02-20", before="2026-02-19")


class WhoLeftByMistake(EachReader):
    def left(self, event, **details):
        self.start(ASHA, BEN)
        self.record(event, "2026-01-14", **details)
        self.answer()
        self.assertEqual(self.letters("complainant.2"), [])
        (leaving,) = [one["id"] for one in self.recorded() if one["name"] == event]
        self.office.event(CASE, "corrected", "2026-01-20", **{"event": leaving, "strike": "true"})
        self.office.run("2026-01-20")

    def recorded(self):
        return [{"id": i, "name": name} for i, name in self.office.sql(
            "SELECT id, name FROM events WHERE case_reference = ?", CASE)]

    def test_gets_the_answer_and_their_own_days(self):
        self.left("withdrawn", by="Ben Arlow", how="phone")
        self.assertEqual(list(self.waiting()), ["complainant.2"])
        self.approve("2026-01-21")
        (his,) = self.letters("complainant.2")
        self.assertIn("ask by Tuesday 17 February 2026", self.text(his))
        self.closes_on("2026-02-19", before="2026-02-18")

    def test_is_asked_about_and_the_task_of_the_leaving_is_over(self):
        self.left("withdrawn", by="Ben Arlow", how="phone")
        self.assertEqual(self.office.tasks(step="complainant-withdrew", state="open"), [])
        (task,) = self.office.tasks(step="leaving-corrected", state="open")
        self.assertEqual(task["due"], "2026-01-21")

    def test_so_where_the_party_was_said_to_have_left(self):
        self.left("party_changed", role="complainant", which="2", left="true")
        self.assertEqual(list(self.waiting()), ["complainant.2"])
        self.assertEqual(len(self.office.tasks(step="leaving-corrected", state="open")), 1)

    def test_a_letter_about_ones_own_leaving_did_not_stray(self):
        self.start(ASHA, BEN)
        self.record("withdrawn", "2026-01-09", by="Ben Arlow", how="phone")
        self.record("withdrawn", "2026-01-12", by="Asha Quillfeather", how="letter")
        self.leave("2026-01-12")
        for one in self.office.parcels(state="awaiting_approval"):
            self.office.say("outbox", "approve", one["id"])
        self.leave("2026-01-12")
        first = next(one["id"] for one in self.recorded() if one["name"] == "withdrawn")
        self.office.event(CASE, "corrected", "2026-01-14", **{"event": first, "strike": "true"})
        self.office.run("2026-01-14")
        self.assertEqual(self.tasks("should not have gone where it went"), [])


class ANamePutRight(EachReader):
    def test_brings_nobody_back_who_has_left(self):
        self.start(ASHA, BEN)
        self.record("withdrawn", "2026-01-09", by="Ben Arlow", how="phone")
        self.record("party_changed", "2026-01-13", role="complainant", which="2",
                    last_name="Arlow-Smith", email="b@mail.example")
        self.answer()
        self.assertEqual(self.letters("complainant.2"), [])
        self.assertEqual(len(self.letters("complainant")), 1)

    def test_leaves_a_request_with_whoever_made_it(self):
        self.start(ASHA, BEN)
        self.record("stage2_requested", "2026-01-13", by="Ben Arlow", how="phone")
        self.record("party_changed", "2026-01-14", role="complainant", which="2",
                    last_name="Arlow-Smith")
        self.answer()
        (hers,), (his,) = self.letters("complainant"), self.letters("complainant.2")
        self.assertNotIn("request for stage 2", self.text(hers))
        self.assertIn("Tuesday 13 January 2026", self.text(his))


if __name__ == "__main__":
    unittest.main()
