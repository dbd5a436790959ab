"""Letters that would leave with their core missing wait, or say what is still to come; none fills a
gap with words of its own, and none says of a day to come that it has passed."""

import unittest

from office import case, complainant, parsed
from story import WordsTest, event, investigators, joins

REGISTERS = ("", ".yp")
CORPORATE = ("wokingham-corporate", "corporate-code")
ACCEPTED = event("eligibility_decided", "2025-03-04", outcome="accepted")
STAGE_2 = [event("stage1_responded", "2025-03-10", finding="upheld", sent_by="service"),
           event("stage2_requested", "2025-03-17")]
STAGE_3 = [*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
           event("stage3_requested", "2025-05-12")]


def fixed(on="2025-05-20", panel_on="2025-06-16", **details):
    return [*STAGE_3, event("panel_fixed", on, panel_on=panel_on, **details)]


class Letters(WordsTest):
    def words_of(self, parcel):
        mail = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
        words = parsed(mail).get_body(("plain",)).get_content()
        return " ".join(words.replace("*", "").split())


class ALetterThatLacksItsCore(WordsTest):
    def lacks(self, step, letter, field, events, on):
        """No such letter is made; a task names the field that is missing."""
        self.office.import_cases([case("L-1", who=complainant("email"), events=events)], on,
                                 "--baseline")
        self.office.run(on)
        self.assertEqual(self.office.parcels(letter=letter), [])
        (reason,) = [task["reason"] for task in self.office.tasks(step=step)]
        self.assertIn(field, reason)

    def test_a_meeting_without_a_place(self):
        self.lacks("meeting-arranged", "stage1/meeting-arranged", "meeting_arranged_venue",
                   [ACCEPTED, event("meeting_arranged", "2025-03-06", meeting_on="2025-03-12",
                                    time="10am")], "2025-03-06")

    def test_a_statement_without_points(self):
        self.lacks("stage2-statement", "stage2/statement", "statement_drafted_points",
                   [*STAGE_2, event("statement_drafted", "2025-03-24")], "2025-03-24")

    def test_an_answer_to_the_panel_without_a_recommendation(self):
        self.lacks("stage3-response", "stage3/response", "stage3_drafted_reasons",
                   [*STAGE_3, event("panel_reported", "2025-06-20"),
                    event("director_decided", "2025-06-25", agrees=True),
                    event("stage3_drafted", "2025-06-26")], "2025-06-26")


class APanelWithADayAlone(WordsTest):
    def test_reads_by_when_the_rest_comes_and_somebody_is_asked_for_it(self):
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("stage3/invitation" + register, "2025-05-20", fixed())
                self.assertIn("We do not have the place and the time yet. We will write to you by "
                              "Monday 2 June 2025 and tell you.", words)
                words = self.text("stage3/invitation" + register, "2025-05-20", fixed(time="10am"))
                self.assertIn("We do not have the place yet.", words)
                words = self.text("stage3/invitation" + register, "2025-05-20", fixed(
                    time="10am", venue="Room 2"))
                self.assertNotIn("We do not have", words)
        self.office.import_cases([case("P-1", who=complainant("email"), events=fixed())],
                                 "2025-05-20", "--baseline")
        for day in ("2025-05-20", "2025-06-02"):
            self.office.run(day)
        for step in ("stage3-panel-place", "stage3-panel-place-near"):
            self.assertIn("P-1", [t["case"] for t in self.office.tasks(step=step)], step)


class NothingIsInvented(WordsTest):
    def test_a_meeting_without_recorded_actions(self):
        held = [ACCEPTED, event("meeting_held", "2025-03-10", outcome="not_resolved")]
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("stage1/meeting-outcome" + register, "2025-03-11", held)
                self.assertNotIn("We did not agree on anything", words)

    def test_a_late_complaint_looked_into_without_a_recorded_reason(self):
        words = self.text("eligibility/out-of-time-accepted", "2025-03-05", [ACCEPTED])
        self.assertNotIn("Why we decided this", words)
        self.assertNotIn("fair to you", words)

    def test_what_is_looked_into_when_a_part_is_left_out(self):
        decided = [event("eligibility_decided", "2025-03-04", outcome="part_accepted",
                         reasons="The school is another matter.")]
        for register in REGISTERS:
            with self.subTest(register):
                self.assertIn("We look into all the rest", self.text(
                    "eligibility/accepted" + register, "2025-03-05", decided))


class ADayToCome(WordsTest):
    def test_a_corporate_second_stage_is_not_late_before_its_limit(self):
        asked = [event("stage1_responded", "2025-03-10", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-17"),
                 event("stage2_extended", "2025-04-08", reason="Somebody is ill.",
                       until="2025-05-06")]
        for procedure in CORPORATE:
            for register in REGISTERS:
                with self.subTest(register, procedure=procedure):
                    letter = "corporate/stage2-extension" + register
                    words = self.text(letter, "2025-04-08", asked, procedure=procedure)
                    self.assertNotIn("late", words)
                    self.assertNotIn("was due", words)
                    late = self.text(letter, "2025-05-01", asked, procedure=procedure)
                    self.assertIn("We are late, so you can ask", late)

    def test_more_time_told_after_day_25_is_told_late(self):
        asked = [*STAGE_2, event("stage2_extended", "2025-04-10", reason="Somebody is ill.",
                                 until="2025-06-02")]
        before = self.text("stage2/extension", "2025-04-10", asked)
        self.assertIn("We cannot do that well by then.", before)
        after = self.text("stage2/extension", "2025-04-29", asked)
        self.assertIn("It is late.", after)
        self.assertIn("We are late, so you can ask", after)


    def test_a_new_date_is_not_told_in_passing_before_its_reason(self):
        for details in ({"until": "2025-06-02"}, {"until": "2025-07-31", "reason": "Ill."}):
            asked = [*STAGE_2, event("stage2_extended", "2025-04-10", **details)]
            for register in REGISTERS:
                with self.subTest(register, **details):
                    words = self.text("stage2/progress" + register, "2025-04-14", asked)
                    self.assertIn("by Wednesday 23 April 2025", words)
                    self.assertNotIn("June 2025", words)
                    self.assertIn("sorry", self.text("stage2/progress" + register, "2025-05-20",
                                                     asked))


class AClosedComplaint(WordsTest):
    def test_does_not_go_on(self):
        closed = [STAGE_2[0], event("closed", "2025-04-14"),
                  event("conduct_warned", "2025-04-22", reasons="Shouting.", action="Write."),
                  event("conduct_decided", "2025-05-06", reasons="Shouting.", action="One email.",
                        until="2025-08-01")]
        for letter in ("conduct/warning", "conduct/decision"):
            for register in REGISTERS:
                with self.subTest(letter + register):
                    words = self.text(letter + register, "2025-05-06", closed)
                    self.assertIn("closed", words)
                    self.assertNotIn("omplaint goes on", words)
                    self.assertNotIn("We still look into", words)


class WhatTheyToldUs(WordsTest):
    def test_is_said_in_the_acknowledgement_of_stage_3(self):
        asked = [*STAGE_3[:-1], event("stage3_requested", "2025-05-12", reason="Nobody asked me.")]
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("stage3/acknowledgement" + register, "2025-05-13", asked)
                self.assertIn("This is what you told us: Nobody asked me.", words)

    def test_a_silent_young_person_is_not_said_to_be_content(self):
        words = self.text("stage1/closed-complainant.yp", "2025-04-14",
                          [STAGE_2[0], event("closed", "2025-04-14")])
        self.assertNotIn("you are OK", words)
        self.assertNotIn("have to be soon", words)


class AnEarlyRequest(WordsTest):
    def test_reads_in_the_answer_what_to_do_if_nobody_phones(self):
        asked = [event("stage2_requested", "2025-03-06"),
                 event("stage1_drafted", "2025-03-10", points=[
                     {"text": "Visits", "finding": "upheld", "reasons": "Nobody called."}])]
        for register in REGISTERS:
            with self.subTest(register):
                words = self.text("stage1/response" + register, "2025-03-11", asked)
                self.assertIn("by Tuesday 18 March 2025", words)


class AnActionThatIsDue(WordsTest):
    def test_is_asked_for_with_who_does_it_and_differently_once_late(self):
        due = [event("action_due", "2025-04-14", action="Write a plan.", due_on="2025-05-01",
                     owner="team_manager")]
        words = self.text("stage3/action-follow-up", "2025-05-01", due)
        self.assertIn("for the team manager to do", words)
        self.assertNotIn("has passed", words)
        self.assertIn("That day has passed", self.text("stage3/action-follow-up", "2025-05-09",
                                                       due))


class WhoeverTakesOverAtStage2(Letters):
    def test_has_five_days_from_the_change(self):
        self.office.import_cases([case("W-1", who=complainant("email"), events=[
            *STAGE_2, *investigators("2025-03-24")])], "2025-03-24", "--baseline")
        self.office.run("2025-03-24")
        self.office.do("event", "W-1", "party_changed", "--on", "2025-03-27", "--set",
                       "role=investigating_officer", "--set", "name=Nora New", "--set",
                       "email=nora@council.example")
        self.office.run("2025-03-27")
        told = self.office.parcels(step="stage2-named-again")
        self.assertEqual(len(told), 1)
        words = self.words_of(told[0])
        self.assertIn("Whoever is new will contact you by Thursday 3 April 2025", words)
        appointed = next(p for p in self.office.parcels(step="stage2-appointment-again")
                         if p["recipient"] == "investigating_officer")
        self.assertIn("3 April 2025", self.words_of(appointed))


class WhoeverDoesAnAction(Letters):
    def test_reads_it_as_theirs_whichever_word_says_who(self):
        for key in ("by", "who", "owner"):
            with self.subTest(key):
                reference = f"B-{key}"
                self.office.import_cases([case(reference, who=complainant("email"), events=[
                    *STAGE_2, joins("team_manager", "Tariq Boateng", "tariq@council.example",
                                    "2025-03-17"),
                    event("stage2_drafted", "2025-04-14", points=[
                        {"text": "Visits", "finding": "upheld", "reasons": "Nobody called."}],
                          actions=[{"text": "Write a plan.", key: "Tariq Boateng",
                                    "due_on": "2025-05-30"}])])], "2025-04-14", "--baseline")
                self.office.event(reference, "stage2_adjudicated", "2025-04-22", finding="upheld")
                self.office.run("2025-04-22")
                told = next(p for p in self.office.parcels(step="stage2-staff-actions")
                            if p["case"] == reference and p["recipient"] == "team_manager")
                words = self.words_of(told)
                self.assertIn("To be done by you: Write a plan.", words)
                self.assertNotIn("No point and no action", words)


if __name__ == "__main__":
    unittest.main()
