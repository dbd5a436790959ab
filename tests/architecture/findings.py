"""What a rule says when it is broken."""

from typing import NamedTuple


class Finding(NamedTuple):
    path: str
    line: int
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"
