"""Opening hours of the seeds as OSM text, one line a source."""

from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple

from citizen_api.schedules.parsing import UNTIL_SOLD_OUT
from citizen_api.venues.rules import best_hours
from seeds.dates import first_day
from seeds.files import Record
from seeds.sources import Days

SOLD_OUT: Final = UNTIL_SOLD_OUT.strip('"')


class Hours(NamedTuple):
    """What one source says of a venue's hours; no text when it leaves them open."""

    text: str | None
    source_id: str
    checked_on: date | None
    precision: int | None
    note: str | None


def hours_of(
    venue: Record, days: Days, *, seasonal: bool
) -> tuple[list[Hours], Hours | None]:
    """The hours of each source, and those to go by.

    `seasonal` hours hold for a part of the year that the source does not date: they
    are kept as a note.
    """
    shifts: dict[str, list[Record]] = defaultdict(list)
    for shift in venue["hours"]:
        shifts[shift["source"]].append(shift)
    told = [
        _hours(source, listed, days, seasonal=seasonal)
        for source, listed in shifts.items()
    ]
    return told, best_hours(told)


def _hours(source: str, shifts: list[Record], days: Days, *, seasonal: bool) -> Hours:
    dated = first_day(shifts[0]["date"])
    checked_on, precision = dated if dated[0] else days[source]
    spans = [_span(shift) for shift in shifts]
    text = ",".join(span for span in spans if span) or None
    notes = [shift["note"] for shift in shifts if shift["note"]]
    if text and SOLD_OUT in notes:
        notes.remove(SOLD_OUT)
        text = f"{text} {UNTIL_SOLD_OUT}"
    if seasonal and text:
        notes, text = [text, *notes], None
    return Hours(text, source, checked_on, precision, "; ".join(notes) or None)


def _span(shift: Record) -> str | None:
    """ "07:00-21:00"; "15:00+" when nobody says until when."""
    opens, closes = shift["open"], shift["close"]
    if opens is None:
        return None
    return f"{opens}-{closes}" if closes else f"{opens}+"
