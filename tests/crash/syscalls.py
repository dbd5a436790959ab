"""Injects a fault into the system calls of one golden run, and audits what comes of each.

    syscalls.py [COUNT] [SEED] [PART PARTS]

`strace` lists every system call of one `postroom run` that writes letters and sends them. Then the
same run is made again from the same beginning, and one occurrence of one call is killed (SIGKILL)
or fails (EIO, ENOSPC). Whatever happens, the program explains itself or is gone; the next run ends
well; nothing is lost, nothing goes twice, and the archive verifies. COUNT cells are drawn by SEED;
0 stands for every occurrence of every call with every fault, which takes an hour and a half of one
core; PART 0 of 2 and PART 1 of 2 share them, each with an office of its own. How far it is goes to the
standard error.

A program whose libraries cannot be loaded has done nothing; that it fails is the loader's word.
"""

import collections
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

from office_under_test import DAY, Auditor, OfficeUnderTest, tell

FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
# What cannot fail that way, or ends the process.
LEFT_OUT = {"execve", "exit_group", "exit", "arch_prctl", "set_tid_address", "set_robust_list",
            "rseq", "prlimit64", "mmap", "mprotect", "brk", "munmap", "rt_sigreturn", "getpid",
            "geteuid", "rt_sigprocmask", "rt_sigaction", "futex", "umask", "uname", "sysinfo"}
TOLD_EVERY = 500
CALL = re.compile(r"\d+\s+(\w+)\(")


class Golden:
    """The office before its run, and the calls of that run."""

    def __init__(self, test):
        self.test = test
        test.more_cases(2)
        self.template = test.folder / "template"
        shutil.copytree(test.office.data, self.template)
        trace = test.folder / "trace"
        done = subprocess.run(["strace", "-f", "-qq", "-o", trace,
                               *test.office.command("run", "--on", DAY)],
                              env=test.office.environment, capture_output=True, check=False)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace")
            raise SystemExit(f"the golden run failed under strace: {said[-300:]}")
        self.calls = collections.Counter(
            match.group(1) for match in map(CALL.match, trace.read_text("utf-8").splitlines())
            if match and match.group(1) not in LEFT_OUT)

    def cells(self, part, parts):
        """By the number of the occurrence, so that parts leave out nothing though their runs differ
        by a call or two."""
        return [(call, number, fault) for call, count in sorted(self.calls.items())
                for number in range(1, count + 1) if number % parts == part for fault in FAULTS]

    def begin_again(self):
        shutil.rmtree(self.test.office.data)
        shutil.copytree(self.template, self.test.office.data)
        self.test.relay.taken.clear()


def run_with_fault(test, call, number, fault):
    """What is wrong with how it ended, or nothing."""
    # With the kernel's filter only this call stops the program, not each that it makes.
    process = subprocess.Popen(["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e",
                                f"trace={call}", "-e", f"inject={call}:{fault}:when={number}",
                                *test.office.command("run", "--on", DAY)],
                               env=test.office.environment, process_group=0,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        said = process.communicate(timeout=120)[1].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # strace, and what it traces
        process.communicate()
        return "it does not end"
    if fault.startswith("signal"):
        return None
    if process.returncode == 127 and "loading shared libraries" in said:
        return None
    if process.returncode not in (0, 1):
        return f"it ended with {process.returncode}: {said[-200:]}"
    if process.returncode == 1 and not said.strip():
        return "it failed without a word"
    return None


def main(count=60, seed=20261125, part=0, parts=1):
    # Where no process may be traced, nothing can be injected; that is said, not passed over.
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False,
                      capture_output=True).returncode != 0:
        print("SKIPPED: strace may not trace a process here (ptrace is not permitted)")
        return 77
    with OfficeUnderTest("sqlite") as test:
        golden = Golden(test)
        cells = golden.cells(part, parts)
        whole = len(cells)
        if count:
            cells = random.Random(seed).sample(cells, min(count, whole))
        began, problems, uncertain, faulty = time.monotonic(), [], 0, collections.Counter()
        for tried, (call, number, fault) in enumerate(cells):
            if tried and tried % TOLD_EVERY == 0:
                print(f"syscalls: {tried} of {len(cells)}, at {call}: {len(problems)} problems",
                      file=sys.stderr, flush=True)
            golden.begin_again()
            auditor = Auditor(test)
            trouble = run_with_fault(test, call, number, fault)
            if trouble:
                auditor.found(trouble)
            auditor.audit(at_rest=False)
            test.tell("UPDATE parcels SET retry_at = 1 WHERE state = 'retry_wait'")
            answer = test.office.say("run", "--on", DAY)
            if answer.code != 0:
                auditor.found(f"the next run fails: {answer.err[-200:]}")
            else:
                auditor.audit(at_rest=True)
                auditor.resolve_uncertain()
                uncertain += auditor.uncertain
            faulty[fault] += 1
            problems += [f"{call} number {number}, {fault}: {problem}"
                         for problem in auditor.problems]
        return tell("syscalls", {"calls of the golden run": sum(golden.calls.values()),
                                 "cells": whole, "part": f"{part} of {parts}",
                                 "tried": len(cells), "seed": seed} | dict(faulty) |
                    {"uncertain": uncertain}, problems, began)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
