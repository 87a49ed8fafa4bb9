"""The doors through which codes are drawn: pictures, posters, sheets of stickers.

Drawing is no scan. A drawing is named by what it is made from, so that a repeat is
answered without drawing it again.
"""

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
from flask import Response, current_app, request

import qr
from citizen_api.callers import public as anyone
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.caching import PACKED, fingerprint, matches, public
from citizen_api.http.headers import negotiate
from citizen_api.links import posters
from citizen_api.links.posters import poster_of, readable, sheet_of
from citizen_api.links.queries import Target
from citizen_api.links.resources import address_of, found, in_use
from citizen_api.links.schemas import ImageQuery, PosterQuery
from citizen_api.problems import (
    FieldError,
    InvalidRequest,
    MistypedCode,
    NotAcceptable,
    NotFound,
    RevokedCode,
    Said,
)
from qr.design import Design
from qr.image import (
    TITLE_MAX,
    Correction,
    TooLarge,
    TooSmall,
    encode,
    png,
    print_png,
    svg,
)
from qr.payload import readable_link
from qr.poster import Paper

MAX_AGE = 30 * 24 * 3600
PNG, SVG, PDF = "image/png", "image/svg+xml", "application/pdf"
SCREEN_MM = 40.0
DRAWN_WITH = ("qrcode", "pillow", "reportlab")
NO_SIZE = Said(
    "Kích thước này quá nhỏ để máy ảnh đọc được, hoặc quá lớn.",
    "At this size a camera cannot read it, or it is too large.",
)
PROBLEMS = (NotFound, MistypedCode, RevokedCode, NotAcceptable)

blueprint = Blueprint("prints", __name__, description="Codes drawn for print")


@blueprint.route("/v1/links/<code>/qr.png")
@anyone
@blueprint.arguments(ImageQuery, location="query")
@blueprint.response(200, BYTES, content_type=PNG, example="(PNG)")
@blueprint.problems(*PROBLEMS)
@blueprint.doc(operationId="get_link_png")
def get_link_png(asked: dict[str, Any], code: str) -> Response:
    """Draw the QR code of a link as PNG

    Without `size_mm` for a screen, with it for print at `dpi`.
    """
    negotiate(PNG)
    known = in_use(found(code))
    return drawn(known, PNG, asked, lambda: picture(known, asked, PNG))


@blueprint.route("/v1/links/<code>/qr.svg")
@anyone
@blueprint.arguments(ImageQuery, location="query")
@blueprint.response(200, BYTES, content_type=SVG, example="<svg …/>")
@blueprint.problems(*PROBLEMS)
@blueprint.doc(operationId="get_link_svg")
def get_link_svg(asked: dict[str, Any], code: str) -> Response:
    """Draw the QR code of a link as SVG

    40 mm wide unless `size_mm` says otherwise.
    """
    negotiate(SVG)
    known = in_use(found(code))
    return drawn(known, SVG, asked, lambda: picture(known, asked, SVG))


@blueprint.route("/v1/links/<code>/poster.pdf")
@anyone
@blueprint.arguments(PosterQuery, location="query")
@blueprint.response(200, BYTES, content_type=PDF, example="(PDF)")
@blueprint.problems(*PROBLEMS)
@blueprint.doc(operationId="get_link_poster")
def get_link_poster(asked: dict[str, Any], code: str) -> Response:
    """Draw a poster of a link as PDF, in Vietnamese and English

    A4 for a street, A5 for a door, A6 for a table.
    """
    negotiate(PDF)
    known, paper = in_use(found(code)), Paper(asked["size"])
    url = address_of(known.code)
    return drawn(known, PDF, asked, lambda: poster_of(known, url, paper, design()))


@blueprint.route("/v1/links/<code>/stickers.pdf")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BYTES, content_type=PDF, example="(PDF)")
@blueprint.problems(*PROBLEMS)
@blueprint.doc(operationId="get_link_stickers")
def get_link_stickers(asked: dict[str, Any], code: str) -> Response:
    """Draw a sheet of table stickers of a link as PDF

    Twelve on a page of A4, with cut marks.
    """
    negotiate(PDF)
    known = in_use(found(code))
    url = address_of(known.code)
    return drawn(known, PDF, {}, lambda: sheet_of(known, url, design()))


def drawn(
    known: Target, media_type: str, asked: dict[str, Any], draw: Callable[[], bytes]
) -> Response:
    """A drawing, or 304 without drawing when the caller has it already."""
    asked = {name: value for name, value in asked.items() if name != "lang"}
    made_from = [
        request.endpoint,
        asked,
        address_of(known.code),
        known.kind,
        [known.title, known.address, known.place_label],
        repr(design()),
        version_of_drawing(),
    ]
    tag = fingerprint(orjson.dumps(made_from, option=orjson.OPT_SORT_KEYS))
    given = request.headers.get("If-None-Match", "")
    kept = matches(tag, given) or matches(tag + PACKED, given)
    return public(b"" if kept else draw(), media_type, max_age=MAX_AGE, tag=tag)


def picture(known: Target, asked: dict[str, Any], media_type: str) -> bytes:
    """The QR code alone, of level H with the city's flower or of level M without."""
    url, level = address_of(known.code), Correction(asked["level"])
    size_mm = asked.get("size_mm")
    said: dict[str, Any] = {
        "title": readable(known.title, TITLE_MAX),
        "label": readable_link(url) if asked["label"] else "",
        "design": design() if level is Correction.HIGH else plain_design(),
    }
    try:
        symbol = encode(url, level)
        if media_type == SVG:
            return svg(symbol, size_mm or SCREEN_MM, **said)
        if size_mm:
            return print_png(symbol, size_mm, asked["dpi"], **said)
        return png(symbol, **said)
    except (TooLarge, TooSmall):
        wrong = FieldError(NO_SIZE, parameter="size_mm")
        raise InvalidRequest(errors=[wrong]) from None


def design() -> Design:
    """How the codes of this city look: from the settings, never from the caller."""
    chosen: Design = current_app.config["QR_DESIGN"]
    return chosen


def plain_design() -> Design:
    """The same colours without the flower."""
    return Design(design().colours)


@cache
def version_of_drawing() -> str:
    """Names how things are drawn: by our code and words, our fonts, which libraries."""
    files = [each for each in Path(qr.__file__).parent.rglob("*") if each.is_file()]
    files += [Path(__file__), Path(posters.__file__)]
    ours = (each.read_bytes() for each in sorted(files) if each.suffix != ".pyc")
    theirs = (version(name).encode() for name in DRAWN_WITH)
    return fingerprint(*ours, *theirs)
