"""How cases come in: files, single events, rows of other programs; and what is turned away."""

import copy
import datetime
import json
import unittest

from office import SOURCE_TREE, OfficeTest, case, complainant

HISTORY = SOURCE_TREE / "config/demo/leicestershire-2017-18.json"
TOMORROW = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
# What a message may never repeat.
PERSONAL = ("Quillfeather", "asha.quillfeather", "12 Example Street")


class ImportedFiles(OfficeTest):
    def test_the_answer_counts_what_was_taken_in(self):
        answer = self.office.import_cases([case("A-1"), case("A-2")], "2025-03-03", "--json")
        self.assertEqual(answer.json(), {"cases": 2, "events": 2, "baselined": 0})

    def test_cases_and_events_come_in_as_csv_too(self):
        cases = self.office.write("cases.csv", "\ufeff" + "\r\n".join([
            "reference,procedure,service_area,summary,desired_outcome,received,complainant.kind,"
            "complainant.first_name,complainant.last_name,complainant.address_1,"
            "complainant.address_2,complainant.postcode,complainant.channel,team_manager.name,"
            "team_manager.email",
            'A-1,leicestershire-statutory,North,"He was told ""soon"".\r\nNothing came.",An answer,'
            "2025-03-04,foster_carer,Nadia,de la Cruz,3 Example Road,Exampleton,EX1 2AB,letter,"
            "Łukasz Ștefan,l.stefan@council.example", ""]))
        events = self.office.write("events.csv", "reference,event,on,outcome\n"
                                                 "A-1,eligibility_decided,2025-03-05,accepted\n")
        first = self.office.do("import", cases, "--on", "2025-03-04", "--json").json()
        more = self.office.do("import", events, "--on", "2025-03-05", "--json").json()
        self.assertEqual((first["cases"], first["events"]), (1, 1))
        self.assertEqual((more["cases"], more["events"]), (0, 1))
        self.office.run("2025-03-05")
        acknowledged = self.office.parcels(step="acknowledgement")
        self.assertEqual([p["state"] for p in acknowledged], ["sending"])

    def test_a_file_with_one_mistake_is_refused_whole(self):
        wrong = case("A-2")
        wrong["events"].append({"name": "no_such_event", "on": "2025-03-04"})
        path = self.office.write("cases.json", {"format": "postroom-cases/1",
                                                "cases": [case("A-1"), wrong, case("A-3")]})
        self.refused("import", path, "--on", "2025-03-04",
                     says=("cases.json", "A-2", "Nothing was imported"))
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases"), [(0,)])
        self.assertEqual(self.office.run("2025-03-04")["cases"], 0)

    def test_each_mistake_is_named_by_file_line_case_and_field_and_never_by_its_value(self):
        def changed(change):
            one = copy.deepcopy(case("A-1"))
            change(one)
            return one

        mistakes = {
            "event": lambda c: c["events"].append({"name": "sent_to_the_moon", "on": "2025-03-04"}),
            "role": lambda c: c["parties"].append({"role": "astronaut", "name": "Quillfeather"}),
            "before": lambda c: c["events"].append({"name": "delay_confirmed", "on": "2025-03-02"}),
            "on": lambda c: c["events"].append({"name": "delay_confirmed", "on": "2025-02-30"}),
            "summary_": lambda c: c["complaint"].update(summary_="Asha Quillfeather"),
            "last_name": lambda c: c["parties"][0].update(last_name="Quillfeather\u202e"),
            "email": lambda c: c["parties"][0].update(email="asha.quillfeather@x.example\r\nBcc: x"),
            "procedure": lambda c: c.update(procedure="no-such-procedure"),
            "received": lambda c: c.update(events=[]),
            "complainant": lambda c: c["parties"].pop(0),
            "Postroom alone": lambda c: c["events"].append({"name": "letter_sent",
                                                            "on": "2025-03-04"}),
        }
        for field, change in mistakes.items():
            with self.subTest(field=field):
                file = {"format": "postroom-cases/1", "cases": [changed(change)]}
                path = self.office.write("mistake.json", json.dumps(file, indent=1))
                answer = self.refused("import", path, "--on", "2025-03-04",
                                      says=("case A-1, field", field, "Nothing was imported"))
                self.assertRegex(answer.err, r"mistake\.json:\d+: ")
                for value in PERSONAL + ("astronaut", "2025-02-30"):
                    self.assertNotIn(value, answer.err)
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases"), [(0,)])

    def test_files_that_are_no_case_files_are_refused_with_the_line(self):
        events = "reference,event,on\nA-1,delay_confirmed,2025-03-04\n"
        for name, content, says in [
                ("broken.json", '{"format": "postroom-cases/1",\n "cases": [{]}', "broken.json:2"),
                ("twice.json", '{"format": "postroom-cases/1", "cases": [], "cases": []}', "cases"),
                ("other.json", '{"format": "someone-elses/9", "cases": []}', "postroom-cases/1"),
                ("empty.json", "", "empty.json"),
                ("latin1.json", '{"format": "é"}'.encode("latin-1"), "UTF-8"),
                ("header.csv", "reference,event,on,flavour\nA-1,resolved,2025-03-04,x\n", "flavour"),
                ("quote.csv", 'reference,event,on\n"A-1,resolved,2025-03-04\n', "never closed"),
                ("unknown.csv", events, "there is no such case")]:
            with self.subTest(file=name):
                self.refused("import", self.office.write(name, content), "--on", "2025-03-04",
                             says=(name, says))
        self.refused("import", self.folder / "nowhere.json", says="nowhere.json")
        self.refused("import", self.folder, says="cannot read")

    def test_a_reference_stored_already_is_refused_and_the_stored_case_is_untouched(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        before = self.office.sql("SELECT * FROM parties")
        path = self.office.write("again.json", {"format": "postroom-cases/1", "cases": [
            case("A-0"), case("A-1", who=complainant(last_name="Another"))]})
        self.refused("import", path, "--on", "2025-03-03", says=("A-1", "stored already"))
        self.assertEqual(self.office.sql("SELECT * FROM parties"), before)

    def test_every_row_that_does_not_fit_what_is_stored_is_named_with_its_line(self):
        self.office.import_cases([case("A-1", received="2025-03-04")], "2025-03-10")
        rows = ("reference,event,on,reason\nA-1,contact_note,2025-03-09,x\nA-2,delay_confirmed,2025-03-09,x\n"
                "A-1,delay_confirmed,2025-03-01,x\nA-1,contact_note,2025-03-02,x\n")
        self.refused("import", self.office.write("late.csv", rows), "--on", "2025-03-10",
                     says=("late.csv:3: case A-2", "late.csv:4: case A-1", "late.csv:5: case A-1"))
        again = "reference,procedure,summary,received,complainant.last_name,complainant.email\n" \
            "A-1,leicestershire-statutory,Visits,2025-03-04,O’Neill,asha@mail.example\n"
        self.refused("import", self.office.write("again.csv", again), "--on", "2025-03-10",
                     says="again.csv:2: case A-1, field reference: this case is stored already")

    def test_history_taken_in_with_a_baseline_sends_nothing(self):
        answer = self.office.do("import", HISTORY, "--baseline", "--on", "2018-08-01",
                                "--json").json()
        self.assertEqual(answer["cases"], 93)
        self.assertGreater(answer["baselined"], 93)
        for day in ("2018-08-01", "2018-08-02", "2018-09-28"):
            report = self.office.run(day)
            self.assertEqual((report["letters"], report["emails"], report["sent"], report["flood"]),
                             (0, 0, 0, False), day)
        self.assertEqual(self.office.outbox(), [])

    def events_of(self, reference):
        return {name: on for name, on, _ in self.office.events_on_record(reference)}

    def test_a_case_taken_over_goes_on_from_where_the_old_office_left_it(self):
        def answered(reference, on, **more):
            return case(reference, received="2025-01-06", events=[
                {"name": "stage1_responded", "on": on, "finding": "upheld"}], **more)
        self.office.import_cases([
            case("A-1", received="2025-01-27", events=[
                {"name": "further_time_refused", "on": "2025-03-05"}]),
            answered("A-2", "2025-01-20"),
            answered("A-3", "2025-02-24")], "2025-03-24", "--baseline")
        self.office.run("2025-03-24")
        self.assertEqual(self.events_of("A-1")["stage2_begun"], "2025-03-05")
        self.assertEqual(self.events_of("A-2")["closed"], "2025-02-20")
        self.assertNotIn("closed", self.events_of("A-3"))
        self.assertEqual([parcel for parcel in self.office.parcels()
                          if parcel["role"] == "complainant"], [])
        # Stage 2 has its days, from the day it began.
        self.assertIn("stage 2", self.office.do("explain", "A-1", "--on", "2025-03-24").out.lower())

    def test_a_simulation_of_the_days_to_come_goes_on_from_there_too(self):
        self.office.import_cases([case("A-1", received="2025-01-27", events=[
            {"name": "further_time_refused", "on": "2025-03-05"}])], "2025-01-27")
        shown = self.office.do("simulate", "--from", "2025-03-24", "--until", "2025-04-30",
                               "--json").json()
        self.assertIn("stage2", {item["step"].split("-")[0] for item in shown})

    def test_what_people_recorded_since_is_not_overruled(self):
        self.office.import_cases([case("A-1", received="2024-11-04", events=[
            {"name": "stage1_responded", "on": "2024-11-15", "finding": "upheld"},
            {"name": "stage2_requested", "on": "2025-01-20"}])], "2025-03-24", "--baseline")
        self.office.run("2025-03-24")
        self.assertNotIn("closed", self.events_of("A-1"))

    def test_a_right_is_never_taken_to_be_told_while_the_matter_is_open(self):
        self.office.import_cases([case("A-1", received="2025-02-03"),
                                  case("A-2", received="2025-02-03", events=[
                                      {"name": "stage1_responded", "on": "2025-02-20",
                                       "finding": "upheld"}])], "2025-03-24", "--baseline")
        self.office.run("2025-03-24")
        asked = [task for task in self.office.tasks(state="open")
                 if "taken over with its history" in task["reason"]]
        self.assertEqual([(task["case"], task["step"]) for task in asked],
                         [("A-1", "stage2-rights")])

    def test_a_stage_2_that_began_by_itself_before_is_asked_about(self):
        self.office.import_cases([case("A-1", received="2025-01-23", events=[
            {"name": "further_time_agreed", "on": "2025-02-21"}])], "2025-03-13", "--baseline")
        self.office.run("2025-03-13")
        asked, = [task for task in self.office.tasks(state="open")
                  if "taken over with its history" in task["reason"]]
        self.assertEqual(asked["step"], "escalated")
        self.assertIn("stage2_begun", asked["reason"])
        self.assertIn("Friday 7 March 2025", asked["reason"])

    def test_an_open_case_taken_over_was_not_logged_late(self):
        self.office.import_cases([case("A-1", received="2025-01-06")], "2025-02-03", "--baseline")
        self.office.run("2025-02-03")
        self.assertEqual(self.office.parcels(step="late-logged"), [])
        self.assertEqual(self.office.tasks(step="late-logging"), [])


class SingleEvents(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1")], "2025-03-03")

    def test_explain_names_the_id_by_which_an_event_is_corrected(self):
        self.office.do("event", "A-1", "withdrawn", "--on", "2025-03-04", "--set", "how=by phone")
        listed = self.office.do("explain", "A-1", "--on", "2025-03-04", "--events", "--json").json()
        id_, = [event["event"] for event in listed if event["name"] == "withdrawn"]
        self.assertIn(id_, self.office.do("explain", "A-1", "--on", "2025-03-04").out)
        self.office.do("event", "A-1", "corrected", "--on", "2025-03-05", "--set",
                       f"event={id_}", "--set", "strike=true")
        listed = self.office.do("explain", "A-1", "--on", "2025-03-05", "--events", "--json").json()
        struck, = [event for event in listed if event["event"] == id_]
        self.assertTrue(struck["corrected_by"])
        said, = [event["corrects"] for event in listed if event["name"] == "corrected"]
        self.assertEqual(said, f"strikes out [{id_}]")
        self.refused("explain", "A-1", "--on", "2025-03-05", "--events", says="goes with --json",
                     code=2)

    def test_an_event_is_recorded_with_its_details(self):
        self.office.do("event", "A-1", "eligibility_decided", "--on", "2025-03-04", "--set",
                       "outcome=accepted", "--set", "note=by telephone = twice")
        name, on, details = self.office.events_on_record("A-1")[-1]
        self.assertEqual((name, on), ("eligibility_decided", "2025-03-04"))
        self.assertEqual(json.loads(details),
                         {"outcome": "accepted", "note": "by telephone = twice"})

    def test_an_event_that_cannot_be_is_refused_and_nothing_is_recorded(self):
        before = self.office.events_on_record("A-1")
        for arguments, says in [
                (("A-1", "no_such_event", "--on", "2025-03-04"), "event"),
                (("A-1", "delay_confirmed", "--on", "2025-02-30"), "on"),
                (("A-1", "delay_confirmed", "--on", "2025-03-02"), "before"),
                (("A-1", "delay_confirmed", "--on", TOMORROW), "after today"),
                (("A-1", "received", "--on", "2025-03-04"), "received already"),
                (("A-1", "letter_sent", "--on", "2025-03-04"), "Postroom"),
                (("A-1", "eligibility_decided", "--on", "2025-03-04", "--set", "outcome=maybe"),
                 "outcome"),
                (("A-1", "corrected", "--on", "2025-03-04", "--set", "event=e99", "--set",
                  "strike=true"), "not the id of an earlier event"),
                (("A-9", "delay_confirmed", "--on", "2025-03-04"), "no such case")]:
            with self.subTest(arguments=arguments):
                self.refused("event", *arguments, says=says)
        self.refused("event", "A-1", "resolved", "--on", "2025-03-04", "--set", "reason", code=2)
        self.refused("event", "A-1", "delay_confirmed", code=2)
        self.assertEqual(self.office.events_on_record("A-1"), before)

    def test_what_two_people_wrote_down_of_one_call_is_taken_in_once(self):
        said = ("A-1", "delay_confirmed", "--on", "2025-03-04", "--set", "reason=Leave.")
        self.office.do("event", *said)
        on_record = self.office.events_on_record("A-1")
        self.refused("event", *said, says=("on record already, word for word", "note"))
        rows = self.office.write("again.csv", "reference,event,on,reason\n"
                                 "A-1,contact_note,2025-03-04,\n"
                                 "A-1,delay_confirmed,2025-03-04,Leave.\n")
        self.refused("import", rows, "--on", "2025-03-05", says=("again.csv:3", "A-1"))
        self.assertEqual(self.office.events_on_record("A-1"), on_record)
        self.office.do("event", *said, "--set", "note=Said again by the service manager.")

    def test_a_date_past_the_known_holidays_is_a_slip(self):
        for name, details in (("meeting_arranged", {"meeting_on": "2035-03-12"}),
                              ("stage2_begun", {"counts_from": "2061-03-12"})):
            pairs = [part for pair in details.items() for part in ("--set", "=".join(pair))]
            self.refused("event", "A-1", name, "--on", "2025-03-04", *pairs,
                         says=(next(iter(details)), "correct the date"))
        far = case("A-9", events=[{"name": "panel_fixed", "on": "2025-03-04",
                                   "panel_on": "2061-03-14"}])
        self.refused("import", self.office.write("far.json", {
            "format": "postroom-cases/1", "cases": [far]}), "--on", "2025-03-04", says="A-9")

    def test_an_action_due_in_ten_years_keeps_nothing_else_waiting(self):
        self.office.event("A-1", "action_due", "2025-03-04", action="Phone each year",
                          due_on="2035-06-30", owner="T. Meyer")
        for day in ("2025-03-04", "2025-03-17", "2025-03-31"):
            self.office.run(day)
        self.assertTrue(self.office.parcels(step="stage2-rights"))
        self.assertEqual([task for task in self.office.tasks() if "planned" in task["reason"]], [])

    def test_a_correction_takes_hold_or_is_refused(self):
        self.office.event("A-1", "delay_confirmed", "2025-03-04", reason="staff on leave")
        self.office.run("2025-03-04")
        rows = self.office.sql("SELECT id, name FROM events WHERE case_reference = 'A-1'")
        ids = {name: event for event, name in rows}
        self.office.event("A-1", "corrected", "2025-03-05", event=ids["delay_confirmed"],
                          strike="true")
        self.refused("event", "A-1", "corrected", "--on", "2025-03-05", "--set",
                     f"event={ids['letter_sent']}", "--set", "strike=true", says="Postroom alone")
        path = self.office.data / "events.csv"
        path.write_text("reference,event,on,id,corrects,strike\n"
                        "A-1,resolved,2025-03-05,late,,\n"
                        "A-1,corrected,2025-03-05,,late,true\n", "utf-8")
        self.office.do("import", path, "--on", "2025-03-05")
        path.write_text("reference,event,on,corrects,strike\n"
                        "A-1,corrected,2025-03-05,nothing,true\n", "utf-8")
        self.refused("import", path, "--on", "2025-03-05", says="corrected.event")


class AnotherProgramsRows(OfficeTest):
    def insert(self, reference, on="2025-03-04"):
        self.office.sql("INSERT INTO cases (reference, procedure, service_area, summary) "
                        "VALUES (?, 'leicestershire-statutory', 'Fostering', 'Visits stopped.')",
                        reference)
        self.office.sql("INSERT INTO parties (case_reference, role, kind, title, first_name, "
                        "last_name, address, postcode, channel) VALUES (?, 'complainant', "
                        "'parent', 'Ms', 'Asha', 'Quillfeather', '1 Mill Lane\nExampleton', "
                        "'EX1 2AB', 'letter')", reference)
        self.office.sql("INSERT INTO events (case_reference, name, happened_on) "
                        "VALUES (?, 'received', ?)", reference, on)

    def test_a_case_inserted_by_plain_sql_is_acknowledged_by_the_next_run(self):
        self.office.run("2025-03-03")
        self.insert("SQL-1")
        self.assertEqual(self.office.run("2025-03-04")["in_tray"], 1)
        self.assertEqual(self.office.parcels(channel="letter")[0]["step"], "acknowledgement")

    def test_rows_that_were_there_before_the_first_run_are_history(self):
        self.insert("SQL-1")
        self.office.sql("INSERT INTO events (case_reference, name, happened_on) "
                        "VALUES ('SQL-1', 'stage2_requested', '2025-03-05')")
        self.office.run("2025-03-10")
        self.assertEqual(self.office.outbox(), [])
        self.office.event("SQL-1", "delay_confirmed", "2025-03-11", reason="staff on leave")
        self.assertEqual(self.office.run("2025-03-11")["in_tray"], 1)

    def test_a_row_outside_the_vocabulary_becomes_a_task_and_stops_nothing(self):
        self.office.run("2025-03-03")
        self.insert("SQL-1")
        self.office.sql("INSERT INTO events (case_reference, name, happened_on) "
                        "VALUES ('SQL-1', 'sent_to_the_moon', '2025-03-04')")
        self.insert("SQL-2")
        self.assertEqual(self.office.run("2025-03-04")["in_tray"], 2)
        task = self.office.tasks(case="SQL-1")[0]
        self.assertIn("events", task["reason"])
        self.assertNotIn("moon", task["reason"])


if __name__ == "__main__":
    unittest.main()
