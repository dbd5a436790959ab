#!/usr/bin/env python3
"""Checks a case exported from a Postroom archive, without Postroom.

    python3 verify_export.py BAG PUBLIC_KEY_FILE

BAG is the unpacked folder (RFC 8493); the key is the council's ledger.pub, had from the council and
not from the bag. With verify.py beside it, Python's standard library and openssl are all it needs.
"""
import hashlib
import os
import re
import sys

sys.dont_write_bytecode = True  # nothing may be added to the bag this lies in
from verify import Key, Wrong, check, exact_base64, parse_leaf, problems, sha256


def included(digest, index, size, proof):
    """The root that RFC 6962's audit path gives."""
    last = size - 1
    for sibling in proof:
        if last == 0:
            raise Wrong("a proof that is too long")
        if index % 2 or index == last:
            digest = sha256(b"\1" + sibling + digest)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            digest = sha256(b"\1" + digest + sibling)
        index, last = index // 2, last // 2
    if last:
        raise Wrong("a proof that is too short")
    return digest


def verify_export(bag, key):
    files, seen = {}, {}
    for where, _, names in os.walk(bag):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, bag)] = file.read()
    for manifest, part in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        listed = dict(reversed(line.split("  ", 1)) for line in files[manifest].decode().splitlines())
        exact = "".join("%s  %s\n" % (digest, path) for path, digest in listed.items())
        check(exact == files[manifest].decode(), manifest + ": not a manifest, line by line")
        mine = {path for path in files if path.startswith("data/") == part}
        mine -= {"tagmanifest-sha256.txt", "seal.note"}
        check(set(listed) == mine, manifest + ": does not list exactly the files there are")
        for path in mine & set(listed):
            check(hashlib.sha256(files[path]).hexdigest() == listed[path], path + ": was changed")
    text = "Export of a case\n%s\n" % hashlib.sha256(files["tagmanifest-sha256.txt"]).hexdigest()
    seal = re.fullmatch("%s\n\u2014 %s (\\S+)\n" % (text, re.escape(key.name)), files["seal.note"].decode())
    blob = exact_base64(seal[1]) if seal else b""
    check(blob[:4] == key.identity and key.signed(text.encode(), blob[4:]),
          "seal.note: the council did not seal these files together")
    for path in sorted(files):
        match = re.fullmatch(r"data/proofs/(\d+)\.(\d+)\.([a-z]+)\.tlog-proof", path)
        if not match:
            continue
        head, note = files[path].split(b"\n\n", 1)
        magic, extra, place, *proof = head.decode().split("\n")
        data = exact_base64(extra.removeprefix("extra "))
        leaf, index = parse_leaf(data), int(place.removeprefix("index "))
        size, root = seen.setdefault(note, None) or key.open_checkpoint(note)
        seen[note] = size, root
        check(magic == "c2sp.org/tlog-proof@v1" and (str(index), leaf[1]) == match.groups()[1:]
              and index < size and root == included(sha256(b"\0" + data), index, size,
                                                    [exact_base64(line) for line in proof]),
              path + ": the ledger does not hold this entry")
        letters = [name for name in files if name.startswith("data/letters/%s-" % match[1])]
        check(len(letters) == 1, "data/letters: not one letter of the number " + match[1])
        if leaf[1] == "frozen" and letters:
            plain, salt = files[letters[0]], bytes.fromhex(files["data/proofs/%s.salt" % match[1]].decode())
            check(sha256(b"postroom-commit-v1\0" + salt + sha256(plain)).hex() == leaf[7]
                  and str(len(plain)) == leaf[5], letters[0] + ": not the bytes that were archived")
    proved = {name.split(".")[0][12:] for name in files if name.endswith(".frozen.tlog-proof")}
    letters = {name[13:].split("-")[0] for name in files if name.startswith("data/letters/")}
    check(letters <= proved, "data/letters: some have no proof")
    return "sound: %d letters, each in the ledger as it was sent" % len(letters)


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    try:
        with open(arguments[1], encoding="utf-8") as file:
            said = verify_export(arguments[0], Key(file.read()))
    except (Wrong, OSError, ValueError, KeyError) as error:
        problems.append("not in the export's format: %s" % error)
    print("\n".join(problems) or said)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
