"""When the surroundings fail: a clear message, exit 1, and nothing half done."""

import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import unittest

from office import POSTROOM, SOURCE_TREE, Office, OfficeTest, case, complainant

NOBODY = 65534


def no_file_longer_than(size):
    """For preexec_fn: what a full disk looks like to a writer, without filling one."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


class ADiskThatFails(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1"), case("A-2", who=complainant("email"))], "2025-03-03")

    def assert_all_goes_once_the_trouble_is_over(self):
        self.office.run("2025-03-03")
        self.assertEqual(len(self.office.letters_in_tray()), 1)
        # What the manager and the service manager are asked about both cases is one email each.
        self.assertEqual(len(self.office.emails()), 7)
        self.assertEqual(len(self.office.parcels()), 10)
        self.office.do("archive", "verify")

    def test_a_full_disk_is_named_wherever_it_strikes_and_nothing_is_lost_or_sent_twice(self):
        database = (self.office.data / "postroom.db").stat().st_size
        refused = 0
        for size in (0, 300, 5_000, 40_000, database - 4096, database + 20_000, database + 200_000):
            answer = self.office.say("run", "--on", "2025-03-03",
                                     preexec_fn=no_file_longer_than(size))
            refused += answer.code
            if answer.code:
                self.assertRegex(answer.err, "(?i)full|space|too large|disk", size)
        self.assertGreater(refused, 2)
        self.assert_all_goes_once_the_trouble_is_over()

    def test_a_full_disk_leaves_nothing_of_an_import(self):
        path = self.office.write("more.json", {"format": "postroom-cases/1", "cases": [
            case(f"B-{n:03}") for n in range(200)]})
        size = (self.office.data / "postroom.db").stat().st_size
        self.refused("import", path, "--on", "2025-03-03", says="disk",
                     preexec_fn=no_file_longer_than(size + 8192))
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases"), [(2,)])

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to become somebody who may not write")
    def test_a_folder_that_may_not_be_written_is_named_and_nothing_is_half_done(self):
        readable = self.folder / "share"
        readable.mkdir()
        for part in ("letters", "templates", "config"):
            shutil.copytree(SOURCE_TREE / part, readable / part)
        binary = shutil.copy(POSTROOM, readable / "postroom")
        self.folder.chmod(0o755)
        subprocess.run(["chmod", "-R", "a+rX", readable], check=True, timeout=60)
        for part in ("", "archive", "tray", "maildir"):
            with self.subTest(part=part or "the data directory itself"):
                data = self.folder / f"data-{part}"
                shutil.copytree(self.office.data, data)
                for folder in ("archive", "tray", "maildir"):
                    (data / folder).mkdir(exist_ok=True)
                subprocess.run(["chown", "-R", str(NOBODY), data], check=True, timeout=60)
                os.chown(data / part, 0, 0)
                (data / part).chmod(0o755)
                office = Office(data, {"POSTROOM_SHARE": str(readable)})
                done = subprocess.run([binary, "--data", data, "run", "--on", "2025-03-03"],
                                      user=NOBODY, group=NOBODY, extra_groups=[], timeout=60,
                                      env=office.environment, capture_output=True, check=False)
                said = done.stderr.decode()
                self.assertEqual(done.returncode, 1, said)
                self.assertRegex(said, "write|made|permission|Permission")
                if part:
                    self.assertIn(part, said)
                (data / part).chmod(0o777)
                office.environment["HOME"] = str(data)
                office.run("2025-03-03")
                self.assertEqual((len(office.letters_in_tray()), len(office.emails())), (1, 7))
                office.do("archive", "verify")


class ADatabaseThatFails(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.database = self.office.data / "postroom.db"

    def test_a_locked_database_is_named_with_what_to_do(self):
        other = sqlite3.connect(self.database)
        other.execute("BEGIN EXCLUSIVE")
        try:
            self.refused("run", "--on", "2025-03-03",
                         says=("locked by another program", "close that program"))
        finally:
            other.rollback()
            other.close()
        self.assertEqual(self.office.run("2025-03-03")["in_tray"], 1)

    def test_a_damaged_database_is_named(self):
        self.database.write_bytes(b"no database at all" * 1000)
        self.refused("run", "--on", "2025-03-03", says="not a database")
        self.refused("doctor")
        self.assertEqual(self.office.letters_in_tray(), [])

    def test_a_database_with_torn_pages_stops_the_run_and_doctor_says_restore(self):
        content = self.database.read_bytes()
        self.database.write_bytes(content[:8192] + b"\xff" * 30_000 + content[38_192:])
        answer = self.office.say("run", "--on", "2025-03-03")
        self.assertEqual(answer.code, 1)
        self.assertIn("restore", answer.err)
        answer = self.office.say("doctor")
        self.assertEqual(answer.code, 1)
        self.assertIn("backup", answer.out + answer.err)

    def test_a_database_that_lost_an_entry_of_the_ledger_stops_the_run(self):
        self.office.sql("UPDATE marks SET value = value + 1 WHERE name = 'leaf_count'")
        self.refused("run", "--on", "2025-03-03", says=("ledger", "missing", "restore"))

    def test_an_old_database_put_back_sends_nothing_until_a_person_has_looked(self):
        old = self.database.read_bytes()
        self.office.run("2025-03-03")
        before = self.office.every_file()
        for content in (old, b""):
            self.database.write_bytes(content)
            answer = self.office.say("run", "--on", "2025-03-04")
            self.assertEqual(self.office.every_file(), before)
            self.assertEqual(answer.code, 1)
            self.assertIn("ahead of the database", answer.err)
            self.assertIn("ahead of the database", self.office.say("doctor").out)

    def test_a_database_that_is_gone_is_not_begun_anew(self):
        self.office.run("2025-03-03")
        self.database.unlink()
        for command in (("run", "--on", "2025-03-04"), ("outbox", "list")):
            self.refused(*command, says=("is not there", "restore", "reconcile"))
        self.assertEqual(self.office.say("doctor").code, 1)
        self.assertFalse(self.database.exists())

    def test_an_archive_that_is_gone_is_missed_even_when_nothing_is_due(self):
        self.office.run("2025-03-03")
        shutil.rmtree(self.office.data / "archive")
        self.refused("run", "--on", "2025-03-03", says="restore the archive")
        answer = self.office.say("doctor")
        self.assertEqual(answer.code, 1)
        self.assertIn("lost entries", answer.out + answer.err)


class ContentThatIsWrong(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1")], "2025-03-03")

    def overlay(self, letter, change):
        path = self.office.data / "letters" / letter
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change((SOURCE_TREE / "letters" / letter).read_text("utf-8")), "utf-8")
        return path

    def test_a_misspelt_field_in_a_letter_is_found_with_its_line_and_nothing_is_sent(self):
        path = self.overlay("intake/acknowledgement.md",
                            lambda text: text.replace("on {{received_on}}", "on {{recieved_on}}"))
        line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1)
                    if "recieved_on" in text)
        where = f"letters/intake/acknowledgement.md:{line}"
        self.refused("check", says=(where, "recieved_on"))
        self.refused("run", "--on", "2025-03-03", says=where)
        self.assertEqual(self.office.outbox() if path.unlink() else [], [])
        self.assertEqual(self.office.run("2025-03-03")["in_tray"], 1)

    def test_a_council_may_work_by_some_procedures_alone_and_names_only_what_there_is(self):
        self.office.environment["POSTROOM_PROCEDURES_IN_USE"] = "luton-statutory, lutn"
        self.refused("check", says=("procedures.in_use", "lutn"))
        self.office.environment["POSTROOM_PROCEDURES_IN_USE"] = "luton-statutory"
        self.assertIn("Checked 1 procedure", self.office.do("check").err)

    def test_a_leftover_in_a_letter_is_found(self):
        path = self.overlay("intake/acknowledgement.md", lambda text: text + "\n[INSERT NAME]\n")
        line = len(path.read_text("utf-8").splitlines())
        self.refused("check", says=f"acknowledgement.md:{line}: a note to the writer")

    def test_a_step_that_waits_for_a_date_no_letter_promises_is_found(self):
        path = self.office.data / "config/procedures/corporate-code.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (SOURCE_TREE / "config/procedures/corporate-code.yaml").read_text("utf-8")
        for step, says in (("stage2-rights", "the letter stage1/stage2-rights"),
                           ("acknowledgement-missing", "the task acknowledgement-missing")):
            with self.subTest(step):
                path.write_text(text.replace("{promised: acknowledgement,", f"{{promised: {step},"),
                                "utf-8")
                answer = self.refused("check", says=says + " promises no date")
                self.assertRegex(answer.err, r"corporate-code\.yaml:\d+: step promised-answer-")

    def test_a_young_persons_letter_that_names_no_day_is_found_where_adults_are_promised_one(self):
        self.overlay("intake/acknowledgement.yp.md",
                     lambda text: text.replace("tells: [eligibility_day_5]\n", ""))
        self.refused("check", says="the letter intake/acknowledgement promises no date")

    def test_a_configuration_key_nobody_knows_is_named_with_its_line(self):
        path = self.office.data / "postroom.yaml"
        path.write_text(path.read_text("utf-8").replace("flood_floor:", "flod_floor:"), "utf-8")
        answer = self.refused("run", "--on", "2025-03-03", says="sending.flod_floor")
        self.assertRegex(answer.err, r"postroom\.yaml:\d+: ")

    def test_days_beyond_the_loaded_holidays_are_an_error(self):
        self.refused("calendar", "add", "2028-12-20", "30", says="holidays")
        self.refused("calendar", "count", "2028-12-20", "2031-01-01", says="holidays")
        self.office.import_cases([case("A-9", received="2028-12-15")], "2028-12-15")
        self.office.say("run", "--on", "2028-12-15")
        self.assertEqual(self.office.parcels(case="A-9"), [])
        self.assertIn("holidays", self.office.tasks(case="A-9")[0]["reason"])

    def test_a_case_beyond_the_holidays_does_not_hide_the_others_from_simulate(self):
        self.office.import_cases([case("A-8", received="2028-10-02"),
                                  case("A-9", received="2028-12-15")], "2028-10-02")
        answer = self.office.say("simulate", "--from", "2028-10-02", "--until", "2028-12-15",
                                 "--json")
        self.assertEqual(answer.code, 1)
        self.assertIn("case A-9", answer.err)
        self.assertIn("A-8", {item["case"] for item in answer.json()})

    def test_a_folder_without_fonts_is_named_and_nothing_is_half_done(self):
        self.office.environment["POSTROOM_FONTS_FOLDER"] = str(self.folder / "no-fonts")
        self.refused("run", "--on", "2025-03-03", says="no-fonts")
        self.assertEqual(self.office.letters_in_tray(), [])
        del self.office.environment["POSTROOM_FONTS_FOLDER"]
        self.assertEqual(self.office.run("2025-03-03")["in_tray"], 1)


class WrongUsage(OfficeTest):
    def test_a_command_line_that_makes_no_sense_ends_with_2_and_does_nothing(self):
        for arguments in ([], ["fly"], ["run", "--on"], ["run", "--on", "yesterday"],
                          ["run", "--on", "2025-02-30"], ["run", "--on", "2025-03-03", "--at", "x"],
                          ["import"], ["event", "A-1"], ["outbox"], ["outbox", "posted"],
                          ["calendar", "add", "2025-03-03"], ["archive", "show"],
                          ["simulate", "--from", "2025-03-04", "--until", "2025-03-03"]):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.refused(*arguments, code=2).out, "")

    def test_what_is_not_there_is_named(self):
        self.refused("outbox", "show", "feed", says="feed")
        self.refused("archive", "show", "feed", says="feed")
        self.refused("explain", "A-404", says="A-404")
        elsewhere = Office(self.folder / "nowhere").say("run", "--on", "2025-03-03")
        self.assertEqual(elsewhere.code, 1)
        self.assertIn("postroom init", elsewhere.err)

    def test_what_another_program_wrote_gives_a_terminal_no_commands_and_forges_no_line(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.sql("UPDATE parcels SET case_reference = 'E' || char(27) || '[2JX' || char(10) "
                        "|| 'forged' || char(155)")
        told = self.office.do("outbox", "list")
        self.assertEqual(len(told.out.splitlines()), len(self.office.outbox()))
        self.assertIn("E<U+001B>[2JX<U+000A>forged<U+009B>", told.out)
        shown = self.office.do("outbox", "show", self.office.parcels()[0]["id"])
        for answer in (told, shown, self.refused("explain", "E\x1b[2J")):
            self.assertNotRegex(answer.out + answer.err, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")

    def test_init_never_overwrites(self):
        before = {path: path.read_bytes() for path in pathlib.Path(self.office.data).rglob("*")
                  if path.is_file()}
        self.refused("init", self.office.data, says="never overwrites")
        self.assertEqual({path: path.read_bytes() for path in self.office.data.rglob("*")
                          if path.is_file()}, before)


class ACaseThatComesToNoRest(OfficeTest):
    def test_keeps_no_other_case_waiting_and_is_told(self):
        self.office.import_cases([case("A-1"), case("A-2")], "2025-03-03")
        # What no rule should ever do: each letter is taken back at once, and is due again.
        for trigger in (
                """CREATE TRIGGER taken_back AFTER INSERT ON parcels
                   WHEN NEW.case_reference = 'A-1' AND NEW.step = 'acknowledgement'
                   BEGIN UPDATE parcels SET state = 'superseded' WHERE id = NEW.id; END""",
                """CREATE TRIGGER due_again AFTER UPDATE OF next_look_at ON cases
                   WHEN NEW.reference = 'A-1' AND NEW.next_look_at IS NOT 0
                   BEGIN UPDATE cases SET next_look_at = 0 WHERE reference = 'A-1'; END"""):
            self.office.sql(trigger)
        said = self.refused("run", "--on", "2025-03-03", says=["case A-1", "comes to no rest"])
        self.assertIn("looked at again tomorrow", said.err)
        self.assertEqual([parcel["state"] for parcel in self.office.parcels(
            case="A-2", step="acknowledgement")], ["sending"])
        self.refused("run", "--on", "2025-03-04", says="comes to no rest")
        asked = [task for task in self.office.tasks(state="open") if "no rest" in task["reason"]]
        self.assertEqual(len(asked), 1)
        self.assertIn("A-1", asked[0]["reason"])


if __name__ == "__main__":
    unittest.main()
