"""The doors of claims."""

from typing import Any, Final
from uuid import UUID

from flask import Response, current_app

from citizen_api.callers import (
    STAFF_REFUSED,
    Citizen,
    NotSignedIn,
    ScopeMissing,
    SignInAgain,
    Staff,
    citizen,
    staff,
)
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.listings import claiming
from citizen_api.listings.claim_models import Proof
from citizen_api.listings.claim_reading import Claim, claim_of, claims_of
from citizen_api.listings.claim_rules import (
    AlreadyOwner,
    ClaimEnded,
    WrongClaimCode,
    printed,
)
from citizen_api.listings.claim_schemas import (
    ClaimBodySchema,
    ClaimPageSchema,
    ClaimSchema,
    LetterSchema,
    ProofBodySchema,
)
from citizen_api.listings.claiming import Claimant, Wish
from citizen_api.listings.standing import VenueMoved, standing_venue
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    BadCursor,
    NotAcceptable,
    NotFound,
    TooManyRequests,
)
from citizen_api.roles.models import Role
from citizen_api.throttles.actions import ensure_allowed, hit, miss
from citizen_api.throttles.doors import actor, limited
from citizen_api.throttles.rules import Lock, key_of

LEVEL: Final = "LoA2"
SCOPE: Final = "account"
GUESSES: Final = Lock("claimcode")
REFUSED: Final = (NotSignedIn, SignInAgain, ScopeMissing, NotAcceptable)
ONE: Final = "/v1/claims/<uuid:claim_id>"

blueprint = Blueprint("claims", __name__, description="Who keeps a venue")


@blueprint.route("/v1/venues/<slug:venue_id>/claims", methods=["POST"])
@citizen(acr=LEVEL, scope=SCOPE)
@limited("claims", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(ClaimBodySchema, example={"proof": "code", "words": None})
@blueprint.response(201, ClaimSchema, example=Example("claim_venue"))
@blueprint.alt_response(
    200, schema=ClaimSchema, example=Example("claim_venue"), success=True
)
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    AlreadyOwner,
    AuditUnavailable,
    ClaimEnded,
    NotFound,
    TooManyRequests,
    VenueMoved,
)
@blueprint.doc(operationId="claim_venue")
def claim_venue(
    caller: Citizen, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Say that a venue is one's own

    Then the city sends a sealed letter with a code to the address of the venue, or a
    moderator looks at it. A person has one open claim to a venue: the same again is it.
    """
    negotiate(JSON)
    wish = Wish(Proof(body["proof"]), body["words"])
    with transaction() as session:
        made, new = claiming.claim(
            session, key_ring(), venue_id, wish, Claimant(caller.id, now())
        )
        content = shown(claim_of(session, made.id))
    return personal(content, 201 if new else 200)


@blueprint.route(f"{ONE}/proof", methods=["POST"])
@citizen(acr=LEVEL, scope=SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(ProofBodySchema, example={"code": "F4K4-FVP4-22XC"})
@blueprint.response(200, ClaimSchema, example=Example("prove_claim"))
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    AuditUnavailable,
    ClaimEnded,
    NotFound,
    TooManyRequests,
    WrongClaimCode,
)
@blueprint.doc(operationId="prove_claim")
def prove_claim(
    caller: Citizen, asked: dict[str, Any], body: dict[str, Any], claim_id: UUID
) -> Response:
    """Type the code of the letter that came to the venue

    The venue is the caller's at once, or waits for a moderator when it has an owner.
    Five wrong codes lock the caller out for a while.
    """
    negotiate(JSON)
    return personal(shown(proved(Claimant(caller.id, now()), claim_id, body["code"])))


def proved(who: Claimant, number: UUID, code: str) -> Claim:
    """The claim with its code typed; guesses are counted, for pages too."""
    secret = current_app.config["SIGNING_KEY"]
    key = key_of(secret, GUESSES.scope, who.actor)
    ensure_allowed(database(), GUESSES, key, who.at)
    try:
        with transaction() as session:
            found = claiming.own_claim(session, number, who.person)
            claiming.prove(session, found, code, who, secret)
            known = claim_of(session, number)
    except WrongClaimCode:
        miss(database(), GUESSES, key, who.at)
        raise
    hit(database(), GUESSES, key, who.at)
    return known


@blueprint.route(ONE, methods=["DELETE"])
@citizen(acr=LEVEL, scope=SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*REFUSED, AuditUnavailable, NotFound)
@blueprint.doc(operationId="withdraw_venue_claim")
def withdraw_venue_claim(
    caller: Citizen, asked: dict[str, Any], claim_id: UUID
) -> Response:
    """Take a claim back

    One that has ended stays as it is.
    """
    negotiate(JSON)
    who = Claimant(caller.id, now())
    with transaction() as session:
        found = claiming.own_claim(session, claim_id, caller.id)
        claiming.withdraw(session, found, who)
    return nothing()


@blueprint.route("/v1/me/claims")
@citizen(scope=SCOPE)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, ClaimPageSchema, example=Example("list_my_claims"))
@blueprint.problems(NotSignedIn, ScopeMissing, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_my_claims")
def list_my_claims(caller: Citizen, asked: dict[str, Any]) -> Response:
    """List which venues the caller claimed, and what became of it

    The newest first.
    """
    negotiate(JSON)
    question, limit = ["my claims", str(caller.id)], asked["limit"]
    before = position(question, asked.get("cursor"))
    with transaction() as session:
        found = claims_of(session, caller.id, before=before, limit=limit + 1)
    page, cursor = cut(question, found, limit, lambda each: (each.asked_at, each.id))
    return personal_page({"items": [shown(each) for each in page]}, cursor)


@blueprint.route("/v1/venues/<slug:venue_id>/claim-letters", methods=["POST"])
@staff(Role.MODERATOR, Role.CODE_KEEPER)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, LetterSchema, example=Example("write_claim_letter"))
@blueprint.problems(*STAFF_REFUSED, NotAcceptable, NotFound, VenueMoved)
@blueprint.doc(operationId="write_claim_letter")
def write_claim_letter(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Make the code for a sealed letter to a venue

    It goes by post or by hand to the address, so that who types it was there. It is
    told this once, ends the one before, and is good for 30 days.
    """
    negotiate(JSON)
    no_body()
    secret = current_app.config["SIGNING_KEY"]
    with transaction() as session:
        venue = standing_venue(session, venue_id)
        code, expires_at = claiming.write_letter(
            session, venue_id, caller.actor, now(), secret
        )
        content = {
            "code": printed(code),
            "venue": {"id": venue.slug, "name": venue.name},
            "address": venue.address,
            "expires_at": expires_at,
        }
    return personal(content, 201)


def shown(claim: Claim) -> dict[str, Any]:
    """A claim on the wire."""
    return {
        "id": claim.id,
        "venue": {"id": claim.venue, "name": claim.venue_name},
        "proof": claim.proof,
        "state": claim.state,
        "asked_at": claim.asked_at,
        "proved_at": claim.proved_at,
        "decided_at": claim.decided_at,
        "note": claim.note,
    }
