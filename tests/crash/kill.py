"""Kills `postroom run` at random moments, and audits what the relay really took.

    kill.py [COUNT] [SEED]

COUNT times on each kind of database a run is killed (SIGKILL) at a random moment, while it writes
letters, lays paper in the tray and hands emails to a relay of ours that now and then breaks the
connection, before or after it took the message. The audit after each kill: nothing on record as
sent that the relay did not take, nothing taken twice, no torn file; after some, that the archive
verifies. After every few kills a run ends by itself: then everything has come
to an end, the archive verifies, and whoever resolves the uncertain ones by the relay's log brings
each letter to its reader exactly once.
"""

import random
import signal
import subprocess
import sys
import time

from office_under_test import DAY, Auditor, OfficeUnderTest, Relay, tell

KILLS_OF_ONE_OFFICE = 60  # then a new one, so that the thousandth kill costs what the first did
SETTLE_EVERY = 6
LOOK_AT_THE_ARCHIVE_EVERY = 4  # each look reads all of it


class MoodyRelay(Relay):
    """Breaks the connection now and then: half the time before it takes the message."""

    def __init__(self, chance):
        super().__init__()
        self.chance = chance

    async def handle_DATA(self, server, session, envelope):
        mood = self.chance.random()
        if mood < 0.03:
            server.transport.abort()
            return "451 gone"
        self.hang_up_after_the_dot = mood > 0.97
        self.answer_after = self.chance.uniform(0, 0.01)
        return await super().handle_DATA(server, session, envelope)


class Loop:
    def __init__(self, database, seed):
        self.database, self.chance = database, random.Random(f"{seed} {database}")
        self.landed = self.audits = self.emails = self.paper = 0
        self.uncertain = self.delivered_uncertain = 0
        self.problems = []

    def kill_once(self, test, within):
        process = subprocess.Popen(test.office.command("run", "--on", DAY), stderr=subprocess.PIPE,
                                   env=test.office.environment, stdout=subprocess.DEVNULL)
        try:
            said = process.communicate(timeout=self.chance.uniform(0, within))[1]
            if process.returncode != 0:
                self.problems.append(f"a run that nobody killed failed: {said.decode()[-300:]}")
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            self.landed += 1

    def settle(self, test, auditor):
        """Runs that end by themselves, with a person at the relay's log between them."""
        test.office.do("run", "--on", DAY)
        auditor.audit(at_rest=False)
        for _ in range(20):
            auditor.resolve_uncertain()
            # What the relay refused for now goes again at once.
            test.tell("UPDATE parcels SET retry_at = 1 WHERE state = 'retry_wait'")
            test.office.do("run", "--on", DAY)
            if test.ask("SELECT COUNT(*) FROM parcels WHERE state IN ('retry_wait', 'uncertain')"
                        ) in ([("0",)], [(0,)]):
                break
        auditor.audit(at_rest=True)
        self.audits += 1

    def office(self, kills):
        with OfficeUnderTest(self.database, MoodyRelay(self.chance)) as test:
            auditor = Auditor(test)
            test.more_cases(3)
            began = time.monotonic()
            test.office.do("run", "--on", DAY)
            within = 0.7 * (time.monotonic() - began)
            for kill in range(kills):
                if kill % 2 == 0:
                    test.more_cases(3)
                self.kill_once(test, within)
                auditor.audit(at_rest=False)
                if kill % LOOK_AT_THE_ARCHIVE_EVERY == 0:
                    auditor.check_archive_cut_short()
                if kill % SETTLE_EVERY == SETTLE_EVERY - 1 or kill == kills - 1:
                    self.settle(test, auditor)
                if auditor.problems:
                    break
            auditor.compare_bytes(self.chance, 5)
            self.problems += auditor.problems
            self.uncertain += auditor.uncertain
            self.delivered_uncertain += auditor.delivered_uncertain
            self.emails += len(test.relay.taken)
            self.paper += sum(1 for _ in (test.office.data / "tray").glob("*/*.pdf"))

    def go(self, kills):
        began = time.monotonic()
        done = 0
        while done < kills and not self.problems:
            self.office(min(KILLS_OF_ONE_OFFICE, kills - done))
            done += min(KILLS_OF_ONE_OFFICE, kills - done)
        tell(self.database, {"kills": done, "while it ran": self.landed,
                             "emails taken": self.emails, "letters laid": self.paper,
                             "uncertain": self.uncertain, "of them taken": self.delivered_uncertain,
                             "audits at rest": self.audits}, self.problems, began)
        return not self.problems and self.landed >= kills // 4


def main(count=200, seed=20261125):
    print(f"{count} kills on each database, seed {seed}")
    sound = [Loop(database, seed).go(count) for database in ("sqlite", "postgresql")]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
