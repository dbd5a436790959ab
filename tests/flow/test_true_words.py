"""Letters whose words must be true although we cannot know everything that happened."""

import unittest

from office import case, complainant, officers
from story import WordsTest, event, investigators

TO_STAGE_3 = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
              event("stage2_requested", "2025-03-20"),
              event("stage2_adjudicated", "2025-05-01", finding="upheld"),
              event("stage3_requested", "2025-05-12"),
              event("panel_fixed", "2025-05-20", panel_on="2025-06-16", time="10am")]
CORPORATE = ("wokingham-corporate",)   # in the words of corporate-code
BOTH_INVITATIONS = ("stage3/invitation", "stage3/invitation.yp")
EVERY_WORDING = ("leicestershire-statutory", "luton-statutory", *CORPORATE)


class TrueWords(WordsTest):
    def test_a_panel_adjourned_on_its_own_day_may_have_met_or_not(self):
        for letter in ("stage3/adjourned", "stage3/adjourned.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-16",
                                  TO_STAGE_3 + [event("panel_adjourned", "2025-06-16")])
                self.assertIn("was to meet on Monday 16 June 2025. It could not finish", words)
                self.assertIn("meet on another day", words)
                self.assertIn("or told the panel", words)
                for untrue in ("will not meet on", "meet again", "once more", "one more time"):
                    self.assertNotIn(untrue, words)

    def test_stage_2_asks_about_a_first_answer_only_where_there_was_one(self):
        asks = "which parts of our first answer you do not agree with"
        words = self.text("corporate/stage2-acknowledgement", "2025-04-10",
                          [event("stage2_requested", "2025-04-10")],
                          procedure="wokingham-corporate")
        self.assertNotIn("first answer", words)
        self.assertNotIn("look at it again", words)
        words = self.text("corporate/stage2-acknowledgement", "2025-04-10",
                          [event("stage1_responded", "2025-03-12", finding="upheld",
                                 sent_by="service"), event("stage2_requested", "2025-04-10")],
                          procedure="wokingham-corporate")
        self.assertIn(asks, words)
        self.assertIn("look at it again", words)

    def test_stage_2_of_a_corporate_complaint_told_of_late_promises_no_day_that_is_over(self):
        asked = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                 event("stage2_requested", "2025-03-20")]   # day 5: 27 March; day 20: 17 April
        for letter in ("corporate/stage2-acknowledgement", "corporate/stage2-acknowledgement.yp"):
            with self.subTest(letter):
                in_time = self.text(letter, "2025-03-20", asked, procedure="wokingham-corporate")
                self.assertIn("our answer by Thursday 17 April 2025", in_time)
                self.assertNotIn("late", in_time)
                late = self.text(letter, "2025-04-07", asked, procedure="wokingham-corporate")
                self.assertIn("This letter is late", late)
                self.assertIn("our answer by Thursday 17 April 2025", late)
                past = self.text(letter, "2025-04-28", asked, procedure="wokingham-corporate")
                self.assertIn("This letter is late", past)
                self.assertNotIn("will have our answer by", past)
                self.assertNotIn("will get our answer by", past)
                self.assertIn("We will write to you", past)
        for letter in ("corporate/stage2-delay", "corporate/stage2-delay.yp",
                       "corporate/stage2-extension.yp"):
            with self.subTest(letter):
                self.assertNotIn("We told you", self.text(
                    letter, "2025-04-28", asked + [event("stage2_extended", "2025-04-28",
                                                         reason="Ill.", until="2025-05-12")],
                    procedure="wokingham-corporate"))

    def test_a_refusal_that_comes_late_says_sorry_and_takes_back_what_was_promised_meanwhile(self):
        refused = {"reasons": "It was years ago.", "route": "The Tribunal."}
        for outcome, letter in (("out_of_time", "out-of-time"), ("other_route", "other-route"),
                                ("not_statutory", "not-statutory"),
                                ("no_sufficient_interest", "no-sufficient-interest")):
            for name in (f"eligibility/{letter}", f"eligibility/{letter}.yp"):
                with self.subTest(name):
                    late = self.text(name, "2025-03-20", [event(
                        "eligibility_decided", "2025-03-20", outcome=outcome, **refused)])
                    self.assertIn("Monday 10 March 2025", late)
                    self.assertIn("does not count any more", late)
                    in_time = self.text(name, "2025-03-10", [event(
                        "eligibility_decided", "2025-03-10", outcome=outcome, **refused)])
                    self.assertNotIn("sorry", in_time)
                    self.assertNotIn("does not count", in_time)

    def test_who_asked_for_stage_2_early_and_gives_no_more_time_need_not_ask_again(self):
        early = [event("stage2_requested", "2025-03-12")]
        refused = [event("extension_refused", "2025-03-13")]
        for letter in ("stage1/extension-refused", "stage1/extension-refused.yp"):
            with self.subTest(letter):
                asked = self.text(letter, "2025-03-13", early + refused)
                self.assertIn("You do not", asked)
                self.assertIn("ask again", asked)
                self.assertNotIn("do not need a form", asked)
                self.assertNotIn("ask again", self.text(letter, "2025-03-13", refused))

    def test_a_panel_moved_at_the_complainants_wish_is_not_called_late(self):
        def moved(by):
            return TO_STAGE_3 + [event("panel_adjourned", "2025-06-10", by=by, until="2025-07-07")]
        for letter in ("stage3/adjourned", "stage3/adjourned.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-10", moved("complainant"))
                self.assertIn("You asked us for another day", words)
                self.assertNotIn("sorry", words)
                self.assertIn("sorry", self.text(letter, "2025-06-10", moved("panel_chair")))
        again = [event("panel_fixed", "2025-06-12", panel_on="2025-07-07", time="10am")]
        for letter in ("stage3/invitation", "stage3/invitation.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-12", moved("complainant") + again)
                self.assertNotIn("sorry", words)
                self.assertIn("sorry", self.text(letter, "2025-06-12",
                                                 moved("panel_chair") + again))

    def test_a_panel_that_met_and_meets_again_is_not_said_not_to_have_met(self):
        unfinished = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                      event("panel_adjourned", "2025-06-16", reason="A log is missing.")]
        again = event("panel_fixed", "2025-06-18", panel_on="2025-07-14", time="10am")
        for register in ("", ".yp"):
            with self.subTest(register=register):
                words = self.text("stage3/invitation" + register, "2025-06-18",
                                  [*unfinished, again])
                self.assertIn("The panel met on Monday 16 June 2025", words)
                self.assertNotIn("sorry", words)
                words = self.text("stage3/panel-late" + register, "2025-07-15", unfinished)
                self.assertIn("panel met on Monday 16 June 2025", words)
                self.assertNotIn("It has not", words)

    def test_a_report_of_the_panel_that_comes_late_says_sorry_and_names_its_day(self):
        for register in ("", ".yp"):
            for on, late in (("2025-06-23", False), ("2025-06-27", True)):
                with self.subTest(register=register, on=on):
                    words = self.text("stage3/panel-report" + register, on, [
                        *TO_STAGE_3, event("panel_held", "2025-06-16"),
                        event("panel_reported", on, recommendations="Say sorry in writing.")])
                    self.assertEqual("You should have had it by" in words, late)

    def test_papers_of_the_panel_that_come_late_say_sorry(self):
        for letter in ("stage3/bundle", "stage3/bundle.yp"):   # the panel meets on 16 June
            with self.subTest(letter):
                self.assertNotIn("late", self.text(letter, "2025-06-03", TO_STAGE_3))
                late = self.text(letter, "2025-06-11", TO_STAGE_3)
                self.assertIn("late", late)
                self.assertIn("We are sorry", late)
                # In Luton they leave later.
                self.assertNotIn("late", self.text(letter, "2025-06-09", TO_STAGE_3,
                                                   procedure="luton-statutory"))

    def test_whoever_says_late_that_it_is_a_complaint_reads_of_no_lateness(self):
        late = [event("concern_clarified", "2025-03-25", **{"as": "complaint"})]
        for letter in ("intake/acknowledgement", "intake/acknowledgement.yp"):
            for procedure in ("leicestershire-statutory", "wokingham-statutory"):
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-25", late, procedure=procedure)
                    self.assertIn("this is a complaint", words)
                    self.assertNotIn("is late", words)
                    self.assertNotIn("by now", words)
                    self.assertIn("is late", self.text(letter, "2025-03-25", [],
                                                       procedure=procedure))

    def test_the_team_reads_of_no_day_that_is_over(self):
        for procedure in ("leicestershire-statutory", "luton-statutory", "statutory-baseline"):
            with self.subTest(procedure):
                words = self.text("intake/allocation", "2025-03-25", [], procedure=procedure)
                self.assertIn("as soon as you can", words)
                self.assertNotIn("10 March", words)
                self.assertNotIn("17 March", words)
                words = self.text("intake/allocation", "2025-03-04", [], procedure=procedure)
                self.assertNotIn("as soon as you can", words)
                self.assertIn("17 March", words)

    def test_a_referral_about_safety_is_named_in_no_other_email(self):
        procedures = ("leicestershire-statutory", "corporate-code")
        self.office.import_cases(
            [case(f"S-{procedure}", procedure=procedure, who=complainant("email"),
                  events=[event("safeguarding_flagged", "2025-03-04")])
             for procedure in procedures], "2025-03-04")
        self.office.run("2025-03-04")
        for procedure in procedures:
            self.office.event(f"S-{procedure}", "safeguarding_cleared", "2025-03-05")
        self.office.run("2025-03-05")
        for procedure in procedures:
            with self.subTest(procedure):
                reference = f"S-{procedure}"
                self.assertTrue(self.office.parcels(case=reference, step="safeguarding-referral"))
                page = self.office.data / "letter.txt"
                self.office.do("preview", "stage1/head-of-service-referral", "--case", reference,
                               "--on", "2025-03-26", "--as", "text", "-o", page)
                words = " ".join(page.read_text("utf-8").split())
                self.assertIn("What we have sent", words)
                self.assertIn("Acknowledge the complaint: ", words)
                self.assertNotIn("safeguarding", words.lower())

    def test_a_reason_is_told_only_of_the_stage_it_was_given_in(self):
        of_stage_2 = event("timescale_revised", "2025-04-30", because="The investigator was ill.",
                           to="2025-06-20")
        answered = [*TO_STAGE_3[:2], of_stage_2, *TO_STAGE_3[2:]]
        reported = [event("panel_held", "2025-06-16"), event("panel_reported", "2025-06-20")]
        for letter, on, more in (("stage3/panel-late", "2025-06-17", []),
                                 ("stage3/panel-late.yp", "2025-06-17", []),
                                 ("stage3/response-late", "2025-07-14", reported),
                                 ("stage3/response-late.yp", "2025-07-14", reported)):
            with self.subTest(letter):
                self.assertNotIn("was ill", self.text(letter, on, answered + more))
                own = event("timescale_revised", on, because="The director was away.")
                self.assertIn("The director was away.",
                              self.text(letter, on, answered + more + [own]))
        earlier = event("timescale_revised", "2025-03-13", because="A phone was broken.",
                        to="2025-07-30")
        asked = [TO_STAGE_3[0], earlier, TO_STAGE_3[1]]
        for letter in ("stage2/overdue", "stage2/overdue.yp"):
            with self.subTest(letter):
                words = self.text(letter, "2025-06-30", asked)
                self.assertNotIn("A phone was broken.", words)
                self.assertNotIn("30 July", words)
                words = self.text(letter, "2025-06-30", [*asked, of_stage_2 | {
                    "on": "2025-06-27", "to": "2025-07-11"}])
                self.assertIn("The investigator was ill.", words)
                self.assertIn("Friday 11 July 2025", words)

    def test_stage_3_letters_say_no_date_while_all_of_it_waits_for_a_court(self):
        held = [*TO_STAGE_3[:4], event("court_hold", "2025-05-13", scope="whole",
                                       reasons="Care proceedings.")]
        waits = "has to wait at the moment"
        for letter in ("stage3/acknowledgement", "stage3/acknowledgement.yp", "stage3/notice"):
            with self.subTest(letter):
                self.assertIn(waits, self.text(letter, "2025-05-14", held))
                self.assertNotIn(waits, self.text(letter, "2025-05-14", TO_STAGE_3[:4]))
        self.text("stage3/cannot-attend", "2025-05-14", [*held, event("cannot_attend",
                                                                      "2025-05-14")])
        told = [*held, *investigators("2025-05-14"), event("panel_held", "2025-05-15"),
                event("panel_reported", "2025-05-16", recommendations="Say sorry."),
                event("director_decided", "2025-05-19", agrees=False)]
        for letter in ("stage3/panel-report", "stage3/panel-report.yp", "stage3/decision-request"):
            with self.subTest(letter):
                self.assertIn(waits, self.text(letter, "2025-05-19", told))
        for letter in ("stage3/panel-report-notice", "stage3/disagreement",
                       "stage3/disagreement.yp"):
            with self.subTest(letter):
                self.text(letter, "2025-05-19", told)

    def test_the_end_of_a_hold_says_what_may_be_asked_for_and_what_is_due(self):
        def after_a_hold(events, letter):
            """Held from 21 May until 4 August 2025."""
            return self.text(letter, "2025-08-04", [
                *events, event("court_hold", "2025-05-21", scope="whole",
                               reasons="Care proceedings."),
                event("court_hold_lifted", "2025-08-04")], known=["--baseline"])
        just_answered = [event("stage1_responded", "2025-05-15", finding="upheld",
                               sent_by="service")]
        for letter in ("eligibility/court-hold-ended", "eligibility/court-hold-ended.yp"):
            with self.subTest(letter):
                # Four of twenty days had passed; 25 August is a holiday.
                self.assertIn("ask for stage 2 until Wednesday 27 August 2025",
                              after_a_hold(just_answered, letter))
                self.assertIn("Tuesday 16 September 2025",
                              after_a_hold(TO_STAGE_3[:2] + [
                                  event("stage2_adjudicated", "2025-05-20", finding="upheld"),
                                  event("stage3_requested", "2025-07-30")], letter))
                words = after_a_hold(TO_STAGE_3[:2] + [
                    event("stage2_adjudicated", "2025-05-20", finding="upheld")], letter)
                self.assertIn("until Tuesday 2 September 2025", words)
                self.assertNotIn("ask for stage 2", words)

    def test_a_director_who_has_decided_is_not_told_that_we_have_no_decision(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]
        none = "We do not have your decision yet"
        self.assertIn(none, self.text("stage3/decision-chase", "2025-07-04", reported,
                                      parties=self.with_a_director()))
        words = self.text("stage3/decision-chase", "2025-07-04",
                          [*reported, event("director_decided", "2025-07-02")],
                          parties=self.with_a_director())
        self.assertNotIn(none, words)
        self.assertIn("Your decision is recorded", words)

    def test_in_luton_an_answer_drafted_with_the_decision_speaks_of_the_meeting_too(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]
        draft = event("stage3_drafted", "2025-07-02", points=[
            {"text": "Say sorry.", "response": "not agreed", "reasons": "It was said."}])
        for letter, says in (("stage3/response", "the director will meet the chair"),
                             ("stage3/response.yp", "two people will talk")):
            for agrees in (True, False):
                with self.subTest(letter, agrees=agrees):
                    words = self.text(letter, "2025-07-02", [
                        *reported, event("director_decided", "2025-07-02", agrees=agrees), draft],
                        procedure="luton-statutory")
                    self.assertEqual(says in words, not agrees, words)

    def test_only_what_is_not_followed_must_have_its_reasons(self):
        reported = [*TO_STAGE_3, event("panel_held", "2025-06-16"),
                    event("panel_reported", "2025-06-20", recommendations="Say sorry.")]

        def answer(agrees, **point):
            return self.text("stage3/response", "2025-07-04", [
                *reported, event("director_decided", "2025-07-02", agrees=agrees),
                event("stage3_drafted", "2025-07-03", points=[{"text": "Say sorry.", **point}])])

        self.assertIn("Our answer: agreed", answer(True, response="agreed"))
        self.assertIn("The director writes.",
                      answer(False, response="agreed", actions="The director writes."))
        self.assertIn("It was said.",
                      answer(False, response="not agreed", reasons="It was said."))
        with self.assertRaisesRegex(AssertionError, "field reasons"):
            answer(False, response="not agreed")

    def test_a_young_person_reads_that_the_ombudsman_may_be_asked_because_we_are_late(self):
        young = complainant("email", kind="young_person", title="", first_name="Kai")
        words = self.text("stage1/stage2-rights.yp", "2025-03-31", [], parties=[young, *officers()])
        self.assertIn("We are late, so you can ask the Local Government", words)

    def test_papers_are_never_wanted_by_the_day_of_the_letter(self):
        """Fixed on Friday 6 June 2025 for a panel ten working days later."""
        fixed = [*TO_STAGE_3[:-1], event("panel_fixed", "2025-06-06", panel_on="2025-06-20")]
        for letter in ("stage3/invitation", "stage3/papers"):
            words = self.text(letter, "2025-06-06", fixed)
            self.assertNotIn("by Friday 6 June 2025", words.replace("*", ""))
            self.assertIn("as soon as you can" if letter.endswith("invitation") else "today", words)

    def test_papers_are_wanted_by_no_day_that_is_over_when_the_post_arrives(self):
        """Fixed on Thursday 5 June 2025 for a panel eleven working days later."""
        fixed = [*TO_STAGE_3[:-1], event("panel_fixed", "2025-06-05", panel_on="2025-06-20")]
        self.assertIn("as soon as you can", self.text("stage3/invitation", "2025-06-05", fixed))

    def test_in_luton_a_complainants_papers_may_come_until_ten_calendar_days_before(self):
        """The panel meets on Monday 16 June 2025."""
        for letter in BOTH_INVITATIONS:
            with self.subTest(letter):
                words = self.text(letter, "2025-05-20", TO_STAGE_3, procedure="luton-statutory")
                self.assertIn("by Friday 6 June 2025", words)
                words = self.text(letter, "2025-05-30", [
                    *TO_STAGE_3[:-1], event("panel_fixed", "2025-05-30", panel_on="2025-06-16")],
                                  procedure="luton-statutory")
                self.assertNotIn("Friday 6 June", words)
                self.assertIn("as soon as you can", words)

    def test_an_invitation_names_the_third_of_the_panel_or_says_that_we_will(self):
        three = [{"role": "panel_chair", "name": "Ngozi Adeyemi"},
                 {"role": "panel_member", "name": "Paul Reed"},
                 {"role": "panel_member", "name": "Bea Lund"}]
        for letter in BOTH_INVITATIONS:
            for how_many in (2, 3):
                with self.subTest(letter, how_many=how_many):
                    parties = [complainant("email"), *officers(), *three[:how_many]]
                    words = self.text(letter, "2025-05-20", TO_STAGE_3, parties=parties)
                    self.assertEqual("We will tell you who else is on" in words, how_many == 2)

    def test_an_invitation_at_short_notice_says_that_it_is(self):
        for letter, says in zip(BOTH_INVITATIONS, ("short notice", "This is soon")):
            for fixed, late in (("2025-06-02", False), ("2025-06-03", True)):
                with self.subTest(letter, fixed=fixed):
                    words = self.text(letter, fixed, [
                        *TO_STAGE_3[:-1], event("panel_fixed", fixed, panel_on="2025-06-16")])
                    self.assertEqual(says in words, late)

    def test_a_closing_letter_speaks_of_the_stage_that_comes_next(self):
        closed = event("closed", "2025-09-01", because="by hand")
        for young in ("", ".yp"):
            for events, says in ((TO_STAGE_3[:1], ("stage 2", "new look")),
                                 (TO_STAGE_3[:3], ("a review panel", "a panel")),
                                 ([], ("want an answer",) * 2),
                                 (TO_STAGE_3[:2], ("want an answer",) * 2),
                                 (TO_STAGE_3[:4], ("want an answer",) * 2),
                                 ([*TO_STAGE_3[:4], event("stage3_responded", "2025-08-01")],
                                  ("no further stage", "outside the council"))):
                with self.subTest(young, events=len(events)):
                    words = self.text("stage1/closed-complainant" + young, "2025-09-02",
                                      [*events, closed], ["--baseline"])
                    self.assertIn(says[1 if young else 0], words)
                    self.assertEqual("by hand" in words, not events or (
                        len(events) == 2 and not young))
                    if len(events) != 1:
                        self.assertNotIn("ask for stage 2", words)
                        self.assertNotIn("new look", words)

    def test_the_end_of_a_hold_of_all_speaks_of_the_part_that_waited_before(self):
        for reader in ("", ".yp"):
            words = self.text("eligibility/court-hold-ended" + reader, "2025-05-01", [
                event("court_hold", "2025-03-06", scope="part", reasons="A hearing."),
                event("stage1_responded", "2025-03-11", finding="upheld", sent_by="service"),
                event("court_hold", "2025-03-25", scope="whole", reasons="All of it."),
                event("court_hold_lifted", "2025-05-01")])
            self.assertIn("an answer on it too", words)

    def test_a_manager_reads_of_no_referral_that_does_not_come(self):
        refused = [event("extension_refused", "2025-03-13")]
        for procedure, says in (("leicestershire-statutory", self.assertIn),
                                ("statutory-baseline", self.assertNotIn)):
            says("We refer the complaint", self.text("stage1/more-time-refused", "2025-03-13",
                                                     refused, procedure=procedure))
        agreed = [event("further_time_agreed", "2025-04-11")]
        self.assertNotIn("We check with you",
                         self.text("stage1/head-of-service-reissue", "2025-04-11", agreed))

    def test_a_late_corporate_answer_says_sorry(self):
        drafted = event("stage1_drafted", "2025-03-24", points=[
            {"text": "No visits.", "finding": "upheld", "reasons": "So it was."}])
        self.assertIn("It took longer than we first told you, and we are sorry.",
                      self.text("corporate/response", "2025-03-24", [drafted],
                                procedure="wokingham-corporate"))

    def test_a_young_person_reads_who_looks_into_it_and_what_waits_for_a_court(self):
        young = complainant("email", kind="young_person", title="", first_name="Kai")
        accepted = [event("eligibility_decided", "2025-03-04", outcome="accepted")]
        words = self.text("intake/acknowledgement.yp", "2025-03-04", accepted,
                          parties=[young, *officers()])
        self.assertIn("is the manager who looks into what you told us.", words)
        self.assertIn("What would help you to read our letters", words)
        words = self.text("eligibility/court-hold.yp", "2025-03-06", [
            event("court_hold", "2025-03-06", scope="part", reasons="A hearing.", by="Ann Lee",
                  points=[{"text": "The visits in January."}])], parties=[young, *officers()])
        self.assertIn("The visits in January.", words)
        self.assertIn("Ann Lee decided this.", words)

    def test_the_end_of_a_hold_says_that_the_answer_is_late(self):
        words = self.text("eligibility/court-hold-ended", "2025-05-12", [
            event("court_hold", "2025-03-06", scope="part", reasons="A hearing."),
            event("court_hold_lifted", "2025-05-12")])
        self.assertIn("It is late, and we are sorry.", words)
        self.assertIn("You can ask for stage 2 now.", words.replace("*", ""))

    def test_the_invitation_to_a_late_panel_gives_the_reason(self):
        words = self.text("stage3/invitation", "2025-06-20", [
            *TO_STAGE_3[:-1], event("timescale_revised", "2025-05-30", because="The chair is ill."),
            event("panel_fixed", "2025-06-20", panel_on="2025-07-14")])
        self.assertIn("The chair is ill.", words)

    def test_letters_say_what_was_recorded_as_the_case_files_guide_says(self):
        """Each with the details that docs/case-files.md names, and nothing else."""
        for letter, recorded, said in (
                ("stage2/discontinued", event("stage2_discontinued", "2025-04-02",
                                              reason="We could not agree what to look at."),
                 ["We could not agree what to look at."]),
                ("intake/informal-resolution", event("informally_resolved", "2025-03-05",
                                                     points=[{"text": "Call on Fridays."}]),
                 ["Call on Fridays."]),
                ("conduct/warning", event("conduct_warned", "2025-03-05", reasons="Forty calls.",
                                          outcome="Call once a day."), ["Call once a day."]),
                ("conduct/decision", event("conduct_decided", "2025-03-05", reasons="Forty calls.",
                                           outcome="One call a week.", review_on="2025-06-02"),
                 ["One call a week.", "again by Monday 2 June 2025"]),
                ("conduct/review", event("conduct_reviewed", "2025-03-05", reasons="Still forty.",
                                         outcome="It stays.", review_on="2025-06-02"),
                 ["It stays.", "The limit goes on. We look at it again by Monday 2 June 2025"]),
                ("intake/linked", event("complaint_linked", "2025-03-05",
                                        points=[{"text": "The review was cancelled."}]),
                 ["The review was cancelled."]),
                ("stage1/meeting-outcome", event(
                    "meeting_held", "2025-03-05", outcome="partly_upheld", actions=[
                        {"text": "A plan is written.", "who": "team_manager",
                         "due_on": "2025-03-21"}]),
                 ["The outcome is: partly upheld",
                  "A plan is written. (the team manager, by Friday 21 March 2025)"])):
            with self.subTest(letter=letter):
                words = self.text(letter, "2025-04-03", [recorded]).replace("*", "")
                for needed in said:
                    self.assertIn(needed, words)
                self.assertNotIn("the same things as before", words)

    @staticmethod
    def with_a_director():
        return [complainant("email"), {"role": "director", "name": "Alex Stone",
                                       "email": "alex.stone@council.example"}]


    def test_managers_read_of_a_stage_2_begun_early_that_it_was_agreed(self):
        early = [event("stage2_requested", "2025-03-05"),
                 event("stage2_begun", "2025-03-07", because="agreed", counts_from="2025-03-05")]
        late = [event("further_time_agreed", "2025-04-01"),
                event("stage2_begun", "2025-04-15", because="day_30")]
        refused = [event("stage2_begun", "2025-03-31", because="further_time_refused")]
        for procedure in EVERY_WORDING:
            with self.subTest(procedure):
                words = self.text("stage1/escalated-notice", "2025-03-07", early,
                                  procedure=procedure)
                self.assertIn("count from Wednesday 5 March 2025", words)
                self.assertIn("asked for it early, and we agreed", words)
                self.assertNotIn("in time", words)
                self.assertNotIn("7 March", words.partition("Dear")[2])
                for events, on in ((late, "2025-04-15"), (refused, "2025-03-31")):
                    words = self.text("stage1/escalated-notice", on, events, procedure=procedure)
                    self.assertIn("ended without an answer in time", words)
                    self.assertNotIn("early", words)

    def test_a_corporate_apology_asks_for_more_time_as_the_team_reads(self):
        for letter, asks in (("corporate/delay", "Tell us if you agree."),
                             ("corporate/delay.yp", "Please tell us if that is OK.")):
            for procedure in CORPORATE:
                with self.subTest(letter, procedure=procedure):
                    words = self.text(letter, "2025-03-17", [], procedure=procedure)
                    self.assertIn("until Monday 31 March 2025 to send you our answer?", words)
                    self.assertIn(asks, words)
                    self.assertNotIn("will have our answer by", words)

    def test_a_corporate_stage_2_is_called_what_it_is(self):
        for letter, on, events in (
                ("stage1/right-reminder", "2025-04-14", []),
                ("stage1/extension-confirmed", "2025-03-12",
                 [event("extension_agreed", "2025-03-12")]),
                ("stage1/extension-refused", "2025-03-12",
                 [event("extension_refused", "2025-03-12")]),
                ("stage1/resolved", "2025-03-12",
                 [event("resolved", "2025-03-12", note="A plan.")]),
                ("corporate/delay", "2025-03-17", [])):
            for reader, manager in (("", "manager who has not dealt with"),
                                    (".yp", "manager who is new to")):
                for procedure in CORPORATE:
                    with self.subTest(letter + reader, procedure=procedure):
                        words = self.text(letter + reader, on, events, procedure=procedure)
                        self.assertIn(manager, words)
                        self.assertNotIn("the team will", words)
                        self.assertNotIn("outside the team", words)
                        self.assertNotIn("in the team", words)

    def test_a_late_final_answer_is_told_by_the_day_last_promised(self):
        self.office.import_cases([case("A-9", who=complainant("email"), procedure="corporate-code",
                                       events=[event("stage1_responded", "2025-03-06",
                                                     finding="upheld", sent_by="service"),
                                               event("stage2_requested", "2025-03-10"),
                                               event("stage2_extended", "2025-03-31",
                                                     reason="Still slow.", until="2025-04-22")])],
                                 "2025-03-03")
        for day in ("2025-03-03", "2025-03-10", "2025-03-31", "2025-05-08"):
            self.office.run(day)
        for letter in ("corporate/stage2-overdue", "corporate/stage2-overdue.yp"):
            page = self.office.data / "letter.txt"
            self.office.do("preview", letter, "--case", "A-9", "--on", "2025-05-08", "--as", "text",
                           "-o", page)
            words = " ".join(page.read_text("utf-8").split())
            self.assertIn("by Tuesday 22 April 2025", words)
            self.assertNotIn("May 2025.", words)


    def test_a_young_person_is_given_the_latest_of_the_days(self):
        points = [{"text": "Visits", "finding": "upheld", "reasons": "We looked.", "actions": ""}]
        for letter, procedure in (("stage1/response.yp", "statutory-baseline"),
                                  ("stage1/response.yp", "luton-statutory"),
                                  ("corporate/response.yp", "wokingham-corporate")):
            with self.subTest(letter, procedure=procedure):
                # A Saturday: twenty working days end on Friday 4 April, 28 days on the Saturday.
                words = self.text(letter, "2025-03-08",
                                  [event("stage1_drafted", "2025-03-07", points=points,
                                         finding="upheld")], procedure=procedure)
                self.assertIn("by Saturday 5 April 2025. If you need longer, just ask", words)
        words = self.text("intake/concern-or-complaint.yp", "2025-03-04",
                          [event("concern_raised", "2025-03-03")])
        self.assertIn("If you need longer, just ask", words)

    def test_whose_advocate_gets_our_letters_is_not_asked_whether_they_may(self):
        waited = [event("eligibility_decided", "2025-03-03", outcome="accepted"),
                  event("advocate_awaited", "2025-03-05", agreed=True),
                  event("advocate_appointed", "2025-03-10")]
        for given in (True, False):
            for letter in ("stage1/advocate-appointed", "stage1/advocate-appointed.yp"):
                with self.subTest(letter, given=given):
                    advocate = {"role": "advocate", "name": "Rhys Wyn", "email": "r@voice.example",
                                "represents": "Asha Quillfeather"}
                    if given:
                        advocate["consent"] = {"given": True, "on": "2025-03-03",
                                               "scope": "all letters"}
                    words = self.text(letter, "2025-03-10", waited,
                                      parties=[complainant("email"), *officers(), advocate])
                    self.assertIn("Rhys Wyn", words)
                    says = "We send our letters" if letter.endswith(".yp") else "as agreed"
                    (self.assertIn if given else self.assertNotIn)(says, words)

    def test_whoever_has_an_advocate_is_not_offered_one_in_each_letter(self):
        advocate = {"role": "advocate", "name": "Rhys Wyn", "email": "r@voice.example",
                    "represents": "Asha Quillfeather",
                    "consent": {"given": True, "on": "2025-03-03", "scope": "all letters"}}
        for procedure in EVERY_WORDING:
            for letter in ("stage1/delay-apology-silence", "stage1/delay-apology-silence.yp"):
                with self.subTest(letter, procedure=procedure):
                    people = [complainant("email"), *officers()]
                    offer = "You can have someone to help you speak up" if letter[-1] == "p" else \
                        "or an advocate"
                    if procedure == "luton-statutory" and letter[-1] == "p":
                        offer = "You have a right to someone"
                    self.assertIn(offer, self.text(letter, "2025-03-17", [], procedure=procedure,
                                                   parties=people))
                    words = self.text(letter, "2025-03-17", [], procedure=procedure,
                                      parties=[*people, advocate])
                    self.assertIn("Rhys Wyn is your advocate.", words)
                    self.assertNotIn(offer, words)


if __name__ == "__main__":
    unittest.main()
