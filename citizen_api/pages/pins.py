"""What the map says of a place. Pure but for the language of the price."""

from collections.abc import Iterable, Mapping
from typing import Any

from citizen_api.facilities.rules import Known
from citizen_api.pages.formats import amount
from citizen_api.pages.ways import OSM, ways
from geo.points import Point


def pin(
    venue: Mapping[str, Any], price: Mapping[str, Any] | None, **more: object
) -> dict[str, Any]:
    """The properties of its Feature; `price` as it looks on the wire."""
    return {
        "slug": venue["id"],
        "name": venue["name"],
        "score": venue["score"],
        "open": venue["open"]["now"] if venue["open"]["known"] else None,
        "price": price and amount(price),
        "accuracy_m": venue["accuracy_m"],
        "url": f"/venues/{venue['id']}",
        "directions": ways(venue)["osm"],
        **more,
    }


def facility_pin(facility: Known, place: Point, number: int) -> dict[str, Any]:
    """The properties of a health facility's Feature, at its place."""
    at = place.rounded()
    return {
        "slug": facility.code,
        "name": facility.name,
        "accuracy_m": facility.accuracy_m,
        "number": number,
        "directions": f"{OSM}/directions?to={at.lat}%2C{at.lon}",
    }


def first_price(menu: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The best price of the first dish that has one, as it looks on the wire."""
    return next((each["prices"][0]["price"] for each in menu if each["prices"]), None)
