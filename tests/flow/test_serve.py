"""The daemon: acts within two seconds, reloads, ends when told, and keeps people out of its log."""

import datetime
import json
import shutil
import signal
import subprocess
import time
import unittest
import zoneinfo

from office import SOURCE_TREE, OfficeTest, case, complainant, parsed, wait_until

TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).date().isoformat()
PERSONAL = ("Quillfeather", "Asha", "Example Street", "EX1 2AB", "mail.example", "Boateng",
            "Visits were cancelled")


class ServeTest(OfficeTest):
    """A daemon on the data directory, ended after the test by its own process id."""

    def setUp(self):
        super().setUp()
        self.process = None
        self.log = self.folder / "log"
        self.addCleanup(self.stop)

    def serve(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.office.command("serve"), env=self.office.environment,
                                            stdout=log, stderr=log)
        self.assertIsNotNone(wait_until(lambda: self.said("started"), 10), self.log.read_text())

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def lines(self):
        """Every line of the log is one JSON object."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def said(self, what):
        return [line for line in self.lines() if what in line["what"]]

    def assert_within_two_seconds(self, condition, what):
        took = wait_until(condition, 2)
        self.assertIsNotNone(took, f"{what}: not within two seconds; log: {self.log.read_text()}")

    def insert_rows(self, reference, channel):
        """As another program would, with nothing but SQL."""
        self.office.sql("INSERT INTO cases (reference, procedure, summary) "
                        "VALUES (?, 'leicestershire-statutory', 'Visits were cancelled.')", reference)
        self.office.sql("INSERT INTO parties (case_reference, role, last_name, address, postcode, "
                        "email, channel) VALUES (?, 'complainant', 'Quillfeather', "
                        "'9 Example Street\nExampleton', 'EX1 2AB', 'q@mail.example', ?)",
                        reference, channel)
        self.office.sql("INSERT INTO events (case_reference, name, happened_on) "
                        "VALUES (?, 'received', ?)", reference, TODAY)

    def letters(self):
        return len(self.office.letters_in_tray())


class ADaemonThatWatches(ServeTest):
    def test_what_anybody_records_is_acted_on_within_two_seconds(self):
        self.serve()
        self.office.import_cases([case("A-1", received=TODAY)], TODAY)
        self.assert_within_two_seconds(lambda: self.letters() == 1, "an import")
        self.office.do("event", "A-1", "stage2_requested", "--on", TODAY)
        self.assert_within_two_seconds(
            lambda: self.office.sql("SELECT 1 FROM tasks WHERE step = 'stage2-early-request'"),
            "an event")
        self.insert_rows("SQL-1", "letter")
        self.assert_within_two_seconds(lambda: self.letters() == 2, "a row by plain SQL")
        self.office.do("archive", "verify")

    def test_rows_that_arrive_while_it_takes_its_first_look_are_not_missed(self):
        for n in range(6):
            self.log.unlink(missing_ok=True)
            self.serve()
            self.insert_rows(f"SQL-{n}", "letter")
            self.assert_within_two_seconds(lambda: self.letters() == n + 1, f"case {n}")
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)

    def test_nothing_is_lost_or_repeated_across_a_restart(self):
        self.serve()
        self.office.import_cases([case("A-1", received=TODAY)], TODAY)
        self.assert_within_two_seconds(lambda: self.letters() == 1, "an import")
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(timeout=10), 0)
        self.office.import_cases([case("A-2", received=TODAY)], TODAY)
        self.log.unlink()
        self.serve()
        self.assert_within_two_seconds(lambda: self.letters() == 2, "what came meanwhile")
        time.sleep(1)
        self.assertEqual(self.letters(), 2)
        self.assertEqual(len(self.office.emails()), 8)

    def test_its_log_is_json_lines_without_a_person_in_them(self):
        self.serve()
        self.office.import_cases([
            case("A-1", received=TODAY),
            case("A-2", received=TODAY, who=complainant("email")),
            case("A-3", received=TODAY, who=complainant(last_name="Quillfeather\U0001F600")),
            case("A-4", received=TODAY, who=complainant(address=["Quillfeather " * 9]))], TODAY)
        self.assert_within_two_seconds(lambda: self.said("worked"), "an import")
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=10)
        for line in self.lines():
            self.assertEqual({"at", "level", "what"} - line.keys(), set())
            self.assertRegex(line["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
        for value in PERSONAL:
            self.assertNotIn(value, self.log.read_text("utf-8"))

    def test_sigterm_ends_it_within_two_seconds_with_0(self):
        self.serve()
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(timeout=10), 0)
        self.assertLess(time.monotonic() - began, 2)
        self.assertTrue(self.said("stopped"))


class ADaemonInTrouble(ServeTest):
    def test_what_it_could_not_deliver_goes_once_the_trouble_is_over(self):
        in_the_way = self.office.data / "maildir"
        in_the_way.write_text("not a folder")
        self.serve()
        self.office.import_cases([case("A-1", received=TODAY)], TODAY)
        self.assertIsNotNone(wait_until(lambda: self.said("sending failed"), 5))
        in_the_way.unlink()
        self.assertIsNotNone(wait_until(lambda: (in_the_way / "new").exists()
                                        and len(self.office.emails()) == 4, 6),
                             self.log.read_text())
        self.assertIsNotNone(wait_until(
            lambda: len(self.office.parcels(state="accepted")) == 4, 2))
        self.assertEqual(self.letters(), 1)

    def test_a_case_it_cannot_plan_is_not_looked_at_again_at_once(self):
        self.office.import_cases([case("A-1", received=TODAY)], TODAY)
        self.office.sql("UPDATE cases SET procedure = 'no-such', next_look_at = 1")
        self.serve()
        self.assertIsNotNone(wait_until(lambda: self.said("a case cannot be planned"), 5))
        time.sleep(2)
        self.assertLessEqual(len(self.said("a case cannot be planned")), 2)


class ADaemonThatReloads(ServeTest):
    def overlay(self, change):
        path = self.office.data / "letters/intake/acknowledgement.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        original = (SOURCE_TREE / "letters/intake/acknowledgement.md").read_text("utf-8")
        path.write_text(change(original), "utf-8")

    def acknowledged(self, reference):
        """The text of a new case's acknowledgement, by email."""
        self.insert_rows(reference, "email")
        found = []

        def there():
            for path in self.office.emails() if (self.office.data / "maildir/new").exists() else []:
                message = parsed(path)
                if message["Subject"] == f"Your complaint: our reference {reference}":
                    found.append(message.get_body(("plain",)).get_content())
            return found

        self.assert_within_two_seconds(there, "a new case")
        return found[0]

    def test_sighup_takes_new_wording_and_refuses_wrong_wording(self):
        self.serve()
        self.assertIn("Thank you for telling us", self.acknowledged("A-1"))
        self.overlay(lambda text: text.replace("Thank you for telling us", "We are glad you told us"))
        self.assertIn("Thank you for telling us", self.acknowledged("A-2"))
        self.process.send_signal(signal.SIGHUP)
        self.assert_within_two_seconds(lambda: self.said("reloaded"), "SIGHUP")
        self.assertIn("We are glad you told us", self.acknowledged("A-3"))
        self.overlay(lambda text: text.replace("{{received_on}}", "{{recieved_on}}"))
        self.process.send_signal(signal.SIGHUP)
        self.assert_within_two_seconds(lambda: self.said("reload refused"), "SIGHUP")
        problem = self.said("reload refused")[0]["problem"]
        self.assertRegex(problem, r"letters/intake/acknowledgement\.md:\d+: ")
        self.assertIn("recieved_on", problem)
        self.assertIn("We are glad you told us", self.acknowledged("A-4"))


class TwoOfThem(ServeTest):
    def test_a_second_daemon_and_a_run_are_refused_beside_the_first(self):
        self.serve()
        second = self.office.say("serve")
        self.assertEqual(second.code, 1)
        self.assertIn("another postroom", second.err)
        self.refused("run", says="another postroom is sending")
        self.assertIsNone(self.process.poll())

    def test_a_daemon_that_cannot_start_says_why_and_ends(self):
        shutil.rmtree(self.office.data / "keys")
        answer = self.office.say("serve")
        self.assertEqual(answer.code, 1)
        self.assertIn("keys", answer.err)
        (self.office.data / "postroom.yaml").write_text("smtp: [1]\n", "utf-8")
        answer = self.office.say("serve")
        self.assertEqual(answer.code, 1)
        self.assertIn("postroom.yaml:1", answer.err)


class TheDoctor(OfficeTest):
    def findings(self):
        answer = self.office.say("doctor", "--json")
        return answer.code, {one["subject"]: one for one in answer.json()}

    def test_a_healthy_office_is_well(self):
        code, findings = self.findings()
        self.assertEqual({subject for subject, one in findings.items() if not one["well"]}, set())
        self.assertEqual(code, 0)
        self.assertLessEqual({"database", "calendar", "fonts", "relay", "keys", "files", "disk",
                              "archive"}, findings.keys())

    def test_what_others_may_read_or_change_is_named(self):
        config, database = self.office.data / "postroom.yaml", self.office.data / "postroom.db"
        config.chmod(0o664)
        database.chmod(0o644)
        self.assertTrue(self.findings()[1]["files"]["well"])  # the folder keeps them out
        self.office.data.chmod(0o755)
        code, findings = self.findings()
        self.assertEqual(code, 1)
        self.assertIn("change " + str(config), findings["files"]["what"])
        self.assertIn("read " + str(database), findings["files"]["what"])
        config.chmod(0o644)
        database.chmod(0o600)
        self.assertTrue(self.findings()[1]["files"]["well"])

    def test_a_configuration_that_anybody_may_change_is_not_followed(self):
        (self.office.data / "postroom.yaml").chmod(0o666)
        self.assertEqual(self.findings()[0], 1)
        self.refused("run", says="chmod o-w")

    def test_what_ails_it_is_named(self):
        self.office.environment |= {"POSTROOM_SMTP_HOST": "127.0.0.1", "POSTROOM_SMTP_PORT": "1",
                                    "POSTROOM_FONTS_FOLDER": str(self.folder / "no-fonts")}
        (self.office.data / "keys/master.key").chmod(0o644)
        code, findings = self.findings()
        self.assertEqual(code, 1)
        ill = {subject for subject, one in findings.items() if not one["well"]}
        self.assertLessEqual({"relay", "fonts", "keys"}, ill)
        self.assertTrue(findings["database"]["well"])
        self.assertIn("smtp.host", findings["relay"]["what"])


if __name__ == "__main__":
    unittest.main()
