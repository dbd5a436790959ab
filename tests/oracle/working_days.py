"""Working days by looking at one day after another: slow, and hard to get wrong."""

import datetime
import functools
import json
import pathlib

HOLIDAYS = pathlib.Path(__file__).resolve().parents[2] / "config/holidays/england-and-wales.json"
ONE_DAY = datetime.timedelta(days=1)


@functools.cache
def holidays():
    events = json.loads(HOLIDAYS.read_text())["england-and-wales"]["events"]
    return frozenset(datetime.date.fromisoformat(event["date"]) for event in events)


def is_working_day(day):
    return day.weekday() < 5 and day not in holidays()


def add(day, number):
    """The working day that is `number` working days strictly after `day`."""
    while number > 0:
        day += ONE_DAY
        number -= is_working_day(day)
    return day


def working_day_from(day):
    """The day itself, or the first working day after it."""
    return day if is_working_day(day) else add(day, 1)


@functools.cache
def count(start, day, pauses=()):
    """Working days after `start` up to and with `day`, without those after the day of a pause up to
    and with the day it ended (None: it has not)."""
    total = 0
    while start < day:
        start += ONE_DAY
        paused = any(begun < start and (ended is None or start <= ended) for begun, ended in pauses)
        total += is_working_day(start) and not paused
    return total
