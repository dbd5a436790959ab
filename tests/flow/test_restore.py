"""The restore drill: a backup put back never sends again what went out after it."""

import datetime
import hashlib
import shutil
import threading
import unittest

from office import Office, OfficeTest, case, complainant
from postgres import Postgres


class Restoring(OfficeTest):

    def setUp(self):
        super().setUp()
        self.backup = self.folder / "backup.zip"
        self.office.import_cases([case("A-1"), case("A-2", who=complainant("email"))],
                                 "2025-03-03")
        self.office.run_each_day(["2025-03-03"])

    def go_on(self):
        """Days after the backup: reminders, an apology, a new case, and a letter in the tray."""
        self.office.import_cases([case("A-3", received="2025-03-10", who=complainant("email"))],
                                 "2025-03-10")
        self.office.run_each_day(["2025-03-10", "2025-03-12"])
        self.office.run_each_day(["2025-03-17"], post=False)

    def gone(self):
        """What has left: file names are parcel ids, so a letter sent twice would be there twice."""
        return ({path.name for path in self.office.emails()},
                {path.name for path in self.office.letters_in_tray()})

    def subjects_sent(self):
        """Case, step, occurrence and reader of each letter that ever left, by the events."""
        return sorted(self.office.sql(
            "SELECT case_reference, details FROM events WHERE name = 'letter_sent'"))

    def restore_database(self):
        self.office.do("restore", self.backup, "--keep-archive")

    def test_the_drill(self):
        self.office.do("backup", "-o", self.backup)
        self.go_on()
        left, sent = self.gone(), self.subjects_sent()
        self.restore_database()

        stopped = self.refused("run", "--on", "2025-03-17", says=["restored", "reconcile"])
        self.assertNotIn("Made", stopped.err)
        self.assertEqual(self.gone(), left)

        shown = self.refused("archive", "reconcile", "--json", says="Nothing was changed")
        self.assertTrue(all(item["becomes"] for item in shown.json()))
        self.assertIn("A-3", {item["case"] for item in shown.json()})
        self.refused("run", "--on", "2025-03-17", says="reconcile")
        told = self.office.do("archive", "reconcile", "--confirm")
        self.assertIn("A-3", told.err)  # written about, and not in the database

        self.office.import_cases([case("A-3", received="2025-03-10",
                                       who=complainant("email"))], "2025-03-10")
        self.office.run("2025-03-17")
        self.assertEqual(self.gone(), left)
        self.office.do("archive", "verify")
        self.assertEqual([row for row in self.subjects_sent() if row[0] != "A-3"],
                         [row for row in sent if row[0] != "A-3"])
        self.office.do("archive", "reconcile", "--confirm")

    def test_what_lay_in_the_tray_waits_for_a_persons_word(self):
        self.office.do("backup", "-o", self.backup)
        self.go_on()
        self.restore_database()
        self.office.do("archive", "reconcile", "--confirm")
        uncertain = self.office.parcels(state="uncertain")
        self.assertEqual({item["channel"] for item in uncertain}, {"letter"})
        for item in uncertain:
            self.assertEqual(len(self.office.tasks(case=item["case"], state="open")), 1)
            self.office.do("outbox", "resolve", item["id"], "--sent", "--note", "In the tray.",
                           "--on", "2025-03-17")
        self.office.run("2025-03-18")
        self.assertEqual(self.office.parcels(state="uncertain"), [])

    def test_letters_of_cases_newer_than_the_backup_can_still_be_read(self):
        self.office.do("backup", "-o", self.backup)
        self.go_on()
        sent = {path.name.split(".")[0]: path.read_bytes() for path in self.office.emails()}
        self.restore_database()
        self.office.do("archive", "reconcile", "--confirm")
        for parcel, content in sent.items():
            self.assertEqual(self.office.do("archive", "show", parcel).bytes, content)

    def test_what_was_erased_after_the_backup_is_erased_again(self):
        self.office.event("A-1", "closed", "2025-03-03", at="2025-03-03T18:00:00Z")
        self.office.do("backup", "-o", self.backup)
        self.office.do("archive", "erase", "A-1", "--because", "request", "--confirm", "A-1")
        self.restore_database()
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases WHERE reference = 'A-1'"),
                         [(1,)])
        self.office.do("archive", "reconcile", "--confirm")
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases WHERE reference = 'A-1'"),
                         [(0,)])
        self.office.do("archive", "verify")

    def test_an_old_copy_of_the_database_laid_there_by_hand_stops_everything_too(self):
        database = self.office.data / "postroom.db"
        shutil.copy(database, self.folder / "old.db")
        self.go_on()
        left = self.gone()
        shutil.copy(self.folder / "old.db", database)
        self.refused("run", "--on", "2025-03-18", says=["ahead", "reconcile"])
        self.assertEqual(self.office.say("doctor").code, 1)
        self.office.do("archive", "reconcile", "--confirm")
        self.assertEqual(self.gone(), left)
        self.office.do("archive", "verify")
        self.office.run("2025-03-18")

    def test_an_old_archive_beside_a_newer_database_is_never_called_reconciled(self):
        archive, old = self.office.data / "archive", self.folder / "archive-of-3-march"
        shutil.copytree(archive, old)
        self.go_on()
        left = self.gone()
        shutil.rmtree(archive)
        shutil.copytree(old, archive)
        self.refused("run", "--on", "2025-03-18", says="restore the archive")
        for more in ([], ["--confirm"], ["--confirm", "--json"]):
            self.refused("archive", "reconcile", *more, says="lost entries")
        self.refused("backup", "-o", self.backup, says="NOT sound")
        self.assertEqual(self.gone(), left)

    def test_work_done_in_the_old_database_before_reconciling_is_kept(self):
        database = self.office.data / "postroom.db"
        shutil.copy(database, self.folder / "old.db")
        self.go_on()
        shutil.copy(self.folder / "old.db", database)
        before = self.office.sql("SELECT COUNT(*) FROM archive_leaves")[0][0]
        self.office.sql("UPDATE marks SET value = value + 1 WHERE name = 'leaf_count'")
        self.office.sql("INSERT INTO archive_leaves SELECT ?, CAST(replace(leaf, 'frozen', 'held') "
                        "AS BLOB), '', NULL FROM archive_leaves WHERE sequence = 0", before)
        self.office.do("archive", "reconcile", "--confirm")
        self.office.run("2025-03-18")
        self.office.do("archive", "verify")
        self.assertEqual(len(self.office.ledger()),
                         self.office.sql("SELECT COUNT(*) FROM archive_leaves")[0][0])

    def test_without_the_postbook_nothing_goes_and_nothing_is_guessed(self):
        self.office.do("backup", "-o", self.backup)
        self.go_on()
        self.restore_database()
        (self.office.data / "postbook").rename(self.folder / "postbook")
        self.refused("archive", "reconcile", "--confirm", says=["postbook", "nobody can say"])
        self.refused("run", "--on", "2025-03-18", says="reconcile")
        torn = (self.folder / "postbook").read_bytes() + b"99 torn"
        (self.office.data / "postbook").write_bytes(torn)
        self.office.do("archive", "reconcile", "--confirm")

    def test_a_whole_office_comes_back_elsewhere_and_holds_what_it_would_send(self):
        keys = self.folder / "keys"
        self.office.do("backup", "-o", self.backup)
        self.office.do("backup", "--keys", "-o", keys)
        again = Office(self.folder / "again")
        again.do("restore", self.backup, "--keys", keys)
        answer = again.say("run", "--on", "2025-03-12")
        self.assertEqual(answer.code, 1)
        self.assertIn("reconcile", answer.err)
        again.do("archive", "verify")
        said = again.do("archive", "reconcile", "--confirm")
        self.assertIn("held for a person", said.err)
        again.run("2025-03-12")
        # The team is told what the gap cost; nothing about a case goes.
        before = {parcel["id"] for parcel in self.office.parcels()}
        self.assertEqual({parcel["letter"] for parcel in again.parcels(state="accepted")
                          if parcel["id"] not in before} - {"office/catch-up"}, set())
        held = again.parcels(state="held")
        self.assertTrue(held)
        self.assertTrue(all("backup was restored" in item["reason"] for item in held))
        again.do("outbox", "release", "--restored")
        again.run("2025-03-13")
        self.assertTrue(again.emails())

    def test_a_restored_office_without_its_keys_says_where_they_go(self):
        self.office.do("backup", "-o", self.backup)
        again = Office(self.folder / "again")
        said = again.do("restore", self.backup)
        self.assertIn("keys", said.err)
        self.assertEqual(again.say("run", "--on", "2025-03-12").code, 1)


class RecordingAgain(OfficeTest):
    """The archive is kept. What happened after the backup is recorded again, in what order it may."""

    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("backup", "-o", self.folder / "backup")

    def record(self, what, minute, **details):
        self.office.event("A-1", what, "2025-03-04", at=f"2025-03-04T10:{minute:02}:00Z",
                          **details)

    def new_team_manager(self, name, minute):
        self.office.do("event", "A-1", "party_changed", "--on", "2025-03-04", "--at",
                       f"2025-03-04T10:{minute:02}:00Z", "--set", "role=team_manager", "--set",
                       f"name={name}", "--set",
                       f"email={name.split()[0].lower()}@council.example")

    def put_back(self):
        self.office.do("restore", self.folder / "backup", "--keep-archive")
        return self.office.do("archive", "reconcile", "--confirm")

    def letters_to(self, address):
        return [path for path in self.office.emails()
                if f"To: {address}" in path.read_text("utf-8", "replace")
                or f"<{address}>" in path.read_text("utf-8", "replace").split("\r\n\r\n")[0]]

    def test_no_other_event_passes_for_one_whose_letter_is_known(self):
        self.record("contact_note", 1, note="Rang.")
        self.new_team_manager("Ann New", 2)
        self.office.run("2025-03-04")
        self.assertTrue(self.letters_to("ann@council.example"))
        self.put_back()
        self.new_team_manager("Bob Other", 3)
        self.office.run("2025-03-05")
        waiting = [item for item in self.office.parcels(case="A-1", state="held")
                   if item["role"] == "team_manager"]
        self.assertTrue(waiting)
        for item in waiting:
            self.office.do("outbox", "release", item["id"])
        self.office.run("2025-03-06")
        self.assertTrue(self.letters_to("bob@council.example"))

    def test_what_is_recorded_again_sends_nothing_again_until_a_person_has_looked(self):
        self.record("eligibility_decided", 1, outcome="accepted")
        self.office.run("2025-03-04")
        left = [path.name for path in self.office.emails()]
        said = self.put_back()
        self.assertIn("outbox release --restored", said.err)
        asked = self.office.tasks(case="A-1", state="open")
        self.assertTrue(any("Record again" in task["reason"] for task in asked))
        self.record("contact_note", 2, note="Rang.")
        self.record("eligibility_decided", 3, outcome="accepted")
        self.office.run_each_day(["2025-03-05", "2025-03-06"])
        self.assertEqual([path.name for path in self.office.emails()], left)
        self.assertIn("complainant", {item["role"] for item in self.office.parcels(
            case="A-1", state="held", letter="eligibility/accepted")})

    def test_other_cases_go_on_and_so_does_this_one_once_the_hold_is_over(self):
        self.record("eligibility_decided", 1, outcome="accepted")
        self.office.run("2025-03-04")
        self.put_back()
        self.office.import_cases([case("A-2", received="2025-03-05", who=complainant("email"))],
                                 "2025-03-05")
        self.office.run("2025-03-05")
        self.assertTrue(self.office.parcels(case="A-2", state="accepted", role="complainant"))
        self.assertEqual(self.office.parcels(case="A-2", state="held"), [])
        self.assertEqual(self.office.say("doctor").code, 1)
        self.office.do("outbox", "release", "--restored")
        self.office.do("doctor")
        self.office.run_each_day(["2025-03-10", "2025-03-17"])
        self.assertEqual(self.office.parcels(case="A-1", state="held"), [])

    def test_where_the_clock_alone_sent_letters_nothing_is_held(self):
        self.office.run_each_day(["2025-03-10", "2025-03-12"])
        self.put_back()
        self.office.do("doctor")
        before = len(self.office.emails())
        self.office.run_each_day(["2025-03-12", "2025-03-17"])
        self.assertEqual(self.office.parcels(case="A-1", state="held"), [])
        self.assertGreater(len(self.office.emails()), before)


class AWholeOfficeLost(OfficeTest):
    """Nothing that is left says what went out after the backup, or what happened."""

    def lose_everything(self):
        """A-1 is in the backup; A-2 was taken in after it and written to. Answers the new office,
        reconciled."""
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("backup", "-o", self.folder / "backup")
        self.office.do("backup", "--keys", "-o", self.folder / "keys")
        self.import_lost_case(self.office, "2025-03-04")
        self.office.run_each_day(["2025-03-04", "2025-03-10", "2025-03-17"])
        again = Office(self.folder / "again", self.environment_of_the_new_office())
        again.do("restore", self.folder / "backup", "--keys", self.folder / "keys")
        return again, again.do("archive", "reconcile", "--confirm")

    def environment_of_the_new_office(self):
        return {}

    @staticmethod
    def import_lost_case(office, on):
        office.import_cases([case("A-2", received="2025-03-04", who=complainant("email"))], on)

    def sent_about(self, office, *references):
        return [item for item in office.parcels(state="accepted") if item["case"] in references]

    def test_cases_imported_again_days_after_the_first_run_are_not_written_to_again(self):
        again, _ = self.lose_everything()
        before = self.sent_about(again, "A-1")
        again.run_each_day(["2025-03-17", "2025-03-18"])
        self.import_lost_case(again, "2025-03-19")
        again.run_each_day(["2025-03-19", "2025-03-24", "2025-04-01"])
        self.assertEqual(self.sent_about(again, "A-1", "A-2"), before)
        held = again.parcels(case="A-2", state="held")
        self.assertIn("complainant", {item["role"] for item in held})
        self.assertIn("team_manager", {item["role"] for item in held})
        for item in held:
            self.assertIn("may have gone out before", item["reason"])

    def test_it_lasts_until_a_person_ends_it(self):
        again, _ = self.lose_everything()
        again.run("2025-03-17")
        self.import_lost_case(again, "2025-03-18")
        again.run("2025-03-18")
        letters = again.parcels(case="A-2", state="held", role="complainant")
        again.do("outbox", "cancel", letters[0]["id"], "--reason", "The relay's log has it.")
        said = again.do("outbox", "release", "--restored")
        self.assertIn("hold after the restore is over", said.err)
        again.run("2025-03-19")
        self.assertEqual(again.parcels(state="held"), [])
        self.assertTrue(self.sent_about(again, "A-2"))
        self.assertNotIn("restored", again.do("doctor").out)
        self.assertNotIn("restored", again.do("outbox", "list").err)
        self.assertNotIn("HELD", again.do("explain", "A-2", "--on", "2025-03-19").out)

    def test_one_letter_let_go_does_not_end_it(self):
        again, _ = self.lose_everything()
        again.run("2025-03-17")
        held = again.parcels(case="A-1", state="held")
        again.do("outbox", "release", held[0]["id"])
        self.import_lost_case(again, "2025-03-18")
        again.run("2025-03-18")
        self.assertEqual(self.sent_about(again, "A-2"), [])

    def test_it_cannot_be_ended_before_a_run_has_shown_what_to_look_at(self):
        again, _ = self.lose_everything()
        answer = again.say("outbox", "release", "--restored")
        self.assertEqual(answer.code, 1)
        self.assertIn("no run was made", answer.err)
        again.run("2025-03-17")
        self.assertTrue(again.parcels(state="held"))

    def test_everybody_who_looks_is_told_and_how_to_end_it(self):
        again, reconciled = self.lose_everything()
        ending = "outbox release --restored"
        self.assertIn("taken in since", reconciled.err)
        self.assertIn("certificate of erasure", reconciled.err)
        self.assertIn(ending, reconciled.err)
        self.assertIn(ending, again.do("run", "--on", "2025-03-17").err)
        self.assertIn(ending, again.do("outbox", "list").err)
        self.assertIn(ending, again.do("explain", "A-1", "--on", "2025-03-18").out)
        examined = again.say("doctor")
        self.assertEqual(examined.code, 1)
        self.assertIn(ending, examined.out + examined.err)

    def test_a_complaint_that_came_after_the_restore_is_answered_as_ever(self):
        again, _ = self.lose_everything()
        # The hold reaches to the day of the restore by the real clock.
        week = [datetime.date.today() + datetime.timedelta(days=20 + day) for day in range(7)]
        again.run(week[0].isoformat())
        again.import_cases([case("A-3", received=week[1].isoformat(), who=complainant("email")),
                            case("A-4", received=week[0].isoformat(), who=complainant("email"))],
                           week[1].isoformat())
        again.run_each_day([day.isoformat() for day in week[1:]])
        self.assertTrue([item for item in self.sent_about(again, "A-3")
                         if item["role"] == "complainant"])
        self.assertEqual(again.parcels(case="A-3", state="held"), [])
        # Of the day of the first run nobody can say.
        self.assertEqual(self.sent_about(again, "A-4"), [])

    def test_what_waited_for_approval_says_what_to_make_sure_of(self):
        self.office.import_cases([case("A-5", who=complainant("email"))], "2025-03-03")
        self.office.event("A-5", "eligibility_decided", "2025-03-03", outcome="not_statutory",
                          reasons="It is about a school.")
        again, _ = self.lose_everything()
        waiting = again.parcels(case="A-5", state="awaiting_approval")
        self.assertTrue(waiting)
        for item in waiting:
            self.assertIn("make sure first", item["reason"])


class AWholeOfficeLostOnPostgresql(AWholeOfficeLost):

    def setUp(self):
        super().setUp()
        self.postgres = Postgres().create().start()
        self.addCleanup(self.postgres.remove)
        self.office.environment["POSTROOM_DATABASE_LOCATION"] = self.postgres.location

    def environment_of_the_new_office(self):
        self.postgres.ask("CREATE DATABASE again")
        return self.office.environment | {
            "POSTROOM_DATABASE_LOCATION": self.postgres.location.replace("postgres?", "again?")}


class AnOldCopyOfTheWholeDirectory(OfficeTest):
    """A machine's snapshot: database, archive and postbook of one old day, laid there by hand."""

    def setUp(self):
        super().setUp()
        self.watermark = self.office.write("watermark", "")
        self.office.environment["POSTROOM_ARCHIVE_WATERMARK_FILE"] = str(self.watermark)
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")

    def roll_back(self):
        """The office of 3 March, after letters of 10 and 17 March have gone."""
        old = self.folder / "snapshot"
        shutil.copytree(self.office.data, old)
        self.office.run_each_day(["2025-03-10", "2025-03-17"])
        shutil.rmtree(self.office.data)
        shutil.move(old, self.office.data)
        return [path.name for path in self.office.emails()]

    def test_with_a_watermark_elsewhere_it_sends_nothing(self):
        there = self.roll_back()
        self.refused("run", "--on", "2025-03-17", says=("watermark_file", "archive reconcile"))
        self.assertIn("watermark_file", self.office.say("doctor").out)
        self.refused("archive", "reconcile", says="Nothing was changed")
        self.refused("run", "--on", "2025-03-17", says="watermark_file")
        said = self.office.do("archive", "reconcile", "--confirm")
        self.assertIn("outbox release --restored", said.err)
        self.office.run_each_day(["2025-03-17", "2025-03-18"])
        self.assertEqual([item["case"] for item in self.office.parcels(state="accepted")
                          if item["case"] and item["created"] > "2025-03-03"], [])
        self.assertTrue(self.office.parcels(state="held"))
        self.assertLessEqual(set(there), {path.name for path in self.office.emails()})
        self.office.do("archive", "verify")

    def test_the_watermark_is_the_size_of_the_ledger_and_a_backup_put_back_lowers_it(self):
        self.assertEqual(int(self.watermark.read_text("utf-8")), len(self.office.ledger()))
        self.office.do("backup", "-o", self.folder / "backup")
        self.office.do("backup", "--keys", "-o", self.folder / "keys")
        self.office.run_each_day(["2025-03-10", "2025-03-17"])
        again = Office(self.folder / "again", self.office.environment)
        again.do("restore", self.folder / "backup", "--keys", self.folder / "keys")
        again.do("archive", "reconcile", "--confirm")
        again.run("2025-03-17")
        self.assertEqual(int(self.watermark.read_text("utf-8")), len(again.ledger()))

    def test_what_it_would_say_is_never_guessed(self):
        self.watermark.rename(self.folder / "elsewhere")
        self.refused("run", "--on", "2025-03-10", says=("watermark", "not there"))
        self.watermark.write_text("12\n", "utf-8")
        self.refused("run", "--on", "2025-03-10", says="no watermark")
        self.office.environment["POSTROOM_ARCHIVE_WATERMARK_FILE"] = "watermark"
        self.refused("run", "--on", "2025-03-10", says="absolute path")


class OnPostgresql(OfficeTest):

    def setUp(self):
        super().setUp()
        self.postgres = Postgres().create().start()
        self.addCleanup(self.postgres.remove)
        self.office.environment["POSTROOM_DATABASE_LOCATION"] = self.postgres.location
        self.office.import_cases([case("A-1"), case("A-2", who=complainant("email"))],
                                 "2025-03-03")
        self.office.run_each_day(["2025-03-03"])

    def test_a_backup_comes_back_into_an_empty_database_and_sends_nothing(self):
        self.office.do("backup", "-o", self.folder / "backup")
        self.assertFalse((self.folder / "backup" / "keys").exists())
        self.office.do("backup", "--keys", "-o", self.folder / "keys")
        self.postgres.ask("CREATE DATABASE again")
        again = Office(self.folder / "again", self.office.environment | {
            "POSTROOM_DATABASE_LOCATION": self.postgres.location.replace("postgres?", "again?")})
        again.do("restore", self.folder / "backup", "--keys", self.folder / "keys")
        answer = again.say("run", "--on", "2025-03-03")
        self.assertEqual(answer.code, 1)
        self.assertIn("reconcile", answer.err)
        again.do("archive", "reconcile", "--confirm")
        again.run("2025-03-03")
        self.assertFalse((again.data / "maildir").exists())
        self.assertEqual({item["id"] for item in again.parcels()},
                         {item["id"] for item in self.office.parcels()})
        again.do("archive", "verify")

    def test_a_case_is_erased_there_too(self):
        self.office.event("A-1", "closed", "2025-03-03", at="2025-03-03T18:00:00Z")
        self.office.do("archive", "erase", "A-1", "--because", "order", "--confirm", "A-1")
        self.office.do("archive", "verify")
        for table in ("events", "parties", "parcels", "case_keys", "change_feed"):
            self.assertEqual(self.postgres.ask(
                f"SELECT COUNT(*) FROM {table} WHERE case_reference = 'A-1'"), [["0"]])
        self.office.run("2025-03-04")


class BackingUp(OfficeTest):

    def test_it_is_one_moment_of_an_office_at_work(self):
        self.office.environment["POSTROOM_SENDING_FLOOD_FLOOR"] = "0"
        self.office.import_cases([case(f"C-{i}") for i in range(60)], "2025-03-03")
        working = threading.Thread(target=self.office.run_each_day, args=(
            ["2025-03-03", "2025-03-12", "2025-03-17"],))
        working.start()
        made = 0
        while working.is_alive() or made == 0:
            where = self.folder / f"backup-{made}"
            self.office.do("backup", "-o", where)
            made += 1
            if made >= 12:
                break
        working.join()
        key = self.office.data / "keys" / "ledger.pub"
        for number in range(made):
            folder = self.folder / f"backup-{number}"
            self.office.do("archive", "verify", "--archive", folder / "archive", "--key", key)
            self.assertFalse((folder / "keys").exists())
        self.assertEqual(list(self.office.data.glob("backup.tmp*")), [])

    def damaged(self, name, value):
        """A copy of a folder backup, with one bit of a file the other way; null: it is gone."""
        folder = self.folder / "damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder / "sound", folder)
        path = next(folder.glob(name))
        if value is None:
            path.unlink()
        else:
            content = bytearray(path.read_bytes())
            at = content.find(value)
            self.assertGreaterEqual(at, 0, name)
            content[at] ^= 1
            path.write_bytes(content)
        return folder

    def test_a_backup_that_is_not_as_it_was_made_is_never_put_back(self):
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.do("backup", "-o", self.folder / "sound")
        self.office.do("backup", "--keys", "-o", self.folder / "keys")
        for name, value in (("database.sqlite", b"acknowledgement"), ("archive/objects/*/*", b""),
                            ("postbook", b""), ("postroom.yaml", b"council"),
                            ("backup.txt", None), ("sha256sums.txt", None),
                            ("seal.note", b"Backup"), ("seal.note", None)):
            folder = self.damaged(name, value)
            again = Office(self.folder / "again")
            answer = again.say("restore", folder, "--keys", self.folder / "keys")
            self.assertEqual(answer.code, 1, name)
            self.assertIn("another backup", answer.err)
            self.assertFalse((again.data / "postroom.yaml").exists(), name)
            self.assertFalse((again.data / "postroom.db").exists(), name)
            answer = self.office.say("restore", folder, "--keep-archive")
            self.assertEqual(answer.code, 1, name)
        self.office.run("2025-03-04")
        (self.folder / "sound" / "letters").mkdir()
        (self.folder / "sound" / "letters" / "more.md").write_text("---\n", "utf-8")
        self.refused("restore", self.folder / "sound", "--keep-archive", says="not in its list")

    def test_a_configuration_put_into_it_by_somebody_without_the_key_is_found(self):
        self.office.do("backup", "-o", self.folder / "sound")
        self.office.do("backup", "--keys", "-o", self.folder / "keys")
        config = self.folder / "sound" / "postroom.yaml"
        config.write_text(config.read_text() + "\nsmtp:\n  token_command: /tmp/theirs\n")
        lines = (self.folder / "sound" / "sha256sums.txt").read_text().splitlines()
        lines = [hashlib.sha256(config.read_bytes()).hexdigest() + "  postroom.yaml"
                 if line.endswith("  postroom.yaml") else line for line in lines]
        (self.folder / "sound" / "sha256sums.txt").write_text("\n".join(lines) + "\n")
        answer = Office(self.folder / "again").say("restore", self.folder / "sound", "--keys",
                                                   self.folder / "keys")
        self.assertEqual(answer.code, 1)
        self.assertIn("its seal is not this office's", answer.err)
        self.refused("restore", self.folder / "sound", "--keep-archive", says="its seal")

    def test_keys_of_another_office_do_not_open_it(self):
        other = Office(self.folder / "other")
        other.do("init", other.data)
        other.do("backup", "--keys", "-o", self.folder / "keys")
        self.office.run("2025-03-03")
        self.office.do("backup", "-o", self.folder / "backup")
        answer = Office(self.folder / "again").say("restore", self.folder / "backup", "--keys",
                                                   self.folder / "keys")
        self.assertEqual(answer.code, 1)
        self.assertIn("another key", answer.err)

    def test_wrong_places_are_refused_and_leave_nothing(self):
        taken = self.office.write("taken.zip", b"x")
        self.refused("backup", "-o", taken, says="nothing is overwritten")
        self.assertEqual(taken.read_bytes(), b"x")
        self.refused("backup", "-o", self.folder / "no" / "where.zip", says="no folder")
        self.refused("backup", code=2)
        self.refused("restore", self.folder / "missing", says="office already")
        self.refused("restore", self.folder / "missing", "--keep-archive", says="no such file")
        self.refused("restore", taken, "--keep-archive", says="zip")
        elsewhere = Office(self.folder / "elsewhere")
        answer = elsewhere.say("restore", taken)
        self.assertEqual(answer.code, 1)
        self.office.do("run", "--on", "2025-03-03")


if __name__ == "__main__":
    unittest.main()
