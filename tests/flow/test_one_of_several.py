"""Several people complain, perhaps estranged: what one of them says is theirs alone. The others are
not told it as their own, are not bound by it, and get what they were promised."""

import unittest

from office import OfficeTest, case, complainant, parsed

ASHA, IMRAN = "Asha Quillfeather", "Imran Quillfeather"


class OneOfSeveral(OfficeTest):
    def start(self, procedure="leicestershire-statutory", second=None, more=(), accepted=True):
        """Asha and Imran complain, received on 3 March 2025; both are written to by email."""
        one = case("A-1", who=complainant("email"), procedure=procedure)
        one["parties"].insert(1, complainant(
            **{"channel": "email", "first_name": "Imran", "email": "imran@mail.example"}
            | (second or {})))
        one["parties"].extend(more)
        self.office.import_cases([one], "2025-03-03")
        if accepted and procedure.endswith("statutory"):
            self.office.event("A-1", "eligibility_decided", "2025-03-03", outcome="accepted")
        self.office.run("2025-03-03")

    def says(self, day, event, by, **details):
        self.office.event("A-1", event, day, by=by, **details)
        self.office.run(day)

    def told(self, step):
        """What that step's email says to each of those who complain."""
        read = {}
        for parcel in self.office.parcels(step=step, case="A-1"):
            file = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
            if not parcel["recipient"].startswith("copy.") and file.exists():
                words = parsed(file).get_body(("plain",)).get_content().replace("*", "")
                read[parcel["recipient"]] = " ".join(words.split())
        return read

    def tasks(self, step):
        return self.office.tasks(step=step, case="A-1", state="open")


class BothAskOnOneDay(OneOfSeveral):
    def test_each_is_thanked_for_their_own_request(self):
        for procedure in ("leicestershire-statutory", "corporate-code"):
            with self.subTest(procedure):
                self.setUp()
                self.start(procedure)
                self.office.event("A-1", "stage1_responded", "2025-03-12", finding="upheld",
                                  sent_by="service")
                self.office.run("2025-03-12")
                self.office.event("A-1", "stage2_requested", "2025-03-18", by=IMRAN)
                self.says("2025-03-18", "stage2_requested", ASHA)
                told = self.told("stage2-acknowledgement")
                self.assertEqual(set(told), {"complainant", "complainant.2"})
                for words in told.values():
                    self.assertIn("You asked us for stage 2 on Tuesday 18 March 2025", words)
                    self.assertNotIn("Stage 2 was asked for", words)

    def test_who_did_not_ask_is_told_that_it_was_asked_for(self):
        self.start()
        self.office.event("A-1", "stage1_responded", "2025-03-12", finding="upheld",
                          sent_by="service")
        self.says("2025-03-18", "stage2_requested", IMRAN)
        told = self.told("stage2-acknowledgement")
        self.assertIn("Stage 2 was asked for on Tuesday 18 March 2025", told["complainant"])
        self.assertIn("You asked us for stage 2", told["complainant.2"])


class MoreTime(OneOfSeveral):
    def test_who_did_not_give_it_is_asked_for_their_own_word(self):
        self.start()
        self.says("2025-03-10", "extension_agreed", ASHA)
        told = self.told("extension-confirmed")
        self.assertIn("You agreed on Monday 10 March 2025", told["complainant"])
        self.assertIn("Please tell us if you agree to this day", told["complainant.2"])
        self.assertNotIn("we may have more time", told["complainant.2"])

    def test_who_refuses_it_is_not_said_to_have_agreed_before(self):
        self.start()
        self.says("2025-03-10", "extension_agreed", ASHA)
        self.says("2025-03-12", "extension_refused", IMRAN)
        for reader in ("complainant", "complainant.2"):
            (waiting,) = self.office.parcels(step="extension-refused", recipient=reader)
            self.office.do("outbox", "approve", waiting["id"])
        self.office.run("2025-03-12")
        told = self.told("extension-refused")
        self.assertNotIn("any longer", told["complainant.2"])
        self.assertIn("you do not agree to more time. That is your right", told["complainant.2"])
        self.assertIn("Not everybody who complains agrees", told["complainant"])

    def test_an_early_request_of_one_is_not_said_to_be_the_others(self):
        self.start()
        self.says("2025-03-10", "stage2_requested", IMRAN)
        self.says("2025-03-11", "extension_agreed", ASHA)
        told = self.told("extension-confirmed")
        self.assertNotIn("asked for on", told["complainant"])
        self.assertIn("You asked us for stage 2 on Monday 10 March 2025", told["complainant.2"])
        self.office.run("2025-03-31")
        told = self.told("stage2-rights")
        self.assertNotIn("You do not have to give your reasons again", told["complainant"])
        self.assertIn("You do not have to give your reasons again", told["complainant.2"])

class AnAdvocateOfOne(OneOfSeveral):
    def test_is_not_said_to_be_the_others(self):
        self.start(more=[{"role": "advocate", "name": "Rhys Wyn", "email": "rhys@adv.example",
                          "represents": ASHA, "consent": {"given": True}}])
        self.says("2025-03-05", "advocate_awaited", IMRAN, agreed="false")
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-06", "--set",
                       "role=advocate", "--set", "which=2", "--set", "name=Ned Orme", "--set",
                       "email=ned@adv.example", "--set", f"represents={IMRAN}", "--set",
                       "consent.given=yes")
        self.says("2025-03-06", "advocate_appointed", IMRAN)
        told = self.told("advocate-appointed")
        self.assertNotIn("You have an advocate now", told["complainant"])
        self.assertNotIn("Ned Orme", told["complainant"])
        self.assertIn("Ned Orme is now your advocate", told["complainant.2"])
        self.assertNotIn("Rhys Wyn", told["complainant.2"])

    def test_does_not_look_into_the_complaint_without_a_question(self):
        self.start(more=[{"role": "advocate", "name": "Rhys Wyn", "email": "rhys@adv.example",
                          "represents": ASHA, "consent": {"given": True}}])
        self.office.event("A-1", "stage1_responded", "2025-03-12", finding="upheld",
                          sent_by="service")
        self.office.event("A-1", "stage2_requested", "2025-03-14")
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-17", "--set",
                       "role=independent_person", "--set", "name=Rhys Wyn", "--set",
                       "email=rhys@adv.example")
        self.says("2025-03-17", "investigators_appointed", ASHA)
        self.assertEqual(len(self.tasks("stage2-conflict-investigator")), 1)


class ARepresentativeOfOne(OneOfSeveral):
    def test_consent_is_asked_of_whom_they_represent_alone(self):
        self.start(more=[{"role": "representative", "name": "Ola Strand", "represents": IMRAN,
                          "email": "ola@law.example"}])
        self.assertEqual(list(self.told("consent-request")), ["complainant.2"])
        self.office.run("2025-03-18")
        self.assertEqual(list(self.told("consent-chase")), ["complainant.2"])


if __name__ == "__main__":
    unittest.main()
