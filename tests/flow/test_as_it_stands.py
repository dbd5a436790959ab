"""Letters say how the complaint stands on their own day: nothing offered that is had already, no day
promised that has passed, and nobody told that they asked for what somebody else asked for."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import event

CHILD = {"kind": "young_person", "first_name": "Kai", "last_name": "Vale", "title": None}
ACCEPTED = event("eligibility_decided", "2025-03-03", outcome="accepted")
ANSWER = event("stage1_drafted", "2025-04-07", points=[
    {"text": "Visits were cancelled.", "finding": "upheld", "reasons": "Nobody phoned."}])
STAGE_2 = [ACCEPTED, event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
           event("stage2_requested", "2025-03-24")]


class AsItStands(OfficeTest):
    """Received on Monday 3 March 2025: day 10 is 17 March, day 20 is 31 March."""

    def words(self, letter, on, events, procedure="luton-statutory", who=None, second=None,
              reference="A-1"):
        """What that letter of such a case says on that day."""
        if who and who["kind"] == "young_person":
            letter += ".yp"
        one = case(reference, who=who or complainant("email"), procedure=procedure, events=events)
        if second:
            one["parties"].append(second)
        self.office.import_cases([one], "2025-03-03")
        page = self.office.data / "letter.txt"
        self.office.do("preview", letter, "--case", reference, "--on", on, "--as", "text", "-o",
                       page)
        return " ".join(page.read_text("utf-8").split())


class Stage2IsHadAlready(AsItStands):
    def response(self, events, **more):
        return self.words("stage1/response", "2025-04-07", [ACCEPTED, *events, ANSWER], **more)

    def test_an_answer_after_stage_2_began_does_not_offer_it(self):
        words = self.response([event("stage2_requested", "2025-04-01")])
        self.assertIn("Your complaint is at stage 2 already", words)
        self.assertNotIn("Please ask by", words)

    def test_nor_does_it_to_a_young_person(self):
        words = self.response([event("stage2_requested", "2025-04-01")],
                              who=complainant("email", **CHILD), procedure="wokingham-statutory")
        self.assertIn("We look at your complaint again already", words)
        self.assertNotIn("Please ask by", words)

    def test_nor_does_the_corporate_one(self):
        words = self.words("corporate/response", "2025-04-07",
                           [event("stage2_requested", "2025-04-04"), ANSWER],
                           procedure="corporate-code")
        self.assertNotIn("Please ask by", words)

    def test_an_early_request_is_asked_about(self):
        words = self.response([event("stage2_requested", "2025-03-10")])
        self.assertIn("the request for stage 2 of Monday 10 March 2025. It stands", words)
        self.assertNotIn("Please ask by", words)

    def test_an_answer_that_nobody_was_ahead_of_offers_it_with_a_day(self):
        self.assertIn("Please ask by", self.response([]))

    def test_a_settlement_at_stage_2_speaks_of_stage_2_going_on(self):
        words = self.words("stage1/resolved", "2025-04-08", [
            *STAGE_2, event("resolved", "2025-04-08", note="Visits are confirmed by text.")],
            who=complainant("email", **CHILD))
        self.assertIn("Then we go on with stage 2", words)
        self.assertNotIn("ask for a new look", words)


class AfterAMeeting(AsItStands):
    def outcome(self, *events, on="2025-03-13", **more):
        return self.words("stage1/meeting-outcome", on, [
            ACCEPTED, event("meeting_held", "2025-03-12", outcome="agreed"), *events], **more)

    def test_stage_2_is_offered_from_the_answer_or_day_20_on(self):
        words = self.outcome()
        self.assertIn("from Monday 31 March 2025 on, if you have no answer by then", words)
        self.assertNotIn("Please tell us by", words)

    def test_a_young_person_is_told_the_same(self):
        words = self.outcome(who=complainant("email", **CHILD))
        self.assertIn("from Monday 31 March 2025 on, if you have no answer by then", words)
        self.assertNotIn("Please ask by", words)

    def test_it_is_offered_now_when_the_answer_has_gone(self):
        words = self.outcome(event("stage1_responded", "2025-03-12", finding="upheld",
                                   sent_by="service"))
        self.assertIn("you can ask for stage 2 now", words)
        self.assertIn("Please tell us by", words)


class WhoAsked(AsItStands):
    second = complainant("email", first_name="Ben", email="ben@mail.example")

    def test_of_several_complainants_none_is_told_that_they_asked(self):
        words = self.words("stage2/acknowledgement", "2025-03-24", STAGE_2, second=self.second)
        self.assertIn("Stage 2 was asked for on Monday 24 March 2025", words)
        self.assertNotIn("You asked us", words)

    def test_what_one_of_several_said_is_put_into_nobodys_mouth(self):
        refused = [ACCEPTED, event("extension_refused", "2025-03-14")]
        given = [ACCEPTED, event("further_time_agreed", "2025-04-01")]
        put_off = [*STAGE_2, event("stage3_requested", "2025-05-12"),
                   event("panel_fixed", "2025-05-20", panel_on="2025-06-12"),
                   event("panel_adjourned", "2025-05-27", by="complainant"),
                   event("cannot_attend", "2025-05-26")]
        told = {"stage1/extension-refused": refused,
                "stage1/extension-confirmed": [ACCEPTED, event("extension_agreed", "2025-03-14")],
                "stage1/escalated-at-request": [*refused, event("further_time_refused",
                                                                "2025-04-01")],
                "stage1/stage2-rights": given, "stage1/escalated": given,
                "stage1/advocate-awaited": [event("advocate_awaited", "2025-03-14", agreed=True)],
                "stage2/local-resolution-complainant": STAGE_2, "intake/oral-record": [],
                "ending/withdrawal": [event("withdrawn", "2025-03-14", how="phone")],
                "stage3/adjourned": put_off, "stage3/cannot-attend": put_off}
        said = "You told us|You asked|You agreed|You gave us|You said|You made|for giving us"
        people = complainant("email"), complainant("email", **CHILD)
        for letter, events in told.items():
            for number, who in enumerate(people):
                with self.subTest(letter, who=number):
                    words = self.words(letter, "2025-05-27", events, who=who,
                                       second=people[1 - number],
                                       reference=f"{letter.replace('/', '-')}-{number}")
                    self.assertNotRegex(words, said)

    def test_what_somebody_said_for_the_reader_is_not_said_to_be_the_readers_word(self):
        def by(name, on, **details):
            return event(name, on, by=self.speaker, **details)
        told = {"stage1/extension-refused": lambda: [ACCEPTED, by("extension_refused",
                                                                  "2025-03-14")],
                "stage1/extension-confirmed": lambda: [ACCEPTED, by("extension_agreed",
                                                                    "2025-03-14")],
                "stage1/escalated-at-request": lambda: [ACCEPTED, by("further_time_refused",
                                                                     "2025-04-01")],
                "stage1/stage2-rights": lambda: [ACCEPTED, by("further_time_agreed", "2025-04-01")],
                "stage2/acknowledgement": lambda: [*STAGE_2[:2], by("stage2_requested",
                                                                    "2025-03-24")],
                "stage3/cannot-attend": lambda: [*STAGE_2, event("stage3_requested", "2025-05-12"),
                                                 event("panel_fixed", "2025-05-20",
                                                       panel_on="2025-06-12"),
                                                 by("cannot_attend", "2025-05-26")]}
        said = "You told us|You asked|You agreed|You said|for giving us|for telling us"
        for letter, events in told.items():
            for number, who in enumerate((complainant("email"), complainant("email", **CHILD))):
                own = f"{who['first_name']} {who['last_name']}"
                for self.speaker in ("Pat Marlow", "representative", own, "complainant"):
                    with self.subTest(letter, who=number, speaker=self.speaker):
                        on = "2025-04-01" if "rights" in letter else "2025-05-27"
                        words = self.words(letter, on, events(), who=who,
                                           reference=f"{letter.replace('/', '-')}-{number}-"
                                                     f"{self.speaker.replace(' ', '-')}")
                        own_word = self.speaker in (own, "complainant")
                        (self.assertRegex if own_word else self.assertNotRegex)(words, said)

    def test_of_two_only_the_one_who_said_it_is_told_so(self):
        agreed = [ACCEPTED, event("extension_agreed", "2025-03-14", by="Ben Quillfeather")]
        first = self.words("stage1/extension-confirmed", "2025-03-14", agreed, second=self.second)
        self.assertIn("Please tell us if you agree to this day", first)
        swapped = self.words("stage1/extension-confirmed", "2025-03-14", agreed, who=self.second,
                             second=complainant("email"), reference="A-2")
        self.assertIn("You agreed on Friday 14 March 2025", swapped)

    def offered(self, who, *others):
        """What the offer of an advocate says to the first who complains."""
        one = case("A-1", who=who, procedure="luton-statutory")
        one["parties"] += others
        self.office.import_cases([one], "2025-03-03")
        self.office.run("2025-03-03")
        [offer] = self.office.parcels(step="advocacy-offer", recipient="complainant")
        raw = self.office.do("archive", "show", offer["id"]).bytes
        return " ".join(parsed(raw).get_body(("plain",)).get_content().split())

    def test_a_care_leaver_is_offered_an_advocate(self):
        self.assertIn("You can have an advocate",
                      self.offered(complainant("email", kind="care_leaver")))

    def test_of_an_adult_and_a_young_person_who_complain_only_the_young_one_is_offered_one(self):
        one = case("A-1", who=complainant("email"), procedure="luton-statutory")
        one["parties"].append(complainant("email", **CHILD))
        self.office.import_cases([one], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(["intake/advocacy-offer.yp"], [
            offer["letter"] for offer in self.office.parcels(step="advocacy-offer")])

    def test_who_is_alone_is_told_so(self):
        words = self.words("stage2/acknowledgement", "2025-03-24", STAGE_2)
        self.assertIn("You asked us for stage 2 on Monday 24 March 2025", words)


class DaysThatHavePassed(AsItStands):
    def test_a_panel_acknowledged_after_its_last_day_is_not_promised_for_it(self):
        events = [*STAGE_2, event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                  event("stage3_requested", "2025-05-12")]
        words = self.words("stage3/acknowledgement", "2025-07-01", events,
                           who=complainant("email", **CHILD))
        self.assertIn("They should have met by now. We are sorry.", words)
        self.assertNotIn("They will meet by", words)

    def test_an_extension_told_after_its_day_promises_nothing(self):
        words = self.words("stage2/extension", "2025-06-16", [*STAGE_2, event(
            "stage2_extended", "2025-04-28", until="2025-06-10", reason="Somebody is ill.")])
        self.assertIn("That day has passed", words)
        self.assertNotIn("You will have our answer by", words)

    def test_an_acceptance_after_day_10_names_the_day_that_was_asked_for(self):
        words = self.words("eligibility/accepted", "2025-03-19", [
            event("eligibility_decided", "2025-03-19", outcome="accepted")])
        self.assertIn("You should have heard this by Monday 10 March 2025. We are sorry.", words)
        self.assertIn("You should have our answer by Monday 31 March 2025", words)

    def test_a_letter_of_day_10_itself_does_not_promise_what_the_apology_of_that_day_takes_back(self):
        for number, (letter, happened) in enumerate((
                ("eligibility/accepted", event("eligibility_decided", "2025-03-17",
                                               outcome="accepted")),
                ("stage1/meeting-arranged", event("meeting_arranged", "2025-03-17",
                                                  meeting_on="2025-03-20", time="14:00",
                                                  venue="Exampleton Library")))):
            for who in (complainant("email"), complainant("email", **CHILD)):
                with self.subTest(letter, kind=who["kind"]):
                    words = self.words(letter, "2025-03-17", [happened], who=who,
                                       reference=f"A-{number}-{who['kind']}")
                    self.assertNotRegex(words, "You will (still )?(have|get) our answer")

    def test_an_acceptance_after_a_refusal_says_that_the_no_was_wrong(self):
        words = self.words("eligibility/accepted-after-all", "2025-04-02", [
            event("eligibility_decided", "2025-03-07", outcome="out_of_time", reasons="Years ago."),
            event("eligibility_decided", "2025-04-02", outcome="accepted")])
        self.assertIn("now we will look into it", words)
        self.assertIn("We are sorry that we first said no", words)
        self.assertIn("You can ask for stage 2 now", words)


class WaitingForACourt(AsItStands):
    def told(self, **more):
        words = self.words("stage1/advocate-appointed", "2025-03-10", [
            event("advocate_awaited", "2025-03-05", agreed=True),
            event("court_hold", "2025-03-06", scope="whole", reasons="Care proceedings."),
            event("advocate_appointed", "2025-03-10")], **more)
        self.assertIn("still has to wait", words)
        self.assertNotIn("We go on with your complaint", words)

    def test_an_advocate_who_is_found_meanwhile_sets_nothing_going(self):
        self.told()

    def test_nor_for_a_young_person(self):
        self.told(who=complainant("email", **CHILD))


class NoMoreWaitingForACourt(AsItStands):
    HOLD = [event("court_hold", "2025-04-07", scope="whole", reasons="Care proceedings.")]

    def test_the_time_that_was_agreed_is_named_anew(self):
        agreed = [ACCEPTED, event("further_time_agreed", "2025-04-01"), *self.HOLD,
                  event("court_hold_lifted", "2025-04-28")]
        for who, kind in ((complainant("email"), "adult"), (complainant("email", **CHILD), "child")):
            words = self.words("eligibility/court-hold-ended", "2025-04-28", agreed, who=who,
                               reference=f"A-{kind}")
            # Day 30 was 14 April, five working days after the hold began.
            self.assertIn("It now ends on Tuesday 6 May 2025", words, kind)
            self.assertIn("You do not have to ask for it", words, kind)

    def test_what_still_waits_for_an_advocate_does_not_go_on(self):
        for who, kind in ((complainant("email"), "adult"), (complainant("email", **CHILD), "child")):
            words = self.words("eligibility/court-hold-ended", "2025-03-18", [
                ACCEPTED, event("court_hold", "2025-03-06", scope="whole", reasons="Proceedings."),
                event("advocate_awaited", "2025-03-11", agreed=True),
                event("court_hold_lifted", "2025-03-18")], who=who, reference=f"A-{kind}")
            self.assertIn("We still wait for an advocate", words, kind)
            self.assertNotIn("We can go on", words, kind)

    def test_a_date_of_stage_2_from_before_the_hold_is_spoken_of_no_more(self):
        extended = [*STAGE_2, event("stage2_extended", "2025-04-22", until="2025-05-15",
                                    reason="Somebody is ill.")]
        held = [event("court_hold", "2025-04-28", scope="whole", reasons="Care proceedings."),
                event("court_hold_lifted", "2025-05-06")]
        for kind, more in (("kept", []), ("held", held)):
            words = self.words("stage2/progress", "2025-05-20", extended + more,
                               reference=f"A-{kind}")
            self.assertEqual("15 May" in words, kind == "kept")
            self.assertIn("at the latest", words)


class GrownUp(OfficeTest):
    def test_a_letter_that_waits_is_made_again_for_a_reader_who_turns_eighteen(self):
        self.office.import_cases([case("A-1", who=complainant("email", **CHILD), events=[
            ACCEPTED, ANSWER | {"on": "2025-03-10"}])], "2025-03-03")
        self.office.run("2025-03-10")
        self.office.event("A-1", "party_changed", "2025-03-12", role="complainant",
                          kind="care_leaver")
        self.office.run("2025-03-12")
        states = {one["letter"]: one["state"] for one in self.office.parcels(
            step="stage1-response", recipient="complainant")}
        self.assertEqual(states, {"stage1/response.yp": "superseded",
                                  "stage1/response": "awaiting_approval"})


if __name__ == "__main__":
    unittest.main()
