"""How codes look to those who keep them."""

from typing import Any

from marshmallow import fields

from citizen_api.fields import Choice, Moment, Number, Truth, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.links.bundles import SIZES
from citizen_api.links.models import Flag, Kind
from citizen_api.links.rules import (
    LONGEST,
    LONGEST_ADDRESS,
    LONGEST_NOTE,
    NARROWEST_M,
    RADIUS_M,
    WIDEST_M,
    State,
)
from citizen_api.links.schemas import LinkPlaceSchema


class CodeQuery(PageQuery):
    """Which codes; all conditions must hold."""

    kind = Choice(*Kind)
    place = Words(
        longest=LONGEST,
        metadata={
            "description": "The code of a street or ward that it hangs in",
            "example": "cau-dat-11359",
        },
    )
    campaign = Words(longest=LONGEST)
    flagged = Truth(
        load_default=False,
        metadata={"description": "true: only those that somebody should look at"},
    )


class CodeFlagSchema(Schema):
    """Why somebody should look at a code."""

    kind = fields.String(required=True, metadata={"enum": [*Flag]})
    count = fields.Integer(required=True)
    first_on = fields.Date(required=True)
    last_on = fields.Date(required=True)
    said = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the last reporter wrote"},
    )
    resolved_at = fields.DateTime(required=True, allow_none=True)


class CodeHistorySchema(Schema):
    """What was done to a code; only what moved is in before and after."""

    at = fields.DateTime(required=True)
    by = fields.String(
        required=True, metadata={"description": "person:<id>, or who used the command"}
    )
    verb = fields.String(required=True)
    before = fields.Dict(keys=fields.String(), required=True)
    after = fields.Dict(keys=fields.String(), required=True)


class KeptCodeSchema(Schema):
    """A code as its keepers see it; open flags only."""

    code = fields.String(required=True)
    url = fields.Url(required=True, metadata={"description": "What the QR code holds"})
    kind = fields.String(required=True, metadata={"enum": [*Kind]})
    id = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": [*State]})
    place = fields.Nested(LinkPlaceSchema, required=True)
    campaign = fields.String(required=True, allow_none=True)
    keeper = fields.String(required=True, allow_none=True)
    starts_at = fields.DateTime(required=True, allow_none=True)
    ends_at = fields.DateTime(required=True, allow_none=True)
    fallback = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "A code or an address, for the time outside"},
    )
    revoked_at = fields.DateTime(required=True, allow_none=True)
    flags = fields.List(fields.Nested(CodeFlagSchema), required=True)


class WholeCodeSchema(KeptCodeSchema):
    """A code, every flag that was raised, and all that was done to it."""

    versioned = True
    changes = fields.List(fields.Nested(CodeHistorySchema), required=True)


class KeptCodePageSchema(PageSchema):
    """A page of codes, those with the latest flags first."""

    items = fields.List(fields.Nested(KeptCodeSchema), required=True)


class CodeTargetSchema(Schema):
    """What a code stands for."""

    kind = Choice(*Kind, required=True)
    id = Words(
        longest=LONGEST_ADDRESS,
        required=True,
        metadata={
            "description": "Of a venue, dish, street or tour; the reference of a"
            " station, bike or receipt; the address of a page"
        },
    )


class CodeHangsSchema(Schema):
    """Where a code hangs; without lat and lon it is not known."""

    lat = Number(validate=between(-90, 90), allow_none=True, load_default=None)
    lon = Number(validate=between(-180, 180), allow_none=True, load_default=None)
    radius_m = Whole(
        strict=True,
        load_default=RADIUS_M,
        validate=between(NARROWEST_M, WIDEST_M),
        metadata={"description": "Metres around it in which scans are expected"},
    )
    label = Words(longest=LONGEST, allow_none=True, load_default=None)


def fallback(**more: Any) -> Words:
    """A code or an address."""
    about = {"description": "Another code, or the address of a page"}
    return Words(longest=LONGEST_ADDRESS, allow_none=True, metadata=about, **more)


class CodeChangeSchema(Schema):
    """What is to be changed; what is left out stays."""

    target = fields.Nested(CodeTargetSchema)
    place = fields.Nested(
        CodeHangsSchema,
        allow_none=True,
        metadata={"description": "null: it is not known where it hangs"},
    )
    starts_at = Moment(allow_none=True)
    ends_at = Moment(allow_none=True)
    fallback = fallback()
    keeper = Words(longest=LONGEST)


class NewCodeSchema(Schema):
    """A code to be given."""

    target = fields.Nested(CodeTargetSchema, required=True)
    place = fields.Nested(CodeHangsSchema, allow_none=True, load_default=None)
    starts_at = Moment(allow_none=True, load_default=None)
    ends_at = Moment(allow_none=True, load_default=None)
    fallback = fallback(load_default=None)
    campaign = Words(longest=LONGEST, allow_none=True, load_default=None)
    keeper = Words(longest=LONGEST, allow_none=True, load_default=None)


class ResolutionBodySchema(Schema):
    """What was done about a flag."""

    note = Words(longest=LONGEST_NOTE, required=True)


class PostersBodySchema(Schema):
    """Which posters."""

    street = Words(
        longest=LONGEST,
        required=True,
        metadata={"description": "The code of a street, for it and its venues"},
    )
    size = Choice(*SIZES, load_default="A5")
