"""Listings, their changes and prices on the wire."""

from datetime import date, timedelta
from typing import Any

from citizen_api.dishes.queries import Catalogue
from citizen_api.http.preconditions import tag
from citizen_api.listings.about import current, texts
from citizen_api.listings.changes import EDITED, MERGED, Change
from citizen_api.listings.edit_models import ListingChange, Part
from citizen_api.listings.reading import Kept, Told
from citizen_api.sources.rules import (
    HOURS_FRESH,
    PRICE_FRESH,
    checked_at,
    is_stale,
)

NUMBER = 1  # the address names the venue; its ETag needs the version only


def etag(version: int) -> str:
    """What If-Match takes to change this version of a listing."""
    return tag(NUMBER, version)


def listing(kept: Kept, catalogue: Catalogue, today: date) -> dict[str, Any]:
    """All that the owners of a venue may change."""
    venue = kept.venue
    return {
        "id": venue.slug,
        "version": kept.version,
        "name": venue.name,
        "kind": venue.kind,
        "address": current(venue, Part.ADDRESS),
        "location": point(venue.lon_e6, venue.lat_e6),
        **texts(kept.listing),
        "hours": kept.hours
        and {
            "opening_hours": kept.hours.text,
            **_provenance(catalogue, kept.hours, today, HOURS_FRESH),
        },
        "days": [
            {"day": each.day, "closed": each.closed, "hours": each.hours}
            for each in kept.days
        ],
        "closed_today": any(each.closed for each in kept.days if each.day == kept.day),
        "menu": [dish(each, catalogue, today) for each in kept.menu],
        "confirmed_at": kept.listing and kept.listing.confirmed_at,
        "waiting": [
            *(waiting(each) for each in kept.waiting),
            *(duplicate(each) for each in kept.duplicates),
        ],
    }


def dish(row: Any, catalogue: Catalogue, today: date) -> dict[str, Any]:
    """A dish on the menu."""
    price = None
    if row.price_min is not None:
        price = cost(row.price_min, row.price_max, row.unit)
    return {
        "dish_id": row.slug,
        "name": {"vi": row.name_vi, "en": row.name_en},
        "price": price,
        **_provenance(catalogue, row, today, PRICE_FRESH),
        "sold_out_until": row.sold_out_until,
    }


def cost(least: int, most: int | None, unit: str | None) -> dict[str, Any]:
    """A price."""
    return {"min": least, "max": most, "currency": "VND", "unit": unit}


def point(lon_e6: int | None, lat_e6: int | None) -> dict[str, Any] | None:
    """A place as GeoJSON."""
    if lon_e6 is None or lat_e6 is None:
        return None
    return {"type": "Point", "coordinates": [lon_e6 / 1e6, lat_e6 / 1e6]}


def waiting(change: ListingChange) -> dict[str, Any]:
    """An edit that nobody has looked at."""
    return {
        "id": change.id,
        "at": change.at,
        "part": change.part,
        "after": _told(change.part, change.after),
    }


def duplicate(row: Any) -> dict[str, Any]:
    """A merge that an owner asked for, and that is not decided."""
    after = {"venue": row.venue, "into": row.into}
    return {"id": row.id, "at": row.at, "part": MERGED, "after": after}


def changed(change: Change, reader: str) -> dict[str, Any]:
    """A change as its reader, an actor, sees it: others are not named."""
    return {
        "id": change.id if change.what == EDITED else None,
        "at": change.at,
        "who": change.who,
        "by_me": change.by == reader,
        "part": change.part,
        "dish_id": change.dish,
        "before": _told(change.part, change.before),
        "after": _told(change.part, change.after),
        "state": change.state,
        "undoes": change.undoes,
        "note": change.note,
    }


def told(price: Told, shown: int | None, catalogue: Catalogue, today: date) -> Any:
    """What a source said of a price; `shown`: the number of the one on the menu."""
    day = price.checked_on and date.fromisoformat(price.checked_on)
    return {
        "price": cost(price.price_min, price.price_max, price.unit),
        "note": price.note,
        "who": price.kind,
        "source": catalogue.sources.cited.get(price.source_id or ""),
        "checked_at": checked_at(day or None, price.precision),
        "stale": is_stale(day or None, today, PRICE_FRESH),
        "shown": price.id == shown,
        "ended_at": price.ended_at,
    }


def _told(part: str, value: dict[str, Any]) -> dict[str, Any]:
    if part != Part.LOCATION:
        return value
    return {"location": point(value["lon_e6"], value["lat_e6"])}


def _provenance(
    catalogue: Catalogue, fact: Any, today: date, fresh: timedelta
) -> dict[str, Any]:
    return {
        "source": catalogue.sources.cited.get(fact.source_id or ""),
        "checked_at": checked_at(fact.checked_on, fact.precision),
        "stale": is_stale(fact.checked_on, today, fresh),
    }
