"""What is recorded on an ordinary road reaches whom it is for: in the letter, or somebody by a task."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import WordsTest, event, investigators, panel

REGISTERS = ("", ".yp")
STATUTORY = ("leicestershire-statutory", "luton-statutory", "statutory-baseline",
             "wokingham-statutory")
CORPORATE = ("corporate-code", "wokingham-corporate")
ACCEPTED = event("eligibility_decided", "2025-03-04", outcome="accepted")
POINTS = [{"text": "Visits", "finding": "upheld", "reasons": "We forgot.",
           "remedy": "We pay your fares of £40."}]
ACTIONS = [{"text": "A new plan", "by": "Ida Green", "on": "2025-06-30"}]
STAGE_2 = [event("stage1_responded", "2025-03-10", finding="upheld", sent_by="service"),
           event("stage2_requested", "2025-03-17")]
STAGE_3 = [*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
           event("stage3_requested", "2025-05-12")]


class WhatIsPromisedIsInTheAnswer(WordsTest):
    def answers(self):
        details = {"points": POINTS, "actions": ACTIONS, "remedy": "A letter to the school."}
        for letter in ("stage1/response", "corporate/response"):
            yield letter, "2025-03-10", [event("stage1_drafted", "2025-03-10", **details)]
        for letter in ("stage2/adjudication", "corporate/stage2-response"):
            yield letter, "2025-04-24", [*STAGE_2, event("stage2_drafted", "2025-04-24", **details)]
        points = [{"text": "Say sorry", "response": "We agree.", "reasons": "It was our fault.",
                   "remedy": "We pay your fares of £40."}]
        yield "stage3/response", "2025-06-26", [
            *STAGE_3, event("panel_reported", "2025-06-20"),
            event("director_decided", "2025-06-25", agrees=True),
            event("stage3_drafted", "2025-06-26", **details | {"points": points})]

    def test_with_the_remedy_of_a_point_that_of_the_whole_and_the_day_of_an_action(self):
        for letter, on, events in self.answers():
            for register in REGISTERS:
                with self.subTest(letter + register):
                    words = self.text(letter + register, on, events)
                    for said in ("How we put this right: We pay your fares of £40.",
                                 "A letter to the school.",
                                 "by Monday 30 June 2025, and Ida Green sees to it: A new plan"):
                        self.assertIn(said, words)


class AMeetingByTelephone(WordsTest):
    def arranged(self, **details):
        return [ACCEPTED, event("meeting_arranged", "2025-03-06", meeting_on="2025-03-12",
                                time="10am", **details)]

    def test_is_told_as_one(self):
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("stage1/meeting-arranged" + register, "2025-03-06",
                                  self.arranged(how="by telephone"))
                self.assertIn("by telephone", words)
                self.assertNotIn("Bring som", words)
                words = self.text("stage1/meeting-arranged" + register, "2025-03-06",
                                  self.arranged(how="phone", venue="Room 2"))
                self.assertIn("Room 2", words)

    def test_how_it_was_arranged_is_no_place(self):
        self.office.import_cases([case("M-1", who=complainant("email"),
                                       events=self.arranged(how="phone"))], "2025-03-06",
                                 "--baseline")
        self.office.run("2025-03-06")
        (task,) = self.office.tasks(step="meeting-arranged")
        self.assertIn("meeting_arranged_venue", task["reason"])


class ThePapersForThePanel(WordsTest):
    def test_look_forward_to_nobody_who_said_that_they_cannot_come(self):
        fixed = [*STAGE_3, *panel("2025-05-20", "2025-06-16")]
        agreed = [*fixed, event("cannot_attend", "2025-05-30", agreed=True, by="complainant")]
        again = [*agreed, event("panel_fixed", "2025-06-02", panel_on="2025-06-19", time="10am",
                                venue="Room 2")]
        for register, looks in (("", "look forward to seeing you"), (".yp", "see you on the day")):
            for events, forward in ((fixed, True), (agreed, False), (again, True)):
                words = self.text("stage3/bundle" + register, "2025-06-03", events)
                self.assertEqual(looks in words, forward, register)
                self.assertEqual("may meet without you" in words, not forward, register)


class TheAnswerAtStage2(WordsTest):
    def test_says_that_a_panel_was_asked_for_already(self):
        drafted = event("stage2_drafted", "2025-04-24", points=POINTS)
        asked = [*STAGE_2, event("stage3_requested", "2025-04-10"), drafted]
        for register, known in (("", "We have the request for stage 3 of Thursday 10 April 2025"),
                                (".yp", "We were asked for stage 3. We have not forgotten.")):
            letter = "stage2/adjudication" + register
            self.assertIn(known, self.text(letter, "2025-04-24", asked))
            self.assertNotIn(known, self.text(letter, "2025-04-24", [*STAGE_2, drafted]))

    def test_says_that_it_took_longer_than_the_first_date(self):
        told = [*STAGE_2, event("stage2_extended", "2025-04-10", reason="A witness is ill.",
                                until="2025-06-13"),
                event("stage2_drafted", "2025-06-10", points=POINTS)]
        for register in REGISTERS:
            self.assertIn("It took longer than we first told you",
                          self.text("stage2/adjudication" + register, "2025-06-10", told))


class AComplaintThatWeHaveAnswered(WordsTest):
    def test_does_not_go_on_when_the_ombudsman_asks(self):
        events = [*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                  event("ombudsman_enquired", "2025-06-02", until="2025-06-23")]
        for procedure in (*CORPORATE, "statutory-baseline"):
            words = self.text("ombudsman/enquiry", "2025-06-02", events, procedure=procedure)
            self.assertIn("Our answer at stage 2 left on Thursday 24 April 2025.", words)
            self.assertNotIn("The complaint itself goes on", words)


class Journeys(OfficeTest):
    def begin(self, procedure, received="2025-03-03", events=(), also=(), baseline=True):
        one = case("J-1", received, complainant("email"), events, procedure=procedure)
        one["parties"] += also
        self.office.import_cases([one], max([e["on"] for e in events] or [received]),
                                 *["--baseline"] * baseline)

    def tasks_of(self, step):
        return self.office.tasks(step=step, case="J-1")

    def told(self, step):
        return sorted(p["recipient"] for p in self.office.parcels(step=step))


def each_in_an_office_of_its_own(procedures):
    """Runs a test once for each procedure, each with a new data directory."""
    def around(test):
        def run_all(self):
            for number, procedure in enumerate(procedures):
                if number:
                    self.doCleanups()
                    self.tearDown()
                    self.setUp()
                with self.subTest(procedure):
                    test(self, procedure)
        run_all.__name__ = test.__name__
        return run_all
    return around


class AConcernThatNobodyAnswers(Journeys):
    @each_in_an_office_of_its_own(STATUTORY)
    def test_is_a_complaint_when_the_call_has_led_to_nothing(self, procedure):
        self.begin(procedure, events=[event("concern_raised", "2025-03-03")], baseline=False)
        for day in ("2025-03-03", "2025-03-11"):
            self.office.run(day)
        self.assertEqual(self.told("acknowledgement"), [])
        self.assertEqual(len(self.tasks_of("concern-call")), 1)
        self.office.run("2025-03-12")
        self.assertEqual(self.told("acknowledgement"), ["complainant"])
        self.assertIn("team_manager", self.told("allocation"))
        self.assertIn("team_manager", self.told("eligibility-question"))
        self.assertEqual(len(self.tasks_of("concern-unanswered")), 1)


class AConcernToSortOut(Journeys):
    @each_in_an_office_of_its_own(STATUTORY)
    def test_reaches_the_team_manager_with_what_it_is_about(self, procedure):
        self.begin(procedure, events=[event("concern_raised", "2025-03-03")], baseline=False)
        self.office.event("J-1", "concern_clarified", "2025-03-05", **{"as": "local"})
        self.office.run("2025-03-05")
        self.assertIn("team_manager", self.told("concern-for-the-team"))


class AnAdvocateOnTheCaseFromTheFirst(Journeys):
    @each_in_an_office_of_its_own(STATUTORY + CORPORATE)
    def test_is_asked_about_where_there_is_no_consent(self, procedure):
        rhys = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@advocates.example"}
        self.begin(procedure, also=[rhys], baseline=False)
        self.office.run("2025-03-03")
        self.assertEqual([t["state"] for t in self.tasks_of("advocate-consent-missing")], ["open"])


class WorkAfterStage2WasStopped(Journeys):
    @each_in_an_office_of_its_own(STATUTORY + CORPORATE)
    def test_is_a_task(self, procedure):
        self.begin(procedure, events=[*STAGE_2, event("stage2_discontinued", "2025-05-12",
                                                      reasons="No statement could be agreed.")])
        self.office.event("J-1", "stage2_extended", "2025-05-19", reason="It is agreed now.",
                          until="2025-06-13")
        self.office.run("2025-05-19")
        (task,) = self.tasks_of("stage2-work-while-stopped")
        self.assertEqual(task["due"], "2025-05-20")


class TwoMoreLetters(WordsTest):
    def test_own_up_to_what_was_said_before(self):
        named = [*STAGE_2, *investigators("2025-03-25")]
        for register, says in (("", "We chose people to look into it"),
                               (".yp", "We chose people to look into it")):
            words = self.text("stage2/progress" + register, "2025-04-14", named)
            self.assertIn(says, words)
            self.assertNotIn("We named those", words)
        held = event("court_hold", "2025-03-06", scope="whole", by="complaints_manager",
                     reasons="The judge decides about visits.")
        self.assertIn("This was decided by the complaints manager.",
                      self.text("eligibility/court-hold.yp", "2025-03-06", [held]))


class AWithdrawalStruckOutAfterDay10(Journeys):
    @each_in_an_office_of_its_own(STATUTORY + CORPORATE)
    def test_is_in_the_letter_of_day_20(self, procedure):
        self.begin(procedure, events=[event("extension_agreed", "2025-03-10", reason="It is long.")])
        self.office.event("J-1", "withdrawn", "2025-03-19", how="phone")
        self.office.run("2025-03-19")
        (withdrawn,) = self.office.sql("SELECT id FROM events WHERE name = 'withdrawn'")
        self.office.event("J-1", "corrected", "2025-03-21", event=withdrawn[0], strike="true")
        for day in ("2025-03-21", "2025-03-31", "2025-04-04"):
            self.office.run(day)
        (told,) = [p for p in self.office.parcels(step="stage2-rights")
                   if p["recipient"] == "complainant"]
        mail = self.office.data / "maildir" / "new" / f"{told['id']}.postroom"
        words = " ".join(parsed(mail).get_body(("plain",)).get_content().split())
        self.assertIn("that we had stopped. Your complaint goes on", words)


class ADraftSentBack(Journeys):
    @each_in_an_office_of_its_own(STATUTORY + CORPORATE)
    def test_reaches_the_team_manager_with_what_must_change(self, procedure):
        self.begin(procedure, events=[event("stage1_drafted", "2025-03-10", points=POINTS)])
        self.office.event("J-1", "quality_check_failed", "2025-03-11", note="Point 2 lacks reasons.")
        self.office.run("2025-03-11")
        (told,) = [p for p in self.office.parcels(step="draft-sent-back-notice")
                   if p["recipient"] == "team_manager"]
        mail = self.office.data / "maildir" / "new" / f"{told['id']}.postroom"
        self.assertIn("Point 2 lacks reasons.", parsed(mail).get_body(("plain",)).get_content())


class AnEarlyReferralAfterARequestForAPanel(Journeys):
    @each_in_an_office_of_its_own(STATUTORY)
    def test_is_a_question_and_goes_once_the_request_is_taken_back(self, procedure):
        ombudsman = {"role": "ombudsman", "name": "The Ombudsman", "email": "o@ombudsman.example"}
        self.begin(procedure, events=STAGE_3, also=[ombudsman])
        self.office.event("J-1", "early_referral_agreed", "2025-05-14", reasons="All was upheld.")
        self.office.run("2025-05-14")
        self.assertEqual(self.told("early-referral"), [])
        (task,) = self.tasks_of("early-referral-after-request")
        self.assertEqual(task["due"], "2025-05-15")
        (asked,) = self.office.sql("SELECT id FROM events WHERE name = 'stage3_requested'")
        self.office.event("J-1", "corrected", "2025-05-15", event=asked[0], strike="true")
        self.office.run("2025-05-15")
        self.assertIn("ombudsman", self.told("early-referral"))
        self.office.run("2025-06-30")
        self.assertEqual(self.told("stage3-panel-late"), [])


class WhoKeptTimeForAPanel(Journeys):
    @each_in_an_office_of_its_own(STATUTORY)
    def test_hears_that_there_is_none_and_what_stage_2_promised_stays_a_task(self, procedure):
        director = {"role": "director", "name": "Dora Drake", "email": "dd@council.example"}
        self.begin(procedure, events=STAGE_3[:2], also=[director])
        for name, on in (("stage2_adjudicated", "2025-04-24"), ("stage3_requested", "2025-05-12"),
                         ("resolved", "2025-05-20")):
            self.office.event("J-1", name, on, **{"note": "Agreed."} if name == "resolved" else {})
            self.office.run(on)
        self.assertEqual(self.told("stage3-called-off-managers"), ["director", "head_of_service"])
        self.office.event("J-1", "withdrawn", "2025-05-21")
        self.office.run("2025-05-21")
        self.assertEqual([t["state"] for t in self.tasks_of("stage2-actions-recorded")], ["open"])

    @each_in_an_office_of_its_own(STATUTORY)
    def test_is_asked_for_another_day_until_there_is_one(self, procedure):
        self.begin(procedure, events=[*STAGE_3, *investigators("2025-04-01"),
                                      *panel("2025-05-20", "2025-06-16")])
        self.office.event("J-1", "cannot_attend", "2025-05-27", agreed="no")
        self.office.run("2025-06-03")
        self.assertEqual([t["state"] for t in self.tasks_of("stage3-cannot-attend-decide")],
                         ["open"])
        self.assertEqual(self.told("stage3-bundle-letter"), [])
        self.office.event("J-1", "panel_fixed", "2025-06-03", panel_on="2025-06-30", time="10am",
                          venue="Room 2")
        self.office.run("2025-06-04")
        self.assertNotIn("open", [t["state"] for t in self.tasks_of("stage3-cannot-attend-decide")])


class AYoungPersonWithoutASafeContact(Journeys):
    @each_in_an_office_of_its_own(STATUTORY)
    def test_is_not_passed_over_when_the_complainant_is_refused(self, procedure):
        kai = {"role": "young_person", "name": "Kai Stone", "email": "kai@mail.example"}
        self.begin(procedure, also=[kai])
        self.office.event("J-1", "eligibility_decided", "2025-03-06", reasons="You do not know Kai.",
                          outcome="no_sufficient_interest")
        self.office.run("2025-03-06")
        self.assertEqual(self.told("no-sufficient-interest-young-person"), [])
        self.assertEqual(len(self.tasks_of("no-sufficient-interest-untold")), 1)


class ACorporateAnswerAtStage2(Journeys):
    def decides(self, on):
        self.office.do("event", "J-1", "party_changed", "--on", on, "--set",
                       "role=adjudicating_officer", "--set", "name=Mona Grey", "--set",
                       "email=mg@council.example")

    @each_in_an_office_of_its_own(CORPORATE)
    def test_is_drafted_again_with_the_name_of_whoever_decided(self, procedure):
        self.begin(procedure, events=[*STAGE_2, event("stage2_drafted", "2025-04-10", points=POINTS)])
        self.office.run("2025-04-10")
        self.assertEqual(len(self.tasks_of("stage2-decided-by-nobody")), 1)
        self.decides("2025-04-11")
        self.office.run("2025-04-11")
        self.assertEqual(self.told("stage2-allocation"), [])
        (task,) = self.tasks_of("stage2-decided-by-another")
        self.assertIn("or nobody", task["reason"])
        self.office.event("J-1", "stage2_drafted", "2025-04-14", points='[{"text": "Visits", '
                          '"finding": "upheld", "reasons": "We forgot."}]')
        self.office.run("2025-04-14")
        self.assertNotIn("open", [t["state"] for t in self.tasks_of("stage2-decided-by-another")])

    @each_in_an_office_of_its_own(CORPORATE)
    def test_is_called_off_with_whoever_was_to_decide(self, procedure):
        self.begin(procedure, events=STAGE_2[:1])
        self.decides("2025-03-17")
        self.office.event("J-1", "stage2_requested", "2025-03-17")
        self.office.run("2025-03-17")
        self.office.event("J-1", "resolved", "2025-03-26", note="A new bin.")
        self.office.run("2025-03-26")
        self.assertEqual(self.told("stage2-called-off"), ["adjudicating_officer"])


if __name__ == "__main__":
    unittest.main()
