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


class TheDemo(OfficeTest):
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
