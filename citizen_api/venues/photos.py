"""The doors of the photos of a venue: everybody looks, its owner adds and deletes."""

from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.callers import public as anyone
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER
from citizen_api.http.pages import PageQuery, page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import database, transaction
from citizen_api.http.telling import Example
from citizen_api.media import actions, queries
from citizen_api.media.answering import shown, shown_at
from citizen_api.media.problems import PHOTO_PROBLEMS
from citizen_api.media.queries import Photo
from citizen_api.media.rules import Owner
from citizen_api.media.schemas import PhotoPageSchema, PhotoSchema
from citizen_api.media.uploading import BODY, add
from citizen_api.problems import (
    BadCursor,
    BadRequest,
    KeyReused,
    NotAcceptable,
    NotFound,
)
from citizen_api.roles.models import Role
from citizen_api.throttles.doors import actor, limited

PHOTOS: Final = "/v1/venues/<slug:venue_id>/photos"
MAX_AGE: Final = 30
# What was found to be the same venue as another answers as that one.
VENUE: Final = "SELECT coalesce(merged_into_id, id) FROM venues WHERE slug = %(slug)s"
blueprint = Blueprint("venue_photos", __name__, description="Photos of venues")


def venue_number(slug: str) -> int:
    """The number of a venue. Raises NotFound."""
    found = database().read(VENUE, {"slug": slug})
    if not found:
        raise NotFound
    return int(found[0][0])


@blueprint.route(PHOTOS)
@anyone
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, PhotoPageSchema, example=Example("list_venue_photos"))
@blueprint.problems(NotFound, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_venue_photos")
def list_venue_photos(asked: dict[str, Any], venue_id: str) -> Response:
    """List the photos of a venue, the newest first

    Those of its owner, and those of the reviews that can be read.
    """
    negotiate(JSON)
    venue, limit = venue_number(venue_id), asked["limit"]
    identity = ["photos", venue]
    before = begins(identity, asked)
    found = queries.at_venue(database(), venue, before=before, limit=limit + 1)
    newest, cursor = cut(identity, found, limit, lambda each: each.photo.id)
    return page({"items": list(map(shown_at, newest))}, cursor, max_age=MAX_AGE)


@blueprint.route(PHOTOS, methods=["POST"])
@staff(Role.VENUE_OWNER)
@limited("photos", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, PhotoSchema, headers=LIMITS, example=Example("add_photo"))
@blueprint.alt_response(
    200, schema=PhotoSchema, example=Example("add_photo"), success=True
)
@blueprint.problems(
    BadRequest, KeyReused, NotFound, NotAcceptable, *STAFF_REFUSED, *PHOTO_PROBLEMS
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="add_venue_photo", requestBody=BODY)
def add_venue_photo(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Add a photo to one's own venue

    The body is the file: JPEG, PNG or WebP. It is made anew from its pixels. A venue
    has ten of its owner at most; the same photo again is the one that is there.
    """
    negotiate(JSON)
    owner = owned(caller, venue_id)

    def note(session: Session, photo: Photo) -> None:
        record(session, event(caller, "photo.added", venue_id, photo.id))

    photo, new = add(owner, note=note)
    return personal(shown(photo), 201 if new else 200)


@blueprint.route(f"{PHOTOS}/<digits:photo_id>", methods=["DELETE"])
@staff(Role.VENUE_OWNER)
@limited("photos", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(NotFound, NotAcceptable, *STAFF_REFUSED)
@blueprint.doc(operationId="delete_venue_photo")
def delete_venue_photo(
    caller: Staff, asked: dict[str, Any], venue_id: str, photo_id: int
) -> Response:
    """Delete a photo that the owner put to the venue

    It is out of sight at once; its file is deleted within hours.
    """
    negotiate(JSON)
    owner = owned(caller, venue_id)
    with transaction() as session:
        actions.delete(session, owner, photo_id)
        record(session, event(caller, "photo.deleted", venue_id, photo_id))
    return nothing()


def owned(caller: Staff, slug: str) -> Owner:
    """The venue as the owner of photos. Raises RoleMissing, NotFound."""
    caller.scope_for(Role.VENUE_OWNER, slug)
    return Owner(venue_number(slug))


def event(caller: Staff, action: str, slug: str, photo: int) -> Event:
    """What the audit log says of it."""
    detail = {"venue": slug, "photo": photo}
    return Event(action=action, actor=caller.actor, outcome="done", detail=detail)
