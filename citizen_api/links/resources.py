"""The doors of the links: what a code stands for, and what people tell of it."""

from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, current_app

from citizen_api.callers import public as anyone
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.clock import now, today
from citizen_api.http.cursors import seal, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import database, transaction
from citizen_api.http.telling import Example
from citizen_api.links import scanning
from citizen_api.links.models import Flag, Kind
from citizen_api.links.queries import Target, standing, target
from citizen_api.links.rules import host_of
from citizen_api.links.schemas import (
    LinkSchema,
    ReportBodySchema,
    SightingBodySchema,
    SightingSchema,
)
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    ExpiredCode,
    FieldError,
    InvalidRequest,
    KeyReused,
    MistypedCode,
    NotAcceptable,
    NotFound,
    Problem,
    RevokedCode,
    Said,
    TooManyRequests,
)
from citizen_api.throttles.doors import address, limited
from geo.points import Point
from qr.codes import CODE_LENGTH, BadCode, Reason, parse
from qr.payload import link_url

MAX_AGE = 60
NO_SCAN = Said(
    "Không phải lượt quét của mã này, hoặc đã cũ.",
    "This is no scan of this code, or it is too old.",
)
WRONG_LENGTH = Said(
    "Mã có {length} chữ và số.", "A code has {length} letters and digits."
)
WRONG_LETTERS = Said(
    "Không mã nào có những chữ này: {letters}.", "No code has these letters: {letters}."
)
TOLD_AT = {
    Kind.VENUE: "/v1/venues/{}",
    Kind.DISH: "/v1/dishes/{}",
    Kind.STREET: "/v1/venues?ward={}",
    Kind.TOUR: "/v1/tours/{}",
}
# What may be wrong with a sighting or a report.
TELLING: tuple[type[Problem], ...] = (
    BadRequest,
    KeyReused,
    NotFound,
    MistypedCode,
    RevokedCode,
    NotAcceptable,
    *BODY_PROBLEMS,
    TooManyRequests,
)

blueprint = Blueprint("links", __name__, description="Codes on the street")


def found(text: str) -> Target:
    """What a code as typed or scanned was made for.

    Raises MistypedCode when it cannot be one of ours, NotFound when it is not one.
    """
    return target(database(), read_code(text))


def read_code(text: str) -> str:
    """A code as typed or scanned, in the form that is printed.

    Raises MistypedCode, which says what is wrong with it.
    """
    try:
        return str(parse(text))
    except BadCode as bad:
        said = None
        if bad.reason is Reason.LENGTH:
            said = WRONG_LENGTH.format(length=CODE_LENGTH)
        elif bad.letters:
            said = WRONG_LETTERS.format(letters=", ".join(bad.letters[:CODE_LENGTH]))
        raise MistypedCode(said) from None


def address_of(code: str) -> str:
    """The address that opens a code."""
    return link_url(current_app.config["PUBLIC_URL"], parse(code))


def shown(known: Target) -> dict[str, Any]:
    """A link on the wire."""
    told_at, place = TOLD_AT.get(Kind(known.kind)), known.place
    return {
        "code": known.code,
        "url": address_of(known.code),
        "kind": known.kind,
        "id": known.id,
        "name": known.title,
        "address": known.address,
        "place": {
            "label": known.place_label,
            "lat": place and place.point.lat,
            "lon": place and place.point.lon,
            "radius_m": known.radius_m,
        },
        "host": host_of(known.id) if known.kind == Kind.PAGE else None,
        "api": told_at and told_at.format(quote(known.id)),
        "png": f"/v1/links/{known.code}/qr.png",
        "svg": f"/v1/links/{known.code}/qr.svg",
        "poster": f"/v1/links/{known.code}/poster.pdf",
    }


@blueprint.route("/v1/links/<code>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LinkSchema, example=Example("get_link"))
@blueprint.problems(NotFound, MistypedCode, RevokedCode, ExpiredCode, NotAcceptable)
@blueprint.doc(operationId="get_link")
def get_link(asked: dict[str, Any], code: str) -> Response:
    """Tell what a code on a poster stands for

    A mistyped or half-read code is told apart from one that was never given out, and
    from one that is no longer in use. An app that was opened by a scanned link asks
    for that link itself, with `Accept: application/json`: it answers the same, and
    the `scan` that a sighting takes.
    """
    negotiate(JSON)
    known = standing(database(), found(code), now())
    return public(orjson.dumps(shown(known)), JSON, max_age=MAX_AGE)


@blueprint.route("/v1/links/<code>/sightings", methods=["POST"])
@anyone
@limited("sightings", address)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(SightingBodySchema, example={"lat": 20.8561, "lon": 106.6822})
@blueprint.response(200, SightingSchema, headers=LIMITS, example={"near": True})
@blueprint.problems(*TELLING)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="sight_link")
def sight_link(asked: dict[str, Any], body: dict[str, Any], code: str) -> Response:
    """Tell whether a code was scanned where it should hang

    Only yes or no is kept; the position is forgotten at once. Far from its place it
    raises a flag: somebody may have moved the sticker, or pasted a copy elsewhere.
    """
    negotiate(JSON)
    known = in_use(found(code))
    scan = None if body["scan"] is None else scan_number(known.code, body["scan"])
    point, once = Point(body["lon"], body["lat"]), sent_once()
    with transaction() as session:
        if not scanning.is_repeat(session, once, today()):
            scanning.sight(session, known, point, scan, today())
    near = known.place and known.place.is_near(point)
    return personal({"near": near})


@blueprint.route("/v1/links/<code>/reports", methods=["POST"])
@anyone
@limited("reports", address)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ReportBodySchema, example={"kind": "pasted_over", "text": "Có tem khác dán đè."}
)
@blueprint.response(204, headers=LIMITS)
@blueprint.problems(*TELLING)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="report_link")
def report_link(asked: dict[str, Any], body: dict[str, Any], code: str) -> Response:
    """Report a sticker that looks wrong

    Nothing about who reports is kept. Reports of one kind raise one flag that counts.
    """
    negotiate(JSON)
    known, kind, once = in_use(found(code)), Flag(body["kind"]), sent_once()
    with transaction() as session:
        if not scanning.is_repeat(session, once, today()):
            scanning.raise_flag(session, known.code, kind, today(), body["text"])
    return nothing()


def in_use(known: Target) -> Target:
    """The same code. Raises RevokedCode."""
    if known.revoked_at is not None:
        raise RevokedCode
    return known


def scan_name(code: str, number: int) -> str:
    """What a scan is called outside: opaque, signed, good until the next day."""
    return seal(["scan", code], number)


def scan_number(code: str, name: str) -> int:
    """The number of a scan. Raises InvalidRequest when it is not one of this code."""
    try:
        return int(unseal(["scan", code], name))
    except BadCursor:
        raise InvalidRequest(errors=[FieldError(NO_SCAN, pointer="#/scan")]) from None
