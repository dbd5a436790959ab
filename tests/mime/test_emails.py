"""Emails as Python, GMime and postal-mime read them: all three the same, and as RFC 5322 asks."""

import email.utils
import hashlib
import json
import os
import pathlib
import re
import subprocess
import unittest

from office import SOURCE_TREE, OfficeTest, case, complainant, parsed

COUNCIL = "Cyngor Sir Gâr / Ŵyn"
NEEDS = {"A-1": {}, "A-2": {"format": "large_print"}, "A-3": {"format": "giant_print"},
         "A-4": {"format": "braille"}, "A-5": {"format": "plain_html"},
         "A-6": {"format": "plain_text"}, "A-7": {"language": "cy"},
         "A-8": {"language": "bilingual", "format": "large_print"},
         "A-9": {"first_name": "Siân", "last_name": "O’Neill, \"Ŵ\""}}


def trimmed(text):
    return text.replace("\r\n", "\n").rstrip()


def read_by_python(path):
    message = parsed(path)
    assert not [defect for part in message.walk() for defect in part.defects]
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    # The new policy puts a space between two encoded words of a name; RFC 2047 forbids it.
    old = email.message_from_bytes(path.read_bytes())
    name, address = email.utils.parseaddr(old["to"])
    name = str(email.header.make_header(email.header.decode_header(name)))
    return {"subject": message["subject"], "to": [[name, address]],
            "message_id": message["message-id"].strip("<>"),
            "text": trimmed(bodies["plain"].get_content()),
            "html": trimmed(bodies["html"].get_content()) if bodies["html"] else "",
            "attachments": [[part.get_filename(), part.get_content_type(),
                             hashlib.sha256(part.get_payload(decode=True)).hexdigest()]
                            for part in message.iter_attachments()]}


def read_by_gmime(paths):
    answer = subprocess.run([os.environ["READ_EMAILS"], *map(str, paths)], capture_output=True,
                            check=True, timeout=60).stdout.decode()
    found = {}
    for line in answer.splitlines():
        key, _, value = line.partition(" ")
        value = bytes.fromhex(value).decode()
        if key == "email":
            one = found[pathlib.Path(value).name] = {"to": [], "html": "", "attachments": []}
        elif key == "to":
            one["to"].append(value.split("\n"))
        elif key == "file":
            one["attachments"].append(value.split("\n"))
        elif key in ("plain", "html"):
            one["text" if key == "plain" else key] = trimmed(value)
        elif key in ("subject", "message-id"):
            one[key.replace("-", "_")] = value
    return found


def read_by_postal_mime(folder):
    answer = subprocess.run(["node", "tests/browser/read_emails.mjs", str(folder)],
                            cwd=SOURCE_TREE, capture_output=True, check=True, timeout=60)
    found = json.loads(answer.stdout)
    for one in found.values():
        one["message_id"] = one["message_id"].strip("<>")
        one.pop("from")
    return found


class Emails(OfficeTest):
    environment = {"POSTROOM_COUNCIL_NAME": COUNCIL}

    def setUp(self):
        super().setUp()
        self.office.import_cases([case(name, who=complainant("email", **need))
                                  for name, need in NEEDS.items()], "2025-03-03")
        self.office.run("2025-03-03")
        parcels = {parcel["message_id"]: parcel for parcel in self.office.parcels()}
        folder = self.folder / "eml"
        folder.mkdir()
        for path in self.office.emails():
            parcel = parcels[parsed(path)["message-id"].strip("<>")]
            if parcel["role"] == "complainant":
                (folder / f"{parcel['case']}.eml").write_bytes(path.read_bytes())
        self.eml = folder
        self.paths = sorted(folder.glob("*.eml"))
        self.assertEqual({path.stem for path in self.paths}, set(NEEDS))

    def raw(self, name):
        return (self.eml / f"{name}.eml").read_bytes()

    def test_three_parsers_read_the_same(self):
        by_python = {path.name: read_by_python(path) for path in self.paths}
        self.assertEqual(read_by_gmime(self.paths), by_python)
        self.assertEqual(read_by_postal_mime(self.eml), by_python)

    def test_attachments_are_named_after_council_and_case_in_any_script(self):
        names = {path.stem: [part[0] for part in read_by_python(path)["attachments"]]
                 for path in self.paths}
        council = COUNCIL.replace("/", "-")
        self.assertEqual(names["A-1"], [])
        self.assertEqual(names["A-2"], [f"{council} A-2, large print.pdf"])
        self.assertEqual(names["A-3"], [f"{council} A-3, giant print.pdf"])
        self.assertEqual(names["A-4"], [f"{council} A-4, braille.brf"])
        self.assertEqual(names["A-5"], [f"{council} A-5.html"])
        self.assertEqual(names["A-6"], [])
        raw = self.raw("A-2").decode("ascii")
        self.assertRegex(raw, r"filename\*(?:0\*)?=(?i:utf-8)''Cyngor%20Sir%20G%C3%A2r")
        # For programs that do not know RFC 2231: plain ASCII, and no 8-bit or encoded-word name.
        self.assertRegex(raw, r'name="Cyngor Sir G.r - .yn A-2, large print\.pdf"')

    def test_headers_say_who_what_and_that_nobody_need_answer_a_machine(self):
        for path in self.paths:
            with self.subTest(email=path.stem):
                message = parsed(path)
                self.assertEqual(message["auto-submitted"], "auto-generated")
                self.assertEqual(message["x-auto-response-suppress"], "OOF, AutoReply")
                self.assertEqual(message["reply-to"].addresses[0].addr_spec,
                                 "complaints@council.example")
                self.assertRegex(message["message-id"], r"^<[0-9a-f]{32}@council\.example>$")
                self.assertRegex(message["references"], r"^<case\.[0-9a-f]{24}@council\.example>$")
                self.assertEqual(message["in-reply-to"], message["references"])
                self.assertIsNotNone(message["date"].datetime.utcoffset())
                self.assertTrue(message["archive-checkpoint"])
                self.assertEqual(len(message["to"].addresses), 1)
                for absent in ("list-unsubscribe", "list-id", "bcc", "cc", "precedence"):
                    self.assertIsNone(message[absent])

    def test_auto_replies_are_left_to_bodies_and_to_councils_that_want_them(self):
        self.office.environment["POSTROOM_SENDING_SUPPRESS_AUTO_REPLIES"] = "false"
        self.office.import_cases([case("B-1", who=complainant("email"))], "2025-03-03")
        before = set(self.office.emails())
        self.office.run("2025-03-03")
        for path in set(self.office.emails()) - before:
            self.assertIsNone(parsed(path)["x-auto-response-suppress"])

    def test_emails_of_a_case_stand_in_one_thread_and_of_two_cases_in_two(self):
        threads = {path.stem: str(parsed(path)["references"]) for path in self.paths}
        self.assertEqual(len(set(threads.values())), len(threads))
        first = {path: parsed(path)["message-id"] for path in self.office.emails()}
        self.office.run("2025-03-17")
        later = [parsed(path) for path in self.office.emails() if path not in first]
        own = [message for message in later if "A-1" in message["subject"]]
        self.assertTrue(own)
        self.assertEqual({str(message["references"]) for message in own}, {threads["A-1"]})

    def test_bytes_are_7_bit_short_lined_and_small(self):
        for path in self.paths:
            with self.subTest(email=path.stem):
                raw = path.read_bytes()
                self.assertFalse(re.search(rb"[\x00\x80-\xff]|(?<!\r)\n|\r(?!\n)", raw))
                head = raw.partition(b"\r\n\r\n")[0]
                self.assertLessEqual(max(map(len, head.split(b"\r\n"))), 78)
                self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998)
                self.assertLess(len(read_by_python(path)["html"]), 60_000)

    def test_the_text_is_wrapped_and_its_headings_underlined(self):
        for path in self.paths:
            with self.subTest(email=path.stem):
                text = read_by_python(path)["text"]
                self.assertLessEqual(max(map(len, text.splitlines())), 72)
                self.assertRegex(text, r"(?m)^(.+)\n={5,}$")
                self.assertRegex(text, r"(?m)^(.+)\n-{5,}$")
        self.assertEqual(read_by_python(self.eml / "A-6.eml")["html"], "")
        self.assertEqual(parsed(self.eml / "A-6.eml").get_content_type(), "text/plain")

    def test_plain_text_comes_first_and_html_says_the_letters_language(self):
        message = parsed(self.eml / "A-7.eml")
        self.assertEqual([part.get_content_type() for part in message.iter_parts()],
                         ["text/plain", "text/html"])
        self.assertIn('<html lang="cy">', read_by_python(self.eml / "A-7.eml")["html"])
        both = read_by_python(self.eml / "A-8.eml")["html"]
        self.assertLess(both.index('<div lang="cy">'), both.index('<div lang="en">'))


if __name__ == "__main__":
    unittest.main()
