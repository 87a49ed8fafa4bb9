"""How tours look on the wire."""

from marshmallow import fields

from citizen_api.dishes.schemas import DishNameSchema
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.sources.schemas import SourceSchema
from citizen_api.venues.schemas.items import VenueItemSchema
from citizen_api.venues.schemas.whole import MenuItemSchema


class TourTextSchema(Schema):
    """A text in the languages that it was written in; vi and en always."""

    vi = fields.String(required=True)
    en = fields.String(required=True)
    ko = fields.String(required=True, allow_none=True)
    zh = fields.String(required=True, allow_none=True)
    ja = fields.String(required=True, allow_none=True)


class TourDishSchema(Schema):
    """A dish that is eaten on the way."""

    dish_id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)


class WalkBasisSchema(Schema):
    """What distances and minutes stand on."""

    distance = fields.Constant(
        "air-line",
        required=True,
        metadata={"description": "Along the straight line between neighbours"},
    )
    detour_factor = fields.Float(
        required=True,
        metadata={"description": "For minutes, streets are taken to be so much longer"},
    )
    metres_per_minute = fields.Integer(required=True)


class WalkSchema(Schema):
    """How far and how long one walks between the stops."""

    distance_m = fields.Integer(required=True)
    walking_min = fields.Integer(required=True)
    complete = fields.Boolean(
        required=True,
        metadata={"description": "False when the place of a stop is not known"},
    )
    basis = fields.Nested(WalkBasisSchema, required=True)


class OpenStopsSchema(Schema):
    """How many stops are open at this minute. Not known is not closed."""

    open = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    hours_unknown = fields.Integer(required=True)


class CuratedSchema(Schema):
    """Who put the tour together, and when."""

    by = fields.String(required=True)
    on = fields.Date(required=True)


class TourItemSchema(Schema):
    """A tour in a list."""

    id = fields.String(required=True)
    name = fields.Nested(TourTextSchema, required=True)
    summary = fields.Nested(TourTextSchema, required=True)
    part_of_day = fields.String(
        required=True,
        metadata={"description": "morning, noon, afternoon, evening or night"},
    )
    set_off = fields.String(
        required=True, metadata={"description": "HH:MM when one should start"}
    )
    stops_count = fields.Integer(required=True)
    dishes = fields.List(fields.Nested(TourDishSchema), required=True)
    walk = fields.Nested(WalkSchema, required=True)
    duration_min = fields.Integer(
        required=True, metadata={"description": "Walking, and staying at the stops"}
    )
    open_now = fields.Nested(OpenStopsSchema, required=True)
    curated = fields.Nested(CuratedSchema, required=True)


class TourPageSchema(PageSchema):
    """A page of tours."""

    items = fields.List(fields.Nested(TourItemSchema), required=True)


class LegSchema(Schema):
    """The way to a stop from the one before."""

    distance_m = fields.Integer(
        required=True, metadata={"description": "Along the air line"}
    )
    give_or_take_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "From how well both stops are placed"},
    )
    walking_min = fields.Integer(required=True)


class StopVenueSchema(VenueItemSchema):
    """The venue of a stop."""

    class Meta:
        """There is no search that it could match or be distant from."""

        exclude = ("match", "distance_m")


class StopSchema(Schema):
    """A stop: where, what to eat there, and for how long one stays."""

    number = fields.Integer(required=True)
    venue = fields.Nested(StopVenueSchema, required=True)
    note = fields.Nested(TourTextSchema, required=True, allow_none=True)
    stay_min = fields.Integer(required=True)
    from_previous = fields.Nested(
        LegSchema,
        required=True,
        allow_none=True,
        metadata={"description": "null at the first stop, or when no place is known"},
    )
    eat = fields.List(
        fields.Nested(MenuItemSchema),
        required=True,
        metadata={"description": "In this order; only what is still on the menu"},
    )


class TourSchema(TourItemSchema):
    """Everything about a tour."""

    stops = fields.List(fields.Nested(StopSchema), required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)


class PlacelessVenueSchema(StopVenueSchema):
    """The venue of a stop, whose place is the geometry of the Feature."""

    class Meta:
        """Said by the Feature itself."""

        exclude = ("match", "distance_m", "location")


class TourPropertiesSchema(Schema):
    """A stop as the properties of a Feature; the line has only `kind`."""

    kind = fields.String(
        required=True,
        metadata={"description": "stop, or air-line through those that are placed"},
    )
    number = fields.Integer()
    venue = fields.Nested(PlacelessVenueSchema)
    note = fields.Nested(TourTextSchema, allow_none=True)
    stay_min = fields.Integer()
    from_previous = fields.Nested(LegSchema, allow_none=True)
    eat = fields.List(fields.Nested(MenuItemSchema))


class TourGeometrySchema(Schema):
    """A Point for a stop, a LineString for the way: longitude, latitude (WGS 84)."""

    type = fields.String(required=True)
    coordinates = fields.List(fields.Raw(), required=True)


class TourFeatureSchema(Schema):
    """A stop, or the line through all of them."""

    type = fields.Constant("Feature", required=True)
    id = fields.String(required=True)
    geometry = fields.Nested(TourGeometrySchema, required=True, allow_none=True)
    properties = fields.Nested(TourPropertiesSchema, required=True)


class TourCollectionSchema(Schema):
    """The stops of a tour as a GeoJSON FeatureCollection (RFC 7946)."""

    type = fields.Constant("FeatureCollection", required=True)
    features = fields.List(fields.Nested(TourFeatureSchema), required=True)
