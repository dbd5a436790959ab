"""Somebody appointed for stage 2 or the panel is replaced, leaves or is not needed any more, and an
advocate leaves: whoever was told of the first is told of the next, and nobody goes on in vain."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import event, investigators, joins, panel

LUTON = ("luton-statutory",)
CHILD = {"kind": "young_person", "first_name": "Kai", "last_name": "Vale", "title": None}


def leaves(role, on):
    return {"name": "party_changed", "on": on, "party": {"role": role, "left": True}}


class WhoTakesPart(OfficeTest):
    """The same events as case A-0, A-1, … of each council."""

    def made(self, events, last, councils=LUTON, who=None, parties=()):
        self.councils = councils
        for number, procedure in enumerate(councils):
            one = case(f"A-{number}", who=who or complainant("email"), procedure=procedure, events=[
                *([event("eligibility_decided", "2025-03-03", outcome="accepted")]
                  if procedure.endswith("statutory") else []), *events])
            one["parties"].extend(parties)
            self.office.import_cases([one], "2025-03-03")
        for day in sorted({one["on"] for one in events} | {"2025-03-03", last}):
            if day <= last:
                self.office.run(day)

    def each(self):
        return [f"A-{number}" for number in range(len(self.councils))]

    def follows(self, reference, on, **party):
        """Somebody new in the role, recorded while the case runs."""
        pairs = [part for key, value in party.items() for part in ("--set", f"{key}={value}")]
        self.office.do("event", reference, "party_changed", "--on", on, "--at", f"{on}T10:00:00Z",
                       *pairs)

    def letters(self, step, reference, recipient):
        """What that step's emails to that reader say, the first first."""
        parcels = [p for p in self.office.parcels(step=step, case=reference)
                   if p["recipient"].split(".")[0] == recipient]
        files = [self.office.data / "maildir" / "new" / f"{p['id']}.postroom" for p in parcels]
        return [" ".join(parsed(file).get_body(("plain",)).get_content().replace("*", "").split())
                for file in files]

    def tasks(self, step, reference, state="open"):
        return self.office.tasks(step=step, case=reference, state=state)


ANSWERED = [event("stage1_responded", "2025-03-12", finding="not_upheld", sent_by="service"),
            event("stage2_requested", "2025-03-24")]
STAGE_2 = [*ANSWERED, *investigators("2025-03-31")]
STAGE_3 = [*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
           event("stage3_requested", "2025-05-12"), *panel("2025-05-20", "2025-06-20")]


class AtStage2(WhoTakesPart):
    def test_whoever_takes_over_is_appointed_and_the_complainant_hears_who_it_is(self):
        new = joins("investigating_officer", "Nia Newman", "nia@council.example", "2025-04-15")
        self.made([*STAGE_2, new], "2025-04-16", who=complainant("email", **CHILD))
        for reference in self.each():
            (appointed,) = self.letters("stage2-appointment-again", reference,
                                        "investigating_officer")
            self.assertIn("Dear Nia Newman", appointed)
            self.assertIn("If you are new, this is your appointment", appointed)
            self.assertIn("Whoever is new contacts the complainant", appointed)
            self.assertIn("24 April 2025", appointed)  # five working days on, over Easter
            self.assertNotIn("7 April 2025", appointed)  # the first ones' day of day 10
            (told,) = self.letters("stage2-named-again", reference, "complainant")
            self.assertIn("This has changed", told)
            self.assertIn("Nia Newman", told)
            self.assertNotIn("Martin Hale", told)
            self.assertEqual(self.tasks("stage2-somebody-left", reference), [])

    def test_named_and_appointed_anew_on_one_day_is_told_once_and_as_a_change(self):
        self.made([*STAGE_2, joins("independent_person", "Nia Newman", "nia@x.example",
                                   "2025-04-29"), event("investigators_appointed", "2025-04-29")],
                  "2025-04-30")
        for reference in self.each():
            first, second = sorted(self.letters("stage2-investigators-named", reference,
                                                "complainant"), key=len)
            self.assertNotIn("This has changed", first)
            self.assertIn("This has changed", second)
            self.assertEqual(self.letters("stage2-named-again", reference, "complainant"), [])
            again = self.letters("stage2-appointment", reference, "investigating_officer")[-1]
            self.assertNotIn("7 April 2025", again)

    def test_one_who_left_is_a_task_and_whoever_follows_is_named(self):
        gone = leaves("investigating_officer", "2025-04-14")
        self.made([*STAGE_2, gone], "2025-04-15")
        for reference in self.each():
            (task,) = self.tasks("stage2-somebody-left", reference)
            self.assertIn("has left", task["reason"])
            self.follows(reference, "2025-04-16", role="investigating_officer",
                         name="Nia Newman", email="nia@council.example")
        self.office.run("2025-04-16")
        for reference in self.each():
            self.assertEqual(len(self.letters("stage2-named-again", reference, "complainant")), 1)

    def test_what_was_agreed_stays_and_nobody_new_calls_for_another_senior_manager(self):
        self.what_was_agreed_stays(complainant("email"))

    def test_and_so_for_a_young_person(self):
        self.what_was_agreed_stays(complainant("email", **CHILD))

    def what_was_agreed_stays(self, who):
        self.made([*STAGE_2, event("statement_drafted", "2025-04-07", points=[
            {"text": "Visits were cancelled."}]), event("statement_agreed", "2025-04-09"),
            joins("adjudicating_officer", "Ada Newman", "ada@x.example", "2025-04-11"),
            joins("investigating_officer", "Nia Newman", "nia@x.example", "2025-04-14")],
            "2025-04-15", who=who)
        for reference in self.each():
            first, second = sorted(self.letters("stage2-named-again", reference, "complainant"),
                                   key=lambda told: "Nia Newman" in told)
            for told in (first, second):
                self.assertNotIn("write down each point", told)
                self.assertNotIn("They want to", told)
                self.assertIn("agreed", told)
            self.assertNotIn("contact you", first)
            self.assertIn("Wednesday 23 April 2025", second)   # five working days, over Easter
            self.assertIn("We wrote to you on Friday 11 April 2025", second)

    def test_what_the_complainant_adds_reaches_them_and_the_statement(self):
        points = [{"text": "Visits were cancelled."}]
        self.made([*STAGE_2, event("statement_drafted", "2025-04-07", points=points),
                   event("statement_agreed", "2025-04-09"),
                   event("complaint_linked", "2025-04-11", note="The car was late.")],
                  "2025-04-11", ("leicestershire-statutory", "luton-statutory"))
        for reference in self.each():
            for role in ("investigating_officer", "independent_person", "copy"):
                (told,) = self.letters("stage2-added", reference, role)
                self.assertIn("The car was late.", told)
                self.assertIn("Add it to the statement of complaint", told)
            (task,) = self.tasks("stage2-added-statement", reference)
            self.assertIn("new statement", task["reason"])
            self.office.do("event", reference, "statement_drafted", "--on", "2025-04-14", "--set",
                           'points=[{"text":"Visits were cancelled."},{"text":"The car."}]')
        self.office.run("2025-04-14")
        for reference in self.each():
            self.assertEqual(self.tasks("stage2-added-statement", reference), [])

    def test_and_the_manager_who_decides_a_corporate_complaint(self):
        self.made([*ANSWERED, joins("adjudicating_officer", "Ada Newman", "ada@x.example",
                                    "2025-03-25"),
                   event("complaint_linked", "2025-04-11", note="The car was late.")],
                  "2025-04-11", ("wokingham-corporate", "corporate-code"))
        for reference in self.each():
            (told,) = self.letters("stage2-added", reference, "adjudicating_officer")
            self.assertIn("The car was late.", told)

    def test_of_two_interviews_the_one_that_is_still_to_come_is_told(self):
        for days in (("2025-04-08", "2025-04-15"), ("2025-04-15", "2025-04-08")):
            with self.subTest(days):
                self.setUp()
                self.made(STAGE_2, "2025-03-31")
                for day in days:
                    self.office.event("A-0", "interviews_fixed", "2025-04-01",
                                      at="2025-04-10T10:00:00Z", interview_on=day)
                self.office.run("2025-04-10")
                (told,) = self.letters("stage2-interviews", "A-0", "team_manager")
                self.assertIn("15 April 2025", told)

    def test_another_address_of_the_same_person_is_no_change_to_tell(self):
        self.made([*STAGE_2, {"name": "party_changed", "on": "2025-04-15", "party": {
            "role": "investigating_officer", "email": "martin@council.example"}}], "2025-04-16")
        for reference in self.each():
            self.assertEqual(self.letters("stage2-named-again", reference, "complainant"), [])

    def test_a_withdrawal_stops_those_who_look_into_it(self):
        self.made([*STAGE_2, event("withdrawn", "2025-04-08")], "2025-04-08")
        for reference in self.each():
            for role in ("investigating_officer", "independent_person"):
                (told,) = self.letters("stage2-called-off", reference, role)
                self.assertIn("withdrew this complaint on Tuesday 8 April 2025", told)
            (task,) = self.tasks("withdrawal-look-into", reference)
            self.assertIn("they were told to stop", task["reason"])

    def test_nobody_is_called_off_whose_work_is_done(self):
        self.made([*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                   event("withdrawn", "2025-04-29")], "2025-04-29")
        for reference in self.each():
            self.assertEqual(self.office.parcels(step="stage2-called-off", case=reference), [])


class WhileACourtIsWaitedFor(WhoTakesPart):
    """Stage 2 asked for on 24 March 2025; all of it waits from 10 April to 12 May."""
    hold = event("court_hold", "2025-04-10", scope="whole", reasons="Care proceedings.")
    lifted = event("court_hold_lifted", "2025-05-12")
    roles = ("investigating_officer", "independent_person", "copy")

    def test_those_who_look_into_it_stop_and_go_on_with_new_dates(self):
        self.made([*STAGE_2, self.hold, self.lifted], "2025-05-12")
        for reference in self.each():
            for role in self.roles:
                (told,) = self.letters("stage2-waits-for-court", reference, role)
                self.assertIn("Please stop for now.", told)
                self.assertIn("No date that we gave you counts any more", told)
                (told,) = self.letters("stage2-goes-on", reference, role)
                self.assertIn("from Thursday 10 April 2025 until Monday 12 May 2025", told)
                self.assertIn("Wednesday 21 May 2025", told)   # day 20: 13 days before, 7 after
                self.assertIn("Thursday 29 May 2025", told)     # day 25

    def test_of_a_part_they_hear_which_and_go_on_with_the_rest(self):
        self.made([*STAGE_2, event("court_hold", "2025-04-10", scope="part", reasons="A hearing.",
                                   points=[{"text": "The visits in January."}]),
                   self.lifted], "2025-05-12")
        for reference in self.each():
            (told,) = self.letters("stage2-waits-for-court", reference, "independent_person")
            self.assertIn("The visits in January.", told)
            self.assertIn("go on with the rest", told)
            self.assertIn("Wednesday 23 April 2025", told)   # day 20 stays
            (told,) = self.letters("stage2-goes-on", reference, "independent_person")
            self.assertIn("take up the part that waited", told)

    def test_whoever_is_appointed_meanwhile_begins_when_it_goes_on(self):
        self.made([*ANSWERED, event("court_hold", "2025-03-27", scope="whole", reasons="A case."),
                   *investigators("2025-03-31"), self.lifted], "2025-05-12",
                  who=complainant("email", **CHILD))
        for reference in self.each():
            (told,) = self.letters("stage2-appointment", reference, "investigating_officer")
            self.assertIn("Please do not begin yet", told)
            self.assertNotIn("You contact the complainant", told)
            (told,) = self.letters("stage2-investigators-named", reference, "complainant")
            self.assertIn("court", told)
            self.assertNotIn("will get in touch", told)
            (told,) = self.letters("stage2-goes-on", reference, "investigating_officer")
            self.assertIn("Thursday 5 June 2025", told)   # day 20

    def test_nobody_is_told_whose_work_is_done(self):
        self.made([*STAGE_2, event("stage2_adjudicated", "2025-04-09", finding="upheld"),
                   self.hold, self.lifted], "2025-05-12")
        for reference in self.each():
            for step in ("stage2-waits-for-court", "stage2-goes-on"):
                self.assertEqual(self.office.parcels(step=step, case=reference), [])


class OnThePanel(WhoTakesPart):
    def test_another_chair_gets_the_day_and_the_complainant_hears_who_leads(self):
        new = joins("panel_chair", "Chidi Okoro", "chidi@panel.example", "2025-06-03")
        self.made([*STAGE_3, new], "2025-06-04", who=complainant("email", **CHILD))
        for reference in self.each():
            for role in ("panel_chair", "panel_member"):
                (again,) = self.letters("stage3-panel-appointment-again", reference, role)
                self.assertIn("Friday 20 June 2025", again)
                self.assertIn("Chidi Okoro", again)
                self.assertIn("all that we know now", again)
            (told,) = self.letters("stage3-invitation-again", reference, "complainant")
            self.assertIn("Chidi Okoro leads the talk", told)
            self.assertIn("This new one has all that we know now", told)

    def test_a_member_who_leaves_is_a_task_and_another_one_gets_the_day(self):
        self.made([*STAGE_3, leaves("panel_member", "2025-05-28")], "2025-05-28")
        for reference in self.each():
            self.assertEqual(len(self.tasks("stage3-somebody-left", reference)), 1)
            self.follows(reference, "2025-05-29", role="panel_member", name="Noor Aziz",
                         email="noor@panel.example")
        self.office.run("2025-05-29")
        for reference in self.each():
            (told,) = self.letters("stage3-panel-appointment-again", reference, "panel_member")
            self.assertIn("Dear Noor Aziz", told)
            (told,) = self.letters("stage3-invitation-again", reference, "complainant")
            self.assertIn("Noor Aziz", told)
            self.assertNotIn("Paul Reed", told)

    def test_a_day_that_was_told_and_then_changed_is_owned(self):
        moved = event("panel_adjourned", "2025-06-03", until="2025-07-08", by="panel_chair")
        for on, owned in (("2025-07-10", True), ("2025-07-08", False)):
            with self.subTest(on):
                self.setUp()
                self.made([*STAGE_3, moved, event("panel_fixed", "2025-06-10", panel_on=on)],
                          "2025-06-10")
                for reference in self.each():
                    told = self.letters("stage3-invitation", reference, "complainant")
                    (new,) = [words for words in told if "This takes the place" in words]
                    self.assertEqual(
                        "Our letter of Tuesday 3 June 2025 gave you Tuesday 8 July 2025" in new,
                        owned)
                    told = " ".join(self.letters("stage3-panel-appointment", reference,
                                                 "panel_member"))
                    self.assertEqual("You need not keep Tuesday 8 July 2025 free" in told, owned)

    def test_only_a_day_that_was_told_is_called_off(self):
        first = event("panel_adjourned", "2025-06-03", until="2025-07-08", by="panel_chair")
        fixed = event("panel_fixed", "2025-06-05", panel_on="2025-07-10")
        # Recorded with the new day that follows, so no letter tells it.
        untold = event("panel_adjourned", "2025-06-10", until="2025-07-22", by="panel_chair")
        last = event("panel_fixed", "2025-06-10", panel_on="2025-07-24")
        for events, said, unsaid in (
                ([first, untold, last], "Our letter of Tuesday 3 June 2025 gave you Tuesday 8 July",
                 "22 July"),
                ([first, fixed, untold, last], "The panel does not meet on Thursday 10 July 2025",
                 "8 July")):
            with self.subTest(said):
                self.setUp()
                self.made([*STAGE_3, *events], "2025-06-10")
                for reference in self.each():
                    (new,) = [words for words in self.letters("stage3-invitation", reference,
                                                              "complainant") if "24 July" in words]
                    self.assertIn(said, new)
                    self.assertNotIn(unsaid, new)
                    new = self.letters("stage3-panel-appointment", reference, "panel_member")[-1]
                    self.assertIn("24 July", new)
                    self.assertNotIn("22 July", new)

    def test_who_is_missing_on_the_panel_is_asked_for(self):
        self.made(STAGE_3, "2025-05-20")
        for reference in self.each():
            self.assertEqual(len(self.tasks("stage3-panel-incomplete", reference)), 1)
            self.follows(reference, "2025-05-21", role="panel_member", which=2, name="Bea Lund",
                         email="bea@panel.example")
        self.office.run("2025-05-21")
        for reference in self.each():
            (told,) = self.letters("stage3-invitation-again", reference, "complainant")
            self.assertIn("Paul Reed and Bea Lund", told)

    def test_nobody_is_invited_to_a_day_that_has_passed(self):
        new = joins("panel_chair", "Chidi Okoro", "chidi@panel.example", "2025-06-23")
        self.made([*STAGE_3, new], "2025-06-23")
        for reference in self.each():
            for step in ("stage3-panel-appointment-again", "stage3-invitation-again"):
                self.assertEqual(self.office.parcels(step=step, case=reference), [])

    def test_a_withdrawal_calls_the_panel_off(self):
        self.made([*STAGE_3, event("withdrawn", "2025-06-10")], "2025-06-10")
        for reference in self.each():
            for role in ("panel_chair", "panel_member"):
                (told,) = self.letters("stage3-called-off", reference, role)
                self.assertIn("does not meet on Friday 20 June 2025", told)
            readers = {p["recipient"] for p in self.office.parcels(step="stage3-called-off",
                                                                   case=reference)}
            for role in ("investigating_officer", "independent_person", "adjudicating_officer",
                         "service_manager"):
                self.assertTrue(any(role in reader for reader in readers), role)


class AnAdvocate(WhoTakesPart):
    first = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@advocates.example",
             "consent": {"given": True}}

    def test_who_left_is_a_task_and_so_is_the_consent_of_another_one(self):
        self.made([leaves("advocate", "2025-03-05")], "2025-03-05", LUTON + ("corporate-code",),
                  parties=[self.first])
        for reference in self.each():
            self.assertEqual(len(self.tasks("advocate-left", reference)), 1)
            self.follows(reference, "2025-03-06", role="advocate", name="Una Day",
                         email="una@advocates.example")
        self.office.run("2025-03-06")
        for reference in self.each():
            (task,) = self.tasks("advocate-consent-missing", reference)
            self.assertIn("What was said of a former one does not count", task["reason"])


if __name__ == "__main__":
    unittest.main()
