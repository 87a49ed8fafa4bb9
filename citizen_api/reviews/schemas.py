"""How reviews look on the wire."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from citizen_api.fields import COMMON, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.problems import Said

LONGEST = 2000
MOST_DISHES = 20
TOO_MANY = Said("Nhiều nhất {max} món.", "At most {max} dishes.")
TWICE = Said("Một món chỉ chấm một lần.", "Each dish may be rated once.")
A_LIST = Said("Phải là danh sách.", "This must be a list.")


def once_each(dishes: list[dict[str, Any]]) -> None:
    """Refuse a dish that is rated twice."""
    if len({each["dish_id"] for each in dishes}) < len(dishes):
        raise ValidationError(TWICE)


class DishStarsSchema(Schema):
    """Stars for one dish."""

    dish_id = Words(longest=80, required=True)
    stars = Whole(required=True, validate=between(1, 5), strict=True)


class ReviewBodySchema(Schema):
    """What a device says of a venue."""

    stars = Whole(required=True, validate=between(1, 5), strict=True)
    dishes = fields.List(
        fields.Nested(DishStarsSchema),
        load_default=list,
        validate=[validate.Length(max=MOST_DISHES, error=TOO_MANY), once_each],
        error_messages={**COMMON, "invalid": A_LIST},
    )
    text = Words(longest=LONGEST, lines=True, allow_none=True, load_default=None)


class ReviewSchema(Schema):
    """A review; who wrote it is nobody's business."""

    id = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    dishes = fields.List(fields.Nested(DishStarsSchema), required=True)
    text = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)


class ReviewedVenueSchema(Schema):
    """The venue that a review is of."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class MyReviewSchema(ReviewSchema):
    """A review of this device's."""

    venue = fields.Nested(ReviewedVenueSchema, required=True)
    etag = fields.String(
        required=True,
        metadata={"description": "What If-Match takes to change or take back this"},
    )


class MyReviewPageSchema(Schema):
    """A page of what this device wrote, the newest first."""

    items = fields.List(fields.Nested(MyReviewSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class ScoreSchema(Schema):
    """What all ratings come to."""

    score = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "As if five people had already given 3.5 stars"},
    )
    stars_mean = fields.Float(required=True, allow_none=True)
    ratings_count = fields.Integer(required=True)
    histogram = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many gave 1, 2, 3, 4 and 5 stars"},
    )


class ReviewPageSchema(Schema):
    """A page of reviews, the newest first, and the score."""

    items = fields.List(fields.Nested(ReviewSchema), required=True)
    score = fields.Nested(ScoreSchema, required=True)
    next = fields.String(required=True, allow_none=True)
