"""The print day: one file in posting order, a manifest that says the same, and nothing in it that
was taken back or posted before."""

import csv
import io
import subprocess
import unittest

from office import OfficeTest, case, complainant, pdf_text

DAY = "2025-03-03"


def tool(*arguments):
    return subprocess.run(list(map(str, arguments)), capture_output=True, timeout=120,
                          check=True).stdout


def pages_in(path):
    return int(next(line.split()[1] for line in tool("pdfinfo", path).decode().splitlines()
                    if line.startswith("Pages:")))


def picture(path, page):
    return tool("pdftoppm", "-r", 40, "-gray", "-f", page, "-l", page, path)


def text_of(path, first, last):
    return tool("pdftotext", "-f", first, "-l", last, path, "-")


def manifest_of(office, day):
    text = (office.data / "tray" / day / "manifest.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class PrintDay(OfficeTest):
    def start(self, references=("B-1", "A-1", "C-1")):
        self.office.import_cases([case(name, who=complainant(last_name=f"Quill{name[0]}"))
                                  for name in references], DAY)
        return self.office.run(DAY)

    def print_file(self, day=DAY):
        return self.office.data / "tray" / f"{day}.pdf"

    def printed(self):
        return [line for line in manifest_of(self.office, DAY) if line["order"]]

    def test_one_file_holds_the_days_letters_as_they_were_frozen(self):
        self.start()
        whole = self.print_file()
        tool("qpdf", "--check", whole)
        lines = self.printed()
        self.assertEqual([line["case"] for line in lines], ["A-1", "B-1", "C-1"])
        self.assertEqual([line["order"] for line in lines], ["1", "2", "3"])
        for line in lines:
            frozen = self.folder / "frozen.pdf"
            self.office.do("outbox", "show", line["parcel"], "-o", frozen)
            first, pages = int(line["first_page"]), int(line["pages"])
            self.assertEqual(pages, pages_in(frozen))
            for page in range(pages):
                self.assertEqual(picture(whole, first + page), picture(frozen, 1 + page))
            self.assertEqual(text_of(whole, first, first + pages - 1), text_of(frozen, 1, pages))
            self.assertEqual(int(line["sheets"]), (pages + 1) // 2)
            self.assertEqual(line["class"], "first")
            self.assertEqual(line["format"], "print")

    def test_every_letter_starts_on_a_sheet_of_its_own(self):
        self.start()
        for line in self.printed():
            self.assertEqual(int(line["first_page"]) % 2, 1)
        self.assertEqual(pages_in(self.print_file()) % 2, 0)

    def test_bookmarks_are_references_and_no_names(self):
        self.start()
        marks = tool("qpdf", "--json", "--json-key=outlines", self.print_file()).decode()
        for reference in ("First class", "A-1", "B-1", "C-1"):
            self.assertIn(f'"{reference}"', marks)
        self.assertNotIn("Quill", marks)
        self.assertNotIn("Quill", tool("pdfinfo", self.print_file()).decode())

    def test_running_again_changes_no_byte(self):
        self.start()
        before = self.office.every_file() | {"print": self.print_file().read_bytes()}
        self.office.run(DAY)
        self.assertEqual(self.office.every_file() | {"print": self.print_file().read_bytes()},
                         before)

    def test_a_letter_that_was_stopped_is_not_printed(self):
        self.start()
        stopped = next(line for line in self.printed() if line["case"] == "B-1")
        self.office.do("outbox", "cancel", stopped["parcel"], "--reason", "wrong person")
        self.assertEqual([line["case"] for line in self.printed()], ["A-1", "C-1"])
        self.assertNotIn("QuillB", pdf_text(self.print_file()))
        tool("qpdf", "--check", self.print_file())

    def test_what_was_posted_is_not_printed_again(self):
        self.start()
        posted = self.printed()[0]
        self.office.do("outbox", "posted", posted["parcel"], "--on", DAY)
        self.assertEqual([line["case"] for line in self.printed()], ["B-1", "C-1"])
        self.assertEqual(len(manifest_of(self.office, DAY)), 3)
        self.office.do("outbox", "posted", "--tray", DAY, "--on", DAY)
        self.assertFalse(self.print_file().exists())

    def test_a_file_that_was_lost_is_made_again_the_same(self):
        self.start()
        before = self.print_file().read_bytes()
        self.print_file().unlink()
        self.office.run(DAY)
        self.assertEqual(self.print_file().read_bytes(), before)

    def test_a_folder_that_was_cleared_away_leaves_nothing_to_print(self):
        self.start()
        for path in (self.office.data / "tray" / DAY).iterdir():
            path.unlink()
        (self.office.data / "tray" / DAY).rmdir()
        self.office.run(DAY)
        self.assertFalse(self.print_file().exists())
        self.office.do("outbox", "posted", "--tray", DAY, "--on", DAY)

    def test_the_manifest_read_back_confirms_posting(self):
        self.start()
        path = self.office.data / "tray" / DAY / "manifest.csv"
        self.office.do("outbox", "posted", "--manifest", path, "--on", DAY)
        self.assertEqual(len(self.office.parcels(step="acknowledgement", state="accepted")), 3)

    def test_a_manifest_with_one_bad_line_confirms_nothing(self):
        self.start()
        good = (self.office.data / "tray" / DAY / "manifest.csv").read_text("utf-8")
        for name, text, line in (
                ("spoilt.csv", good.replace(self.printed()[1]["parcel"], "1.23E+31"), 3),
                ("open.csv", good + '"never closed', 5),
                ("strange.csv", good + "0" * 32 + "\r\n", None),
                ("semicolons.csv", good.replace(",", ";"), 1)):
            path = self.office.write(name, text)
            says = [name] if line is None else [f"{name}:{line}"]
            self.refused("outbox", "posted", "--manifest", path, "--on", DAY,
                         says=says if line else "0" * 32)
            self.assertEqual(self.office.parcels(state="accepted", channel="letter"), [])


class TwoClasses(OfficeTest):
    environment = {"POSTROOM_POST_SECOND_CLASS": "stage1/closed intake/acknowledgement",
                   "POSTROOM_POST_SEPARATORS": "letters"}

    def test_groups_and_sheets_between(self):
        self.office.import_cases([case("A-1")], DAY)
        self.office.run(DAY)
        lines = manifest_of(self.office, DAY)
        self.assertEqual({line["class"] for line in lines}, {"second"})
        whole = self.office.data / "tray" / f"{DAY}.pdf"
        text = pdf_text(whole)
        self.assertIn("Second class", text)
        self.assertIn("1 letter of Monday 3 March 2025.", text)
        self.assertIn("Do not post it.", text)
        self.assertEqual(int(lines[0]["first_page"]), 5)
        tool("qpdf", "--check", whole)

    def test_a_letter_that_is_not_there_is_a_problem_of_check(self):
        answer = self.office.say("check", env=self.office.environment | {
            "POSTROOM_POST_SECOND_CLASS": "stage1/no-such-letter"})
        self.assertEqual(answer.code, 1)
        self.assertIn("post.second_class", answer.err)


if __name__ == "__main__":
    unittest.main()
