"""Ways to a venue: links to the maps that a reader may have. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

ROUGH_M = 50


def ways(venue: Mapping[str, Any]) -> dict[str, str]:
    """Links by map: `osm`, `google`, `apple`, and `geo` for the app of the phone.

    A place that is known only roughly, or not at all, is looked for by its address.
    """
    place, address = venue["location"], quote(venue["address"]["text"], safe="")
    if place is None:
        by_place = f"https://www.openstreetmap.org/search?query={address}"
    else:
        lon, lat = place["coordinates"]
        at = f"{lat}%2C{lon}"
        by_place = f"https://www.openstreetmap.org/directions?to={at}"
        if not is_rough(venue):
            name = quote(venue["name"], safe="")
            return {
                "osm": by_place,
                "google": f"https://www.google.com/maps/dir/?api=1&destination={at}",
                "apple": f"https://maps.apple.com/?daddr={at}&q={name}",
                "geo": f"geo:{lat},{lon}?q={lat},{lon}({name})",
            }
    return {
        "osm": by_place,
        "google": f"https://www.google.com/maps/dir/?api=1&destination={address}",
        "apple": f"https://maps.apple.com/?daddr={address}",
        "geo": f"geo:0,0?q={address}",
    }


def is_rough(venue: Mapping[str, Any]) -> bool:
    """Whether one would look in vain at the point where the venue is drawn."""
    return venue["accuracy_m"] is None or venue["accuracy_m"] > ROUGH_M
