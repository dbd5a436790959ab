"""Emails of which nobody knows whether they were sent: what the step's own rule does about them."""

import unittest

from office import SOURCE_TREE, case, complainant, parsed, pdf_text
from test_returned_mail import ReturnedMailTest, report

DAY, DUE, NEXT = "2025-03-03", "2025-03-06", "2025-03-07"
PROCEDURE = "config/procedures/leicestershire-statutory.yaml"
LETTER = "    letter: intake/acknowledgement\n"


class UncertainTest(ReturnedMailTest):
    """The acknowledgement of A-2, due on the third working day, is uncertain."""

    def acknowledged_under(self, rule, **who):
        text = (SOURCE_TREE / PROCEDURE).read_text("utf-8")
        self.assertEqual(text.count(LETTER), 1)
        path = self.office.data / PROCEDURE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(LETTER, LETTER + f"    uncertain: {rule}\n"), "utf-8")
        self.office.do("check", path)
        self.relay.hang_up_after_the_dot = True
        self.office.import_cases([case("A-2", who=complainant("email", **who))], DAY)
        self.office.run(DAY)
        self.relay.hang_up_after_the_dot = False
        self.assertEqual(self.email_now()["state"], "uncertain")

    def email_now(self):
        return self.office.parcels(case="A-2", step="acknowledgement", channel="email")[0]

    def to_reader(self):
        name = self.email_now()["message_id"].encode()
        return [content for _, content in self.relay.taken if name in content]

    def letters(self):
        return self.office.parcels(case="A-2", step="acknowledgement", channel="letter")

    def open_tasks(self):
        return self.office.tasks(case="A-2", step="acknowledgement", state="open")

    def sent_on_record(self):
        return [row[1] for row in self.office.events_on_record("A-2")
                if row[0] == "letter_sent" and '"acknowledgement"' in row[2]]


class AStepThatSaysNothing(UncertainTest):
    def test_leaves_it_to_a_person_past_its_due_day(self):
        self.acknowledged_under("{then: ask}")
        self.office.run(DUE)
        self.office.run(NEXT)
        self.assertEqual(self.email_now()["state"], "uncertain")
        self.assertEqual((len(self.to_reader()), self.letters()), (1, []))
        self.assertNotEqual(self.open_tasks(), [])


    def tried_the_next_day(self):
        # The attempts of a run in the past bear the real clock, later than any day here.
        self.acknowledged_under("{then: ask}")
        self.office.sql("UPDATE attempts SET at = 1741080000000000")  # 4 March 2025
        return ["outbox", "resolve", self.email_now()["id"], "--note", "In the log.", "--on", NEXT]

    def not_sent_after_all(self, on):
        self.acknowledged_under("{then: ask}")
        self.office.do("outbox", "resolve", self.email_now()["id"], "--note", "Not in the log.",
                       "--on", on, "--not-sent")
        self.office.run(on)
        emails = self.office.parcels(case="A-2", step="acknowledgement", channel="email")
        last = parsed(next(content for to, content in reversed(self.relay.taken)
                           if to == ("asha.quillfeather@mail.example",)))
        return ([(email["created"], email["state"]) for email in emails],
                last.get_body(("plain",)).get_content())

    def test_that_was_not_sent_goes_as_it_is_on_the_next_day(self):
        emails, words = self.not_sent_after_all("2025-03-04")
        self.assertEqual(emails, [(DAY, "accepted")])
        self.assertIn("3 March 2025", words)

    def test_that_was_not_sent_is_written_again_days_later_with_that_days_dates(self):
        emails, words = self.not_sent_after_all("2025-03-12")
        self.assertEqual(emails, [(DAY, "superseded"), ("2025-03-12", "accepted")])
        self.assertIn("This letter is late, and we are sorry", words)

    def test_counts_as_sent_on_the_day_of_the_attempt(self):
        self.office.do(*self.tried_the_next_day(), "--sent")
        self.assertEqual(self.sent_on_record(), ["2025-03-04"])
        self.office.do("archive", "verify")

    def test_counts_as_sent_on_the_day_that_a_person_gives(self):
        resolve = self.tried_the_next_day()
        for day in ("2025-03-02", "2025-03-08"):
            self.refused(*resolve, "--sent", "--sent-on", day, says="--sent-on")
        self.refused(*resolve, "--not-sent", "--sent-on", DAY, says="--sent-on", code=2)
        self.office.do(*resolve, "--sent", "--sent-on", "2025-03-05")
        self.assertEqual(self.sent_on_record(), ["2025-03-05"])

    def test_counts_as_sent_on_the_day_of_the_attempt_when_a_report_comes_back(self):
        self.tried_the_next_day()
        self.comes_back(report("bounce@council.example", action="relayed", status="2.0.0",
                               envelope=self.email_now()["id"]))
        self.office.run(NEXT)
        self.assertEqual(self.sent_on_record(), ["2025-03-04"])


class AStepThatSendsAgain(UncertainTest):
    def test_waits_for_its_last_day_and_then_sends_the_same_bytes_once(self):
        self.acknowledged_under("{then: send_again, after_minutes: 0}")
        self.office.run("2025-03-05")
        self.assertEqual(len(self.to_reader()), 1)
        self.office.run(DUE)
        self.assertEqual(self.email_now()["state"], "accepted")
        self.assertEqual(len(self.to_reader()), 2)
        self.assertEqual(len(set(self.to_reader())), 1)
        self.assertEqual(self.open_tasks(), [])
        self.assertEqual(self.sent_on_record(), [DUE])
        self.office.run(NEXT)
        self.assertEqual(len(self.to_reader()), 2)
        self.office.do("archive", "verify")

    def test_that_is_uncertain_once_more_is_left_to_a_person(self):
        self.acknowledged_under("{then: send_again, after_minutes: 0}")
        self.relay.hang_up_after_the_dot = True
        self.office.run(DUE)
        self.relay.hang_up_after_the_dot = False
        self.office.run(NEXT)
        self.assertEqual(self.email_now()["state"], "uncertain")
        self.assertEqual(len(self.to_reader()), 2)
        self.assertNotEqual(self.open_tasks(), [])

    def test_waits_as_long_as_it_says(self):
        self.acknowledged_under("{then: send_again, after_minutes: 600}")
        self.office.run(DUE)
        self.assertEqual(len(self.to_reader()), 1)
        self.office.sql("UPDATE attempts SET at = at - 36000000000")
        self.office.run(DUE)
        self.assertEqual(len(self.to_reader()), 2)

    def test_sends_nothing_where_a_report_says_that_the_relay_had_it(self):
        self.acknowledged_under("{then: send_again, after_minutes: 0}")
        self.comes_back(report("bounce@council.example", action="relayed", status="2.0.0",
                               envelope=self.email_now()["id"]))
        self.office.run(DUE)
        self.assertEqual(self.email_now()["state"], "delivered")
        self.assertEqual(len(self.to_reader()), 1)

    def test_sends_nothing_that_is_no_longer_right(self):
        self.acknowledged_under("{then: send_again, after_minutes: 0}")
        self.office.event("A-2", "withdrawn", "2025-03-04", how="phone", by="complainant")
        self.office.run(DUE)
        self.assertEqual((self.email_now()["state"], len(self.to_reader())), ("uncertain", 1))

    def test_sends_nothing_after_a_restored_backup(self):
        self.acknowledged_under("{then: send_again, after_minutes: 0}")
        self.office.do("backup", "-o", self.folder / "backup.zip")
        self.office.run("2025-03-04")
        self.office.do("restore", self.folder / "backup.zip", "--keep-archive")
        self.office.do("archive", "reconcile", "--confirm")
        self.office.run(DUE)
        self.assertEqual((self.email_now()["state"], len(self.to_reader())), ("uncertain", 1))


class AStepThatPosts(UncertainTest):
    def test_has_the_letter_go_by_post_as_well_and_the_email_ends_when_it_is_posted(self):
        self.acknowledged_under("{then: post, after_minutes: 0}")
        self.office.run(DUE)
        self.assertEqual(self.letters()[0]["state"], "held")
        self.assertEqual(self.email_now()["state"], "uncertain")
        self.assertIn("goes by post as well", self.email_now()["reason"])
        self.assertEqual(self.open_tasks(), [])
        self.office.run(NEXT)
        text = " ".join(pdf_text(self.office.letters_in_tray()[-1]).split())
        self.assertIn("We tried to send you this letter by email on Monday 3 March 2025", text)
        self.assertIn("12 Example Street", text)
        self.assertEqual(self.sent_on_record(), [])
        self.office.do("outbox", "posted", "--tray", NEXT, "--on", NEXT)
        self.assertEqual(self.sent_on_record(), [NEXT])
        self.assertEqual(self.email_now()["state"], "superseded")
        self.assertEqual(len(self.to_reader()), 1)
        # What comes back now changes nothing.
        before = self.office.outbox()
        self.comes_back(report("bounce@council.example", envelope=self.email_now()["id"]))
        self.office.run(NEXT)
        self.assertEqual(self.office.outbox(), before)
        self.office.do("archive", "verify")

    def test_asks_a_person_where_there_is_no_address(self):
        self.acknowledged_under("{then: post, after_minutes: 0}", address=[], postcode=None)
        for day in (DUE, NEXT):
            self.office.run(day)
            self.assertTrue(any("cannot go by post" in task["reason"]
                                for task in self.open_tasks()), self.open_tasks())
        self.assertEqual(self.letters(), [])


if __name__ == "__main__":
    unittest.main()
