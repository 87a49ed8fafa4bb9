"""How rentals look to staff: never who the rider is."""

from marshmallow import fields

from citizen_api.fields import Truth, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.rentals.schemas import LONGEST_CODE, LONGEST_REASON

LONGEST_STATION = 80
MOST_REFUND = 1_000_000


class StaffReasonSchema(Schema):
    """Why staff do it."""

    reason = Words(longest=LONGEST_REASON, required=True)


class ForceEndSchema(StaffReasonSchema):
    """Where the bike is (null: it is lost), and why staff end the ride."""

    station = Words(longest=LONGEST_STATION, required=True, allow_none=True)
    free = Truth(load_default=False)


class RefundBodySchema(StaffReasonSchema):
    """How much to give back of a ride, and why."""

    amount = Whole(required=True, strict=True, validate=between(1, MOST_REFUND))


class RefundSchema(Schema):
    """A refund; not `paid` while it waits for a second person, or was rejected."""

    id = fields.UUID(required=True)
    rental = fields.UUID(required=True)
    amount = fields.Integer(required=True)
    reason = fields.String(required=True)
    paid = fields.Boolean(required=True)
    asked_at = fields.DateTime(required=True)
    approved_at = fields.DateTime(required=True, allow_none=True)
    rejected_at = fields.DateTime(required=True, allow_none=True)
    rejected_for = fields.String(required=True, allow_none=True)


class WaitingRefundSchema(RefundSchema):
    """A refund in a list; what its ride cost. `yours`: somebody else approves it."""

    number = fields.String(required=True)
    price = fields.Integer(required=True)
    yours = fields.Boolean(required=True)


class WaitingRefundListSchema(Schema):
    """What waits for a second person, and what was `rejected` of the caller's."""

    items = fields.List(fields.Nested(WaitingRefundSchema), required=True)
    rejected = fields.List(fields.Nested(WaitingRefundSchema), required=True)


class StaffUnlockSchema(StaffReasonSchema):
    """The code of a bike, and why staff open it."""

    code = Words(longest=LONGEST_CODE, required=True)


class StaffUnlockedSchema(Schema):
    """The bike, and whether its lock heard: taken, refused or silent."""

    number = fields.String(required=True)
    heard = fields.String(required=True)


class RentalReviewSchema(Schema):
    """A rental that people must look at."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    review_for = fields.String(required=True)
    review_at = fields.DateTime(required=True)
    missing_at = fields.DateTime(required=True, allow_none=True)
    fault = fields.String(required=True, allow_none=True)


class ForcedEndSchema(RentalReviewSchema):
    """The rental; `refund`: of its price, when that waits for a second person."""

    refund = fields.Nested(RefundSchema, required=True, allow_none=True)


class RentalReviewListSchema(Schema):
    """What waits for staff, the oldest first."""

    items = fields.List(fields.Nested(RentalReviewSchema), required=True)
