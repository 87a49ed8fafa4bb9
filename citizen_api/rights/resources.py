"""The doors of what was allowed, and of who looked somebody up."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import Citizen, NotSignedIn, ScopeMissing, SignInAgain, citizen
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.language import language
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import nothing
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import AuditUnavailable, BadCursor, NotAcceptable, NotFound
from citizen_api.rights import consenting, watching
from citizen_api.rights.schemas import AccessLogSchema, ConsentPageSchema
from citizen_api.rights.watching import Seen
from citizen_api.rights.words import CHANNELS, CLAIMS, KINDS, PURPOSES, said

SCOPE = "account"
SURE = "LoA2"
REFUSED = (NotSignedIn, SignInAgain, ScopeMissing, NotAcceptable)

blueprint = Blueprint("rights", __name__, description="What is known of me, by whom")


@blueprint.route("/v1/me/consents")
@citizen(scope=SCOPE)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, ConsentPageSchema, example=Example("list_consents"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_consents")
def list_consents(me: Citizen, asked: dict[str, Any]) -> Response:
    """List what I allowed apps, the newest first

    Each with the version and the SHA-256 of the text that was shown; withdrawn ones
    stay on record.
    """
    negotiate(JSON)
    question, limit = ["consents", str(me.id)], asked["limit"]
    before = position(question, asked.get("cursor"))
    found = consenting.consents(database(), me.id, before=before, limit=limit + 1)
    shown, cursor = cut(question, found, limit, lambda row: (row[7], row[0]))
    return personal_page({"items": [shown_consent(row) for row in shown]}, cursor)


@blueprint.route("/v1/me/consents/<uuid:consent_id>", methods=["DELETE"])
@citizen()
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*REFUSED, NotFound, AuditUnavailable)
@blueprint.doc(operationId="withdraw_consent")
def withdraw_consent(me: Citizen, asked: dict[str, Any], consent_id: UUID) -> Response:
    """Withdraw a consent

    It acts at once: with this answer the app's tokens lose what this consent allowed.
    When the app has no other consent every session and token of it ends, the one that
    asks included when it is that app's.
    """
    negotiate(JSON)
    with transaction() as session:
        consenting.withdraw(session, me.id, consent_id, now=now())
    return nothing()


@blueprint.route(
    "/v1/me/consents/<uuid:consent_id>/claims/<string:claim>", methods=["DELETE"]
)
@citizen()
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*REFUSED, NotFound, AuditUnavailable)
@blueprint.doc(operationId="withdraw_claim")
def withdraw_claim(
    me: Citizen, asked: dict[str, Any], consent_id: UUID, claim: str
) -> Response:
    """Withdraw one claim of a consent

    The app's tokens lose it at once. The rest becomes a consent of its own; when the
    app has no consent left, its sessions end.
    """
    negotiate(JSON)
    with transaction() as session:
        consenting.withdraw_claim(session, me.id, consent_id, claim, now=now())
    return nothing()


@blueprint.route("/v1/me/access-log")
@citizen(SURE, scope=SCOPE)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, AccessLogSchema, example=Example("list_access_log"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_access_log")
def list_access_log(me: Citizen, asked: dict[str, Any]) -> Response:
    """List who looked me up, the newest first

    Which facility, when, for which purpose and how; who read the answer again, asked
    again or had a number shown in full; emergency accesses with what a second person
    found of them. Staff go by a pseudonym that stays the same at one
    facility, so that a complaint can name them.
    """
    negotiate(JSON)
    question, limit = ["access log", str(me.id)], asked["limit"]
    before = position(question, asked.get("cursor"))
    indexes = watching.indexes_of(database(), key_ring(), me.id)
    found: list[Seen] = []
    if indexes is not None:
        found += watching.access_log(
            database(), key_ring(), indexes, before=before, limit=limit + 1
        )
    shown, cursor = cut(question, found, limit, lambda seen: (seen.at, seen.id))
    items = [shown_seen(each) for each in shown]
    known = {
        "number_known": indexes is not None,
        "insurance_number_known": bool(indexes and indexes["socials"]),
    }
    return personal_page({"items": items, **known}, cursor)


def coded(words: dict[str, Any], code: str) -> dict[str, str]:
    """A code with its words in the language of the request."""
    return {"code": code, "words": said(words, code, language())}


def shown_consent(row: tuple[Any, ...]) -> dict[str, Any]:
    """A consent on the wire."""
    consent, client, name, claims, purpose, version, digest, given, withdrawn = row
    return {
        "id": consent,
        "client": {"id": client, "name": name},
        "claims": [coded(CLAIMS, claim) for claim in claims],
        "purpose": purpose,
        "text_version": version,
        "text_sha256": digest.hex(),
        "given_at": given,
        "withdrawn_at": withdrawn,
    }


def shown_seen(seen: Seen) -> dict[str, Any]:
    """A line of the access log on the wire."""
    glass = seen.emergency
    return {
        "id": seen.id,
        "at": seen.at,
        "kind": coded(KINDS, seen.kind),
        "facility": {"code": seen.facility, "name": seen.facility_name},
        "staff": seen.staff,
        "purpose": coded(PURPOSES, seen.purpose),
        "channel": seen.channel and coded(CHANNELS, seen.channel),
        "emergency": glass
        and {
            "id": glass.id,
            "opened_at": glass.opened_at,
            "review_due_at": glass.review_due_at,
            "reviewed_at": glass.reviewed_at,
            "verdict": glass.verdict,
        },
    }
