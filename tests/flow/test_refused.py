"""After a complaint was refused: what is asked for later, and what we said we would do, is seen to."""

import unittest

from office import OfficeTest, case, complainant, parsed

STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")
CORPORATE = ("corporate-code", "wokingham-corporate")


class ARefusal(OfficeTest):
    def refuse(self, outcome, procedures):
        """Received on 3 March 2025, refused on the 7th; the letter leaves that day."""
        self.office.import_cases([case(one, who=complainant("email"), procedure=one)
                                  for one in procedures], "2025-03-03")
        self.office.run("2025-03-03")
        for one in procedures:
            self.office.event(one, "eligibility_decided", "2025-03-07", outcome=outcome,
                              reasons="Nobody is left who knows.", route="The school.")
        self.approve("2025-03-07")

    def approve(self, day):
        self.office.run(day)
        for parcel in self.office.parcels(state="awaiting_approval"):
            if not parcel["recipient"].startswith("copy."):
                self.office.do("outbox", "approve", parcel["id"])
        self.office.run(day)

    def said_in(self, parcel):
        mail = parsed(self.office.do("archive", "show", parcel["id"]).bytes)
        return " ".join(mail.get_body(preferencelist=("plain",)).get_content().split())

    def test_is_looked_at_again_when_stage_2_is_asked_for(self):
        self.refuse("out_of_time", STATUTORY + CORPORATE)
        for one in STATUTORY + CORPORATE:
            self.office.event(one, "stage2_requested", "2025-03-14")
        self.office.run("2025-03-14")
        for one in STATUTORY + CORPORATE:
            with self.subTest(one):
                (task,) = self.office.tasks(case=one, step="stage2-after-refusal")
                self.assertEqual(task["due"], "2025-03-17")
                self.assertIn("look at the decision again", task["reason"])
                self.assertEqual(self.office.tasks(case=one, step="stage2-early-request"), [])

    def test_is_taken_back_before_we_ask_for_more_time(self):
        self.refuse("out_of_time", STATUTORY + CORPORATE)
        for one in STATUTORY + CORPORATE:
            self.office.event(one, "eligibility_decided", "2025-03-24", outcome="accepted",
                              reasons="You were in hospital.")
        self.office.run("2025-03-24")
        self.assertEqual(self.office.parcels(step="delay-apology-silence"), [])
        self.approve("2025-03-24")
        self.office.run("2025-03-25")
        for one in STATUTORY + CORPORATE:
            with self.subTest(one):
                self.assertTrue(self.office.parcels(case=one, step="accepted-after-all"))
                (apology,) = [parcel for parcel in self.office.parcels(
                    case=one, step="delay-apology-silence") if parcel["recipient"] == "complainant"]
                self.assertIn("We wrote to you on Monday 24 March 2025 that we look into your "
                              "complaint after all", self.said_in(apology))

    def test_of_a_part_is_taken_back_when_all_of_it_is_looked_into(self):
        self.refuse("part_accepted", STATUTORY + CORPORATE)
        for one in STATUTORY + CORPORATE:
            self.office.event(one, "eligibility_decided", "2025-03-12", outcome="accepted")
        self.approve("2025-03-12")
        for one in STATUTORY + CORPORATE:
            with self.subTest(one):
                (letter,) = [parcel for parcel in self.office.parcels(case=one)
                             if parcel["recipient"] == "complainant"
                             and parcel["sent"] == "2025-03-12"]
                said = self.said_in(letter)
                self.assertIn("now we look into all of it", said)
                self.assertNotIn("You should have heard", said)

    def test_for_another_procedure_keeps_the_day_by_which_we_said_who_answers(self):
        self.refuse("not_statutory", STATUTORY)
        self.office.run("2025-03-13")
        self.assertEqual(self.office.tasks(step="not-statutory-promise"), [])
        self.office.run("2025-03-14")
        for one in STATUTORY:
            with self.subTest(one):
                (task,) = self.office.tasks(case=one, step="not-statutory-promise")
                self.assertEqual(task["due"], "2025-03-14")


if __name__ == "__main__":
    unittest.main()
