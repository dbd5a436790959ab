"""Killed at any moment, Postroom sends every letter exactly once when it is started again."""

import collections
import os
import random
import signal
import subprocess
import time
import unittest

from office import OfficeTest, case, complainant, parsed

KILLS = int(os.environ.get("POSTROOM_KILLS", "40"))
SEED = int(os.environ.get("POSTROOM_SEED", "20250303"))
CASES = 4


class KilledAtAnyMoment(OfficeTest):
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.cases = 0

    def more_cases(self):
        """Half of them are written to by post, half by email."""
        references = [f"A-{self.cases + n:03}" for n in range(CASES)]
        self.cases += CASES
        self.office.import_cases(
            [case(reference, who=complainant("letter" if n % 2 else "email"))
             for n, reference in enumerate(references)], "2025-03-03")

    def run_and_kill(self, after):
        """True when the process still ran at that moment."""
        process = subprocess.Popen(self.office.command("run", "--on", "2025-03-03"),
                                   env=self.office.environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE)
        try:
            process.wait(timeout=after)
            killed = False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed = True
        said = process.communicate()[1].decode()
        if not killed:
            self.assertEqual(process.returncode, 0, said)
        return killed

    def nothing_half_done(self):
        """What holds at any moment, even before the next start: a name that begins with a dot is of
        a file still being laid, which nobody prints; at rest there is none (everything_once)."""
        for path in self.office.letters_in_tray():
            self.assertTrue(path.name.startswith(".") or
                            path.read_bytes().rstrip().endswith(b"%%EOF"), path.name)
        if (self.office.data / "maildir").exists():
            for path in self.office.emails():
                self.assertEqual(parsed(path).defects, [])

    def everything_once(self):
        parcels = self.office.parcels()
        # Each acknowledgement, and the two emails to the team manager with their copies.
        wanted = self.cases * 5
        self.assertEqual(len(parcels), wanted)
        keys = collections.Counter((p["case"], p["step"], p["recipient"]) for p in parcels)
        self.assertEqual(set(keys.values()), {1})
        in_tray = sorted(path.stem for path in self.office.letters_in_tray())
        delivered = sorted(parsed(path)["Message-ID"].strip("<>") for path in self.office.emails())
        self.assertEqual(in_tray, sorted(p["id"] for p in parcels if p["state"] == "sending"))
        # Several cases' emails to one officer are one: each went once, and stands with each case.
        accepted = [p["message_id"] for p in parcels if p["state"] == "accepted"]
        self.assertEqual(delivered, sorted(set(accepted)))
        self.assertEqual(len(in_tray) + len(accepted), wanted)
        manifest = (self.office.data / "tray/2025-03-03/manifest.csv").read_text("utf-8")
        self.assertEqual(len(manifest.splitlines()), 1 + len(in_tray))
        self.assertEqual([path.name for place in ("tray/2025-03-03", "maildir/tmp", "archive.tmp")
                          for path in (self.office.data / place).iterdir()
                          if path.suffix not in (".pdf", ".csv")], [])
        sent = collections.Counter((reference, details) for reference, details in self.office.sql(
            "SELECT case_reference, details FROM events WHERE name = 'letter_sent'"))
        self.assertEqual(set(sent.values()), {1})
        frozen = [leaf["parcel"] for leaf in self.office.ledger() if leaf["event"] == "frozen"]
        self.assertEqual(sorted(frozen), sorted(p["id"] for p in parcels))
        for parcel in self.chance.sample(parcels, 3):
            handed_over = next((self.office.data).rglob(
                (parcel["in_email_of"] or parcel["id"]) + ".*")).read_bytes()
            self.assertEqual(self.office.do("archive", "show", parcel["id"]).bytes, handed_over)

    def test_every_letter_goes_exactly_once_whenever_the_process_is_killed(self):
        self.more_cases()
        began = time.monotonic()
        self.office.run("2025-03-03")
        whole = time.monotonic() - began
        landed = 0
        for kill in range(KILLS):
            # Fresh work for every second run, so that there is something to be killed in.
            if kill % 2 == 0:
                self.more_cases()
            landed += self.run_and_kill(self.chance.uniform(0, 0.8 * whole))
            self.nothing_half_done()
            if kill % 8 == 7 or kill == KILLS - 1:
                self.office.run("2025-03-03")
                self.everything_once()
                self.office.do("archive", "verify")
        self.assertGreater(landed, KILLS // 4, "too few kills came while it ran")


if __name__ == "__main__":
    unittest.main()
