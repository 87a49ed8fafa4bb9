"""The doors for the stamps of the city: a business licence, a food-safety paper."""

from typing import Any, Final

from flask import Response
from marshmallow import fields

from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.fields import Day, Words
from citizen_api.http.api import Blueprint, Query, Schema
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import database, transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    NotAcceptable,
    NotFound,
)
from citizen_api.roles.models import Role
from citizen_api.venues import answering, licensing
from citizen_api.venues.facts import licence
from citizen_api.venues.queries.details import details
from citizen_api.venues.records import LicenceKind
from citizen_api.venues.schemas.whole import LicenceSchema

ONE: Final = "/v1/venues/<slug:venue_id>/licences/<kind>"
LONGEST: Final = 120
STAMP: Final[dict[str, Any]] = {
    "kind": "food_safety",
    "issued_by": "Sở An toàn thực phẩm (ví dụ)",
    "issued_on": "2025-03-01",
    "valid_until": "2028-03-01",
    "expired": False,
    "source": {
        "id": "city",
        "title": "Thành phố Hải Phòng (City of Hải Phòng)",
        "kind": "city",
    },
    "checked_at": "2026-11-21",
    "stale": False,
}
SENT: Final[dict[str, Any]] = {
    name: STAMP[name] for name in ("issued_by", "issued_on", "valid_until")
}
REFUSED: Final = (*STAFF_REFUSED, NotAcceptable, NotFound)

blueprint = Blueprint("licences", __name__, description="Stamps of the city")


class LicenceBodySchema(Schema):
    """A paper that was seen today. Its number is not asked for."""

    issued_by = Words(longest=LONGEST, required=True)
    issued_on = Day(required=True)
    valid_until = Day(
        load_default=None,
        allow_none=True,
        metadata={"description": "Needed for food_safety"},
    )


class LicencesSchema(Schema):
    """Every paper of a venue that the city saw."""

    items = fields.List(fields.Nested(LicenceSchema), required=True)


@blueprint.route(ONE, methods=["PUT"])
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(LicenceBodySchema, example=SENT)
@blueprint.response(200, LicencesSchema, example={"items": [STAMP]})
@blueprint.problems(*REFUSED, *BODY_PROBLEMS)
@blueprint.doc(operationId="put_licence")
def put_licence(
    caller: Staff,
    asked: dict[str, Any],
    body: dict[str, Any],
    venue_id: str,
    kind: str,
) -> Response:
    """Stamp a venue: the city saw this paper today

    `kind` is business or food_safety. The paper before it stays on record. Numbers of
    papers are not kept: that of a household's business is a person's.
    """
    negotiate(JSON)
    paper = licensing.Paper(kind_called(kind), **body)
    with transaction() as session:
        licensing.stamp(session, venue_id, paper, by=caller.actor, at=now())
    return answered(venue_id)


@blueprint.route(ONE, methods=["DELETE"])
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LicencesSchema, example={"items": []})
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="withdraw_licence")
def withdraw_licence(
    caller: Staff, asked: dict[str, Any], venue_id: str, kind: str
) -> Response:
    """Take a stamp back

    The paper stays on record, and the withdrawal can be undone.
    """
    negotiate(JSON)
    known = kind_called(kind)
    with transaction() as session:
        licensing.withdraw(session, venue_id, known, by=caller.actor, at=now())
    return answered(venue_id)


@blueprint.route(f"{ONE}/undo", methods=["POST"])
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LicencesSchema, example={"items": [STAMP]})
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="undo_licence")
def undo_licence(
    caller: Staff, asked: dict[str, Any], venue_id: str, kind: str
) -> Response:
    """Undo the last stamp or withdrawal: the paper before it stands again

    404 when there is none before it.
    """
    negotiate(JSON)
    no_body()
    known = kind_called(kind)
    with transaction() as session:
        licensing.restore(session, venue_id, known, by=caller.actor, at=now())
    return answered(venue_id)


def kind_called(kind: str) -> LicenceKind:
    """The kind of an address; raises NotFound."""
    try:
        return LicenceKind(kind)
    except ValueError:
        raise NotFound from None


def answered(slug: str) -> Response:
    """The papers of a venue as they are now."""
    found = details(database(), slug)
    papers = found.licences if found else []
    showing = answering.showing()
    return personal({"items": [licence(showing, each) for each in papers]})
