"""How reviews look on the wire."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from citizen_api.fields import (
    COMMON,
    BadText,
    Choice,
    Day,
    Parsed,
    Whole,
    Words,
    between,
)
from citizen_api.http.api import BothSchema, Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.media.schemas import PhotoSchema
from citizen_api.problems import Said
from citizen_api.reviews.models import State
from citizen_api.reviews.rules import LANGUAGE
from citizen_api.scores.schemas import ScoreExplainedSchema

LONGEST = 2000
MOST_DISHES = 20
TOO_MANY = Said("Nhiều nhất {max} món.", "At most {max} dishes.")
TWICE = Said("Một món chỉ chấm một lần.", "Each dish may be rated once.")
NO_LANGUAGE = Said(
    "Phải là mã ngôn ngữ như vi, en, zh-Hant.",
    "This must be a language such as vi, en, zh-Hant.",
)
SORTS = ("newest", "helpful")
A_LIST = Said("Phải là danh sách.", "This must be a list.")


def once_each(dishes: list[dict[str, Any]]) -> None:
    """Refuse a dish that is rated twice."""
    if len({each["dish_id"] for each in dishes}) < len(dishes):
        raise ValidationError(TWICE)


def read_language(text: object) -> str:
    """The language; raises BadText."""
    if not (isinstance(text, str) and LANGUAGE.fullmatch(text)):
        raise BadText(NO_LANGUAGE)
    return text


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
        metadata={
            "description": "Also of dishes that the venue does not list: their stars"
            " stand in the review, and at the venue once it lists them"
        },
    )
    text = Words(longest=LONGEST, lines=True, allow_none=True, load_default=None)
    language = Parsed(
        read_language,
        allow_none=True,
        load_default=None,
        metadata={
            "type": "string",
            "description": "Of the text, as BCP 47 writes it; seen from its letters"
            " where that can be seen",
            "pattern": f"^{LANGUAGE.pattern}$",
        },
    )
    visited_on = Day(
        allow_none=True,
        load_default=None,
        metadata={"description": "The day of the visit, within the last three years"},
    )


class ReasonSchema(Schema):
    """Why a review does not count."""

    code = fields.String(required=True)
    text = fields.Nested(BothSchema, required=True)


class ReviewSchema(Schema):
    """A review; who wrote it is nobody's business."""

    versioned = True
    id = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    dishes = fields.List(fields.Nested(DishStarsSchema), required=True)
    text = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    visited_on = fields.Date(required=True, allow_none=True)
    visited = fields.Boolean(
        required=True, metadata={"description": "Whether the visit was proved"}
    )
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    edited = fields.Boolean(required=True)
    state = fields.String(
        required=True,
        metadata={
            "enum": [each.value for each in State],
            "description": "Only what is counted moves the score",
        },
    )
    reason = fields.Nested(ReasonSchema, required=True, allow_none=True)
    helpful_count = fields.Integer(required=True)


class ReplySchema(Schema):
    """What the owner of the venue answered."""

    text = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    edited = fields.Boolean(required=True)


class ListedReviewSchema(ReviewSchema):
    """A review with its photos and the owner's answer."""

    photos = fields.List(fields.Nested(PhotoSchema), required=True)
    reply = fields.Nested(ReplySchema, required=True, allow_none=True)


class ReviewVersionSchema(Schema):
    """What a review said before it was changed."""

    version = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    dishes = fields.List(fields.Nested(DishStarsSchema), required=True)
    text = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    visited_on = fields.Date(required=True, allow_none=True)
    written_at = fields.DateTime(required=True)


class ReviewVersionPageSchema(PageSchema):
    """A page of what a review said before, the newest first."""

    items = fields.List(fields.Nested(ReviewVersionSchema), required=True)


class LeftOutReviewsSchema(Schema):
    """Reviews that are not in the list."""

    state = fields.String(required=True)
    reason = fields.Nested(ReasonSchema, required=True)
    count = fields.Integer(required=True)


class ReviewQuery(PageQuery):
    """How reviews are listed."""

    sort = Choice(*SORTS, load_default=SORTS[0])


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


class MyReviewPageSchema(PageSchema):
    """A page of what this device wrote, the newest first."""

    items = fields.List(fields.Nested(MyReviewSchema), required=True)


class ScoreSchema(Schema):
    """What all ratings come to."""

    score = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "What the rule in `score_explained` gives"},
    )
    stars_mean = fields.Float(required=True, allow_none=True)
    ratings_count = fields.Integer(required=True)
    histogram = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many gave 1, 2, 3, 4 and 5 stars"},
    )
    score_explained = fields.Nested(ScoreExplainedSchema, required=True)


class ReviewPageSchema(PageSchema):
    """A page of reviews, the score, and how many are not shown and why."""

    items = fields.List(fields.Nested(ListedReviewSchema), required=True)
    left_out = fields.List(fields.Nested(LeftOutReviewsSchema), required=True)
    score = fields.Nested(ScoreSchema, required=True)
