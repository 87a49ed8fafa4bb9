"""Photos on the wire: ready to be dumped."""

from typing import Any

from citizen_api.media.queries import Photo, PhotoAt


def address_of(name: str) -> str:
    """Where a file is found."""
    return f"/media/{name}"


def shown(photo: Photo) -> dict[str, Any]:
    """A photo on the wire."""
    return {
        "id": photo.id,
        "url": address_of(photo.file),
        "thumb_url": address_of(photo.thumb),
        "width": photo.width,
        "height": photo.height,
    }


def shown_at(found: PhotoAt) -> dict[str, Any]:
    """A photo of a venue on the wire."""
    by = "owner" if found.review is None else "visitor"
    return {**shown(found.photo), "by": by, "review_id": found.review}
