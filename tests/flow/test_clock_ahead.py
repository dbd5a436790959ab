"""A day to come, asked for by mistake or by a clock that was wrong, sends nothing in silence and
silences nobody for good."""

import datetime
import pathlib
import time
import unittest

from office import OfficeTest, case, complainant, wait_until
from test_serve import ServeTest
from test_smtp import SmtpTest

A_DAY = 24 * 60 * 60 * 1_000_000


def today(plus=0):
    return (datetime.date.today() + datetime.timedelta(days=plus)).isoformat()


class ADayToCome(SmtpTest):
    def test_is_refused_where_emails_would_really_go_unless_it_is_meant(self):
        relay = self.relay()
        self.refused("run", "--on", today(1), says=("a day to come", "simulate", "--ahead"))
        self.refused("run", "--at", f"{today(200)}T09:00:00Z", says="a day to come")
        self.assertEqual((relay.taken, self.office.parcels()), ([], []))
        self.office.do("run", "--on", today(1), "--ahead")
        self.assertGreater(len(relay.taken), 0)

    def test_is_no_mistake_where_nothing_leaves_the_building(self):
        self.office.do("run", "--on", today(200))


class ARunThatWasAhead(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1", received=today(-1))], today())
        self.office.do("run", "--on", today(200))

    def doctors_word(self):
        findings = self.office.say("doctor", "--json").json()
        return next(f for f in findings if f["subject"] == "clock")

    def test_is_said_by_run_and_doctor_and_to_a_person_once(self):
        for _ in range(2):
            self.refused("run", says=(today(200), "postroom clock --right"))
        self.assertFalse(self.doctors_word()["well"])
        self.assertIn("clock --right", self.doctors_word()["what"])
        task, = [t for t in self.office.tasks(state="open") if "clock --right" in t["reason"]]
        self.assertEqual((task["role"], task["due"]), ("complaints_manager", today()))

    def test_is_taken_back_by_a_person_who_says_that_the_clock_is_right(self):
        self.refused("run", says="clock --right")
        self.refused("clock", says=today(200))
        self.office.do("clock", "--right")
        self.assertTrue(self.doctors_word()["well"])
        self.assertEqual([t for t in self.office.tasks(state="open")
                          if "clock --right" in t["reason"]], [])
        self.office.import_cases([case("A-2", received=today())], today())
        self.office.do("run")
        self.assertEqual(len(self.office.parcels(case="A-2", step="acknowledgement",
                                                 channel="letter")), 1)
        # What waited with the wrong day is written again on its own.
        self.assertEqual({p["state"] for p in self.office.parcels(step="stage2-rights")},
                         {"superseded"})
        # What went with the wrong day is not made again.
        self.assertEqual(len(self.office.parcels(case="A-1", step="acknowledgement",
                                                 role="complainant")), 1)
        self.office.do("archive", "verify")


def seen(wall):
    """What clock.seen holds when this machine's clock showed `wall` a moment ago."""
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return f"{boot} {time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000} {wall}\n"


class AClockThatLeaps(OfficeTest):
    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1", received=today(-1))], today())
        self.file = self.office.data / "clock.seen"

    def clock_showed(self, days_ago):
        self.file.write_text(seen(time.time_ns() // 1000 - days_ago * A_DAY), "ascii")

    def test_forward_by_more_than_a_day_stops_the_sending_until_it_is_right_or_a_person_says_so(self):
        self.clock_showed(3)
        self.refused("run", says=("leapt forward", "clock --right"))
        self.refused("run", says="leapt forward")
        self.assertEqual(self.office.parcels(), [])
        task, = self.office.tasks(state="open")
        self.assertEqual((task["role"], task["due"]), ("complaints_manager", today(-3)))
        self.refused("doctor", says=())
        self.clock_showed(0)  # as if it had been put right
        self.office.do("run")
        self.assertEqual(len(self.office.parcels(step="acknowledgement", role="complainant")), 1)
        self.assertEqual(self.office.tasks(state="open", role="complaints_manager"), [])
        self.clock_showed(3)
        self.refused("run", says="leapt forward")
        self.office.do("clock", "--right")
        self.office.do("run")

    def test_by_less_or_over_a_time_switched_off_stops_nothing(self):
        self.file.write_text("another-boot 1 1\n", "ascii")
        self.office.do("run")
        self.clock_showed(0.9)
        self.office.do("run")
        self.file.write_text("rubbish", "ascii")
        self.office.do("run")


class ADaemonWhoseClockWasAhead(ServeTest):
    def test_sends_nothing_says_so_once_and_goes_on_when_told_that_the_clock_is_right(self):
        self.office.do("run", "--on", today(200))
        self.office.import_cases([case("A-2", received=today(), who=complainant())], today())
        self.serve()
        self.assertIsNotNone(wait_until(lambda: self.said("nothing is sent"), 10))
        time.sleep(1.5)
        self.assertEqual(len([line for line in self.lines() if "clock --right" in str(line)]), 1)
        self.assertEqual(self.office.parcels(case="A-2"), [])
        self.office.do("clock", "--right")
        self.assertIsNotNone(wait_until(lambda: self.office.parcels(case="A-2"), 10))


if __name__ == "__main__":
    unittest.main()
