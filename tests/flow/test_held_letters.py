"""Letters that must not go by themselves: what cannot be made or trusted waits for a person."""

import unittest

from office import SOURCE_TREE, OfficeTest, case, complainant, pdf_text, weekdays

POINTS = '[{"text": "Visits were cancelled", "finding": "upheld", "reasons": "Nobody called."}]'


class WhatCannotBeMade(OfficeTest):
    def acknowledgement_task(self, who):
        """The one task instead of the acknowledgement, on which nothing was made or sent."""
        self.office.import_cases([case("A-1", who=who)], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(self.office.parcels(step="acknowledgement"), [])
        self.assertEqual(self.office.letters_in_tray(), [])
        tasks = self.office.tasks(step="acknowledgement")
        self.assertEqual([task["state"] for task in tasks], ["open"])
        self.office.run("2025-03-04")
        self.assertEqual(len(self.office.tasks(step="acknowledgement")), 1)
        for value in ("Quillfeather", "Example Street", "EX1 2AB"):
            self.assertNotIn(value, tasks[0]["reason"])
        return tasks[0]["reason"]

    def test_a_missing_address_asks_a_person_for_one(self):
        reason = self.acknowledgement_task(complainant(address=None, postcode=None))
        self.assertIn("no usable postal address", reason)

    def test_once_the_address_is_known_the_letter_goes_and_its_task_is_over(self):
        self.acknowledgement_task(complainant(address=None, postcode=None))
        self.office.sql("UPDATE parties SET address = '7 Example Row\nExampleton', postcode = "
                        "'EX1 9ZZ' WHERE role = 'complainant'")
        self.office.run("2025-03-05")
        self.assertIn("7 Example Row", pdf_text(self.office.letters_in_tray()[0]))
        self.assertEqual(self.office.tasks(step="acknowledgement")[0]["state"], "done")

    def test_an_address_line_too_long_for_the_window_is_named_and_never_cut(self):
        line = "The Old Schoolhouse and Former Headmaster's Lodging behind the Church of Example"
        reason = self.acknowledgement_task(complainant(address=[line, "Exampleton"]))
        self.assertIn("line 2", reason)
        self.assertNotIn("Schoolhouse", reason)

    def test_an_address_of_too_many_lines_is_named_and_never_cut(self):
        reason = self.acknowledgement_task(
            complainant(address=[f"Part {n} of the Address" for n in range(9)]))
        self.assertIn("lines", reason)

    def test_a_character_that_no_font_has_is_named(self):
        for character, point in (("\U0001F600", "U+1F600"), ("中", "U+4E2D")):
            with self.subTest(character=point):
                self.setUp()
                who = complainant(last_name=f"Quillfeather{character}")
                self.assertIn(point, self.acknowledgement_task(who))

    def test_a_format_that_only_people_make_is_asked_for(self):
        for form in ("bsl", "easy_read"):
            with self.subTest(format=form):
                self.setUp()
                self.assertIn(form, self.acknowledgement_task(complainant(format=form)))

    def test_a_language_without_wording_is_asked_for(self):
        self.assertIn("language", self.acknowledgement_task(complainant(language="pl")))

    def test_an_email_without_an_address_asks_a_person_for_one(self):
        reason = self.acknowledgement_task(complainant("email", email=None))
        self.assertIn("asked for email", reason)

    def test_a_person_may_say_that_it_went_by_hand(self):
        self.acknowledgement_task(complainant(format="easy_read"))
        task = self.office.tasks(step="acknowledgement")[0]
        self.refused("outbox", "resolve", task["id"], says="--note")
        for impossible in ("2025-03-05", "2025-03-02"):
            self.refused("outbox", "resolve", task["id"], "--note", "It went", "--on", "2025-03-04",
                         "--sent-on", impossible, says=("cannot have been sent", "--sent-on"))
        self.office.do("outbox", "resolve", task["id"], "--note", "Written by the participation team",
                       "--sent-on", "2025-03-04")
        self.office.run("2025-03-05")
        self.assertEqual(self.office.tasks(step="acknowledgement")[0]["state"], "done")
        sent = [on for name, on, details in self.office.events_on_record("A-1")
                if name == "letter_sent" and "acknowledgement" in details]
        self.assertEqual(sent, ["2025-03-04"])

    def test_an_answer_that_went_by_hand_is_the_answer(self):
        who = complainant(format="bsl")
        self.office.import_cases(
            [case("A-1", who=who, procedure=name) | {"reference": name, "events": [
                {"name": "received", "on": "2025-03-03"},
                {"name": "eligibility_decided", "on": "2025-03-03", "outcome": "accepted"}]}
             for name in ("leicestershire-statutory", "wokingham-corporate")], "2025-03-03")
        for name in ("leicestershire-statutory", "wokingham-corporate"):
            self.office.event(name, "stage1_drafted", "2025-03-10", points=POINTS)
            self.office.event(name, "quality_check_passed", "2025-03-10")
        self.office.run("2025-03-10")
        for task in self.office.tasks(step="stage1-response"):
            self.office.do("outbox", "resolve", task["id"], "--note", "Signed by an interpreter",
                           "--sent-on", "2025-03-11")
        for name in ("leicestershire-statutory", "wokingham-corporate"):
            with self.subTest(procedure=name):
                answered = [(on, details) for event, on, details
                            in self.office.events_on_record(name) if event == "stage1_responded"]
                self.assertEqual([on for on, _ in answered], ["2025-03-11"])
                self.assertIn("upheld", answered[0][1])
        self.office.run_each_day(weekdays("2025-03-12", "2025-04-02"))
        after = {task["step"] for task in self.office.tasks()} | {
            parcel["step"] for parcel in self.office.parcels()}
        self.assertEqual({step for step in after if "delay-apology" in step or
                          step in ("stage2-rights", "refer-head-of-service")}, set())

    def test_a_letter_whose_wording_was_mended_goes_the_next_day(self):
        path = self.office.data / "letters/intake/acknowledgement.md"
        path.parent.mkdir(parents=True)
        path.write_text((SOURCE_TREE / "letters/intake/acknowledgement.md").read_text("utf-8")
                        + "\nThank you \U0001F600\n", "utf-8")
        self.assertIn("U+1F600", self.acknowledgement_task(complainant()))
        path.unlink()
        self.office.run("2025-03-05")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.assertEqual(self.office.tasks(step="acknowledgement")[0]["state"], "done")


class MoreThanAnyDayBefore(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case(f"A-{n:02}") for n in range(60)], "2025-03-03")

    def test_a_flood_is_held_whole_until_a_person_releases_it(self):
        self.refused("run", "--on", "2025-03-03", says=("flood breaker", "outbox release --flood"))
        held = self.office.parcels()
        self.assertGreaterEqual(len(held), 60)
        self.assertEqual({p["state"] for p in held}, {"held"})
        self.assertEqual(self.office.every_file().keys() & {"tray", "maildir"}, set())
        self.assertEqual(self.office.letters_in_tray(), [])
        self.assertFalse((self.office.data / "maildir").exists() and self.office.emails())
        self.office.run("2025-03-03")
        self.assertEqual({p["state"] for p in self.office.parcels()}, {"held"})
        self.office.do("outbox", "release", "--flood")
        report = self.office.run("2025-03-03")
        self.assertFalse(report["flood"])
        self.assertEqual(report["in_tray"], 60)
        self.assertEqual(report["sent"] + report["in_tray"], len(held))
        self.assertEqual(len(self.office.letters_in_tray()), 60)

    def test_a_council_that_turns_the_breaker_off_is_not_stopped(self):
        self.office.environment["POSTROOM_SENDING_FLOOD_FLOOR"] = "0"
        self.assertEqual(self.office.run("2025-03-03")["in_tray"], 60)


if __name__ == "__main__":
    unittest.main()
