"""How the calendar looks on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Whole, Words, between
from citizen_api.http.api import Query, Schema
from citizen_api.schedules.models import HolidayKind, HolidayStatus, NoticeKind

LONGEST_NAME = 120
LONGEST_SOURCE = 300


class CalendarQuery(Query):
    """Which year."""

    year = Whole(
        validate=between(2000, 2100), metadata={"description": "This year without it"}
    )


class DayNameBodySchema(Schema):
    """What people call a day."""

    vi = Words(longest=LONGEST_NAME, required=True)
    en = Words(longest=LONGEST_NAME, required=True)


class NoticeBodySchema(Schema):
    """What a day is, and which notice says so."""

    kind = Choice(*NoticeKind, required=True)
    name = fields.Nested(DayNameBodySchema, required=True)
    status = Choice(*HolidayStatus, load_default=HolidayStatus.OFFICIAL.value)
    source = Words(
        longest=LONGEST_SOURCE,
        required=True,
        metadata={"description": "The notice, as people can find it"},
    )


class DayNameSchema(Schema):
    """What people call a day."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class CalendarDaySchema(Schema):
    """A day that is not an ordinary one."""

    day = fields.Date(required=True)
    name = fields.Nested(DayNameSchema, required=True)
    kind = fields.String(
        required=True, metadata={"description": ", ".join(HolidayKind)}
    )
    day_off = fields.Boolean(
        required=True, metadata={"description": "What PH means in opening hours"}
    )
    status = fields.String(
        required=True,
        metadata={"description": "official, or expected until the yearly notice"},
    )
    source = fields.String(required=True)


class CalendarSchema(Schema):
    """The days of a year that are not ordinary ones, in order."""

    year = fields.Integer(required=True)
    days = fields.List(fields.Nested(CalendarDaySchema), required=True)
    years = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": "The years that something is known of"},
    )
