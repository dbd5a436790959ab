"""Several daemons on one PostgreSQL: every letter once, whoever sends it, whoever dies."""

import collections
import datetime
import json
import shutil
import signal
import subprocess
import time
import unittest
import zoneinfo

from office import Office, OfficeTest, case, complainant, wait_until
from postgres import Postgres
from test_smtp import Relay

# Acknowledged, allocated and asked about eligibility, with copies of the latter two.
EMAILS_OF_A_CASE = 5
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).date().isoformat()


class SeveralDaemonsTest(OfficeTest):
    def setUp(self):
        super().setUp()
        self.postgres = Postgres().create().start()
        self.addCleanup(self.postgres.remove)
        self.relay = Relay()
        self.relay.controller.start()
        self.addCleanup(self.relay.controller.stop)
        self.office.environment |= {
            "POSTROOM_DATABASE_LOCATION": self.postgres.location, "POSTROOM_SMTP_TLS": "none",
            "POSTROOM_SENDING_FLOOD_FLOOR": "0", "POSTROOM_SMTP_HOST": "127.0.0.1",
            # Emails of no case, if one comes before the first look: here each is counted.
            "POSTROOM_TRACKER_WEEKLY": "false",
            "POSTROOM_SMTP_PORT": str(self.relay.port)}
        # The second machine has the same keys and configuration, and no archive.
        self.second = Office(self.folder / "second", self.office.environment)
        self.second.do("init", self.second.data)
        shutil.rmtree(self.second.data / "keys")
        shutil.copytree(self.office.data / "keys", self.second.data / "keys")
        self.processes = {}
        self.addCleanup(self.stop_all)

    def serve(self, office):
        log = (self.folder / f"{office.data.name}.log").open("ab")
        self.addCleanup(log.close)
        self.processes[office] = subprocess.Popen(office.command("serve"), stdout=log, stderr=log,
                                                  env=office.environment)

    def stop_all(self):
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait(30)

    def lines(self, office):
        """Every whole line: the last one may just be being written."""
        log = self.folder / f"{office.data.name}.log"
        text = log.read_text("utf-8") if log.exists() else ""
        return [json.loads(line) for line in text[:text.rfind("\n") + 1].splitlines()]

    def said(self, office, what):
        return [line for line in self.lines(office) if line["what"] == what]

    def both_serve(self):
        self.serve(self.office)
        self.assertIsNotNone(wait_until(lambda: self.said(self.office, "leads"), 20))
        self.serve(self.second)
        self.assertIsNotNone(wait_until(lambda: self.said(self.second, "started"), 20))

    def import_some(self, first, count):
        self.office.import_cases([case(f"A-{first + i}", received=TODAY, who=complainant("email"))
                                  for i in range(count)], TODAY)

    def states(self):
        return dict(self.postgres.ask("SELECT state, COUNT(*) FROM parcels GROUP BY state"))

    def all_are(self, count, *states):
        """Whether `count` emails are made, each in one of these states: by one look, since between
        two more may be made."""
        now = self.states()
        return set(now) <= set(states) and sum(map(int, now.values())) == count

    def wait_until_all_went(self, cases, seconds=60):
        self.assertIsNotNone(
            wait_until(lambda: self.all_are(EMAILS_OF_A_CASE * cases, "accepted"), seconds),
            f"{self.states()}; {self.lines(self.office)[-5:]}; {self.lines(self.second)[-5:]}")

    def assert_each_went_once(self):
        ids = collections.Counter(content.split(b"Message-ID: <")[1].split(b">")[0]
                                  for _, content in self.relay.taken)
        self.assertEqual(set(ids.values()), {1})
        self.assertEqual({id_.decode() for id_ in ids},
                         {row[0] for row in self.postgres.ask("SELECT message_id FROM parcels")})

    def test_one_leads_and_both_send_each_letter_once(self):
        self.relay.answer_after = 0.05  # so that neither is done before the other looks
        self.both_serve()
        self.import_some(1, 30)
        self.wait_until_all_went(30)
        self.assert_each_went_once()
        for office in (self.office, self.second):
            # The line is written after the letters went.
            self.assertIsNotNone(wait_until(lambda office=office: any(
                int(line["sent"]) > 0 for line in self.said(office, "worked")), 30),
                self.lines(office))
        self.office.do("archive", "verify")
        self.assertEqual(self.said(self.second, "leads"), [])
        # Whoever follows keeps no archive, which is no fault of it.
        self.assertIn("Verify there", self.second.do("archive", "verify").err)

    def test_what_another_program_records_is_acted_on_though_nobody_asks_for_it(self):
        # Asked only every ten minutes, it knows by what PostgreSQL says.
        self.office.environment["POSTROOM_DAEMON_ASK_EVERY_MS"] = "600000"
        self.both_serve()
        self.import_some(1, 1)
        self.wait_until_all_went(1)
        self.import_some(2, 1)
        self.wait_until_all_went(2)
        # What connects again listens again.
        self.postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                          "WHERE query LIKE 'LISTEN%' OR state = 'idle'")
        self.import_some(3, 1)
        self.wait_until_all_went(3)

    def test_run_beside_a_daemon_that_leads_says_who_does(self):
        self.both_serve()
        answer = self.second.say("run")
        self.assertEqual(answer.code, 1)
        self.assertIn("another postroom", answer.err)

    def test_a_leader_that_is_killed_leads_again_at_once_and_nothing_goes_twice(self):
        self.both_serve()
        self.import_some(1, 20)
        wait_until(lambda: len(self.relay.taken) > 5, 30)
        self.processes[self.office].kill()
        self.processes[self.office].wait(30)
        self.serve(self.office)
        self.assertIsNotNone(wait_until(
            lambda: self.all_are(20 * EMAILS_OF_A_CASE, "accepted", "uncertain"), 60), self.states())
        sent = collections.Counter(content.split(b"Message-ID: <")[1].split(b">")[0]
                                   for _, content in self.relay.taken)
        self.assertEqual(set(sent.values()), {1})
        self.office.do("archive", "verify")

    def test_whoever_verifies_the_archive_while_it_grows_is_not_alarmed(self):
        self.both_serve()
        self.import_some(1, 25)
        times = 0
        while not self.all_are(25 * EMAILS_OF_A_CASE, "accepted"):
            self.office.do("archive", "verify")
            times += 1
        self.assertGreater(times, 1)

    def test_a_daemon_that_was_paused_sends_nothing_a_second_time(self):
        self.both_serve()
        self.import_some(1, 10)
        wait_until(lambda: len(self.relay.taken) > 3, 30)
        self.processes[self.second].send_signal(signal.SIGSTOP)
        # Its claims run out meanwhile, as after twenty minutes. Where it was stopped within a
        # transaction, this waits until the server has ended that.
        self.postgres.ask("UPDATE parcels SET claimed_until = 1 WHERE claimed_until IS NOT NULL")
        self.processes[self.office].kill()
        self.processes[self.office].wait(30)
        self.serve(self.office)
        self.assertIsNotNone(wait_until(
            lambda: self.all_are(10 * EMAILS_OF_A_CASE, "accepted", "uncertain"), 60), self.states())
        self.processes[self.second].send_signal(signal.SIGCONT)
        self.import_some(100, 5)
        self.assertIsNotNone(wait_until(
            lambda: self.all_are(15 * EMAILS_OF_A_CASE, "accepted", "uncertain"), 60),
            self.states())
        sent = collections.Counter(content.split(b"Message-ID: <")[1].split(b">")[0]
                                   for _, content in self.relay.taken)
        self.assertEqual(set(sent.values()), {1})

    def test_what_a_daemon_that_never_comes_back_had_in_hand_is_settled_by_the_leader(self):
        self.relay.answer_after = 0.05
        self.both_serve()
        self.import_some(1, 10)
        self.assertIsNotNone(wait_until(lambda: self.postgres.ask(
            "SELECT id FROM parcels WHERE claimed_by LIKE '%second%' AND state = 'committing'"),
            60))
        self.processes[self.second].kill()
        # Twenty minutes later, when its claims have run out, the leader looks for another reason.
        self.postgres.ask("UPDATE parcels SET claimed_until = 1 WHERE claimed_by LIKE '%second%'")
        self.import_some(100, 1)
        self.assertIsNotNone(wait_until(
            lambda: self.all_are(11 * EMAILS_OF_A_CASE, "accepted", "uncertain"), 60),
            self.states())
        sent = collections.Counter(content.split(b"Message-ID: <")[1].split(b">")[0]
                                   for _, content in self.relay.taken)
        self.assertEqual(set(sent.values()), {1})

    def test_a_daemon_that_sends_for_the_leader_can_be_started_again(self):
        self.both_serve()
        self.import_some(1, 3)
        self.wait_until_all_went(3)
        self.processes[self.second].kill()
        self.processes[self.second].wait(30)
        before = len(self.said(self.second, "started"))
        self.serve(self.second)
        self.assertIsNotNone(wait_until(
            lambda: len(self.said(self.second, "started")) > before, 20), self.lines(self.second))
        self.import_some(100, 3)
        self.wait_until_all_went(6)
        self.assertIsNone(self.processes[self.second].poll())
        self.assert_each_went_once()

    def test_a_daemon_that_is_started_before_its_database_waits_for_it_and_says_so_once(self):
        self.postgres.end()
        self.serve(self.office)
        self.assertIsNotNone(wait_until(lambda: self.said(self.office, "the database failed"), 20))
        time.sleep(5)
        self.assertIsNone(self.processes[self.office].poll(), self.lines(self.office))
        self.assertEqual(len(self.said(self.office, "the database failed")), 1)
        self.postgres.start()
        self.assertIsNotNone(wait_until(
            lambda: self.said(self.office, "the database works again"), 20))
        self.import_some(1, 2)
        self.wait_until_all_went(2)

    def test_a_daemon_that_waits_for_its_database_can_be_stopped(self):
        self.postgres.end()
        self.serve(self.office)
        self.assertIsNotNone(wait_until(lambda: self.said(self.office, "the database failed"), 20))
        self.processes[self.office].terminate()
        self.assertEqual(self.processes[self.office].wait(30), 0)

    def test_a_location_may_name_several_servers_and_doctor_asks_whether_they_wait(self):
        self.office.environment["POSTROOM_DATABASE_LOCATION"] = (
            f"postgres:///postgres?host=/nowhere,{self.postgres.folder}&user=postroom"
            "&target_session_attrs=read-write")
        self.import_some(1, 1)
        self.office.do("run")
        self.wait_until_all_went(1)
        self.assertIn("waits for no standby", self.office.say("doctor").out)
        self.serve(self.office)
        self.assertIsNotNone(wait_until(
            lambda: self.said(self.office, "the database is not safe"), 20))

    def test_the_database_going_away_and_coming_back_loses_nothing(self):
        self.both_serve()
        self.import_some(1, 15)
        wait_until(lambda: len(self.relay.taken) > 5, 30)
        self.postgres.end(signal.SIGKILL)
        self.postgres.start()
        self.assertIsNotNone(wait_until(
            lambda: self.all_are(15 * EMAILS_OF_A_CASE, "accepted", "uncertain"), 90),
            f"{self.states()} {self.lines(self.office)[-3:]}")
        sent = collections.Counter(content.split(b"Message-ID: <")[1].split(b">")[0]
                                   for _, content in self.relay.taken)
        self.assertEqual(set(sent.values()), {1})
        self.office.do("archive", "verify")


if __name__ == "__main__":
    unittest.main()
