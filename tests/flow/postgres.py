"""A PostgreSQL 15 of the test's own, on a socket in a temporary folder, as an ordinary user."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


class Postgres:
    def __init__(self, folder=None, *settings):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="postroom-pg-"))
        self.folder.mkdir(exist_ok=True)
        self.settings = settings
        # PostgreSQL refuses to run as root: root starts it as nobody.
        self.user = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.server = None

    def create(self):
        return self.tool("initdb", "-D", self.folder / "data", "-U", "postroom", "-A", "trust",
                         "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")

    def tool(self, program, *arguments):
        """One of PostgreSQL's own programs, as the user that the server runs as."""
        subprocess.run([PROGRAMS / program, *arguments], check=True, capture_output=True, cwd="/",
                       timeout=120, **self.user)
        return self

    def launch(self):
        self.server = subprocess.Popen(
            [PROGRAMS / "postgres", "-D", self.folder / "data", "-c", "listen_addresses=",
             "-c", f"unix_socket_directories={self.folder}", *self.settings],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.user)

    def start(self):
        self.launch()
        for _ in range(600):
            # After a SIGKILL it gives up while a process of its forerunner is still ending.
            if self.server.poll() is not None:
                self.launch()
            if subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", self.folder, "-U", "postroom"],
                              check=False, timeout=60).returncode == 0:
                return self
            time.sleep(0.05)
        raise RuntimeError("the server does not start")

    def end(self, how=signal.SIGQUIT):
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(60)
            self.server = None

    def remove(self):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def location(self):
        return f"postgresql:///postgres?host={self.folder}&user=postroom"

    def ask(self, sql):
        done = subprocess.run([PROGRAMS / "psql", "-h", self.folder, "-U", "postroom", "-d",
                               "postgres", "-AtX", "-c", sql], check=True, capture_output=True,
                              timeout=60)
        return [line.split("|") for line in done.stdout.decode().splitlines()]
