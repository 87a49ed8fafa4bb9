"""How facilities look on the wire."""

from marshmallow import fields

from citizen_api.facilities.models import Fact, Kind, Taken
from citizen_api.fields import Choice, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.http.places import PlacesQuery

MOST = 200


class FacilityQuery(PlacesQuery):
    """The parameters of the list of facilities; all conditions must hold."""

    limit = Whole(
        load_default=20,
        validate=between(1, MOST),
        metadata={"description": "How many at most; 200 is the whole city"},
    )
    q = Words(
        longest=100,
        metadata={
            "description": "Words of its name, address or ward, with or without marks",
            "example": "benh vien mau",
        },
    )
    kind = Choice(*Kind)
    takes = Choice(
        *Taken, metadata={"description": "What a patient may show for the card"}
    )


class FacilityWardSchema(Schema):
    """The ward of today that it lies in."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class FacilityPlaceSchema(Schema):
    """A Point: longitude, latitude (WGS 84)."""

    type = fields.Constant("Point", required=True)
    coordinates = fields.List(fields.Float(), required=True)


class FacilityFactsSchema(Schema):
    """What is told of a facility, but for its place."""

    code = fields.String(
        required=True, metadata={"description": "Five digits; 99… are no real ones"}
    )
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": [*Kind]})
    synthetic = fields.Boolean(
        required=True, metadata={"description": "True: there is no such facility"}
    )
    invented = fields.List(
        fields.String(metadata={"enum": [*Fact]}),
        required=True,
        metadata={"description": "What of it is made up"},
    )
    address = fields.String(required=True, allow_none=True)
    ward = fields.Nested(FacilityWardSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    takes = fields.List(fields.String(metadata={"enum": [*Taken]}), required=True)
    distance_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "From lat, lon; null where either is not known"},
    )


class FacilitySchema(FacilityFactsSchema):
    """A facility."""

    location = fields.Nested(FacilityPlaceSchema, required=True, allow_none=True)


class FacilityPageSchema(PageSchema):
    """A page of facilities, the nearest first, else by code."""

    items = fields.List(fields.Nested(FacilitySchema), required=True)


class FacilityFeatureSchema(Schema):
    """A facility as a Feature."""

    type = fields.Constant("Feature", required=True)
    id = fields.String(required=True)
    geometry = fields.Nested(FacilityPlaceSchema, required=True, allow_none=True)
    properties = fields.Nested(FacilityFactsSchema, required=True)


class FacilityCollectionSchema(PageSchema):
    """Facilities as a GeoJSON FeatureCollection (RFC 7946)."""

    type = fields.Constant("FeatureCollection", required=True)
    features = fields.List(fields.Nested(FacilityFeatureSchema), required=True)
