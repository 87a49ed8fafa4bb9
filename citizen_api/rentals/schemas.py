"""How rentals look on the wire, and what is sent to them."""

from typing import Any, Final

from marshmallow import fields

from citizen_api.fields import (
    Choice,
    Moment,
    Number,
    Truth,
    Uuid,
    Whole,
    Words,
    between,
)
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.http.places import LONGEST_RADIUS
from citizen_api.rentals.models import State
from citizen_api.rentals.records import Told
from citizen_api.rentals.rules import MOST_BIKES
from citizen_api.tariffs.plans import DAY_PASS

LONGEST_CODE: Final = 200
LONGEST_REASON: Final = 300
ACCURACY: Final[dict[str, Any]] = {"description": "Metres"}
STATES: Final[dict[str, Any]] = {"enum": [state.value for state in State]}


class PositionSchema(Schema):
    """Where a phone believes it is. Looked at, never kept."""

    lat = Number(required=True, validate=between(-90, 90))
    lon = Number(required=True, validate=between(-180, 180))
    accuracy_m = Whole(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=between(0, LONGEST_RADIUS),
        metadata=ACCURACY,
    )


class ScanSchema(Schema):
    """What a phone read from a bike, or a rider typed from beside the code."""

    code = Words(longest=LONGEST_CODE, required=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)


class WrongBikeSchema(Schema):
    """`number`: what is painted on the bike before the rider."""

    number = Words(longest=20, load_default=None, allow_none=True)


class FaultSchema(Schema):
    """What is wrong. `stuck`: the ride cannot go on, and staff must end it."""

    what = Words(longest=LONGEST_REASON, required=True)
    stuck = Truth(load_default=False)


class LocalSchema(Schema):
    """A text in Vietnamese and English."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class StepSchema(Schema):
    """A price for each so many minutes begun."""

    price = fields.Integer(required=True)
    minutes = fields.Integer(required=True, allow_none=True)


class PlanSchema(Schema):
    """The tariff, as it was when the rental began; đồng and minutes."""

    id = fields.String(required=True)
    name = fields.Nested(LocalSchema, required=True)
    description = fields.Nested(LocalSchema, required=True)
    price = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    step = fields.Nested(StepSchema, required=True)
    cap = fields.Nested(StepSchema, required=True, allow_none=True)


class BikeSchema(Schema):
    """The bike: `number` is painted on its frame."""

    number = fields.String(required=True)
    type = fields.String(required=True)


class NearSchema(Schema):
    """A station that takes the bike."""

    id = fields.String(required=True)
    name = fields.Nested(LocalSchema, required=True)
    metres = fields.Integer(required=True)


class RentalSchema(Schema):
    """A rental; `next` is what its rider can do, `hint` says it in their language."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, metadata=STATES)
    bike = fields.Nested(BikeSchema, required=True)
    plan = fields.Nested(PlanSchema, required=True)
    pass_id = fields.UUID(required=True, allow_none=True)
    reserved_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    unlock_by = fields.DateTime(required=True, allow_none=True)
    started_at = fields.DateTime(required=True, allow_none=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    seconds = fields.Integer(required=True)
    price = fields.Integer(
        required=True, metadata={"description": "In đồng, so far or `final`"}
    )
    currency = fields.Constant("VND", required=True)
    final = fields.Boolean(required=True)
    free_for = fields.String(required=True, allow_none=True)
    free_minutes = fields.Integer(required=True)
    start_station = fields.String(required=True, allow_none=True)
    end_station = fields.String(required=True, allow_none=True)
    overfull = fields.Boolean(required=True)
    pause_wanted = fields.Boolean(required=True)
    refused_for = fields.String(required=True, allow_none=True)
    nearest = fields.List(fields.Nested(NearSchema), required=True)
    review_for = fields.String(required=True, allow_none=True)
    fault = fields.String(required=True, allow_none=True)
    receipt = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    next = fields.List(fields.String(), required=True)
    hint = fields.String(required=True)


class MyRentalSchema(Schema):
    """What a rider has now: the truth after any crash. `last`: when there is none."""

    rental = fields.Nested(RentalSchema, required=True, allow_none=True)
    others = fields.List(
        fields.Nested(RentalSchema),
        required=True,
        metadata={"description": "More bikes of a group"},
    )
    last = fields.Nested(RentalSchema, required=True, allow_none=True)
    last_event = fields.Integer(
        required=True, metadata={"description": "For Last-Event-ID"}
    )
    push_channel = fields.String(
        required=True, metadata={"description": "What the push service calls the rider"}
    )


class RentalPageSchema(PageSchema):
    """A page of rentals, the newest first."""

    items = fields.List(fields.Nested(RentalSchema), required=True)


class LockEventDataSchema(Schema):
    """What a lock tells; the same `event` is taken once."""

    lock = Words(longest=20, required=True)
    event = Words(longest=64, required=True)
    at = Moment(required=True, metadata={"description": "By the clock of the lock"})
    command = Uuid(load_default=None, allow_none=True)
    lat = Number(load_default=None, allow_none=True, validate=between(-90, 90))
    lon = Number(load_default=None, allow_none=True, validate=between(-180, 180))
    accuracy_m = Whole(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=between(0, LONGEST_RADIUS),
        metadata=ACCURACY,
    )
    battery = Whole(
        load_default=None, allow_none=True, strict=True, validate=between(0, 100)
    )


class LockEventSchema(Schema):
    """An event of a lock."""

    type = Choice(*(kind.value for kind in Told), required=True)
    data = fields.Nested(LockEventDataSchema, required=True)


class LockOutcomeSchema(Schema):
    """What became of it: applied, noted, late_opening or stray."""

    outcome = fields.String(required=True)


class PassBodySchema(Schema):
    """Which pass."""

    plan = Choice(DAY_PASS, required=True)


class PassSchema(Schema):
    """A pool of minutes; rides that begin before `ends_at` share it."""

    id = fields.UUID(required=True)
    plan = fields.Nested(PlanSchema, required=True)
    bought_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    used_minutes = fields.Integer(required=True)
    left_minutes = fields.Integer(required=True)
    refunded_at = fields.DateTime(required=True, allow_none=True)


class PassListSchema(Schema):
    """Passes, the newest first."""

    items = fields.List(fields.Nested(PassSchema), required=True)


class TicketBodySchema(Schema):
    """For how many bikes."""

    bikes = Whole(required=True, strict=True, validate=between(2, MOST_BIKES))


class TicketSchema(Schema):
    """That so many bikes may be rented at once; each is paid for."""

    id = fields.UUID(required=True)
    bikes = fields.Integer(required=True)
    begins_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
