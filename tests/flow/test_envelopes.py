"""Letters on the sheet, as pictures: the address shows in its envelope's window wherever the sheet
slides, nothing else does, and no ink lies where printers do not reach."""

import subprocess
import unittest

from office import Office, SharedOfficeTest, case, complainant

DOTS = 150 / 25.4  # a millimetre
PRINTABLE = (15, 5, 195, 292)

# Window on the envelope (left, top, right, bottom), and the sheet's play across and down.
WINDOWS = {
    "dl-57": ((20, 57, 110, 92), 10, 11),
    "dl-53": ((20, 53, 113, 92), 10, 11),
    "dl-49": ((18, 49, 111, 88), 10, 11),
    "c5-58": ((20, 58, 110, 102), 19, 13.5),
    "220x110 window 90x35 at 20,57 panel 99": ((20, 57, 110, 92), 10, 11),
}


def pages_of(pdf):
    """Each page as rows of bytes, 255 for white."""
    picture = subprocess.run(["pdftoppm", "-r", "150", "-gray", pdf], capture_output=True,
                             check=True, timeout=120).stdout
    pages = []
    while picture:
        magic, size, most, rest = picture.split(b"\n", 3)
        assert magic == b"P5" and most == b"255"
        width, height = map(int, size.split())
        pages.append([rest[y * width:(y + 1) * width] for y in range(height)])
        picture = rest[width * height:]
    return pages


def ink(page, left, top, right, bottom):
    """The box, in millimetres, of what is not white inside the area; nothing when all is white."""
    first_row, last_row = max(0, round(top * DOTS)), min(len(page), round(bottom * DOTS))
    first, last = max(0, round(left * DOTS)), round(right * DOTS)
    rows = [y for y in range(first_row, last_row) if page[y][first:last].strip(b"\xff")]
    if not rows:
        return None
    parts = [page[y][first:last] for y in rows]
    lefts = [len(part) - len(part.lstrip(b"\xff")) for part in parts]
    rights = [len(part.rstrip(b"\xff")) for part in parts]
    return ((first + min(lefts)) / DOTS, rows[0] / DOTS, (first + max(rights)) / DOTS,
            (rows[-1] + 1) / DOTS)


class LettersInEnvelopes(SharedOfficeTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = {"address": ["Flat 12", "Bartholomew Featherstone House", "Old Brewery Yard",
                             "Much Exampleton"], "postcode": "ex1 2ab"}
        cls.office.import_cases([case("CC-2025-0001", who=complainant(
            "letter", first_name="Wilhelmina", last_name="Wolstenholme-Gyp", **lines),
            events=[{"name": "stage1_drafted", "on": "2025-03-03", "points": [
                {"text": "Visits were cancelled.", "finding": "upheld", "reasons": "They were."}]}])],
            "2025-03-03")

    def letter(self, envelope, letter="stage1/stage2-rights"):
        path = self.folder / "letter.pdf"
        self.office.environment["POSTROOM_POST_ENVELOPE"] = envelope
        self.office.do("preview", letter, "--case", "CC-2025-0001", "--on", "2025-03-03", "-o",
                       path)
        return path

    def test_the_address_alone_shows_wherever_the_sheet_slides(self):
        for envelope, (window, across, down) in WINDOWS.items():
            page = pages_of(self.letter(envelope))[0]
            seen = ink(page, window[0] - across, window[1] - down, window[2], window[3])
            self.assertIsNotNone(seen, envelope)
            always = (window[0], window[1], window[2] - across, window[3] - down)
            # All that can ever show lies in what always shows: the address, whole, and no more.
            self.assertGreaterEqual(seen[0], always[0], envelope)
            self.assertGreaterEqual(seen[1], always[1], envelope)
            self.assertLessEqual(seen[2], always[2], envelope)
            self.assertLessEqual(seen[3], always[3], envelope)
            self.assertGreater(seen[3] - seen[1], 15, envelope)  # six lines

    def test_a_letter_for_notify_keeps_its_frame_blank(self):
        page = pages_of(self.letter("notify"))[0]
        address = ink(page, 24.6, 39.5, 120, 66.3)
        self.assertIsNotNone(address)
        for left, top, right, bottom in ((15, 30, 24.6, 95), (120, 30, 125, 95),
                                         (24.6, 30, 120, 39.5), (24.6, 66.3, 120, 95)):
            # A millimetre of grace at each edge, as Notify gives.
            self.assertIsNone(ink(page, left + 1, top + 1, right - 1, bottom - 1))

    def test_no_ink_lies_where_printers_do_not_reach(self):
        left, top, right, bottom = PRINTABLE
        for envelope in ("dl-57", "notify"):
            for letter in ("stage1/stage2-rights", "stage1/response"):
                for page in pages_of(self.letter(envelope, letter)):
                    self.assertIsNone(ink(page, 0, 0, 210, top))
                    self.assertIsNone(ink(page, 0, bottom, 210, 297))
                    self.assertIsNone(ink(page, 0, 0, left, 297))
                    self.assertIsNone(ink(page, right, 0, 210, 297))

    def test_an_envelope_that_cannot_be_is_refused_by_name_of_the_key(self):
        self.office.environment["POSTROOM_POST_ENVELOPE"] = "shoebox"
        answer = self.office.say("check")
        self.assertEqual(answer.code, 1)
        self.assertIn("post.envelope", answer.err)

    def test_an_address_that_would_not_be_delivered_holds_the_letter_and_says_why(self):
        office = Office(self.folder / "addresses")
        office.do("init", office.data)
        bad = {"CC-1": dict(address=["12 Example Street"], postcode="Exampleton"),
               "CC-2": dict(address=["of no fixed abode"], postcode="EX1 2AB"),
               "CC-3": dict(address=["@home"], postcode="EX1 2AB"),
               "CC-4": dict(address=[f"line {n}" for n in range(9)], postcode="EX1 2AB"),
               "CC-5": dict(address=["W" * 80], postcode="EX1 2AB")}
        office.import_cases([case(reference, who=complainant("letter", **fields))
                             for reference, fields in bad.items()], "2025-03-03")
        office.run("2025-03-06")
        tasks = {item["case"]: item["reason"] for item in
                 office.do("outbox", "list", "--json").json() if item["type"] == "task"}
        self.assertEqual(office.letters_in_tray(), [])
        self.assertIn("postcode", tasks["CC-1"])
        self.assertRegex(tasks["CC-2"], "no usable postal address|no fixed abode")
        self.assertIn("line 2", tasks["CC-3"])
        self.assertIn("seven", tasks["CC-4"])
        self.assertIn("too wide", tasks["CC-5"])


if __name__ == "__main__":
    unittest.main()
