"""How a citizen's rights look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.rights.contents import LOG, SECTIONS
from citizen_api.rights.models import Kind, State

LONGEST = 2000
BY_HAND = (Kind.RECTIFICATION.value, Kind.RESTRICTION.value)


class CodeSchema(Schema):
    """A code, and what it means in the asked language."""

    code = fields.String(required=True)
    words = fields.String(required=True)


class ConsentClientSchema(Schema):
    """Whom a consent was given to."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class ConsentSchema(Schema):
    """What was allowed, in which text, and whether it still is."""

    id = fields.UUID(required=True)
    client = fields.Nested(ConsentClientSchema, required=True)
    claims = fields.List(fields.Nested(CodeSchema), required=True)
    purpose = fields.String(required=True)
    text_version = fields.String(required=True)
    text_sha256 = fields.String(required=True)
    given_at = fields.DateTime(required=True)
    withdrawn_at = fields.DateTime(required=True, allow_none=True)


class ConsentPageSchema(PageSchema):
    """A page of consents, the newest first."""

    items = fields.List(fields.Nested(ConsentSchema), required=True)


class FacilityNameSchema(Schema):
    """A health facility."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class SeenEmergencySchema(Schema):
    """The emergency access that was used, and what its review found."""

    id = fields.UUID(required=True)
    opened_at = fields.DateTime(required=True)
    review_due_at = fields.DateTime(required=True)
    reviewed_at = fields.DateTime(required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True)


class SeenSchema(Schema):
    """Somebody looked the person up."""

    id = fields.UUID(required=True)
    at = fields.DateTime(required=True)
    kind = fields.Nested(CodeSchema, required=True)
    facility = fields.Nested(FacilityNameSchema, required=True)
    staff = fields.String(
        required=True,
        metadata={"description": "Who asked: one pseudonym a person and facility"},
    )
    purpose = fields.Nested(CodeSchema, required=True)
    channel = fields.Nested(CodeSchema, required=True, allow_none=True)
    emergency = fields.Nested(SeenEmergencySchema, required=True, allow_none=True)


class AccessLogSchema(PageSchema):
    """A page of who looked the person up, the newest first."""

    items = fields.List(fields.Nested(SeenSchema), required=True)
    number_known = fields.Boolean(
        required=True,
        metadata={"description": "false: VNeID did not share the citizen number"},
    )
    insurance_number_known = fields.Boolean(
        required=True,
        metadata={
            "description": "false: nobody told us the insurance number yet, so that"
            " look-ups by that number are not in the list; GET /v1/me/insurance asks"
        },
    )


class RequestSchema(Schema):
    """A request about one's own data, and the days by which the law wants it done."""

    id = fields.UUID(required=True)
    kind = fields.String(
        required=True, metadata={"enum": [each.value for each in Kind]}
    )
    state = fields.String(
        required=True, metadata={"enum": [each.value for each in State]}
    )
    percent = fields.Integer(required=True)
    words = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    asked_at = fields.DateTime(required=True)
    answer_on = fields.Date(
        required=True, metadata={"description": "Answered by then: 2 working days"}
    )
    done_on = fields.Date(
        required=True, metadata={"description": "Done by then: 15 days"}
    )
    acts_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When it happens by itself"},
    )
    answered_at = fields.DateTime(required=True, allow_none=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    expires_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until then the file of an export is kept"},
    )


ExportFileSchema = Schema.from_dict(
    {
        name: fields.List(fields.Dict(), required=True)
        for name in (*(section.name for section in SECTIONS), LOG)
    },
    name="ExportFile",
)
"""All that is kept of a person, a list for each kind; more kinds may come."""


class RequestQuery(PageQuery):
    """Which requests are listed."""

    kind = Choice(*(each.value for each in Kind))


class RequestPageSchema(PageSchema):
    """A page of requests."""

    items = fields.List(fields.Nested(RequestSchema), required=True)


class WishBodySchema(Schema):
    """What shall be put right, or no longer be used."""

    kind = Choice(*BY_HAND, required=True)
    words = Words(longest=LONGEST, lines=True, required=True)


class AnswerBodySchema(Schema):
    """What was done about a request."""

    state = Choice(State.DONE.value, State.REFUSED.value, required=True)
    answer = Words(longest=LONGEST, lines=True, required=True)
