"""The doors of helpful votes, and of the phones that are a citizen's."""

from typing import Any, Final

from flask import Response

from citizen_api.callers import (
    Citizen,
    Device,
    NotSignedIn,
    ScopeMissing,
    SignInAgain,
    citizen,
    device,
    writer,
)
from citizen_api.callers.writers import SCOPE
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import database, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    TooManyRequests,
)
from citizen_api.reviews import claiming, voting
from citizen_api.reviews.door_schemas import PhoneBodySchema, VotesSchema
from citizen_api.reviews.problems import OthersPhone, OwnReview
from citizen_api.throttles.doors import actor, limited
from citizen_api.tokens import token_hash
from citizen_api.writers import Writer

HELPFUL: Final = "/v1/reviews/<digits:review_id>/helpful"
REFUSED: Final = (
    NotAuthenticated,
    ScopeMissing,
    NotAcceptable,
    NotFound,
    OwnReview,
    TooManyRequests,
)

blueprint = Blueprint("review_votes", __name__, description="Helpful reviews")


@blueprint.route(HELPFUL, methods=["PUT"])
@writer
@limited("reviews", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, VotesSchema, headers=LIMITS, example=Example("vote_helpful"))
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="vote_helpful")
def vote_helpful(caller: Writer, asked: dict[str, Any], review_id: int) -> Response:
    """Say that a review was helpful

    Once each, and not of one's own; again changes nothing.
    """
    negotiate(JSON)
    return personal(voting.vote(database(), caller, review_id)._asdict())


@blueprint.route(HELPFUL, methods=["DELETE"])
@writer
@limited("reviews", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(
    200, VotesSchema, headers=LIMITS, example={"helpful_count": 0, "helpful": False}
)
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="unvote_helpful")
def unvote_helpful(caller: Writer, asked: dict[str, Any], review_id: int) -> Response:
    """Take back that a review was helpful

    Again changes nothing.
    """
    negotiate(JSON)
    return personal(voting.unvote(database(), caller, review_id)._asdict())


@blueprint.route("/v1/me/devices", methods=["PUT"])
@citizen(scope=SCOPE)
@limited("reviews", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    PhoneBodySchema, example={"token": "dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSB0b2tlbi4"}
)
@blueprint.response(204)
@blueprint.problems(
    NotSignedIn,
    ScopeMissing,
    SignInAgain,
    NotAcceptable,
    NotFound,
    OthersPhone,
    TooManyRequests,
    *BODY_PROBLEMS,
)
@blueprint.doc(operationId="claim_device")
def claim_device(
    caller: Citizen, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Say that a phone is one's own

    What it wrote is the citizen's then, and what it writes from then on: one person
    has one review of a venue. Where both had one, the newer stays.
    """
    negotiate(JSON)
    with transaction() as session:
        claiming.claim(session, caller.id, token_hash(body["token"]), now=now())
    return nothing()


@blueprint.route("/v1/devices/mine/owner", methods=["DELETE"])
@device
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(NotAuthenticated, NotAcceptable)
@blueprint.doc(operationId="let_device_go")
def let_device_go(caller: Device, asked: dict[str, Any]) -> Response:
    """Say that this phone is nobody's any more

    What it wrote while it was a citizen's stays that citizen's.
    """
    negotiate(JSON)
    with transaction() as session:
        claiming.let_go(session, caller.id)
    return nothing()
