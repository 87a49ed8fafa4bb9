"""How the board looks on the wire."""

import re
from datetime import date
from typing import Any, Final

from marshmallow import fields

from citizen_api.board.rules import TOGETHER, K
from citizen_api.fields import BadText, Parsed
from citizen_api.http.api import Query, Schema
from citizen_api.problems import Said

SMALL: Final = f"`{TOGETHER}`: whatever was too little to be told apart"

MONTH: Final = "20[0-9]{2}-(0[1-9]|1[0-2])"
NOT_A_MONTH: Final = Said("Phải là tháng như 2026-11.", "A month such as 2026-11.")


def read_month(text: str) -> date:
    """The first day of a month such as 2026-11; raises BadText."""
    if not re.fullmatch(MONTH, text):
        raise BadText(NOT_A_MONTH)
    return date.fromisoformat(f"{text}-01")


class BoardQuery(Query):
    """Which month."""

    month = Parsed(
        read_month,
        metadata={
            "description": "Such as 2026-11; that of yesterday without it",
            "pattern": f"^{MONTH}$",
        },
    )


class BoardPeriodSchema(Schema):
    """Whole days, both included."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")


class BoardSchema(Schema):
    """A table of the board."""

    period = fields.Nested(BoardPeriodSchema, required=True)
    least = fields.Integer(
        required=True, metadata={"description": f"No count is below this: {K}"}
    )
    left_out = fields.Boolean(
        required=True, metadata={"description": "Whether there were smaller counts"}
    )


def value(description: str = SMALL, **more: Any) -> fields.String:
    """A value of a row."""
    return fields.String(required=True, metadata={"description": description}, **more)


class RowSchema(Schema):
    """A cell."""

    count = fields.Integer(required=True)


class ScansRowSchema(RowSchema):
    """How often codes were opened."""

    day = fields.Date(required=True)
    kind = value()
    street = value(f"{SMALL}; null without a street", allow_none=True)


class ScansSchema(BoardSchema):
    """Scans by day, kind and street."""

    rows = fields.List(fields.Nested(ScansRowSchema), required=True)


class SearchesRowSchema(RowSchema):
    """How many visitors looked for it on the day when most did."""

    words = value(f"Without marks, small letters. {SMALL}")


class SearchesSchema(BoardSchema):
    """What was looked for and not found."""

    rows = fields.List(fields.Nested(SearchesRowSchema), required=True)


class StaleRowSchema(RowSchema):
    """How many venues."""

    fact = value("prices, hours")
    state = value("fresh, stale, unknown")
    ward = value(f"{SMALL}; null without a ward", allow_none=True)


class StaleSchema(BoardSchema):
    """Venues by how old what they say is."""

    rows = fields.List(fields.Nested(StaleRowSchema), required=True)


class SurgesRowSchema(RowSchema):
    """How many reviews the surge is of."""

    opened_on = fields.Date(required=True)
    venue = value("The id of the venue")
    name = value("Its name")
    why = value("day, month, person")
    decision = value("open, release, drop")


class SurgesSchema(BoardSchema):
    """Surges by the day on which they were opened."""

    rows = fields.List(fields.Nested(SurgesRowSchema), required=True)
