"""How venues look on the wire."""

from marshmallow import fields

from citizen_api.dishes.schemas import DishNameSchema, PriceSchema
from citizen_api.fields import Choice, Number, Parsed, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery
from citizen_api.sources.schemas import SourceSchema
from citizen_api.venues.asking import BOX, MOMENT, read_bbox, read_moment
from citizen_api.venues.questions import Sort

LONGEST_RADIUS = 100_000
DEAREST = 100_000_000


class VenueQuery(PageQuery):
    """The parameters of the list of venues; all conditions must hold."""

    dish = Words(
        longest=80, metadata={"description": "Id of a dish", "example": "banh-da-cua"}
    )
    q = Words(
        longest=100,
        metadata={
            "description": "A dish, a venue, a street or a ward, as people type it",
            "example": "banh da cua",
        },
    )
    lat = Number(validate=between(-90, 90), metadata={"example": 20.8561})
    lon = Number(validate=between(-180, 180), metadata={"example": 106.6822})
    radius = Number(
        validate=between(1, LONGEST_RADIUS), metadata={"description": "Metres"}
    )
    bbox = Parsed(
        read_bbox,
        metadata={
            "type": "string",
            "pattern": f"^{BOX}$",
            "description": "west,south,east,north in degrees",
            "example": "106.67,20.84,106.70,20.87",
        },
    )
    open_at = Parsed(
        read_moment,
        metadata={
            "type": "string",
            "pattern": f"^(?:{MOMENT})$",
            "description": "now, HH:MM of today, or an RFC 3339 time;"
            " venues whose hours are not known are left out, and counted",
            "example": "now",
        },
    )
    max_price = Whole(
        validate=between(0, DEAREST),
        metadata={"description": "VND, of the dish that is asked for"},
    )
    ward = Words(
        longest=100,
        metadata={
            "description": "Code or name of a ward, or of a ward or district before"
            " July 2025",
            "example": "quận Ngô Quyền",
        },
    )
    min_score = Number(validate=between(1, 5), metadata={"description": "Stars"})
    sort = Choice(
        *Sort,
        load_default=Sort.RELEVANCE,
        metadata={
            "description": "relevance: the best name, else the nearest, else the best"
            " score"
        },
    )


class NamedAreaSchema(Schema):
    """A ward or district: its GSO code and its name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class WardSchema(NamedAreaSchema):
    """The ward of today."""

    certain = fields.Boolean(
        required=True,
        metadata={"description": "False when the place is too vague to tell"},
    )


class AddressSchema(Schema):
    """An address; people still use the wards and districts before July 2025."""

    text = fields.String(required=True)
    street = fields.String(required=True, allow_none=True)
    ward = fields.Nested(WardSchema, required=True, allow_none=True)
    former_ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    former_district = fields.Nested(NamedAreaSchema, required=True, allow_none=True)


class PointSchema(Schema):
    """A GeoJSON Point: longitude, latitude (WGS 84)."""

    type = fields.Constant("Point", required=True)
    coordinates = fields.List(
        fields.Float(), required=True, metadata={"minItems": 2, "maxItems": 2}
    )


class OpenSchema(Schema):
    """Whether a venue is open. Not known is not closed."""

    now = fields.Boolean(required=True, allow_none=True)
    known = fields.Boolean(required=True)
    until = fields.DateTime(required=True, allow_none=True)
    opens_at = fields.DateTime(required=True, allow_none=True)
    holiday = fields.Nested(
        DishNameSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The public holiday that may change the hours"},
    )


class CitedSchema(Schema):
    """The source of a fact."""

    id = fields.String(required=True)
    title = fields.String(required=True)


class MatchSchema(Schema):
    """The dish that was asked for, and what it costs here."""

    dish_id = fields.String(required=True)
    price = fields.Nested(PriceSchema, required=True, allow_none=True)
    source = fields.Nested(CitedSchema, required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    stale = fields.Boolean(required=True)


class VenueItemSchema(Schema):
    """A venue in a list."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    address = fields.Nested(AddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The true place lies within so many metres"},
    )
    basis = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "How the place was found; only pin what is exact"},
    )
    distance_m = fields.Integer(required=True, allow_none=True)
    open = fields.Nested(OpenSchema, required=True)
    score = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Shrunk mean of stars; null when nobody rated"},
    )
    ratings_count = fields.Integer(required=True)
    match = fields.Nested(MatchSchema, required=True, allow_none=True)


class NearestSchema(Schema):
    """The venue that comes nearest to what was asked."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    distance_m = fields.Integer(required=True, allow_none=True)


class WhyEmptySchema(Schema):
    """Why there is nothing, and what is near."""

    reason = fields.String(
        required=True,
        metadata={
            "description": "not-understood, nobody-serves-it, closed, too-dear, score,"
            " too-far, outside, other-area, all-together or nothing"
        },
    )
    detail = fields.String(required=True)
    count = fields.Integer(
        required=True, metadata={"description": "How many without that, 50 at most"}
    )
    nearest = fields.Nested(NearestSchema, required=True, allow_none=True)


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


class ListMembersSchema(Schema):
    """What stands beside the venues of a page."""

    next = fields.String(required=True, allow_none=True)
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


SOURCES = fields.List(fields.Nested(SourceSchema), required=True)


class FullAddressSchema(AddressSchema):
    """An address with its number and alley apart."""

    house_number = fields.String(required=True, allow_none=True)
    alley = fields.String(required=True, allow_none=True)


class PeriodSchema(Schema):
    """Open from … to …; when it closes not later than it opens, on the next day."""

    opens = fields.String(required=True)
    closes = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not known"}
    )
    known = fields.Boolean(required=True)


class DaySchema(Schema):
    """A day of the ordinary week."""

    day = fields.String(required=True, metadata={"description": "mo … su"})
    periods = fields.List(fields.Nested(PeriodSchema), required=True)


class SpecialDaySchema(Schema):
    """A public holiday, or a date with other hours, in the coming 30 days."""

    day = fields.Date(required=True)
    holiday = fields.Nested(DishNameSchema, required=True, allow_none=True)
    known = fields.Boolean(
        required=True,
        metadata={"description": "False: these are the hours of an ordinary day"},
    )
    periods = fields.List(fields.Nested(PeriodSchema), required=True)


class FactSchema(Schema):
    """Where a fact comes from, and how old it is."""

    note = fields.String(required=True, allow_none=True)
    source = fields.Nested(CitedSchema, required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    stale = fields.Boolean(required=True)


class HoursFactSchema(FactSchema):
    """What one source says of the hours."""

    opening_hours = fields.String(
        required=True, allow_none=True, metadata={"description": "OSM opening_hours"}
    )
    used = fields.Boolean(required=True)


class HoursSchema(Schema):
    """The hours: the ones in use, and what every source says."""

    opening_hours = fields.String(required=True, allow_none=True)
    week = fields.List(fields.Nested(DaySchema), required=True, allow_none=True)
    special_days = fields.List(fields.Nested(SpecialDaySchema), required=True)
    sources = fields.List(fields.Nested(HoursFactSchema), required=True)


class PriceFactSchema(FactSchema):
    """What one source says of a price."""

    price = fields.Nested(PriceSchema, required=True)


class MenuItemSchema(Schema):
    """A dish on the menu, and its prices by source, the best first."""

    dish_id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    note = fields.String(required=True, allow_none=True)
    prices = fields.List(fields.Nested(PriceFactSchema), required=True)


class HonourSchema(Schema):
    """An honour that was given to the venue."""

    name = fields.String(required=True)
    source = fields.String(required=True)


class VenueSchema(Schema):
    """Everything that is known of a venue."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    kind = fields.String(required=True)
    address = fields.Nested(FullAddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    place_note = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    open = fields.Nested(OpenSchema, required=True)
    hours = fields.Nested(HoursSchema, required=True)
    menu = fields.List(fields.Nested(MenuItemSchema), required=True)
    score = fields.Float(required=True, allow_none=True)
    stars_mean = fields.Float(required=True, allow_none=True)
    ratings_count = fields.Integer(required=True)
    histogram = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many gave 1, 2, 3, 4 and 5 stars"},
    )
    honours = fields.List(fields.Nested(HonourSchema), required=True)
    sources = SOURCES
