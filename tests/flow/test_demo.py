"""The invented council of config/demo: its cases are accepted, and the demo spares other folders."""

import os
import subprocess
import unittest

from office import POSTROOM, SOURCE_TREE, Office, OfficeTest


class TheInventedCouncil(OfficeTest):
    def setUp(self):
        super().setUp()
        self.council = Office(self.folder / "council")
        self.council.do("init", self.council.data, "--demo")

    def test_only_a_missing_address_stops_a_letter(self):
        items = self.council.do("simulate", "--from", "2025-03-03", "--until", "2025-05-02",
                                "--json").json()
        self.assertEqual(len({item["case"] for item in items}), 15)
        stopped = {item["case"]: item["because"] for item in items if item["because"]}
        self.assertEqual(set(stopped), {"CC-2025-0109"})
        self.assertIn("address", stopped["CC-2025-0109"])

    def test_nothing_goes_before_its_case_was_received(self):
        self.council.run("2025-03-03")
        self.assertEqual({parcel["case"] for parcel in self.council.parcels()},
                         {"CC-2025-0101", "CC-2025-0102"})


class TheCaseFromBefore(OfficeTest):
    """Asked for a panel on 6 March 2025; it meets on 10 April, day 25, and reports on the 16th."""

    def test_gets_what_is_due_from_now_on_and_nothing_of_its_history(self):
        self.office.do("import", SOURCE_TREE / "config/demo/stage3.json", "--baseline",
                       "--on", "2025-03-03")
        items = self.office.do("simulate", "--from", "2025-03-03", "--until", "2025-05-30",
                               "--json").json()
        told = [(item["date"], item["catalogue"]) for item in items if item["to"] == "complainant"]
        self.assertEqual(told, [("2025-03-06", "S3-01"), ("2025-03-14", "S3-05"),
                                ("2025-03-28", "S3-06"), ("2025-04-16", "S3-09"),
                                ("2025-04-28", "S3-11")])
        self.assertEqual([item for item in items if item["date"] < "2025-03-06"], [])


class TheDemo(OfficeTest):
    def test_plays_its_two_months_and_shows_what_it_made(self):
        shown = self.folder / "shown"
        done = subprocess.run([SOURCE_TREE / "config/demo/run", os.path.abspath(POSTROOM), shown],
                              capture_output=True, timeout=300, check=False, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.count("approves it."), 10)
        self.assertIn("1 letter stopped by a person", done.stdout)
        named = [line.strip() for line in done.stdout.partition("Open first")[2].splitlines()
                 if line.strip().startswith(str(shown))]
        self.assertEqual(len(named), 4)
        for path in named:
            self.assertGreater(os.path.getsize(path), 200, path)

    def test_leaves_alone_a_folder_it_did_not_make(self):
        mine = self.folder / "mine"
        mine.mkdir()
        (mine / "letter.txt").write_text("kept")
        done = subprocess.run([SOURCE_TREE / "config/demo/run", os.path.abspath(POSTROOM), mine],
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"no demo made it", done.stderr)
        self.assertEqual([path.name for path in mine.iterdir()], ["letter.txt"])


if __name__ == "__main__":
    unittest.main()
