"""How breaches look on the wire."""

from marshmallow import fields

from citizen_api.breaches.models import Harm, State
from citizen_api.breaches.rules import Rule
from citizen_api.fields import Choice, Truth, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema

LONGEST = 5000


class BreachQuery(PageQuery):
    """Which breaches are listed."""

    state = Choice(*(each.value for each in State))


class RuleSchema(Schema):
    """The rule that saw a breach, in words."""

    code = fields.String(
        required=True, metadata={"enum": [each.value for each in Rule]}
    )
    words = fields.String(required=True)


class BreachSchema(Schema):
    """A breach, and until when the authority is to be told."""

    id = fields.UUID(required=True)
    rule = fields.Nested(RuleSchema, required=True)
    state = fields.String(
        required=True, metadata={"enum": [each.value for each in State]}
    )
    detected_at = fields.DateTime(required=True)
    due_at = fields.DateTime(
        required=True, metadata={"description": "72 hours after detection"}
    )
    overdue = fields.Boolean(required=True)
    first_at = fields.DateTime(required=True)
    last_at = fields.DateTime(required=True)
    lookups = fields.Integer(required=True)
    people = fields.Integer(
        required=True, metadata={"description": "How many numbers were asked about"}
    )
    harm = fields.String(
        required=True, metadata={"enum": [each.value for each in Harm]}
    )
    notified_at = fields.DateTime(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)


class BreachPageSchema(PageSchema):
    """A page of breaches, the newest first."""

    items = fields.List(fields.Nested(BreachSchema), required=True)


class AffectedSchema(Schema):
    """Somebody who was looked up."""

    subject = fields.String(
        required=True,
        metadata={"description": "Blind index of the number, as in the audit log"},
    )
    account = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Of who signed in here before: can be told"},
    )
    lookups = fields.Integer(required=True)
    first_at = fields.DateTime(required=True)
    last_at = fields.DateTime(required=True)
    facilities = fields.List(fields.String(), required=True)


class AskerSchema(Schema):
    """Who asked."""

    account = fields.UUID(required=True)
    facility = fields.String(required=True)


class BreachReportSchema(BreachSchema):
    """All that the written record of a breach needs."""

    versioned = True
    assessment = fields.String(required=True, allow_none=True)
    staff = fields.List(fields.Nested(AskerSchema), required=True)
    affected = fields.List(fields.Nested(AffectedSchema), required=True)


class AssessmentBodySchema(Schema):
    """What a privacy officer thinks of a breach; each as far as it changes."""

    harm = Choice(*(each.value for each in Harm))
    assessment = Words(longest=LONGEST, lines=True)
    closed = Truth()


class NotifiedBodySchema(Schema):
    """How the authority filed the notice."""

    reference = Words(longest=100, required=True)
