"""The doors through which owners keep their listing, and moderators look after it."""

from typing import Any

from flask import Response

from citizen_api.callers import (
    Citizen,
    NotSignedIn,
    ScopeMissing,
    Staff,
    citizen,
    staff,
)
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.preconditions import PARAMETER
from citizen_api.http.session import database, transaction
from citizen_api.http.telling import Example
from citizen_api.listings import about, days, menu, reading, undoing
from citizen_api.listings.changes import Place, changes
from citizen_api.listings.edit_cards import changed, etag
from citizen_api.listings.edit_models import ListingChange, Part
from citizen_api.listings.edit_schemas import (
    ListingBodySchema,
    ListingChangePageSchema,
    ListingSchema,
    OwnVenuesSchema,
    UndoBodySchema,
)
from citizen_api.listings.editing import (
    EDITED,
    ONE,
    REFUSED,
    SENT,
    answered,
    edited,
    looked_up,
    reader_of,
    undoer_of,
)
from citizen_api.listings.edits import Edit
from citizen_api.listings.undoing import ChangedSince, NothingToTakeBack
from citizen_api.problems import BODY_PROBLEMS, BadCursor, NotAcceptable
from citizen_api.roles.models import Role
from citizen_api.sources.rules import PRICE_FRESH

OWNER = staff(Role.VENUE_OWNER)
READER = staff(Role.VENUE_OWNER, Role.MODERATOR)

blueprint = Blueprint("owners", __name__, description="Owners keep their listing")


@blueprint.route(ONE)
@READER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="get_listing")
def get_listing(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Read all that the owners of a venue may change

    Its ETag is what If-Match takes in every edit.
    """
    negotiate(JSON)
    reader_of(caller, venue_id)
    return answered(looked_up(venue_id))


@blueprint.route(ONE, methods=["PATCH"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ListingBodySchema,
    example={"hours": "06:00-10:30,16:00-21:00", "contacts": {"phone": "0225 3842345"}},
)
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*SENT, about.EditWaiting)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="change_listing")
def change_listing(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Change hours, contacts or description; ask for another name, kind or place

    Needs If-Match. The former are live at once; name, kind, address and location wait
    for a moderator. When somebody else was quicker, `yours` and `theirs` tell both.
    """
    negotiate(JSON)
    return edited(caller, venue_id, body, lambda edit: changes_of(edit, body))


def changes_of(edit: Edit, body: dict[str, Any]) -> list[ListingChange]:
    """Every part that a body names, changed."""
    made: list[ListingChange] = []
    if "hours" in body:
        made += days.set_hours(edit, body["hours"])
    if "contacts" in body:
        made += about.set_contacts(edit, body["contacts"])
    if "description" in body:
        made += about.set_description(edit, body["description"])
    for part in (Part.NAME, Part.KIND):
        if part in body:
            made += about.propose(edit, part, {part.value: body[part]})
    if "address" in body:
        made += about.propose(edit, Part.ADDRESS, body["address"])
    if "location" in body:
        made += about.propose(edit, Part.LOCATION, about.place(**body["location"]))
    return made


@blueprint.route(f"{ONE}/confirmation", methods=["POST"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="confirm_listing")
def confirm_listing(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Say that every price shown is still right

    Needs If-Match, so that only what was seen is confirmed. Each price becomes one of
    the owner, of today.
    """
    negotiate(JSON)
    no_body()
    return edited(caller, venue_id, None, menu.confirm)


@blueprint.route(f"{ONE}/changes")
@READER
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(
    200, ListingChangePageSchema, example=Example("list_listing_changes")
)
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_listing_changes")
def list_listing_changes(
    caller: Staff, asked: dict[str, Any], venue_id: str
) -> Response:
    """List what was changed of a listing, by owners and moderators, the newest first

    With what stood there before; also that a venue closed or was merged, its papers
    and photos of owners, which have no `id`: they are not undone here. Others are not
    named.
    """
    negotiate(JSON)
    reader_of(caller, venue_id)
    looked_up(venue_id)
    question, limit = ["listing changes", venue_id], asked["limit"]
    before = Place(*unseal(question, asked["cursor"])) if "cursor" in asked else None
    found = changes(database(), venue_id, before=before, limit=limit + 1)
    page, cursor = cut(question, found, limit, lambda each: [*each.place])
    items = [changed(each, caller.actor) for each in page]
    return personal_page({"items": items}, cursor)


@blueprint.route(f"{ONE}/changes/<digits:change_id>/undoing", methods=["POST"])
@READER
@blueprint.arguments(Query, location="query")
@blueprint.arguments(UndoBodySchema, example={"note": "Giá này của quán khác."})
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(
    *REFUSED, *BODY_PROBLEMS, ChangedSince, about.NotForOwners, NothingToTakeBack
)
@blueprint.doc(operationId="undo_listing_change")
def undo_listing_change(
    caller: Staff,
    asked: dict[str, Any],
    body: dict[str, Any],
    venue_id: str,
    change_id: int,
) -> Response:
    """Take a change back: the facts before it stand again

    Moderators take any back, and the owner reads why; owners those of owners that
    needed no second look. Later changes of the same must be undone first.
    """
    negotiate(JSON)
    editor = undoer_of(caller, venue_id)
    with transaction() as session:
        undoing.undo_change(session, venue_id, change_id, editor, body["note"])
    return answered(looked_up(venue_id))


@blueprint.route("/v1/me/venues")
@citizen(scope="account")
@blueprint.arguments(Query, location="query")
@blueprint.response(200, OwnVenuesSchema, example=Example("list_my_venues"))
@blueprint.problems(NotSignedIn, ScopeMissing, NotAcceptable)
@blueprint.doc(operationId="list_my_venues")
def list_my_venues(caller: Citizen, asked: dict[str, Any]) -> Response:
    """List the venues that the caller keeps

    `nudged_at`: the prices were last looked after 60 days before that.
    """
    negotiate(JSON)
    moment = now()
    stale = moment.date() - PRICE_FRESH
    with transaction() as session:
        rows = reading.venues_of(session, caller.id, moment, stale)
    return personal({"items": [own_venue(row) for row in rows]})


def own_venue(row: Any) -> dict[str, Any]:
    """A venue that somebody keeps, on the wire."""
    return {
        "id": row.slug,
        "name": row.name,
        "address": row.address,
        "since": row.since,
        "etag": etag(row.version),
        "confirmed_at": row.confirmed_at,
        "nudged_at": row.nudged_at,
        "waiting": row.waiting,
        "stale_prices": row.stale_prices,
    }
