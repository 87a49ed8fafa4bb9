"""The doors of the board, for people at work."""

import csv
import io
from typing import Any, Final

from flask import Response

from citizen_api.board.rules import TOGETHER, K, period
from citizen_api.board.schemas import (
    BoardQuery,
    ScansSchema,
    SearchesSchema,
    StaleSchema,
    SurgesSchema,
)
from citizen_api.board.tables import Board, Name, board
from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.datasets.writing import cell
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import today
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import not_kept, personal
from citizen_api.http.session import database
from citizen_api.problems import NotAcceptable, NotFound, Said
from citizen_api.roles.models import Role

READERS: Final = (Role.MODERATOR, Role.ADMINISTRATOR, Role.AUDITOR)
CSV: Final = "text/csv; charset=utf-8"
TEXT: Final = {"type": "string"}
LEFT_OUT: Final = f"fewer than {K}: left out"
REFUSED: Final = (*STAFF_REFUSED, NotAcceptable)
NO_TABLE: Final = Said(
    "Không có bảng này; có: {names}.", "There is no such table; there are: {names}."
)
ABOUT: Final = {
    "period": {"from": "2026-11-01", "to": "2026-11-20"},
    "least": K,
    "left_out": True,
}
SCANS: Final = ABOUT | {
    "rows": [
        {"day": "2026-11-20", "kind": "venue", "street": "Cầu Đất", "count": 31},
        {"day": "2026-11-20", "kind": "venue", "street": TOGETHER, "count": 12},
    ]
}
SEARCHES: Final = ABOUT | {"rows": [{"words": "pho bo", "count": 17}]}
STALE: Final = {
    **ABOUT,
    "period": {"from": "2026-11-21", "to": "2026-11-21"},
    "rows": [
        {"fact": "prices", "state": "stale", "ward": "Phường Ngô Quyền", "count": 14}
    ],
}
SURGES: Final = ABOUT | {
    "rows": [
        {
            "opened_on": "2026-11-18",
            "venue": "banh-mi-cay-ba-gia",
            "name": "Bánh mì cay Bà Già",
            "why": "day",
            "decision": "open",
            "count": 412,
        }
    ]
}

blueprint = Blueprint("board", __name__, description="The board of the city")


@blueprint.route("/v1/board/scans")
@staff(*READERS)
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(200, ScansSchema, example=SCANS)
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="get_scans_board")
def get_scans_board(caller: Staff, asked: dict[str, Any]) -> Response:
    """Count how often people opened codes, by day, kind and street

    Programs that said so are not counted. No count is below five: small ones are put
    together, and what is still small is left out.
    """
    negotiate(JSON)
    return personal(asked_for(Name.SCANS, asked).shown)


@blueprint.route("/v1/board/fruitless-searches")
@staff(*READERS)
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(200, SearchesSchema, example=SEARCHES)
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="get_fruitless_searches_board")
def get_fruitless_searches_board(caller: Staff, asked: dict[str, Any]) -> Response:
    """List what was looked for and not found, by the visitors of the busiest day

    Only words of letters, kept for ninety days, and told when at least five came on
    one day.
    """
    negotiate(JSON)
    return personal(asked_for(Name.FRUITLESS_SEARCHES, asked).shown)


@blueprint.route("/v1/board/stale-listings")
@staff(*READERS)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, StaleSchema, example=STALE)
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="get_stale_listings_board")
def get_stale_listings_board(caller: Staff, asked: dict[str, Any]) -> Response:
    """Count venues whose prices or hours are fresh, stale or unknown, by ward

    As of today: prices go stale after 180 days, hours after a year.
    """
    negotiate(JSON)
    return personal(asked_for(Name.STALE_LISTINGS, asked).shown)


@blueprint.route("/v1/board/surges")
@staff(*READERS)
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(200, SurgesSchema, example=SURGES)
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="get_surges_board")
def get_surges_board(caller: Staff, asked: dict[str, Any]) -> Response:
    """List the surges of reviews that were opened in a month

    Each with why it was opened, what was decided, and how many reviews it is of.
    """
    negotiate(JSON)
    return personal(asked_for(Name.SURGES, asked).shown)


@blueprint.route("/v1/board/<name>.csv")
@staff(*READERS)
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(200, TEXT, content_type=CSV, example="day,kind,street,count\r\n")
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="export_board")
def export_board(caller: Staff, asked: dict[str, Any], name: str) -> Response:
    """Load a table of the board as CSV: the same rows, in UTF-8 with a head

    The last row says when counts below five were left out.
    """
    negotiate("text/csv", "text/plain", JSON)
    if name not in set(Name):
        raise NotFound(NO_TABLE.format(names=", ".join(Name)))
    found = asked_for(Name(name), asked)
    response = not_kept(written(found), CSV)
    file = f"{name}-{found.period.first}-{found.period.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def asked_for(name: Name, asked: dict[str, Any]) -> Board:
    """The table that a query asks for. Raises InvalidRequest."""
    days = period(asked.get("month"), today())
    return board(database(), name, days, today())


def written(found: Board) -> bytes:
    """A table as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([*found.columns, "count"])
    for values, count in found.table.cells:
        writer.writerow([*map(cell, values), count])
    if found.table.left_out:
        writer.writerow([*(TOGETHER for _ in found.columns), LEFT_OUT])
    return buffer.getvalue().encode()
