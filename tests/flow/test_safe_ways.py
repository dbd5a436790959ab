"""Letters reach their reader, in the way that is on record now, and nobody else."""

import unittest

from office import OfficeTest, case, complainant

POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'
DAY = "2025-03-03"


class SafeWays(OfficeTest):
    def import_one(self, who, *others):
        whole = case("A-1", who=who)
        whole["parties"].extend(others)
        self.office.import_cases([whole], DAY)

    def states(self, recipient="complainant", step="acknowledgement"):
        return [(parcel["channel"], parcel["state"])
                for parcel in self.office.parcels(step=step, recipient=recipient)]

    def change(self, **details):
        pairs = [part for key, value in details.items() for part in ("--set", f"{key}={value}")]
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-04", "--at",
                       "2025-03-04T10:00:00Z", *pairs)

    def test_post_to_whoever_has_a_safe_contact_waits_for_a_person_and_its_copy_with_it(self):
        advocate = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@voice.example",
                    "consent": {"given": True}}
        self.import_one({**complainant("letter", kind="young_person"),
                         "safe_contact": "Through school, never at home."}, advocate)
        self.office.run(DAY)
        self.assertEqual(self.states(), [("letter", "awaiting_approval")])
        self.assertEqual(self.states("copy.advocate"), [("email", "awaiting_approval")])
        self.assertEqual(self.office.letters_in_tray(), [])
        waiting = self.office.parcels(step="acknowledgement", recipient="complainant")[0]
        self.assertIn("nobody else opens it", waiting["reason"])
        self.assertNotIn("school", waiting["reason"])
        self.office.do("outbox", "approve", waiting["id"])
        self.office.run(DAY)
        self.assertEqual(self.states(), [("letter", "sending")])
        self.assertEqual(self.states("copy.advocate"), [("email", "accepted")])

    def test_whoever_approves_an_answer_on_paper_is_told_to_look_at_its_address(self):
        self.import_one({**complainant("letter", kind="young_person"),
                         "safe_contact": "Through school, never at home."})
        self.office.event("A-1", "stage1_drafted", DAY, points=POINTS)
        self.office.run(DAY)
        answer = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.assertEqual(answer["state"], "awaiting_approval")
        self.assertEqual(
            answer["reason"],
            "waits for a person: read it; goes by post to somebody whose safe contact is on "
            "record: see that nobody else opens it there, then approve or cancel it")

    def test_by_email_it_goes_to_the_address_that_was_recorded_for_it(self):
        self.import_one({**complainant("email", kind="young_person"),
                         "safe_contact": "By email only."})
        self.office.run(DAY)
        self.assertEqual(self.states(), [("email", "accepted")])

    def test_a_letter_in_the_tray_is_made_again_for_whoever_now_wants_email(self):
        self.import_one(complainant("letter"))
        self.office.run(DAY)
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.change(role="complainant", channel="email", email="asha@mail.example")
        self.office.run("2025-03-04")
        self.assertEqual(self.office.letters_in_tray(), [])
        self.assertEqual(sorted(self.states()), [("email", "accepted"), ("letter", "superseded")])

    def test_so_is_an_email_that_waits_for_whoever_now_wants_post(self):
        self.import_one(complainant("email"))
        self.office.event("A-1", "stage1_drafted", DAY, points=POINTS)
        self.office.run(DAY)
        self.change(role="complainant", channel="letter", address_1="7 Example Row",
                    postcode="EX1 2AB")
        self.office.run("2025-03-04")
        self.assertEqual(sorted(self.states(step="stage1-response")),
                         [("email", "superseded"), ("letter", "awaiting_approval")])

    def test_another_advocate_has_not_the_consent_that_was_given_to_the_one_before(self):
        advocate = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@voice.example",
                    "consent": {"given": True}}
        self.import_one(complainant("email"), advocate)
        self.office.run(DAY)
        self.assertEqual(self.states("copy.advocate"), [("email", "accepted")])
        self.change(role="advocate", name="Bea New", email="bea@voice.example")
        for day in ("2025-03-04", "2025-03-17"):
            self.office.run(day)
        copies = self.office.parcels(step="delay-apology-silence", recipient="copy.advocate")
        self.assertEqual(copies, [])
        task, = self.office.tasks(step="advocate-consent-missing")
        self.assertIn("What was said of a former one does not count", task["reason"])

    def test_an_advocate_with_another_address_is_the_same_one(self):
        advocate = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@voice.example",
                    "consent": {"given": True}}
        self.import_one(complainant("email"), advocate)
        self.change(role="advocate", email="rhys.wyn@voice.example")
        self.office.run("2025-03-17")
        copies = self.office.parcels(step="delay-apology-silence", recipient="copy.advocate")
        self.assertEqual([copy["state"] for copy in copies], ["accepted"])


if __name__ == "__main__":
    unittest.main()
