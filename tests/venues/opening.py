"""A second reading of opening hours, minute by minute, for the few forms of the town.

"06:00-11:00,16:00-21:00", "05:30-02:00; Mo closed", "Mo-Fr 10:00-14:00; Sa,Su …",
"…; Su,PH closed", and words behind them ("until sold out"), which close nothing here:
nothing of the service is used but the dates of the holidays.
"""

import json
import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

DAY = 24 * 60
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WORDS = re.compile(r'"[^"]*"')
HOLIDAYS = frozenset(
    date.fromisoformat(day["day"])
    for day in json.loads(
        (Path(__file__).parents[2] / "seeds/data/public_holidays.json").read_text()
    )["days"]
    if day["kind"] != "working_day_in_lieu"
)


def is_open(hours: str, moment: datetime) -> bool:
    """Whether a venue with these hours is open: of today, or still of last night."""
    minute = moment.hour * 60 + moment.minute
    today, yesterday = moment.date(), moment.date() - timedelta(days=1)
    return minute in _minutes(hours, today) or minute + DAY in _minutes(
        hours, yesterday
    )


def is_sure(hours: str, moment: datetime) -> bool:
    """Whether an open venue is so for sure: its shift began on no silent holiday."""
    yesterday = moment.date() - timedelta(days=1)
    minute = moment.hour * 60 + moment.minute
    is_night = minute + DAY in _minutes(hours, yesterday)
    begun = yesterday if is_night else moment.date()
    return begun not in HOLIDAYS or "PH" in hours or hours == "24/7"


@cache
def _minutes(hours: str, day: date) -> frozenset[int]:
    """The minutes that belong to a day; more than 1440 is after midnight."""
    spans = ""
    for rule in map(str.strip, WORDS.sub("", hours).split(";")):
        days, _, rest = rule.rpartition(" ")
        if not days or any(_means(each, day) for each in days.split(",")):
            spans = "" if rest == "closed" else rest
    return frozenset(
        minute for span in filter(None, spans.split(",")) for minute in _span(span)
    )


def _means(days: str, day: date) -> bool:
    if days == "PH":
        return day in HOLIDAYS
    first, _, last = days.partition("-")
    return DAYS.index(first) <= day.weekday() <= DAYS.index(last or first)


def _span(span: str) -> range:
    if span == "24/7":
        return range(DAY)
    start, end = map(_minute, span.split("-"))
    return range(start, end if end > start else end + DAY)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
