"""How look-ups and covers look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Uuid, Words
from citizen_api.http.api import BothSchema, Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.insurance.models import Channel, Presented, Purpose, State
from identity.providers.results import Verdict
from identity.text import BYTES_MAX

LONGEST_NAME = 100


class LookupBodySchema(Schema):
    """About whom, what for, and what the patient showed."""

    number = Words(
        longest=20,
        metadata={
            "description": "Citizen number of 12 digits, or insurance number of 10 or"
            " 15 characters; this or `scan`"
        },
    )
    scan = Words(
        longest=BYTES_MAX,
        lines=True,
        metadata={"description": "The QR code of either card, as scanned"},
    )
    name = Words(
        longest=LONGEST_NAME,
        metadata={"description": "Needed with `number`; wins over what `scan` tells"},
    )
    birth = Words(
        longest=10,
        metadata={
            "description": "yyyy-mm-dd, or yyyy when the papers tell only that; as name"
        },
    )
    purpose = Choice(*Purpose, required=True)
    presented = Choice(
        *Presented, required=True, metadata={"description": "What the patient showed"}
    )
    facility = Words(
        longest=5,
        metadata={"description": "Its code; needed when you work at several"},
    )
    break_glass = Uuid(
        metadata={
            "description": "The emergency access that was opened for this patient"
        },
    )


class LookupsQuery(PageQuery):
    """Whose look-ups."""

    facility = Words(
        longest=5,
        metadata={"description": "Its code; needed when you work at several"},
    )


class LookupResultSchema(Schema):
    """The gateway's code, and what it means."""

    code = fields.String(required=True)
    verdict = fields.String(required=True, metadata={"enum": [*Verdict]})
    means = fields.Nested(BothSchema, required=True)


class CardFacilitySchema(Schema):
    """A facility that the gateway names."""

    code = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class BenefitSchema(Schema):
    """How much the fund pays."""

    percent = fields.Integer(required=True)
    limits = fields.Boolean(
        required=True,
        metadata={"description": "Whether ratio limits of drugs and the like apply"},
    )
    words = fields.Nested(BothSchema, required=True)


class GroupSchema(Schema):
    """Why somebody is insured."""

    code = fields.String(required=True)
    words = fields.Nested(BothSchema, required=True)


class InsuranceCardSchema(Schema):
    """An insurance card."""

    number = fields.String(required=True, metadata={"description": "Masked"})
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    facility = fields.Nested(
        CardFacilitySchema,
        required=True,
        allow_none=True,
        metadata={"description": "Where the holder goes first"},
    )
    benefit = fields.Nested(BenefitSchema, required=True, allow_none=True)
    group = fields.Nested(GroupSchema, required=True, allow_none=True)


class VisitSchema(Schema):
    """An earlier stay at a facility."""

    facility = fields.Nested(CardFacilitySchema, required=True, allow_none=True)
    arrived = fields.DateTime(required=True, allow_none=True)
    left = fields.DateTime(required=True, allow_none=True)
    disease = fields.String(required=True, allow_none=True)


class InsuredSchema(Schema):
    """What an answer says of somebody's insurance."""

    card = fields.Nested(InsuranceCardSchema, required=True, allow_none=True)
    new_card = fields.Nested(
        InsuranceCardSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The one that replaced it"},
    )
    area = fields.String(
        required=True, allow_none=True, metadata={"description": "K1, K2 or K3"}
    )
    five_years_from = fields.Date(required=True, allow_none=True)
    five_years_continuous = fields.Boolean(required=True, allow_none=True)


class LookupItemSchema(Schema):
    """A look-up in a list."""

    id = fields.UUID(required=True)
    facility = fields.String(required=True)
    purpose = fields.String(required=True, metadata={"enum": [*Purpose]})
    presented = fields.String(required=True, metadata={"enum": [*Presented]})
    channel = fields.String(required=True, metadata={"enum": [*Channel]})
    break_glass = fields.UUID(required=True, allow_none=True)
    number = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Masked; null once it is forgotten, after 90 days"},
    )
    state = fields.String(required=True, metadata={"enum": [*State]})
    asked_at = fields.DateTime(required=True)
    answered_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When `result` was told, also while asking again"},
    )
    next_try_at = fields.DateTime(required=True, allow_none=True)
    result = fields.Nested(LookupResultSchema, required=True, allow_none=True)
    instruction = fields.Nested(
        BothSchema, required=True, metadata={"description": "What to do now"}
    )


class LookupSchema(LookupItemSchema, InsuredSchema):
    """A look-up with its answer."""

    remark = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The gateway's prose, without names and numbers"},
    )
    visits = fields.List(
        fields.Nested(VisitSchema),
        required=True,
        allow_none=True,
        metadata={
            "description": "Only for treatment and discharge, and for the hour of a"
            " broken glass"
        },
    )


class LookupPageSchema(PageSchema):
    """A page of the look-ups of a facility, the newest first."""

    items = fields.List(fields.Nested(LookupItemSchema), required=True)


class RevealedSchema(Schema):
    """The numbers in full. Do not keep them."""

    number = fields.String(
        required=True, metadata={"description": "That the patient was looked up by"}
    )
    card_number = fields.String(
        required=True, allow_none=True, metadata={"description": "That was answered"}
    )
    new_card_number = fields.String(required=True, allow_none=True)


class OwnInsuranceSchema(InsuredSchema):
    """A citizen's own insurance."""

    state = fields.String(
        required=True,
        metadata={"enum": ["covered", "not_covered", "not_matched", "not_known"]},
    )
    words = fields.Nested(BothSchema, required=True)
    checked_at = fields.DateTime(required=True, allow_none=True)
    current = fields.Boolean(
        required=True,
        metadata={
            "description": "False: the gateway cannot be asked now, this is what it"
            " said at checked_at"
        },
    )
