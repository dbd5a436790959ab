"""The main job: a complaint from its receipt to stage 2, and one that is answered and closed."""

import unittest

from office import Office, OfficeTest, SharedOfficeTest, case, complainant, weekdays

CASE = "CC-2025-0001"


class StageOneWithoutAnAnswer(SharedOfficeTest):
    """Received on 3 March 2025 and never answered; days by the worked example of the procedure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls.office
        office.import_cases([case(CASE)], "2025-03-03")
        office.run_each_day(["2025-03-03"])
        office.event(CASE, "eligibility_decided", "2025-03-04", outcome="accepted")
        office.run_each_day(weekdays("2025-03-04", "2025-04-02"))
        office.event(CASE, "further_time_agreed", "2025-04-03", how="telephone")
        office.run_each_day(weekdays("2025-04-03", "2025-04-14"))
        cls.events_on_day_30 = office.events_on_record(CASE)
        office.run_each_day(weekdays("2025-04-15", "2025-04-22"))

    def sent(self, step, recipient):
        days = [parcel["sent"] for parcel in self.office.parcels(step=step)
                if parcel["recipient"] == recipient and parcel["state"] == "accepted"]
        return days

    def test_the_complaint_is_acknowledged_on_the_day_it_is_logged(self):
        self.assertEqual(self.sent("acknowledgement", "complainant"), ["2025-03-03"])
        self.assertEqual(self.sent("allocation", "team_manager"), ["2025-03-03"])

    def test_the_decision_on_eligibility_is_confirmed_once_it_is_made(self):
        self.assertEqual(self.sent("eligibility-accepted", "complainant"), ["2025-03-04"])
        self.assertEqual(self.sent("eligibility-chase", "team_manager"), [])

    def test_the_team_manager_is_reminded_on_day_7(self):
        self.assertEqual(self.sent("update-reminder", "team_manager"), ["2025-03-12"])
        self.assertEqual(self.sent("update-reminder", "copy.service_manager"), ["2025-03-12"])

    def test_silence_is_apologised_for_on_day_10(self):
        self.assertEqual(self.sent("delay-apology-silence", "complainant"), ["2025-03-17"])

    def test_the_new_deadline_follows_the_posting_of_the_apology(self):
        self.assertEqual(self.sent("new-deadline", "team_manager"), ["2025-03-18"])

    def test_the_head_of_service_is_told_on_day_17(self):
        self.assertEqual(self.sent("head-of-service-referral", "head_of_service"), ["2025-03-26"])

    def test_the_right_to_stage_2_is_told_on_day_20(self):
        self.assertEqual(self.sent("stage2-rights", "complainant"), ["2025-03-31"])

    def test_agreed_further_time_is_passed_on_and_checked_on_day_26(self):
        self.assertEqual(self.sent("head-of-service-reissue", "head_of_service"), ["2025-04-03"])
        self.assertEqual(self.sent("head-of-service-check", "head_of_service"), ["2025-04-08"])

    def test_stage_2_begins_on_the_first_working_day_after_day_30(self):
        self.assertNotIn("stage2_begun", [name for name, _, _ in self.events_on_day_30])
        begun = [(on, details) for name, on, details in self.office.events_on_record(CASE)
                 if name == "stage2_begun"]
        self.assertEqual([on for on, _ in begun], ["2025-04-15"])
        self.assertIn("day_30", begun[0][1])
        self.assertEqual(self.sent("escalated", "complainant"), ["2025-04-15"])
        self.assertEqual(self.sent("escalated-notice", "head_of_service"), ["2025-04-15"])

    def test_nothing_is_written_on_a_bank_holiday(self):
        days = {parcel["created"] for parcel in self.office.parcels()}
        self.assertFalse(days & {"2025-04-18", "2025-04-21"})  # Good Friday, Easter Monday

    def test_each_letter_goes_to_each_reader_once(self):
        parcels = self.office.parcels()
        keys = [(p["case"], p["step"], p["recipient"], p["channel"]) for p in parcels
                if p["step"] != "head-of-service-weekly"]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual({p["state"] for p in parcels}, {"accepted"})

    def test_every_sending_is_an_event_on_the_case(self):
        told = [name for name, _, _ in self.office.events_on_record(CASE)].count("letter_sent")
        letters = [p for p in self.office.parcels() if not p["recipient"].startswith("copy.")]
        self.assertEqual(told, len(letters))

    def test_a_second_run_adds_no_leaf_and_no_file(self):
        ledger, files = self.office.ledger(), self.office.every_file()
        report = self.office.run("2025-04-22")
        self.assertEqual((report["letters"], report["emails"], report["sent"]), (0, 0, 0))
        self.assertEqual(self.office.ledger(), ledger)
        self.assertEqual(self.office.every_file(), files)

    def test_a_run_of_an_earlier_day_is_refused(self):
        answer = self.office.say("run", "--on", "2025-04-01")
        self.assertEqual(answer.code, 1)
        self.assertIn("choose a later --on", answer.err)

    def test_the_tray_the_outbox_and_the_archive_hold_the_same_bytes(self):
        parcels = {p["id"]: p for p in self.office.parcels()}
        trayed = {path.stem: path.read_bytes() for path in self.office.letters_in_tray()}
        mailed = {path.name.removesuffix(".postroom"): path.read_bytes()
                  for path in self.office.emails()}
        self.assertEqual(set(trayed) | set(mailed), set(parcels))
        some = sorted(trayed)[:3] + sorted(mailed)[:3]
        for parcel in some:
            handed_over = trayed.get(parcel) or mailed[parcel]
            out = self.folder / "shown"
            self.office.do("outbox", "show", parcel, "-o", out)
            self.assertEqual(out.read_bytes(), handed_over)
            self.assertEqual(self.office.do("archive", "show", parcel).bytes, handed_over)

    def test_the_archive_is_sound(self):
        self.assertIn("every byte checked", self.office.do("archive", "verify").err)

    def test_simulate_foretells_what_then_happened(self):
        # On a copy of the case on its first day, with the same events to come.
        other = Office(self.folder / "foretold")
        other.do("init", other.data)
        other.import_cases([case(CASE, events=[
            {"name": "eligibility_decided", "on": "2025-03-04", "outcome": "accepted"},
            {"name": "further_time_agreed", "on": "2025-04-03"}])], "2025-03-03")
        items = other.do("simulate", "--from", "2025-03-03", "--until", "2025-04-22",
                         "--json").json()
        foretold = {(i["step"], i["date"]) for i in items if i["letter"]}
        happened = {(p["step"], p["created"]) for p in self.office.parcels()}
        # The office posts in the evening, after the run: what waits for posting goes a day later.
        self.assertEqual({step for step, _ in foretold}, {step for step, _ in happened})
        waited_for_posting = {"new-deadline"}
        self.assertEqual({one for one in foretold if one[0] not in waited_for_posting},
                         {one for one in happened if one[0] not in waited_for_posting})


class AnAnsweredComplaint(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case(CASE)], "2025-03-03")
        self.office.event(CASE, "eligibility_decided", "2025-03-03", outcome="accepted")
        self.office.run_each_day(["2025-03-03"])

    def draft(self):
        self.office.write("drafted.csv", "reference,event,on,points\r\n" + CASE +
                          ',stage1_drafted,2025-03-10,"[{""text"": ""Nobody called back"", '
                          '""finding"": ""upheld"", ""reasons"": ""Calls were not returned""}]"\r\n')
        self.office.do("import", self.folder / "drafted.csv", "--on", "2025-03-10")
        self.office.run("2025-03-10")
        return [p for p in self.office.parcels(step="stage1-response")
                if p["recipient"] == "complainant"][0]

    def names_on_record(self):
        return [name for name, _, _ in self.office.events_on_record(CASE)]

    def test_a_response_waits_for_approval_then_goes_and_the_case_closes_after_the_window(self):
        response = self.draft()
        self.assertEqual(response["state"], "awaiting_approval")
        self.assertEqual(len(self.office.letters_in_tray()), 1)  # the acknowledgement alone
        self.office.run("2025-03-11")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.office.do("outbox", "approve", response["id"])
        self.office.run("2025-03-12")
        self.assertEqual(self.office.parcels(id=response["id"])[0]["state"], "sending")
        self.assertNotIn("stage1_responded", self.names_on_record())
        self.office.do("outbox", "posted", response["id"], "--on", "2025-03-12")
        responded = [row for row in self.office.events_on_record(CASE)
                     if row[0] == "stage1_responded"]
        self.assertEqual([on for _, on, _ in responded], ["2025-03-12"])
        self.assertIn('"upheld"', responded[0][2])
        # Received on Friday 14 March; the twentieth working day after that is Friday 11 April.
        self.office.run_each_day(["2025-03-13", "2025-03-17", "2025-03-31", "2025-04-11"])
        self.assertEqual(self.office.parcels(step="delay-apology-silence"), [])
        self.assertNotIn("closed", self.names_on_record())
        self.office.run_each_day(["2025-04-14"])
        self.assertIn("closed", self.names_on_record())
        self.assertEqual({p["sent"] for p in self.office.parcels(step="closed")}, {"2025-04-14"})

    def test_a_cancelled_response_never_goes_and_its_reason_is_kept(self):
        response = self.draft()
        self.refused("outbox", "cancel", response["id"], code=2)
        self.office.do("outbox", "cancel", response["id"], "--reason", "The finding was wrong")
        self.refused("outbox", "approve", response["id"])
        self.office.run("2025-03-11")
        stored = self.office.parcels(id=response["id"])[0]
        self.assertEqual((stored["state"], stored["reason"]),
                         ("cancelled", "The finding was wrong"))
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.assertNotIn("stage1_responded", self.names_on_record())
        self.office.do("archive", "verify")

    def test_a_cancelled_letter_leaves_a_task_that_asks_what_its_reader_gets_instead(self):
        response = self.draft()
        self.office.do("outbox", "cancel", response["id"], "--reason", "Wrong finding",
                       "--on", "2025-03-11")
        task = self.office.tasks(step=response["step"])[0]
        self.assertIn("was cancelled", task["reason"])
        self.assertEqual((task["role"], task["due"]), ("complaints_officer", response["due"]))
        self.office.do("outbox", "resolve", task["id"], "--note", "Handed over at the meeting",
                       "--sent-on", "2025-03-11", "--on", "2025-03-12")
        self.assertIn("stage1_responded", self.names_on_record())

    def test_a_task_is_not_closed_with_the_word_for_an_uncertain_email(self):
        response = self.draft()
        self.office.do("outbox", "cancel", response["id"], "--reason", "Wrong finding")
        task = self.office.tasks(step=response["step"])[0]
        answer = self.refused("outbox", "resolve", task["id"], "--sent", "--note", "By hand", code=2)
        self.assertIn("--sent-on DAY", answer.err)
        self.assertFalse(self.office.tasks(id=task["id"])[0]["state"] == "done")

    def test_a_letter_that_is_owed_to_nobody_is_cancelled_without_a_task(self):
        response = self.draft()
        self.office.do("outbox", "cancel", response["id"], "--reason", "Made twice",
                       "--nothing-owed")
        self.assertEqual(self.office.tasks(step=response["step"]), [])

    def test_a_withdrawn_complaint_stops_a_letter_that_waits(self):
        response = self.draft()
        self.office.do("outbox", "approve", response["id"])
        self.office.event(CASE, "withdrawn", "2025-03-11", how="email")
        self.office.run("2025-03-11")
        self.assertEqual(self.office.parcels(id=response["id"])[0]["state"], "superseded")
        # Only what confirms the withdrawal is still to be posted.
        waiting = self.office.parcels(channel="letter", state="sending")
        self.assertEqual({parcel["step"] for parcel in waiting}, {"withdrawal"})

    def test_an_email_is_sent_and_on_record_the_same_day(self):
        self.office.import_cases([case("CC-2025-0002", who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-04")
        sent = self.office.parcels(case="CC-2025-0002", step="acknowledgement")[0]
        self.assertEqual((sent["channel"], sent["state"], sent["sent"]),
                         ("email", "accepted", "2025-03-04"))

    def test_a_run_that_found_nothing_still_bars_an_earlier_one(self):
        self.office.run("2025-03-04")
        self.assertEqual(self.office.run("2025-03-06")["emails"], 0)
        answer = self.office.say("run", "--on", "2025-03-05")
        self.assertEqual(answer.code, 1)
        self.assertIn("later than this one", answer.err)


if __name__ == "__main__":
    unittest.main()
