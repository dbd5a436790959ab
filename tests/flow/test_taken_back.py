"""Letters that were made, and then the case moved on before anybody posted them."""

import unittest

from office import OfficeTest, case, complainant, pdf_text

POINTS = '[{"text": "The visit was late.", "finding": "upheld", "reasons": "It was."}]'


class BeforeItIsPosted(OfficeTest):
    def start(self, **who):
        self.office.import_cases([case("A-1", who=complainant(channel="letter", **who))],
                                 "2025-03-03")
        self.office.run("2025-03-03")

    def acknowledgements(self):
        return {parcel["state"]: parcel for parcel in self.office.parcels(step="acknowledgement")
                if parcel["recipient"] == "complainant"}

    def test_a_withdrawal_takes_the_letter_out_of_the_tray_and_tells_a_person(self):
        self.start()
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.office.event("A-1", "withdrawn", "2025-03-04")
        self.office.run("2025-03-04")
        in_tray = self.office.letters_in_tray()  # the confirmation alone
        self.assertEqual(len(in_tray), 1)
        self.assertIn("Your complaint has been withdrawn", pdf_text(in_tray[0]))
        self.assertEqual(list(self.acknowledgements()), ["superseded"])
        reasons = [task["reason"] for task in self.office.tasks(step="acknowledgement")]
        self.assertTrue(any("out of the print tray" in reason for reason in reasons), reasons)
        self.office.do("archive", "verify")

    def test_a_letter_for_a_reader_who_moved_is_written_again_to_the_new_address(self):
        self.office.import_cases([case("A-1", who=complainant(channel="letter"))], "2025-03-03")
        self.office.event("A-1", "stage1_drafted", "2025-03-03", points=POINTS)
        self.office.run("2025-03-03")
        waiting = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.sql("UPDATE parties SET address = '7 Example Row\nExampleton', postcode = "
                        "'EX1 9ZZ' WHERE role = 'complainant'")
        self.office.do("outbox", "approve", waiting["id"])
        self.office.run("2025-03-04")
        states = [parcel["state"] for parcel in self.office.parcels(step="stage1-response",
                                                                     recipient="complainant")]
        self.assertCountEqual(states, ["superseded", "awaiting_approval"])
        again = self.office.parcels(step="stage1-response", state="awaiting_approval",
                                    recipient="complainant")[0]
        self.office.do("outbox", "approve", again["id"])
        self.office.run("2025-03-05")
        tray = [path for path in self.office.letters_in_tray() if path.parent.name == "2025-03-05"]
        self.assertEqual(len(tray), 1)
        self.assertIn("7 Example Row", pdf_text(tray[0]))
        self.office.run("2025-03-05")
        self.assertEqual(len(self.office.parcels(step="stage1-response",
                                                 recipient="complainant")), 2)

    def test_a_letter_that_waits_is_made_again_for_a_reader_of_another_kind(self):
        young, other = "stage1/response.yp", "stage1/response"
        changes = {"A-1": ("young_person", "other", young, other),
                   "A-2": ("parent", "young_person", other, young)}
        self.office.import_cases([case(reference, who=complainant("email", kind=kind))
                                  for reference, (kind, *_) in changes.items()], "2025-03-03")
        for reference in changes:
            self.office.event(reference, "stage1_drafted", "2025-03-03", points=POINTS)
        self.office.run("2025-03-03")
        for reference, (_, now, *_) in changes.items():
            self.office.event(reference, "party_changed", "2025-03-04", role="complainant",
                              kind=now)
        for day in ("2025-03-04", "2025-03-05"):   # made again once
            self.office.run(day)
            for reference, (kind, now, first, second) in changes.items():
                with self.subTest(kind, now=now, day=day):
                    letters = [(parcel["state"], parcel["letter"]) for parcel in
                               self.office.parcels(case=reference, step="stage1-response",
                                                   recipient="complainant")]
                    self.assertCountEqual(letters, [("superseded", first),
                                                    ("awaiting_approval", second)])

    def test_when_one_of_two_complainants_dies_only_their_letters_are_taken_back(self):
        one = case("A-1", who=complainant(channel="letter"))
        one["parties"].insert(1, complainant(channel="letter", first_name="Imran"))
        self.office.import_cases([one], "2025-03-03")
        self.office.run("2025-03-03")
        self.refused("event", "A-1", "deceased", "--on", "2025-03-03", "--set", "role=complainant",
                     "--set", "which=3", says=("A-1", "deceased.which", "nobody of that number"))
        # The same of a case that comes with its history.
        two = case("A-2", who=complainant(channel="letter"))
        two["events"].append({"name": "deceased", "on": "2025-03-03", "role": "complainant",
                              "which": "2"})
        path = self.office.write("more.json", {"format": "postroom-cases/1", "cases": [two]})
        self.refused("import", path, "--on", "2025-03-03",
                     says=("A-2", "deceased.which", "nobody of that number"))
        self.office.event("A-1", "deceased", "2025-03-03", role="complainant", which="1")
        self.office.run("2025-03-04")

        def states(step):
            return {parcel["recipient"]: (parcel["state"], parcel["reason"])
                    for parcel in self.office.parcels(step=step)
                    if parcel["recipient"].startswith("complainant")}

        acknowledged = states("acknowledgement")
        self.assertEqual(acknowledged["complainant"],
                         ("superseded", "the reader is on the case no more"))
        self.assertEqual(acknowledged["complainant.2"][0], "sending")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.assertIn("Imran", pdf_text(self.office.letters_in_tray()[0]))
        self.assertEqual(len(self.office.tasks(step="complainant-died")), 1)
        self.assertEqual(self.office.tasks(step="death"), [])
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-04")
        self.office.run("2025-03-17")
        self.assertEqual(list(states("delay-apology-silence")), ["complainant.2"])

    def test_a_settlement_of_one_of_two_complainants_says_whose_it_is(self):
        one = case("A-1", who=complainant(channel="letter"))
        one["parties"].insert(1, complainant(channel="letter", first_name="Imran"))
        self.office.import_cases([one], "2025-03-03")
        for name in ("resolved", "informally_resolved"):
            for slip in ("by=Imran Quilfeather", "role=complainant"):
                self.refused("event", "A-1", name, "--on", "2025-03-04", "--set", slip,
                             says=(f"{name}.by", "several complainants", "which one it is"))
            self.refused("event", "A-1", name, "--on", "2025-03-04", "--set", "role=complainant",
                         "--set", "which=3", says=("nobody of that number",))
        self.office.event("A-1", "resolved", "2025-03-04", role="complainant", which=2)
        self.office.run("2025-03-17")
        self.assertEqual([parcel["recipient"] for parcel
                          in self.office.parcels(step="delay-apology-silence", channel="letter")],
                         ["complainant"])

    def test_whoever_recorded_that_both_settled_may_be_named(self):
        one = case("A-1", who=complainant(channel="letter"))
        one["parties"].insert(1, complainant(channel="letter", first_name="Imran"))
        self.office.import_cases([one], "2025-03-03")
        self.office.event("A-1", "resolved", "2025-03-04", by="Tariq Boateng")
        self.office.run("2025-03-17")
        self.assertEqual(self.office.parcels(step="delay-apology-silence"), [])

    def test_when_one_of_two_complainants_withdraws_the_other_is_not_told_that_they_did(self):
        one = case("A-1", who=complainant(channel="letter"))
        one["parties"].insert(1, complainant(channel="letter", first_name="Imran"))
        self.office.import_cases([one], "2025-03-03")
        self.office.run("2025-03-03")
        for slip in ("by=Imran Quilfeather", "by=representative", "role=complainant"):
            self.refused("event", "A-1", "withdrawn", "--on", "2025-03-04", "--set", slip,
                         says=("withdrawn.by", "several complainants", "which one it is"))
        self.office.event("A-1", "withdrawn", "2025-03-04", by="Imran Quillfeather", how="phone")
        self.office.run("2025-03-04")
        self.assertEqual(self.office.parcels(step="withdrawal"), [])
        self.assertEqual(len(self.office.tasks(step="complainant-withdrew")), 1)
        letter, = self.office.letters_in_tray()
        self.assertIn("Asha", pdf_text(letter))
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-04")
        self.office.run("2025-03-17")
        self.assertEqual([parcel["recipient"] for parcel
                          in self.office.parcels(step="delay-apology-silence", channel="letter")],
                         ["complainant"])
        self.office.event("A-1", "withdrawn", "2025-03-18", by="Asha Quillfeather")
        self.office.run("2025-03-18")
        self.assertEqual([parcel["recipient"] for parcel in self.office.parcels(step="withdrawal")
                          if parcel["role"] == "complainant"], ["complainant"])

    def test_an_agreement_struck_out_is_taken_back_in_the_next_apology(self):
        self.start()
        self.office.event("A-1", "resolved", "2025-03-04", note="A visit each Monday")
        self.office.run("2025-03-04")
        self.office.do("outbox", "approve", *(parcel["id"] for parcel in self.office.parcels(
            step="resolved", recipient="complainant", state="awaiting_approval")))
        self.office.run("2025-03-04")
        self.office.do("outbox", "posted", "--tray", "2025-03-04", "--on", "2025-03-04")
        agreed = self.office.sql("SELECT id FROM events WHERE name = 'resolved'")[0][0]
        self.office.event("A-1", "corrected", "2025-03-05", event=agreed, strike="true")
        self.office.run("2025-03-17")
        (apology,) = [parcel["id"] for parcel in self.office.parcels(
            step="delay-apology-silence", recipient="complainant")]
        words = " ".join(next(pdf_text(path) for path in self.office.letters_in_tray()
                              if apology in path.name).split())
        self.assertIn("had agreed how to put this right. Your complaint goes on", words)

    def test_a_letter_in_the_tray_for_a_reader_who_moved_never_goes_to_the_old_address(self):
        self.start()
        self.office.event("A-1", "party_changed", "2025-03-04", role="complainant",
                          address_1="7 Example Row", postcode="EX1 9ZZ")
        self.office.run("2025-03-04")
        self.assertCountEqual(list(self.acknowledgements()), ["superseded", "sending"])
        tray = self.office.letters_in_tray()
        self.assertEqual(len(tray), 1)
        self.assertIn("7 Example Row", pdf_text(tray[0]))
        self.assertNotIn("12 Example Street", pdf_text(tray[0]))
        reasons = [task["reason"] for task in self.office.tasks(step="acknowledgement")]
        self.assertTrue(any("out of the print tray" in reason for reason in reasons), reasons)
        self.office.run("2025-03-04")
        self.assertEqual(len(self.office.letters_in_tray()), 1)

    def test_a_copy_in_the_tray_is_stopped_when_consent_to_it_is_withdrawn(self):
        advocate = {"role": "advocate", "name": "Rhys Wyn", "channel": "letter",
                    "address": ["3 Advocacy Row", "Exampleton"], "postcode": "EX1 3AA",
                    "represents": "Asha Quillfeather", "consent": {"given": True}}
        whole = case("A-1", who=complainant(channel="letter"))
        whole["parties"].append(advocate)
        # Whom they refused before is no answer to whom they do not want now.
        whole["parties"].append({"role": "representative", "name": "Jo Vane", "channel": "email",
                                 "email": "jo@rep.example", "represents": "Asha Quillfeather"})
        whole["events"].append({"name": "party_changed", "on": "2025-03-03",
                                "role": "representative", "consent.given": False})
        self.office.import_cases([whole], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(len(self.office.letters_in_tray()), 2)
        # A no that names nobody stops nothing, and says so.
        self.office.event("A-1", "consent_received", "2025-03-04", given="no")
        self.office.run("2025-03-04")
        self.assertEqual(len(self.office.letters_in_tray()), 2)
        tasks = {task["step"]: task["reason"] for task in self.office.tasks(state="open")}
        self.assertIn("record whom they do not want", tasks["consent-no"])
        self.assertNotIn("consent-to-record", tasks)
        self.office.event("A-1", "party_changed", "2025-03-04", **{"role": "advocate",
                                                                   "consent.given": "no"})
        self.office.run("2025-03-04")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        copies = self.office.parcels(step="acknowledgement", recipient="copy.advocate")
        self.assertEqual([copy["state"] for copy in copies], ["superseded"])
        letters = self.office.parcels(step="acknowledgement", recipient="complainant")
        self.assertEqual([letter["state"] for letter in letters], ["sending"])

    def test_a_late_notice_is_asked_about_once_and_told_by_telephone_meanwhile(self):
        self.office.import_cases([case("A-1", who=complainant(channel="letter"))], "2025-04-14")
        self.office.run("2025-04-14")
        self.assertEqual([task["step"] for task in self.office.tasks()],
                         ["late-logging", "rights-by-telephone"])
        waiting = self.office.parcels(state="awaiting_approval", recipient="complainant")
        self.assertEqual([letter["step"] for letter in waiting], ["stage2-rights"])
        self.office.run("2025-04-15")
        asked = [task["step"] for task in self.office.tasks(created="2025-04-15")]
        self.assertEqual(asked.count("stage2-rights"), 1)

    def test_a_letter_approved_a_day_later_lies_in_that_days_tray(self):
        self.office.import_cases([case("A-1", who=complainant(channel="letter"))], "2025-03-03")
        self.office.event("A-1", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        waiting = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.run("2025-03-05")
        self.office.do("outbox", "approve", waiting["id"])
        self.office.run("2025-03-06")
        self.office.do("outbox", "posted", "--tray", "2025-03-06", "--on", "2025-03-06")
        sent = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.assertEqual((sent["state"], sent["sent"]), ("accepted", "2025-03-06"))
        self.office.run("2025-03-06")
        names = [name for name, _, _ in self.office.events_on_record("A-1")]
        self.assertIn("stage1_responded", names)

    def test_a_letter_approved_days_later_gives_its_reader_the_whole_time(self):
        advocate = {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@voice.example",
                    "represents": "Asha Quillfeather", "consent": {"given": True}}
        one = case("A-1", who=complainant(channel="letter", kind="young_person"))
        one["parties"].append(advocate)
        self.office.import_cases([one], "2025-03-03")
        self.office.event("A-1", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        first, = self.office.parcels(step="stage1-response", recipient="complainant")
        for day in ("2025-03-05", "2025-03-10"):
            self.office.run(day)
        self.office.do("outbox", "approve", first["id"])
        self.office.run("2025-03-11")
        states = {(parcel["recipient"], parcel["created"]): parcel["state"]
                  for parcel in self.office.parcels(step="stage1-response")}
        self.assertEqual(states[("complainant", "2025-03-04")], "superseded")
        self.assertEqual(states[("complainant", "2025-03-11")], "sending")
        self.assertEqual(states[("copy.advocate", "2025-03-11")], "accepted")
        letter, = [path for path in self.office.letters_in_tray()
                   if path.parent.name == "2025-03-11"]
        words = " ".join(pdf_text(letter).split())
        self.assertIn("11 March 2025", words)
        # Twenty working days from 11 March and two days in the post: Easter is later that year.
        self.assertIn("Thursday 10 April 2025", words)
        self.assertNotIn("4 March", words)
        events = [leaf["event"] for leaf in self.office.ledger()]
        self.assertGreaterEqual(events.count("approved"), 4)
        self.office.do("outbox", "posted", "--tray", "2025-03-11", "--on", "2025-03-11")
        self.office.run("2025-03-12")
        answered = [on for name, on, _ in self.office.events_on_record("A-1")
                    if name == "stage1_responded"]
        self.assertEqual(answered, ["2025-03-11"])
        self.office.do("archive", "verify")

    def test_so_does_one_that_promises_nothing_and_counts_days_in_its_words(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.event("A-1", "eligibility_decided", "2025-03-07", outcome="other_route",
                          route="housing", reasons="It is about a repair.")
        self.office.run("2025-03-07")
        first, = self.office.parcels(step="other-route", recipient="complainant")
        self.office.do("outbox", "approve", first["id"])
        self.office.run("2025-03-20")
        letter, = [path for path in self.office.letters_in_tray()
                   if path.parent.name == "2025-03-20"]
        words = " ".join(pdf_text(letter).split())
        self.assertIn("20 March 2025", words)
        self.assertNotIn("14 March", words)

    def test_a_new_draft_takes_the_place_of_the_one_that_waits(self):
        self.start()
        self.office.event("A-1", "stage1_drafted", "2025-03-04", points=POINTS)
        self.office.run("2025-03-04")
        self.office.event("A-1", "stage1_drafted", "2025-03-05",
                          points=POINTS.replace("It was.", "It was, and we are sorry."))
        self.office.run("2025-03-05")
        states = [parcel["state"] for parcel in self.office.parcels(step="stage1-response",
                                                                     recipient="complainant")]
        self.assertCountEqual(states, ["superseded", "awaiting_approval"])

    def test_a_letter_nobody_posted_by_noon_of_the_next_day_is_asked_about_once(self):
        self.start()
        self.office.do("run", "--at", "2025-03-04T11:59:00Z")
        self.assertEqual(self.office.tasks(step="acknowledgement"), [])
        self.office.do("run", "--at", "2025-03-04T12:00:00Z")
        self.office.do("run", "--at", "2025-03-04T13:00:00Z")
        tasks = self.office.tasks(step="acknowledgement")
        self.assertEqual(len(tasks), 1)
        self.assertIn("nobody confirmed", tasks[0]["reason"])

    def test_a_letter_asked_about_and_then_overtaken_is_asked_about_again(self):
        self.start()
        self.office.do("run", "--at", "2025-03-04T12:00:00Z")
        self.assertEqual(len(self.office.tasks(step="acknowledgement", state="open")), 1)
        self.office.event("A-1", "withdrawn", "2025-03-04")
        self.office.do("run", "--at", "2025-03-04T13:00:00Z")
        tasks = self.office.tasks(step="acknowledgement", state="open")
        self.assertEqual(len(tasks), 1)
        self.assertIn("out of the print tray", tasks[0]["reason"])

    def test_a_letter_that_never_reached_the_tray_cannot_be_confirmed_as_posted(self):
        self.start()
        self.office.sql("UPDATE parcels SET evidence = '' WHERE state = 'sending'")
        letter = self.acknowledgements()["sending"]
        path = self.office.letters_in_tray()[0]
        content = path.read_bytes()
        path.unlink()
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-03")
        self.refused("outbox", "posted", letter["id"], "--on", "2025-03-03", says="print tray")
        self.assertEqual([*self.acknowledgements()], ["sending"])
        path.write_bytes(content)
        self.office.run("2025-03-04")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        self.office.do("outbox", "posted", letter["id"], "--on", "2025-03-04")
        self.assertEqual([*self.acknowledgements()], ["accepted"])

    def test_a_letter_the_post_room_took_from_the_tray_is_not_laid_there_again(self):
        self.start()
        for path in self.office.letters_in_tray():
            path.unlink()
        self.office.run("2025-03-04")
        self.assertEqual(self.office.letters_in_tray(), [])
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-04")
        self.assertEqual([*self.acknowledgements()], ["accepted"])


class AnAnswerOnItsWay(OfficeTest):
    """Received on Monday 3 March: day 10 is Monday 17 March."""

    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1", who=complainant(channel="letter"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-03")

    def approve_answer(self, on):
        self.office.event("A-1", "stage1_drafted", on, points=POINTS)
        self.office.run(on)
        answer = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run(on)
        return answer["id"]

    def apologies(self):
        return [parcel["state"] for parcel in self.office.parcels(step="delay-apology-silence")
                if parcel["recipient"] == "complainant"]

    def test_in_the_tray_it_holds_the_apology_for_having_none(self):
        answer = self.approve_answer("2025-03-14")
        self.assertEqual(len(self.office.letters_in_tray()), 2)
        self.office.run("2025-03-17")
        self.assertEqual(self.apologies(), [])
        self.assertIn("waits, because a letter that was approved is on its way",
                      self.office.do("explain", "A-1", "--on", "2025-03-17").out)
        self.office.do("outbox", "posted", answer, "--on", "2025-03-14")
        self.office.run_each_day(["2025-03-17", "2025-03-18"])
        self.assertEqual(self.apologies(), [])

    def test_by_email_it_goes_alone_in_the_run_that_would_have_apologised(self):
        self.office.sql("UPDATE parties SET channel = 'email', email = 'asha@mail.example' "
                        "WHERE role = 'complainant'")
        self.office.event("A-1", "stage1_drafted", "2025-03-14", points=POINTS)
        self.office.run("2025-03-14")
        answer = self.office.parcels(step="stage1-response", recipient="complainant")[0]
        self.office.do("outbox", "approve", answer["id"])
        self.office.run("2025-03-17")
        self.assertEqual(self.apologies(), [])
        self.assertEqual(self.office.parcels(id=answer["id"])[0]["state"], "accepted")

    def test_an_apology_that_lies_in_the_tray_is_taken_out(self):
        self.office.run("2025-03-17")
        self.assertEqual(self.apologies(), ["sending"])
        answer = self.approve_answer("2025-03-17")
        self.assertEqual(self.apologies(), ["superseded"])
        self.assertEqual([path.stem for path in self.office.letters_in_tray()
                          if path.parent.name == "2025-03-17"], [answer])

    def test_when_it_is_stopped_the_apology_goes(self):
        answer = self.approve_answer("2025-03-14")
        self.office.run("2025-03-17")
        self.office.do("outbox", "cancel", answer, "--reason", "The finding was wrong")
        self.office.run("2025-03-18")
        self.assertEqual(self.apologies(), ["sending"])

    def test_nobody_having_posted_it_by_the_next_working_day_the_apology_goes(self):
        self.approve_answer("2025-03-14")
        self.office.run("2025-03-17")
        self.office.run("2025-03-18")
        self.assertEqual(self.apologies(), ["sending"])


if __name__ == "__main__":
    unittest.main()
