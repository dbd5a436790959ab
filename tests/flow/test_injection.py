"""Hostile text through every field and every output: it comes out as text, or is refused."""

import csv
import html.parser
import pathlib
import re
import subprocess
import unittest
import zipfile

import openpyxl

from office import OfficeTest, case, complainant, officers, parsed

HERE = pathlib.Path(__file__).resolve().parent
DAY = "2025-03-03"
BENIGN = "Oakley"
SAFE_NAME = re.compile(r"[A-Za-z0-9._:,=-]+\Z")
ACTIVE = (b"/JavaScript", b"/JS ", b"/OpenAction", b"/AA ", b"/Launch", b"/SubmitForm",
          b"/RichMedia", b"/EmbeddedFile")


def corpus(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.encode("latin-1", "backslashreplace").decode("unicode_escape")
            for line in lines[2:] if line]


class Tags(html.parser.HTMLParser):
    """The tree of a page: tags, their attributes' names, and where links lead."""

    def __init__(self, text):
        super().__init__()
        self.tree = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tree.append((tag, [name for name, _ in attrs],
                          [value for name, value in attrs if name in ("href", "src")]))

    def handle_endtag(self, tag):
        self.tree.append(("/" + tag,))

    def handle_comment(self, data):
        self.tree.append(("comment",))


def shape_of_email(raw):
    message = parsed(raw)
    shape = [[name for name, _ in message.items()]]
    for part in message.walk():
        shape.append((part.get_content_type(), sorted(part.keys())))
        if part.get_content_type() == "text/html":
            shape.append(Tags(part.get_content()).tree)
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    return shape


def shape_of_pdf(path):
    done = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(path), "-"],
                          capture_output=True, check=True, timeout=60)
    text = re.sub(rb"stream\n.*?endstream", b"", done.stdout, flags=re.DOTALL)
    for word in ACTIVE:
        assert word not in text, f"{word} in {path}"
    # Names of the structure tree's elements and of annotations; runs and fonts follow the text.
    return (sorted(re.findall(rb"/S /(\w+)", text)), text.count(b"/Subtype /Link"),
            sorted(re.findall(rb"/URI \((.*?)\)", text)))


class HostileText(OfficeTest):

    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def hostile_case(self, reference, text, channel):
        """Every field that is free text holds `text`, beside words that keep a name a name."""
        who = complainant(channel, title="Mrs", first_name=f"Asha {text}"[:60],
                          last_name=f"{text} Oakley"[:60],
                          address=[f"12 {text}"[:34], "Exampleton"])
        people = [dict(party, name=f"Tariq {text}"[:60]) for party in officers(reference.lower())]
        return case(reference, who=who, service_area=f"North {text}",
                    complaint={"summary": f"Visits {text} stopped.",
                               "desired_outcome": f"An apology {text}."},
                    parties=[who, *people],
                    received=DAY,
                    events=[{"name": "contact_note", "on": DAY, "note": f"Rang {text}",
                             "by": f"Sam {text}"}])

    def test_text_stays_text_in_every_output(self):
        texts = [BENIGN, *corpus("injections.txt")]
        self.office.import_cases(
            [self.hostile_case(f"C-{i}-{channel}", text, channel)
             for i, text in enumerate(texts) for channel in ("letter", "email")], DAY)
        self.office.run(DAY)
        self.office.do("tracker", "-o", self.folder / "tracker.xlsx", "--as-at", DAY)
        problems = [item for item in self.office.tasks() if "C-0" in item["case"]]
        self.assertEqual(problems, [])

        by_id = {item["id"]: item for item in self.office.parcels()}
        made = {(item["case"], item["step"], item["recipient"]) for item in by_id.values()}
        shapes = {}
        for path in self.office.letters_in_tray():
            item = by_id[path.stem]
            shapes[item["case"], item["step"], item["recipient"]] = shape_of_pdf(path)
        for path in self.office.emails():
            item = by_id[path.name.split(".")[0]]
            shapes[item["case"], item["step"], item["recipient"]] = \
                shape_of_email(path.read_bytes())
        self.assertEqual(set(shapes), made)
        compared = 0
        for (reference, step, recipient), shape in shapes.items():
            _, number, channel = reference.split("-")
            with self.subTest(text=texts[int(number)], step=step, recipient=recipient,
                              channel=channel):
                self.assertEqual(shape, shapes[f"C-0-{channel}", step, recipient])
            compared += 1
        # A text that is no name or does not fit may keep its letter for a person; few do.
        self.assertGreater(compared, 0.9 * len(texts) * sum(
            1 for reference, _, _ in made if reference.startswith("C-0-")))

        self.check_tracker(texts)
        self.check_manifest()
        self.check_names_and_ledger(texts)

    def check_tracker(self, texts):
        workbook = openpyxl.load_workbook(self.folder / "tracker.xlsx")
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.coordinate)
                    if cell.hyperlink:
                        self.assertNotIn("evil", str(cell.hyperlink.target))
        with zipfile.ZipFile(self.folder / "tracker.xlsx") as packed:
            for name in packed.namelist():
                self.assertNotIn(b"<f>", packed.read(name), name)
        self.assertEqual([sheet.title for sheet in workbook.worksheets if len(sheet.title) > 31], [])

    def check_manifest(self):
        manifest = (self.office.data / "tray" / DAY / "manifest.csv").read_text("utf-8")
        rows = list(csv.reader(manifest.splitlines()))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        self.assertEqual(len(rows) - 1, len(self.office.letters_in_tray()))
        for row in rows:
            for cell in row:
                self.assertNotRegex(cell, r"\A[=+\-@\t\r]")

    def check_names_and_ledger(self, texts):
        for path in self.office.data.rglob("*"):
            self.assertRegex(path.name, SAFE_NAME)
        ledger = b"".join(path.read_bytes()
                          for path in (self.office.data / "archive").rglob("*") if path.is_file())
        for text in texts:
            if len(text) > 7:
                self.assertNotIn(text.encode(), ledger.replace(
                    (self.office.data / "archive" / "verify.py").read_bytes(), b"").replace(
                    (self.office.data / "archive" / "VERIFY.md").read_bytes(), b""))
        self.office.do("archive", "verify")
        for item in self.office.do("outbox", "list", "--json").json():
            self.assertIn(item["type"], ("parcel", "task"))
        for reference in ("C-1-letter", "C-20-email"):
            self.office.do("explain", reference, "--on", DAY, "--json").json()

    def test_what_no_line_may_hold_is_refused_and_not_repeated(self):
        fields = {
            "reference": lambda text: case(f"R{text}"),
            "first_name": lambda text: case(who=complainant(first_name=text)),
            "last_name": lambda text: case(who=complainant(last_name=text)),
            "title": lambda text: case(who=complainant(title=text)),
            "address": lambda text: case(who=complainant(address=[text, "Exampleton"])),
            "postcode": lambda text: case(who=complainant(postcode=text)),
            "service_area": lambda text: case(service_area=text),
            "email": lambda text: case(who=complainant("email", email=f"a{text}@mail.example")),
        }
        for text in corpus("injections_refused.txt"):
            for field, made in fields.items():
                with self.subTest(text=text, field=field):
                    path = self.office.write("cases.json", {"format": "postroom-cases/1",
                                                            "cases": [made(text)]})
                    answer = self.refused("import", path, "--on", DAY)
                    self.assertNotIn(text, answer.err)
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases"), [(0,)])

    def test_an_address_with_more_in_it_than_an_address_is_refused(self):
        for text in (*corpus("injections.txt"), "a@b.example>, <c@d.example"):
            if re.fullmatch(r"[A-Za-z0-9.-]*", text):
                continue
            address = f"a{text}x@mail.example@mail.example" if "@" not in text else text
            path = self.office.write("cases.json", {
                "format": "postroom-cases/1",
                "cases": [case(who=complainant("email", email=address))]})
            with self.subTest(text=text):
                self.refused("import", path, "--on", DAY, says="email")


if __name__ == "__main__":
    unittest.main()
