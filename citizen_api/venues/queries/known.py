"""What a process keeps of the catalogue to answer a search: names, areas, hours."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from citizen_api.areas import queries as areas
from citizen_api.areas.queries import Areas
from citizen_api.dishes import queries as dishes
from citizen_api.dishes.queries import Catalogue
from citizen_api.schedules import queries as schedules
from citizen_api.schedules.evaluating import open_bits, unsure_bits
from citizen_api.schedules.holidays import Calendar
from citizen_api.versions import once

MOMENTS = 64
Key = TypeVar("Key")
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Known:
    """The catalogue, the areas, the calendar.

    `bits`, `unsure`, `answers`: kept for a few moments and days.
    """

    dishes: Catalogue
    areas: Areas
    calendar: Calendar
    bits: OrderedDict[datetime, bytes] = field(default_factory=OrderedDict)
    unsure: OrderedDict[datetime, bytes] = field(default_factory=OrderedDict)
    answers: OrderedDict[date, dict[int, Any]] = field(default_factory=OrderedDict)

    def open_at(self, moment: datetime) -> bytes:
        """A bit a schedule, for `get_bit`: whether it is open at a moment."""
        at = minute(moment)
        return _latest(self.bits, at, lambda: open_bits(self.dishes.schedules, at))

    def unsure_at(self, moment: datetime) -> bytes:
        """The same: whether nobody knows if it is."""
        at = minute(moment)
        return _latest(self.unsure, at, lambda: unsure_bits(self.dishes.schedules, at))

    def answered(self, about: date) -> dict[int, Any]:
        """What was answered of a day, or a minute, by schedule; to be added to."""
        return _latest(self.answers, about, dict)


def minute(moment: datetime) -> datetime:
    """The minute that a moment lies in."""
    return moment.replace(second=0, microsecond=0)


def _latest(kept: OrderedDict[Key, Kept], key: Key, make: Callable[[], Kept]) -> Kept:
    found = kept.get(key)
    if found is None:
        found = kept[key] = make()
        while len(kept) > MOMENTS:
            kept.popitem(last=False)
    return found


def known(connection: Connection) -> Known:
    """Read what is kept; a process reads it again when it has changed."""
    return Known(
        dishes=once(connection, dishes.catalogue),
        areas=areas.load(connection),
        calendar=schedules.holidays(connection),
    )
