"""Takes away the power at any moment of an office's work, and audits what comes of it.

    power.py [COUNT] [SEED] [--forget-fsync-of PATTERN] [--recording FILE] [--keep FOLDER]

Two cases are taken in, written to on two days and posted, once, while every change on the disk is
recorded (recording.py). Then, COUNT times: the power goes at some moment of that record; what was
synced is still there, of the rest any part (disk.py); an office finds its data directory so, a person
enters again what was interrupted, and the next run ends by itself. What the relay had taken before is
not taken again, unless somebody who looked in its log says so; nothing is lost; letters lie whole in
the tray; the archive verifies and names what was sent; and all that was confirmed is still known.

Seed after seed from SEED on. A seed that fails is told with the record it fails on, and how to run it
again. Afterwards the test itself is tested: disks that forget the syncs of one part of the program
must be found out. --forget-fsync-of plays one such disk, and --keep leaves the folder as it was found.
"""

import argparse
import collections
import contextlib
import os
import pathlib
import pickle
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import disk
from office_under_test import Auditor, OfficeUnderTest, tell
from recording import Recording
from tamper import Archive

FIRST, SECOND = "2025-03-03", "2025-03-12"
# What each part of the program must not leave out: the paths it syncs. Not the postbook's: the archive
# syncs the whole file system after it.
FORGOTTEN = {"the database": r"postroom\.db$", "the database's journal": r"postroom\.db-journal$",
             "the data directory": r"^data$", "the archive": r"^data/archive(\.tmp)?(/|$)",
             "the print tray": r"^data/tray", "the keys": r"^data/keys"}
TRIES_TO_FIND = 100


class Command:
    """Something a person enters, and the command after which all it leads to has happened."""

    def __init__(self, *arguments, settled_by):
        self.arguments, self.settled_by = arguments, settled_by


COMMANDS = [Command("import", "cases.json", "--on", FIRST, settled_by=1),
            Command("run", "--on", FIRST, settled_by=1),
            Command("outbox", "posted", "--tray", FIRST, "--on", FIRST, settled_by=2),
            Command("event", "A-00001", "delay_confirmed", "--on", SECOND, "--at",
                    f"{SECOND}T09:00:00Z", "--set", "reason=staff illness", settled_by=4),
            Command("run", "--on", SECOND, settled_by=4)]


def what_is_known(test):
    """What persons and the procedure made of the cases; nothing that chance has a hand in."""
    asked = ("SELECT case_reference, step, occurrence, recipient, channel, state FROM parcels",
             "SELECT case_reference, name, happened_on, '', '', '' FROM events")
    return collections.Counter(row for sql in asked for row in test.ask(sql))


class Golden:
    """The record of an office's work, and what was known after each command."""

    def __init__(self, test):
        shutil.rmtree(test.office.data)
        recording = Recording(test.folder)
        recording.run(test.office.command("init", test.office.data), test.office.environment)
        self.begins = len(recording.operations)
        self.known = []
        for number, command in enumerate(COMMANDS):
            recording.run(test.office.command(*in_folder(test, command)), test.office.environment)
            recording.done(number)
            self.known.append(what_is_known(test))
        self.operations, self.modes = recording.operations, recording.modes
        self.taken = list(test.relay.taken)
        self.cases = test.cases
        assert sum(operation[0] == "email" for operation in self.operations) == len(self.taken) > 0

    def moment(self, chance, forgetful):
        """How many changes the disk has seen when the power goes."""
        if forgetful:  # soon after a sync that came to nothing
            forgotten = [number for number, operation in enumerate(self.operations)
                         if operation[0].startswith("sync") and re.search(forgetful, operation[-1])]
            if not forgotten:
                raise SystemExit("the record holds no sync of a path like " + forgetful)
            place = chance.choice(forgotten)
            return min(max(place + 1, self.begins) + int(chance.expovariate(0.2)),
                       len(self.operations))
        if chance.random() < 0.5:
            return chance.randrange(self.begins, len(self.operations) + 1)
        # Around syncs, names, emails and ends of commands most is at stake.
        return chance.choice([number + after for number, operation in enumerate(self.operations)
                              for after in (0, 1) if number >= self.begins
                              and operation[0] not in ("write", "resize")])


def in_folder(test, command):
    return [str(test.folder / word) if word.endswith(".json") else word
            for word in command.arguments]


def parcel_of(leaf):
    return leaf.split(b"\n")[2].split(b" ")[1]


class PowerAuditor(Auditor):
    LAID = ("sending", "accepted")  # posted, a letter stays in its day's folder

    def check_as_found(self):
        """Before anything is mended: what the checkpoint signs is there, and has its postbook."""
        archive = self.test.office.data / "archive"
        if not (archive / "checkpoint").exists():
            return
        signed = re.match(rb"[^\n]+\n(\d+)\n", (archive / "checkpoint").read_bytes())
        if not signed:
            self.found("the archive's checkpoint is torn")
            return
        size = int(signed.group(1))
        leaves = Archive(archive).leaves(size) if size else []
        postbook = self.test.office.data / "postbook"
        lines = postbook.read_bytes().split(b"\n")[:-1] if postbook.exists() else []
        named = {tuple(line.split(b" ")[:2]) for line in lines}
        for number, leaf in enumerate(leaves):
            if (b"%d" % number, parcel_of(leaf)) not in named:
                self.found(f"entry {number} of the archive has no line in the postbook")

    def check_count(self, rows):
        pass  # compared with what is known, row by row

    def check_ledger(self, rows):
        sent = collections.Counter(parcel_of(leaf).decode() for leaf in
                                   Archive(self.test.office.data / "archive").leaves()
                                   if b"\nevent accepted\n" in leaf)
        for row in rows:
            told = sent[row[0]]
            if told != (row[5] in ("accepted", "delivered")):
                self.found(f"the ledger tells {told} times that {row[0]} was sent ({row[5]})")

    def check_manifest(self, rows):
        tray = self.test.office.data / "tray"
        lines = [line.split(",")[0] for path in tray.glob("*/manifest.csv")
                 for line in path.read_text("utf-8").splitlines()[1:]]
        letters = [row[0] for row in rows if row[4] == "letter"]
        if sorted(lines) != sorted(letters):
            self.found(f"the manifest tells of {len(lines)} letters, not of {len(letters)}")

    def check_archive(self, rows):
        super().check_archive(rows)
        self.check_ledger(rows)
        self.check_manifest(rows)


class Loss:
    """One loss of power, and what a person does and finds afterwards."""

    def __init__(self, test, golden, seed, forgetful=None):
        self.test, self.golden, self.auditor = test, golden, PowerAuditor(test)
        chance = random.Random(seed)
        self.cut = golden.moment(chance, forgetful)
        before = golden.operations[:self.cut]
        state = disk.Disk(golden.modes, forgetful)
        for operation in before:
            state.do(operation)
        self.left = state.lose_power(chance)
        self.emails = sum(operation[0] == "email" for operation in before)
        done = [operation[1] for operation in before if operation[0] == "done"]
        self.interrupted = (done[-1] if done else -1) + 1
        if before[-1][0] == "done":  # nothing was under way
            self.interrupted -= 1

    def go(self):
        """Everything that is wrong afterwards."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.test.office.data)
        disk.write_out(self.left, self.golden.modes, self.test.folder)
        self.test.relay.taken[:] = self.golden.taken[:self.emails]
        self.test.cases = self.golden.cases
        # What breaks here is a find too, whoever trips over it.
        try:
            self.auditor.check_as_found()
            if self.enter_again():
                self.audit()
        except (AssertionError, OSError, ValueError, LookupError, StopIteration, sqlite3.Error,
                subprocess.SubprocessError) as trouble:
            self.auditor.found(f"{type(trouble).__name__}: {trouble}"[:300])
        return self.auditor.problems

    def do(self, *arguments):
        answer = self.test.office.say(*arguments, timeout=40)
        if answer.code != 0:
            self.auditor.found(f"{arguments[0]} fails: {answer.err[-200:]}")
        return answer.code == 0

    def run(self):
        return self.do("run", "--on", FIRST if self.interrupted < 3 else SECOND)

    def enter_again(self):
        """What was under way, unless it is on record; then the run that follows."""
        command = COMMANDS[self.interrupted]
        known = what_is_known(self.test)
        told = self.golden.known[self.interrupted] - self.golden.known[max(0, self.interrupted - 1)]
        on_record = known if self.interrupted == 0 else told and not told - known
        if command.arguments[0] != "run" and not on_record:
            if not self.do(*in_folder(self.test, command)):
                return False
        return self.run()

    def audit(self):
        self.auditor.audit(at_rest=True)
        if self.auditor.problems:
            return
        on = FIRST if self.interrupted < 3 else SECOND
        self.auditor.resolve_uncertain(on)
        if self.auditor.uncertain:
            self.test.tell("UPDATE parcels SET retry_at = 1 WHERE state = 'retry_wait'")
            if not self.run():
                return
            self.auditor.audit(at_rest=True)
        known = what_is_known(self.test)
        wanted = self.golden.known[COMMANDS[self.interrupted].settled_by]
        for row in (wanted - known).elements():
            self.auditor.found(f"forgotten: {row}")
        for row in (known - wanted).elements():
            self.auditor.found(f"not asked for: {row}")

    def __str__(self):
        return (f"after {self.cut} of {len(self.golden.operations)} changes, in "
                + " ".join(COMMANDS[self.interrupted].arguments[:3]))


class Series:
    def __init__(self, test, golden):
        self.test, self.golden = test, golden
        self.uncertain = self.delivered_uncertain = self.cut_emails = 0

    def lose(self, seed, forgetful=None):
        loss = Loss(self.test, self.golden, seed, forgetful)
        problems = loss.go()
        self.uncertain += loss.auditor.uncertain
        self.delivered_uncertain += loss.auditor.delivered_uncertain
        self.cut_emails += loss.emails
        return [f"seed {seed}, {loss}: " + " ".join(problem.split()) for problem in problems]

    def finds_a_forgetful_disk(self, pattern, seed):
        for tries in range(TRIES_TO_FIND):
            problems = self.lose(seed + tries, pattern)
            if problems:
                return tries + 1, problems[0]
        return None


def saved(golden):
    with tempfile.NamedTemporaryFile(prefix="postroom-power-", suffix=".recording",
                                     delete=False) as file:
        pickle.dump(golden, file)
        return file.name


def strace_is_missing():
    """Where no process may be traced, nothing can be recorded; that is said, not passed over."""
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False,
                      capture_output=True).returncode == 0:
        return False
    print("SKIPPED: strace may not trace a process here (ptrace is not permitted)")
    return True


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("count", nargs="?", type=int, default=200)
    asked.add_argument("seed", nargs="?", type=int, default=20261126)
    asked.add_argument("--forget-fsync-of", metavar="PATTERN")
    asked.add_argument("--recording", type=pathlib.Path)
    asked.add_argument("--keep", type=pathlib.Path)
    asked = asked.parse_args()
    if not asked.recording and strace_is_missing():
        return 77
    began = time.monotonic()
    with OfficeUnderTest("sqlite") as test:
        test.more_cases(2)
        golden = pickle.loads(asked.recording.read_bytes()) if asked.recording else Golden(test)
        series, problems = Series(test, golden), []
        for seed in range(asked.seed, asked.seed + asked.count):
            problems += series.lose(seed, asked.forget_fsync_of)
            if asked.keep:
                disk.write_out(Loss(test, golden, seed, asked.forget_fsync_of).left, golden.modes,
                               asked.keep)
        tell("power", {"losses": asked.count, "seed": asked.seed,
                       "changes recorded": len(golden.operations),
                       "emails before them": series.cut_emails, "uncertain": series.uncertain,
                       "of them taken": series.delivered_uncertain}, problems, began)
        if problems and not asked.recording:
            print(f"again: POSTROOM_BINARY={os.environ.get('POSTROOM_BINARY', '')} "
                  f"tests/crash/power.py 1 SEED --recording {saved(golden)}")
        if asked.forget_fsync_of or asked.recording:
            return 1 if problems else 0
        for part, pattern in FORGOTTEN.items():
            found = series.finds_a_forgetful_disk(pattern, asked.seed)
            tries, problem = found or (TRIES_TO_FIND, "NOT FOUND")
            print(f"without the syncs of {part}: {tries} losses: {problem[:160]}")
            problems += [] if found else [part]
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
