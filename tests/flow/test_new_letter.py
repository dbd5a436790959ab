"""A letter begun with `postroom letters new`: sound at once, seen before any step sends it."""

import unittest

from office import OfficeTest, pdf_text

NAMES = ("stage1/thanks", "stage1/thanks.yp", "stage1/thanks.cy", "stage1/thanks.yp.cy",
         "our-own/stage1/sorry-again")


class ANewLetter(OfficeTest):
    def test_passes_the_check_and_can_be_looked_at_in_every_rendition(self):
        for name in NAMES:
            self.office.do("letters", "new", name)
            self.office.do("check", self.office.data / f"letters/{name}.md")
        self.office.do("check")
        for name in NAMES:
            with self.subTest(letter=name):
                into = self.folder / name.replace("/", "-")
                self.office.do("preview", name, "--as", "all", "-o", into)
                letter = into / (name.rpartition("/")[2] + ".pdf")
                self.assertIn("0116 496 0000", pdf_text(letter))

    def test_is_never_written_over_one_that_is_there(self):
        self.office.do("letters", "new", NAMES[0])
        path = self.office.data / f"letters/{NAMES[0]}.md"
        path.write_text("mine")
        self.refused("letters", "new", NAMES[0], says="already")
        self.assertEqual(path.read_text(), "mine")

    def test_has_a_name_that_stays_below_the_letters(self):
        for name in ("thanks", "../thanks", "stage1/../../x", "/etc/x", "stage1/Thanks",
                     "stage1/thanks.md", "stage1/thanks.fr", "stage1/", "stage1/_thanks"):
            with self.subTest(name=name):
                self.refused("letters", "new", name, says="no name for a letter")
        self.assertEqual(list((self.office.data / "letters").rglob("*.md"))
                         if (self.office.data / "letters").exists() else [], [])

    def test_needs_a_place_of_the_offices_own(self):
        self.office.data = self.folder / "nowhere"
        self.refused("letters", "new", NAMES[0], says="--into")
        self.office.do("letters", "new", NAMES[0], "--into", self.folder / "letters")
        self.assertTrue((self.folder / "letters/stage1/thanks.md").exists())

    def test_the_overlay_shows_window_and_margins_on_paper_alone(self):
        plain, over = self.folder / "plain.pdf", self.folder / "over.pdf"
        self.office.do("preview", "stage1/stage2-rights", "-o", plain)
        self.office.do("preview", "stage1/stage2-rights", "--overlay", "-o", over)
        self.assertEqual(pdf_text(plain), pdf_text(over))
        self.assertGreater(over.stat().st_size, plain.stat().st_size)
        self.refused("preview", "stage1/stage2-rights", "--overlay", "--as", "html", "-o", over,
                     says="paper")


if __name__ == "__main__":
    unittest.main()
