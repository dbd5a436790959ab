"""The answers: who gives them, and what a second one says of the first."""

import json
import unittest

from office import case, complainant, officers, parsed
from story import CASE, Story, WordsTest, event, investigators, joins

POINTS = [{"text": "Visits were cancelled.", "finding": "upheld", "reasons": "Nobody called."}]
YOUNG = {"kind": "young_person", "title": None, "first_name": "Kai"}
STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")
CORPORATE = ("corporate-code", "wokingham-corporate")
TO_STAGE_2 = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
              event("stage2_requested", "2025-03-20")]
TO_STAGE_3 = [*TO_STAGE_2, *investigators("2025-03-25"),
              event("stage2_adjudicated", "2025-05-01", finding="upheld"),
              event("stage3_requested", "2025-05-12"),
              event("panel_held", "2025-06-16"),
              event("panel_reported", "2025-06-20", recommendations="Say sorry."),
              event("director_decided", "2025-07-02", agrees=True)]


def drafted(stage, on, **more):
    return event(f"{stage}_drafted", on, points=POINTS, finding="upheld", **more)


class WhoAnswers(WordsTest):
    def stage1(self, procedure, reader, draft=None, parties=None, known=()):
        letter = "corporate/response" if procedure in CORPORATE else "stage1/response"
        who = complainant("email", **(YOUNG if reader else {}))
        draft = draft or drafted("stage1", "2025-03-12")
        return self.text(letter + reader, draft["on"], [draft], procedure=procedure,
                         parties=[who, *(parties or officers())], known=known)

    def test_a_stage_1_answer_names_who_looked_into_it(self):
        for procedure in (*STATUTORY, *CORPORATE):
            did = "was the stage 1 investigating officer" if "luton" in procedure else \
                "looked into it"
            with self.subTest(procedure):
                words = self.stage1(procedure, "")
                self.assertIn("This answer comes from Tariq Boateng, the team manager, who "
                              f"{did}.", words)
                self.assertIn("We send it to you, so that you have one place to ask.", words)
                self.assertIn("This answer is from Tariq Boateng, who looked into it.",
                              self.stage1(procedure, ".yp"))

    def test_or_whoever_the_draft_says_it_is_from(self):
        for by, said in (("Ann Lee", "Ann Lee"),
                         ("service_manager", "Sioned Vaughan, the service manager")):
            draft = drafted("stage1", "2025-03-12", by=by)
            words = self.stage1("statutory-baseline", "", draft)
            self.assertIn(f"This answer comes from {said}, who looked into it.", words)
            self.assertNotIn("Tariq Boateng", words)
            self.assertIn(f"This answer is from {said}.",
                          self.stage1("statutory-baseline", ".yp", draft))

    def test_nobody_who_is_complained_about_is_named_as_the_one_who_answers(self):
        people = officers()
        people[0]["complained_about"] = True
        words = self.stage1("leicestershire-statutory", "", parties=people)
        self.assertNotIn("Tariq Boateng", words)
        self.assertIn("This answer comes from Sioned Vaughan, the service manager", words)

    def stage2(self, letter, procedure, parties, events=()):
        return self.text(letter, "2025-05-06", [*TO_STAGE_2, *events,
                                                drafted("stage2", "2025-05-06")],
                         procedure=procedure, parties=parties)

    def test_a_stage_2_answer_names_who_looked_into_it_and_who_decided(self):
        for procedure in STATUTORY:
            post = "the adjudicating officer" if "luton" in procedure else "a senior manager"
            with self.subTest(procedure):
                words = self.stage2("stage2/adjudication", procedure,
                                    [complainant("email"), *officers()],
                                    investigators("2025-03-25"))
                self.assertIn("Martin Hale, the investigating officer, looked into it. "
                              "Grace Lindqvist, the independent person, checked", words)
                self.assertIn(f"Ruth Okafor, {post}, read both reports and made the decisions. "
                              "We send them to you", words)
                words = self.stage2("stage2/adjudication.yp", procedure,
                                    [complainant("email", **YOUNG), *officers()],
                                    investigators("2025-03-25"))
                self.assertIn("Martin Hale looked into it. Grace Lindqvist checked that it was "
                              "fair. Ruth Okafor, a senior manager, read what they wrote", words)

    def test_and_says_nothing_of_them_where_nobody_is_on_record(self):
        everyone = [complainant("email"), *officers()]
        for procedure in STATUTORY:
            self.assertNotIn("made the decisions",
                             self.stage2("stage2/adjudication", procedure, everyone))
        for procedure in CORPORATE:
            words = self.stage2("corporate/stage2-response", procedure, everyone)
            self.assertNotIn("not dealt with", words)
            words = self.stage2("corporate/stage2-response", procedure, everyone, [
                joins("adjudicating_officer", "Ruth Okafor", "r@council.example", "2025-03-25")])
            self.assertIn("Ruth Okafor looked at it and made the decisions in this answer.", words)

    def test_a_stage_3_answer_names_the_director_and_the_independent_person(self):
        director = {"role": "director", "name": "Nia Price", "email": "nia@council.example"}
        own = {"luton-statutory": "the Corporate Director of Children, Families and Education"}
        for procedure in STATUTORY:
            post = own.get(procedure, "the director of children’s services")
            answer = [*TO_STAGE_3, drafted("stage3", "2025-07-03")]
            answer[-1]["points"] = [{"text": "Say sorry.", "response": "agreed"}]
            with self.subTest(procedure):
                words = self.text("stage3/response", "2025-07-04", answer, procedure=procedure,
                                  parties=[complainant("email"), *officers(), director])
                words = words.replace("'", "’")
                self.assertIn(f"Nia Price, {post}, decided this, after talking with Grace "
                              "Lindqvist, the independent person of stage 2.", words)
                words = self.text("stage3/response", "2025-07-04", answer, procedure=procedure,
                                  parties=[complainant("email"), *officers(),
                                           director | {"complained_about": True}])
                self.assertNotIn("Nia Price", words)
                self.assertIn(f"{post[1:]} decided this", words.replace("'", "’"))

    def test_an_answer_nobody_is_on_record_for_is_a_task_and_then_names_whoever_is(self):
        steps = {"statutory-baseline": "stage2-adjudication", "corporate-code": "stage2-response"}
        self.office.import_cases([case(procedure, who=complainant("email"), procedure=procedure,
                                       events=[*TO_STAGE_2, drafted("stage2", "2025-04-01")])
                                  for procedure in steps], "2025-03-20", "--baseline")
        self.office.run("2025-04-01")
        for procedure, step in steps.items():
            self.assertEqual(len(self.office.tasks(step="stage2-decided-by-nobody",
                                                   case=procedure, state="open")), 1)
            self.office.do("event", procedure, "party_changed", "--on", "2025-04-02",
                           "--at", "2025-04-02T10:00:00Z", "--set", "role=adjudicating_officer",
                           "--set", "name=Ruth Okafor", "--set", "email=ruth@council.example")
            self.office.event(procedure, "stage2_drafted", "2025-04-02", points=json.dumps(POINTS))
        self.office.run("2025-04-02")
        for procedure, step in steps.items():
            with self.subTest(procedure):
                waiting = self.office.parcels(case=procedure, step=step, state="awaiting_approval")
                (one,) = [one for one in waiting if one["recipient"] == "complainant"]
                email = self.office.data / "answer.eml"
                self.office.do("outbox", "show", one["id"], "-o", email)
                words = parsed(email).get_body(("plain",)).get_content()
                self.assertIn("Ruth Okafor", words)


class TheReadersOwnPart(WordsTest):
    def test_a_young_person_whose_complaint_is_accepted_reads_who_answers(self):
        for letter, events in (
                ("eligibility/accepted.yp", [event("eligibility_decided", "2025-03-05",
                                                   outcome="accepted")]),
                ("eligibility/out-of-time-accepted.yp",
                 [event("eligibility_decided", "2025-03-05", outcome="accepted")])):
            for procedure in STATUTORY:
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-05", events, procedure=procedure,
                                      parties=[complainant("email", **YOUNG), *officers()])
                    self.assertIn("Tariq Boateng", words)

    def test_and_loses_nothing_by_giving_us_more_time(self):
        self.assertIn("You lose nothing by this.",
                      self.text("stage1/extension-confirmed.yp", "2025-03-12",
                                [event("extension_agreed", "2025-03-12")],
                                parties=[complainant("email", **YOUNG), *officers()]))

    def test_a_manager_with_no_part_in_the_answer_is_asked_for_nothing(self):
        def words(**more):
            point = POINTS[0] | {"actions": "Call first.", **more}
            return self.text("stage2/staff-actions", "2025-05-06", [
                *TO_STAGE_2, event("stage2_drafted", "2025-05-05", points=[point]),
                event("stage2_adjudicated", "2025-05-06", finding="upheld")])
        self.assertIn("recorded as yours", words())
        for untrue in ("share", "when it is"):
            self.assertNotIn(untrue, words())
            self.assertIn(untrue, words(concerns="team_manager"))
        self.assertNotIn("recorded as yours", words(concerns="team_manager"))


class ASecondAnswer(Story):
    """Answered in time on 13 March 2025, and anew on the 18th, when day 10 has passed."""
    logged, last = "2025-03-03", "2025-03-18"
    approvals = {"2025-03-13": ["stage1-response"], "2025-03-18": ["stage1-response"]}
    reader = {}

    @classmethod
    def made(cls):
        return case(CASE, procedure="luton-statutory", who=complainant("email", **cls.reader),
                    events=[event("eligibility_decided", "2025-03-05", outcome="accepted"),
                            drafted("stage1", "2025-03-13"), drafted("stage1", "2025-03-18")])

    def test_says_that_it_takes_the_place_of_the_first_and_is_not_late(self):
        first, second = self.text("stage1-response"), self.text("stage1-response", which=1)
        self.assertNotIn("the place of", first)
        self.assertIn("It takes the place of our answer of Thursday 13 March 2025.", second)
        self.assertNotIn("It took longer", second)

    def test_is_checked_as_the_first_was(self):
        self.assertEqual(self.sent("draft-check", "complaints_manager"),
                         ["2025-03-13", "2025-03-18"])
        self.assertIn("Our answer left on Thursday 13 March 2025. This one would take its place.",
                      self.text("draft-check", "complaints_manager", which=1))


class ASecondAnswerToAYoungPerson(ASecondAnswer):
    reader = YOUNG

    def test_says_that_it_takes_the_place_of_the_first_and_is_not_late(self):
        second = self.text("stage1-response", which=1)
        self.assertIn("We sent you an answer on Thursday 13 March 2025. This one takes its place.",
                      second)
        self.assertNotIn("You had to wait", second)


class ASecondAnswerAtStage2(Story):
    """Answered on 1 and 6 May 2025."""
    logged, last = "2025-03-03", "2025-05-06"
    approvals = {"2025-05-01": ["stage2-adjudication"], "2025-05-06": ["stage2-adjudication"]}

    @classmethod
    def made(cls):
        return case(CASE, who=complainant("email"), events=[
            *TO_STAGE_2, *investigators("2025-03-25"),
            drafted("stage2", "2025-05-01"), drafted("stage2", "2025-05-06")])

    def test_says_that_it_takes_the_place_of_the_first(self):
        self.assertIn("It takes the place of our answer of Thursday 1 May 2025.",
                      self.text("stage2-adjudication", which=1))


class InLutonsOwnWords(WordsTest):
    procedure = "luton-statutory"

    def test_stage_2_is_done_by_an_officer_who_does_not_manage_the_service(self):
        answered = TO_STAGE_2[:1]
        for letter, on, events in (
                ("stage1/delay-apology-silence", "2025-03-17", []),
                ("stage1/delay-apology-confirmed", "2025-03-13",
                 [event("delay_confirmed", "2025-03-13")]),
                ("stage1/meeting-outcome", "2025-03-18",
                 [event("meeting_held", "2025-03-18", outcome="upheld")]),
                ("stage1/meeting-outcome", "2025-03-18",
                 [*answered, event("meeting_held", "2025-03-18", outcome="upheld")]),
                ("stage1/closed-complainant", "2025-04-20", answered),
                ("stage1/response", "2025-03-12", [drafted("stage1", "2025-03-12")]),
                ("eligibility/accepted", "2025-03-05",
                 [event("eligibility_decided", "2025-03-05", outcome="accepted")]),
                ("stage1/stage2-rights", "2025-03-31", []),
                ("stage2/acknowledgement", "2025-03-20", TO_STAGE_2),
                ("stage2/investigators-named", "2025-03-25",
                 [*TO_STAGE_2, *investigators("2025-03-25")])):
            for reader in ("", ".yp"):
                with self.subTest(letter + reader):
                    words = self.text(letter + reader, on, events, procedure=self.procedure)
                    for theirs in ("not work in the team", "outside the team"):
                        self.assertNotIn(theirs, words)
                    if not reader and letter not in ("stage1/meeting-outcome",
                                                     "stage2/acknowledgement"):
                        self.assertIn("not manage the service", words)

    def test_the_director_is_the_corporate_director(self):
        decided = [*TO_STAGE_3[:-1], event("director_decided", "2025-07-02", agrees=False)]
        for letter in ("stage3/panel-report", "stage3/disagreement"):
            for reader, theirs in (("", "Corporate Director of Children, Families and Education"),
                                   (".yp", "Our Corporate Director")):
                with self.subTest(letter + reader):
                    words = self.text(letter + reader, "2025-07-02", decided,
                                      procedure=self.procedure)
                    self.assertIn(theirs, words)
                    self.assertNotIn("children's services", words.replace("’", "'"))

    def test_the_adjudicating_officer_talks_with_the_complainant_before_deciding(self):
        named = [*TO_STAGE_2, *investigators("2025-03-25")]
        for letter, says in (("stage2/acknowledgement", "reads both reports, talks with you"),
                             ("stage2/investigators-named", "read both reports, talk with you"),
                             ("stage2/acknowledgement.yp", "talks with you and decides"),
                             ("stage2/investigators-named.yp", "talk with you and decide")):
            with self.subTest(letter):
                self.assertIn(says, self.text(letter, "2025-03-25", named,
                                              procedure=self.procedure))
        words = self.text("stage2/reports", "2025-04-15",
                          [*named, event("stage2_reported", "2025-04-15")],
                          procedure=self.procedure)
        self.assertIn("speak with the investigating officer, with us and with the complainant",
                      words)
        self.assertIn("ask the independent person to that meeting", words)

    def test_the_day_of_the_talk_with_the_chair_is_told_when_there_is_one(self):
        decided = [*TO_STAGE_3[:-1], event("director_decided", "2025-07-02", agrees=False)]
        self.assertIn("We will write to you with the day.",
                      self.text("stage3/disagreement", "2025-07-02", decided,
                                procedure=self.procedure))
        self.office.import_cases([case("L-9", who=complainant("email"), procedure=self.procedure,
                                       events=[*decided, event("chair_meeting_fixed", "2025-07-04",
                                                               meeting_on="2025-07-14")])],
                                 "2025-07-03", "--baseline")
        self.office.run("2025-07-04")
        (told,) = self.office.parcels(step="stage3-chair-meeting", role="complainant")
        self.assertEqual(told["state"], "accepted")
        for reader in ("", ".yp"):
            words = self.text("stage3/chair-meeting" + reader, "2025-07-04",
                              [*decided, event("chair_meeting_fixed", "2025-07-04",
                                               meeting_on="2025-07-14")],
                              procedure=self.procedure)
            self.assertIn("They meet on Monday 14 July 2025", words.replace("*", ""))


if __name__ == "__main__":
    unittest.main()
