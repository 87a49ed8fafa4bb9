"""How stations look on the wire, and what may be asked of them."""

from datetime import datetime

from marshmallow import fields

from citizen_api.fields import (
    BadText,
    Choice,
    Parsed,
    Truth,
    Whole,
    Words,
    between,
)
from citizen_api.http.api import Query, Schema
from citizen_api.http.pages import PageSchema
from citizen_api.http.places import PlacesQuery
from citizen_api.problems import Said

MOST_BIKES = 50
WEEK_MIN = 7 * 24 * 60
MOMENT = (
    r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?"
    r"(Z|[+ -][0-2][0-9]:[0-5][0-9])"
)
NOT_A_MOMENT = Said(
    "Phải là thời điểm RFC 3339, ví dụ 2026-11-23T08:30:00+07:00.",
    "This must be an RFC 3339 time such as 2026-11-23T08:30:00+07:00.",
)


def read_moment(text: str) -> datetime:
    """A moment with its offset; a `+` not encoded arrives as a space. BadText."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadText(NOT_A_MOMENT) from None
    if len(text) > 40 or moment.tzinfo is None or moment.year < 2000:
        raise BadText(NOT_A_MOMENT)
    return moment


class StationQuery(PlacesQuery):
    """The parameters of the list of stations; all conditions must hold."""

    with_bikes = Whole(
        validate=between(1, MOST_BIKES),
        metadata={"description": "So many bikes, or more, can be rented there now"},
    )
    with_room = Whole(
        validate=between(1, MOST_BIKES),
        metadata={"description": "There is room for so many bikes, or more, now"},
    )
    vehicle_type = Choice(
        "bicycle",
        "electric",
        "other",
        metadata={"description": "Of this kind can be rented there now"},
    )
    system = Words(longest=80, metadata={"description": "Id of a system of bikes"})


class StationCardQuery(Query):
    """When one will be there; one of both at most."""

    arrive_at = Parsed(
        read_moment,
        metadata={
            "type": "string",
            "pattern": f"^{MOMENT}$",
            "description": "RFC 3339, within the next 7 days",
        },
    )
    in_minutes = Whole(
        validate=between(0, WEEK_MIN), metadata={"description": "Minutes from now"}
    )


class SaidSchema(Schema):
    """A text in Vietnamese and English, as far as it is known."""

    vi = fields.String(required=True, allow_none=True)
    en = fields.String(required=True, allow_none=True)


class SystemSchema(Schema):
    """The system that a station belongs to."""

    id = fields.String(required=True)
    name = fields.Nested(SaidSchema, required=True)


class StationWardSchema(Schema):
    """The ward of today."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class StationPointSchema(Schema):
    """A GeoJSON point."""

    type = fields.String(required=True)
    coordinates = fields.List(fields.Float(), required=True)


class BikesThereSchema(Schema):
    """How many bikes can be rented, by kind, and how many are out of use."""

    available = fields.Integer(required=True)
    by_type = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    disabled = fields.Integer(required=True)


class DocksThereSchema(Schema):
    """How much room there is; null when the operator does not say."""

    available = fields.Integer(required=True, allow_none=True)
    disabled = fields.Integer(required=True)


class CountedSchema(Schema):
    """How old the counts are; `stale`: more than five minutes."""

    at = fields.DateTime(required=True, allow_none=True)
    age_s = fields.Integer(required=True, allow_none=True)
    stale = fields.Boolean(required=True)


class StationFactsSchema(Schema):
    """What is said of a station in every answer."""

    name = fields.Nested(SaidSchema, required=True)
    system = fields.Nested(SystemSchema, required=True)
    address = fields.Nested(SaidSchema, required=True, allow_none=True)
    ward = fields.Nested(StationWardSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The radius in which the true place lies"},
    )
    basis = fields.String(
        required=True, allow_none=True, metadata={"description": "How it was placed"}
    )
    distance_m = fields.Integer(required=True, allow_none=True)
    capacity = fields.Integer(required=True, allow_none=True)
    virtual = fields.Boolean(
        required=True,
        metadata={"description": "A marked place without docks: more may stand there"},
    )
    simulated = fields.Boolean(
        required=True,
        metadata={"description": "Its capacity and bikes are made up, not measured"},
    )
    opening_hours = fields.String(required=True, allow_none=True)
    installed = fields.Boolean(required=True)
    renting = fields.Boolean(required=True)
    returning = fields.Boolean(required=True)
    bikes = fields.Nested(BikesThereSchema, required=True)
    docks = fields.Nested(DocksThereSchema, required=True)
    counted = fields.Nested(CountedSchema, required=True)


class StationItemSchema(StationFactsSchema):
    """A station in a list."""

    id = fields.String(required=True)
    location = fields.Nested(StationPointSchema, required=True)


class StationPageSchema(PageSchema):
    """A page of stations."""

    items = fields.List(fields.Nested(StationItemSchema), required=True)


class StationFeatureSchema(Schema):
    """A station as a GeoJSON feature."""

    type = fields.String(required=True)
    id = fields.String(required=True)
    geometry = fields.Nested(StationPointSchema, required=True)
    properties = fields.Nested(StationFactsSchema, required=True)


class StationCollectionSchema(PageSchema):
    """A page of stations as GeoJSON."""

    type = fields.String(required=True)
    features = fields.List(fields.Nested(StationFeatureSchema), required=True)


class LabelBodySchema(Schema):
    """Whether the label is a new one, after which the old one opens nothing."""

    renew = Truth(load_default=True)
