"""What readers get: PDF letters and emails, looked at with other people's tools."""

import re
import subprocess
import unittest

from office import SharedOfficeTest, case, complainant, parsed, pdf_text

# (first name, last name): each must come out as the characters it is.
HOSTILE = [("Siân", "O’Neill"), ("Nadia", "de la Cruz"), ("Ada", "*Ltd*"), ("Eve", "=SUM(A1)"),
           ("Bo", "{{x}}"), ("Kit", "<b>"), ("Ŵyn Łukasz", "Ștefan"), ("Nguyễn Thị", "Hương"),
           ("Олена", "Шевченко"), ("Ελένη", "Παππά"), ("Al", "[x](http://evil.example)"),
           ("Pat", "O'Brien & Co\"s\""), ("Lou", "&amp;"), ("Jo", "# 1. _a_ `b`")]


def tool(*command):
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


class WhatReadersGet(SharedOfficeTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls.office
        office.import_cases(
            [case(f"CC-2025-{channel[0].upper()}{n:02}", who=complainant(
                channel, first_name=first, last_name=last,
                email=f"reader{n}@mail.example" if channel == "email" else None),
                area=f"{channel}{n}")
             for channel in ("letter", "email") for n, (first, last) in enumerate(HOSTILE)],
            "2025-03-03")
        office.environment["POSTROOM_SENDING_FLOOD_FLOOR"] = "0"
        office.run("2025-03-03")
        parcels = {p["id"]: p for p in office.parcels()}
        cls.letters = {parcels[path.stem]["case"]: path for path in office.letters_in_tray()}
        cls.emails = [(parcels[path.name.removesuffix(".postroom")], path)
                      for path in office.emails()]

    def each_letter(self):
        self.assertEqual(len(self.letters), len(HOSTILE))
        return [(self.letters[f"CC-2025-L{n:02}"], *name) for n, name in enumerate(HOSTILE)]

    def each_email(self):
        self.assertEqual(len(self.emails), 2 * len(HOSTILE) * 4 + len(HOSTILE))
        return self.emails

    def test_every_name_is_printed_as_the_characters_it_is(self):
        for path, first, last in self.each_letter():
            address = [line.strip() for line in pdf_text(path).splitlines()]
            self.assertIn(f"Mrs {first} {last}", address)
            self.assertIn("12 Example Street", address)
            self.assertIn("EX1 2AB", address)
            self.assertIn(f"Dear Mrs {last}", address)

    def test_every_pdf_is_tagged_titled_and_embeds_its_fonts(self):
        for path, _, _ in self.each_letter():
            facts = tool("pdfinfo", str(path)).stdout.decode()
            self.assertRegex(facts, r"Tagged: +yes")
            self.assertRegex(facts, r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)")
            self.assertRegex(facts, r"Title: +\S")
            fonts = tool("pdffonts", str(path)).stdout.decode().splitlines()[2:]
            self.assertTrue(fonts)
            for font in fonts:
                embedded, subset, unicode = font.split()[-5:-2]
                self.assertEqual((embedded, subset, unicode), ("yes", "yes", "yes"), font)

    def test_every_pdf_tells_its_structure(self):
        for path, _, _ in self.each_letter():
            structure = tool("pdfinfo", "-struct-text", str(path)).stdout.decode()
            for tag in ("Document", "H1 (block)", "H2 (block)", "P (block)"):
                self.assertIn(tag, structure)
            self.assertIn("Our reference: CC-2025-L", structure)

    def test_qpdf_finds_nothing_wrong(self):
        for path, _, _ in self.each_letter():
            checked = tool("qpdf", "--check", str(path))
            self.assertEqual(checked.returncode, 0, checked.stderr)
            self.assertNotIn(b"WARNING", checked.stdout + checked.stderr)

    def test_no_file_name_in_the_tray_or_maildir_tells_a_name_or_a_case(self):
        for path in list(self.letters.values()) + [path for _, path in self.emails]:
            self.assertRegex(path.name, r"^[0-9a-f]{32}\.(pdf|postroom)$")

    def test_every_email_parses_without_a_defect_and_says_its_text_first(self):
        for _, path in self.each_email():
            message = parsed(path)
            self.assertEqual(message.get_content_type(), "multipart/alternative")
            kinds = [part.get_content_type() for part in message.iter_parts()]
            self.assertEqual(kinds[:2], ["text/plain", "text/html"])
            for part in message.walk():
                self.assertEqual(part.defects, [])
            for header in ("From", "To", "Subject", "Date", "Message-ID", "Archive-Checkpoint"):
                self.assertEqual(len(message.get_all(header, [])), 1, header)
            for name, value in message.items():
                self.assertEqual(getattr(value, "defects", ()), (), name)

    def test_every_email_is_short_crlf_lines_of_ascii(self):
        for _, path in self.each_email():
            raw = path.read_bytes()
            self.assertTrue(raw.isascii())
            self.assertIsNone(re.search(rb"(?<!\r)\n|\r(?!\n)", raw))
            self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998)

    def test_no_subject_tells_who_complained_or_what_about(self):
        for parcel, path in self.each_email():
            subject = parsed(path)["Subject"]
            self.assertIn(parcel["case"], subject)
            for word in ["Fostering", "cancelled", *HOSTILE[int(parcel["case"][-2:])]]:
                self.assertNotIn(word, subject)

    def test_every_name_is_text_in_the_email_and_escaped_in_its_html(self):
        for parcel, path in self.each_email():
            if parcel["recipient"] != "complainant":
                continue
            _, last = HOSTILE[int(parcel["case"][-2:])]
            message = parsed(path)
            text = message.get_body(("plain",)).get_content()
            html = message.get_body(("html",)).get_content()
            self.assertIn(f"Dear Mrs {last}", text)
            escaped = last.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            quoted = escaped.replace('"', "&quot;")
            self.assertTrue(any(f"Dear Mrs {form}" in html for form in
                                (escaped, quoted, quoted.replace("'", "&#39;"))), html)
            self.assertNotIn("<b>", html.replace("<body", ""))
            self.assertNotIn('href="http://evil', html)

    def test_the_reader_of_an_email_is_its_only_recipient(self):
        for parcel, path in self.each_email():
            if parcel["recipient"] != "complainant":
                continue
            message = parsed(path)
            self.assertEqual([a.addr_spec for a in message["To"].addresses],
                             [f"reader{int(parcel['case'][-2:])}@mail.example"])
            self.assertIsNone(message["Cc"])
            self.assertIsNone(message["Bcc"])

    def test_the_manifest_lists_every_letter_and_no_name_becomes_a_formula(self):
        manifest = (self.office.data / "tray" / "2025-03-03" / "manifest.csv").read_text("utf-8")
        for path in self.letters.values():
            self.assertIn(path.name, manifest)
        self.assertNotRegex(manifest, r'(?m)(^|,)"?=')


if __name__ == "__main__":
    unittest.main()
