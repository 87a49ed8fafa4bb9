"""How a single station looks on the wire: its day, and what it may have later."""

from marshmallow import fields

from citizen_api.bikes.schemas import SaidSchema, StationItemSchema
from citizen_api.http.api import Schema


class StationDaySchema(Schema):
    """The last 24 hours in equal steps; null where nobody counted."""

    start = fields.DateTime(required=True)
    step_min = fields.Integer(required=True)
    bikes = fields.List(fields.Integer(allow_none=True), required=True)
    docks = fields.List(fields.Integer(allow_none=True), required=True)


class ChanceSchema(Schema):
    """How likely it is; null when fewer than three days are known."""

    probability = fields.Float(required=True, allow_none=True)
    days = fields.Integer(
        required=True, metadata={"description": "Of so many earlier days"}
    )
    observations = fields.Integer(required=True)
    enough_history = fields.Boolean(required=True)


class BasisSchema(Schema):
    """What a prediction rests on: the same weekday of so many weeks, give or take."""

    method = fields.String(
        required=True,
        metadata={
            "description": "count-now-moved-as-then: within two hours, what is there"
            " now, changed as it changed on earlier days; counts-of-then: what was"
            " there at that hour"
        },
    )
    weeks = fields.Integer(required=True)
    window_min = fields.Integer(required=True)


class PredictionSchema(Schema):
    """Whether there will be a bike, and room, on arrival."""

    arrive_at = fields.DateTime(required=True)
    bike = fields.Nested(ChanceSchema, required=True)
    room = fields.Nested(ChanceSchema, required=True)
    enough_history = fields.Boolean(
        required=True, metadata={"description": "For one of both, at least"}
    )
    basis = fields.Nested(BasisSchema, required=True)
    note = fields.Nested(SaidSchema, required=True)


class StationSchema(StationItemSchema):
    """Everything about a station."""

    place_is = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "How its place was found, in words"},
    )
    last_day = fields.Nested(StationDaySchema, required=True)
    prediction = fields.Nested(
        PredictionSchema,
        required=True,
        allow_none=True,
        metadata={"description": "When arrive_at or in_minutes is given"},
    )
