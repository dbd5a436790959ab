"""Letters name whoever really has the complaint: the one whom Postroom writes to about it."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import event, joins

ACCEPTED = event("eligibility_decided", "2025-03-03", outcome="accepted")


def managers(*roles, **said):
    """The managers of these roles, with what is said of each."""
    names = {"team_manager": "Tariq Boateng", "service_manager": "Sioned Vaughan",
             "head_of_service": "Hana Novák"}
    return [{"role": role, "name": names[role], "email": f"{role}@council.example".replace("_", "-"),
             **said.get(role, {})} for role in roles]


def leaves(role, on):
    return {"name": "party_changed", "on": on, "party": {"role": role, "left": True}}


EVERY = ("wokingham-statutory", "leicestershire-statutory", "luton-statutory",
         "statutory-baseline", "corporate-code", "wokingham-corporate")
ABOUT = {"complained_about": True}


class WhoHasIt(OfficeTest):
    def made(self, procedure, people, events=(), reference="A-1", logged="2025-03-03"):
        a_case = case(reference, who=complainant("email"), procedure=procedure,
                      events=[*([ACCEPTED] if procedure.endswith("statutory") else []), *events])
        a_case["parties"] = a_case["parties"][:1] + people
        self.office.import_cases([a_case], logged)

    def read(self, step, recipient="complainant", case="A-1"):
        """What that letter says, and the name of whom it is to."""
        (parcel,) = [p for p in self.office.parcels(step=step, case=case)
                     if p["recipient"] == recipient]
        message = parsed(self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom")
        words = message.get_body(("plain",)).get_content()
        return " ".join(words.replace("*", "").split()), str(message["To"])

    def reads_of(self, step, case="A-1"):
        """To whom that step's letter went."""
        return [p["recipient"] for p in self.office.parcels(step=step, case=case)
                if not p["recipient"].startswith("copy.")]

    def test_a_complaint_about_the_managers_is_with_the_head_of_service(self):
        people = managers("team_manager", "service_manager", "head_of_service",
                          team_manager=ABOUT, service_manager=ABOUT)
        for number, procedure in enumerate(EVERY):
            with self.subTest(procedure):
                reference = f"A-{number}"
                self.made(procedure, people, reference=reference)
                self.office.run("2025-03-03")
                words, _ = self.read("acknowledgement", case=reference)
                self.assertEqual(self.reads_of("allocation", case=reference), ["head_of_service"])
                words_to_officer, to = self.read("allocation", "head_of_service", reference)
                self.assertIn("no team manager whom we can write to", words_to_officer)
                self.assertIn("Hana Novák", to)
                self.assertIn("Hana Novák", words)
                self.assertNotIn("team manager", words)
                self.assertNotIn("manager of the team", words)
                self.assertNotIn("Tariq Boateng", words)

    def test_an_early_request_is_not_lost_and_a_written_answer_hides_nobody(self):
        self.made("wokingham-statutory", managers("team_manager", "head_of_service"),
                  [event("stage2_requested", "2025-03-14"), event("stage1_drafted", "2025-03-28")])
        for day in ("2025-03-17", "2025-03-26", "2025-03-31"):
            self.office.run(day)
        words, _ = self.read("delay-apology-silence")
        self.assertIn("You asked us for stage 2 on Friday 14 March 2025. We have the request, and it is "
                      "not lost. If you have no answer by Monday 31 March 2025, we will write to you "
                      "about stage 2.", words)
        self.assertNotIn("you can ask for stage 2", words)
        words, _ = self.read("stage2-rights")
        self.assertIn("We have a draft of our answer. It is not ready to send yet. "
                      "Your complaint is now with the head of service, Hana Novák.", words)

    def test_the_right_to_stage_2_names_whoever_took_over(self):
        self.made("leicestershire-statutory", managers("team_manager", "head_of_service"),
                  [leaves("team_manager", "2025-03-05"), leaves("head_of_service", "2025-03-06")])
        for day in ("2025-03-17", "2025-03-26", "2025-03-31"):
            self.office.run(day)
        self.assertEqual(self.reads_of("head-of-service-referral"), ["director"])
        words, _ = self.read("stage2-rights")
        self.assertIn("Your complaint is now with the director, Alex Stone.", words)
        self.assertNotIn("head of service", words)

    def test_nobody_is_named_where_nobody_has_it(self):
        self.made("leicestershire-statutory", managers(
            "team_manager", "head_of_service", team_manager=ABOUT, head_of_service=ABOUT)
            + [{"role": "director", "name": "Alex Stone", "email": "alex.stone@council.example",
                **ABOUT}])
        for day in ("2025-03-03", "2025-03-17", "2025-03-31"):
            self.office.run(day)
        words, _ = self.read("acknowledgement")
        self.assertIn("A manager of the service will look into your complaint", words)
        words, _ = self.read("stage2-rights")
        self.assertNotIn("is now with", words)
        self.assertNotIn("Stone", words)

    def test_a_new_team_manager_gets_the_complaint(self):
        for number, procedure in enumerate(EVERY):
            self.made(procedure, managers("team_manager", "service_manager"), [
                leaves("team_manager", "2025-03-05"),
                joins("team_manager", "Nia Newman", "nia.newman@council.example", "2025-03-06")],
                      f"A-{number}")
        for day in ("2025-03-03", "2025-03-05", "2025-03-06", "2025-03-07"):
            self.office.run(day)
        for number, procedure in enumerate(EVERY):
            with self.subTest(procedure):
                reference = f"A-{number}"
                self.assertEqual(self.reads_of("allocation", reference), ["team_manager"])
                again = [p["recipient"] for p in self.office.parcels(step="allocation-again",
                                                                    case=reference)]
                self.assertEqual(sorted(again), ["copy.service_manager", "service_manager",
                                                 "team_manager"])
                words, to = self.read("allocation-again", "team_manager", reference)
                self.assertIn("Nia Newman", to)
                self.assertIn("Visits were cancelled.", words)
                self.assertIn("first sent this complaint out on Monday 3 March 2025", words)
                self.assertIn("17 March 2025", words)
                self.assertNotIn("no team manager", words)
                words, to = self.read("allocation-again", "service_manager", reference)
                self.assertIn("Sioned Vaughan", to)
                self.assertIn("no team manager", words)

    def test_a_new_head_of_service_gets_it_where_there_is_no_team_manager(self):
        self.made("leicestershire-statutory", managers("team_manager", "head_of_service"),
                  [leaves("team_manager", "2025-03-05"), leaves("head_of_service", "2025-03-06")])
        for day in ("2025-03-03", "2025-03-05", "2025-03-06"):
            self.office.run(day)
        self.assertEqual(self.reads_of("allocation-again"), ["head_of_service"])
        self.assertEqual(self.reads_of("allocation-head-of-service"), ["director"])

    def test_a_service_manager_who_has_it_is_not_sent_it_again_when_the_head_of_service_leaves(self):
        for number, procedure in enumerate(EVERY):
            self.made(procedure, managers("team_manager", "service_manager", "head_of_service"),
                      [leaves("team_manager", "2025-03-05"), leaves("head_of_service", "2025-03-06")],
                      f"A-{number}")
        for day in ("2025-03-03", "2025-03-05", "2025-03-06"):
            self.office.run(day)
        for number, procedure in enumerate(EVERY):
            with self.subTest(procedure):
                case = f"A-{number}"
                self.assertEqual(self.reads_of("allocation-again", case), ["service_manager"])
                self.assertEqual(self.reads_of("allocation-next-up", case), [])
                self.assertEqual(self.reads_of("allocation-head-of-service", case), [])

    def test_whoever_is_next_up_gets_it_once_when_two_managers_change_on_one_day(self):
        self.made("leicestershire-statutory",
                  managers("team_manager", "service_manager", "head_of_service"),
                  [leaves("team_manager", "2025-03-04"), leaves("service_manager", "2025-03-05"),
                   joins("head_of_service", "Nia Newman", "nia.newman@council.example",
                         "2025-03-05")])
        for day in ("2025-03-03", "2025-03-04", "2025-03-05", "2025-03-06"):
            self.office.run(day)
        self.assertEqual(self.reads_of("allocation-next-up"), ["head_of_service"])
        self.assertEqual(self.reads_of("allocation-head-of-service"), [])

    def test_a_new_head_of_service_gets_the_complaint_on_that_day(self):
        for number, procedure in enumerate(EVERY):
            for which, on in (("before", "2025-03-27"), ("after", "2025-04-08")):
                self.made(procedure, managers("team_manager", "head_of_service"), [
                    joins("head_of_service", "Nia Newman", "nia.newman@council.example", on)],
                          f"{which}-{number}")
        for day in ("2025-03-03", "2025-03-17", "2025-03-26", "2025-03-27", "2025-03-31",
                    "2025-04-07", "2025-04-08"):
            self.office.run(day)
        for number, procedure in enumerate(EVERY):
            with self.subTest(procedure):
                words, to = self.read("head-of-service-referral-again", "head_of_service",
                                      f"after-{number}")
                self.assertIn("Nia Newman", to)
                self.assertIn("On Monday 31 March 2025 we told the complainant of the right to "
                              "stage 2. They can ask for it on any day.", words)
                self.assertNotIn("unless an answer is recorded by then", words)
                if procedure == "statutory-baseline":   # it refers nothing before day 20
                    continue
                words, to = self.read("head-of-service-referral-again", "head_of_service",
                                      f"before-{number}")
                self.assertIn("Nia Newman", to)
                self.assertIn("On Monday 31 March 2025", words)
                self.assertIn("unless an answer is recorded by then", words)

    def test_a_team_manager_with_another_telephone_has_it_already(self):
        self.made("leicestershire-statutory", managers("team_manager", "head_of_service"), [
            {"name": "party_changed", "on": "2025-03-06",
             "party": {"role": "team_manager", "phone": "01632 960123"}}])
        for day in ("2025-03-03", "2025-03-06"):
            self.office.run(day)
        self.assertEqual(self.reads_of("allocation-again"), [])

    def test_a_team_manager_who_had_no_address_gets_it_at_the_first(self):
        self.made("leicestershire-statutory", managers(
            "team_manager", "head_of_service", team_manager={"email": ""}), [
                {"name": "party_changed", "on": "2025-03-06",
                 "party": {"role": "team_manager", "email": "tariq@council.example"}}])
        for day in ("2025-03-03", "2025-03-06"):
            self.office.run(day)
        self.assertEqual(self.reads_of("allocation"), ["head_of_service"])
        self.assertEqual(self.reads_of("allocation-again"), ["team_manager"])

    def test_who_joins_before_the_complaint_went_out_gets_it_once(self):
        self.made("leicestershire-statutory", managers("head_of_service"),
                  [joins("team_manager", "Nia Newman", "nia.newman@council.example",
                         "2025-03-03")])
        for day in ("2025-03-03", "2025-03-04"):
            self.office.run(day)
        self.assertEqual(self.reads_of("allocation"), ["team_manager"])
        self.assertEqual(self.reads_of("allocation-again"), [])

    def test_an_officer_who_left_signs_no_more(self):
        self.made("wokingham-statutory", managers("team_manager", "head_of_service") + [
            {"role": "complaints_officer", "name": "Una Day", "email": "una.day@council.example"}],
            [leaves("complaints_officer", "2025-03-05")])
        self.office.run("2025-03-03")
        self.assertIn("Una Day", self.read("acknowledgement")[0])
        self.office.run("2025-03-17")
        words, _ = self.read("delay-apology-silence")
        self.assertNotIn("Una Day", words)
        self.assertIn("Sam Rivers", words)


if __name__ == "__main__":
    unittest.main()
