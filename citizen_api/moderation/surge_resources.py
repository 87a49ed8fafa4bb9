"""The door of moderators who see a surge that the rules do not."""

from typing import Any, Final

from flask import Response

from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.cases import queries
from citizen_api.fields import Words
from citizen_api.http.api import Blueprint, Query, Schema
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import transaction
from citizen_api.http.telling import Example
from citizen_api.listings.standing import standing, venue_called
from citizen_api.moderation.resources import answered
from citizen_api.moderation.schemas import WholeCaseSchema
from citizen_api.problems import BODY_PROBLEMS, NotAcceptable, NotFound
from citizen_api.reviews import surges
from citizen_api.roles.models import Role

LONGEST_ID: Final = 80


class SurgeBodySchema(Schema):
    """Where ratings are not as usual."""

    venue_id = Words(longest=LONGEST_ID, required=True)


blueprint = Blueprint("surges", __name__, description="Surges that a person sees")


@blueprint.route("/v1/moderation/surges", methods=["POST"])
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(SurgeBodySchema, example={"venue_id": "banh-da-cua-be-ba-cu"})
@blueprint.response(201, WholeCaseSchema, example=Example("get_case"))
@blueprint.problems(*STAFF_REFUSED, *BODY_PROBLEMS, NotAcceptable, NotFound)
@blueprint.doc(operationId="open_surge")
def open_surge(caller: Staff, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Hold the newest ratings of a venue and its namesakes until they are judged

    Those of new devices of the last day, and of a week from now. Another moderator
    decides the case. While a surge of the venue is not decided, the answer is its case.
    """
    negotiate(JSON)
    with transaction() as session:
        venue = standing(session, venue_called(session, body["venue_id"]))
        case = surges.seen(session, venue.id, venue.folded, caller.actor, now())
        return answered(session, queries.case(session, case), caller, 201)
