"""A letter whose email came back goes once more only while it is true and its reader may have it."""

import unittest

import test_returned_mail
from office import OfficeTest, case, complainant, pdf_text
from test_returned_mail import ANSWER, DAY, NEXT, THIRD, report


class OnceMore(test_returned_mail.ReturnedMailTest):
    """A-7's stage 1 answer was emailed on 3 March and came back that day; its letter is held."""

    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-7", who=complainant("email"), events=[ANSWER])], DAY)
        self.office.run(DAY)
        answer = self.answers()[0]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run(DAY)
        self.comes_back(report("bounce@council.example", envelope=answer["id"]))
        self.office.run(DAY)

    def answers(self, channel=None):
        return [parcel for parcel in self.office.parcels(case="A-7", step="stage1-response",
                                                         role="complainant")
                if channel in (None, parcel["channel"])]

    def asked(self):
        return [task["reason"] for task in self.office.tasks(case="A-7", step="stage1-response",
                                                             state="open")]

    def event(self, name, day=DAY, **details):
        pairs = [part for key, value in details.items() for part in ("--set", f"{key}={value}")]
        self.office.do("event", "A-7", name, "--on", day, "--at", f"{day}T18:00:00Z", *pairs)

    def closes(self, on):
        steps = self.office.do("explain", "A-7", "--on", on, "--json").json()
        return next((step["planned"] or "")[:10] for step in steps if step["step"] == "closed")

    def assert_stopped(self):
        self.office.run(NEXT)
        self.assertEqual([parcel["state"] for parcel in self.answers("letter")], ["superseded"])
        self.assertTrue(any("does not go once more" in reason for reason in self.asked()))

    def test_a_death_stops_it(self):
        self.event("deceased")
        self.assert_stopped()

    def test_so_does_a_withdrawal(self):
        self.event("withdrawn")
        self.assert_stopped()

    def test_so_does_a_safeguarding_flag(self):
        self.event("safeguarding_flagged")
        self.assert_stopped()

    def test_so_does_a_safe_contact_that_was_recorded_meanwhile(self):
        self.event("party_changed", role="complainant", safe_contact="By phone, at work.")
        self.assert_stopped()

    def test_from_the_tray_too(self):
        self.office.run(NEXT)
        self.assertEqual([parcel["state"] for parcel in self.answers("letter")], ["sending"])
        self.event("deceased", NEXT)
        self.office.run(NEXT)
        self.assertEqual([parcel["state"] for parcel in self.answers("letter")], ["superseded"])
        self.assertTrue(any("if it was printed" in reason for reason in self.asked()))

    def test_to_whoever_moved_it_is_written_again(self):
        self.event("party_changed", role="complainant", address_1="7 Example Row",
                   postcode="EX1 2AB")
        for day in (NEXT, THIRD):
            self.office.run(day)
        self.assertEqual(sorted(parcel["state"] for parcel in self.answers("letter")),
                         ["sending", "superseded"])
        letter, = [path for path in self.office.letters_in_tray()
                   if "Our answer to your complaint" in pdf_text(path)]
        self.assertIn("7 Example Row", pdf_text(letter))

    def test_to_whoever_moved_while_it_lay_in_the_tray_too(self):
        self.office.run(NEXT)
        self.event("party_changed", NEXT, role="complainant", address_1="7 Example Row",
                   postcode="EX1 2AB")
        for day in (NEXT, THIRD):
            self.office.run(day)
        self.assertEqual(sorted(parcel["state"] for parcel in self.answers("letter")),
                         ["sending", "superseded"])

    def test_when_a_letter_to_its_address_comes_back_the_readers_time_waits(self):
        self.office.import_cases([case("B-1", who=complainant("letter", first_name="Kai"))], DAY)
        self.office.run(DAY)
        posted, = self.office.parcels(case="B-1", step="acknowledgement", recipient="complainant")
        self.office.do("outbox", "posted", posted["id"], "--on", DAY)
        self.office.do("outbox", "returned", posted["id"], "--reason", "gone away", "--on", DAY)
        self.office.run(NEXT)
        self.assertEqual([parcel["state"] for parcel in self.answers("letter")], ["held"])
        self.assertEqual(self.closes("2025-04-30"), "")

    def test_where_that_cannot_be_done_the_readers_time_waits_for_a_person(self):
        self.event("party_changed", role="complainant", format="bsl")
        self.office.run(NEXT)
        self.assertEqual([parcel["state"] for parcel in self.answers("letter")], ["superseded"])
        self.assertTrue(any("does not go once more" in reason for reason in self.asked()))
        self.assertEqual(self.closes("2025-04-30"), "")


class TwoReaders(OfficeTest):
    """Both complain; the first one's letter is posted, the other's lies in the tray."""

    def setUp(self):
        super().setUp()
        whole = case("A-1", who=complainant("letter"))
        whole["parties"].append(complainant("letter", first_name="Ben", last_name="Stone",
                                            address=["9 Other Road"], postcode="EX1 9AB"))
        self.office.import_cases([whole], DAY)
        self.office.run(DAY)
        first, = self.office.parcels(step="acknowledgement", recipient="complainant")
        self.office.do("outbox", "posted", first["id"], "--on", DAY)

    def the_others(self):
        return [parcel["state"] for parcel in self.office.parcels(step="acknowledgement",
                                                                  recipient="complainant.2")]

    def test_the_other_who_moved_gets_theirs_all_the_same(self):
        self.office.event("A-1", "party_changed", NEXT, role="complainant", which=2,
                          address_1="1 New Row", postcode="EX1 3AA")
        self.office.run(NEXT)
        self.assertEqual(self.the_others(), ["superseded", "sending"])

    def one_of_two_with_a_safe_contact(self):
        """B-1: the first one's letter is posted, the other's waits for a person."""
        whole = case("B-1", who=complainant("letter"))
        whole["parties"].append({**complainant("letter", first_name="Kai", last_name="Stone",
                                               kind="young_person"),
                                 "safe_contact": "Not where dad opens the post."})
        self.office.import_cases([whole], DAY)
        self.office.run(DAY)
        letters = {parcel["recipient"]: parcel for parcel in self.office.parcels(
            case="B-1", step="acknowledgement")}
        self.office.do("outbox", "posted", letters["complainant"]["id"], "--on", DAY)
        return letters["complainant.2"]

    def theirs(self):
        return [parcel["state"] for parcel in self.office.parcels(
            case="B-1", step="acknowledgement", recipient="complainant.2")]

    def test_the_other_with_a_safe_contact_gets_what_a_person_approved(self):
        letter = self.one_of_two_with_a_safe_contact()
        self.office.do("outbox", "approve", letter["id"])
        for day in (DAY, NEXT):
            self.office.run(day)
        self.assertEqual(self.theirs(), ["sending"])

    def test_the_other_with_a_safe_contact_who_moved_gets_nothing_without_a_person(self):
        self.one_of_two_with_a_safe_contact()
        self.office.event("B-1", "party_changed", NEXT, role="complainant", which=2,
                          address_1="1 New Row", postcode="EX1 3AA")
        self.office.run(NEXT)
        self.assertEqual(self.theirs(), ["superseded", "awaiting_approval"])

    def test_the_other_who_withdrew_gets_nothing_and_nobody_is_asked_to_see_to_it(self):
        self.office.event("A-1", "withdrawn", NEXT, by="Ben Stone")
        self.office.run(NEXT)
        self.assertEqual(self.the_others(), ["superseded"])
        self.assertFalse(any("does not go once more" in task["reason"]
                             for task in self.office.tasks(state="open")))


class Overtaken(test_returned_mail.ReturnedMailTest):
    def test_no_apology_for_having_no_answer_goes_after_the_answer(self):
        late, after = "2025-03-17", "2025-03-18"
        self.office.run(late)
        apology, = self.office.parcels(case="A-1", step="delay-apology-silence",
                                       recipient="complainant")
        self.comes_back(report("bounce@council.example", envelope=apology["id"]))
        self.office.run(late)
        self.office.event("A-1", "stage1_responded", late, at=f"{late}T19:00:00Z",
                          finding="upheld", sent_by="service")
        self.office.run(after)
        letters = self.office.parcels(case="A-1", step="delay-apology-silence",
                                      recipient="complainant", channel="letter")
        self.assertEqual([letter["state"] for letter in letters], ["superseded"])


if __name__ == "__main__":
    unittest.main()
