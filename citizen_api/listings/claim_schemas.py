"""How claims look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.listings.claim_models import LONGEST_WORDS, Proof, State
from citizen_api.listings.claim_rules import TYPED_MAX


class ClaimBodySchema(Schema):
    """How the claim is to be proved."""

    proof = Choice(
        *Proof,
        required=True,
        metadata={
            "description": "code: that of a sealed letter which the city sends to the"
            " address of the venue; moderator: a person looks at it"
        },
    )
    words = Words(
        longest=LONGEST_WORDS,
        lines=True,
        allow_none=True,
        load_default=None,
        metadata={"description": "What a moderator should know"},
    )


class ProofBodySchema(Schema):
    """The code of the letter."""

    code = Words(longest=TYPED_MAX, required=True)


class ClaimedVenueSchema(Schema):
    """The venue that is claimed."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class ClaimSchema(Schema):
    """A claim and what became of it."""

    id = fields.UUID(required=True)
    venue = fields.Nested(ClaimedVenueSchema, required=True)
    proof = fields.String(required=True, metadata={"enum": list(Proof)})
    state = fields.String(required=True, metadata={"enum": list(State)})
    asked_at = fields.DateTime(required=True)
    proved_at = fields.DateTime(required=True, allow_none=True)
    decided_at = fields.DateTime(required=True, allow_none=True)
    note = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why a moderator decided so"},
    )


class ClaimPageSchema(PageSchema):
    """Claims of the caller, the newest first."""

    items = fields.List(fields.Nested(ClaimSchema), required=True)


class LetterSchema(Schema):
    """The code for a sealed letter; it is told this once."""

    code = fields.String(required=True)
    venue = fields.Nested(ClaimedVenueSchema, required=True)
    address = fields.String(
        required=True, metadata={"description": "Where the letter goes"}
    )
    expires_at = fields.DateTime(required=True)
