"""What staff say when they look after bikes and stations, and what they see."""

from marshmallow import fields

from citizen_api.fields import Moment, Words
from citizen_api.http.api import Schema
from citizen_api.rentals.staff_schemas import LONGEST_STATION, StaffReasonSchema


class CarriedSchema(StaffReasonSchema):
    """The station to which a bike was carried, and why."""

    station = Words(longest=LONGEST_STATION, required=True)


class ClosureSchema(StaffReasonSchema):
    """Until when a station is closed (null: nobody knows), and why."""

    until = Moment(load_default=None, allow_none=True)


class BikeAtWorkSchema(Schema):
    """A bike as staff see it; `fault`: what is wrong with it."""

    number = fields.String(required=True)
    type = fields.String(required=True)
    state = fields.String(required=True)
    since = fields.DateTime(required=True)
    fault = fields.String(required=True, allow_none=True)
    station = fields.String(required=True, allow_none=True)


class BikesAtWorkSchema(Schema):
    """Bikes that wait for staff, the longest waiting first."""

    items = fields.List(fields.Nested(BikeAtWorkSchema), required=True)


class ClosedStationSchema(Schema):
    """Whether a station is closed, and until when."""

    id = fields.String(required=True)
    closed = fields.Boolean(required=True)
    until = fields.DateTime(required=True, allow_none=True)
