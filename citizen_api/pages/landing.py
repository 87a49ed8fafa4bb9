"""What opens when a code on the street is scanned: the page itself, no redirect."""

import logging
from typing import Any

import orjson
import psycopg
from flask import Blueprint, Response, current_app, redirect, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from citizen_api.callers import public as anyone
from citizen_api.http.caching import public
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database
from citizen_api.links import openers, rules, scanning
from citizen_api.links.models import Kind
from citizen_api.links.queries import Target, standing
from citizen_api.links.resources import found, read_code, scan_name, shown
from citizen_api.pages import landing_food, tours, venue
from citizen_api.pages.html import VARY, page
from citizen_api.pages.languages import spoken
from citizen_api.problems import (
    ExpiredCode,
    MistypedCode,
    NotFound,
    Problem,
    RevokedCode,
)
from citizen_api.tours.queries import tour
from qr.payload import SCAN_MARK, host_of

MAX_AGE = 30
# A scan reaches us each time; the browser may still show the page when one goes back.
EACH_TIME = "private, no-cache"

log = logging.getLogger(__name__)
blueprint = Blueprint("landing", __name__, template_folder="templates")


@blueprint.get("/q/<code>")
@anyone
def land(code: str) -> Response:
    """Open what a code stands for: a page for people, JSON for apps."""
    if negotiate("text/html", JSON) == JSON:
        return for_app(found(code))
    try:
        known = found(code)
        scan = counted(known)
        return opened(known, standing(database(), known, now()), scan)
    except (NotFound, MistypedCode, RevokedCode, ExpiredCode) as problem:
        return trouble(problem)


@blueprint.get("/q")
@anyone
def type_code() -> Response:
    """Open the code that somebody typed from under a poster."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return page("landing_typed.html", max_age=MAX_AGE)
    try:
        answer = current_app.make_response(redirect(f"/q/{read_code(typed)}", 303))
    except MistypedCode as problem:
        return trouble(problem)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def for_app(known: Target) -> Response:
    """The target as data; `scan` when it was scanned, for a sighting."""
    scan = counted(known)
    content = shown(standing(database(), known, now()))
    if not is_marked():
        return public(orjson.dumps(content), JSON, max_age=MAX_AGE)
    scanned = orjson.dumps(content | {"scan": scan})
    return each_time(Response(scanned, content_type=JSON))


def opened(known: Target, target: Target, scan: str | None) -> Response:
    """The page of what a code stands for."""
    template, content = CONTENTS[Kind(target.kind)](target)
    response = page(
        template,
        max_age=None if is_marked() else MAX_AGE,
        **content,
        **about_code(known, scan),
    )
    return each_time(response) if is_marked() else response


def each_time(response: Response) -> Response:
    """The same, to be asked for again each time."""
    response.headers["Cache-Control"] = EACH_TIME
    response.headers["Vary"] = VARY
    return response


def about_code(known: Target, scan: str | None) -> dict[str, Any]:
    """What every page of a code says of it."""
    path = f"/q/{known.code}"
    return {
        "code": known,
        "scan": scan,
        "host": host_of(current_app.config["PUBLIC_URL"]),
        "path": path,
        # The address of this page for others, and after another language is chosen.
        "here": lambda: path,
    }


def is_marked() -> bool:
    """Whether the address is the one that was printed, not one that was shared."""
    name, value = SCAN_MARK
    return request.args.get(name) == value


def counted(known: Target) -> str | None:
    """Count a scan, when it is one; what it is called for a sighting.

    Counting is not worth a page: when it fails, the page comes all the same.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    looked_at = request.method == "GET" and is_marked()
    if not looked_at or openers.is_fetched_for_others(headers):
        return None
    device = openers.device_of(headers)
    try:
        number = scanning.count_scan(database(), known.code, now(), spoken(), device)
    except (psycopg.Error, DBAPIError, NoConnection) as error:
        log.warning("scan not counted: %s", type(error).__name__)
        return None
    return scan_name(known.code, number)


def trouble(problem: Problem) -> Response:
    """The page for a code that opens nothing."""
    return page(
        "landing_trouble.html",
        max_age=None,
        status=problem.status,
        problem=problem.name,
        here=lambda: "/q",
    )


def venue_page(target: Target) -> tuple[str, dict[str, Any]]:
    """The page of the venue."""
    content = venue.about(venue.found(target.id))
    return "landing_whole.html", {"whole": "venue.html", **content}


def street_page(target: Target) -> tuple[str, dict[str, Any]]:
    """What to eat in a food street, and where it is open now."""
    return "landing_street.html", {"street": target, **landing_food.street(target)}


def dish_page(target: Target) -> tuple[str, dict[str, Any]]:
    """Who serves a dish, the nearest to the poster first."""
    return "landing_dish.html", {"dish": target, **landing_food.dish(target)}


def tour_page(target: Target) -> tuple[str, dict[str, Any]]:
    """The page of the food walk."""
    walk = tour(database(), target.id)
    if walk is None:
        raise NotFound
    return "landing_whole.html", {"whole": "tour.html", **tours.about(walk)}


def leaving_page(target: Target) -> tuple[str, dict[str, Any]]:
    """Where the code leads, and that it is another host if it is one."""
    return "leaving.html", {"address": target.id, "elsewhere": rules.host_of(target.id)}


def thing_page(target: Target) -> tuple[str, dict[str, Any]]:
    """What the code is on, of which there is no more to tell yet."""
    return "landing_thing.html", {"thing": target}


CONTENTS = {
    Kind.VENUE: venue_page,
    Kind.STREET: street_page,
    Kind.DISH: dish_page,
    Kind.TOUR: tour_page,
    Kind.PAGE: leaving_page,
    Kind.STATION: thing_page,
    Kind.BIKE: thing_page,
    Kind.RECEIPT: thing_page,
}
