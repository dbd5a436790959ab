"""Puts one mistake after another into the program, and asks whether its tests notice.

    defects.py [COUNT] [SEED]

Each defect of the list is one a person might make: a sync left out, a claim not asked for, an answer
taken for another. One by one it is put into the sources, built, and judged by the test that must
fail; then the source is put back. COUNT of them are drawn by SEED; without COUNT, all. With COUNT 0
nothing is built: the list alone is checked, that every place still stands where it says.

The sources must be as they are in git: nothing of yours is touched or lost.
"""

import dataclasses
import os
import pathlib
import random
import subprocess
import sys
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("POSTROOM_BUILD", TREE / "build" / "release"))


@dataclasses.dataclass
class Defect:
    name: str
    file: str
    old: str
    new: str
    test: str  # module:filter of a unit test, or file.py:Class.test of a flow


DEFECTS = [
    Defect("a file is renamed before it is synced", "src/dispatch/durable_file.cpp",
           "bytes, path_); });\n        sync(handle, path_);", "bytes, path_); });",
           "dispatch:*SurvivesAPowerCut*"),
    Defect("the folder of a new message is not synced", "src/dispatch/maildir.cpp",
           '        sync_folder(folder_ + "/new");\n', "", "dispatch:*SurvivesAPowerCut*"),
    Defect("a sync that failed is passed over", "src/dispatch/durable_file.cpp",
           "if (::fsync(handle.number()) == 0) return;", "if (::fsync(handle.number()) <= 0) return;",
           "dispatch:*LeavesNothingHalfDoneWhenAnyStepFails*"),
    Defect("a message goes to the Maildir without a claim", "src/dispatch/maildir.cpp",
           "if (!may_commit()) return", "if (false) return",
           "dispatch:*TakesNothingWhenTheClaimIsLost*"),
    Defect("a message that was read is delivered again", "src/dispatch/maildir.cpp",
           "if (has_delivered(parcel)) return delivered;", "",
           "dispatch:Maildir.KnowsAMessageThatAMailClientHasOpened"),
    Defect("a letter is laid in the tray without a claim", "src/dispatch/print_tray.cpp",
           "if (!may_commit()) return", "if (false) return",
           "dispatch:*TakesNothingWhenTheClaimIsLost*"),
    Defect("mail goes in clear where STARTTLS is not offered", "src/dispatch/smtp.cpp",
           "if (settings_.tls == SmtpSettings::Tls::required) {",
           "if (settings_.tls == SmtpSettings::Tls::required && session.offers.start_tls) {",
           "dispatch:Smtp.StopsWhenStarttlsIsStripped"),
    Defect("answers slipped in before TLS are believed", "src/dispatch/smtp_connection.cpp",
           "OnWire<void> SmtpConnection::start_tls(Deadline deadline) {\n"
           '    if (!wire_->received.empty()) return trouble("the relay spoke out of turn");',
           "OnWire<void> SmtpConnection::start_tls(Deadline deadline) {",
           "dispatch:Smtp.StopsWhenAnswersWereSlippedInBeforeTls"),
    Defect("the name in a certificate is not looked at", "src/dispatch/smtp_connection.cpp",
           "        secure.verifyPeerCertificate(wire_->host);\n", "",
           "dispatch:Smtp.RefusesACertificateForAnotherName"),
    Defect("a line that begins with a dot is not protected", "src/dispatch/smtp.cpp",
           "const Bytes stuffed = dot_stuffed(bytes);", "const Bytes& stuffed = bytes;",
           "dispatch:Smtp.HandsOverOneMessageToOneRecipient"),
    Defect("the last dot is sent whether or not the claim holds", "src/dispatch/smtp.cpp",
           'if (!may_commit()) return {Kind::lost_claim, "dot", 0, ""};', "may_commit();",
           "dispatch:Smtp.SendsNoDotWhenTheClaimIsLost"),
    Defect("no answer after the dot is taken for a no", "src/dispatch/smtp.cpp",
           'if (!answer) return {Kind::no_answer, "dot", 0, answer.error().what};',
           'if (!answer) return not_now("dot", answer.error().what);',
           "dispatch:Smtp/InPhase*"),
    Defect("a refusal of our password gives up the letter", "src/dispatch/smtp.cpp",
           "const bool about_the_message = !recipient.empty() && reply->code != 530;",
           "const bool about_the_message = reply->code != 530;", "dispatch:Smtp/InPhase*"),
    Defect("a relay that turns us away is asked without end", "src/dispatch/smtp.cpp",
           "if (!silent && failures_ < failures_before_rest) return;", "if (!silent) return;",
           "dispatch:Smtp.LetsARelayRest*"),
    Defect("an email without an answer goes again", "src/outbox/parcel.cpp",
           "Change{State::committing, Happening::lose_answer, State::uncertain}",
           "Change{State::committing, Happening::lose_answer, State::retry_wait}",
           "outbox:AParcel.*"),
    Defect("a claim that was given to another still counts", "src/storage/outbox_store.cpp",
           "AND state = $15 AND epoch = $16", "AND state = $15 AND epoch >= $16",
           "storage:*StopsASenderWhoseClaimWasGivenToAnother*"),
    Defect("a claim does not raise the epoch", "src/storage/outbox_store.cpp",
           "parcel.epoch + (claims ? 1 : 0)", "parcel.epoch + (claims ? 0 : 0)",
           "storage:*TheOutbox*"),
    Defect("an email goes before the archive has it", "src/storage/outbox_store.cpp",
           "(SELECT value FROM marks WHERE name = 'archived_count')",
           "(SELECT value + 9 FROM marks WHERE name = 'archived_count')",
           "storage:SeveralDaemons.WhatTheArchiveFolderDoesNotHaveYetDoesNotGo"),
    Defect("a leader that was overtaken goes on", "src/storage/leadership.cpp",
           "SET term = term + 1", "SET term = term + 0",
           "storage:SeveralDaemons.ARestartedLeaderLeadsAtOnceUnderANewTerm"),
    Defect("a stopped daemon keeps its locks for ever", "src/storage/opening.cpp",
           "SET idle_in_transaction_session_timeout = '30s'; ", "",
           "storage:OnPostgresql.AProgramStoppedInATransactionHoldsNobodyUpForEver"),
    Defect("SQLite does not sync its folder", "src/storage/opening.cpp",
           "PRAGMA synchronous = EXTRA", "PRAGMA synchronous = NORMAL",
           "storage:ADatabase.IsOpenedWithEverythingASessionMustBeTold"),
    Defect("one letter may be written twice", "src/storage/sql/0001_first.sql",
           "CREATE UNIQUE INDEX parcels_once", "CREATE INDEX parcels_once",
           "storage:*TakesAParcelOnceForCaseStepOccurrenceRecipientAndChannel*"),
    Defect("a log that names a message proves that it was taken", "src/returns/relay_log.cpp",
           'queued->rest.ends_with("(queue active)")', "true",
           "returns:ARelaysLog.*"),
    Defect("the mark before the dot is not made", "src/daemon/send.cpp",
           "if (transport.leaves_evidence()) return still_ours(parcel);",
           "if (transport.leaves_evidence() || parcel.epoch > 0) return still_ours(parcel);",
           "test_smtp.py:ARelayThatRefuses"
           ".test_no_answer_after_the_last_dot_is_uncertain_and_never_resent_blindly"),
    Defect("another attempt sends other bytes", "src/daemon/send.cpp",
           "const Bytes bytes = frozen_bytes(office_, parcel);",
           "const Bytes bytes = frozen_bytes(office_, parcel) + "
           'std::string(parcel.attempts > 0 ? "again\\r\\n" : "");',
           "test_smtp.py:ARelayThatRefuses"
           ".test_a_refusal_for_now_is_tried_again_with_the_same_bytes"),
    Defect("what was interrupted at the dot goes again", "src/daemon/send.cpp",
           "} else if (from == State::committing) {", "} else if (from == State::uncertain) {",
           "test_smtp.py:ARelayThatRefuses"
           ".test_an_email_interrupted_at_the_dot_is_uncertain_even_when_the_relay_is_given_up"),
    Defect("a restored database sends at once", "src/daemon/send.cpp",
           "    require_newest_database(office);\n    remove_traces",
           "    (void)require_newest_database;\n    remove_traces", "test_restore.py:Restoring"),
    Defect("anybody's return address is believed", "src/daemon/relay.cpp",
           "address.substr(dash + 1, mark_digits) == mark_of(keys, id)",
           "!mark_of(keys, id).empty()",
           "test_returned_mail.py:AnAddressThatDoesNotWork"),
]


def unit(defect):
    return not defect.test.split(":", 1)[0].endswith(".py")


def target(defect):
    return "test_" + defect.test.split(":", 1)[0] if unit(defect) else "postroom"


def build(name):
    done = subprocess.run(["cmake", "--build", BUILD, "--target", name], check=False,
                          capture_output=True)
    return None if done.returncode == 0 else done.stdout.decode("utf-8", "replace")[-400:]


def passes(defect):
    where, what = defect.test.split(":", 1)
    if unit(defect):
        command = [BUILD / "tests/unit" / where / f"test_{where}", f"--gtest_filter={what}",
                   "--gtest_brief=1"]
    else:
        command = ["/usr/bin/python3", "-B", TREE / "tests/flow" / where, what]
    done = subprocess.run(command, cwd=TREE / "tests/flow", check=False, timeout=600,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=os.environ | {"POSTROOM_BINARY": str(BUILD / "postroom")})
    if unit(defect) and b" 0 tests ran" in done.stdout:
        raise SystemExit(f"there is no test {defect.test}")
    return done.returncode == 0


def put(path, text):
    path.write_text(text, "utf-8")


def places_that_are_gone():
    return [f"{defect.name}: its place in {defect.file} is not there once"
            for defect in DEFECTS
            if (TREE / defect.file).read_text("utf-8").count(defect.old) != 1]


def verdict(defect):
    """"" when the defect is caught."""
    path = TREE / defect.file
    before = path.read_text("utf-8")
    try:
        put(path, before.replace(defect.old, defect.new))
        trouble = build(target(defect))
        if trouble:
            return "cannot be built: " + trouble
        return "NOT CAUGHT by " + defect.test if passes(defect) else ""
    finally:
        put(path, before)


def main(count=len(DEFECTS), seed=20261125):
    gone = places_that_are_gone()
    print("\n".join(gone) or f"{len(DEFECTS)} defects, each with its place and its test")
    if gone or count == 0:
        return 1 if gone else 0
    files = sorted({defect.file for defect in DEFECTS})
    if subprocess.run(["git", "diff", "--quiet", "HEAD", "--", *files], cwd=TREE,
                      check=False).returncode != 0:
        raise SystemExit("sources of the list are changed; commit them first")
    chosen = DEFECTS if count >= len(DEFECTS) else random.Random(seed).sample(DEFECTS, count)
    for name in sorted({target(defect) for defect in chosen}):
        trouble = build(name)
        if trouble:
            raise SystemExit(f"{name} cannot be built: {trouble}")
    caught, began = 0, time.monotonic()
    for test in sorted({defect.test for defect in chosen}):
        if not passes(next(defect for defect in chosen if defect.test == test)):
            raise SystemExit(f"{test} fails without any defect")
    try:
        for defect in chosen:
            said = verdict(defect)
            caught += not said
            print(f"{'caught    ' if not said else 'NOT CAUGHT'}  {defect.name}  {said}", flush=True)
    finally:
        for name in sorted({target(defect) for defect in chosen}):
            build(name)
    print(f"{caught} of {len(chosen)} defects caught in {time.monotonic() - began:.0f} s")
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
