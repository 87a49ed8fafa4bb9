"""How cases and the public log look on the wire."""

from marshmallow import fields

from citizen_api.cases.models import LONGEST_NOTE, Act, Kind, State
from citizen_api.fields import Choice, Truth, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema

KINDS = [each.value for each in Kind]
STATES = [each.value for each in State]


class CaseQuery(PageQuery):
    """Which cases are listed."""

    state = Choice(*STATES)
    kind = Choice(*KINDS)
    venue = Words(longest=80, metadata={"description": "The id of a venue"})


class CaseSchema(Schema):
    """Something that somebody must look at."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"enum": KINDS})
    state = fields.String(required=True, metadata={"enum": STATES})
    subject = fields.String(
        required=True, metadata={"description": "What it is about, such as review:17"}
    )
    venue_id = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    opened_at = fields.DateTime(required=True)
    decisions = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "How a case of this kind may be decided"},
    )
    decision = fields.String(required=True, allow_none=True)
    decided_at = fields.DateTime(required=True, allow_none=True)
    by_me = fields.Boolean(
        required=True, metadata={"description": "Whether the caller decided it"}
    )
    note = fields.String(required=True, allow_none=True)


class WholeCaseSchema(CaseSchema):
    """A case with what it is about."""

    about = fields.Dict(
        required=True,
        metadata={"description": "The thing itself, as its kind needs it"},
    )


class CasePageSchema(PageSchema):
    """A page of cases, the oldest first."""

    items = fields.List(fields.Nested(CaseSchema), required=True)


class DecisionBodySchema(Schema):
    """What a moderator decides."""

    decision = Words(
        longest=40,
        required=True,
        metadata={"description": "One of `decisions` of the case"},
    )
    note = Words(
        longest=LONGEST_NOTE,
        lines=True,
        allow_none=True,
        load_default=None,
        metadata={"description": "For whom it concerns, in words; not in the log"},
    )


class SecondBodySchema(Schema):
    """Whether a second person says the same."""

    agrees = Truth(required=True)
    note = Words(longest=LONGEST_NOTE, lines=True, allow_none=True, load_default=None)


class LogQuery(PageQuery):
    """Which lines of the public log are listed."""

    venue = Words(longest=80, metadata={"description": "The id of a venue"})


class LoggedVenueSchema(Schema):
    """The venue that a line is about."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class LogEntrySchema(Schema):
    """One step of a case: what, where, why and when, and never who."""

    id = fields.Integer(required=True)
    at = fields.DateTime(required=True)
    act = fields.String(required=True, metadata={"enum": [each.value for each in Act]})
    kind = fields.String(required=True, metadata={"enum": KINDS})
    venue = fields.Nested(LoggedVenueSchema, required=True, allow_none=True)
    reason = fields.String(required=True)
    decision = fields.String(required=True, allow_none=True)


class LogPageSchema(PageSchema):
    """A page of the public log, the newest first."""

    items = fields.List(fields.Nested(LogEntrySchema), required=True)


class LogCountSchema(Schema):
    """How many lines of one kind the log has of a month."""

    month = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": KINDS})
    act = fields.String(required=True, metadata={"enum": [each.value for each in Act]})
    decision = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)


class LogCountsSchema(Schema):
    """The counts of the last twelve months, the newest month first."""

    items = fields.List(fields.Nested(LogCountSchema), required=True)
