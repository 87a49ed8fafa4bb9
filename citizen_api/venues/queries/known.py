"""What a process keeps of the catalogue to answer a search: names, areas, hours."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from citizen_api.areas import queries as areas
from citizen_api.areas.queries import Areas
from citizen_api.dishes import queries as dishes
from citizen_api.dishes.queries import Catalogue
from citizen_api.schedules import queries as schedules
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.holidays import Calendar
from citizen_api.sources.models import Source

MOMENTS = 64
SOURCES = select(Source.id, Source.title)


@dataclass(frozen=True)
class Known:
    """The catalogue, the areas, the calendar; `bits` are kept for a few moments."""

    dishes: Catalogue
    areas: Areas
    calendar: Calendar
    sources: Mapping[str, dict[str, str]]
    bits: OrderedDict[datetime, bytes] = field(default_factory=OrderedDict)

    def open_at(self, moment: datetime) -> bytes:
        """A bit a schedule, for `get_bit`: whether it is open at a moment."""
        minute = moment.replace(second=0, microsecond=0)
        found = self.bits.get(minute)
        if found is None:
            found = self.bits[minute] = open_bits(self.dishes.schedules, minute)
            while len(self.bits) > MOMENTS:
                self.bits.popitem(last=False)
        return found


def known(connection: Connection) -> Known:
    """Read what is kept; a process reads it again when it has changed."""
    return Known(
        dishes=dishes.catalogue(connection),
        areas=areas.load(connection),
        calendar=schedules.holidays(connection),
        sources={
            source: {"id": source, "title": title}
            for source, title in connection.execute(SOURCES)
        },
    )
