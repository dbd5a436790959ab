"""The archive under hands that should not be there: every change is found and named."""

import base64
import datetime
import hashlib
import random
import shutil
import subprocess
import unittest

from office import Office, SharedOfficeTest, case, complainant

SEED = 20250303


class AnArchiveTamperedWith(SharedOfficeTest):
    """One archive of a few days' letters; each test changes it and puts it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls.office
        office.import_cases([case("ARCHIVE-1"), case("ARCHIVE-2", who=complainant("email"))], "2025-03-03")
        office.run("2025-03-03")
        cls.earlier_checkpoint = cls.folder / "checkpoint-of-3-march"
        shutil.copy(office.data / "archive" / "checkpoint", cls.earlier_checkpoint)
        shutil.copytree(office.data / "archive", cls.folder / "archive-of-3-march")
        office.run_each_day(["2025-03-12", "2025-03-17"])
        cls.archive = office.data / "archive"
        cls.untouched = {path: path.read_bytes()
                         for path in sorted(cls.archive.rglob("*")) if path.is_file()}

    def tearDown(self):
        for path in sorted(self.archive.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
            elif path.is_file() and path not in self.untouched:
                path.unlink()
        for path, content in self.untouched.items():
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def found(self, *names, checkpoint=None):
        """Verify fails and names each of `names`; the whole of what it said is returned."""
        options = ["--checkpoint", checkpoint] if checkpoint else []
        answer = self.office.say("archive", "verify", *options)
        self.assertEqual(answer.code, 1, answer.err)
        self.assertIn("NOT sound", answer.err)
        for name in names:
            self.assertIn(name, answer.err)
        return answer.err

    def objects(self):
        return [path for path in self.untouched if "objects" in path.parts]

    def test_an_untouched_archive_is_sound(self):
        answer = self.office.do("archive", "verify", "--checkpoint", self.earlier_checkpoint)
        self.assertIn("it continues the earlier checkpoint", answer.err)
        self.assertEqual(self.office.do("archive", "verify", "--json").json(), [])

    def by_hand(self):
        return ["/usr/bin/python3", "-I", self.archive / "verify.py", self.archive,
                self.office.data / "keys" / "ledger.pub"]

    def test_the_program_that_lies_in_it_agrees_without_postroom(self):
        def check():
            return subprocess.run(self.by_hand(), capture_output=True, timeout=60, check=False)

        said = check()
        self.assertEqual((said.returncode, said.stdout.strip()[:5]), (0, b"sound"), said)
        changed = self.objects()[0]
        content = self.untouched[changed]
        changed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        said = check()
        self.assertEqual(said.returncode, 1)
        self.assertIn(changed.name.encode(), said.stdout)

    def test_one_changed_byte_in_any_file_is_found_and_the_file_named(self):
        chance = random.Random(SEED)
        self.assertGreater(len(self.untouched), 15)
        for path, content in self.untouched.items():
            place = chance.randrange(len(content))
            other = content[place] ^ (1 << chance.randrange(8))
            path.write_bytes(content[:place] + bytes([other]) + content[place + 1:])
            try:
                self.found(path.relative_to(self.archive).as_posix())
            finally:
                path.write_bytes(content)

    def test_a_byte_more_or_less_in_any_file_is_found(self):
        for path, content in self.untouched.items():
            for changed in (content[:-1], content + b"\n"):
                path.write_bytes(changed)
                try:
                    self.found(path.relative_to(self.archive).as_posix())
                finally:
                    path.write_bytes(content)

    def test_a_file_as_large_as_the_disk_is_found_without_reading_it(self):
        for path in (self.archive / "checkpoint", next(self.archive.glob("tile/entries/*.p/*")),
                     next(self.archive.glob("objects/*/*"))):
            with path.open("r+b") as file:
                file.truncate(1 << 40)
            with self.subTest(path.name):
                self.found(path.name)
                # No more memory than a sound archive needs.
                said = subprocess.run(
                    ["sh", "-c", 'ulimit -v 500000; exec "$@"', "sh", *self.by_hand()],
                    capture_output=True, check=False, timeout=60)
                self.assertEqual((said.returncode, said.stderr), (1, b""), said.stdout)
                self.assertIn(b"longer than such a file can be", said.stdout)
            path.write_bytes(self.untouched[path])

    def test_any_file_taken_away_is_missed(self):
        for path, content in self.untouched.items():
            # Copies of overtaken checkpoints prove nothing that the newest does not: none counts
            # how many there were.
            if "checkpoints" in path.parts:
                continue
            path.unlink()
            try:
                self.found(path.relative_to(self.archive).as_posix())
            finally:
                path.write_bytes(content)

    def test_a_file_that_does_not_belong_there_is_named(self):
        shelf = self.objects()[0].parent.relative_to(self.archive).as_posix()
        for stray in ("stray", f"{shelf}/stray", f"{shelf}/{shelf[-2:]}" + "0" * 30, "tile/0/001",
                      ".hidden", "checkpoint.bak"):
            path = self.archive / stray
            path.write_bytes(b"x")
            try:
                self.found(stray)
            finally:
                path.unlink()

    def test_an_empty_folder_that_does_not_belong_there_is_named(self):
        (self.archive / "objects" / "zz").mkdir()
        self.found("objects/zz")

    def test_a_link_in_place_of_a_file_is_named(self):
        path = self.objects()[0]
        elsewhere = self.folder / "elsewhere"
        path.rename(elsewhere)
        path.symlink_to(elsewhere)
        try:
            self.found(path.name)
        finally:
            path.unlink()
            elsewhere.rename(path)

    def test_letters_that_change_places_are_both_named(self):
        one, other = self.objects()[:2]
        one.write_bytes(self.untouched[other])
        other.write_bytes(self.untouched[one])
        self.found(one.name, other.name)

    def put_back_the_archive_of_3_march(self):
        shutil.rmtree(self.archive)
        shutil.copytree(self.folder / "archive-of-3-march", self.archive)

    def test_a_cut_tail_is_found_by_the_database(self):
        self.put_back_the_archive_of_3_march()
        self.found("tail has been cut")

    def write_another_history(self):
        """As whoever has the ledger's key can: the last letter left in another month."""
        checkpoint = self.archive / "checkpoint"
        origin, size, _, _, signature = checkpoint.read_text("utf-8").split("\n")[:5]
        bundle = self.archive / "tile" / "entries" / "000.p" / size
        rest, leaves = bundle.read_bytes(), []
        while rest:
            length = int.from_bytes(rest[:2], "big")
            leaves.append(rest[2:2 + length])
            rest = rest[2 + length:]
        year = str(datetime.date.today().year).encode()
        leaves[-1] = leaves[-1].replace(year + b"-", b"2024-")
        hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]

        def root(some):
            if len(some) == 1:
                return some[0]
            half = 1 << (len(some) - 1).bit_length() - 1
            return hashlib.sha256(b"\1" + root(some[:half]) + root(some[half:])).digest()

        bundle.write_bytes(b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves))
        (self.archive / "tile" / "0" / "000.p" / size).write_bytes(b"".join(hashes))
        text = "\n".join([origin, size, base64.b64encode(root(hashes)).decode(), ""])
        key, said = self.folder / "key", self.folder / "text"
        key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + base64.b64decode(
            (self.office.data / "keys" / "ledger.key").read_text("utf-8")))
        said.write_text(text, "utf-8")
        signed = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in",
             said], capture_output=True, check=True).stdout
        whose = base64.b64decode(signature.split(" ")[2])[:4]
        checkpoint.write_text(f"{text}\n\u2014 {origin} "
                              f"{base64.b64encode(whose + signed).decode()}\n", "utf-8")

    def test_another_history_signed_with_the_ledgers_own_key_is_found_by_the_database(self):
        self.write_another_history()
        self.office.do("archive", "verify", "--archive", self.archive, "--key",
                       self.office.data / "keys" / "ledger.pub")  # by itself it is sound
        self.found("is not the one that the database has on record")

    def test_a_cut_tail_is_found_by_a_checkpoint_kept_elsewhere(self):
        later = self.folder / "checkpoint-of-17-march"
        later.write_bytes(self.untouched[self.archive / "checkpoint"])
        self.put_back_the_archive_of_3_march()
        self.found("earlier checkpoint", checkpoint=later)

    def test_nothing_is_written_on_top_of_a_cut_archive(self):
        self.put_back_the_archive_of_3_march()
        before = {path: path.read_bytes() for path in self.archive.rglob("*") if path.is_file()}
        self.office.event("ARCHIVE-1", "extension_agreed", "2025-03-18")
        answer = self.office.say("run", "--on", "2025-03-18")
        self.assertEqual(answer.code, 1)
        after = {path: path.read_bytes() for path in self.archive.rglob("*") if path.is_file()}
        self.assertEqual(after, before)

    def test_a_key_that_is_not_this_archives_is_named(self):
        keys = self.office.data / "keys"
        other = Office(self.folder / "other")
        if not other.data.exists():
            other.do("init", other.data)
        for name in ("master.key", "ledger.pub", "ledger.key"):
            path, own = keys / name, (keys / name).read_bytes()
            path.write_bytes((other.data / "keys" / name).read_bytes())
            try:
                answer = self.office.say("archive", "verify")
                self.assertEqual(answer.code, 1, name)
                self.assertRegex(answer.err, "key|signature")
            finally:
                path.write_bytes(own)
        self.office.do("archive", "verify")

    def test_no_personal_data_lies_under_the_archive(self):
        texts = b"".join(self.untouched.values())
        # None so short that encrypted bytes spell it by chance.
        for value in (b"Quillfeather", b"ARCHIVE-1", b"mail.example", b"Fostering",
                      b"acknowledgement"):
            self.assertFalse(value in texts, value)


if __name__ == "__main__":
    unittest.main()
