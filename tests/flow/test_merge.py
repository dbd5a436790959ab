"""Mail-merge as an office uses it: tables from spreadsheets, mistakes by row, and a power cut."""

import csv
import datetime
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import zipfile

import openpyxl
from openpyxl.cell import WriteOnlyCell

from office import POSTROOM, SIGNS_OF_A_CRASH, pdf_text

LETTER = """---
title: We are moving
channels: [letter, email]
subject: "Our new address: {{reference}}"
preheader: "About {{reference}}"
fields: [reference, council_name, moves_on, fee, invited]
---
# We are moving

From {{moves_on}} we are at County Hall. {{council_name}} will not charge {{fee}}.

{{#invited}}
You are invited to the opening.
{{/invited}}
"""
COLUMNS = ["Reference", "Title", "First name", "Last name", "Address 1", "Address 2", "Postcode",
           "Email", "Moves on", "Fee", "Invited"]
ON = ("--on", "2026-02-02")


def person(number, **more):
    row = {"Reference": f"CC-{number:04d}", "Title": "Ms", "First name": "Asha",
           "Last name": f"O'Quill{number}", "Address 1": f"{number} Example Street",
           "Address 2": "Exampleton", "Postcode": "ex12ab",
           "Email": f"asha.{number}@mail.example", "Moves on": datetime.date(2026, 3, 2),
           "Fee": 1234.5, "Invited": "yes" if number % 2 else "no"} | more
    return [row[name] for name in COLUMNS]


class Merge(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-merge-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.letter = self.folder / "moving.md"
        self.letter.write_text(LETTER, "utf-8")
        self.out = self.folder / "out"
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("POSTROOM_")} | {"LC_ALL": "C"}

    def workbook(self, rows, name="people.xlsx", sheet="People", first_sheet=None):
        book = openpyxl.Workbook(write_only=True)
        if first_sheet:
            book.create_sheet(first_sheet).append(["Something else"])
        page = book.create_sheet(sheet)
        page.append(COLUMNS)
        for row in rows:
            cells = list(row)
            if isinstance(cells[9], float):
                cells[9] = WriteOnlyCell(page, value=cells[9])
                cells[9].number_format = '"£"#,##0.00'
            page.append(cells)
        path = self.folder / name
        book.save(path)
        return path

    def table(self, rows, name="people.csv", columns=COLUMNS):
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows(rows)
        (self.folder / name).write_text(text.getvalue(), "utf-8", newline="")
        return self.folder / name

    def merge(self, table, *more, code=0, out=None, letter=None):
        done = subprocess.run([POSTROOM, "merge", str(letter or self.letter), "--data", str(table),
                               "-o", str(out or self.out), *map(str, more)], capture_output=True,
                              timeout=120, check=False, env=self.environment)
        said = done.stderr.decode()
        for sign in SIGNS_OF_A_CRASH:
            self.assertNotIn(sign, said)
        self.assertEqual(done.returncode, code, said)
        return said

    def report(self):
        text = (self.out / "report.csv").read_text("utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def letters(self):
        return sorted(path.name for path in (self.out / "letters").iterdir())

    # --- what it makes ---

    def test_a_workbook_becomes_a_letter_a_row_and_one_file_to_print(self):
        self.merge(self.workbook([person(1), person(2)]), *ON)
        self.assertEqual(self.letters(), ["000002-CC-0001.pdf", "000003-CC-0002.pdf"])
        text = pdf_text(self.out / "letters" / "000002-CC-0001.pdf")
        for words in ("Ms Asha O'Quill1", "1 Example Street", "EX1 2AB", "Dear Ms O'Quill1",
                      "Our reference: CC-0001", "2 February 2026", "Monday 2 March 2026",
                      "Exampleshire", "£1,234.50", "You are invited"):
            self.assertIn(words, text)
        self.assertNotIn("invited", pdf_text(self.out / "letters" / "000003-CC-0002.pdf"))
        whole = self.out / "combined.pdf"
        subprocess.run(["qpdf", "--check", whole], check=True, capture_output=True)
        check = subprocess.run([POSTROOM, "pdf", "check", whole], capture_output=True, check=False)
        self.assertEqual(check.returncode, 0, check.stdout.decode() + check.stderr.decode())
        marks = subprocess.run(["qpdf", "--json", "--json-key=outlines", whole], check=True,
                               capture_output=True).stdout.decode()
        self.assertIn('"CC-0001"', marks)
        self.assertNotIn("Quill", marks)
        self.assertEqual([(line["row"], line["state"], line["pages"]) for line in self.report()],
                         [("2", "made", "1"), ("3", "made", "1")])

    def test_csv_json_and_workbook_say_the_same(self):
        rows = [person(1, Fee="£1,234.50"), person(2, Fee="£1,234.50")]
        texts = set()
        self.workbook(rows)
        in_words = [[cell.isoformat() if isinstance(cell, datetime.date) else cell for cell in row]
                    for row in rows]
        self.table(in_words)

        (self.folder / "people.json").write_text(
            json.dumps([dict(zip(COLUMNS, row)) for row in in_words], ensure_ascii=False), "utf-8")
        for kind in ("csv", "json", "xlsx"):
            self.merge(self.folder / f"people.{kind}", *ON, out=self.folder / kind)
            texts.add(pdf_text(self.folder / kind / "combined.pdf"))
        self.assertEqual(len(texts), 1)

    def test_a_sheet_is_chosen_by_its_name(self):
        path = self.workbook([person(1)], first_sheet="Notes")
        self.merge(path, "--sheet", "People", *ON)
        self.assertEqual(len(self.letters()), 1)
        self.assertIn("no sheet of that name", self.merge(path, "--sheet", "Else", code=1))

    def test_emails_pages_and_texts(self):
        table = self.table([person(1, **{"Moves on": "2026-03-02"})])
        for kind, ending, words in (("eml", "eml", b"To: Ms Asha O'Quill1"),
                                    ("text", "txt", b"Dear Ms O'Quill1"),
                                    ("html", "html", b"<h1")):
            out = self.folder / kind
            self.merge(table, "--as", kind, *ON, out=out)
            made = (out / "letters" / f"000002-CC-0001.{ending}").read_bytes()
            self.assertIn(words, made)
            self.assertFalse((out / "combined.pdf").exists())

    def test_a_letter_of_the_catalogue_takes_its_fields_from_the_table(self):
        said = self.merge(self.table([person(1)]), letter="stage2/holding", code=1)
        self.assertIn("people.csv:1", said)
        self.assertIn("the table has no such column", said)

    # --- what it refuses ---

    def test_mistakes_are_told_by_row_and_column_and_nothing_half_is_written(self):
        rows = [person(1), person(2, **{"Address 1": "", "Address 2": ""}),
                person(3, Email="no address"), person(4, Invited="perhaps"),
                person(5, Fee=""), person(6, Postcode=""), person(7, **{"Last name": "a\u202eb"}),
                person(8, **{"Address 1": "W" * 300})]
        table = self.table(rows)
        said = self.merge(table, *ON, code=1)
        for row, field in ((3, "address_1"), (4, "email"), (5, "invited"), (6, "fee"),
                           (7, "postcode"), (8, "last_name"), (9, "addressee")):
            self.assertRegex(said, rf"people.csv:{row}: .*field {field}")
        self.assertNotIn("perhaps", said)
        self.assertEqual(self.letters(), ["000002-CC-0001.pdf"])
        self.assertFalse((self.out / "combined.pdf").exists())
        self.assertEqual([line["state"] for line in self.report()], ["made"] + ["failed"] * 7)
        # The rows are mended, the same folder goes on, and what was made stays.
        before = (self.out / "letters" / "000002-CC-0001.pdf").stat().st_mtime_ns
        self.table([person(number) for number in range(1, 9)])
        said = self.merge(table, *ON)
        self.assertIn("Made 7 letters; 1 were there already", said)
        self.assertEqual((self.out / "letters" / "000002-CC-0001.pdf").stat().st_mtime_ns, before)
        self.assertTrue((self.out / "combined.pdf").exists())

    def test_a_dry_run_tries_every_row_and_writes_nothing(self):
        said = self.merge(self.table([person(1), person(2, Fee="")]), "--dry-run", code=1)
        self.assertIn("1 row can be made into letters, 1 cannot", said)
        self.assertFalse(self.out.exists())

    def test_columns_that_clash_or_lack_are_refused_before_any_letter(self):
        for columns, words in ((COLUMNS[:-3] + ["Fee", "Invited", "Council name"],
                                "field council_name: a column for what Postroom says itself"),
                               (COLUMNS[:-3] + ["Fee", "Fee", "Invited"], "there twice"),
                               (COLUMNS[:-3] + ["Moves on", "Free", "Invited"],
                                "field fee: the table has no such column")):
            said = self.merge(self.table([person(1)], columns=columns), code=1)
            self.assertIn(words, said)
        self.assertEqual(self.letters(), [])

    def test_unused_columns_are_told(self):
        said = self.merge(self.table([person(1) + ["red"]], columns=COLUMNS + ["Colour"]), *ON)
        self.assertIn("does not use: colour", said)

    def test_a_reader_of_another_format_is_never_sent_standard_print(self):
        said = self.merge(self.table([person(1) + ["large_print"]], columns=COLUMNS + ["Format"]),
                          code=1)
        self.assertIn("needs another format", said)

    # --- going on ---

    def test_killed_in_the_middle_it_goes_on_and_the_end_is_the_same(self):
        table = self.table([person(number) for number in range(1, 400)])
        self.merge(table, *ON, out=self.folder / "whole")
        running = subprocess.Popen([POSTROOM, "merge", str(self.letter), "--data", str(table), "-o",
                                    str(self.out), *ON], env=self.environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while running.poll() is None and not (
                (self.out / "letters").exists() and len(self.letters()) > 20):
            time.sleep(0.001)
        running.send_signal(signal.SIGKILL)
        running.wait()
        killed_with = len(self.letters())
        self.assertFalse((self.out / "report.csv").exists())
        said = self.merge(table)
        self.assertRegex(said, r"Made \d+ letters; \d+ were there already")
        self.assertGreater(killed_with, 20)
        for name in ("combined.pdf", "report.csv"):
            self.assertEqual((self.out / name).read_bytes(),
                             (self.folder / "whole" / name).read_bytes())
        self.assertEqual(self.letters(),
                         sorted(path.name for path in (self.folder / "whole/letters").iterdir()))

    def test_a_torn_journal_and_a_spoilt_letter_are_made_good(self):
        table = self.table([person(number) for number in range(1, 6)])
        self.merge(table, *ON)
        whole = (self.out / "combined.pdf").read_bytes()
        with open(self.out / "merge.journal", "ab") as journal:
            journal.write(b"7\tabc")
        (self.out / "letters" / "000003-CC-0002.pdf").write_bytes(b"half")
        (self.out / "letters" / "000004-CC-0003.pdf").unlink()
        self.assertIn("Made 2 letters; 3 were there already", self.merge(table))
        self.assertEqual((self.out / "combined.pdf").read_bytes(), whole)
        self.assertIn("Made 0 letters; 5 were there already", self.merge(table))

    def test_what_changed_since_is_refused(self):
        table = self.table([person(1), person(2)])
        self.merge(table, *ON)
        self.table([person(1), person(2, Fee="£2")])
        self.assertIn("people.csv:3: this row changed since its letter was made",
                      self.merge(table, code=1))
        self.table([person(1)])
        self.assertIn("lacks rows", self.merge(table, code=1))
        self.table([person(1), person(2)])
        self.assertIn("date changed", self.merge(table, "--on", "2026-02-03", code=1))
        self.assertIn("rendition asked for changed", self.merge(table, "--as", "text", code=1))
        self.letter.write_text(LETTER + "\nOne more word.\n", "utf-8")
        self.assertIn("the letter, its form or the configuration changed",
                      self.merge(table, code=1))

    # --- workbooks made to hurt ---

    def hurt(self, change, name="hurt.xlsx"):
        """A sound workbook with parts replaced: name → bytes."""
        source = self.workbook([person(1)])
        path = self.folder / name
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(
                path, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                data = change(part, old.read(part))
                if data is not None:
                    new.writestr(part, data)
        return path

    def test_hostile_workbooks_are_refused(self):
        sheet = "xl/worksheets/sheet1.xml"
        bomb = (b'<?xml version="1.0"?><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>'
                + b" " * (64 << 20) + b"</t></is></c></row></sheetData></worksheet>")
        entities = (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
                    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>')
        outside = (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                   b"<worksheet><sheetData>&a;</sheetData></worksheet>")
        for what, words in ((lambda p, d: bomb if p == sheet else d, "unpacks to far more"),
                            (lambda p, d: entities if p == sheet else d, "DOCTYPE"),
                            (lambda p, d: outside if p == sheet else d, "DOCTYPE"),
                            (lambda p, d: b"<worksheet><sheetData>" if p == sheet else d, "damaged"),
                            (lambda p, d: b"\xff\x00" if p == "xl/workbook.xml" else d, "damaged"),
                            (lambda p, d: None if p == sheet else d, "it has no " + sheet),
                            (lambda p, d: None if p == "xl/workbook.xml" else d, "it has no")):
            self.assertIn(words, self.merge(self.hurt(what), code=1))
        for data in (b"", b"PK\x03\x04", b"not a zip", b"PK\x05\x06" + b"\0" * 18,
                     self.workbook([person(1)]).read_bytes()[:700]):
            (self.folder / "odd.xlsx").write_bytes(data)
            self.assertIn("this is not a workbook", self.merge(self.folder / "odd.xlsx", code=1))
        self.assertEqual(self.letters(), [])

    def test_damaged_bytes_anywhere_never_break_it(self):
        whole = self.workbook([person(1), person(2)]).read_bytes()
        path = self.folder / "odd.xlsx"
        for place in range(0, len(whole), max(1, len(whole) // 60)):
            spoilt = bytearray(whole)
            spoilt[place] ^= 0xFF
            path.write_bytes(bytes(spoilt))
            done = subprocess.run([POSTROOM, "merge", self.letter, "--data", path, "--dry-run"],
                                  capture_output=True, timeout=60, check=False,
                                  env=self.environment)
            self.assertIn(done.returncode, (0, 1), place)
            for sign in SIGNS_OF_A_CRASH:
                self.assertNotIn(sign, done.stderr.decode("utf-8", "replace"))

    def test_cells_that_hold_no_value_are_told(self):
        book = openpyxl.Workbook()
        page = book.active
        page.append(COLUMNS)
        page.append(person(1, Fee="=1+1"))
        page.append(person(2, Fee="#N/A"))
        page.append(person(3, Fee=0.5))
        page["J3"].data_type = "e"
        page["J4"].number_format = "# ?/?"
        path = self.folder / "odd.xlsx"
        book.save(path)
        said = self.merge(path, code=1)
        self.assertIn("odd.xlsx:2: field fee: holds a formula without its result", said)
        self.assertIn("odd.xlsx:3: field fee: holds an error", said)
        self.assertIn("odd.xlsx:4: field fee: holds a number in a format", said)

    def test_a_formulas_stored_result_is_used(self):
        def with_result(part, data):
            if part != "xl/worksheets/sheet1.xml":
                return data
            return data.replace(b"<v>1234.5</v>", b"<f>1000+234.5</f><v>1234.5</v>")
        self.merge(self.hurt(with_result), *ON)
        self.assertIn("£1,234.50", pdf_text(self.out / "combined.pdf"))


if __name__ == "__main__":
    unittest.main()
