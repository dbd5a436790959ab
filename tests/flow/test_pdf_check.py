"""`postroom pdf check` in the hands of an officer; test_renditions puts every letter through it."""

import unittest

from office import OfficeTest


class CheckingPdfs(OfficeTest):
    def preview(self, letter, name="letter.pdf", *more):
        path = self.folder / name
        self.office.do("preview", letter, "-o", path, *more)
        return path

    def test_a_sound_letter_is_said_to_be_sound(self):
        answer = self.office.do("pdf", "check", self.preview("stage1/response"))
        self.assertIn("all are kept", answer.err)
        self.assertEqual(answer.out, "")

    def test_a_broken_one_names_the_rule_the_place_and_exits_1(self):
        path = self.preview("stage1/response")
        path.write_bytes(path.read_bytes().replace(b"/Marked true", b"/Marked nope"))
        answer = self.office.say("pdf", "check", path)
        self.assertEqual(answer.code, 1)
        self.assertIn("UA-6.2-1  The file says that it is tagged.", answer.out)
        finding = [each for each in self.office.say("pdf", "check", path, "--json").json()
                   if each["rule"] == "UA-6.2-1"][0]
        self.assertEqual(finding["where"], "the catalogue")
        self.assertEqual(finding["file"], str(path))

    def test_what_is_no_pdf_does_not_stop_the_check_of_the_next(self):
        other = self.folder / "notes.txt"
        other.write_text("not a letter")
        answer = self.office.say("pdf", "check", other, self.preview("stage1/response"))
        self.assertEqual(answer.code, 1)
        self.assertIn("not a PDF", answer.err)
        self.assertIn("all are kept", answer.err)

    def test_a_file_that_is_not_there_is_named(self):
        answer = self.office.say("pdf", "check", self.folder / "gone.pdf")
        self.assertEqual(answer.code, 1)
        self.assertIn("gone.pdf", answer.err)

    def test_the_rules_can_be_listed(self):
        rules = self.office.do("pdf", "rules", "--json").json()
        self.assertGreater(len(rules), 150)
        self.assertTrue(all(rule["asks"].endswith(".") for rule in rules))


if __name__ == "__main__":
    unittest.main()
