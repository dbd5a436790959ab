"""Records what a program does to a folder: every change in its order, and every sync.

`strace` lists the system calls; here they become operations on numbered files and folders. What the
recorder does not understand and may change the folder ends the recording: a change it missed would
make the disk model lie.

An operation is one of
    ("entry", ((folder, name, file or None), …))  names that appear or go, in one step
    ("write", file, offset, bytes)  ("resize", file, size)
    ("sync", number, path)          ("sync all", path)
    ("email",)                      the dot that ends a message was handed to the kernel
    ("done", command)               a command ended well
The folder itself is number 0.
"""

import posixpath
import re
import subprocess
import tempfile

import disk

CALLS = ("open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,"
         "symlink,symlinkat,unlink,unlinkat,rmdir,write,pwrite64,writev,pwritev,pwritev2,ftruncate,"
         "truncate,fallocate,fsync,fdatasync,sync,syncfs,sync_file_range,lseek,sendto,sendmsg,mmap,"
         "chmod,fchmod,fchmodat,copy_file_range,sendfile,splice,io_uring_setup")
LINE = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
DESCRIPTOR = re.compile(r"^\d+<([^>]*)>")
FOLDER_OF_CALL = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")


def plain(escaped):
    return bytes.fromhex(escaped.replace("\\x", ""))


class NotUnderstood(Exception):
    pass


class Recording:
    def __init__(self, folder):
        self.root = str(folder)
        self.operations = []
        self.names = {"": 0}  # what is there now: path below the folder, its number
        self.modes = {}       # number: (is a folder, permissions)
        self.contents = {}    # number: what a file holds now
        self.places = {}      # descriptor: where a sequential write goes on
        self.numbers = 0

    def run(self, command, environment):
        """The command's exit code; what it did is added to the operations."""
        with tempfile.NamedTemporaryFile() as trace:
            done = subprocess.run(["strace", "-f", "-y", "-qq", "-xx", "-s", "1000000000", "-o",
                                   trace.name, "-e", f"trace={CALLS}", *command],
                                  env=environment, capture_output=True, check=False)
            self.places.clear()
            for line in trace.read().decode("ascii").splitlines():
                self.read_line(line)
        if done.returncode != 0:
            raise SystemExit(f"{command}: exit {done.returncode}: "
                             + done.stderr.decode("utf-8", "replace")[-300:])

    def done(self, command):
        self.operations.append(("done", command))

    def read_line(self, line):
        match = LINE.match(line)
        if not match:
            if "unfinished" in line or "resumed" in line:
                raise NotUnderstood("two threads change things at once: " + line[:200])
            return  # a signal, or the end
        call, arguments, result, opened = match.groups()
        if int(result) >= 0:
            getattr(self, "on_" + call, self.on_unknown)(arguments, int(result), opened)

    # --- names -------------------------------------------------------------------------------

    def below(self, path):
        """The path below the folder, or nothing when it lies elsewhere."""
        path = posixpath.normpath(path)
        if path == self.root:
            return ""
        return path[len(self.root) + 1:] if path.startswith(self.root + "/") else None

    def of_descriptor(self, arguments):
        match = DESCRIPTOR.match(arguments)
        return self.below(plain(match.group(1)).decode()) if match else None

    def paths(self, arguments):
        """The paths a call names, each in its own folder when it is relative."""
        folder = FOLDER_OF_CALL.match(arguments)
        base = plain(folder.group(1)).decode() if folder else "/"
        return [self.below(posixpath.join(base, plain(text).decode()))
                for text in TEXT.findall(arguments)]

    def entry(self, *changes):
        told = []
        for path, number in changes:
            folder, name = posixpath.split(path)
            told.append((self.names[folder], name, number))
            if number is None:
                self.names.pop(path)
            else:
                self.names[path] = number
        self.operations.append(("entry", tuple(told)))

    def make(self, path, is_folder, mode):
        self.numbers += 1
        self.modes[self.numbers] = (is_folder, mode & ~0o022)
        self.contents[self.numbers] = bytearray()
        self.entry((path, self.numbers))

    # --- calls -------------------------------------------------------------------------------

    def on_unknown(self, arguments, _, __):
        if any(path is not None for path in [*self.paths(arguments), self.of_descriptor(arguments)]):
            raise NotUnderstood("a call the recorder does not know: " + arguments[:200])

    def on_openat(self, arguments, result, opened):
        path = self.below(plain(opened).decode())
        if path is None:
            return
        if path not in self.names:
            if "O_CREAT" not in arguments:
                return  # lay there before
            self.make(path, False, int(arguments.rsplit(", ", 1)[1], 8))
        number = self.names[path]
        if "O_TRUNC" in arguments and self.contents[number]:
            self.resize(number, 0)
        # Where reads move the place too, nothing is written in sequence.
        self.places[result] = None if "O_RDWR" in arguments else 0
        if "O_APPEND" in arguments:
            self.places[result] = "end"

    def on_mkdir(self, arguments, _, __):
        (path,) = self.paths(arguments)
        if path is not None:
            self.make(path, True, int(arguments.rsplit(", ", 1)[1], 8))

    def on_rename(self, arguments, _, __):
        old, new = self.paths(arguments)
        if old is None and new is None:
            return
        number = self.names[old]
        self.entry((old, None), (new, number))
        for path in [path for path in self.names if path.startswith(old + "/")]:
            self.names[new + path[len(old):]] = self.names.pop(path)

    def on_unlink(self, arguments, _, __):
        (path,) = self.paths(arguments)
        if path is not None:
            self.entry((path, None))

    on_rmdir = on_unlinkat = on_unlink

    def on_chmod(self, arguments, _, __):
        (path,) = self.paths(arguments)
        if path is not None:
            is_folder, _mode = self.modes[self.names[path]]
            self.modes[self.names[path]] = (is_folder, int(arguments.rsplit(", ", 1)[1], 8))

    def on_fchmod(self, arguments, _, __):
        path = self.of_descriptor(arguments)
        if path is not None:
            is_folder, _mode = self.modes[self.names[path]]
            self.modes[self.names[path]] = (is_folder, int(arguments.rsplit(", ", 1)[1], 8))

    def write(self, number, offset, content):
        self.change(("write", number, offset, content))

    def resize(self, number, size):
        self.change(("resize", number, size))

    def change(self, operation):
        self.operations.append(operation)
        disk.carry_out(self.contents[operation[1]], operation)

    def on_pwrite64(self, arguments, result, _):
        path = self.of_descriptor(arguments)
        if path is not None:
            content = plain(TEXT.search(arguments).group(1))[:result]
            self.write(self.names[path], int(arguments.rsplit(", ", 1)[1]), content)

    def on_write(self, arguments, result, _):
        path = self.of_descriptor(arguments)
        if path is None:
            return
        number, descriptor = self.names[path], int(arguments.split("<", 1)[0])
        place = self.places[descriptor]
        if place is None:
            raise NotUnderstood("a file read and written in sequence: " + path)
        content = b"".join(map(plain, TEXT.findall(arguments)))[:result]
        self.write(number, len(self.contents[number]) if place == "end" else place, content)
        if place != "end":
            self.places[descriptor] = place + len(content)

    on_writev = on_write

    def on_sendfile(self, arguments, result, _):
        """One file copied into another, from where the call says."""
        match = re.match(r"(\d+)<([^>]*)>, \d+<([^>]*)>, \[(\d+)\]", arguments)
        if not match:
            raise NotUnderstood("a copy from where one has read to: " + arguments[:200])
        into, source = (self.below(plain(path).decode()) for path in match.group(2, 3))
        if into is None:
            return
        if source is None:
            raise NotUnderstood("a copy of a file that lies elsewhere: " + arguments[:200])
        descriptor, start = int(match.group(1)), int(match.group(4))
        content = bytes(self.contents[self.names[source]][start:start + result])
        self.write(self.names[into], self.places[descriptor], content)
        self.places[descriptor] += result

    def on_lseek(self, arguments, result, _):
        path = self.of_descriptor(arguments)
        descriptor = int(arguments.split("<", 1)[0])
        if path is not None and isinstance(self.places.get(descriptor), int):
            self.places[descriptor] = result

    def on_ftruncate(self, arguments, _, __):
        path = self.of_descriptor(arguments)
        if path is not None:
            self.resize(self.names[path], int(arguments.rsplit(", ", 1)[1]))

    def on_fsync(self, arguments, _, __):
        path = self.of_descriptor(arguments)
        if path is not None:
            self.operations.append(("sync", self.names[path], path))

    on_fdatasync = on_fsync  # our model keeps no times, which is all that it leaves out

    def on_syncfs(self, arguments, _, __):
        path = self.of_descriptor(arguments)
        if path is not None:
            self.operations.append(("sync all", path))

    def on_mmap(self, arguments, _, __):
        if "MAP_SHARED" in arguments and "PROT_WRITE" in arguments:
            written = re.search(r"\d+<([^>]*)>", arguments)
            if written and self.below(plain(written.group(1)).decode()) is not None:
                raise NotUnderstood("a file written through memory: " + arguments[:200])

    def on_sendto(self, arguments, _, __):
        if plain(TEXT.search(arguments).group(1)) == b".\r\n":
            self.operations.append(("email",))
