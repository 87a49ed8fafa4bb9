"""How photos look on the wire."""

from marshmallow import fields, validate

from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.media.models import State


class PhotoSchema(Schema):
    """A photo: pixels and nothing else."""

    id = fields.Integer(required=True)
    url = fields.String(
        required=True,
        metadata={"description": "The photo as JPEG, at most 1600 pixels a side"},
    )
    thumb_url = fields.String(
        required=True,
        metadata={"description": "The same, at most 320 pixels a side"},
    )
    width = fields.Integer(
        required=True, metadata={"description": "Of the large one, in pixels"}
    )
    height = fields.Integer(required=True)


class PhotoAtVenueSchema(PhotoSchema):
    """A photo, and who put it there."""

    by = fields.String(
        required=True,
        validate=validate.OneOf(["owner", "visitor"]),
        metadata={"description": "Who put it there"},
    )
    review_id = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The review that it belongs to, of a visitor's"},
    )


class OwnPhotoSchema(PhotoSchema):
    """A photo of one's own, also when nobody else sees it."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(list(State)),
        metadata={"description": "Only what is shown has an address that answers"},
    )
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why a moderator removed it, in a word"},
    )
    note = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The same in the moderator's words"},
    )


class OwnPhotosSchema(Schema):
    """The photos of one's own review, the oldest first."""

    items = fields.List(fields.Nested(OwnPhotoSchema), required=True)


class PhotoPageSchema(PageSchema):
    """A page of photos, the newest first."""

    items = fields.List(fields.Nested(PhotoAtVenueSchema), required=True)
