"""An office that outgrew SQLite goes on with PostgreSQL as if nothing had happened."""

import subprocess
import unittest

from office import OfficeTest, case, complainant, wait_until
from postgres import Postgres


class MovingToPostgresql(OfficeTest):
    def setUp(self):
        super().setUp()
        self.postgres = Postgres().create().start()
        self.addCleanup(self.postgres.remove)
        self.office.import_cases([case("A-1"), case("A-2", who=complainant("email"))],
                                 "2025-03-03")
        self.office.run_each_day(["2025-03-03", "2025-03-04"])

    def everything(self):
        return (self.office.outbox(), self.office.ledger(),
                self.office.do("explain", "A-1", "--on", "2025-03-04", "--json").json())

    def move(self):
        answer = self.office.do("migrate", "--to", self.postgres.location, "--json")
        self.office.environment["POSTROOM_DATABASE_LOCATION"] = self.postgres.location
        return answer.json()

    def test_everything_is_there_and_nothing_goes_a_second_time(self):
        before, files = self.everything(), self.office.every_file()
        self.assertEqual(self.move()["cases"], 2)
        self.assertEqual(self.everything(), before)
        report = self.office.run("2025-03-04")
        self.assertEqual((report["letters"], report["emails"], report["sent"]), (0, 0, 0))
        self.assertEqual(self.office.every_file(), files)
        self.office.do("archive", "verify")
        self.assertEqual((self.office.data / "postroom.db").exists(), False)
        self.assertTrue((self.office.data / "postroom.db.moved").exists())

    def test_whoever_forgets_to_name_the_new_database_is_told(self):
        self.move()
        del self.office.environment["POSTROOM_DATABASE_LOCATION"]
        self.refused("run", "--on", "2025-03-04", says=("was moved", "database.location"))
        self.assertFalse((self.office.data / "postroom.db").exists())

    def test_the_office_goes_on_there_with_new_cases_and_events(self):
        numbers = {row[0] for row in self.office.sql("SELECT number FROM events")}
        self.move()
        self.office.import_cases([case("B-1", received="2025-03-05")], "2025-03-05")
        self.office.event("A-1", "contact_note", "2025-03-05", note="Rang", by="Sam Rivers")
        self.office.run("2025-03-05")
        self.assertEqual(len(self.office.parcels(case="B-1")), 5)
        there = [int(row[0]) for row in self.postgres.ask("SELECT number FROM events")]
        self.assertEqual(len(there), len(set(there)))
        self.assertTrue(numbers < set(there))
        self.office.do("archive", "verify")

    def test_a_database_that_holds_another_office_is_left_alone(self):
        self.move()
        del self.office.environment["POSTROOM_DATABASE_LOCATION"]
        (self.office.data / "postroom.db.moved").rename(self.office.data / "postroom.db")
        self.refused("migrate", "--to", self.postgres.location, says="not empty")
        self.assertTrue((self.office.data / "postroom.db").exists())

    def test_a_row_that_postgresql_refuses_is_named_and_nothing_is_moved(self):
        self.office.sql("INSERT INTO parties (case_reference, role, consent_on, phone) "
                        "VALUES ('A-1', 'advocate', NULL, CAST(X'ff41' AS TEXT))")
        self.refused("migrate", "--to", self.postgres.location,
                     says=("parties, row", "nothing was moved"))
        self.assertEqual(self.postgres.ask("SELECT COUNT(*) FROM cases"), [["0"]])
        self.assertTrue((self.office.data / "postroom.db").exists())

    def test_a_table_that_another_program_added_is_named_and_nothing_is_moved(self):
        self.office.sql("CREATE TABLE rota (day TEXT, officer TEXT)")
        self.refused("migrate", "--to", self.postgres.location, says="field rota")
        self.assertTrue((self.office.data / "postroom.db").exists())

    def test_not_while_a_daemon_is_sending(self):
        with (self.folder / "log").open("wb") as log:
            daemon = subprocess.Popen(self.office.command("serve"), stdout=log, stderr=log,
                                      env=self.office.environment)
        self.addCleanup(daemon.wait, 30)
        self.addCleanup(daemon.kill)
        self.assertIsNotNone(wait_until(
            lambda: b"started" in (self.folder / "log").read_bytes(), 30))
        self.refused("migrate", "--to", self.postgres.location, says="stop it first")

    def test_what_is_no_address_is_refused(self):
        self.refused("migrate", "--to", "elsewhere.db", says="postgresql://")


if __name__ == "__main__":
    unittest.main()
