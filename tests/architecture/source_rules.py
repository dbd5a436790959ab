"""What may not be written in src/: effects in pure modules, a council's rules in code, long files."""

import re

from findings import Finding
from source_text import line_at

# What a pure module may not do, and the code that would do it.
EFFECTS = [
    ("clock", re.compile(r"_clock\s*::\s*now|(?<![\w.:>])(?:std::|::)?time\s*\(\s*(?:nullptr|NULL|0|&)"
                         r"|\b(?:gettimeofday|clock_gettime|localtime(?:_r)?)\s*\(|\bPoco::Timestamp\b"
                         r"|\bcurrent_zone\b")),
    ("environment", re.compile(r"\b(?:secure_)?getenv\s*\(|\bsetlocale\s*\(|\benviron\b")),
    ("file", re.compile(r"\b[io]?fstream\b|\bf(?:re|d)?open\s*\(|\bstd::filesystem\b"
                        r"|(?<![\w>])::(?:open|unlink|mkdir|mkstemp|fsync)\s*\(|<(?:fcntl|unistd|sys/stat)\.h>")),
    ("socket", re.compile(r"(?<![\w>])::(?:socket|connect)\s*\(|<(?:sys/socket|netdb|netinet/in)\.h>"
                          r"|\bPoco::Net\b")),
    ("process", re.compile(r"(?<![\w.:>])(?:std::|::)?(?:system|popen|fork|execvp?|posix_spawnp?)\s*\(")),
    ("randomness", re.compile(r"\brandom_device\b|\bmt19937\w*|(?<![\w.>])(?:std::)?s?rand\s*\("
                              r"|\brandombytes_\w+|\bgetrandom\b|\barc4random\w*")),
    ("logging", re.compile(r"\bstd::(?:cout|cerr|clog)\b|(?<!\w)(?:std::)?(?:f?printf|f?puts|perror)\s*\("
                           r"|\bsyslog\s*\(|\bPoco::Logger\b")),
]

# libxlsxwriter 1.1 can only write files: its wrapper uses a scratch file that it removes.
EXCEPTIONS = {("src/rendering/workbook.cpp", "file")}

CATALOGUE_ID = re.compile(r"\b(?:I|E|S[123]|O|W|C|M|X)-\d\d\b")
EXAMPLE = re.compile(r'\be\.g\. "[^"\n]*"')  # a comment may show what an id looks like
STEP_ID = re.compile(r"""^\s*-\s+(?:\{\s*)?id:\s*["']?([\w-]+)""", re.MULTILINE)
LONGEST = 400


def purity_findings(sources, modules):
    for source in sources:
        module = modules.get(source.module)
        if module is None or module.kind != "pure":
            continue
        for effect, pattern in EFFECTS:
            if (source.path, effect) in EXCEPTIONS:
                continue
            for found in pattern.finditer(source.code):
                yield Finding(source.path, line_at(source.code, found.start()),
                              f"{module.name} is pure: no {effect} "
                              f"({' '.join(found.group().split())}); take it as an argument")


def step_ids(procedures):
    """Ids of the steps in config/procedures/*.yaml."""
    return sorted({found for _, text in procedures for found in STEP_ID.findall(text)})


def council_findings(sources, procedures):
    """Code knows no council's steps or letters: they are data."""
    ids = step_ids(procedures)
    # A one-word id ("withdrawn") may also be an event's name, which code may know.
    long_ids = [re.escape(name) for name in ids if "-" in name]
    inside = re.compile(r"(?<![\w-])(?:" + "|".join(long_ids) + r")(?![\w-])") if long_ids else None
    for source in sources:
        for piece in source.literals:
            if found := CATALOGUE_ID.search(piece.text):
                yield Finding(source.path, piece.line,
                              f"catalogue id {found.group()} in code; procedures are data")
            if inside and (found := inside.search(piece.text)):
                yield Finding(source.path, piece.line,
                              f"step id {found.group()} in code; procedures are data")
        for piece in source.comments:
            text = EXAMPLE.sub("", piece.text)
            if found := CATALOGUE_ID.search(text):
                yield Finding(source.path, piece.line + text.count("\n", 0, found.start()),
                              f"catalogue id {found.group()} in a comment; say what it means instead")


def length_findings(sources):
    for source in sources:
        length = len(source.text.splitlines())
        if length > LONGEST:
            yield Finding(source.path, LONGEST + 1,
                          f"{length} lines; past {LONGEST}, look for the second idea")
