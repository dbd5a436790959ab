"""Emails of several cases that one officer gets on one day go as one email (edge case 3)."""

from office import OfficeTest, case, parsed
from test_smtp import SmtpTest

RECEIVED, DAY_7 = "2025-03-03", "2025-03-12"
BOTH = ("CC-2025-0001", "CC-2025-0002")


def text_of(email):
    return " ".join(parsed(email).get_body(("plain",)).get_content().split())


class JointEmailTest(OfficeTest):
    def until_day_7(self, *references):
        self.office.import_cases([case(reference) for reference in references or BOTH], RECEIVED)
        self.office.run(RECEIVED)

    def reminders(self, to="team_manager", **wanted):
        return self.office.parcels(step="update-reminder", recipient=to, **wanted)

    def emails_about(self, *references):
        """Day 7 emails that speak of these cases, among others."""
        return [email for email in self.office.emails()
                if "is the answer on track?" in text_of(email)
                and all(f"Complaint {reference}: is the answer on track?" in text_of(email)
                       for reference in references)]


class OneEmail(JointEmailTest):
    def test_edge03_two_cases_of_one_manager_due_one_day_are_one_email(self):
        self.until_day_7()
        self.office.run(DAY_7)
        # The manager's, and the copy that the service manager gets.
        self.assertEqual(len(self.emails_about(*BOTH)), 2)
        self.assertEqual(len(self.emails_about()), 2)
        first, second = self.reminders()
        self.assertEqual({first["case"], second["case"]}, set(BOTH))
        self.assertEqual({first["state"], second["state"]}, {"accepted"})
        self.assertEqual(first["message_id"], second["message_id"])
        for email in self.emails_about(*BOTH):
            self.assertEqual(text_of(email).count("is the answer on track?"), 2)
            self.assertEqual(text_of(email).count("Reply to this email or phone"), 1)
            self.assertNotIn("CC-2025", str(parsed(email)["Subject"]))

    def test_each_case_has_it_on_record_and_in_the_archive(self):
        self.until_day_7()
        self.office.run(DAY_7)
        for reference in BOTH:
            sent = [event for event in self.office.events_on_record(reference)
                    if "letter_sent" in event and "update-reminder" in str(event)]
            self.assertEqual(len(sent), 1, sent)
        copies = set()
        for parcel in self.reminders():
            kept = self.folder_for(parcel)
            self.office.do("outbox", "show", parcel["id"], "-o", kept)
            copies.add(kept.read_bytes())
        self.assertEqual(len(copies), 1)
        self.assertIn(copies.pop(), {email.read_bytes() for email in self.office.emails()})
        self.office.do("archive", "verify")

    def folder_for(self, parcel):
        return self.office.data / (parcel["id"] + ".eml")

    def test_the_complaint_whose_answer_is_due_first_comes_first(self):
        # On 12 March one is asked about on day 7, the other is due tomorrow.
        for reference, received in (("Z-2", "2025-02-27"), ("Z-1", "2025-03-03")):
            self.office.import_cases([case(reference, received=received, area="west")], received)
            self.office.run(received)
        self.office.run("2025-03-12")
        both = self.emails_about("Z-1") and [text_of(email) for email in self.emails_about("Z-1")
                                             if "Z-2" in text_of(email)]
        self.assertTrue(both)
        for text in both:
            self.assertLess(text.index("Z-2"), text.index("Z-1"))

    def test_one_case_alone_gets_its_own_words(self):
        self.until_day_7("CC-2025-0001")
        self.office.run(DAY_7)
        email, _ = self.emails_about("CC-2025-0001")
        self.assertIn("CC-2025-0001", str(parsed(email)["Subject"]))

    def test_cases_of_two_managers_stay_apart(self):
        other = case(BOTH[1])
        for party in other["parties"]:
            if party["role"] == "team_manager":
                party.update(name="Ola Other", email="ola@council.example")
        self.office.import_cases([case(BOTH[0]), other], RECEIVED)
        self.office.run(RECEIVED)
        self.office.run(DAY_7)
        self.assertEqual(self.emails_about(*BOTH), [])
        self.assertEqual({parcel["state"] for parcel in self.reminders()}, {"accepted"})

    def test_it_is_signed_and_answered_as_the_procedures_own_office(self):
        self.office.import_cases([case(reference, procedure="luton-statutory")
                                  for reference in BOTH], RECEIVED)
        self.office.run(RECEIVED)
        joint = [email for email in self.office.emails()
                 if str(parsed(email)["Subject"]) == "Several complaints need you"]
        self.assertTrue(joint)
        for email in joint:
            self.assertIn("feedback@council.example", str(parsed(email)["From"]))
            self.assertIn("Complaints and Information Governance Team", text_of(email))
            self.assertNotIn("Children's complaints team", text_of(email))

    def test_a_second_run_sends_nothing_again(self):
        self.until_day_7()
        self.office.run(DAY_7)
        before = self.office.every_file()
        self.office.run(DAY_7)
        self.assertEqual(self.office.every_file(), before)


class WhenItDoesNotLeaveAtOnce(SmtpTest):
    """Case A-1 of SmtpTest, and B-1 of the same team manager."""

    LATER = "2025-03-12T18:30:00Z"

    def setUp(self):
        super().setUp()
        self.office.import_cases([case("B-1")], RECEIVED)
        self.office.run("2025-03-11")

    def reminders(self):
        return {(parcel["case"], parcel["state"])
                for parcel in self.office.parcels(step="update-reminder", recipient="team_manager")}

    def no_relay(self):
        self.use(1)  # nothing of ours listens there
        self.office.run(DAY_7)
        self.assertEqual(self.reminders(), {("A-1", "retry_wait"), ("B-1", "retry_wait")})

    def sent_reminders(self, relay):
        texts = [text_of(message) for _, message in relay.taken]
        return [text for text in texts if "is the answer on track?" in text]

    def assert_only_b_is_asked(self, relay):
        self.office.do("run", "--at", self.LATER)
        for text in self.sent_reminders(relay):
            self.assertIn("Complaint B-1: is the answer on track?", text)
            self.assertNotIn("A-1", text)
        self.assertEqual(len(self.sent_reminders(relay)), 2)  # the manager's, and the copy
        self.assertIn(("B-1", "accepted"), self.reminders())
        self.office.do("archive", "verify")

    def test_when_one_case_moved_on_the_other_is_written_again_alone(self):
        self.no_relay()
        self.office.event("A-1", "update_received", DAY_7, on_track="true")
        self.assert_only_b_is_asked(self.relay())

    def test_when_a_person_stops_it_for_one_case_the_other_is_written_again_alone(self):
        self.no_relay()
        parcel, = self.office.parcels(step="update-reminder", recipient="team_manager", case="A-1")
        self.office.do("outbox", "cancel", parcel["id"], "--reason", "Spoken to.")
        self.assertIn(("A-1", "cancelled"), self.reminders())
        self.assert_only_b_is_asked(self.relay())

    def test_once_the_relay_is_back_it_goes_once_for_both(self):
        self.no_relay()
        relay = self.relay()
        self.office.do("run", "--at", self.LATER)
        self.assertEqual(self.reminders(), {("A-1", "accepted"), ("B-1", "accepted")})
        self.assertEqual(len(self.sent_reminders(relay)), 2)

    def test_uncertain_is_one_question_and_its_answer_counts_for_both(self):
        self.relay().hang_up_after_the_dot = True
        self.office.run(DAY_7)
        self.assertEqual(self.reminders(), {("A-1", "uncertain"), ("B-1", "uncertain")})
        questions = self.office.tasks(state="open", step="update-reminder")
        self.assertEqual(len(questions), 2)  # the manager's, and the copy
        for parcel in self.office.parcels(step="update-reminder", case="B-1"):
            self.office.do("outbox", "resolve", parcel["id"], "--sent", "--note", "Asked them.")
        self.assertEqual(self.reminders(), {("A-1", "accepted"), ("B-1", "accepted")})
        self.assertEqual(self.office.tasks(state="open", step="update-reminder"), [])
        for reference in ("A-1", "B-1"):
            self.assertEqual(sum("update-reminder" in str(event)
                                 for event in self.office.events_on_record(reference)), 1)


if __name__ == "__main__":
    import unittest

    unittest.main()
