"""The door of the offline pack."""

from typing import Any, Final

from flask import Response, current_app

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint
from citizen_api.http.caching import PACKED, public
from citizen_api.http.compression import takes_gzip
from citizen_api.http.cursors import sign, signed
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.problems import BadCursor, NotAcceptable
from citizen_api.sync.packing import Asked, Pages
from citizen_api.sync.problems import StartAgain
from citizen_api.sync.queries import Newest, Place, newest
from citizen_api.sync.rules import MARK
from citizen_api.sync.schemas import SyncQuery, SyncSchema

MAX_AGE: Final = 30
QUESTION: Final = ("sync", 1)
EXTENSION: Final = "citizen-sync-pages"

blueprint = Blueprint("sync", __name__, description="All public data, offline")


@blueprint.route("/v1/sync")
@anyone
@blueprint.arguments(SyncQuery, location="query")
@blueprint.response(200, SyncSchema, example=Example("get_sync"))
@blueprint.problems(NotAcceptable, BadCursor, StartAgain)
@blueprint.doc(operationId="get_sync")
def get_sync(asked: dict[str, Any]) -> Response:
    """Keep all public data offline: everything once, then what changed

    Without `since` everything; with the `cursor` of the last answer what changed since
    then, and the ids of what is gone. Follow `next` until `complete`; then `hash`
    proves that one has what everybody has. Docs: docs/developers/offline.md.
    """
    negotiate(JSON)
    at = newest(database())
    wanted = Asked(place(asked.get("since"), at), asked["limit"], at)
    made = pages().get(database(), wanted, seal)
    packed = takes_gzip()
    body = made.packed if packed else made.plain
    response = public(body, JSON, max_age=MAX_AGE, tag=made.tag)
    if packed and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{made.tag}{PACKED}"'
    return response


def place(since: str | None, at: Newest) -> Place:
    """Where a client is; nowhere yet without a cursor. Raises BadCursor."""
    if since is None:
        return Place(at.number, at.hash[:MARK])
    return Place(*signed(QUESTION, since, "since"))


def seal(reached: Place) -> str:
    """The cursor of a place."""
    return sign(QUESTION, list(reached))


def pages() -> Pages:
    """The pages that this application holds."""
    found: Pages | None = current_app.extensions.get(EXTENSION)
    if found is None:
        found = current_app.extensions.setdefault(EXTENSION, Pages())
    return found
