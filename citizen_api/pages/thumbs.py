"""Photos as pages show them: small, not before they are scrolled to."""

from typing import Any, Final

from citizen_api.http.session import database
from citizen_api.media.answering import address_of
from citizen_api.media.queries import Photo, at_venue
from citizen_api.media.rules import THUMB_PX

MOST: Final = 12


def thumb(photo: Photo) -> dict[str, Any]:
    """A photo as a page shows it small; a tap opens the large one."""
    shrunk = min(1.0, THUMB_PX / max(photo.width, photo.height))
    return {
        "id": photo.id,
        "url": address_of(photo.file),
        "thumb": address_of(photo.thumb),
        "width": max(1, round(photo.width * shrunk)),
        "height": max(1, round(photo.height * shrunk)),
    }


def of_venue(venue: int) -> list[dict[str, Any]]:
    """The newest photos of a venue, and whether its owner put them there."""
    found = at_venue(database(), venue, limit=MOST)
    return [thumb(each.photo) | {"by_owner": each.review is None} for each in found]
