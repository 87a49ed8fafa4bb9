"""A tour on the wire; `schemas` says the same for the OpenAPI file."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from citizen_api.tours.queries import Stop, Tour
from citizen_api.tours.rules import DETOUR, METRES_A_MINUTE, Leg, Place, legs
from citizen_api.venues.cards import dish
from citizen_api.venues.rows import Showing
from geo.geojson import feature, feature_collection
from geo.points import Point

LANGUAGES = ("vi", "en", "ko", "zh", "ja")
BASIS = {
    "distance": "air-line",
    "detour_factor": DETOUR,
    "metres_per_minute": METRES_A_MINUTE,
}


def item(showing: Showing, tour: Tour) -> dict[str, Any]:
    """A tour in a list."""
    ways = legs([_place(stop) for stop in tour.stops])
    dishes = dict.fromkeys(s.dish_id for stop in tour.stops for s in stop.eat)
    return {
        "id": tour.slug,
        "name": _text(tour.name),
        "summary": _text(tour.summary),
        "part_of_day": tour.part_of_day,
        "set_off": tour.set_off.isoformat("minutes"),
        "stops_count": len(tour.stops),
        "dishes": [_dish(showing, each) for each in dishes],
        "walk": _walk(ways),
        "duration_min": sum(stop.stay_min for stop in tour.stops)
        + sum(leg.walking_min for leg in ways if leg),
        "open_now": _open_now(showing, tour),
        "curated": {"by": tour.curated_by, "on": tour.curated_on},
    }


def card(showing: Showing, tour: Tour) -> dict[str, Any]:
    """Everything about a tour."""
    cited = [source for stop in tour.stops for source in stop.source_ids]
    return {
        **item(showing, tour),
        "stops": stops(showing, tour),
        "sources": showing.known.dishes.sources.listed(cited),
    }


def stops(showing: Showing, tour: Tour) -> list[dict[str, Any]]:
    """The stops in order, each with the way to it from the one before."""
    ways = legs([_place(stop) for stop in tour.stops])
    return [
        {
            "number": number,
            "venue": _venue(showing, stop),
            "note": stop.note and _text(stop.note),
            "stay_min": stop.stay_min,
            "from_previous": leg and leg._asdict(),
            "eat": [dish(showing, served) for served in stop.eat],
        }
        for number, (stop, leg) in enumerate(zip(tour.stops, ways, strict=True), 1)
    ]


def collection(showing: Showing, tour: Tour) -> dict[str, Any]:
    """The stops as points, and the air line through those whose place is known."""
    shown = stops(showing, tour)
    places = [stop["venue"].pop("location") for stop in shown]
    features = [
        feature(place, {"kind": "stop", **stop}, stop["venue"]["id"])
        for place, stop in zip(places, shown, strict=True)
    ]
    line = [place["coordinates"] for place in places if place]
    if len(line) > 1:
        drawn = {"type": "LineString", "coordinates": line}
        features.append(feature(drawn, {"kind": "air-line"}, tour.slug))
    return feature_collection(features)


def _text(said: dict[str, str]) -> dict[str, str | None]:
    return {language: said.get(language) for language in LANGUAGES}


def _dish(showing: Showing, dish_id: int) -> dict[str, Any]:
    found = showing.known.dishes.by_id[dish_id]
    return {"dish_id": found.slug, "name": {"vi": found.name_vi, "en": found.name_en}}


def _venue(showing: Showing, stop: Stop) -> dict[str, Any]:
    shown = showing.item(stop.row)
    del shown["match"], shown["distance_m"]
    return shown


def _place(stop: Stop) -> Place | None:
    lon, lat = stop.row.lon_e6, stop.row.lat_e6
    if lon is None or lat is None:
        return None
    return Place(Point.from_micro(lon, lat), stop.accuracy_m)


def _walk(ways: Sequence[Leg | None]) -> dict[str, Any]:
    known = [leg for leg in ways if leg]
    return {
        "distance_m": sum(leg.distance_m for leg in known),
        "walking_min": sum(leg.walking_min for leg in known),
        "complete": len(known) == max(len(ways) - 1, 0),
        "basis": BASIS,
    }


def _open_now(showing: Showing, tour: Tour) -> dict[str, int]:
    """How many stops are open, closed, or do not say; on a holiday few say."""
    states = [showing.open(stop.row.schedule_id) for stop in tour.stops]
    counted = Counter(state["now"] if state["known"] else None for state in states)
    return {
        "open": counted[True],
        "closed": counted[False],
        "hours_unknown": counted[None],
    }
