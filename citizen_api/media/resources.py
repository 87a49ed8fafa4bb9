"""The door of the files: the bytes of a photo that everybody may see."""

from typing import Final

from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.caching import public
from citizen_api.http.session import database
from citizen_api.http.turns import outside
from citizen_api.media import queries
from citizen_api.media.rules import NAME
from citizen_api.media.shelves import shelf
from citizen_api.problems import NotFound

JPEG: Final = "image/jpeg"
A_YEAR_S: Final = 365 * 24 * 3600
# A name stands for its bytes for ever. Caches that many share ask again after an
# hour, so that what moderators took away is soon gone from them, too.
FOR_EVER: Final = f"public, max-age={A_YEAR_S}, s-maxage=3600, immutable"
ONLY_A_PICTURE: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"

blueprint = Blueprint("media", __name__)


@blueprint.get("/media/<name>")
@anyone
def file(name: str) -> Response:
    """The file, while some photo that everybody may see has it."""
    if not NAME.fullmatch(name) or not queries.is_shown(database(), name):
        raise NotFound
    response = public(content(name), JPEG, max_age=A_YEAR_S, tag=name[:64])
    return dressed(response, FOR_EVER)


def content(name: str) -> bytes:
    """The bytes of a file; who waits for a far store lets others have their turn.

    Raises NotFound, Unavailable.
    """
    store = shelf().store
    if not store.far:
        return store.read(name)
    with outside():
        return store.read(name)


def dressed(response: Response, kept: str) -> Response:
    """The answer, to be kept so, and to be nothing but a picture."""
    response.headers["Cache-Control"] = kept
    response.headers["Content-Security-Policy"] = ONLY_A_PICTURE
    response.headers.pop("Vary", None)
    return response
