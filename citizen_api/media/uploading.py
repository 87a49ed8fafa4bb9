"""Taking a photo in: read, developed, put into the store; only then is there a row.

None of it happens in the turn of the request: whoever looks for something to eat does
not wait for a phone that sends slowly, nor for a picture that is being made smaller.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from flask import request
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from citizen_api.http.api import BYTES
from citizen_api.http.clock import now
from citizen_api.http.idempotency import sent_once
from citizen_api.http.session import database, transaction
from citizen_api.http.turns import outside
from citizen_api.media.actions import keep, kept_before, reserve
from citizen_api.media.pictures import developed
from citizen_api.media.problems import (
    PhotoTooHeavy,
    SlowUpload,
    UnsupportedPhoto,
)
from citizen_api.media.queries import Photo
from citizen_api.media.rules import MOST_BYTES, Owner, Stored
from citizen_api.media.shelves import shelf
from citizen_api.media.store import name_of

KINDS: Final = ("image/jpeg", "image/png", "image/webp")
CHUNK: Final = 64 * 1024
BODY: Final[dict[str, Any]] = {
    "description": "The photo itself, at most 8 MB",
    "required": True,
    "content": {kind: {"schema": BYTES, "example": "(the file)"} for kind in KINDS},
}
"""What a door that takes a photo says of its body in the OpenAPI file."""
SENT_WITHIN_S: Final = 60.0


def taken(read: Callable[[], bytes]) -> tuple[bytes, Stored]:
    """What `read` gives, and the photo that is made of it, in the store.

    Raises what `read` and `pictures.developed` raise, BusyWithPhotos, Busy,
    Unavailable.
    """
    place = shelf()
    with place.seat():
        with outside():
            content = read()
            with place.darkroom:
                picture = developed(content)
        files = {name_of(each): each for each in (picture.large, picture.thumb)}
        reserve(database(), list(files))
        with outside():
            for name, each in files.items():
                place.store.put(name, each)
    large, thumb = name_of(picture.large), name_of(picture.thumb)
    return content, Stored(large, thumb, picture.width, picture.height)


def sent_photo() -> bytes:
    """The body of the request at hand, which is a photo.

    Raises UnsupportedPhoto, PhotoTooHeavy, SlowUpload; BadRequest when the sender hung
    up.
    """
    if request.mimetype not in KINDS:
        raise UnsupportedPhoto
    told = request.content_length
    if told is not None and told > MOST_BYTES:
        raise PhotoTooHeavy
    request.max_content_length = MOST_BYTES + 1
    deadline = time.monotonic() + SENT_WITHIN_S
    content = bytearray()
    try:
        while chunk := request.stream.read(CHUNK):
            content += chunk
            if time.monotonic() > deadline:
                raise SlowUpload
    except RequestEntityTooLarge:
        raise PhotoTooHeavy from None
    return ensure_light(bytes(content))


def ensure_light(content: bytes) -> bytes:
    """The same; raises PhotoTooHeavy."""
    if len(content) > MOST_BYTES:
        raise PhotoTooHeavy
    return content


def add(
    owner: Owner,
    read: Callable[[], bytes] = sent_photo,
    *,
    note: Callable[[Session, Photo], None] = lambda session, photo: None,
) -> tuple[Photo, bool]:
    """Take a photo in for a review or a venue; whether it is new.

    `note` is called last in the transaction when a photo is new. Raises what `taken`
    and `actions.keep` raise, BadRequest, KeyReused.
    """
    content, stored = taken(read)
    once = sent_once(body=content)
    with transaction() as session:
        before = kept_before(session, once)
        if before is not None:
            return before, False
        photo, new = keep(session, owner, stored, once=once, at=now())
        if new:
            note(session, photo)
    return photo, new
