"""Holds, retention, erasure and exports: what an office does with its records after the letters."""

import hashlib
import pathlib
import shutil
import sqlite3
import subprocess
import unittest
import zipfile

from office import Office, OfficeTest, case, complainant, parsed

CANARIES = {"first_name": "Zephyrinecanary", "last_name": "Quaggacanary",
            "address": ["77 Canarystreet", "Exampleton"], "postcode": "EX1 9ZZ"}
SECRETS = ("Zephyrinecanary", "Quaggacanary", "Canarystreet", "Canarysummary", "Canarynote",
           "canary.quagga@mail.example")

OUTSIDE_THE_MANIFESTS = ("tagmanifest-sha256.txt", "seal.note")


def everything_in(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def spellings(secret):
    """As the office may have written it: plain, and as PDF or quoted-printable might."""
    return {secret.encode(), secret.encode("utf-16-be"), secret.encode("utf-16-le")}


class Records(OfficeTest):

    def with_a_closed_case(self, reference="A-1", channel="letter", **more):
        email = {"email": "canary.quagga@mail.example"} if channel == "email" else {}
        self.office.import_cases(
            [case(reference, who=complainant(channel, **(CANARIES | email)),
                  complaint={"summary": "Canarysummary.", "desired_outcome": "x"})], "2025-03-03")
        self.office.run("2025-03-03")
        self.post("2025-03-03")
        self.office.event(reference, "contact_note", "2025-03-03", at="2025-03-03T17:40:00Z",
                          note="Canarynote")
        self.office.event(reference, "closed", "2025-03-03", at="2025-03-03T18:00:00Z", **more)

    def post(self, day):
        if (self.office.data / "tray" / day).exists():
            self.office.do("outbox", "posted", "--tray", day, "--on", day)

    def erase(self, reference):
        return self.office.do("archive", "erase", reference, "--because", "retention", "--confirm",
                              reference, "--json").json()


class LegalHolds(Records):

    def test_a_hold_wins_over_erasure_until_it_is_lifted(self):
        self.with_a_closed_case()
        self.office.do("archive", "hold", "A-1", "--reason", "The Inquiry asked for it.")
        held = self.office.do("archive", "hold", "--json").json()
        self.assertEqual([(item["case"], item["reason"]) for item in held],
                         [("A-1", "The Inquiry asked for it.")])
        self.refused("archive", "erase", "A-1", "--because", "order", "--confirm", "A-1",
                     says=["legal hold", "A-1"])
        self.office.do("archive", "release", "A-1", "--reason", "The Inquiry has ended.")
        self.assertEqual(self.office.do("archive", "hold", "--json").json(), [])
        self.erase("A-1")

    def test_a_court_holds_as_well(self):
        self.with_a_closed_case()
        self.office.event("A-1", "court_hold", "2025-03-03", at="2025-03-03T18:05:00Z",
                          scope="whole")
        self.refused("archive", "erase", "A-1", "--because", "order", "--confirm", "A-1",
                     says="court")

    def test_holds_want_a_case_that_exists_and_a_reason(self):
        self.with_a_closed_case()
        self.refused("archive", "hold", "A-9", "--reason", "x", says="no such case")
        self.refused("archive", "hold", "A-1", "--reason", "", says="reason")
        self.refused("archive", "hold", "A-1", code=2)
        self.refused("archive", "release", "A-1", code=2)


class Retention(Records):

    def status(self, reference, status, **more):
        self.office.event(reference, "legal_status_recorded", "2025-03-03",
                          at="2025-03-03T18:10:00Z", status=status, **more)

    def test_the_childs_legal_status_decides_and_nothing_is_erased(self):
        for reference in ("A-1", "A-2", "A-3", "A-4", "A-5"):
            self.with_a_closed_case(reference)
        self.office.import_cases([case("B-1")], "2025-03-03")  # open: never due
        self.status("A-1", "in_need")
        self.status("A-2", "child_protection")
        self.status("A-3", "looked_after", born="2012-02-29")
        self.status("A-4", "adopted", born="2012-05-01")
        due = {item["case"]: item for item in
               self.office.do("archive", "retention", "--all", "--json").json()}
        self.assertEqual({name: item["review"] for name, item in due.items()},
                         {"A-1": "2031-03-03", "A-2": "2060-03-03", "A-3": "2087-03-01",
                          "A-4": "2112-05-01", "A-5": ""})
        self.assertIn("legal_status_recorded", due["A-5"]["rule"])
        then = self.office.do("archive", "retention", "--on", "2031-03-03", "--json").json()
        self.assertEqual({item["case"] for item in then}, {"A-1", "A-5"})
        before = self.office.do("archive", "retention", "--on", "2031-03-02", "--json").json()
        self.assertEqual({item["case"] for item in before}, {"A-5"})
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases"), [(6,)])

    def test_a_status_that_is_none_of_ours_is_refused(self):
        self.with_a_closed_case()
        self.refused("event", "A-1", "legal_status_recorded", "--on", "2025-03-03", "--set",
                     "status=famous", says="status")


class Erasure(Records):

    def assertNothingLeft(self):
        for path, content in everything_in(self.office.data).items():
            for secret in SECRETS:
                for spelling in spellings(secret):
                    self.assertNotIn(spelling, content, f"{secret} in {path}")

    def test_nothing_of_the_case_is_left_in_any_file(self):
        for channel in ("letter", "email"):
            reference = f"A-{channel}"
            self.with_a_closed_case(reference, channel)
            self.assertTrue(any(SECRETS[0].encode() in content
                                for content in everything_in(self.office.data).values()))
            self.erase(reference)
            self.assertNothingLeft()
        self.office.do("archive", "verify")
        self.assertEqual(self.office.do("outbox", "list", "--json").json(), [])

    def test_every_table_forgets_the_case(self):
        self.with_a_closed_case()
        self.erase("A-1")
        connection = sqlite3.connect(self.office.data / "postroom.db")
        self.addCleanup(connection.close)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in connection.execute(f"SELECT * FROM {table}").fetchall():
                self.assertNotIn("A-1", row, table)

    def test_the_certificate_is_signed_archived_and_in_the_ledger(self):
        self.with_a_closed_case()
        told = self.office.do("archive", "erase", "A-1", "--because", "request", "--confirm", "A-1")
        for words in ("Case: A-1", "Ground: request", "Letters: 5", "30 days",
                      "— postroom.council.example/archive "):
            self.assertIn(words, told.out)
        certificate = [entry for entry in self.office.ledger() if entry["channel"] == "none"]
        self.assertEqual([entry["event"] for entry in certificate], ["frozen"])
        shown = self.office.do("archive", "show", certificate[0]["parcel"])
        self.assertEqual(shown.out, told.out)
        erased = [entry["parcel"] for entry in self.office.ledger() if entry["event"] == "erased"]
        self.assertEqual(len(erased), 5)
        item = self.office.do("archive", "verify", erased[0])
        self.assertIn("was erased", item.err)
        self.office.do("archive", "verify", certificate[0]["parcel"])
        note, signature = told.out.encode().split("\n\n— ".encode())
        openssl_agrees(self, self.office.data / "keys" / "ledger.pub", note + b"\n",
                       signature.split(b" ")[1].strip())

    def test_another_case_is_untouched(self):
        self.with_a_closed_case()
        self.office.import_cases([case("B-1")], "2025-03-04")
        self.office.run("2025-03-04")
        before = self.office.parcels(case="B-1")
        self.erase("A-1")
        self.assertEqual(self.office.parcels(case="B-1"), before)
        for parcel in before:
            self.office.do("archive", "verify", parcel["id"])
        self.office.run("2025-03-05")

    def test_it_is_refused_without_the_reference_once_more_or_a_ground(self):
        self.with_a_closed_case()
        self.refused("archive", "erase", "A-1", "--because", "request", "--confirm", "A-2", code=2,
                     says="repeat")
        self.refused("archive", "erase", "A-1", "--because", "boredom", "--confirm", "A-1", code=2)
        self.refused("archive", "erase", "A-1", "--confirm", "A-1", code=2)
        self.refused("archive", "erase", "A-9", "--because", "request", "--confirm", "A-9",
                     says="no such case")
        self.assertEqual(self.office.sql("SELECT COUNT(*) FROM cases"), [(1,)])

    def test_it_is_refused_while_the_case_is_open_or_a_letter_may_still_go(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.run("2025-03-03")
        self.refused("archive", "erase", "A-1", "--because", "request", "--confirm", "A-1",
                     says=["not come to an end", "outbox list"])
        self.post("2025-03-03")
        self.refused("archive", "erase", "A-1", "--because", "request", "--confirm", "A-1",
                     says="still open")

    def test_history_is_still_append_only_for_everybody_else(self):
        self.with_a_closed_case()
        with self.assertRaises(sqlite3.DatabaseError):
            self.office.sql("DELETE FROM events WHERE case_reference = 'A-1'")


def openssl_agrees(test, key_file, text, signature):
    import base64
    public = base64.b64decode(key_file.read_text().strip().split("+", 2)[2])[1:]
    blob = base64.b64decode(signature)[4:]
    files = {"key": bytes.fromhex("302a300506032b6570032100") + public, "text": text, "sig": blob}
    for name, content in files.items():
        (test.folder / name).write_bytes(content)
    subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER",
                    "-inkey", test.folder / "key", "-in", test.folder / "text", "-sigfile",
                    test.folder / "sig"], check=True, capture_output=True)


class Exports(Records):

    def setUp(self):
        super().setUp()
        self.with_a_closed_case()
        self.office.import_cases([case("B-1")], "2025-03-03")
        self.bag = self.folder / "bag"
        self.key = self.office.data / "keys" / "ledger.pub"

    def export(self, where=None, *more):
        self.office.do("archive", "export", "A-1", "-o", where or self.bag, *more)

    def test_the_bag_is_one_by_rfc_8493(self):
        self.export()
        self.assertEqual((self.bag / "bagit.txt").read_text(),
                         "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        files = {path.relative_to(self.bag).as_posix(): content
                 for path, content in everything_in(self.bag).items()}
        for manifest, part in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            lines = files[manifest].decode().splitlines()
            listed = {line[66:]: line[:64] for line in lines}
            there = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()
                     if name.startswith("data/") == part and name not in OUTSIDE_THE_MANIFESTS}
            self.assertEqual(listed, there)
        payload = [content for name, content in files.items() if name.startswith("data/")]
        information = files["bag-info.txt"].decode()
        self.assertIn(f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}\n", information)
        self.assertIn("External-Identifier: A-1\n", information)

    def test_the_letters_are_the_bytes_that_went(self):
        self.export()
        letters = sorted((self.bag / "data" / "letters").iterdir())
        self.assertEqual(len(letters), 5)
        sent = {path.read_bytes() for path in self.office.letters_in_tray() + self.office.emails()}
        self.assertTrue({path.read_bytes() for path in letters} <= sent)
        index = (self.bag / "data" / "index.txt").read_text()
        for path in letters:
            self.assertIn(path.name, index)
            self.assertNotIn("Quagga", path.name)
        self.assertIn("sent on 3 March 2025", index)

    def test_both_programs_find_it_sound_as_a_folder_and_as_a_zip(self):
        self.export()
        self.office.do("archive", "verify", "--export", self.bag)
        zipped = self.folder / "bag.zip"
        self.export(zipped)
        self.office.do("archive", "verify", "--export", zipped, "--key", self.key)
        elsewhere = Office(self.folder / "nowhere")
        elsewhere.do("archive", "verify", "--export", zipped, "--key", self.key)
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(self.folder / "unzipped")
        for bag in (self.bag, self.folder / "unzipped"):
            said = self.by_hand(bag)
            self.assertEqual((said.returncode, said.stdout[:5]), (0, b"sound"), said)

    def by_hand(self, bag):
        program = self.folder / "program"
        if not program.exists():
            program.mkdir()
            for name in ("verify.py", "verify_export.py"):
                shutil.copy(self.bag / name, program)
        return subprocess.run(["/usr/bin/python3", program / "verify_export.py", bag, self.key],
                              capture_output=True, timeout=60, check=False)

    def test_every_change_is_found_by_both(self):
        self.export()
        for path, content in everything_in(self.bag).items():
            # Of what a manifest lists, one other byte is as good as another.
            more = [content + b"\n"] if path.name in OUTSIDE_THE_MANIFESTS else []
            for changed in (content[:-1], *more, None):
                path.unlink() if changed is None else path.write_bytes(changed)
                with self.subTest(path=path, changed=changed is None):
                    answer = self.office.say("archive", "verify", "--export", self.bag)
                    self.assertEqual(answer.code, 1)
                    self.assertIn("NOT sound", answer.err)
                    self.assertEqual(self.by_hand(self.bag).returncode, 1)
                path.write_bytes(content)
        (self.bag / "data" / "letters" / "006-stray.pdf").write_bytes(b"x")
        self.refused("archive", "verify", "--export", self.bag, says="006-stray")

    def make_new_manifests(self):
        """As anybody can who changed a file and has no key."""
        for manifest, part in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            names = [path.relative_to(self.bag).as_posix() for path in everything_in(self.bag)]
            (self.bag / manifest).write_text("".join(
                f"{hashlib.sha256((self.bag / name).read_bytes()).hexdigest()}  {name}\n"
                for name in names if name.startswith("data/") == part
                and name not in OUTSIDE_THE_MANIFESTS))

    def test_a_forged_letter_with_new_manifests_is_found(self):
        self.export()
        letter = next((self.bag / "data" / "letters").glob("*.pdf"))
        letter.write_bytes(letter.read_bytes().replace(b"2025", b"2024"))
        self.make_new_manifests()
        self.refused("archive", "verify", "--export", self.bag, says=letter.name)
        self.assertIn(letter.name.encode(), self.by_hand(self.bag).stdout)

    def test_a_letter_more_under_a_number_that_there_is_is_found(self):
        self.export()
        for step in ("0", "refusal", "zz"):
            with self.subTest(step=step):
                more = self.bag / "data" / "letters" / f"001-2025-03-03-{step}.eml"
                more.write_text("We refuse your complaint.")
                self.make_new_manifests()
                self.refused("archive", "verify", "--export", self.bag, says=more.name)
                self.assertIn(b"number 001", self.by_hand(self.bag).stdout)
                more.unlink()

    def test_what_no_ledger_entry_covers_is_sealed_by_the_council(self):
        self.export()
        whole = self.folder / "whole"
        shutil.copytree(self.bag, whole)
        index, letters = self.bag / "data" / "index.txt", self.bag / "data" / "letters"
        first = next(letters.iterdir())

        def drop_a_letter():
            number = first.name.split("-")[0]
            first.unlink()
            for path in (self.bag / "data" / "proofs").glob(number + ".*"):
                path.unlink()

        changes = {
            "dates": lambda: index.write_text(index.read_text().replace("2025", "2024")),
            "name": lambda: first.rename(letters / first.name.replace("2025-", "2024-")),
            "letter": drop_a_letter,
            "proof": lambda: next((self.bag / "data" / "proofs").glob("*.accepted.*")).unlink(),
            "program": lambda: (self.bag / "verify.py").write_text("print('sound')"),
            "key": lambda: (self.bag / "data" / "ledger.pub").write_text("another\n")}
        for what, change in changes.items():
            with self.subTest(what=what):
                change()
                self.make_new_manifests()
                self.refused("archive", "verify", "--export", self.bag, says="did not seal")
                self.assertIn(b"did not seal", self.by_hand(self.bag).stdout)
                shutil.rmtree(self.bag)
                shutil.copytree(whole, self.bag)

    def test_what_is_there_is_never_overwritten(self):
        self.export()
        self.refused("archive", "export", "A-1", "-o", self.bag, says="nothing is overwritten")
        self.refused("archive", "export", "A-1", "-o", self.folder / "no" / "where",
                     says="no folder")
        self.refused("archive", "export", "A-7", "-o", self.folder / "new", says="no such case")
        self.assertFalse((self.folder / "new").exists())

    def test_a_small_zip_that_becomes_a_large_one_is_refused(self):
        for name, size in (("data/letters/001-2025-03-03-x-y.eml", 65), ("data/index.txt", 65)):
            with self.subTest(name=name):
                bomb = self.folder / "bomb.zip"
                with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr(name, bytes(size << 20))
                self.refused("archive", "verify", "--export", bomb, says="more than such a file")
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(3):
                archive.writestr(f"data/{number}", bytes(30 << 20))
        self.refused("archive", "verify", "--export", bomb, says="beside its letters")

    def test_a_zip_that_leads_out_of_itself_or_is_torn_is_refused(self):
        trap = self.folder / "trap.zip"
        with zipfile.ZipFile(trap, "w") as archive:
            archive.writestr("../outside", b"x")
        self.refused("archive", "verify", "--export", trap, says="leads out")
        self.export(self.folder / "whole.zip")
        whole = (self.folder / "whole.zip").read_bytes()
        (self.folder / "torn.zip").write_bytes(whole[:len(whole) // 2])
        self.refused("archive", "verify", "--export", self.folder / "torn.zip", says="zip")
        self.refused("archive", "verify", "--export", self.folder / "missing", says="no such file")


class Witnesses(OfficeTest):

    environment = {"POSTROOM_ARCHIVE_WITNESS": "audit@council.example, dpo@council.example"}

    def witness_mail(self):
        return [message for message in map(parsed, self.office.emails())
                if "checkpoint" in message["Subject"]]

    def test_one_that_is_cancelled_leaves_no_task_about_a_letter(self):
        self.office.environment |= {"POSTROOM_SMTP_HOST": "127.0.0.1", "POSTROOM_SMTP_PORT": "1",
                                    "POSTROOM_SMTP_TLS": "none"}
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.say("run", "--on", "2025-03-03")
        waiting = [parcel for parcel in self.office.parcels() if not parcel["case"]]
        self.assertEqual(len(waiting), 2)
        self.office.do("outbox", "cancel", waiting[0]["id"], "--reason", "Not today")
        self.assertEqual([task for task in self.office.tasks()
                          if "was cancelled" in task["reason"]], [])

    def test_each_gets_one_email_a_day_and_any_of_them_finds_a_cut_tail(self):
        self.office.import_cases([case("A-1")], "2025-03-03")
        self.office.run("2025-03-03")
        self.office.run("2025-03-03")
        self.assertEqual(sorted(message["To"] for message in self.witness_mail()),
                         ["audit@council.example", "dpo@council.example"])
        shutil.copytree(self.office.data / "archive", self.folder / "old")
        self.office.run("2025-03-04")
        self.office.run("2025-03-05")
        self.assertEqual(len(self.witness_mail()), 6)
        newest = max(self.office.emails(), key=lambda path: path.stat().st_mtime)
        self.assertIn("checkpoint", parsed(newest)["Subject"])
        attached = next(parsed(newest).iter_attachments())
        self.assertEqual(attached.get_filename(), "checkpoint-2025-03-05.txt")
        checkpoint = self.office.write("kept", attached.get_content())
        for kept in (checkpoint, newest):
            self.office.do("archive", "verify", "--checkpoint", kept)
            key = self.office.data / "keys" / "ledger.pub"
            self.refused("archive", "verify", "--archive", self.folder / "old", "--key", key,
                         "--checkpoint", kept, says="cut off")
            said = subprocess.run(["/usr/bin/python3", self.folder / "old" / "verify.py",
                                   self.folder / "old", key, kept], capture_output=True,
                                  check=False)
            self.assertEqual(said.returncode, 1)
            self.assertIn(b"cut off", said.stdout)

    def test_an_address_that_is_none_is_refused(self):
        self.office.environment["POSTROOM_ARCHIVE_WITNESS"] = "audit@council.example, nobody"
        self.refused("run", "--on", "2025-03-03", says="archive.witness")


if __name__ == "__main__":
    unittest.main()
