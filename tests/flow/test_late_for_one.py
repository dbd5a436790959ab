"""Several people complain, and one of them hears later than the other: their letters own up to it, and
somebody is asked until they have them (0170, 0171)."""

import unittest
import zipfile

from office import complainant
from test_each_reader_has_it import ASHA, BEN, CASE, ELI, POINTS, EachReader

PAPER_BEN = complainant("letter", first_name="Ben", last_name="Arlow", address=["2 Example Way"])
ADVOCATE = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@advocates.example",
            "represents": "Ben Arlow",
            "consent": {"given": True, "on": "2026-01-05", "scope": "all letters"}}
APOLOGY = "It took longer than ten working days, and we are sorry"


class Late(EachReader):
    procedure = "leicestershire-statutory"

    def of(self, step, reader):
        letter = [one for one in self.office.parcels(step=step)
                  if one["recipient"] == reader and one["state"] in ("accepted", "sending")][-1]
        return self.text(letter)

    def joins(self, on):
        self.record("party_changed", on, role="complainant", which=2, kind="parent",
                    first_name="Ben", last_name="Arlow", email="ben@mail.example",
                    channel="email")


class AnAnswerThatIsLateForOne(Late):
    def answered_in_time_to_her_alone(self):
        self.start(ASHA, BEN)
        self.draft()
        self.approve("2026-01-15", "complainant")

    def test_owns_up_to_it(self):
        self.answered_in_time_to_her_alone()
        self.approve("2026-01-26", "complainant.2")
        self.assertIn(APOLOGY, self.of("stage1-response", "complainant.2"))
        self.assertNotIn(APOLOGY, self.of("stage1-response", "complainant"))

    def test_so_does_what_is_written_meanwhile(self):
        self.answered_in_time_to_her_alone()
        self.record("stage2_requested", "2026-01-22", by="Ben Arlow", how="phone")
        self.assertIn("You should have had our answer at stage 1 by now",
                      self.of("stage2-acknowledgement", "complainant.2"))
        self.assertNotIn("You should have had our answer",
                         self.of("stage2-acknowledgement", "complainant"))

    def test_in_time_for_one_by_post_again_is_not_late(self):
        self.start(ASHA, BEN)
        self.answer()
        self.comes_back("complainant", "2026-01-21")
        self.office.run("2026-01-22")
        for letter in self.letters("complainant"):
            self.assertNotIn(APOLOGY, self.text(letter))


class ASecondAnswerThatWasStopped(Late):
    def stopped(self, *readers, who=(ASHA, BEN)):
        self.start(*who)
        self.answer()
        self.draft("2026-01-20")
        for reader in readers:
            self.office.do("outbox", "cancel", self.waiting()[reader], "--on", "2026-01-20",
                           "--reason", "Her point 2 is missing.")

    def test_leaves_the_first_standing_and_says_so(self):
        self.stopped("complainant.2")
        self.approve("2026-01-20", "complainant")
        (task,) = self.tasks("was cancelled")
        self.assertIn("They have our answer of Thursday 15 January 2026: it stands", task["reason"])
        self.assertFalse(self.is_closed("2026-03-02"))
        self.office.do("outbox", "resolve", task["id"], "--note", "The first is right for him.",
                       "--on", "2026-03-02")
        self.assertTrue(self.is_closed("2026-03-03"))

    def test_keeps_the_case_open_though_it_went_to_nobody(self):
        for who in ((ASHA, BEN), (ASHA,)):
            with self.subTest(people=len(who)):
                self.setUp()
                self.stopped(*["complainant", "complainant.2"][:len(who)], who=who)
                self.assertFalse(self.is_closed("2026-03-02"))
                for task in self.tasks("was cancelled"):
                    self.office.do("outbox", "resolve", task["id"], "--note", "It stands.", "--on",
                                   "2026-03-02")
                self.assertTrue(self.is_closed("2026-03-03"))


class AnAnswerThatNobodyPosts(Late):
    def test_is_asked_about_until_it_is(self):
        self.start(ASHA, PAPER_BEN)
        self.draft()
        for reader in ("complainant", "complainant.2"):
            self.office.do("outbox", "approve", self.waiting()[reader])
        self.office.run("2026-01-15")
        hers, his = (next(one["id"] for one in self.office.parcels(step="stage1-response")
                          if one["recipient"] == reader)
                     for reader in ("complainant", "complainant.2"))
        self.office.do("outbox", "posted", hers, "--on", "2026-01-15")
        self.office.run("2026-01-19")
        (task,) = self.tasks("lies in the print tray")
        self.assertEqual((task["role"], task["due"]), ("complaints_officer", "2026-01-19"))
        self.office.run("2026-01-23")
        self.assertNotIn("Asked again", self.tasks("lies in the print tray")[0]["reason"])
        for day in ("2026-01-26", "2026-02-02"):
            self.office.run(day)
            (task,) = self.tasks("lies in the print tray")
            self.assertEqual((task["role"], task["due"]), ("complaints_manager", day))
            self.assertEqual(task["reason"].count("Asked again on"), 1)
        self.office.do("outbox", "resolve", task["id"], "--note", "I think it went.", "--on",
                       "2026-02-02")
        self.office.run("2026-02-03")
        self.assertEqual(len(self.tasks("still lies in the print tray")), 1)
        self.office.do("outbox", "posted", his, "--on", "2026-02-03")
        self.assertEqual(self.tasks("lies in the print tray"), [])

    def test_so_is_one_that_only_people_can_make(self):
        self.start(ASHA, ELI)
        self.answer()
        for day in ("2026-01-19", "2026-01-26"):
            self.office.run(day)
        (task,) = [one for one in self.tasks("easy_read") if one["step"] == "stage1-response"]
        self.assertIn("For the second complainant: ", task["reason"])
        self.assertEqual((task["role"], task["due"]), ("complaints_manager", "2026-01-26"))


class WhoeverSpeaksForThem(Late):
    def start_with_advocate(self, *who):
        self.start(*who, ADVOCATE)

    def test_has_a_copy_of_an_answer_that_is_written_later(self):
        self.start_with_advocate(ASHA, BEN)
        self.record("withdrawn", "2026-01-09", by="Ben Arlow", how="phone")
        self.answer()
        (leaving,) = self.office.sql("SELECT id FROM events WHERE name = 'withdrawn'")
        self.office.event(CASE, "corrected", "2026-01-20", event=leaving[0], strike="true")
        self.office.run("2026-01-20")
        self.assertEqual(sorted(self.waiting()), ["complainant.2", "copy.advocate"])
        self.approve("2026-01-21", "complainant.2")
        self.assertIn("Copy for your information",
                      self.of("stage1-response", "copy.advocate"))

    def test_has_one_of_an_answer_that_waited_when_they_came(self):
        self.start(ASHA, BEN)
        self.draft()
        self.approve("2026-01-15", "complainant")
        self.record("party_changed", "2026-01-15", **{
            "role": "advocate", "first_name": "Nia", "last_name": "Ives",
            "email": "nia@advocates.example",
            "represents": "Ben Arlow", "consent.given": "yes", "consent.on": "2026-01-15",
            "consent.scope": "all letters"})
        self.assertEqual(sorted(self.waiting()), ["complainant.2", "copy.advocate"])
        self.approve("2026-01-16", "complainant.2")
        self.assertIn("Arlow Our answer", self.of("stage1-response", "copy.advocate"))

    def test_is_not_forgotten_when_people_make_the_letter(self):
        self.start_with_advocate(ASHA, {**ELI, "last_name": "Arlow", "first_name": "Ben"})
        (task,) = [one for one in self.tasks("easy_read") if one["step"] == "acknowledgement"]
        self.assertIn("send a copy to the advocate too", task["reason"])


class MoreTimeFromTwoOnOneDay(Late):
    def test_is_confirmed_to_each(self):
        self.start(ASHA, BEN)
        self.office.event(CASE, "extension_agreed", "2026-01-14", by="Asha Quillfeather",
                          how="phone")
        self.office.event(CASE, "extension_agreed", "2026-01-14", by="Ben Arlow", how="phone",
                          reason="A key worker is ill.")
        self.leave("2026-01-14")
        for reader in ("complainant", "complainant.2"):
            text = self.of("extension-confirmed", reader)
            self.assertIn("You agreed on Wednesday 14 January 2026", text)
            self.assertIn("A key worker is ill.", text)


    def test_to_whoever_agrees_while_the_letter_that_asks_them_lies_in_the_tray(self):
        self.start(ASHA, PAPER_BEN)
        self.leave("2026-01-13")
        self.record("extension_agreed", "2026-01-13", by="Asha Quillfeather", how="phone")
        self.record("extension_agreed", "2026-01-14", by="Ben Arlow", how="phone")
        self.assertIn("You agreed on Wednesday 14 January 2026",
                      self.of("extension-confirmed-to-another", "complainant.2"))


class WhoeverJoins(Late):
    def test_has_not_agreed_to_what_was_agreed_before(self):
        self.start(ASHA)
        self.answer("2026-01-07")
        self.record("stage2_requested", "2026-01-13", how="phone")
        self.record("statement_drafted", "2026-01-22", points=POINTS)
        self.record("statement_agreed", "2026-01-26", how="phone")
        self.joins("2026-01-29")
        (task,) = self.office.tasks(step="stage2-statement-others", state="open")
        self.assertIn("Still to be asked: the second complainant.", task["reason"])
        self.leave("2026-02-10")
        agreed = "The points of your complaint were agreed on Monday 26 January 2026"
        self.assertNotIn(agreed, self.of("stage2-progress", "complainant.2"))
        self.assertIn(agreed, self.of("stage2-progress", "complainant"))

    def test_is_asked_for_their_own_word_on_more_time(self):
        self.start(ASHA)
        self.leave("2026-02-02")
        self.record("further_time_agreed", "2026-02-03", how="phone")
        self.joins("2026-02-04")
        self.leave("2026-02-05")
        (task,) = self.office.tasks(step="silence-call", state="open")
        self.assertIn("Still to be asked: the second complainant.", task["reason"])


class TheOmbudsman(Late):
    def test_reads_the_day_of_each(self):
        self.start(ASHA, BEN, {"role": "ombudsman", "name": "The Ombudsman",
                               "email": "o@ombudsman.example"})
        self.answer("2026-01-07")
        self.record("stage2_requested", "2026-01-13", how="phone")
        self.record("stage2_adjudicated", "2026-02-04", finding="upheld")
        self.record("early_referral_agreed", "2026-02-16", by="Asha Quillfeather",
                    reasons="All was upheld.")
        self.record("early_referral_agreed", "2026-02-18", by="Ben Arlow")
        for one in self.office.parcels(step="early-referral", state="awaiting_approval"):
            self.office.say("outbox", "approve", one["id"])
        self.leave("2026-02-18")
        text = self.of("early-referral", "ombudsman")
        for words in ("each of them agreed", "The first complainant", "16 February 2026",
                      "The second complainant", "18 February 2026", "All was upheld."):
            self.assertIn(words, text)

    def test_sees_whose_letter_a_copy_is_of(self):
        self.start(ASHA, BEN, ADVOCATE)
        self.answer()
        path = self.office.data / "case.zip"
        self.office.do("archive", "export", CASE, "-o", path)
        index = zipfile.ZipFile(path).read("data/index.txt").decode()
        self.assertIn("a copy of the second complainant's letter to the advocate: stage1/response",
                      index)
        self.assertIn("a copy of the first complainant's letter to the team manager: "
                      "stage1/response", index)


if __name__ == "__main__":
    unittest.main()
