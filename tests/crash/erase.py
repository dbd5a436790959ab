"""Erases cases whose every personal word is a canary, and searches every file for what is left.

    erase.py [COUNT] [SEED]

COUNT cases of an office at work are written to, by letter and by email, closed and erased. Then no
byte of any canary may lie in the data directory: database and its free pages, archive, postbook,
tray, mail folder, logs; nor in any zip or PDF stream in it. And no leaf of the ledger may be
guessable from what is known of a case.
"""

import hashlib
import pathlib
import random
import re
import shutil
import sys
import tempfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "flow"))
from office import Office, case, complainant  # noqa: E402

DAY = "2025-03-03"


def canary(chance):
    return "Zq" + "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(14))


def contents(path):
    """A file's bytes, and those of each stream packed in it."""
    content = path.read_bytes()
    yield content
    for start in re.finditer(rb"stream\r?\n|PK\x03\x04.{26}", content, re.DOTALL):
        for window in (15, -15):
            try:
                yield zlib.decompressobj(window).decompress(content[start.end():])
            except zlib.error:
                continue


def search(folder, canaries):
    pattern = re.compile(b"|".join(
        spelling for word in canaries
        for spelling in (word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"))))
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for content in contents(path):
                for hit in pattern.findall(content):
                    found.setdefault(path.relative_to(folder).as_posix(), set()).add(hit)
    return found


def main(count=1000, seed=20261125):
    chance = random.Random(seed)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-erase-"))
    try:
        office = Office(folder / "data", {"POSTROOM_SENDING_FLOOD_FLOOR": "0",
                                          "POSTROOM_LOG_FILE": str(folder / "data" / "log")})
        office.do("init", office.data)
        canaries, cases = [], []
        for number in range(count):
            words = [canary(chance) for _ in range(6)]
            canaries += words
            who = complainant("email" if number % 2 else "letter", first_name=words[0],
                              last_name=words[1], address=[f"1 {words[2]}", "Exampleton"])
            if number % 2:
                who["email"] = f"{words[3]}@mail.example"
            cases.append(case(f"C-{number}", who=who, complaint={"summary": words[4],
                                                                "desired_outcome": words[5]}))
        office.import_cases(cases, DAY)
        office.run_each_day([DAY])
        there = search(office.data, canaries)
        assert len(there) > count, "the canaries were never there"
        for number in range(count):
            office.event(f"C-{number}", "closed", DAY, at=f"{DAY}T18:00:00Z")
            office.do("archive", "erase", f"C-{number}", "--because", "request", "--confirm",
                      f"C-{number}", "--json")
        office.do("run", "--on", "2025-03-04")
        office.do("archive", "verify")
        left = search(office.data, canaries)
        leaves = b"".join(path.read_bytes()
                          for path in (office.data / "archive" / "tile").rglob("*") if path.is_file())
        guessed = sum(hashlib.sha256(word.encode()).hexdigest().encode() in leaves
                      or hashlib.sha256(word.encode()).digest() in leaves
                      for word in canaries + [f"C-{number}" for number in range(count)])
        print(f"{count} cases erased (seed {seed}), {len(canaries)} canaries that were in "
              f"{len(there)} files: left in {len(left)} files; {guessed} leaves guessed; the archive "
              "is sound")
        for path, hits in list(left.items())[:20]:
            print(f"  {path}: {sorted(hits)[:3]}")
        return 1 if left or guessed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
