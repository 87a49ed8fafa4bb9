"""How a row of the hot question looks on the wire: plain dicts, no marshmallow.

`schemas.VenueItemSchema` says the same for the OpenAPI file; a test compares them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from citizen_api.schedules.evaluating import OpenStatus, status
from citizen_api.sources.rules import PRICE_FRESH, checked_at, is_stale
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.known import Known, minute
from citizen_api.venues.queries.shapes import Row
from geo.points import Point

MICRO = 1_000_000
NO_HOURS = {
    "now": None,
    "known": False,
    "until": None,
    "opens_at": None,
    "holiday": None,
}


def shown_status(status: OpenStatus) -> dict[str, Any]:
    """Whether a venue is open, and until when."""
    holiday = status.holiday
    return {
        "now": status.now,
        "known": status.known,
        "until": status.until,
        "opens_at": status.opens_at,
        "holiday": holiday and {"vi": holiday.name_vi, "en": holiday.name_en},
    }


@dataclass(frozen=True)
class Showing:
    """What a list needs to be shown: the moment, where from, and the names of ids."""

    at: datetime
    today: date
    centre: Point | None
    known: Known

    @cached_property
    def statuses(self) -> dict[int, dict[str, Any]]:
        """What this process answered of schedules at this minute."""
        return self.known.answered(minute(self.at))

    def item(self, row: Row) -> dict[str, Any]:
        """A venue in a list."""
        lon, lat = row.lon_e6, row.lat_e6
        return {
            "id": row.slug,
            "name": row.name,
            "kind": row.kind,
            "address": self.address(row),
            "location": (
                None
                if lon is None or lat is None
                else {"type": "Point", "coordinates": [lon / MICRO, lat / MICRO]}
            ),
            "accuracy_m": row.accuracy_m,
            "basis": row.basis,
            "distance_m": self.distance(row),
            "open": self.open(row.schedule_id),
            "score": row.score / 100 if row.score else None,
            "ratings_count": row.ratings_count or 0,
            "match": None if row.dish_id == ANY_DISH else self.match(row),
        }

    def feature(self, row: Row) -> dict[str, Any]:
        """The same as a GeoJSON Feature."""
        properties = self.item(row)
        return {
            "type": "Feature",
            "id": properties.pop("id"),
            "geometry": properties.pop("location"),
            "properties": properties,
        }

    def address(self, row: Row) -> dict[str, Any]:
        """The address: as written, the ward now, and the ward and district before."""
        shown = self.known.areas.shown
        ward = shown.get(row.ward_id or 0)
        return {
            "text": row.address,
            "street": row.street,
            "ward": ward and {**ward, "certain": row.ward_certain},
            "former_ward": shown.get(row.former_ward_id or 0),
            "former_district": shown.get(row.former_district_id or 0),
        }

    def distance(self, row: Row) -> int | None:
        """Whole metres from the centre."""
        metres = row.metres_from(self.centre)
        return None if metres is None else round(metres)

    def open(self, schedule_id: int | None) -> dict[str, Any]:
        """Whether the venue is open at the moment asked for."""
        schedule = self.known.dishes.schedules.get(schedule_id or 0)
        if schedule is None:
            return NO_HOURS
        if schedule.id not in self.statuses:
            found = status(schedule, self.at, self.known.calendar)
            self.statuses[schedule.id] = shown_status(found)
        return self.statuses[schedule.id]

    def match(self, row: Row) -> dict[str, Any]:
        """The dish that was asked for, and what it costs here."""
        priced = row.price_min is not None
        return {
            "dish_id": self.known.dishes.by_id[row.dish_id].slug,
            "price": (
                {
                    "min": row.price_min,
                    "max": row.price_max,
                    "currency": "VND",
                    "unit": row.unit,
                }
                if priced
                else None
            ),
            "source": self.known.dishes.sources.cited.get(row.source_id or ""),
            "checked_at": checked_at(row.checked_on, row.precision),
            "stale": priced and is_stale(row.checked_on, self.today, PRICE_FRESH),
        }
