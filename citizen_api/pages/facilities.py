"""Health facilities: by name, near the reader, or by what they take for the card."""

from functools import partial
from typing import Any, Final

from flask import Blueprint, Response, request

from citizen_api.callers import public as anyone
from citizen_api.facilities.models import Fact, Kind, Taken
from citizen_api.facilities.queries import facilities
from citizen_api.facilities.resources import understood
from citizen_api.facilities.rules import Found, search
from citizen_api.fields import Choice, Words
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import kept
from citizen_api.pages.asking import PlaceQuery, read, same_list
from citizen_api.pages.html import page
from citizen_api.pages.languages import marked
from citizen_api.pages.pins import facility_pin
from citizen_api.pages.sentences import wrong_fields
from citizen_api.problems import BadCursor, InvalidRequest
from citizen_api.versions import FACILITIES
from geo.geojson import point

HERE: Final = "/facilities"
MAX_AGE: Final = 300
PER_PAGE: Final = 20
KEPT: Final = ("q", "kind", "takes", "lat", "lon", "lang")
address = partial(same_list, KEPT)
KINDS: Final = {
    Kind.HOSPITAL: marked("Hospital"),
    Kind.HEALTH_CENTRE: marked("Health centre"),
    Kind.POLYCLINIC: marked("Polyclinic"),
    Kind.WARD_STATION: marked("Ward health station"),
}
TAKES: Final = {
    Taken.CHIP_CARD: marked("Takes the chip card"),
    Taken.VNEID: marked("Takes VNeID"),
}

blueprint = Blueprint("facility_pages", __name__, template_folder="templates")


class FacilitiesQuery(PlaceQuery):
    """The parameters of the page."""

    q = Words(longest=100)
    kind = Choice(*Kind)
    takes = Choice(*Taken)
    cursor = Words(longest=400)


QUERY = FacilitiesQuery()


@blueprint.get(HERE)
@anyone
def listed() -> Response:
    """The facilities that a reader looks for, or what is wrong with the question."""
    try:
        asked = read(QUERY)
        found = search([*kept(facilities, FACILITIES).values()], understood(asked))
        rest = following(found, asked)
    except (InvalidRequest, BadCursor) as problem:
        errors = problem.errors or ["cursor"]
        return answered(
            {"q": request.args.get("q", "")[:100]}, [], wrong_fields(errors)
        )
    return answered(asked, found, (), rest)


def following(found: list[Found], asked: dict[str, Any]) -> list[Found]:
    """What comes after the pages that were seen before. Raises BadCursor."""
    if "cursor" not in asked:
        return found
    last = tuple(unseal(question(asked), asked["cursor"]))
    return [each for each in found if each.position > last]


def question(asked: dict[str, Any]) -> list[Any]:
    """What a cursor belongs to."""
    return ["facility page", *(str(asked.get(name)) for name in KEPT)]


def answered(
    asked: dict[str, Any],
    found: list[Found],
    troubles: Any = (),
    rest: list[Found] | None = None,
) -> Response:
    """The page; the map has every facility that was found, the list a few."""
    shown, cursor = cut(
        question(asked), rest or [], PER_PAGE, lambda each: each.position
    )
    numbers = {each.facility.code: n for n, each in enumerate(found, start=1)}
    return page(
        "facilities.html",
        max_age=None if troubles or "lat" in asked else MAX_AGE,
        status=422 if troubles else 200,
        asked=asked,
        troubles=troubles,
        address=address,
        items=[item(each, numbers[each.facility.code]) for each in shown],
        count=len(found),
        places=places(found),
        kinds=KINDS,
        takes=TAKES,
        following=cursor and address(cursor=cursor),
    )


def item(found: Found, number: int) -> dict[str, Any]:
    """A facility as the list tells of it; its number is that of its pin."""
    known = found.facility
    return {
        "number": number,
        "name": known.name,
        "kind": known.kind,
        "is_invented": Fact.NAME in known.invented,
        "address": known.address or (known.ward and known.ward[1]),
        "takes": known.takes,
        "has_place": known.place is not None,
        "accuracy_m": known.accuracy_m,
        "distance_m": None if found.metres is None else round(found.metres),
    }


def places(found: list[Found]) -> dict[str, Any]:
    """The facilities whose place is known, for the map."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": point(place),
                "properties": facility_pin(each.facility, place, number),
            }
            for number, each in enumerate(found, start=1)
            if (place := each.facility.place)
        ],
    }
