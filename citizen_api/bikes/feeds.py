"""The doors of the feeds: GBFS 3.0 below /gbfs/3, 2.3 below /gbfs/2.

Their shapes are those of the standard, so the OpenAPI file does not repeat them.
"""

from typing import Final

from flask import Blueprint, Response, current_app

from citizen_api.bikes.editions import Editions
from citizen_api.bikes.gbfs3 import LANGUAGES
from citizen_api.bikes.publishing import EDITIONS, WITHOUT_WORDS
from citizen_api.callers import public as anyone
from citizen_api.http.caching import PACKED, public
from citizen_api.http.clock import now
from citizen_api.http.compression import takes_gzip
from citizen_api.http.headers import JSON
from citizen_api.http.session import database
from citizen_api.problems import NotFound

EXTENSION: Final = "citizen-bike-editions"
EDITION_OF: Final = {name: each for each in EDITIONS for name in each.names} | {
    WITHOUT_WORDS[name]: each
    for each in EDITIONS
    for name in each.names
    if name in WITHOUT_WORDS
}

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/gbfs/3/<name>.json")
@anyone
def get_feed(name: str) -> Response:
    """A feed of GBFS 3.0, its texts in every language."""
    return served(name, f"3/{name}", ", ".join(LANGUAGES))


@blueprint.get("/gbfs/2/<name>.json")
@anyone
def get_older_feed(name: str) -> Response:
    """A feed of GBFS 2.3 without words, or the one that tells where the others are."""
    return served(name, f"2/{name}", ", ".join(LANGUAGES))


@blueprint.get("/gbfs/2/<language>/<name>.json")
@anyone
def get_older_feed_in(language: str, name: str) -> Response:
    """A feed of GBFS 2.3 in one language."""
    return served(name, f"2/{language}/{name}", language)


def served(name: str, path: str, languages: str) -> Response:
    """The bytes of a feed, or 304. Raises NotFound, SystemClosed."""
    edition = EDITION_OF.get(name)
    if edition is None:
        raise NotFound
    feed, left_s = editions().feed(database(), edition, path, now())
    packed = takes_gzip()
    body = feed.packed if packed else feed.plain
    response = public(body, JSON, max_age=left_s, tag=feed.tag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Language"] = languages
    if packed and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{feed.tag}{PACKED}"'
    return response


def editions() -> Editions:
    """What this application holds."""
    found: Editions | None = current_app.extensions.get(EXTENSION)
    if found is None:
        made = Editions(current_app.config["PUBLIC_URL"])
        found = current_app.extensions.setdefault(EXTENSION, made)
    return found
