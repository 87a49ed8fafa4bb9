"""The doors for duplicates, and for what moderators say is right."""

from typing import Any, Final
from uuid import UUID

from flask import Response
from marshmallow import fields

from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.cases.problems import AlreadyDecided, AnotherPersonNeeded
from citizen_api.fields import Day, Whole, Words, between
from citizen_api.http.api import Blueprint, Query, Schema
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.preconditions import PARAMETER
from citizen_api.http.session import transaction
from citizen_api.http.telling import Example
from citizen_api.listings import proposing
from citizen_api.listings.about import EditWaiting
from citizen_api.listings.correcting import correct
from citizen_api.listings.correction_rules import (
    LONGEST_UNIT,
    MOST,
    NO_SUCH,
    Correction,
    Cost,
)
from citizen_api.listings.edit_models import ListingChange
from citizen_api.listings.edit_schemas import (
    AddressBodySchema,
    ListingSchema,
    LocationBodySchema,
)
from citizen_api.listings.editing import EDITED, ONE, edited
from citizen_api.listings.edits import Edit
from citizen_api.listings.merge_problems import ASKED
from citizen_api.listings.standing import standing, venue_called
from citizen_api.problems import (
    BODY_PROBLEMS,
    FieldError,
    InvalidRequest,
    NotAcceptable,
    NotFound,
    Said,
)
from citizen_api.roles.models import Role
from citizen_api.schedules.parsing import LONGEST_TEXT, BadOpeningHours, normalised

CASE: Final = "0b2f6d0e-5c5e-4c0e-9d0c-2f1f6f1c9a55"
PROPOSED: Final[dict[str, Any]] = {
    "case": CASE,
    "state": "proposed",
    "venue": "banh-mi-cay-ba-gia",
    "into": "banh-da-cua-be-ba-cu",
}
CORRECTION: Final[dict[str, Any]] = {
    "price": {"min": 45000, "max": 45000, "unit": "bát"},
    "dish_id": None,
    "opening_hours": None,
    "since": None,
    "address": None,
    "location": None,
    "into": None,
}
SENT: Final = (*BODY_PROBLEMS, NotAcceptable, NotFound)
NOT_HOURS: Final = Said(
    "Không đọc được giờ mở cửa này.", "These opening hours cannot be read."
)

blueprint = Blueprint("merges", __name__, description="Duplicates and corrections")


class MergeBodySchema(Schema):
    """Which venue it is a duplicate of."""

    into = Words(longest=80, required=True, metadata={"description": "A venue's id"})


class DuplicateBodySchema(Schema):
    """Which other venue is one's own, too."""

    venue = Words(longest=80, required=True, metadata={"description": "A venue's id"})


class MergeSchema(Schema):
    """A merge that waits for a second moderator."""

    case = fields.UUID(required=True)
    state = fields.String(required=True)
    venue = fields.String(required=True)
    into = fields.String(required=True)


class CostSchema(Schema):
    """A price in VND; without `max` it is "from"."""

    min = Whole(required=True, validate=between(0, MOST), strict=True)
    max = Whole(
        load_default=None, allow_none=True, validate=between(0, MOST), strict=True
    )
    unit = Words(longest=LONGEST_UNIT, load_default=None, allow_none=True)


class CorrectionSchema(Schema):
    """What is right, as far as the kind of the report asks for it."""

    price = fields.Nested(CostSchema, load_default=None, allow_none=True)
    dish_id = Words(
        longest=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "Which dish, when the reports do not say"},
    )
    opening_hours = Words(longest=LONGEST_TEXT, load_default=None, allow_none=True)
    since = Day(
        load_default=None,
        allow_none=True,
        metadata={"description": "Closed for good since; today without it"},
    )
    address = fields.Nested(AddressBodySchema, load_default=None, allow_none=True)
    location = fields.Nested(LocationBodySchema, load_default=None, allow_none=True)
    into = Words(
        longest=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "The id of the venue that it is a duplicate of"},
    )


@blueprint.route("/v1/venues/<slug:venue_id>/merge", methods=["POST"])
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(MergeBodySchema, example={"into": PROPOSED["into"]})
@blueprint.response(202, MergeSchema, example=PROPOSED)
@blueprint.problems(*STAFF_REFUSED, *SENT, AnotherPersonNeeded, *ASKED)
@blueprint.doc(operationId="propose_merge")
def propose_merge(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Propose that a venue is a duplicate of another

    Another moderator says the same at POST /v1/moderation/cases/{case}/second; then
    reviews, menu, prices, hours and photos go over, and this id answers 308 with the
    other one for good. The same proposal again is the one that is there.
    """
    negotiate(JSON)
    into = body["into"]
    with transaction() as session:
        try:
            target = standing(session, venue_called(session, into))
        except NotFound:
            raise InvalidRequest(
                errors=[FieldError(NO_SUCH, pointer="#/into")]
            ) from None
        case = proposing.propose(session, venue_id, into, by=caller.actor, at=now())
        told = {"case": case.id, "state": case.state, "venue": venue_id}
        return personal({**told, "into": target.slug}, 202)


@blueprint.route(f"{ONE}/duplicates", methods=["POST"])
@staff(Role.VENUE_OWNER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(DuplicateBodySchema, example={"venue": PROPOSED["venue"]})
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED, *BODY_PROBLEMS, EditWaiting, *ASKED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="report_own_duplicate")
def report_own_duplicate(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Ask to merge another venue into one's own, as both are the same

    Needs If-Match. It is in `waiting` until two moderators agree; then it goes as every
    merge does: what is said of the other one comes over, and its id leads here.
    """
    negotiate(JSON)
    return edited(caller, venue_id, body, lambda edit: of_owner(edit, body["venue"]))


def of_owner(edit: Edit, slug: str) -> list[ListingChange]:
    """Ask for the merge of a venue that somebody named. Raises what `ask` raises."""
    try:
        return proposing.ask(edit, slug)
    except NotFound:
        raise InvalidRequest(errors=[FieldError(NO_SUCH, pointer="#/venue")]) from None


@blueprint.route("/v1/moderation/cases/<uuid:case_id>/correction", methods=["PUT"])
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(CorrectionSchema, example=CORRECTION)
@blueprint.response(200, CorrectionSchema, example=CORRECTION)
@blueprint.problems(*STAFF_REFUSED, *SENT, AlreadyDecided)
@blueprint.doc(operationId="put_correction")
def put_correction(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], case_id: UUID
) -> Response:
    """Say what is right, before a case of reports is accepted

    `price` for a price, `opening_hours` for hours, `since` for a venue that closed,
    `address` and `location` for one that moved; accepted, it is a fact whose source
    are visitors. `into` for a duplicate: accepted, the merge is proposed.
    """
    negotiate(JSON)
    given = body | {"price": body["price"] and Cost(**body["price"])}
    try:
        hours = body["opening_hours"] and normalised(body["opening_hours"])
    except BadOpeningHours:
        wrong = FieldError(NOT_HOURS, pointer="#/opening_hours")
        raise InvalidRequest(errors=[wrong]) from None
    said = Correction(**(given | {"opening_hours": hours}))
    with transaction() as session:
        correct(session, case_id, said, caller.actor, now())
    return personal(body | {"opening_hours": hours})
