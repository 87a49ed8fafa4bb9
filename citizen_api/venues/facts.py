"""The facts of a card, each with where it comes from and how old it is."""

from datetime import timedelta
from typing import Any

from citizen_api.sources.rules import (
    HONOUR_FRESH,
    HOURS_FRESH,
    LICENCE_FRESH,
    PLACE_FRESH,
    PRICE_FRESH,
)
from citizen_api.venues.queries.details import Details, Hours, Licence, Price
from citizen_api.venues.rows import Showing


def source(showing: Showing, fact: Hours) -> dict[str, Any]:
    """What one source says of the hours."""
    return {
        "opening_hours": fact.text,
        "used": fact.used,
        "note": fact.note,
        **_provenance(showing, fact, HOURS_FRESH),
    }


def price(showing: Showing, fact: Price) -> dict[str, Any]:
    """What one source says of a price."""
    return {
        "price": {
            "min": fact.price_min,
            "max": fact.price_max,
            "currency": "VND",
            "unit": fact.unit,
        },
        "note": fact.note,
        **_provenance(showing, fact, PRICE_FRESH),
    }


def place(showing: Showing, venue: Details) -> dict[str, Any] | None:
    """Where the place comes from; None when there is none."""
    if venue.row.lon_e6 is None:
        return None
    return {
        "note": venue.place_note,
        **_published(showing, venue.place_source, PLACE_FRESH),
    }


def closed(showing: Showing, venue: Details) -> dict[str, Any] | None:
    """Since when the venue is closed for good, and who says so; None when it is not."""
    if venue.closed_on is None:
        return None
    said = showing.known.dishes.sources.cited.get(venue.closed_source or "")
    return {"since": venue.closed_on, "source": said}


def licence(showing: Showing, paper: Licence) -> dict[str, Any]:
    """A paper that the city saw."""
    until = paper.valid_until
    return {
        "kind": paper.kind,
        "issued_by": paper.issued_by,
        "issued_on": paper.issued_on,
        "valid_until": until,
        "expired": until is not None and until < showing.today.isoformat(),
        **_dated(showing, paper.source_id, paper.checked_on, LICENCE_FRESH),
    }


def honour(showing: Showing, given: dict[str, Any]) -> dict[str, Any]:
    """An honour, with the page that tells of it."""
    return {
        "name": given["name"],
        **_published(showing, given["source"], HONOUR_FRESH),
    }


def _provenance(
    showing: Showing, fact: Hours | Price, fresh: timedelta
) -> dict[str, Any]:
    day = fact.checked_on
    found = _dated(showing, fact.source_id, day, fresh)
    return found | {"checked_at": day and day[: fact.precision]}


def _published(
    showing: Showing, source_id: str | None, fresh: timedelta
) -> dict[str, Any]:
    """The provenance of a fact that is as old as its source."""
    source = showing.known.dishes.sources.in_full.get(source_id or "")
    day: str | None = source["published"] if source else None
    return _dated(showing, source_id, day, fresh)


def _dated(
    showing: Showing, source_id: str | None, day: str | None, fresh: timedelta
) -> dict[str, Any]:
    """`day`: an ISO date, or the beginning of one: its first day is meant."""
    return {
        "source": showing.known.dishes.sources.cited.get(source_id or ""),
        "checked_at": day,
        "stale": day is None or day < (showing.today - fresh).isoformat(),
    }
