"""Places on the ground and their names: a pure library.

It knows points, boxes, distances, GeoJSON, map tiles, Vietnamese names and the
wards of a city. No framework, no database, no clock, no network inside. WGS 84
throughout, longitude before latitude, metres.
"""

__all__ = ["GeoError"]


class GeoError(ValueError):
    """The base of every error this library raises."""
