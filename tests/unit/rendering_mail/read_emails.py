#!/usr/bin/env python3
"""Reads every NAME.eml of a folder with Python's own parser and writes NAME.read beside it.

Each line is "key hexadecimal-of-UTF-8", so that no value can be mistaken for another line.
"""
import email
import email.header
import email.policy
import email.utils
import pathlib
import sys

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    # The new policy puts a space between two encoded words of a name (RFC 2047, 6.2 forbids it);
    # the old one does not.
    old_style = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    lines = []

    def say(key, value):
        data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        lines.append(f"{key} {data.hex()}")

    say("headers", ",".join(name.lower() for name in message.keys()))
    say("subject", message["subject"])
    for key in ("from", "to", "cc", "reply-to"):
        found = email.utils.getaddresses(old_style.get_all(key, ()))
        assert len(found) == (len(message[key].addresses) if message[key] else 0)
        for name, address in found:
            decoded = email.header.make_header(email.header.decode_header(name))
            say(key + "-name", str(decoded))
            say(key + "-email", address)
    say("date", message["date"].datetime.isoformat())
    say("auto-submitted", message["auto-submitted"])
    say("types", ",".join(part.get_content_type() for part in message.walk()))
    say("defects", ",".join(str(d) for part in message.walk() for d in part.defects))
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment":
            say("file-name", part.get_filename())
            say("file", part.get_payload(decode=True))
        else:
            # Line ends on the wire are CRLF; the text had line feeds.
            say(part.get_content_subtype(), part.get_payload(decode=True).replace(b"\r\n", b"\n"))
    path.with_suffix(".read").write_text("\n".join(lines) + "\n")
