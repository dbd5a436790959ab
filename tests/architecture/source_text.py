"""A C++ source taken apart: its code, its string literals, its comments, its includes."""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|(?P<raw>\bu?8?R"(?P<fence>[^()\s\\]{0,16})\((?P<raw_text>.*?)\)(?P=fence)")'
    r'|(?P<literal>"(?P<text>(?:\\.|[^"\\\n])*)")'
    r"|(?P<character>(?<![0-9A-Za-z])'(?:\\.|[^'\\\n])+')",
    re.DOTALL)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)


@dataclass
class Piece:
    line: int
    text: str


@dataclass
class Source:
    path: str  # from the root, with forward slashes
    text: str
    code: str = ""  # comments and literals blanked out, lines kept
    literals: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    includes: list = field(default_factory=list)  # (line, quoted?, name)

    @property
    def module(self):
        """The folder below src/ (daemon/records), or the file's own stem for src/main.cpp."""
        folder = "/".join(self.path.split("/")[1:-1])
        return folder or self.path.split("/")[1].rsplit(".", 1)[0]

    @property
    def is_header(self):
        return self.path.endswith(".hpp")


def line_at(text, position):
    return text.count("\n", 0, position) + 1


def read_source(path, text):
    source = Source(path, text)
    for found in INCLUDE.finditer(text):
        source.includes.append((line_at(text, found.start(1)), found.group(1) == '"', found.group(2)))

    def blank(found):
        line = line_at(text, found.start())
        if found.group("comment"):
            source.comments.append(Piece(line, found.group()))
        elif found.group("raw"):
            source.literals.append(Piece(line, found.group("raw_text")))
        elif found.group("literal"):
            source.literals.append(Piece(line, found.group("text")))
        return re.sub(r"[^\n]", " ", found.group())

    source.code = TOKEN.sub(blank, text)
    return source
