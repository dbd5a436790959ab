"""The systemd unit keeps its promise: systemd itself judges how much the service is exposed to."""

import re
import shutil
import subprocess
import unittest

from office import SOURCE_TREE

UNIT = SOURCE_TREE / "config" / "postroom.service"
AT_MOST = 1.5


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
class TheServiceUnit(unittest.TestCase):

    def test_is_exposed_no_more_than_we_promise(self):
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", UNIT],
                              capture_output=True, text=True, check=False, timeout=60,
                              env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
        level = re.search(r"Overall exposure level for postroom.service: ([\d.]+)", said.stdout)
        self.assertIsNotNone(level, said.stdout + said.stderr)
        self.assertLessEqual(float(level[1]), AT_MOST)


if __name__ == "__main__":
    unittest.main()
