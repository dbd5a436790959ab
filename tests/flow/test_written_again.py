"""Letters that lie too long before they leave: their dates are those of the day on which they go."""

import email
import email.policy
import unittest

import test_smtp
from office import OfficeTest, case, complainant, pdf_text

POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'


def words_of(content):
    message = email.message_from_bytes(content, policy=email.policy.default)
    return " ".join(message.get_body(("plain",)).get_content().split())


class NoRelayForDays(test_smtp.SmtpTest):
    """A-1 is for an email address; the relay refuses everybody until `comes_back`."""

    def setUp(self):
        super().setUp()
        self.relay_ = self.relay()
        self.office.run("2025-03-03")
        self.relay_.answer_to_recipient = "451 4.3.0 try again"

    def comes_back(self, day):
        self.relay_.answer_to_recipient = self.relay_.not_for_now = None
        self.relay_.taken.clear()
        self.office.run(day)
        self.office.run(day)

    def to_complainant(self, step):
        return {parcel["created"]: parcel["state"]
                for parcel in self.office.parcels(step=step, recipient="complainant")}

    def read(self):
        to = complainant("email")["email"]
        return [words_of(content) for readers, content in self.relay_.taken if readers == (to,)]

    def test_an_answer_that_was_approved_gives_its_reader_the_whole_time(self):
        self.office.event("A-1", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        answer, = self.office.parcels(step="stage1-response", recipient="complainant")
        self.office.do("outbox", "approve", answer["id"])
        for day in ("2025-03-05", "2025-03-06"):
            self.office.run(day)
        self.assertEqual(self.to_complainant("stage1-response"), {"2025-03-04": "retry_wait"})
        self.comes_back("2025-03-14")
        self.assertEqual(self.to_complainant("stage1-response"),
                         {"2025-03-04": "superseded", "2025-03-14": "accepted"})
        words, = [words for words in self.read() if "Our answer to your complaint" in words]
        self.assertIn("Friday 11 April 2025", words)   # twenty working days from 14 March
        self.assertNotIn(" 4 March", words)
        answered = [on for name, on, _ in self.office.events_on_record("A-1")
                    if name == "stage1_responded"]
        self.assertEqual(answered, ["2025-03-14"])
        self.office.do("archive", "verify")

    def test_so_does_the_answer_to_one_of_two_whose_email_alone_was_not_taken(self):
        whole = case("A-2", who=complainant("letter", first_name="Kim"))
        whole["parties"].append(complainant("email"))
        self.office.import_cases([whole], "2025-03-04")
        self.office.event("A-2", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        for answer in self.office.parcels(case="A-2", step="stage1-response"):
            if answer["state"] == "awaiting_approval" and not answer["recipient"].startswith("copy"):
                self.office.say("outbox", "approve", answer["id"])
        self.office.run("2025-03-04")
        self.office.do("outbox", "posted", "--tray", "2025-03-04", "--on", "2025-03-04")
        self.comes_back("2025-03-14")
        emails = self.office.parcels(case="A-2", step="stage1-response", channel="email",
                                     recipient="complainant.2")
        self.assertEqual([(email["created"], email["state"]) for email in emails],
                         [("2025-03-04", "superseded"), ("2025-03-14", "accepted")])

    def test_so_does_the_answer_by_email_to_the_second_of_two(self):
        whole = case("A-2", who=complainant("email", first_name="Kim", email="kim@mail.example"))
        whole["parties"].append(complainant("email"))
        self.office.import_cases([whole], "2025-03-04")
        self.office.event("A-2", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        for answer in self.office.parcels(case="A-2", step="stage1-response"):
            if answer["state"] == "awaiting_approval" and not answer["recipient"].startswith("copy"):
                self.office.say("outbox", "approve", answer["id"])
        self.relay_.answer_to_recipient = None
        self.relay_.not_for_now = complainant("email")["email"]
        for day in ("2025-03-04", "2025-03-05", "2025-03-06", "2025-03-07"):
            self.office.run(day)
        states = {p["recipient"]: p["state"]
                  for p in self.office.parcels(case="A-2", step="stage1-response", channel="email")}
        self.assertEqual((states["complainant"], states["complainant.2"]),
                         ("accepted", "retry_wait"))
        self.comes_back("2025-03-14")
        emails = self.office.parcels(case="A-2", step="stage1-response",
                                     recipient="complainant.2")
        self.assertEqual([(email["created"], email["state"]) for email in emails],
                         [("2025-03-04", "superseded"), ("2025-03-14", "accepted")])
        words, = [words for words in self.read() if "Our answer to your complaint" in words]
        self.assertIn("Friday 11 April 2025", words)

    def test_a_notice_that_has_become_late_waits_for_a_person(self):
        self.office.run("2025-03-31")
        self.assertEqual(self.to_complainant("stage2-rights"), {"2025-03-31": "retry_wait"})
        self.comes_back("2025-04-04")
        self.assertEqual(self.to_complainant("stage2-rights"),
                         {"2025-03-31": "superseded", "2025-04-04": "awaiting_approval"})

    def test_within_two_working_days_the_same_bytes_go(self):
        self.office.run("2025-03-17")
        self.comes_back("2025-03-19")
        self.assertEqual(self.to_complainant("delay-apology-silence"), {"2025-03-17": "accepted"})

    def test_on_a_day_without_work_it_waits_for_the_next_one(self):
        self.office.run("2025-03-17")
        for day in ("2025-03-22", "2025-03-23"):
            self.comes_back(day)
        self.assertEqual(self.to_complainant("delay-apology-silence"), {"2025-03-17": "retry_wait"})
        self.comes_back("2025-03-24")
        self.assertEqual(self.to_complainant("delay-apology-silence"),
                         {"2025-03-17": "superseded", "2025-03-24": "accepted"})


class NobodyPosted(OfficeTest):
    """A-1's stage 1 answer was approved on 4 March and lies in that day's tray."""

    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1", who=complainant(channel="letter"))], "2025-03-03")
        self.office.event("A-1", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        self.first, = self.office.parcels(step="stage1-response", recipient="complainant")
        self.office.do("outbox", "approve", self.first["id"])
        self.office.run("2025-03-04")

    def asked(self):
        return [task["reason"] for task in self.office.tasks(step="stage1-response", state="open")]

    def test_it_is_written_again_when_a_person_says_so(self):
        self.office.run("2025-03-10")
        self.assertIn("outbox write-again", self.asked()[0])
        self.office.do("outbox", "write-again", self.first["id"], "--on", "2025-03-10")
        self.assertEqual(self.asked(), [])
        self.office.run("2025-03-10")
        new, = self.office.parcels(step="stage1-response", recipient="complainant",
                                   state="awaiting_approval")
        self.office.do("outbox", "approve", new["id"])
        self.office.run("2025-03-10")
        letter, = [path for path in self.office.letters_in_tray()
                   if path.parent.name == "2025-03-10"
                   and "Our answer to your complaint" in pdf_text(path)]
        self.assertIn("10 March 2025", pdf_text(letter))
        refused = self.office.say("outbox", "write-again", self.first["id"], "--on", "2025-03-10")
        self.assertEqual(refused.code, 1)
        self.assertIn("does not lie in the print tray", refused.err)

    def test_one_that_was_posted_late_all_the_same_is_asked_about(self):
        self.office.do("outbox", "posted", self.first["id"], "--on", "2025-03-10")
        reason, = self.asked()
        self.assertIn("posted more than two working days after it was written", reason)

    def test_one_that_was_posted_in_time_is_not(self):
        self.office.do("outbox", "posted", self.first["id"], "--on", "2025-03-06")
        self.assertEqual(self.asked(), [])


if __name__ == "__main__":
    unittest.main()
