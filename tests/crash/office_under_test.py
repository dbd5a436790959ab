"""An office whose relay is ours, and an auditor who believes only what the relay took.

The auditor never asks Postroom what happened: it compares what the relay really accepted, the rows
of the database, the files in the tray and the archive, as verify.py reads it, with each other.
"""

import collections
import contextlib
import importlib.util
import io
import json
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "flow"))
from office import Office, case, complainant  # noqa: E402
from postgres import Postgres  # noqa: E402
from test_smtp import Relay  # noqa: E402

DAY = "2025-03-03"


def message_id(content):
    return content.split(b"Message-ID: <")[1].split(b">")[0].decode()


class OfficeUnderTest:
    """A data directory, its database of either kind, and the relay it sends to. `database` is
    "sqlite", "postgresql" or a server that runs already; the office ends it."""

    def __init__(self, database, relay=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-crash-"))
        self.postgres = None if database == "sqlite" else database
        if database == "postgresql":
            self.postgres = Postgres().create().start()
        self.relay = relay or Relay()
        self.relay.controller.start()
        self.office = Office(self.folder / "data", {
            "POSTROOM_PROCEDURES_IN_USE": "leicestershire-statutory",
            # A case that comes before a daemon's first look would have emails of its own counted.
            "POSTROOM_TRACKER_WEEKLY": "false",
            "POSTROOM_SENDING_FLOOD_FLOOR": "0", "POSTROOM_SMTP_TLS": "none",
            "POSTROOM_SMTP_HOST": "127.0.0.1", "POSTROOM_SMTP_PORT": str(self.relay.port)})
        if self.postgres:
            self.office.environment["POSTROOM_DATABASE_LOCATION"] = self.postgres.location
        self.office.do("init", self.office.data)
        self.cases = 0

    def close(self):
        with contextlib.suppress(Exception):
            self.relay.controller.stop()
        if self.postgres:
            self.postgres.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def more_cases(self, count):
        """Half of them are written to by post, half by email."""
        self.office.import_cases(
            [case(f"A-{self.cases + n:05}", who=complainant("letter" if n % 2 else "email"))
             for n in range(count)], DAY)
        self.cases += count

    def ask(self, sql):
        if self.postgres:
            return [tuple(row) for row in self.postgres.ask(sql)]
        return [tuple("" if cell is None else str(cell) for cell in row)
                for row in self.office.sql(sql)]

    def tell(self, sql):
        """Changes a row, as another program would."""
        if self.postgres:
            self.postgres.ask(sql)
        else:
            self.office.sql(sql)


class Auditor:
    """Lists every way in which an office did not do what it claims."""

    PARCELS_OF_A_CASE = 5  # the acknowledgement, two emails to the team manager and their copies
    LAID = ("sending",)    # states of a letter that lies in the tray
    LOOKS_AT_A_GROWING_ARCHIVE = 30
    LEFT_BY_AN_EXTENSION = (": not implied by the checkpoint", ": an empty folder")

    def __init__(self, test):
        self.test, self.problems = test, []
        self.uncertain = self.delivered_uncertain = 0

    def found(self, problem):
        self.problems.append(problem)

    def audit(self, at_rest):
        """`at_rest`: the last run ended by itself, so that everything must have come to an end."""
        taken = collections.Counter(message_id(content) for _, content in self.test.relay.taken)
        rows = self.test.ask("SELECT id, case_reference, step, recipient, channel, state, "
                             "message_id FROM parcels")
        keys = collections.Counter(row[1:5] for row in rows if row[5] != "superseded")
        for key, times in keys.items():
            if times > 1:
                self.found(f"{key} was written {times} times")
        self.check_emails(rows, taken, at_rest)
        self.check_paper(rows, at_rest)
        self.check_events()
        if at_rest:
            self.check_count(rows)
            self.check_archive(rows)
        return self.problems

    def check_count(self, rows):
        if len(rows) != self.test.cases * self.PARCELS_OF_A_CASE:
            self.found(f"{len(rows)} parcels of {self.test.cases} cases")

    def check_emails(self, rows, taken, at_rest):
        known = set()
        for id_, _, _, _, channel, state, message in rows:
            if channel != "email":
                continue
            known.add(message)
            times = taken[message]
            if times > 1:
                self.found(f"email {id_} went {times} times ({state})")
            if state in ("accepted", "delivered") and times == 0:
                self.found(f"email {id_} is lost: the relay never took it ({state})")
            # Only a mark before the dot may stand between the relay and our record of it.
            if times and state not in ("accepted", "delivered", "committing", "uncertain"):
                self.found(f"email {id_} went and is on record as {state}")
            if at_rest and state not in ("accepted", "delivered", "uncertain"):
                self.found(f"email {id_} is left behind ({state})")
        for message in taken.keys() - known:
            self.found(f"the relay took {message}, which nobody has on record")

    def check_paper(self, rows, at_rest):
        tray = self.test.office.data / "tray"
        files = list(tray.rglob("*.pdf"))
        torn = [path for path in files if not path.name.startswith(".") and
                not path.read_bytes().rstrip().endswith(b"%%EOF")]
        self.problems += [f"{path.name} in the tray is torn" for path in torn]
        if at_rest:
            self.problems += [f"{path.name} is left in the tray" for path in files
                              if path.name.startswith(".")]
        laid = collections.Counter(path.stem for path in tray.glob("*/*.pdf"))
        for id_, _, _, _, channel, state, _ in rows:
            if channel == "letter" and at_rest and (state not in self.LAID or laid[id_] != 1):
                self.found(f"letter {id_} lies {laid[id_]} times in the tray ({state})")

    def check_events(self):
        sent = collections.Counter(self.test.ask(
            "SELECT case_reference, details FROM events WHERE name = 'letter_sent'"))
        for key, times in sent.items():
            if times > 1:
                self.found(f"{key} is told {times} times")

    def verified(self):
        """What verify.py says of the archive, line by line; nothing when it is sound."""
        archive = self.test.office.data / "archive"
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = load(archive / "verify.py").main(
                [str(archive), str(self.test.office.data / "keys" / "ledger.pub")])
        return said.getvalue().splitlines() if code else []

    def check_archive_cut_short(self):
        """After a kill Postroom finds its archive sound, and says so; without the database, as
        verify.py looks, what an extension laid or had not yet removed is not implied yet."""
        said = self.test.office.say("archive", "verify")
        if said.code != 0:
            self.found(f"after a kill the archive is not sound: {said.err[-300:]}")
        wrong = [line for line in self.verified() if not line.endswith(self.LEFT_BY_AN_EXTENSION)]
        self.problems += [f"after a kill the archive is not sound: {line}" for line in wrong]

    def check_archive(self, rows):
        archive = self.test.office.data / "archive"
        for _ in range(self.LOOKS_AT_A_GROWING_ARCHIVE):
            said = self.verified()
            if not said:
                break
            # A daemon that works lays files before the checkpoint that tells of them.
            time.sleep(1)
        else:
            self.found(f"the archive does not verify: {' '.join(said)[-300:]}")
        objects = {path.name for path in (archive / "objects").rglob("*") if path.is_file()}
        for row in rows:
            if row[0] not in objects:
                self.found(f"parcel {row[0]} is not in the archive")

    def compare_bytes(self, chance, count):
        """What the relay took is, byte for byte, what the archive holds."""
        by_id = {row[1]: row[0] for row in self.test.ask("SELECT id, message_id FROM parcels")}
        taken = [content for _, content in self.test.relay.taken]
        for content in chance.sample(taken, min(count, len(taken))):
            kept = self.test.office.do("archive", "show", by_id[message_id(content)]).bytes
            if kept != content:
                self.found(f"{message_id(content)} went with other bytes than were kept")

    def resolve_uncertain(self, on=DAY):
        """A person who looks in the relay's log settles each, and what did not go goes again; `on`
        that day, or now."""
        taken = {message_id(content) for _, content in self.test.relay.taken}
        for id_, message in self.test.ask(
                # What goes in another parcel's email is settled with that one.
                "SELECT id, message_id FROM parcels WHERE state = 'uncertain' "
                "AND in_email_of IN ('', id)"):
            went = message in taken
            self.uncertain += 1
            self.delivered_uncertain += went
            self.test.office.do("outbox", "resolve", id_, "--sent" if went else "--not-sent",
                                "--note", "in the relay's log" if went else "not in its log",
                                *(["--on", on] if on else []))

    def tell(self, what, done, seed, began):
        """One line of figures and what was found; the exit code of a program."""
        return tell(what, done | {"seed": seed, "emails taken": len(self.test.relay.taken),
                                  "uncertain": self.uncertain,
                                  "of them taken": self.delivered_uncertain},
                    self.problems, began)


def load(program):
    spec = importlib.util.spec_from_file_location("verify", program)
    module = importlib.util.module_from_spec(spec)
    keep, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = keep
    return module


def tell(what, facts, problems, began):
    """One line of figures, and what was found; 1 when anything was."""
    print(what + ": " + json.dumps(facts | {"problems": len(problems),
                                            "seconds": round(time.monotonic() - began)}))
    for problem in problems[:40]:
        print("  " + problem)
    return 1 if problems else 0
