"""How emergencies look on the wire."""

from marshmallow import ValidationError, fields

from citizen_api.emergencies.rules import (
    LONGEST_REASON,
    SHORTEST_OPINION,
    SHORTEST_REASON,
    Standing,
    Verdict,
)
from citizen_api.fields import Choice, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.problems import Said

SHORTEST = Said("Ngắn nhất là {min} ký tự.", "The least is {min} characters.")


class Reasoned(Words):
    """A text of at least so many characters, runs of blanks counted as one."""

    def __init__(self, *, shortest: int, longest: int) -> None:
        super().__init__(
            longest=longest, lines=True, required=True, metadata={"minLength": shortest}
        )
        self.shortest = shortest

    def _deserialize(self, value: object, *args: object, **kwargs: object) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if len(" ".join(text.split())) < self.shortest:
            raise ValidationError(SHORTEST.format(min=self.shortest))
        return text


class EmergencyBodySchema(Schema):
    """Whom to look up in an emergency, and why."""

    number = Words(
        longest=40,
        metadata={"description": "Citizen or insurance number; or send `scan`"},
    )
    scan = Words(
        longest=1024, metadata={"description": "The card's QR code as it was scanned"}
    )
    name = Words(longest=100)
    birth = Words(longest=10, metadata={"description": "yyyy-mm-dd or yyyy"})
    facility = Words(
        longest=5, metadata={"description": "Needed by who works at several"}
    )
    reason = Reasoned(shortest=SHORTEST_REASON, longest=LONGEST_REASON)


class EmergencySchema(Schema):
    """An emergency access, and where its review stands."""

    id = fields.UUID(required=True)
    facility = fields.String(required=True)
    patient = fields.String(
        required=True, metadata={"description": "The number, masked"}
    )
    opened_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(
        required=True, metadata={"description": "Until then it may be used"}
    )
    review_due_at = fields.DateTime(required=True)
    review = fields.String(
        required=True, metadata={"enum": [each.value for each in Standing]}
    )


class EmergencyStaffSchema(Schema):
    """Who opened an emergency access."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class EmergencyLookupSchema(Schema):
    """A look-up that was made under an emergency access."""

    id = fields.UUID(required=True)
    asked_at = fields.DateTime(required=True)
    result_code = fields.String(required=True, allow_none=True)


class EmergencyToReviewSchema(EmergencySchema):
    """All that a second person needs to judge an emergency access."""

    reason = fields.String(required=True)
    staff = fields.Nested(EmergencyStaffSchema, required=True)
    lookups = fields.List(fields.Nested(EmergencyLookupSchema), required=True)
    reviewed_at = fields.DateTime(required=True, allow_none=True)
    verdict = fields.String(
        required=True,
        allow_none=True,
        metadata={"enum": [*(each.value for each in Verdict), None]},
    )
    opinion = fields.String(required=True, allow_none=True)


class EmergencyQuery(PageQuery):
    """Which emergencies are listed."""

    review = Choice(
        *(each.value for each in Standing),
        metadata={"description": "Where the review stands; all when left out"},
    )


class EmergencyPageSchema(PageSchema):
    """A page of emergencies, the oldest first."""

    items = fields.List(fields.Nested(EmergencyToReviewSchema), required=True)


class OpinionBodySchema(Schema):
    """What the second person found."""

    verdict = Choice(*(each.value for each in Verdict), required=True)
    opinion = Reasoned(shortest=SHORTEST_OPINION, longest=LONGEST_REASON)
