"""How the making of a score looks on the wire."""

from marshmallow import fields

from citizen_api.http.api import BothSchema, Schema


class PriorSchema(Schema):
    """What stands in for ratings that are not there yet."""

    stars = fields.Float(
        required=True, metadata={"description": "The level of the whole city"}
    )
    ratings = fields.Integer(
        required=True, metadata={"description": "As if so many had given it"}
    )


class HeldSchema(Schema):
    """How many ratings do not count, and why."""

    reason = fields.String(
        required=True,
        metadata={"description": "`surge`, `content`, `conflict` or `report`"},
    )
    text = fields.Nested(BothSchema, required=True)
    count = fields.Integer(required=True)


class SurgeSchema(Schema):
    """A burst of doubtful ratings, which wait for a person to decide."""

    id = fields.Integer(
        required=True,
        metadata={"description": "Appealed against at `/v1/surges/{surge_id}/appeals`"},
    )
    kind = fields.String(
        required=True, metadata={"description": "`day`, `month` or `person`"}
    )
    reason = fields.Nested(BothSchema, required=True)
    since = fields.DateTime(required=True)
    until = fields.DateTime(
        required=True,
        metadata={"description": "Until then ratings of new devices are held too"},
    )
    held = fields.Integer(required=True)


class ScoreExplainedSchema(Schema):
    """What a score is made of."""

    rule = fields.Nested(BothSchema, required=True)
    prior = fields.Nested(PriorSchema, required=True)
    weight = fields.Float(
        required=True,
        metadata={"description": "What all ratings weigh; an ordinary one weighs 1"},
    )
    counted_fully = fields.Integer(required=True)
    counted_partly = fields.Integer(required=True)
    visited = fields.Integer(
        required=True, metadata={"description": "How many came with a proof of visit"}
    )
    held = fields.List(
        fields.Nested(HeldSchema),
        required=True,
        metadata={"description": "Readable, not counted"},
    )
    dropped = fields.List(fields.Nested(HeldSchema), required=True)
    surge = fields.Nested(SurgeSchema, required=True, allow_none=True)


class DishScoreSchema(Schema):
    """What the stars for a dish come to."""

    score = fields.Float(required=True, allow_none=True)
    stars_mean = fields.Float(required=True, allow_none=True)
    ratings_count = fields.Integer(required=True)
