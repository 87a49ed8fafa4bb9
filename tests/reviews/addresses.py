"""Venues of the real city, and where their reviews are."""

VENUE = "banh-da-cua-be-ba-cu"
OTHER = "banh-mi-cay-ba-gia"


def mine(venue: str = VENUE) -> str:
    """The address of a device's own review."""
    return f"/v1/venues/{venue}/reviews/mine"


def listed(venue: str = VENUE) -> str:
    """The address of all reviews of a venue."""
    return f"/v1/venues/{venue}/reviews"
