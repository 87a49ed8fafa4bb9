"""A page of venues, as JSON and as GeoJSON."""

from marshmallow import fields

from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.venues.schemas.items import (
    NamedAreaSchema,
    PointSchema,
    VenueItemSchema,
)


class NearestSchema(Schema):
    """The venue that comes nearest to what was asked."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    distance_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "From lat and lon; else from the middle of the box, or of"
            " the area; null when nothing says where"
        },
    )


class WhyEmptySchema(Schema):
    """Why there is nothing, and what is near."""

    reason = fields.String(
        required=True,
        metadata={
            "description": "not-understood, nobody-serves-it, not-on-menu, closed,"
            " hours-unknown, too-dear, score, too-far, outside, other-area,"
            " all-together or nothing"
        },
    )
    detail = fields.String(
        required=True, metadata={"description": "The same as a sentence"}
    )
    count = fields.Integer(
        required=True, metadata={"description": "How many without that, 50 at most"}
    )
    nearest = fields.Nested(
        NearestSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "Without that, the nearest venue whose place is known; the"
            " one with the best score when nothing says where; null without any"
        },
    )


class UnderstoodAreaSchema(NamedAreaSchema):
    """An area that the words or `ward` were taken for."""

    kind = fields.String(required=True)
    now = fields.List(
        fields.Nested(NamedAreaSchema),
        required=True,
        metadata={"description": "For a former one: what it became"},
    )


class UnderstoodSchema(Schema):
    """What the search was taken to mean."""

    dishes = fields.List(fields.String(), required=True)
    areas = fields.List(fields.Nested(UnderstoodAreaSchema), required=True)
    open_at = fields.DateTime(required=True, allow_none=True)
    sort = fields.String(required=True)


class LeftOutSchema(Schema):
    """What the conditions left out though it may be an answer."""

    hours_unknown = fields.Integer(
        required=True,
        metadata={"description": "Venues whose hours are not known, 50 at most"},
    )


class ListMembersSchema(PageSchema):
    """What stands beside the venues of a page."""

    understood = fields.Nested(UnderstoodSchema, required=True)
    left_out = fields.Nested(LeftOutSchema, required=True, allow_none=True)
    why_empty = fields.Nested(WhyEmptySchema, required=True, allow_none=True)


class VenuePageSchema(ListMembersSchema):
    """A page of venues."""

    items = fields.List(fields.Nested(VenueItemSchema), required=True)


class VenuePropertiesSchema(VenueItemSchema):
    """A venue as the properties of a GeoJSON Feature."""

    class Meta:
        """Said by the Feature itself."""

        exclude = ("id", "location")


class VenueFeatureSchema(Schema):
    """A venue as a GeoJSON Feature."""

    type = fields.Constant("Feature", required=True)
    id = fields.String(required=True)
    geometry = fields.Nested(PointSchema, required=True, allow_none=True)
    properties = fields.Nested(VenuePropertiesSchema, required=True)


class VenueCollectionSchema(ListMembersSchema):
    """A page of venues as a GeoJSON FeatureCollection (RFC 7946)."""

    type = fields.Constant("FeatureCollection", required=True)
    features = fields.List(fields.Nested(VenueFeatureSchema), required=True)
