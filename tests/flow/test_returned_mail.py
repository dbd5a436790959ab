"""Undeliverable email: what comes back is matched to its parcel, acted on once, and never lost."""

import hashlib
import unittest

from office import OfficeTest, case, complainant, pdf_text
from test_smtp import Relay

DAY, NEXT, THIRD = "2025-03-03", "2025-03-04", "2025-03-05"


def report(to, action="failed", status="5.1.1", ids="", envelope="", **more):
    """A delivery report as Postfix writes it."""
    envelope = f"Original-Envelope-Id: {envelope}\r\n" if envelope else ""
    return (f"Return-Path: <>\r\nDelivered-To: {to}\r\n"
            "From: MAILER-DAEMON@relay.example (Mail Delivery System)\r\n"
            f"To: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"\r\n\r\n'
            "--=_b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n\r\n"
            "--=_b\r\nContent-Type: message/delivery-status\r\n\r\n"
            f"Reporting-MTA: dns; relay.example\r\n{envelope}\r\n"
            "Final-Recipient: rfc822; asha.quillfeather@mail.example\r\n"
            f"Action: {action}\r\nStatus: {status}\r\n\r\n"
            "--=_b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: <{ids}>\r\n\r\n--=_b--\r\n").encode()


class ReturnedMailTest(OfficeTest):
    environment = {"POSTROOM_BOUNCES_MAILDIR": "returned",
                   "POSTROOM_SMTP_ENVELOPE_FROM": "bounce+{token}@council.example"}

    def setUp(self):
        super().setUp()
        self.relay = Relay()
        self.relay.controller.start()
        self.addCleanup(self.relay.controller.stop)
        self.office.environment |= {"POSTROOM_SMTP_HOST": "127.0.0.1", "POSTROOM_SMTP_TLS": "none",
                                    "POSTROOM_SMTP_PORT": str(self.relay.port)}
        self.folder_new = self.office.data / "returned/new"
        self.folder_new.mkdir(parents=True)
        who = complainant("email")
        self.office.import_cases([case("A-1", who=who)], DAY)
        self.office.run(DAY)
        self.email = self.of_the_reader("email")[0]
        self.return_address = next(
            sender for (sender, _), (to, _) in zip(self.relay.senders, self.relay.taken)
            if to == ("asha.quillfeather@mail.example",))

    def of_the_reader(self, channel):
        return self.office.parcels(channel=channel, role="complainant", step="acknowledgement")

    def comes_back(self, message, name=None):
        name = name or hashlib.sha256(message).hexdigest()[:12]
        (self.folder_new / name).write_bytes(message)

    def sent_on_record(self):
        return [row for row in self.office.events_on_record("A-1")
                if row[0] == "letter_sent" and '"acknowledgement"' in row[2]]


class AnAddressThatDoesNotWork(ReturnedMailTest):
    def test_the_letter_goes_by_post_on_the_next_working_day_and_keeps_its_first_date(self):
        self.comes_back(report(self.return_address))
        self.office.run(DAY)
        self.assertEqual(self.of_the_reader("email")[0]["state"], "bounced")
        self.assertEqual(self.of_the_reader("letter")[0]["state"], "held")
        task = next(t for t in self.office.tasks(case="A-1") if "came back" in t["reason"])
        self.assertNotIn("quillfeather", task["reason"].lower())
        self.office.run(NEXT)
        letter, = self.office.letters_in_tray()
        text = " ".join(pdf_text(letter).split())
        self.assertIn("We sent you this letter by email on Monday 3 March 2025", text)
        self.assertIn("12 Example Street", text)
        self.office.do("outbox", "posted", "--tray", NEXT, "--on", NEXT)
        self.assertEqual([row[1] for row in self.sent_on_record()], [DAY])
        self.assertIn("bounced", {leaf["event"] for leaf in self.office.ledger()})

    def test_nothing_goes_by_itself_to_where_a_young_person_lives(self):
        for day, more in ((NEXT, {"kind": "young_person"}),
                          (THIRD, {"safe_contact": "By email only, not at home."})):
            with self.subTest(**more):
                reference = f"B-{day}"
                self.office.import_cases(
                    [case(reference, day, who=complainant("email", **more))], day)
                self.office.run(day)
                sender = [sender for (sender, _), (to, _)
                          in zip(self.relay.senders, self.relay.taken)
                          if to == ("asha.quillfeather@mail.example",)][-1]
                self.comes_back(report(sender))
                self.office.run(day)
                self.assertEqual(self.office.parcels(case=reference, channel="letter"), [])
                task, = [task for task in self.office.tasks(case=reference)
                         if "came back" in task["reason"]]
                self.assertRegex(task["reason"], "safe way on record|to a young person")
                self.assertNotIn("not at home", task["reason"])

    def test_what_follows_goes_by_post_until_there_is_an_address_that_works(self):
        self.comes_back(report(self.return_address))
        self.office.run(DAY)
        self.office.event("A-1", "delay_confirmed", NEXT, reason="Leave.")
        self.office.run(NEXT)
        apology, = self.office.parcels(case="A-1", step="delay-apology-confirmed",
                                       recipient="complainant")
        self.assertEqual(apology["channel"], "letter")
        self.office.event("A-1", "party_changed", THIRD, role="complainant",
                          email="asha.new@mail.example")
        self.office.event("A-1", "extension_refused", THIRD)
        self.office.run(THIRD)
        later = self.office.parcels(case="A-1", role="complainant", created=THIRD)
        self.assertEqual({parcel["channel"] for parcel in later}, {"email"})

    def test_the_same_report_twice_changes_nothing_the_second_time(self):
        for name in ("one", "two"):
            self.comes_back(report(self.return_address), name)
            self.office.run(DAY)
        self.assertEqual(len(self.of_the_reader("letter")), 1)
        self.assertEqual(list(self.folder_new.iterdir()), [])
        self.assertEqual({path.name for path in (self.office.data / "returned/cur").iterdir()},
                         {"one:2,S", "two:2,S"})

    def test_without_a_postal_address_a_person_is_told(self):
        self.office.import_cases(
            [case("A-2", who=complainant("email", address=[], postcode=None))], DAY)
        self.office.run(DAY)
        email = self.office.parcels(case="A-2", channel="email", role="complainant")[0]
        self.comes_back(report("bounce@council.example", ids=email["message_id"]))
        self.office.run(DAY)
        self.assertEqual(self.office.parcels(case="A-2", channel="letter"), [])
        self.assertTrue(any("cannot go by post" in task["reason"]
                            for task in self.office.tasks(case="A-2")))

    def test_an_officers_address_that_does_not_work_is_a_task(self):
        email = self.office.parcels(role="team_manager", step="allocation")[0]
        self.comes_back(report("bounce@council.example", envelope=email["id"]))
        self.office.run(DAY)
        self.assertEqual(self.office.parcels(channel="letter"), [])
        self.assertTrue(any("officer" in task["reason"] for task in self.office.tasks()))


ANSWER = {"name": "stage1_drafted", "on": DAY, "points": [
    {"text": "Visits were cancelled.", "finding": "upheld", "reasons": "Nobody told you.",
     "actions": "The rota is checked every week."}]}


class AnAnswerThatCameBack(ReturnedMailTest):
    def closes(self, on):
        """On the first working day after the reader's time to ask for stage 2."""
        steps = self.office.do("explain", "A-7", "--on", on, "--json").json()
        return next(step["planned"][:10] for step in steps if step["step"] == "closed")

    def test_the_reader_has_as_long_from_the_post_as_they_had_from_the_email(self):
        self.office.import_cases([case("A-7", who=complainant("email"), events=[ANSWER])], DAY)
        self.office.run(DAY)
        answer = self.office.parcels(case="A-7", step="stage1-response", role="complainant")[0]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run(DAY)
        # Twenty working days from the email of 3 March.
        self.assertEqual(self.closes(DAY), "2025-04-01")
        self.comes_back(report("bounce@council.example", envelope=answer["id"]))
        self.office.run(DAY)
        self.office.run(NEXT)
        letter, = self.office.letters_in_tray()
        text = " ".join(pdf_text(letter).split())
        # Posted on 4 March it counts as received on the 6th.
        self.assertIn("4 March 2025", text)
        self.assertIn("Please ask by Thursday 3 April 2025", text)
        self.assertEqual(self.closes(NEXT), "2025-04-01")
        self.office.do("outbox", "posted", "--tray", NEXT, "--on", NEXT)
        self.assertEqual(self.closes(NEXT), "2025-04-04")
        # The office answered when it first did.
        on_record = self.office.events_on_record("A-7")
        self.assertEqual([row[1] for row in on_record if row[0] == "stage1_responded"], [DAY])
        self.assertEqual([row[1] for row in on_record if row[0] == "letter_sent_again"], [NEXT])

    def test_an_answer_in_time_that_came_back_is_not_called_late(self):
        last, after = "2025-03-17", "2025-03-18"   # day 10, and the day on which it is posted
        self.office.import_cases([case("A-7", who=complainant("email"),
                                       events=[ANSWER | {"on": last}])], DAY)
        self.office.run(last)
        answer = self.office.parcels(case="A-7", step="stage1-response", role="complainant")[0]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run(last)
        self.comes_back(report("bounce@council.example", envelope=answer["id"]))
        self.office.run(last)
        self.office.run(after)
        letter = next((self.office.data / "tray" / after).glob("*.pdf"))
        text = " ".join(pdf_text(letter).split())
        self.assertIn("Our answer to your complaint", text)
        self.assertNotIn("It took longer", text)


class GivenUpForNow(ReturnedMailTest):
    def test_the_same_bytes_go_again_after_a_day_and_then_by_post(self):
        self.comes_back(report(self.return_address, status="4.2.2"), "one")
        self.office.run(DAY)
        self.assertEqual(self.of_the_reader("email")[0]["state"], "retry_wait")
        before = len(self.relay.taken)
        self.office.run(NEXT)
        self.assertEqual(self.of_the_reader("email")[0]["state"], "accepted")
        to_reader = [bytes_ for to, bytes_ in self.relay.taken
                     if to == ("asha.quillfeather@mail.example",)]
        self.assertEqual(len(self.relay.taken), before + 1)
        self.assertEqual(len(set(to_reader)), 1)
        self.assertEqual([row[1] for row in self.sent_on_record()], [DAY])
        self.comes_back(report(self.return_address, status="4.2.2"), "two")
        self.office.run(NEXT)
        self.assertEqual(self.of_the_reader("email")[0]["state"], "bounced")
        self.assertEqual(self.of_the_reader("letter")[0]["state"], "held")


class WhatChangesNothing(ReturnedMailTest):
    def test_delays_and_automatic_answers(self):
        self.comes_back(report(self.return_address, action="delayed", status="4.4.1"))
        self.comes_back(b"From: reader@mail.example\r\nTo: " + self.return_address.encode() +
                        b"\r\nSubject: Automatic reply\r\nAuto-Submitted: auto-replied\r\n\r\nAway\r\n")
        before = self.office.outbox()
        self.office.run(DAY)
        self.assertEqual(self.office.outbox(), before)

    def test_a_return_address_that_somebody_made_up_matches_nothing(self):
        forged = self.return_address.replace("@", "0@").replace("0@", "@")
        token = forged.split("+")[1].split("@")[0]
        forged = forged.replace(token, token[:-1] + ("0" if token[-1] != "0" else "1"))
        self.comes_back(report(forged))
        self.office.run(DAY)
        self.assertEqual(self.of_the_reader("email")[0]["state"], "accepted")
        self.assertTrue(any("nothing in the report says which" in task["reason"]
                            for task in self.office.tasks()))

    def test_a_person_who_answers_there_is_shown_to_a_person(self):
        self.comes_back(b"From: reader@mail.example\r\nTo: " + self.return_address.encode() +
                        b"\r\nSubject: Re: Your complaint\r\n\r\nPlease ring me.\r\n")
        self.office.run(DAY)
        self.assertEqual(self.of_the_reader("email")[0]["state"], "accepted")
        self.assertTrue(any("somebody may have answered" in task["reason"]
                            for task in self.office.tasks()))

    def test_each_message_that_matches_nothing_is_a_task_of_its_own_that_names_its_file(self):
        """Most mail systems give a report no envelope id, and people's answers have none."""
        for n in range(3):
            self.comes_back(report("bounce@council.example", ids=f"their-own-{n}@mail.example"),
                            f"report-{n}")
            self.comes_back(b"From: reader@mail.example\r\nTo: bounce@council.example\r\n"
                            b"Subject: Re: Your complaint\r\n\r\nPlease ring me.\r\n", f"answer-{n}")
        self.assertEqual(self.office.run(DAY)["tasks"], 6)
        reasons = [task["reason"] for task in self.office.tasks(state="open")]
        for path in (self.office.data / "returned/cur").iterdir():
            # Not marked as seen: a mail program shows it as new.
            name, flags = path.name.split(":2,")
            self.assertEqual((flags, sum(f"returned/cur/{name}" in reason for reason in reasons)),
                             ("", 1))
        self.assertEqual(len(list((self.office.data / "returned/cur").iterdir())), 6)

    def test_a_second_message_under_the_same_name_replaces_neither_file_nor_task(self):
        for words in (b"Please ring me.", b"And write to my mother."):
            self.comes_back(b"From: reader@mail.example\r\nTo: bounce@council.example\r\n"
                            b"Subject: Re: Your complaint\r\n\r\n" + words + b"\r\n", "answer")
            self.office.run(DAY)
        self.assertEqual(len(list((self.office.data / "returned/cur").iterdir())), 2)
        self.assertEqual(len([task for task in self.office.tasks(state="open")
                              if "returned/cur/answer" in task["reason"]]), 2)

    def test_an_answer_to_one_of_our_emails_is_put_to_a_person_under_its_case(self):
        for n in range(2):
            self.comes_back(b"From: reader@mail.example\r\nTo: " + self.return_address.encode() +
                            b"\r\nSubject: Re: Your complaint\r\n\r\nPlease ring me.\r\n", f"answer-{n}")
        self.office.run(DAY)
        self.assertEqual(len([task for task in self.office.tasks(case="A-1", state="open")
                              if "somebody may have answered" in task["reason"]]), 2)

    def test_rubbish_is_put_aside_with_a_task_and_holds_up_nothing(self):
        self.comes_back(b"\r\n\r\n", "a")
        self.comes_back(report(self.return_address), "b")
        self.office.run(DAY)
        self.assertTrue(any("could not be read" in task["reason"] for task in self.office.tasks()))
        self.assertEqual(self.of_the_reader("email")[0]["state"], "bounced")


class AnEmailNobodyKnewTheFateOf(ReturnedMailTest):
    def test_a_report_proves_that_the_relay_had_it(self):
        self.relay.hang_up_after_the_dot = True
        self.office.import_cases([case("A-3", who=complainant("email"))], NEXT)
        self.office.run(NEXT)
        email = self.office.parcels(case="A-3", role="complainant", channel="email")[0]
        self.assertEqual(email["state"], "uncertain")
        self.comes_back(report("bounce@council.example", action="relayed", status="2.0.0",
                               envelope=email["id"]))
        self.office.run(NEXT)
        email = self.office.parcels(case="A-3", role="complainant", channel="email")[0]
        self.assertEqual(email["state"], "delivered")


if __name__ == "__main__":
    unittest.main()
