"""An answer that was cancelled is no draft that waits: nobody says that it is written, and the task
about it ends when there is another."""

import unittest

from office import OfficeTest, case, complainant, parsed
from story import event, investigators

POINTS = [{"text": "Nobody phoned", "finding": "upheld", "reasons": "Nobody did."}]
WRITTEN = "We have a draft of our answer"
CHECKED = ("wokingham-statutory", "wokingham-corporate")
CORPORATE = ("wokingham-corporate", "corporate-code")
STATUTORY = ("leicestershire-statutory", "luton-statutory", "wokingham-statutory",
             "statutory-baseline")


def drafted(on, procedure):
    """A draft that its check, where there is one, has passed."""
    passed = [event("quality_check_passed", on)] if procedure in CHECKED else []
    return [event("stage1_drafted", on, points=POINTS), *passed]


class CancelledAnswers(OfficeTest):
    """Received on Monday 3 March 2025: day 10 is 17 March, day 20 is 31 March."""

    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def cancelled(self, procedures, step="stage1-response", on="2025-03-10", known=None):
        """The answer of each is made and cancelled on that day."""
        self.procedures = procedures
        for procedure in procedures:
            events = [event("eligibility_decided", "2025-03-03", outcome="accepted")]
            events = [] if procedure in CORPORATE else events
            events += (known or drafted)(on, procedure)
            self.office.import_cases([case(procedure, who=complainant("email"), events=events,
                                           procedure=procedure)], "2025-03-03")
        for day in ("2025-03-03", on):
            self.office.run(day)
        for parcel in self.office.parcels(step=step, recipient="complainant"):
            self.office.do("outbox", "cancel", parcel["id"], "--reason", "Not like this", "--on", on)
        self.assertEqual(self.asked_about(step), sorted(procedures))

    def asked_about(self, step):
        return sorted(task["case"] for task in self.office.tasks(step=step, state="open")
                      if "was cancelled" in task["reason"])

    def words(self, step):
        texts = {}
        for parcel in self.office.parcels(step=step, recipient="complainant"):
            raw = self.office.do("archive", "show", parcel["id"]).bytes
            texts[parcel["case"]] = parsed(raw).get_body(("plain",)).get_content()
        return texts

    def test_none_is_said_to_be_written_and_nobody_is_asked_to_approve_it(self):
        self.cancelled((*STATUTORY, *CORPORATE))
        for day in ("2025-03-14", "2025-03-17", "2025-03-28", "2025-03-31"):
            self.office.run(day)
        for step in ("draft-waits", "draft-waits-day-20"):
            self.assertEqual(self.office.tasks(step=step), [], step)
        late = {**self.words("delay-apology-silence"), **self.words("stage2-rights")}
        self.assertLessEqual(set(STATUTORY), set(late))
        for reference, words in late.items():
            self.assertNotIn(WRITTEN, words, reference)

    def test_the_task_ends_when_the_answer_is_written_anew(self):
        self.cancelled((*STATUTORY, *CORPORATE))
        self.office.run("2025-03-11")
        self.assertEqual(self.asked_about("stage1-response"), sorted(self.procedures))
        for procedure in self.procedures:
            for one in drafted("2025-03-12", procedure):
                self.office.event(procedure, one["name"], one["on"],
                                  **({"note": "Mended"} if len(one) == 2 else {}))
        self.office.run("2025-03-12")
        self.assertEqual(self.asked_about("stage1-response"), [])
        self.office.run("2025-03-14")
        asked = {task["case"] for task in self.office.tasks(step="draft-waits")}
        self.assertEqual(asked, set(self.procedures))

    def test_it_ends_too_when_an_answer_left_by_other_means(self):
        self.cancelled(("leicestershire-statutory", "wokingham-corporate"))
        for procedure in self.procedures:
            self.office.event(procedure, "stage1_responded", "2025-03-12", finding="upheld",
                              sent_by="service")
        self.office.run("2025-03-12")
        self.assertEqual(self.asked_about("stage1-response"), [])

    def test_one_that_an_officer_sent_by_hand_still_counts_as_the_answer(self):
        self.cancelled(("leicestershire-statutory", "wokingham-statutory"))
        self.office.run("2025-03-11")
        for task in self.office.tasks(step="stage1-response", state="open"):
            self.office.do("outbox", "resolve", task["id"], "--note", "By hand", "--sent-on",
                           "2025-03-11", "--on", "2025-03-12")
        for procedure in self.procedures:
            names = [name for name, _, _ in self.office.events_on_record(procedure)]
            self.assertIn("stage1_answer_cancelled", names)
            self.assertIn("stage1_responded", names)

    def test_so_it_is_at_stage_2(self):
        def known(on, procedure):
            return [event("stage1_responded", "2025-03-12", finding="not_upheld",
                          sent_by="service"), event("stage2_requested", "2025-03-24"),
                    *(investigators("2025-03-31") if procedure in STATUTORY else []),
                    event("stage2_drafted", on, points=POINTS)]
        self.cancelled(STATUTORY, "stage2-adjudication", "2025-04-15", known)
        for day in ("2025-04-23", "2025-04-24", "2025-04-29", "2025-04-30"):
            self.office.run(day)
        self.assertEqual(self.office.tasks(step="stage2-answer-waits"), [])
        for step in ("stage2-progress", "stage2-holding"):
            self.assertEqual(set(self.words(step)), set(STATUTORY), step)
            for reference, words in self.words(step).items():
                self.assertNotIn(WRITTEN, words, reference)


if __name__ == "__main__":
    unittest.main()
