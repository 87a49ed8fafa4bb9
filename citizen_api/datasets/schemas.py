"""How the catalogue of open data looks on the wire."""

from marshmallow import fields

from citizen_api.dishes.schemas import DishNameSchema
from citizen_api.http.api import Schema


class DatasetLicenceSchema(Schema):
    """What one may do with a dataset."""

    id = fields.String(required=True, metadata={"description": "As SPDX has it"})
    url = fields.Url(required=True)


class DistributionSchema(Schema):
    """A file of a dataset."""

    format = fields.String(required=True)
    media_type = fields.String(required=True)
    url = fields.Url(required=True)


class DatasetSchema(Schema):
    """A dataset, as DCAT describes one."""

    id = fields.String(required=True)
    title = fields.Nested(DishNameSchema, required=True)
    description = fields.Nested(DishNameSchema, required=True)
    licence = fields.Nested(DatasetLicenceSchema, required=True)
    attribution = fields.Nested(
        DishNameSchema,
        required=True,
        metadata={"description": "To be shown beside what is made of it"},
    )
    updated = fields.DateTime(required=True)
    distributions = fields.List(fields.Nested(DistributionSchema), required=True)


class CatalogueSchema(Schema):
    """Every dataset, and the state of the city that they show."""

    version = fields.Integer(
        required=True, metadata={"description": "As `version` of /v1/sync"}
    )
    hash = fields.String(required=True)
    items = fields.List(fields.Nested(DatasetSchema), required=True)
