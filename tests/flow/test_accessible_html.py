"""HTML of letters before other people's judges: html-validate and, in a browser, axe."""

import concurrent.futures
import json
import os
import subprocess
import unittest

from office import SOURCE_TREE, OfficeTest
from test_renditions import every_letter

# Looked at in the browser too: every kind of block, both registers, both languages.
LOOKED_AT = {"intake/acknowledgement", "intake/acknowledgement.yp", "stage1/response",
             "stage1/head-of-service-referral", "stage2/acknowledgement", "stage1/stage2-rights.cy"}


class Judged(OfficeTest):
    def test_every_letter_passes_the_judges_of_html_in_light_and_dark(self):
        folder = self.folder / "html"
        folder.mkdir()
        wanted = [(name, []) for name in every_letter()]
        wanted.append(("intake/acknowledgement", ["--language", "bilingual"]))

        def preview(number, name, how):
            look = "look-" if name in LOOKED_AT else ""
            stem = f"{look}{number:03}-{name.replace('/', '-')}"
            for rendition, ending in (("html", ".html"), ("page", ".page.html")):
                self.office.do("preview", name, *how, "--as", rendition,
                               "-o", folder / (stem + ending))

        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            list(workers.map(lambda one: preview(one[0], *one[1]), enumerate(wanted)))
        self.assertGreater(len(list(folder.glob("look-*.page.html"))), 6)
        pictures = os.environ.get("POSTROOM_PICTURES", "")
        judged = subprocess.run(
            ["node", "tests/browser/judge_html.mjs", str(folder), *filter(None, [pictures])],
            cwd=SOURCE_TREE, capture_output=True, timeout=280, check=False)
        self.assertEqual(judged.returncode, 0, judged.stderr.decode())
        findings = json.loads(judged.stdout)
        self.assertEqual(findings, [], json.dumps(findings[:20], indent=1))


if __name__ == "__main__":
    unittest.main()
