"""A venue that was merged into another answers at every door: go there, for good.

308, so that a rating or an edit arrives with its method and its body. Which venues
point where is kept in memory, so that the others pay nothing for it.
"""

from typing import Any, Final
from urllib.parse import quote

import orjson
from flask import Flask, Response, request
from sqlalchemy import Connection, text

from citizen_api.http.headers import JSON
from citizen_api.http.session import kept

MOVED: Final = 308
MAX_AGE: Final = 30  # a merge can be undone
POINTERS: Final = text(
    """
    SELECT v.slug, w.slug FROM venues v JOIN venues w ON w.id = v.merged_into_id
    """
)
PAGES: Final = "/venues/"
DOORS: Final = "/v1/venues/"


def pointers(connection: Connection) -> dict[str, str]:
    """The id of the venue that each merged one is now."""
    return dict(connection.execute(POINTERS).all())


def register(app: Flask) -> None:
    """Send who asks for a merged venue to the one that it is."""
    app.before_request(sent_on)


def sent_on() -> Response | None:
    """Where the venue of the address went; None when it stands."""
    begun = next((each for each in (PAGES, DOORS) if request.path.startswith(each)), "")
    if not begun:
        return None
    slug, slash, rest = request.path.removeprefix(begun).partition("/")
    into = kept(pointers).get(slug)
    if into is None:
        return None
    where = f"{begun}{into}{slash}{quote(rest)}"
    if request.query_string:
        where += f"?{request.query_string.decode('latin-1')}"
    return told(slug, into, where)


def told(slug: str, into: str, where: str) -> Response:
    """Where it is, for who follows and for who reads."""
    content: dict[str, Any] = {"id": slug, "merged_into": into, "location": where}
    answer = Response(orjson.dumps(content), MOVED, content_type=JSON)
    answer.headers["Location"] = where
    reads = request.method in {"GET", "HEAD"}
    answer.headers["Cache-Control"] = (
        f"public, max-age={MAX_AGE}" if reads else "no-store"
    )
    return answer
