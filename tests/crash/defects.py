"""Puts one mistake after another into the program, and asks whether its tests notice.

    defects.py [COUNT] [SEED]

Each defect of the list is one a person might make: a sync left out, a claim not asked for, an answer
taken for another. One by one it is put into a copy of its source, compiled beside the build and
linked into a program of its own, and judged by the test that must fail. Sources and build stay as
they are. COUNT of them are drawn by SEED; without COUNT, all. With COUNT 0 nothing is compiled: the
list alone is checked, that every place still stands where it says.

Wanted is a whole release build: ./dev crash defects makes it.
"""

import dataclasses
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("POSTROOM_BINARY", TREE / "build/release/postroom")).resolve().parent
# A migration is compiled as part of this, which CMake makes of all of them.
MIGRATIONS = BUILD / "src/storage/built_in_migrations.cpp"


@dataclasses.dataclass
class Defect:
    name: str
    file: str
    old: str
    new: str
    test: str  # module:filter of a unit test, or file.py:Class.test of a flow


DEFECTS = [
    Defect("a file is renamed before it is synced", "src/dispatch/durable_file.cpp",
           "if (when == Sync::now) sync(", "if (when == Sync::with_others) sync(",
           "dispatch:*HasEverythingOnTheDisk*"),
    Defect("many files are renamed before they are synced", "src/dispatch/durable_file.cpp",
           "if (when_ == PartialFile::Sync::now || files_.empty()) return;",
           "if (when_ == PartialFile::Sync::now || !files_.empty()) return;",
           "dispatch:*AllAreOnTheDiskBeforeOneIsSaidToBe*"),
    Defect("the folder of a new message is not synced", "src/dispatch/maildir.cpp",
           'sync_folder(folder_ + "/new");\n        sync_folder', "sync_folder",
           "dispatch:*HasEverythingOnTheDisk*"),
    Defect("a sync that failed is passed over", "src/dispatch/durable_file.cpp",
           "if (how(handle.number()) == 0) return;", "if (how(handle.number()) <= 0) return;",
           "dispatch:*LeavesNothingHalfDoneWhenAnyStepFails*"),
    Defect("a message goes to the Maildir without a claim", "src/dispatch/maildir.cpp",
           " || !handovers[i].may_commit()", "",
           "dispatch:*TakesNothingWhenTheClaimIsLost*"),
    Defect("a message that was read is delivered again", "src/dispatch/maildir.cpp",
           "opened.contains(name) || ", "",
           "dispatch:Maildir.KnowsAMessageThatAMailClientHasOpened"),
    Defect("a letter is laid in the tray without a claim", "src/dispatch/print_tray.cpp",
           "may_lie_there = handovers[i].may_commit()", "may_lie_there = true",
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
    Defect("nobody listens to what the database says", "src/storage/database.cpp",
           'run_script("LISTEN postroom_changes");', "",
           "test_several_daemons.py:SeveralDaemonsTest"
           ".test_what_another_program_records_is_acted_on_though_nobody_asks_for_it"),
    Defect("SQLite does not sync its folder", "src/storage/opening.cpp",
           "PRAGMA synchronous = EXTRA", "PRAGMA synchronous = NORMAL",
           "storage:ADatabase.IsOpenedWithEverythingASessionMustBeTold"),
    Defect("one letter may be written twice", "src/storage/sql/0001_first.sql",
           "CREATE UNIQUE INDEX parcels_once", "CREATE INDEX parcels_once",
           "storage:*TakesAParcelOnceForCaseStepOccurrenceRecipientAndChannel*"),
    Defect("a log that names a message proves that it was taken", "src/returns/relay_log.cpp",
           "    return taken;\n",
           "    for (const auto& [queue, id] : named) taken.insert(id);\n    return taken;\n",
           "returns:ARelaysLog.*"),
    Defect("the mark before the dot is not made", "src/daemon/work/send.cpp",
           "if (transport.leaves_evidence()) return still_ours(parcel);",
           "if (transport.leaves_evidence() || parcel.epoch > 0) return still_ours(parcel);",
           "test_smtp.py:ARelayThatRefuses"
           ".test_no_answer_after_the_last_dot_is_uncertain_and_never_resent_blindly"),
    Defect("another attempt sends other bytes", "src/daemon/work/send.cpp",
           "return frozen_bytes(office_, parcel);",
           "return frozen_bytes(office_, parcel) + "
           'std::string(parcel.attempts > 0 ? "again\\r\\n" : "");',
           "test_smtp.py:ARelayThatRefuses"
           ".test_a_refusal_for_now_is_tried_again_with_the_same_bytes"),
    Defect("what was interrupted at the dot goes again", "src/daemon/work/send.cpp",
           "} else if (from == State::committing) {", "} else if (from == State::uncertain) {",
           "test_smtp.py:ARelayThatRefuses"
           ".test_an_email_interrupted_at_the_dot_is_uncertain_even_when_the_relay_is_given_up"),
    Defect("what nobody knows of is sent again and again by its rule",
           "src/daemon/work/uncertain.cpp",
           "if (attempts.empty() || went_by_the_rule(parcel, office_)) return;",
           "if (attempts.empty()) return;",
           "test_uncertain.py:AStepThatSendsAgain"
           ".test_that_is_uncertain_once_more_is_left_to_a_person"),
    Defect("the reader's time runs from the email that came back", "src/procedure/receipt.cpp",
           "each(Names::letter_sent_again, [&](const CaseEvent& one) { take_leaving(one); });",
           "each(Names::letter_sent_again, [&](const CaseEvent& one) { (void)one; });",
           "procedure:Window.RunsFromTheDayItsLetterLeftAgain"),
    Defect("a restored database sends at once", "src/daemon/work/send.cpp",
           "    require_newest_database(office);\n    remove_traces",
           "    (void)require_newest_database;\n    remove_traces", "test_restore.py:Restoring"),
    Defect("anybody's return address is believed", "src/daemon/premises/relay.cpp",
           "address.substr(dash + 1, mark_digits) == mark_of(keys, id)",
           "!mark_of(keys, id).empty()",
           "test_returned_mail.py:WhatChangesNothing"
           ".test_a_return_address_that_somebody_made_up_matches_nothing"),
]


def unit(defect):
    return not defect.test.split(":", 1)[0].endswith(".py")


def program(defect):
    where = defect.test.split(":", 1)[0]
    return BUILD / f"tests/unit/{where}/test_{where}" if unit(defect) else BUILD / "postroom"


def passes(defect, made):
    """Whether the test is content with this program."""
    where, what = defect.test.split(":", 1)
    command = ([made, f"--gtest_filter={what}"] if unit(defect)
               else ["/usr/bin/python3", "-B", TREE / "tests/flow" / where, what])
    done = subprocess.run(command, cwd=TREE / "tests/flow", check=False, timeout=600,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=os.environ | {"POSTROOM_BINARY": str(made)})
    if unit(defect) and b"Running 0 tests" in done.stdout:
        raise SystemExit(f"there is no test {defect.test}")
    return done.returncode == 0


def source_with(defect):
    """The file that is compiled, and its text with the defect in it."""
    source = MIGRATIONS if defect.file.endswith(".sql") else TREE / defect.file
    text = source.read_text("utf-8")
    if text.count(defect.old) != 1:
        raise SystemExit(f"{source} is not what the list was written for; build again")
    return source, text.replace(defect.old, defect.new)


def run(command):
    done = subprocess.run(command, cwd=BUILD, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise SystemExit(f"this failed: {shlex.join(map(str, command))}\n"
                         + done.stdout.decode("utf-8", "replace")[-2000:])
    return done.stdout.decode("utf-8")


def made_with(defect, folder):
    """The program, linked with the defective object before the libraries: the sound one stays in
    its library, because nobody misses it."""
    source, text = source_with(defect)
    copy, thing = folder / source.name, folder / (source.name + ".o")
    copy.write_text(text, "utf-8")
    commands = json.loads((BUILD / "compile_commands.json").read_text("utf-8"))
    command = shlex.split(next(entry["command"] for entry in commands
                               if pathlib.Path(entry["file"]) == source))
    command[command.index("-o") + 1] = str(thing)
    command[command.index("-c") + 1] = str(copy)
    # What a defect leaves unused is a warning, and the tests are asked, not the compiler.
    run([*command, "-Wno-error"])
    name = str(program(defect).relative_to(BUILD))
    last = run(["ninja", "-t", "commands", name]).splitlines()[-1]
    link = shlex.split(last.removeprefix(": && ").removesuffix(" && :"))
    made = folder / program(defect).name
    link[link.index("-o") + 1] = str(made)
    link.insert(1, str(thing))
    run(link)
    return made


def places_that_are_gone():
    return [f"{defect.name}: its place in {defect.file} is not there once"
            for defect in DEFECTS
            if not (TREE / defect.file).is_file()
            or (TREE / defect.file).read_text("utf-8").count(defect.old) != 1]


def is_caught(defect):
    with tempfile.TemporaryDirectory(prefix="postroom-defect-") as folder:
        return not passes(defect, made_with(defect, pathlib.Path(folder)))


def main(count=len(DEFECTS), seed=20261125):
    gone = places_that_are_gone()
    print("\n".join(gone) or f"{len(DEFECTS)} defects, each with its place and its test")
    if gone or count == 0:
        return 1 if gone else 0
    chosen = DEFECTS if count >= len(DEFECTS) else random.Random(seed).sample(DEFECTS, count)
    caught, began = 0, time.monotonic()
    for test, defect in sorted({defect.test: defect for defect in chosen}.items()):
        if not passes(defect, program(defect)):
            raise SystemExit(f"{test} fails without any defect")
    for defect in chosen:
        found = is_caught(defect)
        caught += found
        print(f"{'caught    ' if found else 'NOT CAUGHT'}  {defect.name}"
              + ("" if found else f"  by {defect.test}"), flush=True)
    print(f"{caught} of {len(chosen)} defects caught in {time.monotonic() - began:.0f} s, seed {seed}")
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
