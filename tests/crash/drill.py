"""Takes away the power while an office is backed up or put back, and looks what is left.

    drill.py [COUNT] [SEED] [--forget-fsync-of PATTERN]

An office at work is backed up (into a folder, into a .zip, its keys), put back elsewhere as a whole
office, and, after another day's letters, its database is put back beside its archive: once, recorded
(recording.py). Then, COUNT times, the power goes at some moment of a backup or a restore (disk.py).
What lies under the name of a backup is a whole one. What was put back sends nothing before a person
has reconciled it, and what is half put back sends nothing at all. What was said to be done is there.

Afterwards the test is tested, as power.py's: disks that forget the syncs of backups or of what was
put back must be found out.
"""

import argparse
import contextlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time

import disk
from office_under_test import Auditor, Office, OfficeUnderTest, tell
from power import FIRST, SECOND, TRIES_TO_FIND, strace_is_missing, what_is_known
from recording import Recording

FORGOTTEN = {"the backup": r"^backup(\.part|$|/)", "the zip": r"^backup\.zip|^$",
             "the office put back": r"^again", "the database put back": r"^data(/postroom\.db.*)?$"}


class Golden:
    """The record of the drill, and which of its changes each backup and restore made."""

    def __init__(self, test):
        self.test, self.recording = test, Recording(test.folder)
        again = Office(test.folder / "again", test.office.environment)
        folder, packed, keys = (test.folder / name for name in ("backup", "backup.zip", "keys"))
        shutil.rmtree(test.office.data)
        self.spans = {}  # a step of the drill: its first change, and the one after its last
        self.do(test.office, "init", test.office.data)
        self.do(test.office, "import", test.folder / "cases.json", "--on", FIRST)
        self.do(test.office, "run", "--on", FIRST)
        self.known = what_is_known(test)
        self.step("folder", test.office, "backup", "-o", folder)
        self.step("zip", test.office, "backup", "-o", packed)
        self.step("keys", test.office, "backup", "--keys", "-o", keys)
        self.step("elsewhere", again, "restore", packed, "--keys", keys)
        self.do(test.office, "event", "A-00001", "delay_confirmed", "--on", SECOND, "--at",
                f"{SECOND}T09:00:00Z", "--set", "reason=staff illness")
        self.do(test.office, "run", "--on", SECOND)
        self.taken = list(test.relay.taken)
        self.step("beside", test.office, "restore", folder, "--keep-archive")
        self.operations, self.modes = self.recording.operations, self.recording.modes

    def do(self, office, *arguments):
        self.recording.run(office.command(*arguments), office.environment)

    def step(self, name, office, *arguments):
        first = len(self.recording.operations)
        self.do(office, *arguments)
        self.spans[name] = (first, len(self.recording.operations))

    def moment(self, chance, forgetful):
        """The step, and how many changes the disk has seen when the power goes."""
        step = chance.choice(list(self.spans))
        first, end = self.spans[step]
        if forgetful or chance.random() < 0.3:
            return step, end
        return step, chance.randrange(first, end + 1)


class Loss:
    def __init__(self, test, golden, seed, forgetful=None):
        self.test, self.golden, self.auditor = test, golden, Auditor(test)
        chance = random.Random(seed)
        self.step, self.cut = golden.moment(chance, forgetful)
        self.done = {name for name, (_, end) in golden.spans.items() if self.cut >= end}
        state = disk.Disk(golden.modes, forgetful)
        for operation in golden.operations[:self.cut]:
            state.do(operation)
        self.left = state.lose_power(chance)

    def go(self):
        for name in ("data", "backup", "backup.part", "keys", "keys.part", "again", "tried"):
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(self.test.folder / name)
        for path in self.test.folder.glob("backup.zip*"):
            path.unlink()
        disk.write_out(self.left, self.golden.modes, self.test.folder)
        self.test.relay.taken[:] = self.golden.taken
        try:
            self.look_at_backups()
            self.look_at_keys()
            self.look_elsewhere()
            if self.step == "beside":
                self.look_at_database_put_back()
        except (AssertionError, OSError, ValueError, LookupError, sqlite3.Error,
                subprocess.SubprocessError) as trouble:
            self.auditor.found(f"{type(trouble).__name__}: {trouble}"[:300])
        if len(self.test.relay.taken) != len(self.golden.taken):
            self.auditor.found("something was sent")
        return self.auditor.problems

    def office(self, name):
        return Office(self.test.folder / name, self.test.office.environment)

    def found(self, problem):
        self.auditor.found(problem)

    def look_at_backups(self):
        for step, name in (("folder", "backup"), ("zip", "backup.zip")):
            path = self.test.folder / name
            if not path.exists():
                if step in self.done:
                    self.found(f"{name} is gone")
                continue
            tried = self.office("tried")
            answer = tried.say("restore", path, "--keys", self.test.office.data / "keys")
            if answer.code != 0:
                self.found(f"{name} cannot be put back: {answer.err[-200:]}")
            else:
                self.look_at_office(tried)
            shutil.rmtree(tried.data, ignore_errors=True)

    def look_at_keys(self):
        keys = self.test.folder / "keys"
        if keys.exists() or "keys" in self.done:
            for name in ("master.key", "ledger.key", "ledger.pub"):
                if (keys / name).read_bytes() != (self.test.office.data / "keys" / name).read_bytes():
                    self.found(f"the copy of {name} differs")

    def refuses(self, office):
        """It is asked for its day's work, which it must not begin."""
        answer = office.say("run", "--on", SECOND)
        if answer.code != 1 or (office.data / "tray").exists():
            self.found(f"{office.data.name} works as if nothing had happened: {answer.out[-200:]}")
        return answer

    def look_at_office(self, office):
        if "reconcile" not in self.refuses(office).err:
            self.found(f"{office.data.name} does not ask to be reconciled")
        office.do("archive", "verify")
        office.do("archive", "reconcile", "--confirm")
        if what_is_known(self.asked(office)) != self.golden.known:
            self.found(f"{office.data.name} does not know what the backup knew")

    def asked(self, office):
        class Asked:
            @staticmethod
            def ask(sql):
                return [tuple("" if cell is None else str(cell) for cell in row)
                        for row in office.sql(sql)]
        return Asked

    def look_elsewhere(self):
        again = self.office("again")
        if "elsewhere" in self.done:
            self.look_at_office(again)
        elif again.data.exists():
            self.refuses(again)
            shutil.rmtree(again.data)
            again.do("restore", self.test.folder / "backup.zip", "--keys",
                     self.test.folder / "keys")

    def look_at_database_put_back(self):
        office = self.test.office
        answer = office.say("run", "--on", SECOND)
        if "beside" in self.done and "reconcile" not in answer.err:
            self.found("the database put back does not ask to be reconciled")
        if "beside" not in self.done and answer.code != 0:
            office.do("restore", self.test.folder / "backup", "--keep-archive")
            answer = office.say("run", "--on", SECOND)
        if answer.code != 0:
            office.do("archive", "reconcile", "--confirm")
            office.do("event", "A-00001", "delay_confirmed", "--on", SECOND, "--at",
                      f"{SECOND}T09:00:00Z", "--set", "reason=staff illness")
            office.do("run", "--on", SECOND)
        office.do("archive", "verify")


class Series:
    def __init__(self, test, golden):
        self.test, self.golden = test, golden

    def lose(self, seed, forgetful=None):
        loss = Loss(self.test, self.golden, seed, forgetful)
        return [f"seed {seed}, in {loss.step}, after {loss.cut} changes: " + " ".join(said.split())
                for said in loss.go()]

    def tries_to_find(self, pattern, seed):
        for tries in range(TRIES_TO_FIND):
            problems = self.lose(seed + tries, pattern)
            if problems:
                return tries + 1, problems[0]
        return None


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("count", nargs="?", type=int, default=200)
    asked.add_argument("seed", nargs="?", type=int, default=20261126)
    asked.add_argument("--forget-fsync-of", metavar="PATTERN")
    asked = asked.parse_args()
    if strace_is_missing():
        return 77
    began = time.monotonic()
    with OfficeUnderTest("sqlite") as test:
        test.more_cases(2)
        golden = Golden(test)
        series, problems = Series(test, golden), []
        for seed in range(asked.seed, asked.seed + asked.count):
            problems += series.lose(seed, asked.forget_fsync_of)
        tell("drill", {"losses": asked.count, "seed": asked.seed,
                       "changes recorded": len(golden.operations)}, problems, began)
        if asked.forget_fsync_of:
            return 1 if problems else 0
        for part, pattern in FORGOTTEN.items():
            tries, problem = series.tries_to_find(pattern, asked.seed) or (TRIES_TO_FIND, "NOT FOUND")
            print(f"without the syncs of {part}: {tries} losses: {problem[:160]}")
            problems += [part] if problem == "NOT FOUND" else []
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
