"""A data directory in a temporary folder, and the postroom binary run on it as a user runs it."""

import datetime
import email
import email.policy
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest

POSTROOM = os.environ.get("POSTROOM_BINARY", "build/release/postroom")
SOURCE_TREE = pathlib.Path(__file__).resolve().parents[2]
# Makes the clock-watching tests patient on a machine that does much else.
PATIENCE = float(os.environ.get("POSTROOM_PATIENCE", "1"))
# What a program says when it fell over instead of explaining itself.
SIGNS_OF_A_CRASH = ("terminate called", "Traceback", "Segmentation", "core dumped", "Assertion",
                    "AddressSanitizer", "runtime error", "std::", "Poco::", "what():")


class Answer:
    """What one command said, and how it ended."""

    def __init__(self, done):
        self.code = done.returncode
        self.bytes = done.stdout
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.out)


class Office:
    """One data directory. `environment` is added to every command's own."""

    # The note of the first office of this process that it read all letters and found them well: a
    # sixth of a second for each of a thousand offices.
    read_before = None

    def __init__(self, folder, environment=None):
        self.data = pathlib.Path(folder)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("POSTROOM_")} | {"LC_ALL": "C"}
        # Half of a short command is reading procedures: a test of one council needs no other.
        if wanted := os.environ.get("POSTROOM_TEST_PROCEDURES"):
            self.environment["POSTROOM_PROCEDURES_IN_USE"] = wanted
        self.environment |= environment or {}

    def command(self, *arguments):
        return [POSTROOM, "--data", str(self.data), *map(str, arguments)]

    def say(self, *arguments, **more):
        """Runs a command whatever comes of it."""
        done = subprocess.run(self.command(*arguments), capture_output=True, check=False,
                              **{"env": self.environment, "timeout": 120, **more})
        answer = Answer(done)
        for sign in SIGNS_OF_A_CRASH:
            assert sign not in answer.err, f"{arguments}: {answer.err}"
        assert answer.code in (0, 1, 2), f"{arguments}: exit {answer.code}: {answer.err}"
        if not Office.read_before and (self.data / "content.read").exists():
            Office.read_before = (self.data / "content.read").read_bytes()
        return answer

    def init(self):
        self.do("init", self.data)
        if Office.read_before:
            (self.data / "content.read").write_bytes(Office.read_before)

    def do(self, *arguments, **more):
        """Runs a command that must succeed."""
        answer = self.say(*arguments, **more)
        assert answer.code == 0, f"{arguments}: exit {answer.code}: {answer.err}"
        return answer

    def run(self, day):
        return self.do("run", "--on", day, "--json").json()

    def run_each_day(self, days, post=True):
        """Every day's run, and every evening somebody takes the tray to the post."""
        for day in days:
            self.run(day)
            if post and (self.data / "tray" / day).exists():
                self.do("outbox", "posted", "--tray", day, "--on", day)

    def import_cases(self, cases, on, *more):
        path = self.write("cases.json", {"format": "postroom-cases/1", "cases": cases})
        return self.do("import", path, "--on", on, *more)

    def event(self, case, name, on, at=None, **details):
        pairs = [part for key, value in details.items() for part in ("--set", f"{key}={value}")]
        self.do("event", case, name, "--on", on, "--at", at or f"{on}T10:00:00Z", *pairs)

    def write(self, name, content):
        """A file beside the data directory."""
        path = self.data.parent / name
        if isinstance(content, (dict, list)):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def outbox(self, **wanted):
        items = self.do("outbox", "list", "--json").json()
        return [item for item in items if all(item[key] == value for key, value in wanted.items())]

    def parcels(self, **wanted):
        return self.outbox(type="parcel", **wanted)

    def tasks(self, **wanted):
        return self.outbox(type="task", **wanted)

    def ledger(self):
        return self.do("archive", "list", "--json").json()

    def letters_in_tray(self):
        return sorted((self.data / "tray").glob("*/*.pdf"))

    def emails(self):
        return sorted((self.data / "maildir" / "new").iterdir())

    def events_on_record(self, case):
        return self.sql("SELECT name, happened_on, details FROM events WHERE case_reference = ? "
                        "ORDER BY number", case)

    def sql(self, statement, *values):
        """As another program on the same database would."""
        connection = sqlite3.connect(self.data / "postroom.db", timeout=20)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def every_file(self):
        """Path and bytes of all that a run may leave behind."""
        return {path.relative_to(self.data).as_posix(): path.read_bytes()
                for place in ("archive", "maildir", "tray")
                for path in sorted((self.data / place).rglob("*")) if path.is_file()}


def weekdays(first, last):
    """ISO dates of Mondays to Fridays; holidays among them, on which nothing may be sent."""
    day, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    while day <= last:
        if day.weekday() < 5:
            yield day.isoformat()
        day += datetime.timedelta(days=1)


class SharedOfficeTest(unittest.TestCase):
    """The tests of a class share one data directory, already initialised."""

    environment = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-flow-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.office = Office(cls.folder / "data", cls.environment)
        cls.office.init()


class OfficeTest(unittest.TestCase):
    """Each test has a data directory of its own, already initialised."""

    environment = {}

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-flow-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.office = Office(self.folder / "data", self.environment)
        self.office.init()

    def refused(self, *arguments, says=(), code=1, **more):
        """The command fails, explains itself with all of `says`, and the answer is returned."""
        answer = self.office.say(*arguments, **more)
        self.assertEqual(answer.code, code, answer.err or answer.out)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, answer.err)
        return answer


def officers(area="north"):
    return [{"role": role, "name": name, "email": f"{post}.{area}@council.example"}
            for role, name, post in (("team_manager", "Tariq Boateng", "team"),
                                     ("service_manager", "Sioned Vaughan", "service"),
                                     ("head_of_service", "Hana Novák", "head"))]


def complainant(channel="letter", **more):
    party = {"role": "complainant", "kind": "parent", "title": "Mrs", "first_name": "Asha",
             "last_name": "Quillfeather", "address": ["12 Example Street", "Exampleton"],
             "postcode": "EX1 2AB", "channel": channel, "format": "standard", "language": "en"}
    if channel == "email":
        party["email"] = "asha.quillfeather@mail.example"
    party |= more
    return {key: value for key, value in party.items() if value is not None}


def case(reference="CC-2025-0001", received="2025-03-03", who=None, events=(), area="north",
         **more):
    return {"reference": reference, "procedure": "leicestershire-statutory",
            "service_area": "Fostering North",
            "complaint": {"summary": "Visits were cancelled.", "desired_outcome": "An apology."},
            "parties": [who or complainant(), *officers(area)],
            "events": [{"name": "received", "on": received}, *events]} | more


def parsed(path_or_bytes):
    raw = path_or_bytes if isinstance(path_or_bytes, bytes) else path_or_bytes.read_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def pdf_text(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True,
                          timeout=60).stdout.decode()


def wait_until(condition, seconds):
    """Seconds it took, or None when the time (times the machine's patience) ran out."""
    began = time.monotonic()
    while time.monotonic() - began < seconds * PATIENCE:
        if condition():
            return time.monotonic() - began
        time.sleep(0.05)
    return None
