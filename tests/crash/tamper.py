"""Changes an archive in every way a thief or an insider might, and asks whether it is found.

    tamper.py [COUNT] [SEED]

Each change is judged by `postroom archive verify` and by the archive's own verify.py, with one
checkpoint held outside. Both must find every one, and neither may find anything in the untouched
archive. An insider here has the signing key and signs the rewritten past again.

One removal is none: copies of overtaken checkpoints (checkpoints/*) prove nothing that the newest
does not, so nobody counts them.
"""

import base64
import contextlib
import functools
import hashlib
import importlib.util
import io
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "flow"))
from office import Office, case, complainant  # noqa: E402


def sha256(data):
    return hashlib.sha256(data).digest()


def root_of(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + root_of(hashes[:split]) + root_of(hashes[split:]))


class Signer:
    """Signs as the ledger's key would; an attacker's own key, or the stolen one."""

    def __init__(self, scratch, name, seed):
        self.name, self.path = name, scratch / ("key-" + hashlib.sha256(seed).hexdigest()[:8])
        self.path.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + seed)
        shown = subprocess.run(["openssl", "pkey", "-in", self.path, "-inform", "DER", "-pubout",
                                "-outform", "DER"], capture_output=True, check=True)
        self.public = shown.stdout[-32:]
        self.identity = sha256(name.encode() + b"\n\1" + self.public)[:4]

    @functools.lru_cache(maxsize=None)
    def sign(self, text):
        with tempfile.NamedTemporaryFile() as file:
            file.write(text)
            file.flush()
            return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.path,
                                   "-keyform", "DER", "-in", file.name],
                                  capture_output=True, check=True).stdout

    def checkpoint(self, size, root):
        text = f"{self.name}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
        blob = base64.b64encode(self.identity + self.sign(text)).decode()
        return text + f"\n\u2014 {self.name} {blob}\n".encode()


class Archive:
    """A folder under attack, put back from memory after each change."""

    def __init__(self, folder):
        self.folder = folder
        self.untouched = {path.relative_to(folder).as_posix(): path.read_bytes()
                          for path in sorted(folder.rglob("*")) if path.is_file()}

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def put_back(self):
        for path in sorted(self.folder.rglob("*"), reverse=True):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or path.is_file():
                if self.untouched.get(name) != (None if path.is_symlink() else path.read_bytes()):
                    path.unlink()
            elif not any(path.iterdir()):
                path.rmdir()
        for name, content in self.untouched.items():
            if not (self.folder / name).exists():
                self.write(name, content)

    def leaves(self, size=None):
        """Of an archive of fewer than 256; of that size, when a writer was interrupted."""
        bundle = next(content for name, content in self.untouched.items()
                      if name.startswith("tile/entries/") and size in (None, int(name.rsplit("/", 1)[1])))
        leaves = []
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            leaves.append(bundle[2:2 + length])
            bundle = bundle[2 + length:]
        return leaves

    def rewrite(self, leaves, signer):
        """A past of fewer than 256 leaves, whole in itself, and signed."""
        for name in list(self.untouched):
            if name.startswith(("tile/", "checkpoints/")):
                (self.folder / name).unlink()
        hashes = [sha256(b"\0" + leaf) for leaf in leaves]
        width = f".p/{len(leaves)}"
        self.write("tile/0/000" + width, b"".join(hashes))
        self.write("tile/entries/000" + width,
                   b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves))
        self.write("checkpoint", signer.checkpoint(len(leaves), root_of(hashes)))
        for path in sorted((self.folder / "tile").rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        with contextlib.suppress(OSError):
            (self.folder / "checkpoints").rmdir()


class Attacks:
    def __init__(self, archive, earlier, insider, stranger, chance):
        self.archive, self.earlier, self.chance = archive, earlier, chance
        self.insider, self.stranger = insider, stranger
        self.kinds = [self.flip] * 8 + [self.cut, self.grow, self.insert, self.remove, self.swap,
                                        self.copy, self.stray, self.link, self.empty_folder,
                                        self.roll_back, self.cut_tail, self.change_leaf,
                                        self.reorder, self.drop_leaf, self.sign_as_stranger]

    def any_name(self, *but):
        return self.chance.choice([name for name in self.archive.untouched
                                   if not name.startswith(but or ("\0",))])

    def flip(self):
        name = self.any_name()
        content = bytearray(self.archive.untouched[name])
        place = self.chance.randrange(len(content))
        content[place] ^= 1 << self.chance.randrange(8)
        self.archive.write(name, bytes(content))
        return f"bit of byte {place} of {name} turned"

    def cut(self):
        name = self.any_name()
        content = self.archive.untouched[name]
        self.archive.write(name, content[:self.chance.randrange(len(content))])
        return f"{name} cut short"

    def grow(self):
        name = self.any_name()
        self.archive.write(name, self.archive.untouched[name] + self.chance.choice((b"\n", b"\0", b"x")))
        return f"{name} made longer"

    def insert(self):
        name = self.any_name()
        content = self.archive.untouched[name]
        place = self.chance.randrange(len(content))
        self.archive.write(name, content[:place] + bytes([self.chance.randrange(256)]) + content[place:])
        return f"byte put into {name}"

    def remove(self):
        name = self.any_name("checkpoints/")
        (self.archive.folder / name).unlink()
        return f"{name} removed"

    def swap(self):
        one, other = self.chance.sample(sorted(self.archive.untouched), 2)
        contents = self.archive.untouched
        if contents[one] == contents[other]:
            return self.flip()
        self.archive.write(one, contents[other])
        self.archive.write(other, contents[one])
        return f"{one} and {other} changed places"

    def copy(self):
        name = self.any_name()
        self.archive.write(name + self.chance.choice((".bak", "0", "~")), self.archive.untouched[name])
        return f"{name} copied"

    def stray(self):
        folder = pathlib.PurePosixPath(self.any_name()).parent
        name = self.chance.choice(("stray", ".hidden", "0" * 32, "000", "7", "verify.pyc"))
        self.archive.write(f"{folder}/{name}", b"x")
        return f"{folder}/{name} added"

    def link(self):
        name = self.any_name()
        path = self.archive.folder / name
        elsewhere = self.archive.folder.parent / "elsewhere"
        elsewhere.write_bytes(path.read_bytes())
        path.unlink()
        path.symlink_to(elsewhere)
        return f"{name} replaced by a link to the same bytes"

    def empty_folder(self):
        folder = pathlib.PurePosixPath(self.any_name()).parent
        (self.archive.folder / folder / "empty").mkdir()
        return f"{folder}/empty made"

    def roll_back(self):
        for name in self.archive.untouched:
            (self.archive.folder / name).unlink()
        for name, content in self.chance.choice(self.earlier).items():
            self.archive.write(name, content)
        self.archive_without_empty_folders()
        return "rolled back to an earlier, signed state"

    def archive_without_empty_folders(self):
        for path in sorted(self.archive.folder.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()

    def keep_objects_of(self, leaves):
        kept = {leaf.split(b"\n")[2].split(b" ")[1].decode() for leaf in leaves
                if b"\nevent frozen\n" in leaf}
        for path in (self.archive.folder / "objects").rglob("*"):
            if path.is_file() and path.name not in kept:
                path.unlink()
        self.archive_without_empty_folders()

    def cut_tail(self):
        leaves = self.archive.leaves()
        leaves = leaves[:self.chance.randrange(1, len(leaves))]
        self.archive.rewrite(leaves, self.insider)
        self.keep_objects_of(leaves)
        return f"cut to {len(leaves)} entries and signed again by an insider"

    def change_leaf(self):
        leaves = self.archive.leaves()
        place = self.chance.randrange(len(leaves))
        words = leaves[place].replace(b"\nat 2", b"\nat 1", 1).replace(b"\nat 1", b"\nat 2", 1)
        second = words.index(b"Z\nchannel") - 1
        digit = bytes([48 + (words[second] - 48 + self.chance.randrange(1, 10)) % 10])
        leaves[place] = words[:second] + digit + words[second + 1:]
        self.archive.rewrite(leaves, self.insider)
        return f"instant of entry {place} changed, same length, signed again by an insider"

    def reorder(self):
        leaves = self.archive.leaves()
        one, other = self.chance.sample(range(len(leaves)), 2)
        leaves[one], leaves[other] = leaves[other], leaves[one]
        self.archive.rewrite(leaves, self.insider)
        return f"entries {one} and {other} changed places, signed again by an insider"

    def drop_leaf(self):
        leaves = self.archive.leaves()
        place = self.chance.randrange(len(leaves))
        del leaves[place]
        self.archive.rewrite(leaves, self.insider)
        self.keep_objects_of(leaves)
        return f"entry {place} left out, signed again by an insider"

    def sign_as_stranger(self):
        self.archive.rewrite(self.archive.leaves(), self.stranger)
        return "signed again with another key of the same name"


class Verifiers:
    def __init__(self, office, archive, key, checkpoint):
        self.office, self.archive, self.key, self.checkpoint = office, archive, key, checkpoint
        program = key.parent / "verify.py"  # a copy the attacker cannot reach
        program.write_bytes(archive.untouched["verify.py"])
        spec = importlib.util.spec_from_file_location("verify", program)
        self.by_hand = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.by_hand)
        # openssl's word, asked once for the same bytes.
        asked = self.by_hand.Key.signed
        said = {}

        def signed(itself, text, signature):
            question = (itself.public, text, signature)
            if question not in said:
                said[question] = asked(itself, text, signature)
            return said[question]

        self.by_hand.Key.signed = signed

    def ours_finds(self):
        return self.office.say("archive", "verify", "--archive", self.archive.folder, "--key",
                               self.key, "--checkpoint", self.checkpoint).code == 1

    def theirs_finds(self):
        self.by_hand.problems.clear()
        with contextlib.redirect_stdout(io.StringIO()):
            return self.by_hand.main([str(self.archive.folder), str(self.key),
                                      str(self.checkpoint)]) == 1


def made_office(folder):
    office = Office(folder / "data")
    office.do("init", office.data)
    office.import_cases([case("A-1"), case("A-2", who=complainant("email"))], "2025-03-03")
    earlier = []
    for day in ("2025-03-03", "2025-03-12", "2025-03-17", "2025-03-31"):
        office.run_each_day([day])
        earlier.append(Archive(office.data / "archive").untouched)
    return office, earlier[:-1]


def main(count=1000, seed=20261125):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-tamper-"))
    try:
        office, earlier = made_office(folder)
        archive = Archive(office.data / "archive")
        assert len(archive.leaves()) < 256
        outside = folder / "outside"
        outside.mkdir()
        key = shutil.copy(office.data / "keys" / "ledger.pub", outside)
        checkpoint = shutil.copy(archive.folder / "checkpoint", outside)
        seed_of_key = base64.b64decode((office.data / "keys" / "ledger.key").read_text())
        name = pathlib.Path(key).read_text().split("+")[0]
        attacks = Attacks(archive, earlier, Signer(folder, name, seed_of_key),
                          Signer(folder, name, b"s" * 32), random.Random(seed))
        verifiers = Verifiers(office, archive, pathlib.Path(key), checkpoint)
        missed, false_alarms, kinds = [], 0, {}
        for number in range(count):
            if number % 100 == 0 and (verifiers.ours_finds() or verifiers.theirs_finds()):
                false_alarms += 1
            attack = attacks.chance.choice(attacks.kinds)
            what = attack()
            kinds[attack.__name__] = kinds.get(attack.__name__, 0) + 1
            found = verifiers.ours_finds(), verifiers.theirs_finds()
            if found != (True, True):
                missed.append(f"{number}: {what}: postroom {found[0]}, verify.py {found[1]}")
            archive.put_back()
        print(f"{count} tampers (seed {seed}) of {len(archive.untouched)} files, "
              f"{len(archive.leaves())} entries: {count - len(missed)} found by both, "
              f"{false_alarms} false alarms")
        print(", ".join(f"{kind} {times}" for kind, times in sorted(kinds.items())))
        print("\n".join(missed[:20]))
        return 1 if missed or false_alarms else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
