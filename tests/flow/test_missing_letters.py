"""No time runs out for somebody who has nothing in hand: what came back, could not be made, was held."""

import re
import unittest

from office import OfficeTest, case, complainant, parsed, pdf_text

REFERENCE = "CC-2025-0041"
POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody."}]'


class Missing(OfficeTest):
    """Received on Monday 3 March 2025; the answer leaves on Friday 14 March. By email the time to
    ask for stage 2 ends on 11 April, by post on 15 April."""

    procedure = "luton-statutory"
    reader = complainant("email")

    def setUp(self):
        super().setUp()
        self.office.import_cases([self.made()], "2025-03-03")
        self.office.run("2025-03-03")

    def made(self):
        return case(REFERENCE, who=self.reader, procedure=self.procedure)

    def record(self, name, on, **details):
        self.office.event(REFERENCE, name, on, **details)
        self.office.run(on)

    def answered(self):
        self.record("stage1_drafted", "2025-03-14", points=POINTS)
        for one in self.office.parcels(state="awaiting_approval"):
            self.office.say("outbox", "approve", one["id"])
        self.office.run("2025-03-14")
        self.post("2025-03-14")

    def post(self, day):
        if (self.office.data / "tray" / day).exists():
            self.office.do("outbox", "posted", "--tray", day, "--on", day)

    def is_closed(self):
        return "closed" in [name for name, _, _ in self.office.events_on_record(REFERENCE)]

    def task_that_says(self, words):
        return next(task for task in self.office.tasks(state="open") if words in task["reason"])


class CameBack(Missing):
    reader = complainant("letter")

    def test_from_the_post_and_the_time_to_ask_waits_until_it_has_left_again(self):
        self.answered()
        answer = self.office.parcels(step="stage1-response", role="complainant")[0]
        self.office.do("outbox", "returned", answer["id"], "--on", "2025-03-24", "--reason",
                       "addressee gone away")
        for day in ("2025-04-16", "2025-05-20"):
            self.office.run(day)
            self.assertFalse(self.is_closed(), day)
        task = self.task_that_says("came back")
        self.assertEqual((task["asked_since"], task["due"], task["role"]),
                         ("2025-03-24", "2025-05-20", "complaints_manager"), "asked again")
        self.office.do("outbox", "resolve", task["id"], "--sent-on", "2025-05-20", "--note",
                       "Given by hand.", "--on", "2025-05-20")
        self.office.run("2025-06-20")
        self.assertFalse(self.is_closed())
        self.office.run("2025-06-23")
        self.assertTrue(self.is_closed())


class ACopyThatCameBack(Missing):
    reader = complainant("letter")

    def made(self):
        made = super().made()
        made["parties"].append({"role": "advocate", "name": "Jo Hale", "channel": "letter",
                                "address": ["9 Example Street", "Exampleton"],
                                "postcode": "EX1 4AB", "consent": {"given": True}})
        return made

    def test_keeps_nobodys_time_waiting(self):
        self.answered()
        copy = self.office.parcels(step="stage1-response", recipient="copy.advocate")[0]
        self.office.do("outbox", "returned", copy["id"], "--on", "2025-03-24", "--reason", "gone")
        self.task_that_says("came back")
        self.office.run("2025-04-16")
        self.assertTrue(self.is_closed())


class ACopyOnPaperOfAnEmail(ACopyThatCameBack):
    reader = complainant("email")

    def test_names_the_day_that_the_email_names(self):
        self.answered()
        days = {}
        for parcel in self.office.parcels(step="stage1-response"):
            path = self.office.data / "shown"
            self.office.do("outbox", "show", parcel["id"], "-o", path)
            on_paper = parcel["channel"] == "letter"
            words = pdf_text(path) if on_paper else parsed(path).get_body(("plain",)).get_content()
            days[parcel["recipient"]] = re.search(r"ask\s+by\s+\w+\s+(\d+\s+\w+)", words).group(1)
        self.assertEqual(days["copy.advocate"], days["complainant"])


class CouldNotBeMade(Missing):
    """Asha and her son complain together; his answer must be in Easy Read, which people make."""

    def made(self):
        both = super().made()
        both["parties"].insert(1, complainant("email", first_name="Ben", email="ben@mail.example",
                                              format="easy_read"))
        return both

    def test_for_one_of_two_readers_and_nothing_closes_over_his_head(self):
        self.answered()
        self.office.run("2025-04-16")
        self.assertFalse(self.is_closed())
        names = [name for name, _, _ in self.office.events_on_record(REFERENCE)]
        self.assertIn("letter_missing", names)


class CouldNotBeMadeForEither(CouldNotBeMade):
    """Asha needs hers in Polish, which nobody has worded."""
    reader = complainant("email", language="pl")

    def test_one_task_says_of_each_reader_why(self):
        self.record("stage1_drafted", "2025-03-14", points=POINTS)
        task, = self.office.tasks(step="stage1-response")
        self.assertRegex(task["reason"], "complainant: there is no wording .* in this reader's language")
        self.assertRegex(task["reason"], "second complainant: .*easy_read")

    def test_for_one_of_two_readers_and_nothing_closes_over_his_head(self):
        self.record("stage1_drafted", "2025-03-14", points=POINTS)
        self.office.run("2025-04-16")
        self.assertFalse(self.is_closed())


class AnAnswerThatWeLearnOfLate(Missing):

    def test_starts_the_readers_time_on_the_day_we_know_of_it(self):
        self.office.run("2025-04-28")
        self.office.event(REFERENCE, "stage1_responded", "2025-03-17", finding="upheld",
                          sent_by="service", at="2025-04-28T10:00:00Z")
        self.office.run("2025-04-28")
        self.assertFalse(self.is_closed())
        self.office.run("2025-05-28")
        self.assertFalse(self.is_closed())
        self.office.run("2025-05-29")
        self.assertTrue(self.is_closed())


class ANoticeThatOnlyPeopleCanMake(Missing):
    reader = complainant("email", format="bsl")

    def test_is_told_by_telephone_and_the_head_of_service_is_asked(self):
        for day in ("2025-03-17", "2025-03-31", "2025-04-03", "2025-04-07", "2025-04-17"):
            self.office.run(day)
        self.assertEqual(len(self.office.tasks(step="rights-by-telephone")), 2)
        self.assertNotEqual(self.office.parcels(step="head-of-service-weekly-untold"), [])


class AnotherComplainant(Missing):

    def test_after_the_acknowledgement_is_a_task_and_another_address_is_none(self):
        self.record("party_changed", "2025-03-05", role="complainant", postcode="EX1 7ZZ")
        self.assertEqual(self.office.tasks(step="other-complainant"), [])
        self.record("party_changed", "2025-03-06", role="complainant", first_name="Ben",
                    last_name="Example", email="ben@mail.example")
        self.assertEqual(len(self.office.tasks(step="other-complainant")), 1)


class ARefusedComplaint(Missing):

    def setUp(self):
        OfficeTest.setUp(self)

    def test_that_is_logged_late_is_given_to_nobody_to_answer(self):
        refused = case(REFERENCE, "2025-02-10", complainant("email"), procedure=self.procedure,
                       events=[{"name": "eligibility_decided", "on": "2025-02-12",
                                "outcome": "other_route", "route": "The court",
                                "reasons": "A court decides this."}])
        self.office.import_cases([refused], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(self.office.parcels(step="allocation"), [])


class AnEarlyReferral(Missing):

    def test_that_the_ombudsman_answers_is_a_task_until_it_is_settled(self):
        for name, on, more in (("stage1_responded", "2025-03-10", {"finding": "not_upheld"}),
                               ("stage2_requested", "2025-03-12", {}),
                               ("stage2_adjudicated", "2025-04-10", {"finding": "upheld"}),
                               ("early_referral_agreed", "2025-04-11", {})):
            self.record(name, on, **more)
        self.record("ombudsman_decided", "2025-04-24", outcome="not_now")
        self.assertEqual(len(self.office.tasks(step="early-referral-answered")), 1)
        for day in ("2025-05-09", "2025-05-23"):
            self.office.run(day)
        self.assertEqual(len(self.office.tasks(step="early-referral-answered")), 3)
        self.record("stage3_requested", "2025-05-27")
        self.office.run("2025-06-20")
        self.assertEqual(len(self.office.tasks(step="early-referral-answered")), 3)


class Released(Missing):
    reader = complainant("letter")

    def test_weeks_later_it_names_the_dates_of_the_day_it_leaves(self):
        self.post("2025-03-03")
        first = self.office.parcels(step="acknowledgement", role="complainant")[0]
        self.office.do("outbox", "returned", first["id"], "--on", "2025-03-10", "--reason", "gone")
        self.answered()
        held = self.office.parcels(step="stage1-response", role="complainant")[0]
        self.assertEqual(held["state"], "held")
        self.office.do("outbox", "resolve", self.task_that_says("came back")["id"], "--note",
                       "The address is right.")
        self.office.do("outbox", "release", held["id"])
        self.office.run("2025-04-07")
        again = [one for one in self.office.parcels(step="stage1-response", role="complainant")
                 if one["id"] != held["id"]]
        self.assertEqual([one["created"] for one in again], ["2025-04-07"])


if __name__ == "__main__":
    unittest.main()
