"""Nobody is named to the complainant who may have to give way: the letters wait until a person has
settled it, and the complainant is not left waiting."""

import unittest

from office import OfficeTest, case, complainant
from story import event, investigators, joins, panel

COUNCILS = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
            "statutory-baseline")
ASKED = [event("eligibility_decided", "2025-03-03", outcome="accepted"),
         event("stage1_responded", "2025-03-12", finding="not_upheld", sent_by="service",
               by="Ruth Okafor"),
         event("stage2_requested", "2025-03-24")]
DECIDED = [{"text": "Visits", "finding": "upheld", "reasons": "We forgot."}]
NAMED = ("stage2-appointment", "stage2-investigators-named")
PANEL = ("stage3-panel-appointment", "stage3-invitation")


class Conflicts(OfficeTest):
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def made(self, events, days):
        for procedure in COUNCILS:
            self.office.import_cases([case(procedure, who=complainant("email"), events=events,
                                           procedure=procedure)], "2025-03-03")
        for day in ("2025-03-03", *days):
            self.office.run(day)

    def cases_of(self, kind, step):
        return sorted({one["case"] for one in kind(step=step)})

    def went(self, *steps):
        for step in steps:
            self.assertEqual(self.cases_of(self.office.parcels, step), sorted(COUNCILS), step)

    def waits(self, *steps):
        for step in steps:
            self.assertEqual(self.office.parcels(step=step), [], step)

    def asked(self, step, times=1):
        self.assertEqual(len(self.office.tasks(step=step)), times * len(COUNCILS), step)

    def each_event(self, reference, what, on, details):
        pairs = [part for key, value in details.items() for part in ("--set", f"{key}={value}")]
        self.office.do("event", reference, what, "--on", on, "--at", f"{on}T10:00:00Z", *pairs)

    def all_record(self, what, on, **details):
        for procedure in COUNCILS:
            self.each_event(procedure, what, on, details)
        self.office.run(on)

    def test_who_answered_at_stage_1_is_not_named_until_another_decides(self):
        self.made([*ASKED, *investigators("2025-03-31")], ["2025-03-31", "2025-04-01"])
        self.waits(*NAMED)
        self.asked("stage2-conflict-stage1")
        self.asked("stage2-conflict-still", 0)
        self.office.run("2025-04-03")
        self.asked("stage2-conflict-still")
        self.all_record("party_changed", "2025-04-04", role="adjudicating_officer",
                        name="Omar Sale", email="omar.sale@council.example")
        self.went(*NAMED)
        self.office.run("2025-04-08")
        self.asked("stage2-conflict-still")

    def test_a_person_may_say_that_there_is_no_conflict(self):
        self.made([*ASKED, *investigators("2025-03-31")], ["2025-03-31"])
        self.all_record("stage2_conflict_cleared", "2025-04-01", who="Somebody Else")
        self.waits(*NAMED)
        self.all_record("stage2_conflict_cleared", "2025-04-02", who="Ruth Okafor")
        self.went(*NAMED)

    def test_one_that_comes_later_holds_the_letter_about_the_change(self):
        self.made([ASKED[0], event("stage1_responded", "2025-03-12", finding="not_upheld",
                                   sent_by="service", by="Dana Poole"), ASKED[2],
                   *investigators("2025-03-31"),
                   joins("adjudicating_officer", "Dana Poole", "dana@council.example",
                         "2025-04-07")], ["2025-03-31"])
        self.went(*NAMED)
        self.office.run("2025-04-07")
        self.waits("stage2-named-again", "stage2-appointment-again")
        self.asked("stage2-conflict-stage1")
        self.office.run("2025-04-10")
        self.asked("stage2-conflict-still")

    def test_the_invitation_waits_while_the_independent_person_is_to_sit(self):
        self.made([ASKED[0], event("stage1_responded", "2025-03-12", finding="not_upheld",
                                   sent_by="service"), ASKED[2], *investigators("2025-03-31"),
                   event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                   event("stage3_requested", "2025-05-12"),
                   *panel("2025-05-20", "2025-06-16"),
                   joins("panel_member", "Grace Lindqvist", "grace@independent.example",
                         "2025-05-20")], ["2025-05-20"])
        self.waits(*PANEL)
        self.asked("stage3-panel-conflict")
        self.office.run("2025-05-23")
        self.asked("stage3-panel-conflict-still")
        self.all_record("party_changed", "2025-05-27", role="panel_member", name="Paul Reed",
                        email="paul@panel.example")
        self.went(*PANEL)

    def test_no_answer_of_stage_2_leaves_that_names_who_may_have_to_give_way(self):
        self.made([*ASKED, *investigators("2025-03-31"),
                   event("stage2_drafted", "2025-04-22", points=DECIDED)], ["2025-04-22"])
        self.waits("stage2-adjudication")
        self.assertEqual(self.office.tasks(step="stage2-enclosures"), [])
        self.all_record("stage2_conflict_cleared", "2025-04-23", who="Ruth Okafor")
        for procedure in COUNCILS:
            waiting, = self.office.parcels(step="stage2-adjudication", case=procedure,
                                           recipient="complainant")
            self.assertEqual(waiting["state"], "awaiting_approval")

    def test_papers_go_to_no_panel_that_may_have_to_give_way(self):
        self.made([ASKED[0], event("stage1_responded", "2025-03-12", finding="not_upheld",
                                   sent_by="service"), ASKED[2], *investigators("2025-03-31"),
                   event("stage2_adjudicated", "2025-04-24", finding="upheld"),
                   event("stage3_requested", "2025-05-12"),
                   *panel("2025-05-20", "2025-06-16"),
                   joins("panel_member", "Grace Lindqvist", "grace@independent.example",
                         "2025-05-20")], ["2025-05-20", "2025-06-09"])
        self.assertEqual(self.office.tasks(step="stage3-bundle"), [])
        self.all_record("party_changed", "2025-06-10", role="panel_member", name="Paul Reed",
                        email="paul@panel.example")
        self.asked("stage3-bundle")


class CorporateConflicts(OfficeTest):
    def test_the_final_answer_waits_until_somebody_new_to_the_complaint_decides(self):
        procedures = ("corporate-code", "wokingham-corporate")
        self.office.import_cases([case(
            procedure, procedure=procedure, who=complainant("email"),
            events=[event("stage1_responded", "2025-03-12", finding="not_upheld",
                          sent_by="service", by="Ruth Okafor"),
                    event("stage2_requested", "2025-03-24"),
                    joins("adjudicating_officer", "Ruth Okafor", "ruth@council.example",
                          "2025-03-25"),
                    event("stage2_drafted", "2025-04-10", points=DECIDED)])
            for procedure in procedures], "2025-03-03")
        for day in ("2025-03-03", "2025-03-24", "2025-03-25", "2025-03-28", "2025-04-10"):
            self.office.run(day)
        for procedure in procedures:
            for step in ("stage2-conflict-stage1", "stage2-conflict-still"):
                self.assertNotEqual(self.office.tasks(step=step, case=procedure), [], step)
            for step in ("stage2-allocation", "stage2-response"):
                self.assertEqual(self.office.parcels(step=step, case=procedure), [], step)
            self.office.event(procedure, "stage2_conflict_cleared", "2025-04-11",
                              who="Ruth Okafor")
        self.office.run("2025-04-11")
        for procedure in procedures:
            waiting, = self.office.parcels(step="stage2-response", case=procedure,
                                           recipient="complainant")
            self.assertEqual(waiting["state"], "awaiting_approval")


if __name__ == "__main__":
    unittest.main()
