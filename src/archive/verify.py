#!/usr/bin/env python3
"""Checks a Postroom archive without Postroom.

    python3 verify.py FOLDER PUBLIC_KEY_FILE [CHECKPOINT_FILE]

Python's standard library and the openssl program are all it needs; VERIFY.md beside it says what to
trust. CHECKPOINT_FILE holds a checkpoint seen earlier: a signed one, the line an email's header
carried, or such an email, saved. It prints what is wrong, or a line that begins with "sound", and
ends with 1 or 0. Written from docs/archive-format.md alone; it shares no code with Postroom.
"""
import base64
import datetime
import hashlib
import os
import re
import stat
import subprocess
import sys
import tempfile

GUIDE_SHA256 = "8fa7d5d9ce63eed42b467afe99f1345ab4aa058917d4b09b33794a047603c94f"
EVENTS = ("frozen approved held released sending committing accepted delivered refused bounced retry "
          "uncertain superseded cancelled expired baselined skipped reconciled erased").split()
LEAF = re.compile(r"postroom-leaf-v1\nevent ([a-z]+)\nparcel ([0-9a-f]{32})\n"
                  r"at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})Z\nchannel (letter|email|none)\n"
                  r"size (0|[1-9]\d*)\nsealed ([0-9a-f]{64})\ncommitment ([0-9a-f]{64})\n", re.ASCII)
NUMBER = re.compile(r"0|[1-9]\d*", re.ASCII)
OVERHEAD = 1 + 24 + 16  # of an object over its plain bytes
LONGEST = 256 * (2 + 65535)  # bytes of a file that is no object: a full bundle of entries
problems = []


class Wrong(Exception):
    """What is not in the format, in words."""


def check(good, what):
    if not good:
        problems.append(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def exact_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong("not base64")
    if base64.b64encode(data).decode() != text:
        raise Wrong("not the one spelling of its base64")
    return data


class Key:
    def __init__(self, line):
        try:
            self.name, identity, blob = line.removesuffix("\n").split("+", 2)
        except ValueError:
            raise Wrong("the trusted key is not a verifier line")
        blob = exact_base64(blob)
        self.public, self.identity = blob[1:], sha256(self.name.encode() + b"\n" + blob)[:4]
        if blob[:1] != b"\1" or len(blob) != 33 or identity != self.identity.hex():
            raise Wrong("the trusted key is not an Ed25519 verifier line")

    def signed(self, text, signature):
        with tempfile.TemporaryDirectory() as scratch:
            paths = [os.path.join(scratch, part) for part in ("key", "text", "signature")]
            spki = bytes.fromhex("302a300506032b6570032100") + self.public
            for path, data in zip(paths, (spki, text, signature)):
                with open(path, "wb") as file:
                    file.write(data)
            command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER",
                       "-inkey", paths[0], "-in", paths[1], "-sigfile", paths[2]]
            return subprocess.run(command, capture_output=True).returncode == 0

    def open_checkpoint(self, note):
        """Size and root of a checkpoint that this key signed."""
        try:
            lines = note.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            raise Wrong("not UTF-8")
        if len(lines) != 6 or lines[0] != self.name or not NUMBER.fullmatch(lines[1]) or lines[3]:
            raise Wrong("not exactly a checkpoint of " + self.name)
        start = "\u2014 %s " % self.name
        if not lines[4].startswith(start) or lines[5] or int(lines[1]) >= 2 ** 63:
            raise Wrong("not exactly one signature of " + self.name)
        root, blob = exact_base64(lines[2]), exact_base64(lines[4][len(start):])
        if len(root) != 32 or len(blob) != 68 or blob[:4] != self.identity:
            raise Wrong("another key's signature, or a root that is no digest")
        if not self.signed("\n".join(lines[:3]).encode() + b"\n", blob[4:]):
            raise Wrong("the signature is bad")
        return int(lines[1]), root


class Tree:
    """RFC 6962: the roots of the perfect subtrees, largest first."""

    def __init__(self):
        self.peaks, self.size = [], 0

    def append(self, digest):
        count = self.size = self.size + 1
        while count % 2 == 0:
            digest, count = sha256(b"\1" + self.peaks.pop() + digest), count // 2
        self.peaks.append(digest)

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = sha256(b"\1" + peak + root)
        return root


def root_of(hashes):
    tree = Tree()
    for digest in hashes:
        tree.append(digest)
    return tree.root()


def parse_leaf(data):
    match = LEAF.fullmatch(data.decode("ascii", "replace"))
    if not match or match[1] not in EVENTS or int(match[5]) >= 2 ** 63:
        raise Wrong("not a leaf")
    try:
        if datetime.datetime.fromisoformat(match[3]).year < 1970:
            raise Wrong("a leaf of before 1970")
    except ValueError:
        raise Wrong("a leaf of a day that is none")
    if match[1] == "frozen" and "0" * 64 in (match[6], match[7]):
        raise Wrong("a frozen leaf without digests")
    return match


class Archive:
    def __init__(self, folder, key):
        self.folder, self.key, self.expected = folder, key, set()
        self.tree, self.rows, self.milestones = Tree(), [], []

    def read(self, path, longest=LONGEST):
        self.expected.add(path)
        full = os.path.join(self.folder, path)
        try:
            if not stat.S_ISREG(os.lstat(full).st_mode):
                raise Wrong(path + ": not a file")
            with open(full, "rb") as file:
                if os.fstat(file.fileno()).st_size > longest:
                    raise Wrong(path + ": longer than such a file can be")
                return file.read()
        except OSError as error:
            raise Wrong("%s: %s" % (path, error.strerror))

    def tried(self, path, work, longest=LONGEST):
        """What `work` makes of a file; None, and a problem, when it is not as it should be."""
        try:
            return work(self.read(path, longest))
        except Wrong as wrong:
            problems.append(str(wrong) if str(wrong).startswith(path) else "%s: %s" % (path, wrong))
            return None

    def verify(self, earlier):
        note = self.read("checkpoint")
        self.size, self.root = self.key.open_checkpoint(note)
        with open(__file__, "rb") as file:
            mine = file.read()
        self.tried("verify.py", lambda data: check(data == mine, "verify.py: its text was changed"))
        self.tried("VERIFY.md", lambda data: check(sha256(data).hex() == GUIDE_SHA256,
                                                   "VERIFY.md: its text was changed"))
        self.old_checkpoints(note)
        if earlier:
            check(earlier[0] <= self.size, "the earlier checkpoint: entries were cut off the end")
            self.milestones.append((*earlier, "the earlier checkpoint"))
        self.milestones.sort()
        for name, width in tiles("tile/entries", self.size):
            self.read_bundle(name, width)
        self.reach(self.tree.size)
        check(self.tree.size == self.size and self.tree.root() == self.root,
              "the entries do not have the root that checkpoint signs")
        self.compare_tiles()
        self.walk(self.folder)

    def old_checkpoints(self, newest):
        where = os.path.join(self.folder, "checkpoints")
        for entry in os.listdir(where) if os.path.isdir(where) else []:
            path = "checkpoints/" + entry
            if not NUMBER.fullmatch(entry):
                continue  # walk() reports it
            found = self.tried(path, lambda data: (*self.key.open_checkpoint(data), data))
            if not found:
                continue
            at, root, note = found
            check(str(at) == entry, path + ": named for another size")
            check(at <= self.size, path + ": newer than checkpoint, which was rolled back")
            check(at != self.size or note == newest, path + ": another checkpoint of this size")
            self.milestones.append((at, root, path))

    def reach(self, size):
        while self.milestones and self.milestones[0][0] <= size:
            _, root, path = self.milestones.pop(0)
            check(root == self.tree.root(), path + ": the past was changed")

    def read_bundle(self, name, width):
        bundle = self.tried(name, bytes) or b""
        count = 0
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            leaf, bundle = bundle[2:2 + length], bundle[2 + length:]
            try:
                self.judge(parse_leaf(leaf))
            except Wrong as wrong:
                problems.append("%s: entry %d: %s" % (name, count, wrong))
            self.reach(self.tree.size)
            self.tree.append(sha256(b"\0" + leaf))
            self.keep(0, sha256(b"\0" + leaf))
            count += 1
        check(count == width, "%s: %d entries, not %d" % (name, count, width))

    def keep(self, level, digest):
        """Hashes of each level, as the tiles have them."""
        while len(self.rows) <= level:
            self.rows.append([])
        row = self.rows[level]
        row.append(digest)
        if len(row) % 256 == 0:
            self.keep(level + 1, root_of(row[-256:]))

    def judge(self, leaf):
        if leaf[1] != "frozen":
            return
        path = "objects/%s/%s" % (leaf[2][:2], leaf[2])
        sealed = self.tried(path, bytes, int(leaf[5]) + OVERHEAD)
        if sealed is not None:
            check(sha256(sealed).hex() == leaf[6], path + ": differs from its leaf")
            check(len(sealed) == int(leaf[5]) + OVERHEAD, path + ": not as long as its leaf says")

    def compare_tiles(self):
        for level, row in enumerate(self.rows):
            for index, (name, width) in enumerate(tiles("tile/%d" % level, len(row))):
                wanted = b"".join(row[256 * index:256 * index + width])
                self.tried(name, lambda data: check(data == wanted, name + ": differs from the entries"))

    def walk(self, folder):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        check(entries, folder + ": an empty folder")
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                self.walk(entry.path)
            else:
                path = os.path.relpath(entry.path, self.folder)
                check(path in self.expected and entry.is_file(follow_symlinks=False),
                      path + ": not implied by the checkpoint")


def tiles(folder, count):
    """Names and widths of the files that hold `count` things, 256 a file."""
    for index in range((count + 255) // 256):
        groups = ["%03d" % (index % 1000)]
        rest = index // 1000
        while rest:
            groups.insert(0, "x%03d" % (rest % 1000))
            rest //= 1000
        width = min(256, count - 256 * index)
        yield folder + "/" + "/".join(groups) + ("" if width == 256 else ".p/%d" % width), width


def earlier_checkpoint(path, key):
    with open(path, "rb") as file:
        data = file.read()
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    header = re.search(r"^Archive-Checkpoint:((?: .*\n|\t.*\n)+)", text, re.MULTILINE)
    words = (header[1] if header else text).split()
    if len(words) == 3 and NUMBER.fullmatch(words[1]):
        if words[0] != key.name:
            raise Wrong("the earlier checkpoint is of another archive")
        return int(words[1]), exact_base64(words[2])
    return key.open_checkpoint(data)


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    try:
        with open(arguments[1], encoding="utf-8") as file:
            key = Key(file.read())
        archive = Archive(arguments[0], key)
        archive.verify(earlier_checkpoint(arguments[2], key) if len(arguments) > 2 else None)
        said = "sound: %d entries" % archive.size
    except (Wrong, OSError, ValueError) as error:
        problems.append("not in the archive's format: %s" % error)
    print("\n".join(problems) or said)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
