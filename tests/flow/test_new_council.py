"""docs/writing-procedures.md, "A new council in an hour": done as it is written."""

import re
import shutil
import unittest

from office import SOURCE_TREE, OfficeTest, case, pdf_text

GUIDE = (SOURCE_TREE / "docs/writing-procedures.md").read_text(encoding="utf-8")
SECTION = GUIDE[GUIDE.index("## A new council in an hour"):]
HEAD, STEP = re.findall(r"^```yaml\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)
WORDING = re.search(r"^```markdown\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE).group(1)
COMMANDS = re.findall(r"^    \$ (.*)$", SECTION, re.MULTILINE)
REFERENCE = "CC-2026-0001"


class ANewCouncilInAnHour(OfficeTest):
    def setUp(self):
        super().setUp()
        copied = (SOURCE_TREE / "config/procedures/statutory-baseline.yaml").read_text()
        head = re.compile(r"^id: .*\ntitle: .*\ncalendar: .*\nwording: .*\n", re.MULTILINE)
        self.assertEqual(len(head.findall(copied)), 1)
        shutil.copytree(SOURCE_TREE / "letters/statutory-baseline",
                        self.office.data / "letters/exampleton")
        for place, text in (
                ("config/procedures/exampleton-statutory.yaml",
                 head.sub(lambda _: HEAD, copied) + "\n" + STEP),
                ("letters/exampleton/_who-answers.md", WORDING)):
            path = self.office.data / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        cases = [case(REFERENCE, "2026-03-02", procedure="exampleton-statutory")]
        self.office.write("cases.json", {"format": "postroom-cases/1", "cases": cases})

    def as_written(self, command):
        """A command of the guide; its data directory is this test's."""
        parts = command.split()
        self.assertEqual(parts[:3], ["postroom", "--data", "exampleton"])
        return self.office.do(*parts[3:], cwd=self.folder)

    def test_passes_the_check_and_does_what_it_says(self):
        said = {command.split()[3]: self.as_written(command)
                for command in COMMANDS if command.startswith("postroom --data")}
        self.assertEqual(list(said), ["check", "import", "simulate", "explain", "preview"])
        self.assertIn("task for team_manager: Telephone the complainant today.",
                      said["simulate"].out)
        self.assertIn("Exampleton procedure, paragraph 12", said["explain"].out)

    def test_counts_as_a_wall_calendar_does(self):
        self.office.do("import", "cases.json", "--on", "2026-03-02", cwd=self.folder)
        items = self.office.do("simulate", "--from", "2026-03-02", "--until", "2026-06-30",
                               "--json").json()
        dates = {item["catalogue"] or item["step"]: item["date"] for item in items}
        # 3 to 6, 9 to 13 and 16 March are ten days; 17 to 20 and 23 to 27 and 30 March ten more.
        self.assertEqual({name: dates[name] for name in ("I-01", "early-call", "S1-04", "S1-07")},
                         {"I-01": "2026-03-02", "early-call": "2026-03-06",
                          "S1-04": "2026-03-16", "S1-07": "2026-03-30"})

    def test_says_it_in_the_councils_own_words(self):
        self.office.do("import", "cases.json", "--on", "2026-03-02", cwd=self.folder)
        self.office.do("preview", "intake/acknowledgement", "--case", REFERENCE, "--on",
                       "2026-03-02", "--as", "pdf", "-o", "try.pdf", cwd=self.folder)
        text = " ".join(pdf_text(self.folder / "try.pdf").split())
        self.assertIn(WORDING.strip(), text)
        self.assertIn("Listening and Learning Team", text)
        self.assertIn("01632 960777", text)


if __name__ == "__main__":
    unittest.main()
