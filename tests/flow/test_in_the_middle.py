"""Several people complain: each is heard, and whoever joins or leaves in the middle is seen to."""

import unittest
import zipfile

from office import case, complainant, parsed
from story import event, joins, panel
from test_who_left import ASHA, IMRAN, PROCEDURES, SeveralComplain

STATUTORY = PROCEDURES[:4]
ANSWERED = event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service")
STAGE_2 = [ANSWERED, event("stage2_requested", "2025-03-20"),
           event("stage2_adjudicated", "2025-05-01", finding="upheld")]


class InTheMiddle(SeveralComplain):
    def after(self, events, on, procedures=STATUTORY, second=None):
        """What happened up to that day is history; then Postroom goes on from there."""
        self.cases = {}
        for number, procedure in enumerate(procedures, 1):
            one = case(f"A-{number}", who=complainant("email"), procedure=procedure, events=events)
            one["parties"].insert(1, complainant(
                "email", **({"first_name": "Imran", "email": "imran@mail.example"} | (second or {}))))
            self.cases[one["reference"]] = one
        self.office.import_cases(list(self.cases.values()), on, "--baseline")
        self.office.run(on)

    def refused_of(self, name, says, **details):
        sets = [word for key, value in details.items() for word in ("--set", f"{key}={value}")]
        self.refused("event", "A-1", name, "--on", "2025-03-03", *sets, says=[says])

    def readers(self, reference, step):
        return sorted(parcel["recipient"] for parcel in self.letters(reference, step))

    def joins(self, day):
        for reference in self.cases:
            self.office.do("event", reference, "party_changed", "--on", day, "--set",
                           "role=complainant", "--set", "which=3", "--set", "first_name=Cleo",
                           "--set", "last_name=Quillfeather", "--set", "email=cleo@mail.example",
                           "--set", "channel=email")
        self.office.run(day)


class EachIsHeard(InTheMiddle):
    def test_a_second_request_for_a_panel_is_answered_by_a_person(self):
        self.after(STAGE_2, "2025-05-02")
        self.happens("2025-05-12", ("stage3_requested", {"by": ASHA}))
        self.happens("2025-05-20", ("stage3_requested", {"by": IMRAN, "reasons": "Mine."}))
        for reference in self.cases:
            (task,) = self.open_tasks(reference, "stage3-asked-again")
            self.assertIn("The second complainant said this", task["reason"])

    def test_an_early_referral_waits_for_the_word_of_each(self):
        self.after(STAGE_2, "2025-05-02")
        self.happens("2025-05-06", ("early_referral_agreed", {"by": ASHA, "reasons": "Upheld."}))
        for reference in self.cases:
            self.assertEqual(self.letters(reference, "early-referral"), [], reference)
            self.assertEqual(len(self.open_tasks(reference, "early-referral-others")), 1)
        self.happens("2025-05-08", ("early_referral_agreed", {"by": IMRAN, "reasons": "Upheld."}))
        for reference in self.cases:
            self.assertTrue(self.office.outbox(step="early-referral", case=reference), reference)
            self.assertEqual(self.open_tasks(reference, "early-referral-others"), [], reference)

    def test_who_agreed_to_a_referral_hears_that_a_panel_overtakes_it(self):
        self.after(STAGE_2, "2025-05-02", STATUTORY[:1])
        self.happens("2025-05-06", ("early_referral_agreed", {"by": ASHA, "reasons": "Upheld."}))
        self.happens("2025-05-08", ("stage3_requested", {"by": IMRAN}))
        self.assertEqual(len(self.open_tasks("A-1", "early-referral-overtaken")), 1)

    def test_a_late_request_is_refused_to_whoever_made_it(self):
        self.after([ANSWERED, event("closed", "2025-04-30")], "2025-05-01", PROCEDURES)
        self.happens("2025-05-12", ("stage2_requested", {"by": IMRAN}))
        self.happens("2025-05-14", ("late_stage2_decided",
                                    {"outcome": "refused", "reasons": "Nothing new."}))
        for reference in self.cases:
            self.assertEqual(self.readers(reference, "stage2-late-refused"), ["complainant.2"])
            self.assertEqual(self.open_tasks(reference, "stage2-late-refused"), [], reference)

    def test_the_reason_for_the_delay_is_told_to_both(self):
        self.start()
        self.happens("2025-03-12", ("extension_agreed", {"by": ASHA, "reason": "A worker is ill."}))
        for reference in self.cases:
            self.assertEqual(self.readers(reference, "extension-confirmed")[:2],
                             ["complainant", "complainant.2"])
            for parcel in self.letters(reference, "extension-confirmed")[:2]:
                self.assertIn("A worker is ill.", self.words(parcel), reference)

    def words(self, parcel):
        mail = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
        if not mail.exists():
            mail = self.office.data.parent / "shown.eml"
            mail.unlink(missing_ok=True)
            self.office.do("outbox", "show", parcel["id"], "-o", mail)
        return " ".join(parsed(mail).get_body(("plain",)).get_content().split())

    def test_who_agrees_to_more_time_after_another_has_it_confirmed(self):
        self.start()
        self.happens("2025-03-12", ("extension_agreed", {"by": ASHA, "reason": "A worker is ill."}))
        self.happens("2025-03-13", ("extension_agreed", {"by": IMRAN}))
        for reference in self.cases:
            self.assertEqual(self.readers(reference, "extension-confirmed-to-another")[0],
                             "complainant.2", reference)
            self.assertNotIn("complainant", self.readers(reference,
                                                         "extension-confirmed-to-another"))

    def test_points_drafted_anew_are_agreed_anew(self):
        points = [{"text": "Visits."}]
        self.after(STAGE_2[:2] + [event("statement_drafted", "2025-03-31", points=points),
                                  event("statement_agreed", "2025-04-02", by=ASHA)], "2025-04-02")
        self.happens("2025-04-04", ("statement_drafted", {"points": '[{"text": "Visits, too."}]'}))
        for reference in self.cases:
            self.assertEqual(len(self.open_tasks(reference, "stage2-statement-agreed-before")), 1)

    def test_whoever_asked_for_no_later_panel_has_the_apology(self):
        chair, member, fixed = panel("2025-05-14", "2025-06-10")
        self.after([*STAGE_2, event("stage3_requested", "2025-05-12", by=ASHA), chair, member, fixed,
                    event("panel_adjourned", "2025-05-27", by=IMRAN, until="2025-07-15")],
                   "2025-06-10")
        self.office.run("2025-06-17")
        for reference in self.cases:
            self.assertEqual([r for r in self.readers(reference, "stage3-panel-late")
                              if r.startswith("complainant")], ["complainant"], reference)


class WhatTheCouncilDecides(InTheMiddle):
    def test_is_refused_with_the_name_of_one_who_complains(self):
        self.start(procedures=PROCEDURES[:1])
        for name, details in (("eligibility_decided", {"outcome": "no_sufficient_interest"}),
                              ("stage2_discontinued", {})):
            for by in (IMRAN, "Ola Strand"):
                self.refused_of(name, "decided by the council", by=by, reasons="No close tie.",
                                **details)
        self.office.event("A-1", "eligibility_decided", "2025-03-03", outcome="accepted",
                          by="complaints_manager")


class WhoIsMeant(InTheMiddle):
    def test_a_name_that_two_have_is_refused(self):
        self.after([], "2025-03-03", PROCEDURES[:1], {"title": "Master", "first_name": "Asha"})
        for name in ("withdrawn", "extension_refused"):
            self.refused_of(name, "two of those who complain have this name", by=ASHA)
        self.office.event("A-1", "withdrawn", "2025-03-03", by="Master " + ASHA)
        self.office.run("2025-03-03")
        self.assertEqual(len(self.open_tasks("A-1", "complainant-withdrew")), 1)

    def test_stands_in_words_and_without_a_name(self):
        self.start()
        self.happens("2025-03-05", ("withdrawn", {"by": IMRAN}))
        for reference in self.cases:
            (task,) = self.open_tasks(reference, "complainant-withdrew")
            self.assertTrue(task["reason"].endswith("The second complainant said this, or somebody "
                                                    "for them."), task["reason"])
            self.assertIn("withdrawn on 5 March 2025, second complainant",
                          self.office.do("explain", reference, "--on", "2025-03-05").out)

    def test_stands_in_the_index_of_an_export(self):
        self.start(procedures=PROCEDURES[:1])
        bag = self.office.data.parent / "bag.zip"
        self.office.do("archive", "export", "A-1", "-o", bag)
        with zipfile.ZipFile(bag) as packed:
            (index,) = [name for name in packed.namelist() if name.endswith("data/index.txt")]
            words = packed.read(index).decode()
        for reader in ("first", "second"):
            self.assertIn(f"to the {reader} complainant: intake/acknowledgement", words)
        self.assertIn(", a copy of the second complainant's letter to the representative: "
                      "intake/acknowledgement", words)

    def test_a_table_says_how_a_second_complainant_comes_in(self):
        for column in ("complainant.email", "complainant_2.email"):
            table = self.office.data.parent / "joint.csv"
            table.write_text("reference,procedure,summary,received,complainant.last_name,"
                             f"complainant.email,{column}\n"
                             "C-1,corporate-code,Bins,2025-03-03,Lowe,a@mail.example,"
                             "b@mail.example\n")
            self.refused("import", table, says=["party_changed, with role, which: 2"])


class InAndOut(InTheMiddle):
    def test_who_joins_after_the_answer_is_owed_one(self):
        self.after([ANSWERED], "2025-03-13", PROCEDURES)
        self.joins("2025-03-17")
        for reference in self.cases:
            (task,) = self.open_tasks(reference, "other-complainant-answered")
            self.assertIn("It is about the third complainant.", task["reason"])

    def test_who_joins_in_stage_2_is_told_what_the_others_were_told(self):
        self.after(STAGE_2[:2], "2025-03-21", PROCEDURES)
        self.joins("2025-03-24")
        for reference in self.cases:
            self.assertEqual(len(self.open_tasks(reference, "other-complainant-stage2")), 1)

    def test_who_joins_before_the_panel_is_invited(self):
        self.after([*STAGE_2, event("stage3_requested", "2025-05-12")], "2025-05-13")
        self.joins("2025-05-14")
        for reference in self.cases:
            self.assertEqual(len(self.open_tasks(reference, "other-complainant-stage3")), 1)

    def a_panel_is_fixed(self):
        chair, member, fixed = panel("2025-05-14", "2025-06-10")
        other = joins("panel_member", "Una Frost", "una@panel.example", "2025-05-14")
        other["which"] = 2
        self.after([*STAGE_2, event("stage3_requested", "2025-05-12", by=ASHA)], "2025-05-13")
        for made in (chair, member, other):
            for reference in self.cases:
                party = made["party"]
                self.office.do("event", reference, "party_changed", "--on", "2025-05-14", "--set",
                               f"role={party['role']}", "--set", f"name={party['name']}", "--set",
                               f"email={party['email']}",
                               *(["--set", "which=2"] if "which" in made else []))
        self.happens("2025-05-14", ("panel_fixed", {"panel_on": "2025-06-10", "time": "10am",
                                                    "venue": "Room 2"}))
        self.happens("2025-05-19", ("cannot_attend", {"by": IMRAN, "agreed": "no"}))

    def test_who_of_two_cannot_come_put_right_is_told_once_to_those_who_read_no_name(self):
        self.a_panel_is_fixed()
        told = {reference: len(self.office.parcels(step="stage3-cannot-attend-notice",
                                                   case=reference)) for reference in self.cases}
        for reference in self.cases:
            ((said,),) = self.office.sql("SELECT id FROM events WHERE name = 'cannot_attend' "
                                         "AND case_reference = ?", reference)
            self.office.event(reference, "corrected", "2025-05-20", event=said,
                              **{"replace.by": ASHA})
        self.office.run("2025-05-20")
        for reference in self.cases:
            self.assertGreater(told[reference], 0)
            self.assertEqual(len(self.office.parcels(step="stage3-cannot-attend-notice",
                                                     case=reference)), told[reference])
            asked, = self.open_tasks(reference, "stage3-cannot-attend-decide")
            self.assertIn("The first complainant said this", asked["reason"])

    def test_who_leaves_keeps_no_panel_waiting(self):
        self.a_panel_is_fixed()
        self.happens("2025-05-21", ("withdrawn", {"by": IMRAN}))
        for reference in self.cases:
            self.assertEqual(len(self.open_tasks(reference, "panel-day-stands")), 1, reference)
            self.assertEqual(len(self.open_tasks(reference, "one-left-told")), 1, reference)
            self.assertEqual(self.open_tasks(reference, "stage3-cannot-attend-decide"), [])
        self.office.run("2025-05-28")
        for reference in self.cases:
            self.assertEqual(self.open_tasks(reference, "stage3-cannot-attend-still"), [])


if __name__ == "__main__":
    unittest.main()
