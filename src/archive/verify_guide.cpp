#include "archive/verify_guide.hpp"

namespace postroom::archive {

// Archives carry these bytes and verify compares them: another text is another format version.
// clang-format off
std::string_view verify_guide() {
    return R"guide(# How to check this archive by hand

This folder is the record of every letter and email that a council's complaints team sent with Postroom. You do
not need Postroom to check it: Python 3 and the `openssl` program are enough. You do need two things from outside
this folder, because whoever could change the folder could change them too:

* the trusted public key, one line such as `council.example/archive+1a2b3c4d+AbCd…` (the council's `keys/ledger.pub`);
* if you can, a checkpoint seen earlier: the `Archive-Checkpoint` header of any email from this team, which says
  `<name> <size> <root>`. It is what shows that entries were cut off the end or that the past was rewritten.

Save the program below as `check.py`, read it, and run

    python3 check.py FOLDER PUBLIC_KEY_FILE [SIZE ROOT]

It prints what is wrong, or `sound`, and ends with 1 or 0.

```python
import base64, hashlib, os, subprocess, sys, tempfile

folder, problems, expected = sys.argv[1], [], {"VERIFY.md"}
name, key_id, key = open(sys.argv[2], encoding="utf-8").read().rstrip("\n").split("+", 2)
public = base64.b64decode(key)[1:]


def sha256(data):
    return hashlib.sha256(data).digest()


def check(good, what):
    if not good:
        problems.append(what)


def read(path):
    expected.add(path)
    try:
        with open(os.path.join(folder, path), "rb") as file:
            return file.read()
    except OSError as error:
        problems.append("%s: %s" % (path, error.strerror))
        return b""


def give_up(kind, error, trace):
    print("\n".join(problems + ["not in the archive's format: %s" % error]))


sys.excepthook = give_up


def root_of(hashes):
    """RFC 6962, section 2.1, over hashes of leaves."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + root_of(hashes[:split]) + root_of(hashes[split:]))


def signed_by_key(text, signature):
    with tempfile.TemporaryDirectory() as scratch:
        paths = [os.path.join(scratch, part) for part in ("key", "text", "signature")]
        spki = bytes.fromhex("302a300506032b6570032100") + public
        for path, data in zip(paths, (spki, text, signature)):
            with open(path, "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey",
                   paths[0], "-in", paths[1], "-sigfile", paths[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def open_checkpoint(path):
    note = read(path).decode("utf-8")
    origin, size, root, blank, line = (note.split("\n") + [""] * 5)[:5]
    blob = base64.b64decode(line.split(" ")[-1])
    exact = "%s\n%d\n%s\n\n\u2014 %s %s\n" % (
        name, int(size), base64.b64encode(base64.b64decode(root)).decode(), name,
        base64.b64encode(blob).decode())
    check(note == exact, path + ": not exactly a checkpoint of " + name)
    check(blob[:4] == sha256(name.encode() + b"\n\1" + public)[:4], path + ": another key's id")
    check(signed_by_key(note.split("\n\n")[0].encode() + b"\n", blob[4:]), path + ": bad signature")
    return int(size), base64.b64decode(root)


def numbered(index):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "/".join(groups)


def tiles(folder_name, count):
    """The names of the files that hold `count` things, 256 a file."""
    for index in range(count // 256):
        yield folder_name + "/" + numbered(index)
    if count % 256:
        yield "%s/%s.p/%d" % (folder_name, numbered(count // 256), count % 256)


size, root = open_checkpoint("checkpoint")
hashes, level = [], 0
for path in tiles("tile/entries", size):
    bundle = read(path)
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        leaf, bundle = bundle[2:2 + length], bundle[2 + length:]
        fields = dict(line.split(" ", 1) for line in leaf.decode("ascii").splitlines()[1:])
        if fields["event"] == "frozen":
            parcel = fields["parcel"]
            sealed = read("objects/%s/%s" % (parcel[:2], parcel))
            check(sha256(sealed).hex() == fields["sealed"], parcel + ": object differs from its leaf")
            check(len(sealed) == int(fields["size"]) + 41, parcel + ": object of the wrong size")
        hashes.append(sha256(b"\0" + leaf))
check(len(hashes) == size, "%d entries, but the checkpoint says %d" % (len(hashes), size))
check(root_of(hashes) == root, "the entries do not have the signed root")

row = hashes
while row:
    stored = b"".join(read(path) for path in tiles("tile/%d" % level, len(row)))
    check(stored == b"".join(row), "tile/%d differs from the entries" % level)
    row = [root_of(row[at:at + 256]) for at in range(0, len(row) - 255, 256)]
    level += 1

earlier = [("argument", int(sys.argv[3]), base64.b64decode(sys.argv[4]))] if len(sys.argv) > 4 else []
if os.path.isdir(os.path.join(folder, "checkpoints")):
    for entry in os.listdir(os.path.join(folder, "checkpoints")):
        earlier.append(("checkpoints/" + entry, *open_checkpoint("checkpoints/" + entry)))
        check(entry == str(earlier[-1][1]), "checkpoints/" + entry + ": named for another size")
for path, at, before in earlier:
    check(at <= size and root_of(hashes[:at]) == before, path + ": the past was changed or cut")

for where, folders, files in os.walk(folder):
    for entry in files + [each for each in folders if os.path.islink(os.path.join(where, each))]:
        path = os.path.relpath(os.path.join(where, entry), folder)
        check(path in expected and not os.path.islink(os.path.join(where, entry)), path + ": unknown")

print("\n".join(problems) or "sound: %d entries" % size)
sys.exit(1 if problems else 0)
```

## What `sound` says

* Every entry of the ledger (`tile/entries`) is one that the council's key signed, in this order, none changed.
* Every parcel the ledger calls `frozen` is here, encrypted, byte for byte as it was before it was sent.
* With an earlier checkpoint: nothing it covered was changed or removed since.

It does not say that a letter reached its reader, that the clock of the council's machine was right, or that
nothing was left out of the ledger to begin with.

## Reading one parcel

The bytes under `objects/` are encrypted with a key of their case, which the council holds; ask it for the plain
bytes and for the parcel's salt (32 bytes). They are the bytes that were archived if

    SHA-256("postroom-commit-v1" 00 ‖ salt ‖ SHA-256(plain bytes))

equals the `commitment` in the parcel's `frozen` entry. When the case was erased, key and salt are gone; the entry
still shows that a parcel of that size existed, and when.

The whole format is described in Postroom's `docs/archive-format.md`.
)guide";
}
// clang-format on

}  // namespace postroom::archive
