"""What a disk may hold after the power went: all that was synced, and any part of the rest.

The model is no file system of today, but what all of them promise. Of a file's changes since its last
sync every sector (512 bytes) may be in the state after any one of them, and so may its size, with
zeros where no data came. Of a folder's changes since its last sync the first few survive, in their
order; a rename is one step, also between two folders. Syncing a file does not sync its name.
"""

import collections
import pathlib
import re

SECTOR = 512


class Disk:
    """`forgetful`: syncs of paths that it matches do nothing, as if the program left them out."""

    def __init__(self, modes, forgetful=None):
        self.modes = modes
        self.forgetful = re.compile(forgetful) if forgetful else None
        self.folders = collections.defaultdict(dict)       # synced: number, {name: number}
        self.content = collections.defaultdict(bytearray)  # synced
        self.entries = []                                  # not synced, of all folders
        self.changes = collections.defaultdict(list)       # not synced: file, writes and resizes

    def do(self, operation):
        kind = operation[0]
        if kind == "entry":
            self.entries.append(operation[1])
        elif kind in ("write", "resize"):
            self.changes[operation[1]].append(operation)
        elif kind == "sync" and not self.forgets(operation[2]):
            self.sync(operation[1])
        elif kind == "sync all" and not self.forgets(operation[1]):
            for change in self.entries:
                enter(self.folders, change)
            self.entries.clear()
            for number in list(self.changes):
                self.sync(number)

    def forgets(self, path):
        return self.forgetful is not None and self.forgetful.search(path)

    def sync(self, number):
        for change in self.changes.pop(number, ()):
            carry_out(self.content[number], change)
        # A rename ties its two folders: what came before it in either is there with it.
        wanted, synced, left = {number}, [], []
        for change in reversed(self.entries):
            folders = {folder for folder, _, _ in change}
            if folders & wanted:
                wanted |= folders
                synced.append(change)
            else:
                left.append(change)
        for change in reversed(synced):
            enter(self.folders, change)
        self.entries = left[::-1]

    # --- the power goes ------------------------------------------------------------------------

    def lose_power(self, chance):
        """The files and folders a program may find afterwards: {path: bytes, or None: a folder}."""
        folders = collections.defaultdict(dict, {n: dict(names) for n, names in self.folders.items()})
        ends, torn = chance.choice((0, 0, 0.05, 0.3, 1)), chance.choice((0, 0.2, 0.6, 1))
        if self.forgetful:  # what was not synced is not there by luck
            ends, torn = chance.choice((0.05, 0.3, 1)), chance.choice((0.6, 1))
        ended = set()
        for change in self.entries:
            touched = {folder for folder, _, _ in change}
            if touched & ended or chance.random() < ends:
                ended |= touched
            else:
                enter(folders, change)
        found, to_visit = {}, [("", 0)]
        while to_visit:
            place, folder = to_visit.pop()
            for name, number in folders[folder].items():
                path = f"{place}/{name}" if place else name
                if self.modes[number][0]:
                    found[path] = (number, None)
                    to_visit.append((path, number))
                else:
                    found[path] = (number, self.survivor(number, chance, torn))
        return found

    def survivor(self, number, chance, torn):
        changes = self.changes.get(number, [])
        if not changes or chance.random() > torn:
            keeps_all = not changes or chance.random() < 0.7
            content = bytearray(self.content[number])
            for change in changes if keeps_all else ():
                carry_out(content, change)
            return bytes(content)
        some = (0, len(changes), None)
        versions = collections.defaultdict(
            lambda: chance.choice([n if n is not None else chance.randrange(len(changes) + 1)
                                   for n in some]))
        return torn_content(self.content[number], changes, chance.randrange(len(changes) + 1), versions)


def enter(folders, change):
    for folder, name, number in change:
        if number is None:
            folders[folder].pop(name, None)
        else:
            folders[folder][name] = number


def carry_out(content, change):
    if change[0] == "resize":
        size = change[2]
        del content[size:]
        content.extend(bytes(size - len(content)))
        return
    _, _, offset, new = change
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(new)] = new


def torn_content(synced, changes, size_after, versions):
    """Its size as after so many changes; each sector as after `versions[sector]` of them."""
    content, size = bytearray(synced), len(synced)
    for count, change in enumerate(changes):
        if change[0] == "resize":
            if count < size_after:  # what was cut off never comes back
                size = change[2]
                del content[size:]
            continue
        _, _, offset, new = change
        if count < size_after:
            size = max(size, offset + len(new))
        for start in range(offset - offset % SECTOR, offset + len(new), SECTOR):
            if count < versions[start // SECTOR]:
                first, last = max(start, offset), min(start + SECTOR, offset + len(new))
                carry_out(content, ("write", 0, first, new[first - offset:last - offset]))
    carry_out(content, ("resize", 0, size))
    return bytes(content)


def write_out(found, modes, folder):
    """Puts what is left of the disk into a folder, as a program finds it after starting again."""
    folder = pathlib.Path(folder)
    for path, (number, content) in sorted(found.items()):
        place = folder / path
        if content is None:
            place.mkdir()
        else:
            place.write_bytes(content)
        place.chmod(modes[number][1])
