"""Letters whose words depend on who reads them, under which procedure, and what waits for a court."""

import unittest

from office import OfficeTest, case, complainant, officers, parsed
from story import TO_STAGE_3, WordsTest, event

CORPORATE = ("wokingham-corporate",)   # in the words of corporate-code
EVERY_WORDING = ("leicestershire-statutory", "luton-statutory", *CORPORATE)


class TrueWordsToEachReader(WordsTest):
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

    def test_a_young_person_reads_that_the_ombudsman_may_be_asked_because_we_are_late(self):
        young = complainant("email", kind="young_person", title="", first_name="Kai")
        words = self.text("stage1/stage2-rights.yp", "2025-03-31", [], parties=[young, *officers()])
        self.assertIn("We are late, so you can ask the Local Government", words)

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
        self.assertIn("It took longer than ten working days, and we are sorry.",
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
        self.assertIn("This was decided by Ann Lee.", words)

    def test_the_end_of_a_hold_says_that_the_answer_is_late(self):
        words = self.text("eligibility/court-hold-ended", "2025-05-12", [
            event("court_hold", "2025-03-06", scope="part", reasons="A hearing."),
            event("court_hold_lifted", "2025-05-12")])
        self.assertIn("It is late, and we are sorry.", words)
        self.assertIn("You can ask for stage 2 now.", words.replace("*", ""))

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

    def test_an_answer_is_late_at_stage_2_once_the_day_that_was_agreed_has_passed(self):
        letters = {procedure: f"{folder}acknowledgement" for folder, procedures in (
            ("stage2/", EVERY_WORDING[:2]), ("corporate/stage2-", CORPORATE))
            for procedure in procedures}
        agreed = [event("extension_agreed", "2025-03-14", how="phone")]   # until 31 March
        taken_back = [*agreed, event("extension_refused", "2025-03-20", how="phone")]
        for procedure, letter in letters.items():
            for register, sorry in (("", "We let you down"), (".yp", "That is not OK")):
                for before, on, late in (([], "2025-03-24", True), (agreed, "2025-03-24", False),
                                         (agreed, "2025-03-31", False), (agreed, "2025-04-01", True),
                                         (taken_back, "2025-03-24", True)):
                    with self.subTest(letter + register, on=on, before=before):
                        words = self.text(letter + register, on, [
                            *before, event("stage2_requested", on, how="phone"),
                            event("stage2_begun", on, because="agreed", counts_from=on)],
                            known=["--baseline"], procedure=procedure)
                        self.assertEqual("You should have had" in words, late)
                        self.assertEqual(sorry in words, late)
                        self.assertEqual("We are late, so you can ask" in words, late)
                        self.assertEqual(words.count("Ombudsman for help now"), late)

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

    def test_a_young_person_reads_that_the_day_is_missed_and_one_day_to_keep_in_mind(self):
        words = self.text("stage2/holding.yp", "2025-04-28", TO_STAGE_3[:2])
        self.assertIn("will not be ready on the day we aimed for", words)
        self.assertIn("We will write to you by Tuesday 6 May 2025", words)


class StageTwoThatBeganByItself(OfficeTest):
    def test_is_acknowledged_as_running_when_it_is_asked_for_and_not_as_a_late_letter(self):
        asked = event("stage2_requested", "2025-05-07")
        began = {"30": (event("further_time_agreed", "2025-04-01"), "Tuesday 15 April 2025"),
                 "no": (event("further_time_refused", "2025-04-01"), "Tuesday 1 April 2025")}
        self.office.import_cases(
            [case(f"{procedure}-{how}{kind}", procedure=procedure, events=[agreed],
                  who=complainant("email", kind=kind))
             for procedure in EVERY_WORDING for how, (agreed, _) in began.items()
             for kind in ("parent", "young_person")], "2025-03-03")
        for day in ("2025-03-03", "2025-04-01", "2025-04-15"):
            self.office.run(day)
        for reference in {parcel["case"] for parcel in self.office.parcels(recipient="complainant")}:
            self.office.event(reference, asked["name"], asked["on"])
        self.office.run("2025-05-07")
        letters = self.office.parcels(step="stage2-acknowledgement", recipient="complainant")
        self.assertEqual(len(letters), len(EVERY_WORDING) * len(began) * 2)
        for letter in letters:
            with self.subTest(letter["case"]):
                mail = self.office.data / "maildir" / "new" / f"{letter['id']}.postroom"
                words = " ".join(parsed(mail).get_body(("plain",)).get_content().split())
                told = next(day for how, (_, day) in began.items() if f"-{how}" in letter["case"])
                self.assertIn("Stage 2 runs already", words)
                self.assertIn(f"told you so on {told}", words)
                self.assertNotIn("letter is late", words)
                self.assertNotIn("has begun", words)

    def test_is_acknowledged_as_beginning_where_that_it_had_begun_was_struck_out(self):
        self.office.import_cases(
            [case(procedure, procedure=procedure, who=complainant("email"),
                  events=[event("further_time_agreed", "2025-04-01")])
             for procedure in EVERY_WORDING], "2025-03-03")
        for day in ("2025-03-03", "2025-04-01", "2025-04-15"):
            self.office.run(day)
        for reference, number in self.office.sql(
                "SELECT case_reference, id FROM events WHERE name IN ('further_time_agreed', "
                "'stage2_begun')"):
            self.office.event(reference, "corrected", "2025-04-16", event=number, strike="yes")
        for procedure in EVERY_WORDING:
            self.office.event(procedure, "stage2_requested", "2025-04-22")
        self.office.run("2025-04-22")
        letters = self.office.parcels(step="stage2-acknowledgement", recipient="complainant")
        self.assertEqual(len(letters), len(EVERY_WORDING))
        for letter in letters:
            mail = self.office.data / "maildir" / "new" / f"{letter['id']}.postroom"
            self.assertNotIn("already", parsed(mail).get_body(("plain",)).get_content())


if __name__ == "__main__":
    unittest.main()
