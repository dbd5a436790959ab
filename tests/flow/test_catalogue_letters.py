"""Each event of intake, eligibility, stage 1 and the endings leads to its letter, its state and its task."""

import pathlib
import re
import shutil
import tempfile
import unittest

from office import Office, SOURCE_TREE, SharedOfficeTest, case, complainant, officers, pdf_text

DAYS = [f"2025-03-{day:02}" for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 31)]
DAYS += ["2025-04-02", "2025-04-30"]

WAITS, GOES = "awaiting_approval", "accepted"


def young(**more):
    return complainant(title=None, first_name="Tariq", last_name="Khan", kind="young_person", **more)


def also(**party):
    """Another person on the case, with an address of their own."""
    return {"address": ["3 Side Street", "Exampleton"], "postcode": "EX1 3AD", "channel": "letter",
            "last_name": "Hale", "first_name": "Jo"} | party


def body(role, name, address):
    return {"role": role, "name": name, "email": address}


def event(name, on, **details):
    return {"name": name, "on": on} | details


def decided(outcome, on="2025-03-05", **details):
    return event("eligibility_decided", on, outcome=outcome, reasons="We looked at both.", **details)


POINTS = [{"text": "Visits were late.", "finding": "upheld", "reasons": "They were."}]
ACCEPTED = decided("accepted", "2025-03-04")
ANSWERED = event("stage1_responded", "2025-03-14", finding="upheld", sent_by="postroom")

# case: (who complains, others, what happened, letters that must be there, tasks that must be there)
STORIES = {
    "I-03": (young(), [], [], {("intake/advocacy-offer.yp", "complainant", GOES)}, {}),
    "I-03-safe": (None, [also(role="young_person", kind="young_person", safe_contact="at school")],
                  [], {("intake/advocacy-offer.yp", "young_person", WAITS)}, {}),
    "I-03-call": (None, [also(role="young_person", kind="young_person")], [], set(),
                  {"advocacy-call"}),
    "I-04": (None, [], [event("concern_raised", "2025-03-03")],
             {("intake/concern-or-complaint", "complainant", GOES)}, {"concern-call"}),
    "I-05": (None, [], [event("concern_raised", "2025-03-03"),
                        event("concern_clarified", "2025-03-05", **{"as": "local"}),
                        event("informally_resolved", "2025-03-12", note="The visits are on Mondays now.")],
             {("intake/informal-resolution", "complainant", WAITS)}, {"concern-to-sort-out"}),
    "I-06": (None, [also(role="representative")], [],
             {("intake/consent-request", "complainant", GOES),
              ("intake/consent-request-representative", "representative", GOES),
              ("intake/consent-chase", "complainant", GOES)}, {}),
    "I-07": (None, [], [], {("intake/oral-record", "complainant", GOES)}, {}),
    "I-08": (None, [], [event("stage1_responded", "2025-02-20", finding="upheld",
                              sent_by="service")],
             {("intake/late-logged", "complaints_officer", GOES)},
             {"answered-by-the-service"}),
    "I-09": (None, [], [event("safeguarding_flagged", "2025-03-04")],
             {("intake/safeguarding-referral", "complaints_manager", GOES)}, {}),
    "I-10": (None, [body("other_body", "Exampleshire Health Trust", "trust@health.example")],
             [event("joint_handling_agreed", "2025-03-06", lead="The council", replies="single")],
             {("intake/joint-handling", "complainant", GOES),
              ("intake/joint-handling-body", "other_body", GOES)},
             {"joint-handling-question"}),
    "E-03": (None, [also(role="young_person", kind="young_person", safe_contact="at school")],
             [decided("no_sufficient_interest")],
             {("eligibility/no-sufficient-interest", "complainant", WAITS),
              ("eligibility/no-sufficient-interest-young-person.yp", "young_person", WAITS)}, {}),
    "E-05": (None, [], [decided("not_statutory")],
             {("eligibility/not-statutory", "complainant", WAITS)}, {"not-statutory-handover"}),
    "E-06": (None, [], [decided("other_route", route="The school's own complaints procedure.")],
             {("eligibility/other-route", "complainant", WAITS)}, {}),
    "E-07": (None, [], [decided("out_of_time")],
             {("eligibility/out-of-time", "complainant", WAITS)}, {"out-of-time-question"}),
    "E-08": (None, [], [decided("accepted")],
             {("eligibility/out-of-time-accepted", "complainant", WAITS)}, {}),
    "E-09": (None, [], [ACCEPTED, event("court_hold", "2025-03-05", scope="whole",
                                        reasons="The same facts are before the court."),
                        event("court_hold_lifted", "2025-04-28")],
             {("eligibility/court-hold", "complainant", WAITS),
              ("eligibility/court-hold-review", "complaints_manager", GOES),
              ("eligibility/court-hold-ended", "complainant", GOES)}, {}),
    "E-09-refused": (None, [], [decided("court"), event("court_hold_lifted", "2025-03-20")],
                     {("eligibility/court-hold", "complainant", WAITS)}, {"court-resubmission"}),
    "E-11": (None, [], [ACCEPTED,
                        event("conduct_warned", "2025-03-06", reasons="Forty calls in a day.",
                              action="Please email us once a week."),
                        event("conduct_decided", "2025-03-14", reasons="The calls went on.",
                              action="We answer one email a week.", until="2025-05-06"),
                        event("conduct_reviewed", "2025-04-28", reasons="The calls stopped.",
                              action="We end the limit.")],
             {("conduct/warning", "complainant", WAITS), ("conduct/decision", "complainant", WAITS),
              ("conduct/review", "complainant", WAITS)}, {}),
    "E-12": (None, [], [ACCEPTED, event("complaint_linked", "2025-03-06", case="CC-2025-0099",
                                        note="You also told us about the phone calls.")],
             {("intake/linked", "complainant", GOES)}, {}),
    "S1-01": (None, [], [ACCEPTED, event("clarification_wanted", "2025-03-05")],
              {("stage1/clarify", "complainant", GOES)}, {}),
    "S1-14": (None, [], [ACCEPTED,
                         event("meeting_arranged", "2025-03-06", meeting_on="2025-03-12",
                               time="10am", venue="Room 2"),
                         event("meeting_held", "2025-03-14", finding="upheld",
                               actions=[{"text": "Visits on Mondays.", "by": "Jo Kay"}])],
              {("stage1/meeting-arranged", "complainant", GOES),
               ("stage1/meeting-summary", "team_manager", GOES),
               ("stage1/meeting-outcome", "complainant", WAITS)}, {}),
    "S1-14-late": (None, [], [ACCEPTED, event("meeting_arranged", "2025-03-04",
                                              meeting_on="2025-03-12", time="10am",
                                              venue="Room 2")],
                   set(), {"meeting-late"}),
    "S1-15": (young(), [], [ACCEPTED, event("advocate_awaited", "2025-03-05", agreed=True),
                            event("advocate_appointed", "2025-03-13")],
              {("stage1/advocate-awaited.yp", "complainant", WAITS),
               ("stage1/advocate-appointed.yp", "complainant", GOES)}, {}),
    "S1-15-long": (young(), [], [ACCEPTED, event("advocate_awaited", "2025-03-05", agreed=True)],
                   set(), {"advocate-still-awaited"}),
    "S1-16": (None, [], [ACCEPTED, ANSWERED, event("closed", "2025-04-01"),
                         event("closing_letter_wanted", "2025-04-02")],
              {("stage1/closed-complainant", "complainant", WAITS)}, {}),
    "O-01": (None, [body("ombudsman", "Local Government and Social Care Ombudsman",
                         "intake@ombudsman.example")],
             [ACCEPTED, ANSWERED, event("stage2_requested", "2025-03-17"),
              event("stage2_adjudicated", "2025-03-20", finding="upheld"),
              event("early_referral_agreed", "2025-03-21", reasons="All was upheld.")],
             {("ombudsman/early-referral", "ombudsman", WAITS),
              ("ombudsman/early-referral-complainant", "complainant", GOES)}, {}),
    "O-02": (None, [], [ACCEPTED, event("ombudsman_enquired", "2025-03-06", until="2025-04-03"),
                        event("ombudsman_decided", "2025-04-30", outcome="fault",
                              remedy="Say sorry.", until="2025-06-30")],
             {("ombudsman/enquiry", "complaints_manager", GOES),
              ("ombudsman/remedy", "head_of_service", GOES)}, {"ombudsman-reply-due"}),
    "W-01": (None, [], [ACCEPTED, event("withdrawn", "2025-03-06", how="phone")],
             {("ending/withdrawal", "complainant", GOES)}, {"withdrawal-look-into"}),
    "W-01-young": (young(), [], [ACCEPTED, event("withdrawn", "2025-03-06", how="phone")],
                   {("ending/withdrawal.yp", "complainant", WAITS)}, {"withdrawal-look-into"}),
    "W-02": (None, [], [event("deceased", "2025-03-05")], set(), {"death"}),
    "W-02-lost": (None, [], [event("contact_lost", "2025-03-05")], set(), {"contact-lost"}),
}

# How the complaint came in, where that matters.
RECEIVED = {"I-07": {"how": "phone"}, "I-08": {"on": "2025-02-10"},
            "E-07": {"grounds_on": "2024-02-29"}, "E-08": {"grounds_on": "2024-02-28"}}


PROCEDURE = "leicestershire-statutory"


def story_case(reference, procedure=PROCEDURE):
    who, others, events, _, _ = STORIES[reference]
    received = {"name": "received", "on": "2025-03-03"} | RECEIVED.get(reference, {})
    whole = case(reference, who=who, procedure=procedure)
    return whole | {"parties": [who or complainant(), *officers(), *others],
                    "events": [received, *events]}


def look_every_evening(office):
    """What is in the outbox at the end; and what somebody saw there on the evenings, and where it stood."""
    seen = set()
    for day in DAYS:
        if day == "2025-03-31":
            for parcel in office.parcels(letter="ombudsman/early-referral", role="ombudsman"):
                office.do("outbox", "approve", parcel["id"])
        office.run_each_day([day])
        items = office.outbox()
        seen |= {(item["case"], item["letter"], item["role"], item["state"])
                 for item in items if item["type"] == "parcel"}
    return items, seen


class EveryEventLeadsToItsLetter(SharedOfficeTest):
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.import_cases([story_case(reference) for reference in STORIES], DAYS[0])
        cls.items, cls.seen = look_every_evening(cls.office)

    def of(self, reference, kind):
        return [item for item in self.items if item["case"] == reference and item["type"] == kind]

    def test_each_story_has_its_letters(self):
        for reference, (_, _, _, letters, _) in STORIES.items():
            for letter in letters:
                with self.subTest(reference, letter=letter):
                    self.assertIn((reference, *letter), self.seen)

    def test_each_story_has_its_tasks(self):
        for reference, (_, _, _, _, tasks) in STORIES.items():
            steps = {task["step"] for task in self.of(reference, "task")}
            for task in tasks:
                with self.subTest(reference, task=task):
                    self.assertIn(task, steps)

    def test_nothing_here_could_not_be_made(self):
        stuck = [(task["case"], task["reason"]) for task in self.items if task["type"] == "task"
                 and "could not be made" in task["reason"]]
        self.assertEqual(stuck, [])

    def letters_of(self, reference):
        return {parcel["letter"] for parcel in self.of(reference, "parcel")}

    def test_an_unclear_contact_is_acknowledged_as_a_complaint_only_once_the_call_failed(self):
        for letter in ("intake/acknowledgement", "intake/allocation", "eligibility/question"):
            self.assertNotIn(letter, self.letters_of("I-05"))
            days = {p["created"] for p in self.of("I-04", "parcel") if p["letter"] == letter}
            self.assertGreaterEqual(min(days), "2025-03-12", letter)

    def test_a_concern_put_right_is_no_resolved_complaint(self):
        self.assertNotIn("stage1/resolved", self.letters_of("I-05"))
        self.assertNotIn("stage1/delay-apology-silence", self.letters_of("I-05"))

    def test_a_late_complaint_is_accepted_once_and_not_twice(self):
        self.assertNotIn("eligibility/accepted", self.letters_of("E-08"))

    def test_the_leap_year_and_the_day_before_the_year_was_over(self):
        # Grounds of 29 February 2024: the last day in time was 28 February 2025.
        self.assertIn("out-of-time-question", {t["step"] for t in self.of("E-07", "task")})

    def test_a_safeguarding_flag_holds_all_but_the_acknowledgement_and_the_referral(self):
        letters = {p["letter"] for p in self.of("I-09", "parcel") if p["role"] != "team_manager"
                   and p["role"] != "service_manager"}
        self.assertEqual(letters, {"intake/acknowledgement", "intake/safeguarding-referral"})

    def test_the_dead_get_no_letters(self):
        self.assertEqual([p for p in self.of("W-02", "parcel") if p["created"] >= "2025-03-05"], [])

    def test_a_pause_for_an_advocate_moves_the_day_of_the_answer(self):
        letters = [path for path in self.office.letters_in_tray()
                   if "You have an advocate now" in pdf_text(path)]
        self.assertEqual(len(letters), 1)
        # Received on 3 March, two days gone when it stopped on the 5th; eight more from the 13th.
        self.assertIn("Tuesday 25 March 2025", pdf_text(letters[0]))

    def test_a_reader_without_consent_is_told_nothing_of_the_case(self):
        parcels = self.of("I-06", "parcel")
        to_representative = {p["letter"] for p in parcels if p["role"] == "representative"}
        self.assertEqual(to_representative, {"intake/consent-request-representative"})


LUTON, WOKINGHAM, BASELINE = "luton-statutory", "wokingham-statutory", "statutory-baseline"
CORPORATE = ("corporate-code", "wokingham-corporate")
# What stands differently elsewhere: letters and tasks of a story instead of those above.
ELSEWHERE = {
    # Luton offers the talk to everybody on the day after receipt.
    (LUTON, "S1-01"): ({("stage1/clarify", "complainant", GOES)}, set()),
    # The fortnight for a meeting is Leicestershire's; others ask three working days after it.
    (LUTON, "S1-14-late"): (set(), {"meeting-late"}),
    # Wokingham asks about it as about every answer that left unchecked.
    (WOKINGHAM, "I-08"): ({("intake/late-logged", "complaints_officer", GOES)}, {"left-unchecked"}),
}
# Stories of a corporate complaint; the others are of what catalogue.yaml says does not apply there.
ALSO_CORPORATE = ("I-06", "I-08", "I-09", "I-10", "E-06", "E-07", "E-09", "E-09-refused", "E-11",
                  "E-12", "O-02", "W-01", "W-01-young", "W-02", "W-02-lost")


def told_elsewhere(procedure):
    """Reference of the case: (the story's reference, letters, tasks)."""
    told = {}
    for reference, (_, _, events, letters, tasks) in STORIES.items():
        if procedure in CORPORATE and reference not in ALSO_CORPORATE:
            continue
        if procedure == LUTON and any(one["name"] == "clarification_wanted" for one in events):
            continue  # not an event of that procedure
        letters, tasks = ELSEWHERE.get((procedure, reference), (letters, tasks))
        if procedure == "wokingham-corporate" and reference == "I-08":
            letters, tasks = ELSEWHERE[WOKINGHAM, reference]
        told[f"{procedure[:3]}{procedure[-4:]}-{reference}"] = (reference, letters, tasks)
    return told


class EveryProcedureAnswersIt(unittest.TestCase):
    """The same events in the other procedures: each has the row as a step of its own."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-flow-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.office = Office(cls.folder / "data", {"POSTROOM_SENDING_FLOOD_FLOOR": "0"})
        cls.office.do("init", cls.office.data)
        cls.told, cases = {}, []
        for procedure in (LUTON, WOKINGHAM, BASELINE, *CORPORATE):
            for reference, (story, letters, tasks) in told_elsewhere(procedure).items():
                cls.told[reference] = (letters, tasks)
                one = story_case(story, procedure) | {"reference": reference}
                if procedure in CORPORATE:
                    one["events"] = [event for event in one["events"] if event != ACCEPTED]
                cases.append(one)
        cls.office.import_cases(cases, DAYS[0])
        cls.items, cls.seen = look_every_evening(cls.office)

    def test_with_its_letters(self):
        self.assertGreater(len(self.told), 100)
        for reference, (letters, _) in self.told.items():
            for letter in letters:
                with self.subTest(reference, letter=letter):
                    self.assertIn((reference, *letter), self.seen)

    def test_with_its_tasks(self):
        for reference, (_, tasks) in self.told.items():
            steps = {item["step"] for item in self.items
                     if item["case"] == reference and item["type"] == "task"}
            with self.subTest(reference):
                self.assertLessEqual(set(tasks), steps)

    def test_and_every_letter_can_be_made(self):
        stuck = [(task["case"], task["reason"]) for task in self.items if task["type"] == "task"
                 and "could not be made" in task["reason"]]
        self.assertEqual(stuck, [])


class TheCatalogue(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-flow-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.office = Office(cls.folder / "nowhere")

    def test_every_number_has_a_step(self):
        answer = self.office.say("letters", "--json")
        self.assertEqual(answer.code, 0, answer.err)
        rows = answer.json()
        self.assertGreater(len(rows), 150)
        for row in rows:
            self.assertTrue(row["source"], row)
            self.assertTrue(row["procedure"] or row["letter"] == "", row)

    def test_each_procedure_has_every_number_or_says_why_not(self):
        rows = self.office.do("letters", "--json").json()
        numbers = {row["catalogue"] for row in rows if row["procedure"] != "all"}
        for procedure in (PROCEDURE, LUTON, WOKINGHAM, BASELINE, *CORPORATE):
            answered = {row["catalogue"] for row in rows if row["procedure"] == procedure}
            self.assertEqual(sorted(numbers - answered), [], procedure)

    def test_what_does_not_apply_has_no_step(self):
        office = Office(self.folder / "own")
        office.do("init", office.data)
        own = office.data / "config/catalogue.yaml"
        own.parent.mkdir(exist_ok=True)
        own.write_text((SOURCE_TREE / "config/catalogue.yaml").read_text("utf-8") +
                       "  - procedures: [luton-statutory]\n"
                       "    numbers: [I-03]\n    because: nobody is young\n", "utf-8")
        answer = office.say("letters")
        self.assertEqual(answer.code, 1)
        self.assertRegex(answer.err, r"luton-statutory\.yaml:\d+: step advocacy-offer answers I-03, "
                                     "which is said not to apply")

    def test_the_page_of_the_documentation_is_up_to_date(self):
        page = (SOURCE_TREE / "docs/letters.md").read_text("utf-8")
        self.assertEqual(page, self.office.say("letters", "--markdown").out,
                         "make it again: postroom letters --markdown > docs/letters.md")

    def test_every_letter_to_a_family_keeps_to_its_limits(self):
        rows = self.office.do("check", "--readability", "--json").json()
        families = [row for row in rows if row["reader"] != "officer"]
        self.assertGreater(len(families), 60)
        # A council's own letters, and the shared ones in which it has its own words.
        names = {row["letter"] for row in families}
        self.assertLessEqual({"luton/stage1/response", "luton/intake/acknowledgement",
                              "wokingham/intake/acknowledgement"}, names)
        for row in families:
            with self.subTest(row["letter"]):
                self.assertTrue(row["passes"], row)
                self.assertLessEqual(row["grade"], 5 if row["reader"] == "young person" else 7)
                self.assertLessEqual(row["longest_sentence_words"], 25)

    def test_an_overlay_is_held_to_the_same_limits(self):
        overlay = self.folder / "overlay/letters/stage1"
        overlay.mkdir(parents=True)
        original = (SOURCE_TREE / "letters/stage1/stage2-rights.md").read_text("utf-8")
        long = "We " + "and you " * 13 + "are sorry."
        hard = "Organisational responsibilities necessitate administrative acknowledgement. " * 40
        # A note to the writer is found before anything else is read.
        for spoilt in ({long: "a sentence of 2[89] words"},
                       {"TODO": "a note to the writer was left"},
                       {hard: "too hard to read: grade",
                        "Ring 01632 960614.": "a phone number stands in the wording",
                        "Ask the Housing Ombudsman.":
                            "not the Ombudsman for complaints about councils",
                        "Dear [name],": "a mark of a template"}):
            words = original.replace("We are sorry.", "\n".join(["We are sorry.", *spoilt]), 1)
            self.assertNotEqual(words, original)
            (overlay / "stage2-rights.md").write_text(words, "utf-8")
            answer = self.office.say("check", self.folder / "overlay")
            self.assertEqual(answer.code, 1)
            for says in spoilt.values():
                self.assertRegex(answer.err, r"stage1/stage2-rights\.md:\d+.*(" + says + ")")

    def test_words_of_a_councils_own_do_not_leave_the_reader_without_their_next_right(self):
        overlay = self.folder / "short/letters"
        for name in ("stage1/stage2-rights", "stage2/adjudication"):
            front = (SOURCE_TREE / f"letters/{name}.md").read_text("utf-8").split("fields: [")[0]
            front = re.sub("promises: .*\n", "", front)
            (overlay / name).parent.mkdir(parents=True, exist_ok=True)
            (overlay / f"{name}.md").write_text(
                front + "fields: [reference]\n---\n# {{reference}}\n\nThis is the end of it.\n")
        answer = self.office.say("check", self.folder / "short")
        self.assertEqual(answer.code, 1)
        self.assertRegex(answer.err, r"stage2-rights\.md:1: .* does not name the Ombudsman")
        self.assertRegex(answer.err, r"adjudication\.md:1: .* does not name its last day")

    def test_a_folder_of_letters_is_read_and_one_of_nothing_is_said_to_be(self):
        letters = self.folder / "mine/stage1"
        letters.mkdir(parents=True)
        original = (SOURCE_TREE / "letters/stage1/stage2-rights.md").read_text("utf-8")
        (letters / "stage2-rights.md").write_text(original.replace("We are sorry.", "TODO"), "utf-8")
        (self.folder / "nothing").mkdir()
        for folder, says in (("mine", "note to the writer"), ("nothing", "no letter")):
            answer = self.office.say("check", self.folder / folder)
            self.assertEqual(answer.code, 1)
            self.assertIn(says, answer.err)

    def test_a_councils_own_letter_is_held_to_the_same_limits(self):
        own = self.folder / "of-a-council/letters/luton/stage1"
        own.mkdir(parents=True)
        original = (SOURCE_TREE / "letters/stage1/stage2-rights.md").read_text("utf-8")
        spoiled = original.replace("We are sorry.", "We are sorry. We " + "and you " * 13 +
                                   "are sorry.", 1)
        (own / "stage2-rights.md").write_text(spoiled, "utf-8")
        answer = self.office.say("check", self.folder / "of-a-council")
        self.assertEqual(answer.code, 1)
        self.assertRegex(answer.err, r"luton/stage1/stage2-rights\.md:\d+.*a sentence of 2[89] words")

    def test_a_procedure_that_leaves_a_complainant_with_nothing_is_refused(self):
        own = self.folder / "broken/config/procedures"
        own.mkdir(parents=True)
        original = (SOURCE_TREE / "config/procedures/corporate-code.yaml").read_text("utf-8")
        # Who withdraws hears nothing, and nobody is asked to see to it.
        before, withdrawal = original.split("  - id: withdrawal\n")
        broken = before + "  - id: death\n" + withdrawal.split("  - id: death\n")[1]
        (own / "corporate-code.yaml").write_text(broken, "utf-8")
        answer = self.office.say("check", self.folder / "broken")
        self.assertEqual(answer.code, 1)
        self.assertRegex(answer.err, r"corporate-code\.yaml:\d+: a complainant can be left without an "
                                     r"answer or their next right: .*withdrawn is recorded")
        self.assertIn("all those of up to 1 event", answer.err)
        self.assertIn("no dead end", self.office.do("check").err)


if __name__ == "__main__":
    unittest.main()
