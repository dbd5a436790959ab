"""What is recorded of a reader's need decides what they get; what cannot be made waits for a person."""

import re
import subprocess
import tarfile
import unittest
import xml.etree.ElementTree

from facts import words_of_braille
from office import OfficeTest, case, complainant, parsed, pdf_text

URDU = "شاہ"


def sizes_of_type(path):
    """Points of every piece of text on the pages, with the text."""
    xml_text = subprocess.run(["pdftohtml", "-xml", "-zoom", "1", "-i", "-stdout", str(path)],
                              capture_output=True, check=True, timeout=60).stdout
    tree = xml.etree.ElementTree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", xml_text))
    sizes = {font.get("id"): float(font.get("size")) for font in tree.iter("fontspec")}
    return [(sizes[text.get("font")], "".join(text.itertext()))
            for page in tree.iter("page") for text in page.iter("text")]


class Needs(OfficeTest):
    def acknowledge(self, channel="letter", **need):
        self.office.import_cases([case("A-1", who=complainant(channel, **need))], "2025-03-03")
        self.office.run("2025-03-03")

    def tray(self, ending):
        found = sorted((self.office.data / "tray").glob(f"*/*{ending}"))
        self.assertEqual(len(found), 1, f"{ending}: {found}")
        return found[0]

    def email(self):
        readers = [message for message in map(parsed, self.office.emails())
                   if "quillfeather" in message["to"]]
        self.assertEqual(len(readers), 1)
        return readers[0]

    def attachment(self, kind):
        files = list(self.email().iter_attachments())
        self.assertEqual([part.get_content_type() for part in files], [kind])
        return files[0].get_payload(decode=True)

    def waits(self, *words):
        """Nothing was made for the reader, and a person is asked, with a day to do it by."""
        self.assertEqual(self.office.parcels(role="complainant"), [])
        task = self.office.tasks(step="acknowledgement")[0]
        for word in words:
            self.assertIn(word, task["reason"])
        self.assertRegex(task["due"], r"^2025-03-\d\d$")
        self.assertEqual(task["role"], "complaints_officer")

    def test_print_is_as_large_as_asked(self):
        for form, least in (("standard", 12), ("large_print", 18), ("giant_print", 24)):
            with self.subTest(format=form):
                self.setUp()
                self.acknowledge(format=form)
                letter = self.tray(".pdf")
                body = [size for size, text in sizes_of_type(letter)
                        if re.search(r"\b(?:you|your|we|us)\b", text)]
                self.assertGreater(len(body), 10)
                self.assertGreaterEqual(min(body), least)
                self.assertIn("Asha Quillfeather", pdf_text(letter))

    def test_who_reads_email_gets_the_large_letter_with_it(self):
        self.acknowledge("email", format="giant_print")
        path = self.folder / "attached.pdf"
        path.write_bytes(self.attachment("application/pdf"))
        text = self.email().get_body(("plain",)).get_content()
        self.assertIn("We have your complaint", text)
        self.assertGreaterEqual(min(size for size, words in sizes_of_type(path)
                                    if re.search(r"\b(?:you|your|we|us)\b", words)), 24)

    def test_braille_lies_in_the_tray_with_the_sheet_that_shows_its_address(self):
        self.acknowledge(format="braille")
        brf = self.tray(".brf")
        self.assertIn("We have your complaint", words_of_braille(brf.read_bytes().decode("ascii")))
        self.assertEqual(brf.stem, self.tray(".pdf").stem)
        sheet = pdf_text(self.tray(".pdf"))
        self.assertIn("12 Example Street", sheet)
        self.assertIn("Letter in braille", sheet)
        self.assertNotIn("Visits were cancelled", sheet)
        self.assertIn("emboss", self.tray("manifest.csv").read_text("utf-8"))
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-03")
        self.assertEqual(self.office.parcels(role="complainant")[0]["state"], "accepted")

    def test_braille_by_email_is_attached(self):
        self.acknowledge("email", format="braille")
        brf = self.attachment("application/x-brf").decode("ascii")
        self.assertIn("Asha Quillfeather"[5:], words_of_braille(brf))

    def test_a_recording_is_long_enough_to_be_the_letter_and_can_be_played(self):
        self.acknowledge(format="audio")
        seconds = float(subprocess.run(["soxi", "-D", self.tray(".mp3")], capture_output=True,
                                       check=True, timeout=60).stdout)
        self.assertGreater(seconds, 60)
        self.assertIn("Letter to listen to", pdf_text(self.tray(".pdf")))
        self.assertIn("record", self.tray("manifest.csv").read_text("utf-8"))

    def test_a_recording_by_email_is_attached_and_small_enough_to_arrive(self):
        self.acknowledge("email", format="audio")
        sound = self.attachment("audio/mpeg")
        self.assertLess(len(sound), 5_000_000)
        self.assertGreater(len(sound), 200_000)

    def test_plain_text_is_an_email_of_text_alone(self):
        self.acknowledge("email", format="plain_text")
        self.assertEqual(self.email().get_content_type(), "text/plain")

    def test_a_page_to_keep_is_attached(self):
        self.acknowledge("email", format="plain_html")
        page = self.attachment("text/html").decode()
        self.assertIn("<h1>We have your complaint</h1>", page)

    def test_what_goes_by_email_alone_is_not_posted(self):
        self.acknowledge(format="plain_html")
        self.waits("plain_html", "email alone")

    def test_easy_read_and_sign_language_are_peoples_work(self):
        for form in ("easy_read", "bsl"):
            for channel in ("letter", "email"):
                with self.subTest(format=form, channel=channel):
                    self.setUp()
                    self.acknowledge(channel, format=form)
                    self.waits(form, "only people")

    def test_welsh_goes_in_welsh_and_bilingual_in_both_welsh_first(self):
        self.acknowledge(language="cy")
        text = pdf_text(self.tray(".pdf"))
        self.assertIn("Annwyl Mrs Quillfeather", text)
        self.assertIn("dydd Llun 3 Mawrth 2025", " ".join(text.split()))
        self.assertNotIn("Dear", text)
        self.setUp()
        self.acknowledge(language="bilingual")
        text = pdf_text(self.tray(".pdf"))
        self.assertLess(text.index("Annwyl Mrs Quillfeather"), text.index("Dear Mrs Quillfeather"))
        self.assertRegex(text, r"Tudalen 1 o (\d)")
        self.assertRegex(text, r"Page (\d) of \1")

    def test_welsh_that_nobody_wrote_or_can_emboss_waits(self):
        self.acknowledge(language="cy", format="braille")
        self.waits("braille", "Welsh")
        self.setUp()
        folder = self.office.data / "letters/intake"
        folder.mkdir(parents=True)
        self.acknowledge(language="pl")
        self.waits("language")

    def test_a_name_that_a_rendition_cannot_say_is_put_to_a_person(self):
        for form in ("braille", "audio"):
            with self.subTest(format=form):
                self.setUp()
                self.acknowledge(format=form, last_name=URDU)
                self.waits("U+0634")
                self.assertNotIn(URDU, self.office.tasks(step="acknowledgement")[0]["reason"])

    def test_without_the_voice_a_person_is_asked_to_read(self):
        self.office.environment["PATH"] = str(self.folder)
        self.acknowledge(format="audio")
        self.waits("espeak-ng")

    def test_a_letter_taken_back_leaves_nothing_to_emboss(self):
        self.acknowledge(format="braille")
        parcel = self.office.parcels(role="complainant")[0]["id"]
        self.office.do("outbox", "cancel", parcel, "--reason", "Telephoned instead")
        self.assertEqual(list((self.office.data / "tray").glob("*/*.brf")), [])
        self.assertEqual(self.office.letters_in_tray(), [])

    def changes_need(self, **need):
        self.office.event("A-1", "party_changed", "2025-03-04", role="complainant", **need)
        self.office.run("2025-03-04")
        return [letter["state"] for letter in self.office.parcels(step="acknowledgement",
                                                                  recipient="complainant")]

    def test_a_letter_not_posted_yet_is_made_again_in_the_format_its_reader_needs_now(self):
        self.acknowledge()
        self.assertCountEqual(self.changes_need(format="large_print"), ["superseded", "sending"])
        large = self.tray(".pdf")
        self.assertGreaterEqual(min(size for size, text in sizes_of_type(large)
                                    if re.search(r"\b(?:you|your|we|us)\b", text)), 18)
        self.assertCountEqual(self.changes_need(format="braille"),
                              ["superseded", "superseded", "sending"])
        self.assertEqual(self.tray(".brf").stem, self.tray(".pdf").stem)
        self.office.run("2025-03-04")
        self.assertEqual(len(self.office.parcels(step="acknowledgement")), 3)

    def test_it_is_made_again_in_the_language_its_reader_needs_now(self):
        self.acknowledge(language="cy")
        self.assertCountEqual(self.changes_need(language="bilingual"), ["superseded", "sending"])
        self.assertIn("Dear Mrs Quillfeather", pdf_text(self.tray(".pdf")))

    def test_a_letter_waiting_for_approval_is_made_again_and_asks_again(self):
        self.office.import_cases([case("A-1", who=complainant("letter"))], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.event("A-1", "eligibility_decided", "2025-03-04", outcome="not_statutory",
                          reasons="It is about a school.")
        self.office.run("2025-03-04")
        first = [letter for letter in self.office.parcels(role="complainant")
                 if letter["state"] == "awaiting_approval"]
        self.assertEqual(len(first), 1)
        self.changes_need(format="giant_print")
        waiting = [letter for letter in self.office.parcels(step=first[0]["step"])
                   if letter["role"] == "complainant"]
        self.assertCountEqual([letter["state"] for letter in waiting],
                              ["superseded", "awaiting_approval"])

    def test_what_cannot_be_made_in_the_new_format_becomes_a_task_and_leaves_the_tray(self):
        for form in ("easy_read", "bsl"):
            with self.subTest(format=form):
                self.setUp()
                self.acknowledge()
                self.assertEqual(self.changes_need(format=form), ["superseded"])
                self.assertEqual(self.office.letters_in_tray(), [])
                tasks = [task for task in self.office.tasks(step="acknowledgement")
                         if form in task["reason"]]
                self.assertEqual(len(tasks), 1)
                self.assertRegex(tasks[0]["due"], r"^2025-03-\d\d$")

    def test_large_print_follows_the_councils_envelope(self):
        places = {}
        for envelope in ("dl-49", "c5-58"):
            for form in ("large-print", "giant-print"):
                path = self.folder / f"{envelope}-{form}.pdf"
                self.office.do("preview", "intake/acknowledgement", "--as", form, "--envelope",
                               envelope, "-o", path)
                words = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, timeout=60,
                                       capture_output=True).stdout.decode()
                millimetres = [float(top) / 72 * 25.4 for top in
                               re.findall(r'yMin="([\d.]+)"[^>]*>(?:Sample|LE18|Dear)<', words)]
                places[envelope, form] = millimetres
                street, postcode, dear = millimetres[0], millimetres[1], millimetres[-1]
                top, bottom = {"dl-49": (49, 88), "c5-58": (58, 102)}[envelope]
                self.assertTrue(top < street < postcode < bottom, places)
                self.assertGreater(dear, bottom)

    def test_an_envelope_that_nobody_knows_is_refused(self):
        answer = self.office.say("preview", "intake/acknowledgement", "--envelope", "dl-99", "-o",
                                 self.folder / "x.pdf")
        self.assertEqual(answer.code, 1)
        self.assertIn("no such envelope", answer.err)
        answer = self.office.say("preview", "intake/acknowledgement", "--as", "text", "--envelope",
                                 "dl-49", "-o", self.folder / "x.txt")
        self.assertEqual(answer.code, 1)
        self.assertIn("only a letter on paper", answer.err)

    def test_braille_is_packed_for_the_ombudsman_with_its_sheet(self):
        self.acknowledge(format="braille")
        self.office.do("outbox", "posted", "--tray", "2025-03-03", "--on", "2025-03-03")
        self.office.do("archive", "export", "A-1", "-o", self.folder / "bag")
        packed = list((self.folder / "bag/data/letters").glob("*complainant*.tar"))
        self.assertEqual(len(packed), 1)
        with tarfile.open(packed[0]) as letter:
            self.assertCountEqual(letter.getnames(), ["letter.brf", "cover.pdf"])


if __name__ == "__main__":
    unittest.main()
