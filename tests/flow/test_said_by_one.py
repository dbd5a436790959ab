"""Two people complain together: what is said to one of them, and what is not."""

import unittest

from office import OfficeTest, case, complainant, pdf_text
from story import event


def advocate(**more):
    return {"role": "advocate", "name": "Rhys Wyn", "email": "rhys@advocates.example",
            "consent": {"given": True}, **more}


class SeveralComplain(OfficeTest):
    def both(self, *events, people=(), on="2025-03-03", baseline=()):
        one = case("A-1", who=complainant())
        one["parties"].insert(1, complainant(first_name="Imran"))
        one["parties"] += people
        one["events"] += events
        self.office.import_cases([one], on, *baseline)
        self.office.run(on)

    def readers(self, step):
        return sorted(parcel["recipient"] for parcel in self.office.parcels(step=step)
                      if parcel["role"] in ("complainant", "advocate", "representative"))

    def told(self, step):
        """The words of that step's letters on paper, by their readers."""
        read = {parcel["recipient"]: parcel["id"] for parcel in self.office.parcels(step=step)}
        return {who: " ".join(pdf_text(path).split()) for who, letter in read.items()
                for path in self.office.letters_in_tray() if letter in path.name}

    def test_nobody_reads_copies_before_it_is_known_for_whom_they_speak(self):
        self.both(people=[advocate()])
        self.assertEqual(self.readers("acknowledgement"), ["complainant", "complainant.2"])
        (task,) = self.office.tasks(step="speaks-for-whom")
        self.assertEqual(task["due"], "2025-03-04")
        self.assertIn("for which of them", task["reason"])
        self.assertEqual(self.office.tasks(step="acknowledgement"), [])
        self.office.event("A-1", "party_changed", "2025-03-05", role="advocate",
                          represents="mr Imran QUILLFEATHER")
        self.office.run("2025-03-17")
        self.assertIn("copy.advocate", self.readers("delay-apology-silence"))
        self.assertEqual(len(self.office.tasks(step="speaks-for-whom")), 1)

    def test_whoever_complains_alone_has_an_advocate_of_whom_nobody_need_ask(self):
        one = case("A-1", who=complainant())
        one["parties"].append(advocate())
        self.office.import_cases([one], "2025-03-03")
        self.office.run("2025-03-03")
        self.assertIn("copy.advocate", self.readers("acknowledgement"))
        self.assertEqual(self.office.tasks(step="speaks-for-whom"), [])

    def test_an_advocate_may_speak_for_both(self):
        self.both(people=[advocate(represents="Asha Quillfeather and Imran Quillfeather")])
        self.assertIn("copy.advocate", self.readers("acknowledgement"))
        self.assertEqual(self.office.tasks(step="speaks-for-whom"), [])

    def test_a_change_of_address_says_whose_it_is(self):
        self.both(people=[advocate(represents="Asha Quillfeather"),
                          advocate(name="Nia Ives", email="nia@advocates.example")])
        for role, field in (("complainant", "address_1=4 Example Lane"),
                            ("advocate", "email=new@advocates.example")):
            self.refused("event", "A-1", "party_changed", "--on", "2025-03-03", "--set",
                         f"role={role}", "--set", field,
                         says=("party_changed.which", "several parties have this role"))

    def test_a_number_alone_counts_the_complainants(self):
        self.both()
        self.office.event("A-1", "withdrawn", "2025-03-04", which=2)
        self.office.run("2025-03-17")
        self.assertEqual(self.readers("delay-apology-silence"), ["complainant"])

    def test_a_role_that_nobody_has_settles_it_for_nobody(self):
        self.both()
        self.refused("event", "A-1", "resolved", "--on", "2025-03-03", "--set", "by=advocate",
                     "--set", "note=Keys.", says=("resolved.by", "names none of them"))

    def test_a_name_put_right_after_a_death_brings_no_letters(self):
        self.both()
        self.office.event("A-1", "deceased", "2025-03-04", role="complainant", which=2)
        self.office.event("A-1", "party_changed", "2025-03-05", role="complainant", which=2,
                          last_name="Quill")
        self.office.run_each_day(["2025-03-05", "2025-03-17", "2025-03-31"])
        for step in ("delay-apology-silence", "stage2-rights"):
            self.assertEqual(self.readers(step), ["complainant"])

    def test_a_warning_about_contact_goes_to_the_one_it_is_about(self):
        self.both(people=[advocate(represents="Imran Quillfeather")])
        warned = {"reasons": "60 calls a day", "action": "Please telephone once a day"}
        self.office.event("A-1", "conduct_warned", "2025-03-04", by="Imran Quillfeather", **warned)
        self.office.run("2025-03-04")
        self.assertEqual(self.readers("conduct-warning"), ["complainant.2", "copy.advocate"])
        self.office.event("A-1", "conduct_decided", "2025-03-05", role="complainant", which="1",
                          until="2025-09-01", **warned)
        self.office.run("2025-03-05")
        self.assertEqual(self.readers("conduct-decision"), ["complainant"])
        self.assertEqual(self.office.tasks(step="conduct-of-one"), [])

    def test_a_warning_about_contact_is_no_letter_until_it_says_whom_it_is_about(self):
        self.both()
        self.office.event("A-1", "conduct_warned", "2025-03-04", reasons="60 calls a day",
                          action="Please telephone once a day")
        self.office.run("2025-03-04")
        self.assertEqual(self.readers("conduct-warning"), [])
        self.assertEqual(len(self.office.tasks(step="conduct-of-one")), 1)
        warned = self.office.sql("SELECT id FROM events WHERE name = 'conduct_warned'")[0][0]
        self.office.event("A-1", "corrected", "2025-03-05", event=warned,
                          **{"replace.by": "Asha Quillfeather"})
        self.office.run("2025-03-05")
        self.assertEqual(self.readers("conduct-warning"), ["complainant"])

    def test_a_warning_about_contact_needs_no_name_where_one_complains(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.event("A-1", "conduct_warned", "2025-03-04", reasons="60 calls a day",
                          action="Please telephone once a day")
        self.office.run("2025-03-04")
        self.assertTrue(self.office.parcels(step="conduct-warning"))
        self.assertEqual(self.office.tasks(step="conduct-of-one"), [])

    def test_a_name_that_nobody_on_the_case_has_is_refused(self):
        self.both()
        for name, details in (("extension_agreed", {}), ("meeting_held", {"outcome": "resolved"}),
                              ("withdrawn", {})):
            for by, taken in (("Imran Quilfeather", False), ("mr imran QUILLFEATHER", True)):
                with self.subTest(name, by=by):
                    pairs = [f"{key}={value}" for key, value in {**details, "by": by}.items()]
                    said = self.office.say("event", "A-1", name, "--on", "2025-03-03",
                                           *(x for pair in pairs for x in ("--set", pair)))
                    self.assertEqual(said.code == 0, taken, said.err)
        refused = case("A-2", who=complainant())
        refused["parties"].insert(1, complainant(first_name="Imran"))
        refused["events"].append(event("panel_adjourned", "2025-03-03", by="Imran Quilfeather"))
        said = self.office.say("import", self.office.write("more.json", {
            "format": "postroom-cases/1", "cases": [refused]}), "--on", "2025-03-03")
        self.assertEqual(said.code, 1)
        self.assertIn("nobody on the case has this name", said.err)

    def test_whoever_asked_for_another_day_reads_that_they_did(self):
        self.both(event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
                  event("stage2_requested", "2025-03-20"),
                  event("stage2_adjudicated", "2025-05-01", finding="upheld"),
                  event("stage3_requested", "2025-05-12"),
                  event("panel_fixed", "2025-05-20", panel_on="2025-06-16", time="10am"),
                  event("panel_adjourned", "2025-06-02", by="Imran Quillfeather",
                        reason="A hospital appointment"),
                  on="2025-06-02", baseline=("--baseline",))
        put_off = self.told("stage3-adjourned")
        self.assertIn("You asked us for another day", put_off["complainant.2"])
        self.assertIn("We were asked for another day", put_off["complainant"])
        for words in put_off.values():
            self.assertNotIn("hospital", words)
            self.assertNotIn("We are sorry", words.split("What happens next")[0])

    def test_what_one_of_two_complainants_agrees_to_ends_nothing_for_the_other(self):
        self.both()
        self.office.event("A-1", "resolved", "2025-03-04", by="Imran Quillfeather",
                          note="A visit each Monday")
        self.office.run("2025-03-04")
        self.assertEqual(self.office.parcels(step="resolved"), [])
        self.assertEqual(len(self.office.tasks(step="complainant-settled")), 1)
        self.office.run("2025-03-17")
        self.assertEqual([parcel["recipient"] for parcel
                          in self.office.parcels(step="delay-apology-silence")
                          if parcel["role"] == "complainant"], ["complainant"])
        self.office.event("A-1", "resolved", "2025-03-18", by="Asha Quillfeather",
                          note="An apology")
        self.office.run("2025-03-18")
        self.assertEqual([parcel["recipient"] for parcel in self.office.parcels(step="resolved")
                          if parcel["role"] == "complainant"], ["complainant"])

    def test_a_meeting_with_one_of_two_complainants_is_told_to_the_other_without_day_and_place(self):
        self.both()
        self.office.event("A-1", "meeting_arranged", "2025-03-04", by="Asha Quillfeather",
                          meeting_on="2025-03-12", time="10am",
                          venue="Room 1")
        self.office.event("A-1", "complaint_linked", "2025-03-04", by="Asha Quillfeather",
                          note="Somebody shouted at me")
        self.office.run("2025-03-04")
        self.office.run("2025-03-07")

        met = self.told("meeting-arranged")
        self.assertIn("Room 1", met["complainant"])
        self.assertNotIn("Room 1", met["complainant.2"])
        self.assertNotIn("12 March", met["complainant.2"])
        self.assertIn("We will meet one of you", met["complainant.2"])
        linked = self.told("linked")
        self.assertIn("shouted", linked["complainant"])
        self.assertNotIn("shouted", linked["complainant.2"])


if __name__ == "__main__":
    unittest.main()
