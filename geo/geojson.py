"""GeoJSON as RFC 7946 has it: longitude first, six decimals, WGS 84."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from geo.points import Point

__all__ = ["MEDIA_TYPE", "feature", "feature_collection", "point"]

MEDIA_TYPE: Final = "application/geo+json"


def point(place: Point) -> dict[str, Any]:
    """A Point geometry."""
    rounded = place.rounded()
    return {"type": "Point", "coordinates": [rounded.lon, rounded.lat]}


def feature(
    geometry: Mapping[str, Any] | None,
    properties: Mapping[str, Any],
    identifier: str | int | None = None,
) -> dict[str, Any]:
    """A Feature; `geometry` is None for a thing whose place nobody knows."""
    made = {"type": "Feature", "geometry": geometry, "properties": properties}
    return made if identifier is None else made | {"id": identifier}


def feature_collection(features: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A FeatureCollection, in the order given."""
    return {"type": "FeatureCollection", "features": list(features)}
