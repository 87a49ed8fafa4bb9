"""The doors of the stations."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from flask import Response

from citizen_api.bikes import cards, history, prediction, stations
from citizen_api.bikes.rules import is_stale
from citizen_api.bikes.schemas import (
    StationCardQuery,
    StationCollectionSchema,
    StationPageSchema,
    StationQuery,
)
from citizen_api.bikes.schemas_card import StationSchema
from citizen_api.bikes.tiles import tile
from citizen_api.callers import public as anyone
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.clock import now
from citizen_api.http.cursors import asked_of, begins, seal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.places import centre_of
from citizen_api.http.session import database, kept
from citizen_api.http.telling import Example
from citizen_api.http.tiles import MVT, tile_at
from citizen_api.problems import (
    BadCursor,
    FieldError,
    InvalidRequest,
    NotAcceptable,
    NotFound,
    Said,
)
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all
from geo.geojson import MEDIA_TYPE as GEOJSON

MAX_AGE = 15
ONE_OF_BOTH = Said(
    "Chỉ dùng một trong arrive_at và in_minutes.",
    "Only one of arrive_at and in_minutes.",
)
NOT_SOON = Said(
    "Phải từ bây giờ đến 7 ngày tới.", "This must be within the next 7 days."
)

blueprint = Blueprint("bikes", __name__, description="Where bikes stand now")


@blueprint.route("/v1/stations")
@anyone
@blueprint.arguments(StationQuery, location="query")
@blueprint.response(200, StationPageSchema, example=Example("list_stations"))
@blueprint.alt_response(
    200,
    schema=StationCollectionSchema,
    content_type=GEOJSON,
    example=Example("list_stations_geojson"),
    success=True,
)
@blueprint.problems(NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_stations")
def list_stations(asked: dict[str, Any]) -> Response:
    """Find stations of bikes: near a place, in a box, with bikes, with room

    With lat and lon the nearest come first. `counted` says how old the counts are.
    `Accept: application/geo+json` gives a FeatureCollection.
    """
    media_type, at = negotiate(JSON, GEOJSON), moment()
    identity = asked_of("stations", asked)
    after = begins(identity, asked)
    rows = stations.stations(database(), question(asked, after), opened(at), at)
    limit = asked["limit"]
    more, shown = len(rows) > limit, rows[:limit]
    cursor = seal(identity, [shown[-1].metres, shown[-1].id]) if more else None
    if media_type == GEOJSON:
        content = cards.collection(shown, at)
    else:
        content = {"items": [cards.item(row, at) for row in shown]}
    return page(content, cursor, max_age=MAX_AGE, media_type=media_type)


@blueprint.route("/v1/stations/<slug:station_id>")
@anyone
@blueprint.arguments(StationCardQuery, location="query")
@blueprint.response(200, StationSchema, example=Example("get_station"))
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_station")
def get_station(asked: dict[str, Any], station_id: str) -> Response:
    """Tell everything about a station, and what it may have when you arrive

    Its counts and their age, the last 24 hours, and with `arrive_at` or `in_minutes`
    how likely there is a bike, and room, by what was there on earlier weeks.
    """
    negotiate(JSON)
    at = moment()
    arrival = arrival_of(asked, at)
    row = stations.station(database(), station_id, opened(at), at)
    if row is None:
        raise NotFound
    content = {
        **cards.item(row, at),
        "place_is": stations.place_note(database(), row.id),
        "last_day": cards.series(history.last_day(database(), row.id, at)),
        "prediction": arrival and predicted(row, arrival, at),
    }
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)


@blueprint.route("/v1/maps/stations/<digits:z>/<digits:x>/<digits:y>.mvt")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BYTES, content_type=MVT, example="(tile)")
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_stations_tile")
def get_stations_tile(asked: dict[str, Any], z: int, x: int, y: int) -> Response:
    """Draw the stations of a map tile (XYZ, Web Mercator) as a vector tile

    One layer, `stations`. To zoom 11 clusters with `stations`, `bikes` and `docks`;
    from zoom 12 each with `id`, `name`, `bikes`, `docks`, `renting`, `accuracy_m`.
    """
    negotiate(MVT, "application/x-protobuf")
    place, at = tile_at(z, x, y), moment()
    return public(tile(database(), place, opened(at), at), MVT, max_age=MAX_AGE)


def moment() -> datetime:
    """The last quarter of a minute: counts are as new as that, or newer."""
    at = now().replace(microsecond=0)
    return at - timedelta(seconds=at.second % MAX_AGE)


def opened(at: datetime) -> bytes:
    """One bit per schedule, set when it is open then."""
    return open_bits(kept(load_all), at)


def question(asked: dict[str, Any], after: list[Any] | None) -> stations.Question:
    """What is asked, one more than a page holds. Raises InvalidRequest."""
    return stations.Question(
        centre=centre_of(asked),
        radius=asked.get("radius"),
        bbox=asked.get("bbox"),
        bikes=asked.get("with_bikes"),
        kind=asked.get("vehicle_type"),
        room=asked.get("with_room"),
        system=asked.get("system"),
        limit=asked["limit"] + 1,
        after=(after[0], after[1]) if after else None,
    )


def arrival_of(asked: dict[str, Any], at: datetime) -> datetime | None:
    """When one will be there. Raises InvalidRequest."""
    if "arrive_at" in asked and "in_minutes" in asked:
        raise InvalidRequest(errors=[FieldError(ONE_OF_BOTH, parameter="in_minutes")])
    if "in_minutes" in asked:
        return at + timedelta(minutes=asked["in_minutes"])
    arrival: datetime | None = asked.get("arrive_at")
    if arrival is None:
        return None
    if not at - timedelta(minutes=1) <= arrival <= at + prediction.FARTHEST:
        raise InvalidRequest(errors=[FieldError(NOT_SOON, parameter="arrive_at")])
    return max(arrival.astimezone(at.tzinfo), at)


def predicted(row: stations.Row, arrival: datetime, at: datetime) -> dict[str, Any]:
    """What may be there then."""
    past = history.past(database(), row.id, arrival, at)
    here = prediction.Now(row.available, row.docks_available, row.capacity)
    near = arrival - at <= prediction.NEAR and not is_stale(row.as_of, at)
    bike, room = prediction.chances(past, here, near=near)
    return cards.prediction(arrival, bike, room, near=near)
