"""The venues of the seeds with their hours and menus."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.dishes.models import Dish
from citizen_api.reviews.tallies import VenueScore
from citizen_api.schedules.actions import ensure_schedules
from citizen_api.schedules.holidays import Calendar
from citizen_api.venues.models import MenuItem, MenuPrice, OpeningHours, Venue
from geo.names import fold
from seeds.addresses import Addresses, read_addresses
from seeds.files import Record
from seeds.hours import Hours, hours_of
from seeds.keeping import Row, keep
from seeds.menus import Item, Price, menu_of
from seeds.sources import OPENSTREETMAP, Days

PINNED_BY_SOURCE: Final = "source"
NO_PLACE: Final = dict.fromkeys(
    ("lon_e6", "lat_e6", "accuracy_m", "basis", "place_note", "place_source")
)
NO_PRICE: Final = dict.fromkeys(
    ("price_min", "price_max", "unit", "source_id", "checked_on", "precision")
)

CHANGED: Final = text(
    """
    SELECT slug FROM venues v WHERE merged_into_id IS NOT NULL
       OR EXISTS (SELECT FROM listing_changes c WHERE c.venue_id = v.id)
       OR EXISTS (SELECT FROM venue_changes c WHERE c.undone_at IS NULL
                  AND v.id IN (c.venue_id, c.other_id))
    """
)


@dataclass(frozen=True)
class Told:
    """A venue with what the sources say of it."""

    venue: Record
    hours: list[Hours]
    used: Hours | None
    menu: list[Item]


def load_venues(
    session: Session, record: Record, readings: Record, days: Days, calendar: Calendar
) -> tuple[dict[str, int], int]:
    """Keep the venues; their ids by slug, and how many rows changed.

    One that its owner or a moderator has changed is theirs: it stays as it is.
    """
    everyone = Venue.slug.in_([venue["id"] for venue in record["venues"]])
    theirs = set(session.scalars(CHANGED))
    told = [
        _told(venue, readings, days)
        for venue in record["venues"]
        if venue["id"] not in theirs
    ]
    texts = {hours.text for each in told for hours in each.hours if hours.text}
    schedules = ensure_schedules(session, sorted(texts), calendar)
    addresses = read_addresses(session, readings)
    slugs = Venue.slug.in_([each.venue["id"] for each in told])
    rows = [_venue(each, addresses, schedules) for each in told]
    changed = keep(session, Venue, rows, key=["slug"], within=slugs)
    ids = dict(session.execute(select(Venue.slug, Venue.id).where(slugs)).all())
    changed += _keep_hours(session, told, ids, schedules)
    changed += _keep_menus(session, told, ids)
    changed += _keep_scores(session, list(ids.values()))
    ids = dict(session.execute(select(Venue.slug, Venue.id).where(everyone)).all())
    return ids, changed


def _told(venue: Record, readings: Record, days: Days) -> Told:
    seasonal = venue["id"] in readings["seasonal_hours"]
    hours, used = hours_of(venue, days, seasonal=seasonal)
    return Told(venue, hours, used, menu_of(venue, days))


def _venue(told: Told, addresses: Addresses, schedules: dict[str, int]) -> Row:
    venue, used = told.venue, told.used
    return {
        "slug": venue["id"],
        "name": venue["name"],
        "aliases": venue["aliases"],
        "kind": venue["kind"],
        "folded": fold(" ".join([venue["name"], *venue["aliases"]])),
        **addresses.row(venue),
        **_place(venue),
        "schedule_id": schedules[used.text] if used and used.text else None,
        "note": venue["note"],
        "honours": venue["honours"],
        "source_ids": venue["sources"],
    }


def _place(venue: Record) -> Row:
    place = venue["coordinate"]
    if place is None:
        return NO_PLACE
    pinned = place["basis"] == PINNED_BY_SOURCE
    return {
        "lon_e6": round(place["lon"] * 1_000_000),
        "lat_e6": round(place["lat"] * 1_000_000),
        "accuracy_m": place["accuracy_m"],
        "basis": place["basis"],
        "place_note": place["note"],
        "place_source": venue["sources"][0] if pinned else OPENSTREETMAP,
    }


def _keep_hours(
    session: Session,
    told: Sequence[Told],
    ids: dict[str, int],
    schedules: dict[str, int],
) -> int:
    rows = [
        {
            "venue_id": ids[each.venue["id"]],
            **hours._asdict(),
            "schedule_id": schedules[hours.text] if hours.text else None,
            "used": hours is each.used,
        }
        for each in told
        for hours in each.hours
    ]
    ours = OpeningHours.venue_id.in_(ids.values())
    key = ["venue_id", "source_id"]
    return keep(session, OpeningHours, rows, key=key, within=ours, whole=True)


def _keep_menus(session: Session, told: Sequence[Told], ids: dict[str, int]) -> int:
    dishes = dict(session.execute(select(Dish.slug, Dish.id)).all())
    listed = [(ids[each.venue["id"]], item) for each in told for item in each.menu]
    items = [_item(venue, dishes[item.dish], item) for venue, item in listed]
    prices = [
        {"venue_id": venue, "dish_id": dishes[item.dish], **price._asdict()}
        for venue, item in listed
        for price in item.prices
    ]
    key = ["venue_id", "dish_id"]
    everything = [*key, *Price._fields]
    ours, theirs = (m.venue_id.in_(ids.values()) for m in (MenuItem, MenuPrice))
    # A price stands on its item: new items come before prices, old ones go after.
    return (
        keep(session, MenuItem, items, key=key, within=ours)
        + keep(session, MenuPrice, prices, key=everything, within=theirs, whole=True)
        + keep(session, MenuItem, items, key=key, within=ours, whole=True)
    )


def _item(venue_id: int, dish_id: int, item: Item) -> Row:
    price = item.best._asdict() if item.best else {**NO_PRICE, "note": item.note}
    return {"venue_id": venue_id, "dish_id": dish_id, **price}


def _keep_scores(session: Session, ids: Sequence[int]) -> int:
    """A row without ratings where there is none; ratings are not ours to touch."""
    rows = [{"venue_id": id_} for id_ in ids]
    ours = VenueScore.venue_id.in_(ids)
    return keep(session, VenueScore, rows, key=["venue_id"], within=ours)
