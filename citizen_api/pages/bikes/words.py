"""What a reader is told of a station: its counts, how old they are, the ways there."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from citizen_api.bikes import cards
from citizen_api.bikes.stations import Row
from citizen_api.pages.formats import ago, english
from citizen_api.pages.languages import _, marked_plural, ngettext, spoken
from citizen_api.pages.ways import ways
from citizen_api.schema_org import is_rough

KINDS = {
    "bicycle": marked_plural("%(num)d bicycle", "%(num)d bicycles"),
    "electric": marked_plural("%(num)d e-bike", "%(num)d e-bikes"),
    "other": marked_plural("%(num)d other bike", "%(num)d other bikes"),
}
SECONDS_A_METRE = 1 / 1.2  # on foot, with crossings


def told(row: Row, at: datetime) -> dict[str, Any]:
    """A station as the templates show it: as in GET /v1/stations, and in words."""
    item = cards.item(row, at)
    place = {**item, "name": row.name["vi"], "address": {"text": address(row)}}
    minutes = None if row.metres is None else minutes_on_foot(row.metres)
    query = "" if minutes is None else f"?minutes={minutes}"
    return {
        **item,
        "name": row.name["vi"],
        "gloss": gloss(row.name),
        "address": row.address and row.address.get("vi"),
        "url": f"/bikes/stations/{row.slug}{query}",
        "live": row.ours,
        "has_bikes": row.renting and row.available > 0,
        "kinds": kinds(row.by_type),
        "room": room(row),
        "trouble": trouble(row),
        "when": ago(item["counted"]["age_s"]),
        "rough": is_rough(item),
        "ways": ways(place),
    }


def minutes_on_foot(metres: float) -> int:
    """How long one walks, in whole minutes."""
    return max(1, round(metres * SECONDS_A_METRE / 60))


def address(row: Row) -> str:
    """What another map may find the station by."""
    street = row.address.get("vi") if row.address else None
    return ", ".join(filter(None, (row.name["vi"], street, row.ward_name, "Hải Phòng")))


def gloss(name: Mapping[str, str]) -> str | None:
    """The English name for who does not read the Vietnamese one."""
    other = name.get("en")
    if spoken() == "vi" or other in {None, name["vi"]}:
        return None
    return english(str(other))


def kinds(by_type: Mapping[str, int]) -> str:
    """The bikes that can be rented by kind: `6 bicycles, 1 e-bike`."""
    counted = [
        ngettext(*KINDS.get(kind, KINDS["other"]), count)
        for kind, count in sorted(by_type.items())
        if count
    ]
    return ", ".join(counted)


def room(row: Row) -> str:
    """How many bikes can still be brought."""
    if not row.returning:
        return _("takes no bikes back now")
    if row.docks_available is None:
        return _("room not known")
    return ngettext("room for %(num)d", "room for %(num)d", row.docks_available)


def trouble(row: Row) -> str | None:
    """Why nothing can be rented, where that is not for want of bikes."""
    if not row.installed:
        return _("Not in use")
    return None if row.renting else _("Rents no bikes now")


def pins(items: Iterable[Mapping[str, Any]], need: str | None) -> dict[str, Any]:
    """Stations for the map; a pin says how many bikes, or how much room there is."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": item["location"],
                "properties": pin(item, need),
            }
            for item in items
        ],
    }


def pin(item: Mapping[str, Any], need: str | None) -> dict[str, Any]:
    """What the map says of a station."""
    bikes, free = item["bikes"]["available"], item["docks"]["available"]
    shown = free if need == "room" else bikes
    has_bikes = ngettext("%(num)d bike", "%(num)d bikes", bikes)
    return {
        "slug": item["id"],
        "kind": "station",
        "name": item["name"],
        "mark": "?" if shown is None else str(shown),
        "empty": not shown if need == "room" else not item["has_bikes"],
        "about": ", ".join(filter(None, (item["trouble"], has_bikes, item["room"]))),
        "accuracy_m": item["accuracy_m"],
        "url": item["url"],
        "directions": item["ways"]["osm"],
    }
