"""The doors for those who keep the codes on the street."""

from datetime import date
from typing import Any

from flask import Response, current_app
from sqlalchemy.orm import Session

from citizen_api.callers import (
    NotSignedIn,
    RoleMissing,
    ScopeMissing,
    SignInAgain,
    Staff,
    staff,
)
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import seal, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER as KEY
from citizen_api.http.idempotency import sent_once
from citizen_api.http.pages import personal_page
from citizen_api.http.personal import personal
from citizen_api.http.preconditions import PARAMETER as IF_MATCH
from citizen_api.http.preconditions import if_match, tag
from citizen_api.http.session import transaction
from citizen_api.links import code_examples as examples
from citizen_api.links import keeping
from citizen_api.links.code_cards import card, whole_card
from citizen_api.links.code_schemas import (
    CodeChangeSchema,
    CodeQuery,
    KeptCodePageSchema,
    NewCodeSchema,
    ResolutionBodySchema,
    WholeCodeSchema,
)
from citizen_api.links.inventory import Position, Wanted, areas_called, codes, version
from citizen_api.links.keeping import Keeping
from citizen_api.links.models import Flag
from citizen_api.links.resources import read_code
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    BadCursor,
    BadRequest,
    FieldError,
    InvalidRequest,
    KeyReused,
    MistypedCode,
    NotAcceptable,
    NotFound,
    RevokedCode,
    Said,
    StaleVersion,
    TooManyRequests,
    VersionRequired,
)
from citizen_api.roles.models import Role

ONE = "/v1/codes/<code>"
NUMBER = 1  # the address names the code; its ETag needs the version only
REFUSED = (
    NotSignedIn,
    SignInAgain,
    RoleMissing,
    ScopeMissing,
    NotAcceptable,
    TooManyRequests,
)
SENT = (*BODY_PROBLEMS, AuditUnavailable)
ONCE = (*SENT, BadRequest, KeyReused)
EDITED = (RevokedCode, StaleVersion, VersionRequired)
NAMED = (NotFound, MistypedCode)
NO_PLACE = Said(
    "Không có đường hay phường nào mang mã này.", "No street or ward has this code."
)
READER = staff(Role.CODE_KEEPER, Role.MODERATOR)

blueprint = Blueprint("codes", __name__, description="Keeping the codes on the street")


@blueprint.route("/v1/codes")
@READER
@blueprint.arguments(CodeQuery, location="query")
@blueprint.response(200, KeptCodePageSchema, example=examples.CODES)
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_codes")
def list_codes(caller: Staff, asked: dict[str, Any]) -> Response:
    """List codes, those with the latest flags first

    Then the others, by code. Moderators may read codes, and change none.
    """
    negotiate(JSON)
    limit = asked["limit"]
    given = [asked.get(name) for name in ("kind", "place", "campaign", "flagged")]
    question = ["codes", *given]
    after = position(question, asked.get("cursor"))
    with transaction() as session:
        wanted = understood(session, asked)
        found = codes(session, wanted, after=after, limit=limit + 1)
        items = [card(each, now()) for each in found[:limit]]
    last = found[limit - 1].position if len(found) > limit else None
    cursor = last and seal(question, [last[0].isoformat(), last[1]])
    return personal_page({"items": items}, cursor)


@blueprint.route("/v1/codes", methods=["POST"])
@staff(Role.CODE_KEEPER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(NewCodeSchema, example=examples.NEW)
@blueprint.response(201, WholeCodeSchema, example=examples.WHOLE)
@blueprint.problems(*REFUSED, *ONCE)
@blueprint.header(KEY)
@blueprint.doc(operationId="give_code")
def give_code(caller: Staff, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Give a new code to something

    The same again with the same Idempotency-Key answers with the code that was given.
    """
    negotiate(JSON)
    by, secret = keeper(caller), current_app.config["SIGNING_KEY"]
    with transaction() as session:
        code = keeping.give(session, keeping.new_of(body), by, secret)
        return answered(session, code, 201)


@blueprint.route(ONE)
@READER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, WholeCodeSchema, example=examples.WHOLE)
@blueprint.problems(*REFUSED, *NAMED)
@blueprint.doc(operationId="get_code")
def get_code(caller: Staff, asked: dict[str, Any], code: str) -> Response:
    """Read a code, every flag that was raised, and all that was done to it

    Its ETag is what If-Match takes when it is changed.
    """
    negotiate(JSON)
    with transaction() as session:
        return answered(session, read_code(code))


@blueprint.route(ONE, methods=["PATCH"])
@staff(Role.CODE_KEEPER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(CodeChangeSchema, example=examples.CHANGE)
@blueprint.response(200, WholeCodeSchema, example=examples.WHOLE)
@blueprint.problems(*REFUSED, *SENT, *NAMED, RevokedCode, StaleVersion, VersionRequired)
@blueprint.header(IF_MATCH)
@blueprint.doc(operationId="change_code")
def change_code(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], code: str
) -> Response:
    """Change what a code stands for, where it hangs, when it is good, who keeps it

    What is printed stays. Needs If-Match; what is left out stays as it is.
    """
    negotiate(JSON)
    known, expected = read_code(code), if_match()
    with transaction() as session:
        keeping.change(session, known, body, expected, by=caller.actor)
        return answered(session, known)


@blueprint.route(f"{ONE}/revocation", methods=["POST"])
@staff(Role.CODE_KEEPER)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, WholeCodeSchema, example=examples.WHOLE)
@blueprint.problems(*REFUSED, *ONCE, *NAMED, RevokedCode)
@blueprint.header(KEY)
@blueprint.doc(operationId="revoke_code")
def revoke_code(caller: Staff, asked: dict[str, Any], code: str) -> Response:
    """Take a code out of use for ever

    Who scans it is told so. The same Idempotency-Key again answers the same.
    """
    negotiate(JSON)
    no_body()
    known = read_code(code)
    with transaction() as session:
        keeping.revoke(session, known, keeper(caller))
        return answered(session, known)


@blueprint.route(f"{ONE}/flags/<kind>/resolution", methods=["POST"])
@staff(Role.CODE_KEEPER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(ResolutionBodySchema, example=examples.NOTE)
@blueprint.response(200, WholeCodeSchema, example=examples.WHOLE)
@blueprint.problems(*REFUSED, *ONCE, *NAMED)
@blueprint.header(KEY)
@blueprint.doc(operationId="resolve_flag")
def resolve_flag(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], code: str, kind: str
) -> Response:
    """Say what was done about the open flag of a kind

    404 when there is none. The same Idempotency-Key again answers the same.
    """
    negotiate(JSON)
    known, flag = read_code(code), flag_called(kind)
    with transaction() as session:
        keeping.resolve(session, known, flag, body["note"], keeper(caller))
        return answered(session, known)


def keeper(caller: Staff) -> Keeping:
    """Who does it, now, and with which key."""
    return Keeping(caller.actor, now(), sent_once())


def answered(session: Session, code: str, status: int = 200) -> Response:
    """A code as it is now; its ETag is what If-Match takes. Raises NotFound."""
    card, etag = whole_card(session, code, now()), tag(NUMBER, version(session, code))
    return personal(card, status, headers={"ETag": etag})


def understood(session: Session, asked: dict[str, Any]) -> Wanted:
    """Which codes are asked for. Raises InvalidRequest for a place we do not know."""
    areas = None
    if "place" in asked:
        areas = areas_called(session, asked["place"])
        if not areas:
            raise InvalidRequest(errors=[FieldError(NO_PLACE, parameter="place")])
    return Wanted(asked.get("kind"), areas, asked.get("campaign"), asked["flagged"])


def position(question: list[Any], cursor: str | None) -> Position | None:
    """Where a page begins; raises BadCursor."""
    if cursor is None:
        return None
    day, code = unseal(question, cursor)
    return date.fromisoformat(day), code


def flag_called(kind: str) -> Flag:
    """A kind of flag. Raises NotFound."""
    try:
        return Flag(kind)
    except ValueError:
        raise NotFound from None
