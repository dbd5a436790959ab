"""Fails over from one PostgreSQL to its standby at random, and audits what the relay really took.

    failover.py [COUNT] [SEED]

Two daemons work on a primary that waits for its standby. COUNT times the primary is killed at a
random moment while letters go out, and the standby promoted; now and then a daemon is killed with
it, or the old primary comes back and takes itself for the primary still. The daemons go on by
themselves: their location names both servers. Then the old primary is made the new standby.
"""

import contextlib
import pathlib
import shutil
import signal
import sys
import tempfile
import time

from pause import TwoDaemons, go
from office import wait_until
from postgres import Postgres


class Pair:
    """A primary and a standby that it waits for before it says that anything is kept."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-pair-"))
        self.folder.chmod(0o755)
        self.primary, self.standby = (
            Postgres(self.folder / name, "-c", "synchronous_standby_names=*")
            for name in ("a", "b"))
        self.hosts = f"{self.primary.folder},{self.standby.folder}"
        self.primary.create().start()
        self.make_standby()

    @property
    def location(self):
        return (f"postgresql:///postgres?host={self.hosts}&user=postroom"
                "&target_session_attrs=read-write")

    def make_standby(self):
        shutil.rmtree(self.standby.folder / "data", ignore_errors=True)
        self.standby.tool("pg_basebackup", "-D", self.standby.folder / "data", "-h",
                          self.primary.folder, "-U", "postroom", "--write-recovery-conf",
                          "--checkpoint=fast", "--wal-method=stream", "--no-sync").start()

    def promote(self):
        assert self.standby.ask("SELECT pg_promote()") == [["t"]]
        self.primary, self.standby = self.standby, self.primary

    def ask(self, sql):
        return self.primary.ask(sql)

    def remove(self):
        for server in (self.primary, self.standby):
            with contextlib.suppress(Exception):
                server.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


def one_failover(test, chance):
    pair, before = test.postgres, len(test.relay.taken)
    test.more_cases(2)
    wait_until(lambda: len(test.relay.taken) > before, 30)
    time.sleep(chance.uniform(0, 0.5))
    pair.primary.end(chance.choice([signal.SIGKILL, signal.SIGQUIT]))
    accident = chance.random()
    if accident < 0.15:
        daemon = chance.choice([test.office, test.second])
        test.kill(daemon)
        test.serve(daemon)
    elif accident < 0.35:
        # What nobody told that it was deposed: it answers, and keeps what nobody else has.
        pair.primary.start()
        time.sleep(chance.uniform(0, 1))
    time.sleep(chance.uniform(0, 0.5))
    pair.promote()
    time.sleep(chance.uniform(0, 0.5))
    pair.standby.end(signal.SIGKILL)
    pair.make_standby()


def main(count=100, seed=20261126):
    return go(TwoDaemons(Pair()), "failovers", one_failover, count, seed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
