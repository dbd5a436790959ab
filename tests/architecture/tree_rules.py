"""What may not be written anywhere in the repository: real addresses, hosts and machines."""

import re

from findings import Finding
from source_text import line_at

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})\b")
# RFC 2606 and 6761: names that can belong to nobody.
NOBODYS = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|org|net))$", re.I)

# Telephone numbers Ofcom keeps for drama, and the Ombudsman's public line.
PHONE = re.compile(r"(?<![\w.+-])(?!0123456789)0[12378](?:[ -]?\d){8,9}(?![\w-])")
INVENTED_PHONE = re.compile(
    r"^(?:01632960\d{3}|07700900\d{3}|02079460\d{3}|08081570\d{3}|03069990\d{3}"
    r"|011[3-8]4960\d{3}|01[2-6]14960\d{3}|01914980\d{3}|02890180\d{3}|02920180\d{3}|03000610614)$")
PEOPLES_PLACES = ("letters/", "config/", "templates/", "tests/")

HOSTS = re.compile(
    r"\b(?:registry\.[a-z0-9.-]+\.[a-z]{2,}|[a-z0-9.-]*(?:artifactory|nexus)[a-z0-9-]*\.[a-z0-9.-]+"
    r"|(?:ghcr|quay|docker|crates)\.io|(?:deb|snapshot|security|pypi|files|registry|proxy)"
    r"\.[a-z-]+\.(?:org|com|net)|pypi\.[a-z]+)\b", re.I)
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:work|root|workspace|tmp/build[\w-]*|home/\w+|Users/\w+)(?=[/\s\"'`),:;]|$)",
                          re.MULTILINE)


def email_findings(path, text):
    for found in EMAIL.finditer(text):
        if not NOBODYS.search(found.group(1)):
            yield Finding(path, line_at(text, found.start()),
                          f"e-mail domain {found.group(1)} may be somebody's; use council.example "
                          "or mail.example")


def phone_findings(path, text):
    if not path.startswith(PEOPLES_PLACES):
        return
    for found in PHONE.finditer(text):
        if not INVENTED_PHONE.match(re.sub(r"[ -]", "", found.group())):
            yield Finding(path, line_at(text, found.start()),
                          "a telephone number that may be somebody's; use Ofcom's numbers for drama "
                          "(01632 960000 to 960999)")


def machine_findings(path, text):
    for pattern, what in ((HOSTS, "a registry's host"), (MACHINE_PATH, "a path of one machine")):
        for found in pattern.finditer(text):
            yield Finding(path, line_at(text, found.start()), f"{what}: {found.group()}")


def tree_findings(files):
    """`files` is (path, text) of every text file; the rules' own examples are not judged."""
    for path, text in files:
        if path.startswith("tests/architecture/"):
            continue
        yield from email_findings(path, text)
        yield from phone_findings(path, text)
        yield from machine_findings(path, text)
