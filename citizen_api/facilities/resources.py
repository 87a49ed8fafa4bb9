"""The doors of the facilities."""

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.facilities.models import Fact
from citizen_api.facilities.queries import facilities
from citizen_api.facilities.rules import Found, Search, search
from citizen_api.facilities.schemas import (
    FacilityCollectionSchema,
    FacilityPageSchema,
    FacilityQuery,
    FacilitySchema,
)
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.cursors import asked_of, seal, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.places import centre_of
from citizen_api.http.session import kept
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BadCursor,
    NotAcceptable,
    NotFound,
)
from citizen_api.versions import FACILITIES
from geo.geojson import MEDIA_TYPE as GEOJSON
from geo.geojson import feature, feature_collection, point

MAX_AGE = 300

blueprint = Blueprint("facilities", __name__, description="Where people are treated")


@blueprint.route("/v1/facilities")
@anyone
@blueprint.arguments(FacilityQuery, location="query")
@blueprint.response(200, FacilityPageSchema, example=Example("list_facilities"))
@blueprint.alt_response(
    200,
    schema=FacilityCollectionSchema,
    content_type=GEOJSON,
    example=Example("list_facilities_geojson"),
    success=True,
)
@blueprint.problems(NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_facilities")
def list_facilities(asked: dict[str, Any]) -> Response:
    """Find health facilities: by name, kind, place, or what they take

    All conditions must hold; the nearest come first when `lat` and `lon` are given.
    `takes` tells where a chip card or VNeID stands for the insurance card.
    `Accept: application/geo+json` gives a FeatureCollection.
    """
    media_type = negotiate(JSON, GEOJSON)
    found = search([*kept(facilities, FACILITIES).values()], understood(asked))
    identity = asked_of("facilities", asked)
    if "cursor" in asked:
        last = tuple(unseal(identity, asked["cursor"]))
        found = [each for each in found if each.position > last]
    shown, rest = found[: asked["limit"]], found[asked["limit"] :]
    cursor = seal(identity, shown[-1].position) if rest else None
    return page(
        listed(shown, media_type), cursor, max_age=MAX_AGE, media_type=media_type
    )


@blueprint.route("/v1/facilities/<facility_code>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, FacilitySchema, example=Example("get_facility"))
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_facility")
def get_facility(asked: dict[str, Any], facility_code: str) -> Response:
    """Tell everything about a health facility

    `invented` names what of it is made up; `synthetic` ones do not exist at all.
    """
    negotiate(JSON)
    known = kept(facilities, FACILITIES).get(facility_code)
    if known is None:
        raise NotFound
    return public(orjson.dumps(item(Found(known, None))), JSON, max_age=MAX_AGE)


def understood(asked: dict[str, Any]) -> Search:
    """What is asked for. Raises InvalidRequest for half a place."""
    return Search(
        words=asked.get("q", ""),
        kind=asked.get("kind"),
        takes=asked.get("takes"),
        bbox=asked.get("bbox"),
        centre=centre_of(asked),
        radius=asked.get("radius"),
    )


def listed(shown: Sequence[Found], media_type: str) -> dict[str, Any]:
    """The facilities of a page, as JSON or as GeoJSON."""
    items = [item(each) for each in shown]
    if media_type == GEOJSON:
        return feature_collection(
            feature(each.pop("location"), each, each["code"]) for each in items
        )
    return {"items": items}


def item(found: Found) -> dict[str, Any]:
    """A facility on the wire."""
    known = found.facility
    return {
        "code": known.code,
        "name": known.name,
        "kind": known.kind,
        "synthetic": Fact.NAME in known.invented,
        "invented": known.invented,
        "address": known.address,
        "ward": known.ward and {"code": known.ward[0], "name": known.ward[1]},
        "location": known.place and point(known.place),
        "accuracy_m": known.accuracy_m,
        "takes": known.takes,
        "distance_m": None if found.metres is None else round(found.metres),
    }
