"""How a row of the hot question looks on the wire: plain dicts, no marshmallow.

`schemas.VenueItemSchema` says the same for the OpenAPI file; a test compares them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import orjson

from citizen_api.schedules.evaluating import OpenStatus, status
from citizen_api.sources.rules import PRICE_FRESH, checked_at, is_stale
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.known import Known, minute
from citizen_api.venues.queries.shapes import Row
from geo.points import Point

NULL = "null"
NO_HOURS = {
    "now": None,
    "known": False,
    "until": None,
    "until_sold_out": False,
    "opens_at": None,
    "holiday": None,
}


def _json(shown: dict[str, Any]) -> str:
    return orjson.dumps(shown).decode()


@lru_cache(maxsize=1024)
def _json_text(text: str | None) -> str:
    return orjson.dumps(text).decode()


class Opening(NamedTuple):
    """Whether a venue is open, on the wire and as JSON."""

    shown: dict[str, Any]
    written: str


def opening(shown: dict[str, Any]) -> Opening:
    """The same twice."""
    return Opening(shown, _json(shown))


HOURS_NOT_KNOWN = opening(NO_HOURS)


def shown_status(status: OpenStatus) -> dict[str, Any]:
    """Whether a venue is open, and until when."""
    holiday = status.holiday
    return {
        "now": status.now,
        "known": status.known,
        "until": status.until,
        "until_sold_out": status.until_sold_out,
        "opens_at": status.opens_at,
        "holiday": holiday and {"vi": holiday.name_vi, "en": holiday.name_en},
    }


def name_of(row: Row) -> str:
    """What a venue is called."""
    name: str = orjson.loads(row.shown + "}}")["name"]
    return name


@dataclass(frozen=True)
class Showing:
    """What a list needs to be shown: the moment, where from, and the names of ids."""

    at: datetime
    today: date
    centre: Point | None
    known: Known

    @cached_property
    def openings(self) -> dict[int, Opening]:
        """What this process answered of schedules at this minute."""
        return self.known.answered(minute(self.at))

    def item(self, row: Row) -> dict[str, Any]:
        """A venue in a list."""
        return {
            **orjson.loads(self._begun(row) + "}"),
            "distance_m": self.distance(row),
            "open": self.open(row.schedule_id),
            "score": row.score / 100 if row.score else None,
            "ratings_count": row.ratings_count or 0,
            "match": orjson.loads(self.match(row)),
        }

    def written(self, row: Row) -> str:
        """The same as JSON: most of it comes ready from the database."""
        metres = self.distance(row)
        return (
            f'{self._begun(row)},"distance_m":{NULL if metres is None else metres}'
            f',"open":{self.opening(row.schedule_id).written}'
            f',"score":{row.score / 100 if row.score else NULL}'
            f',"ratings_count":{row.ratings_count or 0},"match":{self.match(row)}}}'
        )

    def feature(self, row: Row) -> dict[str, Any]:
        """The same as a GeoJSON Feature."""
        properties = self.item(row)
        return {
            "type": "Feature",
            "id": properties.pop("id"),
            "geometry": properties.pop("location"),
            "properties": properties,
        }

    def _begun(self, row: Row) -> str:
        areas = self.known.areas.members(
            row.ward_id, row.ward_certain, row.former_ward_id, row.former_district_id
        )
        return f"{row.shown},{areas}}}"

    def distance(self, row: Row) -> int | None:
        """Whole metres from the centre."""
        metres = row.metres_from(self.centre)
        return None if metres is None else round(metres)

    def open(self, schedule_id: int | None) -> dict[str, Any]:
        """Whether the venue is open at the moment asked for."""
        return self.opening(schedule_id).shown

    def opening(self, schedule_id: int | None) -> Opening:
        """The same, also as JSON."""
        schedule = self.known.dishes.schedules.get(schedule_id or 0)
        if schedule is None:
            return HOURS_NOT_KNOWN
        found = self.openings.get(schedule.id)
        if found is None:
            told = shown_status(status(schedule, self.at, self.known.calendar))
            found = self.openings[schedule.id] = opening(told)
        return found

    def match(self, row: Row) -> str:
        """The dish that was asked for, and what it costs here, as JSON."""
        if row.dish_id == ANY_DISH:
            return NULL
        dishes, day, price = self.known.dishes, row.checked_on, NULL
        if row.price_min is not None:
            price = (
                f'{{"min":{row.price_min}'
                f',"max":{NULL if row.price_max is None else row.price_max}'
                f',"currency":"VND","unit":{_json_text(row.unit)}}}'
            )
        stale = price is not NULL and is_stale(day, self.today, PRICE_FRESH)
        return (
            f'{{"dish_id":"{dishes.by_id[row.dish_id].slug}","price":{price}'
            f',"source":{dishes.sources.written.get(row.source_id, NULL)}'
            f',"checked_at":{_json_text(checked_at(day, row.precision))}'
            f',"stale":{"true" if stale else "false"}'
            f',"sold_out_until":{self.sold_out(row.sold_out_until)}}}'
        )

    def sold_out(self, until: datetime | None) -> str:
        """Until when a dish is sold out, as JSON; null once that is over."""
        return NULL if until is None or until <= self.at else f'"{until.isoformat()}"'

    def sold_out_until(self, until: str | None) -> str | None:
        """The same of a moment that is written already."""
        over = until is None or datetime.fromisoformat(until) <= self.at
        return None if over else until
