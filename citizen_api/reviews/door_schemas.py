"""How votes, reports, replies, appeals and phones look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.reviews.records import (
    LONGEST_APPEAL,
    LONGEST_REPLY,
    LONGEST_REPORT,
    Fault,
    Outcome,
    PhotoFault,
)
from citizen_api.reviews.schemas import ReplySchema, ReviewedVenueSchema

FAULTS = [each.value for each in Fault]
PHOTO_FAULTS = [each.value for each in PhotoFault]


class VotesSchema(Schema):
    """How many found a review helpful."""

    helpful_count = fields.Integer(required=True)
    helpful = fields.Boolean(
        required=True, metadata={"description": "Whether the caller did"}
    )


class ReviewReportBodySchema(Schema):
    """What is wrong with a review."""

    reason = Choice(*FAULTS, required=True)
    text = Words(
        longest=LONGEST_REPORT,
        lines=True,
        allow_none=True,
        load_default=None,
        metadata={"description": "In words; needed when the reason is other"},
    )


class BecameSchema(Schema):
    """A report, and what became of it."""

    id = fields.Integer(required=True)
    venue = fields.Nested(ReviewedVenueSchema, required=True)
    status = fields.String(
        required=True, metadata={"enum": [each.value for each in Outcome]}
    )
    created_at = fields.DateTime(required=True)
    handled_at = fields.DateTime(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class ReviewReportSchema(BecameSchema):
    """A report of a review, and what became of it."""

    review_id = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "null when its writer took the review back"},
    )
    reason = fields.String(required=True, metadata={"enum": FAULTS})
    text = fields.String(required=True, allow_none=True)


class ReviewReportPageSchema(PageSchema):
    """A page of what one reported of reviews, the newest first."""

    items = fields.List(fields.Nested(ReviewReportSchema), required=True)


class ReplyBodySchema(Schema):
    """What the owner of the venue answers."""

    text = Words(longest=LONGEST_REPLY, lines=True, required=True)


class OwnReplySchema(ReplySchema):
    """The reply as its venue's owner reads it."""

    versioned = True
    review_id = fields.Integer(required=True)


class AppealBodySchema(Schema):
    """Why a decision was wrong."""

    text = Words(longest=LONGEST_APPEAL, lines=True, required=True)


class AppealSchema(Schema):
    """An appeal that was taken."""

    case_id = fields.UUID(
        required=True, metadata={"description": "As in the public moderation log"}
    )
    state = fields.String(required=True)


class PhotoReportBodySchema(Schema):
    """What is wrong with a photo."""

    reason = Choice(*PHOTO_FAULTS, required=True)


class PhotoReportSchema(AppealSchema):
    """A report of a photo that was taken."""


class MyPhotoReportSchema(BecameSchema):
    """A report of a photo, and what became of it."""

    photo_id = fields.Integer(required=True)
    reason = fields.String(required=True, metadata={"enum": PHOTO_FAULTS})


class MyPhotoReportPageSchema(PageSchema):
    """A page of what one reported of photos, the newest first."""

    items = fields.List(fields.Nested(MyPhotoReportSchema), required=True)


class PhoneBodySchema(Schema):
    """A phone that is the caller's."""

    token = Words(
        longest=43,
        required=True,
        metadata={"description": "The token that POST /v1/devices gave it"},
    )
