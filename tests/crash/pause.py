"""Stops and goes on with one of two daemons at random, and audits what the relay really took.

    pause.py [COUNT] [SEED]

Two daemons work on one PostgreSQL. COUNT times one of them is stopped (SIGSTOP) at a random moment
while letters go out, its claims are made to run out as after twenty minutes, the other goes on (now
and then killed and started again meanwhile, or the database is), and then the first wakes up. It
finds out that it lost its claim, or that it may not know: nothing goes a second time, nothing is
lost.
"""

import random
import shutil
import signal
import subprocess
import sys
import time

from office_under_test import Auditor, Office, OfficeUnderTest, case, complainant
from office import wait_until
from test_several_daemons import TODAY


class TwoDaemons(OfficeUnderTest):
    def __init__(self, database="postgresql"):
        super().__init__(database)
        self.second = Office(self.folder / "second", self.office.environment)
        self.second.do("init", self.second.data)
        shutil.rmtree(self.second.data / "keys")
        shutil.copytree(self.office.data / "keys", self.second.data / "keys")
        self.log = (self.folder / "log").open("wb")
        self.daemons = {}

    def close(self):
        for process in self.daemons.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait(30)
        self.log.close()
        super().close()

    def serve(self, office):
        self.daemons[office] = subprocess.Popen(office.command("serve"), stdout=self.log,
                                                stderr=self.log, env=office.environment)

    def both_serve(self):
        # Whoever leads first has the archive.
        self.serve(self.office)
        assert wait_until(lambda: b"leads" in (self.folder / "log").read_bytes(), 30) is not None
        self.serve(self.second)

    def kill(self, office):
        self.daemons[office].kill()
        self.daemons[office].wait(30)

    def more_cases(self, count):
        self.office.import_cases(
            [case(f"A-{self.cases + n:05}", received=TODAY, who=complainant("email"))
             for n in range(count)], TODAY)
        self.cases += count

    def at_rest(self):
        """By one look: between two more may be made."""
        states = dict(self.ask("SELECT state, COUNT(*) FROM parcels GROUP BY state"))
        made = sum(map(int, states.values()))
        return (set(states) <= {"accepted", "uncertain"} and
                made == self.cases * Auditor.PARCELS_OF_A_CASE)

    def audit_rounds(self, auditor, count, one_round):
        """How many of `count` rounds were made before there was a problem."""
        done = 0
        while done < count and not auditor.problems:
            one_round()
            done += 1
            for daemon, process in self.daemons.items():
                if process.poll() is not None:
                    said = (self.folder / "log").read_text("utf-8")[-600:]
                    auditor.found(f"{daemon.data.name} ended by itself: {said}")
            if done % 10 == 0 or done == count:
                if wait_until(self.at_rest, 90) is None:
                    auditor.found("it does not come to rest: " +
                                  str(self.ask("SELECT state, COUNT(*) FROM parcels GROUP BY 1")))
                auditor.audit(at_rest=not auditor.problems)
                auditor.resolve_uncertain(on=None)
        return done


def one_pause(test, chance):
    stopped, other = chance.choice([(test.office, test.second), (test.second, test.office)])
    before = len(test.relay.taken)
    test.more_cases(2)
    wait_until(lambda: len(test.relay.taken) > before, 30)
    time.sleep(chance.uniform(0, 0.5))
    test.daemons[stopped].send_signal(signal.SIGSTOP)
    name = str(stopped.data)
    test.tell("SET lock_timeout = '40s'; UPDATE parcels SET claimed_until = 1 "
              f"WHERE claimed_by LIKE '%{name}'")
    accident = chance.random()
    if accident < 0.2:
        test.kill(other)
        test.serve(other)
    elif accident < 0.3:
        test.postgres.end(signal.SIGKILL)
        test.postgres.start()
    time.sleep(chance.uniform(0, 1.5))
    test.daemons[stopped].send_signal(signal.SIGCONT)


def go(test, name, one_round, count, seed):
    """What `count` rounds came to, as the exit code of a program."""
    chance = random.Random(seed)
    began = time.monotonic()
    with test:
        test.relay.answer_after = 0.02
        test.both_serve()
        auditor = Auditor(test)
        done = test.audit_rounds(auditor, count, lambda: one_round(test, chance))
        if not auditor.problems:
            auditor.compare_bytes(chance, 5)
        return auditor.tell("two daemons", {name: done}, seed, began)


def main(count=100, seed=20261125):
    return go(TwoDaemons(), "pauses", one_pause, count, seed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
