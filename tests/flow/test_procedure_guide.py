"""docs/writing-procedures.md promises what its examples show: `postroom check FILE` accepts them."""

import re
import unittest

from office import SOURCE_TREE, OfficeTest

GUIDE = (SOURCE_TREE / "docs/writing-procedures.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
WHOLE, PARTS = EXAMPLES[0], EXAMPLES[1:]


def parts_beginning(key):
    """Each `key: …` of the guide's shorter examples, over as many lines as it takes."""
    starts = rf"^{key}:.*\n(?:  .*\n)*"
    return [found for part in PARTS for found in re.findall(starts, part, re.MULTILINE)]


class TheGuideToProcedures(OfficeTest):
    def check(self, text):
        return self.office.say("check", self.office.write("example.yaml", text))

    def test_its_whole_example_is_accepted(self):
        answer = self.check(WHOLE)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertIn("1 procedure (4 steps)", answer.err)

    def accepts_in_a_step(self, part):
        step = ('  - id: another\n    title: Another\n    source: "Policy"\n'
                '    task: "Telephone."\n    to: complaints_officer\n')
        if not part.startswith("when:"):  # an event, a deadline
            step += "    when: {event: stage1_drafted}\n"
        step += "".join(f"    {line}\n" for line in part.splitlines())
        step += ('  - id: extension-confirmed\n    title: Other\n    source: "Policy"\n'
                 '    task: "Telephone."\n    to: complaints_officer\n'
                 "    when: {event: extension_agreed}\n")
        answer = self.check(WHOLE + "\n" + step)
        self.assertEqual(answer.code, 0, f"{part}\n{answer.err}")

    def test_each_way_to_set_a_step_off_is_accepted(self):
        parts = parts_beginning("when")
        self.assertGreaterEqual(len(parts), 11)
        for part in parts:
            with self.subTest(part):
                self.accepts_in_a_step(part)

    def test_each_deadline_is_accepted(self):
        parts = parts_beginning("deadline")
        self.assertEqual(len(parts), 4)
        for part in parts:
            with self.subTest(part):
                self.accepts_in_a_step(part)

    def test_events_and_settings_are_accepted_as_the_guide_writes_them(self):
        events, = parts_beginning("events")
        settings, = parts_beginning("settings")
        whole = WHOLE.replace("events: [mediation_offered]\n", events + settings)
        self.assertNotEqual(whole, WHOLE)
        answer = self.check(whole.replace("{clock: stage1, day: 3}",
                                          "{clock: stage1, day: *adjudication_days}"))
        self.assertEqual(answer.code, 0, answer.err)

    def test_each_condition_is_accepted(self):
        rows = re.search(r"^\| write \| true when.*?\n\n", GUIDE, re.DOTALL | re.MULTILINE).group(0)
        conditions = re.findall(r"^\| `(.*?)` \|", rows, re.MULTILINE)
        self.assertGreater(len(conditions), 17)
        for condition in conditions:
            with self.subTest(condition):
                self.accepts_in_a_step(f"unless: [{condition}]")

    def test_each_event_a_step_may_record_is_accepted(self):
        parts = parts_beginning("appends")
        self.assertEqual(len(parts), 2)
        for part in parts:
            with self.subTest(part):
                self.accepts_in_a_step(part)

    def test_a_stop_from_a_day_on_is_accepted_as_the_guide_writes_it(self):
        stop = re.search(r"In `stops`, `(.*?)`", GUIDE).group(1)
        answer = self.check(WHOLE.replace("stops: [", f"stops: [{stop}, "))
        self.assertEqual(answer.code, 0, answer.err)

    def test_a_misspelt_key_is_refused_with_its_line(self):
        answer = self.check(WHOLE.replace("    release: approved", "    releases: approved"))
        self.assertEqual(answer.code, 1)
        self.assertRegex(answer.err, r"example\.yaml:\d+: .*unknown key releases")

    def test_it_names_every_key_of_our_own_procedure(self):
        procedure = (SOURCE_TREE / "config/procedures/leicestershire-statutory.yaml").read_text()
        keys = set(re.findall(r"^ {4}(?:- )?([a-z_]+):", procedure, re.MULTILINE))
        self.assertGreater(len(keys), 15)
        self.assertEqual({key for key in keys if f"`{key}`" not in GUIDE}, set())


if __name__ == "__main__":
    unittest.main()
