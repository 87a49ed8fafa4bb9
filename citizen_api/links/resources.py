"""The doors of the links."""

from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, current_app

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint, Query, example
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database
from citizen_api.links.queries import Target, target
from citizen_api.links.schemas import ImageQuery, LinkSchema
from citizen_api.problems import (
    FieldError,
    InvalidRequest,
    MistypedCode,
    NotAcceptable,
    NotFound,
    Said,
)
from qr.codes import BadCode, parse
from qr.image import Correction, TooLarge, TooSmall, encode, png, print_png, svg
from qr.payload import link_url

MAX_AGE = 300
IMAGE_MAX_AGE = 30 * 24 * 3600
PNG, SVG = "image/png", "image/svg+xml"
NO_SIZE = Said(
    "Kích thước này quá nhỏ để máy ảnh đọc được, hoặc quá lớn.",
    "At this size a camera cannot read it, or it is too large.",
)

blueprint = Blueprint("links", __name__, description="Codes on the street")


def found(text: str) -> Target:
    """What a code as typed or scanned stands for.

    Raises MistypedCode when it cannot be one of ours, NotFound when it is not one.
    """
    try:
        code = parse(text)
    except BadCode:
        raise MistypedCode from None
    known = target(database(), str(code))
    if known is None:
        raise NotFound
    return known


def shown(known: Target) -> dict[str, Any]:
    """A link on the wire."""
    if known.venue is not None:
        kind, name, api = "venue", known.venue, f"/v1/venues/{known.venue}"
    else:
        kind, name = "street", known.street_code or ""
        api = f"/v1/venues?ward={quote(name)}"
    return {
        "code": known.code,
        "url": link_url(current_app.config["PUBLIC_URL"], parse(known.code)),
        "kind": kind,
        "id": name,
        "name": known.title,
        "address": known.venue_address,
        "api": api,
        "png": f"/v1/links/{known.code}/qr.png",
        "svg": f"/v1/links/{known.code}/qr.svg",
    }


@blueprint.route("/v1/links/<code>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LinkSchema, example=example("get_link"))
@blueprint.problems(NotFound, MistypedCode, NotAcceptable)
@blueprint.doc(operationId="get_link")
def get_link(asked: dict[str, Any], code: str) -> Response:
    """Tell what a code on a poster stands for

    A mistyped or half-read code is told apart from one that was never given out.
    """
    negotiate(JSON)
    return public(orjson.dumps(shown(found(code))), JSON, max_age=MAX_AGE)


@blueprint.route("/v1/links/<code>/qr.png")
@anyone
@blueprint.arguments(ImageQuery, location="query")
@blueprint.response(
    200, {"type": "string", "format": "binary"}, content_type=PNG, example="(PNG)"
)
@blueprint.problems(NotFound, MistypedCode, NotAcceptable)
@blueprint.doc(operationId="get_link_png")
def get_link_png(asked: dict[str, Any], code: str) -> Response:
    """Draw the QR code of a link as PNG

    Without `size_mm` for a screen, with it for print at `dpi`.
    """
    negotiate(PNG)
    return drawn(found(code), asked, PNG)


@blueprint.route("/v1/links/<code>/qr.svg")
@anyone
@blueprint.arguments(ImageQuery, location="query")
@blueprint.response(
    200, {"type": "string", "format": "binary"}, content_type=SVG, example="<svg …/>"
)
@blueprint.problems(NotFound, MistypedCode, NotAcceptable)
@blueprint.doc(operationId="get_link_svg")
def get_link_svg(asked: dict[str, Any], code: str) -> Response:
    """Draw the QR code of a link as SVG

    40 mm wide unless `size_mm` says otherwise.
    """
    negotiate(SVG)
    return drawn(found(code), asked, SVG)


def drawn(known: Target, asked: dict[str, Any], media_type: str) -> Response:
    """The image, the same bytes for the same link, level and size."""
    url = link_url(current_app.config["PUBLIC_URL"], parse(known.code))
    level, size_mm, dpi = asked["level"], asked.get("size_mm"), asked["dpi"]
    try:
        symbol = encode(url, Correction(level))
        if media_type == SVG:
            image = svg(symbol, size_mm=size_mm or 40.0, title=known.title)
        else:
            image = print_png(symbol, size_mm, dpi) if size_mm else png(symbol)
    except (TooLarge, TooSmall):
        raise InvalidRequest(
            errors=[FieldError(NO_SIZE, parameter="size_mm")]
        ) from None
    return public(image, media_type, max_age=IMAGE_MAX_AGE)
