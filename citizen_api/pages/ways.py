"""Ways to a venue: links to the maps that a reader may have. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from citizen_api.schema_org import is_rough

OSM = "https://www.openstreetmap.org"
GOOGLE = "https://www.google.com/maps/dir/?api=1&destination="
APPLE = "https://maps.apple.com/?daddr="


def ways(venue: Mapping[str, Any]) -> dict[str, str]:
    """Links by map: `osm`, `google`, `apple`, and `geo` for the app of the phone.

    A place that is known only roughly, or not at all, is looked for by its address.
    """
    place, address = venue["location"], quote(venue["address"]["text"], safe="")
    if place is None:
        return {"osm": f"{OSM}/search?query={address}", **to(address)}
    lon, lat = place["coordinates"]
    at = f"{lat}%2C{lon}"
    by_place = {"osm": f"{OSM}/directions?to={at}"}
    if is_rough(venue):
        return {**by_place, **to(address)}
    name = quote(venue["name"], safe="")
    return {
        **by_place,
        "google": GOOGLE + at,
        "apple": f"{APPLE}{at}&q={name}",
        "geo": f"geo:{lat},{lon}?q={lat},{lon}({name})",
    }


def to(address: str) -> dict[str, str]:
    """Links to an address, for maps that know it better than we do."""
    return {
        "google": GOOGLE + address,
        "apple": APPLE + address,
        "geo": f"geo:0,0?q={address}",
    }
