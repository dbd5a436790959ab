"""The edge cases of docs/edge-cases.md that live in the shell: outbox, import, calendar, archive."""

import json
import pathlib
import re
import unittest

from office import SOURCE_TREE, OfficeTest, case, complainant, parsed, pdf_text, weekdays

CALENDAR = SOURCE_TREE / "config/holidays/england-and-wales.json"


def steps_of(parcels):
    return [parcel["step"] for parcel in parcels]


class TheList(unittest.TestCase):
    def test_every_edge_case_has_a_test_by_its_number(self):
        page = (SOURCE_TREE / "docs/edge-cases.md").read_text(encoding="utf-8")
        rows = dict(re.findall(r"^\| (\d+) \| .*? \| (.*?) \|$", page, re.MULTILINE))
        self.assertEqual(sorted(map(int, rows)), list(range(1, 41)))
        sources = "\n".join(path.read_text(encoding="utf-8")
                            for folder in ("tests/unit", "tests/flow")
                            for path in (SOURCE_TREE / folder).rglob("*test*")
                            if path.suffix in (".cpp", ".py"))
        for number, tests in rows.items():
            for name in re.findall(r"`(\w+)`", tests):
                with self.subTest(number=number):
                    self.assertRegex(sources, rf"\b{name}\b")
            self.assertTrue(re.findall(r"`(\w+)`", tests), f"edge case {number} names no test")


def keeps_no_day_as_told(office):
    """A council whose stage 1 does not keep the days that letters named (see test_dates_told)."""
    shipped = CALENDAR.parents[1] / "procedures/leicestershire-statutory.yaml"
    own = office.data / "config/procedures"
    own.mkdir(parents=True, exist_ok=True)
    words = shipped.read_text(encoding="utf-8")
    (own / shipped.name).write_text(
        words.replace("    as_told: {no_later: [10, 20], exactly: 30}\n", ""), encoding="utf-8")


class EdgeCasesInTheOutbox(OfficeTest):
    def test_edge10_a_letter_not_yet_gone_follows_the_reader_to_the_new_address(self):
        self.office.import_cases([case()], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event("CC-2025-0001", "party_changed", "2025-03-04", role="complainant",
                          address_1="3 New Street", address_2="Newtown")
        self.office.run("2025-03-04")
        letters = self.office.parcels(step="acknowledgement")
        self.assertEqual(sorted(letter["state"] for letter in letters), ["sending", "superseded"])
        self.assertIn("3 New Street", pdf_text(self.office.letters_in_tray()[-1]))

    def test_edge11_and_21_two_complainants_get_two_letters_in_their_own_way(self):
        second = complainant("email", first_name="Imran", email="imran@mail.example")
        one = case(who=complainant("letter"))
        one["parties"].append(second)
        self.office.import_cases([one], "2025-03-03")
        self.office.run("2025-03-03")
        letters = self.office.parcels(step="acknowledgement")
        self.assertEqual(sorted(letter["channel"] for letter in letters), ["email", "letter"])
        for email in self.office.emails():
            self.assertNotIn(b"12 Example Street", email.read_bytes())
        self.assertNotIn("imran@mail.example", pdf_text(self.office.letters_in_tray()[0]))

    def test_edge24_running_twice_or_at_once_does_nothing_new(self):
        self.office.import_cases([case()], "2025-03-03")
        self.office.run("2025-03-03")
        before = self.office.every_file()
        self.office.run("2025-03-03")
        self.assertEqual(self.office.every_file(), before)
        self.refused("run", "--on", "2025-03-02", says="later than this one")

    def test_edge28_a_corrected_receipt_date_rewrites_what_has_not_gone(self):
        draft = {"name": "stage1_drafted", "on": "2025-03-04",
                 "points": [{"text": "One", "finding": "upheld", "reasons": "We looked."}]}
        self.office.import_cases([case(events=[draft])], "2025-03-04")
        self.office.run("2025-03-04")
        waiting, = self.office.parcels(step="stage1-response", role="complainant")
        self.assertEqual(waiting["due"], "2025-03-17")
        self.office.event("CC-2025-0001", "corrected", "2025-03-05", event="e1",
                          **{"replace.on": "2025-02-27"})
        self.office.run("2025-03-05")
        states = {parcel["state"]: parcel["due"]
                  for parcel in self.office.parcels(step="stage1-response", role="complainant")}
        self.assertEqual(states, {"superseded": "2025-03-17", "awaiting_approval": "2025-03-13"})

    def test_edge28_a_date_in_a_letter_stands_when_the_receipt_moves_later(self):
        keeps_no_day_as_told(self.office)
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        for day in ("2025-03-03", "2025-03-12", "2025-03-17"):
            self.office.run(day)
        self.office.event("CC-2025-0001", "corrected", "2025-03-19", event="e1",
                          **{"replace.on": "2025-03-06"})
        self.office.run("2025-03-19")
        task, = [task for task in self.office.tasks(state="open")
                 if "still counts for them" in task["reason"]]
        self.assertIn("Monday 31 March 2025", task["reason"])
        self.office.run("2025-03-20")
        self.assertEqual(sum("still counts for them" in task["reason"]
                             for task in self.office.tasks()), 1)

    def test_edge28_the_next_letter_says_that_an_earlier_one_gave_another_date(self):
        def apology(on):
            page = self.office.data / "letter.txt"
            self.office.do("preview", "stage1/delay-apology-silence", "--case", "CC-2025-0001",
                           "--on", on, "--as", "text", "-o", page)
            return " ".join(page.read_text("utf-8").split())

        another = "gave you another date, Monday 17 March 2025."
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertNotIn("another date", apology("2025-03-17"))
        self.office.event("CC-2025-0001", "corrected", "2025-03-05", event="e1",
                          **{"replace.on": "2025-02-27"})
        self.assertIn("is due today, Thursday 13 March 2025", apology("2025-03-13"))
        self.assertIn(another, apology("2025-03-13"))
        # The next letter names the day anew: there is nothing to explain after it.
        self.office.event("CC-2025-0001", "eligibility_decided", "2025-03-06", outcome="accepted")
        self.office.run("2025-03-06")
        said = [" ".join(parsed(path).get_body(("plain",)).get_content().split())
                for path in self.office.emails()]
        self.assertEqual(sum(another in text for text in said), 2)  # the reader's and the manager's
        self.assertNotIn("another date", apology("2025-03-13"))

    def test_edge28_a_pause_is_no_other_date(self):
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event("CC-2025-0001", "court_hold", "2025-03-05", scope="whole",
                          reasons="A hearing.")
        self.office.event("CC-2025-0001", "court_hold_lifted", "2025-03-12")
        page = self.office.data / "letter.txt"
        self.office.do("preview", "stage1/delay-apology-silence", "--case", "CC-2025-0001",
                       "--on", "2025-03-24", "--as", "text", "-o", page)
        words = " ".join(page.read_text("utf-8").split())
        self.assertIn("Monday 24 March 2025", words)
        self.assertNotIn("another date", words)

    def test_edge34_a_reader_of_another_format_never_gets_standard_print(self):
        self.office.import_cases([case(who=complainant("letter", format="bsl"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(self.office.letters_in_tray(), [])
        self.assertTrue([task for task in self.office.tasks(step="acknowledgement")])

    def test_edge36_a_complaint_the_ombudsman_sends_back_counts_from_the_ombudsmans_date(self):
        sent_back = case(events=[{"name": "ombudsman_decided", "on": "2025-03-03",
                                  "outcome": "premature"}])
        self.office.import_cases([sent_back], "2025-03-03")
        explained = self.office.do("explain", "CC-2025-0001", "--on", "2025-03-03").out
        self.assertIn("due Monday 17 March 2025", explained)

    def test_edge38_nothing_deletes_itself(self):
        self.office.import_cases([case()], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-03")
        self.office.event("CC-2025-0001", "closed", "2025-03-04")
        self.office.run("2025-03-04")
        before = set(self.office.every_file())
        self.office.run("2027-12-01")
        self.assertLessEqual(before - {"archive/checkpoint"}, set(self.office.every_file()))


class EdgeCasesAtTheDoor(OfficeTest):
    def test_edge29_dates_that_cannot_be_are_refused(self):
        for name, on, details, says in (
                ("stage2_requested", "2025-02-28", {}, "before the complaint was received"),
                ("panel_fixed", "2025-03-10", {"panel_on": "2025-03-15"}, "Saturday or Sunday"),
                ("panel_fixed", "2025-03-10", {"panel_on": "2025-03-07"}, "before the day"),
                ("panel_fixed", "2025-03-10", {"panel_on": "2025-04-21"}, "bank holiday"),
                ("received", "2025-03-04", {}, "second time")):
            with self.subTest(name=name, on=on):
                path = self.office.write("wrong.json", {
                    "format": "postroom-cases/1",
                    "cases": [case(events=[{"name": name, "on": on} | details])]})
                self.refused("import", path, "--on", "2025-03-12", says=says)
        self.office.import_cases([case()], "2025-03-03")
        self.refused("event", "CC-2025-0001", "resolved", "--on", "2025-03-10", "--at",
                     "2025-03-03T10:00:00Z")
        at = ("--on", "2025-03-10", "--at", "2025-03-10T10:00:00Z", "--set")
        self.refused("event", "CC-2025-0001", "panel_fixed", *at, "panel_on=2025-04-21",
                     says="bank holiday")
        self.office.event("CC-2025-0001", "panel_fixed", "2025-03-10", panel_on="2025-04-22")
        self.refused("event", "CC-2025-0001", "corrected", *at, "event=e2", "--set",
                     "replace.panel_on=2025-04-21", says="bank holiday")

    def test_edge31_the_new_case_counts_from_its_acknowledgement_and_shows_the_first_receipt(self):
        self.office.import_cases([case()], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event("CC-2025-0001", "eligibility_decided", "2025-03-12",
                          outcome="not_statutory", reasons="It is about a bill.")
        self.office.run("2025-03-12")
        letter, = self.office.parcels(step="not-statutory", role="complainant")
        self.assertEqual(letter["state"], "awaiting_approval")
        handover, = [task for task in self.office.tasks(state="open")
                     if "same date of receipt" in task["reason"]]
        self.assertEqual(handover["due"], "2025-03-12")
        # A person logs it as that task says: received on 3 March, known to the team on 12 March.
        handed_over = {"name": "handed_over", "on": "2025-03-12"}
        self.office.import_cases([case("CC-2025-0002", procedure="corporate-code",
                                       who=complainant("email"), events=[handed_over])],
                                 "2025-03-12")
        self.office.run("2025-03-12")
        email, = [email for email in self.office.emails()
                  if b"CC-2025-0002" in email.read_bytes()
                  and b"asha" in email.read_bytes().split(b"\n\n")[0].lower()]
        words = parsed(email).get_body(("plain",)).get_content().split()
        self.assertIn("We received your complaint on Monday 3 March 2025", " ".join(words))
        explained = self.office.do("explain", "CC-2025-0002", "--on", "2025-03-12").out
        self.assertIn("due Wednesday 26 March 2025", explained)

    def test_edge31_a_complaint_handed_over_is_not_called_late_by_its_acknowledgement(self):
        handed_over = {"name": "handed_over", "on": "2025-03-13"}
        for reference, procedure in (("CC-1", "wokingham-corporate"), ("CC-2", "corporate-code")):
            self.office.import_cases([case(reference, procedure=procedure, who=complainant("email"),
                                           events=[handed_over])], "2025-03-18")
        self.office.run("2025-03-18")
        words = {reference: " ".join(parsed(email).get_body(("plain",)).get_content().split())
                 for email in self.office.emails() for reference in ("CC-1", "CC-2")
                 if b"asha" in email.read_bytes().split(b"\n\n")[0].lower()
                 and f"reference {reference}".encode() in email.read_bytes()
                 and b"We have your complaint" in email.read_bytes()}
        for reference in ("CC-1", "CC-2"):
            self.assertNotIn("This letter is late", words[reference])
            self.assertEqual(self.office.tasks(step="late-logging", case=reference), [])
            self.assertEqual(self.office.parcels(step="late-logged", case=reference), [])
        # In Wokingham the answer counts from receipt.
        self.assertIn("Our answer was due by Monday 17 March 2025. It is late, and we are sorry.",
                      words["CC-1"])
        self.assertIn("You will have our answer by Tuesday 1 April 2025", words["CC-2"])

    def test_edge31_a_corporate_complaint_found_statutory_goes_on_in_the_childrens_procedure(self):
        self.office.import_cases(
            [case(reference, procedure=procedure, who=complainant("email"))
             for reference, procedure in (("CC-1", "wokingham-corporate"), ("CC-2", "corporate-code"))],
            "2025-03-03")
        self.office.run("2025-03-03")
        for reference in ("CC-1", "CC-2"):
            self.office.event(reference, "found_statutory", "2025-03-07")
        self.office.run("2025-03-07")
        for reference in ("CC-1", "CC-2"):
            letter, = self.office.parcels(step="found-statutory", case=reference, role="complainant")
            self.assertEqual(letter["state"], "awaiting_approval")
            task, = self.office.tasks(step="found-statutory-handover", case=reference)
            self.assertEqual(task["due"], "2025-03-10")
            self.office.do("outbox", "approve", letter["id"])
        self.office.run_each_day([*weekdays("2025-03-07", "2025-03-18"), "2025-04-01"])
        # What was promised is looked after, and no date of the wrong procedure is told any more.
        for reference in ("CC-1", "CC-2"):
            later = [item["step"] for item in self.office.outbox()
                     if item["case"] == reference and item["created"] >= "2025-03-08"]
            self.assertEqual(later, ["found-statutory-promise"])

    def test_edge31_the_new_case_that_its_task_asks_for_does_not_say_that_we_still_check(self):
        self.office.import_cases([case("CC-3", procedure="luton-statutory", who=complainant("email"),
                                       events=[{"name": "eligibility_decided", "on": "2025-03-07",
                                                "outcome": "accepted"}])], "2025-03-07")
        self.office.run("2025-03-07")
        letter, = self.office.parcels(step="acknowledgement", role="complainant")
        page = self.office.data / "letter.eml"
        self.office.do("outbox", "show", letter["id"], "-o", page)
        words = " ".join(parsed(page).get_body(("plain",)).get_content().split())
        self.assertIn("We will use the children's social care complaints procedure.", words)
        self.assertNotIn("First we check", words)
        self.assertEqual(self.office.parcels(step="eligibility-accepted"), [])

    def test_edge32_a_complaint_that_comes_back_after_two_years_goes_to_a_person(self):
        first = case("CC-2025-0001", "2025-03-03", who=complainant("email"))
        self.office.import_cases([first], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event("CC-2025-0001", "withdrawn", "2025-03-05", how="phone")
        self.office.run("2025-03-05")
        again = case("CC-2027-0001", "2027-03-03", who=complainant("email"))
        again["events"][0] |= {"grounds_on": "2025-01-10"}
        self.office.import_cases([again], "2027-03-03")
        self.office.run("2027-03-03")
        # It is acknowledged like any other, its days run, and a fresh decision is asked for.
        acknowledged, = self.office.parcels(step="acknowledgement", case="CC-2027-0001",
                                            role="complainant")
        self.assertEqual(acknowledged["state"], "accepted")
        question, = [task for task in self.office.tasks(state="open", case="CC-2027-0001")
                     if task["step"] == "out-of-time-question"]
        self.assertEqual(question["due"], "2027-03-10")
        self.assertIn("more than a year before", question["reason"])
        self.assertIn("due Wednesday 17 March 2027",
                      self.office.do("explain", "CC-2027-0001", "--on", "2027-03-03").out)
        # However long nobody decides, nothing refuses it.
        for day in ("2027-03-10", "2027-03-17", "2027-04-05"):
            self.office.run(day)
        self.assertEqual([parcel for parcel in self.office.parcels(case="CC-2027-0001")
                          if "out-of-time" in parcel["letter"]], [])
        self.assertIn("stage2-rights", steps_of(self.office.parcels(case="CC-2027-0001")))

    def test_edge32_a_refusal_after_a_persons_decision_waits_for_approval(self):
        again = case("CC-2027-0001", "2027-03-03", who=complainant("email"))
        again["events"][0] |= {"grounds_on": "2025-01-10"}
        self.office.import_cases([again], "2027-03-03")
        self.office.run("2027-03-03")
        self.office.event("CC-2027-0001", "eligibility_decided", "2027-03-08",
                          outcome="out_of_time", reasons="The records are gone.")
        self.office.run("2027-03-08")
        letter, = self.office.parcels(case="CC-2027-0001", step="out-of-time", role="complainant")
        self.assertEqual(letter["state"], "awaiting_approval")

    def test_edge35_names_are_only_names(self):
        for name in ("O’Neill", "=SUM(A1)", "Šťastný", "{{reference}}", "<b>"):
            one = case(f"CC-{ord(name[0])}", who=complainant("email", last_name=name, title=None))
            self.office.import_cases([one], "2025-03-03")
        nameless = case("CC-NONE", who=complainant("email", last_name=None, title=None))
        self.office.import_cases([nameless], "2025-03-03")
        self.office.run("2025-03-03")
        sent = self.office.parcels(step="acknowledgement", role="complainant")
        self.assertEqual({letter["state"] for letter in sent}, {"accepted"})


class NewHolidays(OfficeTest):
    """Edge cases 25 and 26: a holiday proclaimed late, one taken back."""

    def calendar(self, *, without=(), and_also=()):
        content = json.loads(CALENDAR.read_text(encoding="utf-8"))
        events = content["england-and-wales"]["events"]
        events[:] = [day for day in events if day["date"] not in without]
        events += [{"title": "A proclaimed holiday", "date": day, "notes": "", "bunting": True}
                   for day in and_also]
        return self.office.write("bank-holidays.json", content)

    def load(self, path, on, *more):
        return self.office.do("calendar", "load", path, "--on", on, "--json", *more)

    def test_edge25_a_holiday_proclaimed_late_moves_open_dates_and_says_which(self):
        # Worked example 16, with our own dates: 14 March proclaimed on 10 March.
        self.office.import_cases([case()], "2025-03-03")
        self.office.run("2025-03-10")
        moved = self.load(self.calendar(and_also=["2025-03-14"]), "2025-03-10").json()
        stage1, = [row for row in moved if row["kind"] == "clock" and row["id"] == "stage1"]
        self.assertEqual((stage1["case"], stage1["old"], stage1["new"]),
                         ("CC-2025-0001", "2025-03-17", "2025-03-18"))
        explained = self.office.do("explain", "CC-2025-0001", "--on", "2025-03-10").out
        self.assertIn("due Tuesday 18 March 2025", explained)
        self.assertIn("A proclaimed holiday", explained)

    def test_edge25_a_date_already_promised_is_named_and_kept(self):
        keeps_no_day_as_told(self.office)
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        for day in ("2025-03-03", "2025-03-17"):
            self.office.run(day)
        promised = [row for row in self.office.sql("SELECT promised FROM promises")]
        self.assertIn(("2025-03-31",), promised)
        moved = self.load(self.calendar(and_also=["2025-03-24"]), "2025-03-18").json()
        stage1, = [row for row in moved if row["kind"] == "clock" and row["id"] == "stage1"]
        self.assertEqual((stage1["old"], stage1["new"], stage1["promised"]),
                         ("2025-03-31", "2025-04-01", "2025-03-31"))
        self.assertEqual(self.office.sql("SELECT promised FROM promises"), promised)

    def test_edge25_what_was_asked_about_a_date_follows_the_holidays(self):
        keeps_no_day_as_told(self.office)
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        for day in ("2025-03-03", "2025-03-17"):
            self.office.run(day)
        self.load(self.calendar(and_also=["2025-03-24"]), "2025-03-18")
        self.load(self.calendar(and_also=["2025-03-24", "2025-03-26"]), "2025-03-19")
        asked = {task["state"]: task for task in self.office.tasks()
                 if "A letter gave Monday 31 March 2025" in task["reason"]}
        self.assertIn("end on Wednesday 2 April 2025", asked["open"]["reason"])
        self.assertEqual(asked["done"]["resolution"],
                         "no longer asked (the holidays changed once more, and the days end on "
                         "Wednesday 2 April 2025)")
        self.load(self.calendar(), "2025-03-20")
        self.assertEqual([task for task in self.office.tasks(state="open")
                          if "A letter gave" in task["reason"]], [])

    def test_edge25_a_letter_that_waits_is_written_again_with_the_new_date(self):
        draft = {"name": "stage1_drafted", "on": "2025-03-04",
                 "points": [{"text": "One", "finding": "upheld", "reasons": "We looked."}]}
        self.office.import_cases([case(events=[draft])], "2025-03-04")
        self.office.run("2025-03-04")
        self.load(self.calendar(and_also=["2025-03-14"]), "2025-03-05")
        self.office.run("2025-03-05")
        due = {parcel["state"]: parcel["due"]
               for parcel in self.office.parcels(step="stage1-response", role="complainant")}
        self.assertEqual(due, {"superseded": "2025-03-17", "awaiting_approval": "2025-03-18"})

    def test_edge25_an_appointment_on_the_new_holiday_becomes_a_task(self):
        panel = {"name": "panel_fixed", "on": "2025-03-04", "panel_on": "2025-04-14"}
        self.office.import_cases([case(events=[panel])], "2025-03-04")
        self.office.run("2025-03-04")
        self.load(self.calendar(and_also=["2025-04-14"]), "2025-03-05")
        self.assertTrue([task for task in self.office.tasks()
                         if "Monday 14 April 2025 is now a day without work" in task["reason"]])

    def test_edge26_a_holiday_taken_back_moves_dates_forward_again(self):
        self.office.import_cases([case(received="2025-04-04")], "2025-04-04")
        self.office.run("2025-04-04")
        moved = self.load(self.calendar(without=["2025-05-05"]), "2025-04-07").json()
        rights, = [row for row in moved if row["id"] == "stage2-rights"]
        self.assertEqual((rights["old"], rights["new"]), ("2025-05-07", "2025-05-06"))

    def test_edge25_the_day_that_an_answer_gave_its_reader_holds_when_a_holiday_moves_back(self):
        answered = {"name": "stage1_drafted", "on": "2025-04-04",
                    "points": [{"text": "One", "finding": "upheld", "reasons": "We looked."}]}
        for kind in ("parent", "young_person"):
            self.office.import_cases([case(f"A-{kind[0]}", received="2025-03-24",
                                           who=complainant("email", kind=kind),
                                           events=[answered])], "2025-04-04")
        self.office.run("2025-04-04")
        for parcel in self.office.parcels(step="stage1-response", role="complainant"):
            self.office.do("outbox", "approve", parcel["id"])
        self.office.run("2025-04-04")
        self.load(self.calendar(without=["2025-05-05"], and_also=["2025-05-09"]), "2025-04-25")
        self.office.run("2025-05-07")  # the day that the letter names
        for reference in ("A-p", "A-y"):
            self.assertNotIn("closed", [row[0] for row in self.office.events_on_record(reference)])
        self.office.run("2025-05-08")
        for reference in ("A-p", "A-y"):
            self.assertIn("closed", [row[0] for row in self.office.events_on_record(reference)])

    def test_edge25_whoever_must_keep_an_earlier_promise_is_told(self):
        keeps_no_day_as_told(self.office)
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        for day in ("2025-03-03", "2025-03-17"):
            self.office.run(day)
        self.load(self.calendar(and_also=["2025-03-24"]), "2025-03-18")
        task, = [one for one in self.office.tasks() if "earlier day stands" in one["reason"]]
        self.assertEqual((task["case"], task["due"]), ("CC-2025-0001", "2025-03-31"))
        for words in ("gave Monday 31 March 2025", "end on Tuesday 1 April 2025"):
            self.assertIn(words, task["reason"])

    def test_a_dry_run_shows_and_changes_nothing(self):
        self.office.import_cases([case()], "2025-03-03")
        self.office.run("2025-03-03")
        path = self.calendar(and_also=["2025-03-14"])
        shown = self.load(path, "2025-03-04", "--dry-run").json()
        self.assertFalse((self.office.data / "config/holidays").exists())
        self.assertEqual(self.load(path, "2025-03-04").json(), shown)
        self.assertEqual(self.load(path, "2025-03-04").json(), [])

    def test_a_file_that_is_no_calendar_or_lacks_years_is_refused(self):
        self.refused("calendar", "load", self.office.write("x.json", "[1]"), says="no division")
        self.refused("calendar", "load", self.office.write("x.json", "{"), says="not JSON")
        last = max(day["date"] for day in
                   json.loads(CALENDAR.read_text())["england-and-wales"]["events"])[:4]
        content = json.loads(CALENDAR.read_text())
        events = content["england-and-wales"]["events"]
        events[:] = [day for day in events if not day["date"].startswith(last)]
        self.refused("calendar", "load", self.office.write("x.json", content),
                     says=f"lacks the year {last}")
        self.assertFalse((self.office.data / "config/holidays").exists())
        # A year in the middle is missed as much as the last.
        content = json.loads(CALENDAR.read_text())
        events = content["england-and-wales"]["events"]
        events[:] = [day for day in events if not day["date"].startswith("2025")]
        self.refused("calendar", "load", self.office.write("x.json", content),
                     says="lacks most bank holidays of 2025")
        self.refused("calendar", "load", pathlib.Path("/nowhere.json"), says="cannot read")


class AfterAnOutage(OfficeTest):
    """What was missed is skipped with its reason; one apology, not four."""

    def reasons(self, reference):
        return {json.loads(details)["step"]: json.loads(details)["reason"]
                for name, _, details in self.office.events_on_record(reference)
                if name == "step_skipped"}

    def apologies(self):
        return [parcel for parcel in self.office.parcels(role="complainant")
                if parcel["step"].startswith(("delay-apology", "extension", "stage2-rights"))]

    def test_edge23_the_daemon_was_down_for_three_days(self):
        self.office.import_cases([case(received="2025-09-01", who=complainant("email"))],
                                 "2025-09-01")
        for day in ("2025-09-01", "2025-09-04", "2025-09-09"):
            self.office.run(day)
        self.office.run("2025-09-15")
        self.assertEqual(steps_of(self.apologies()), ["delay-apology-silence"])
        self.assertIn("update-reminder", self.reasons("CC-2025-0001"))

    def test_edge33_a_letter_that_waits_over_a_weekend_stays_made(self):
        self.office.import_cases([case(received="2025-03-07", who=complainant("email"))],
                                 "2025-03-07")
        self.office.run("2025-03-07")
        self.office.run("2025-03-22")       # the apology was due on Friday
        self.assertEqual(self.apologies(), [])
        self.office.run("2025-03-24")
        self.assertEqual(steps_of(self.apologies()), ["delay-apology-silence"])
        self.office.run("2025-04-09")       # three working days after day 20
        for day in ("2025-04-12", "2025-04-13", "2025-04-14"):
            self.office.run(day)
            notice = self.office.parcels(step="stage2-rights", role="complainant")
            self.assertEqual([one["state"] for one in notice], ["awaiting_approval"], day)
        self.office.do("outbox", "approve", notice[0]["id"])
        self.office.run("2025-04-19")
        self.assertEqual(self.office.parcels(step="stage2-rights", role="complainant")[0]["state"],
                         "accepted")

    def test_edge27_a_case_logged_thirty_days_late_gets_one_apology(self):
        self.office.import_cases([case(who=complainant("email"))], "2025-04-15")
        self.office.run("2025-04-15")
        self.assertEqual(steps_of(self.apologies()), ["stage2-rights"])
        self.assertEqual(self.apologies()[0]["state"], "awaiting_approval")
        skipped = self.reasons("CC-2025-0001")
        for step in ("update-reminder", "delay-apology-silence", "head-of-service-referral"):
            self.assertTrue(skipped.get(step), step)
        self.assertTrue(self.office.tasks(step="late-logging"))

    def test_edge27_and_simulate_tells_the_same(self):
        self.office.import_cases([case(who=complainant("email"))], "2025-04-15")
        items = self.office.do("simulate", "--from", "2025-04-15", "--until", "2025-04-15",
                               "--json").json()
        apologies = [item["step"] for item in items
                     if item["step"].startswith(("delay-apology", "stage2-rights"))]
        self.assertEqual(apologies, ["stage2-rights"])

    def test_edge22_a_reopened_case_sends_nothing_again(self):
        self.office.import_cases([case(who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event("CC-2025-0001", "closed", "2025-03-05")
        self.office.run("2025-03-05")
        before = len(self.office.parcels())
        self.office.event("CC-2025-0001", "reopened", "2025-03-10")
        self.office.run("2025-03-10")
        self.assertEqual(len(self.office.parcels()), before)
        self.assertTrue(self.office.tasks(step="reopened"))


if __name__ == "__main__":
    unittest.main()
