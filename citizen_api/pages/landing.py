"""What opens when a code on the street is scanned."""

from typing import Any

import orjson
from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.caching import public
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database, kept
from citizen_api.links import resources as links
from citizen_api.links.queries import Target
from citizen_api.pages.html import html
from citizen_api.problems import MistypedCode, NotFound
from citizen_api.venues.cards import card
from citizen_api.venues.queries.details import details
from citizen_api.venues.queries.known import known
from citizen_api.venues.queries.search import page
from citizen_api.venues.questions import InAreas, Question
from citizen_api.venues.rows import Showing

MAX_AGE = 30
MOST_VENUES = 50

blueprint = Blueprint("landing", __name__, template_folder="templates")


@blueprint.get("/q/<code>")
@anyone
def land(code: str) -> Response:
    """Open what a code stands for: a page for people, JSON for apps."""
    media_type = negotiate("text/html", JSON)
    if media_type == JSON:
        body = orjson.dumps(links.shown(links.found(code)))
        return public(body, JSON, max_age=MAX_AGE)
    try:
        target = links.found(code)
    except NotFound:
        return html("no_code.html", status=404, mistyped=False)
    except MistypedCode:
        return html("no_code.html", status=404, mistyped=True)
    return venue_page(target) if target.venue else street_page(target)


def showing() -> Showing:
    """What a page needs to show venues as they are now."""
    moment = now()
    return Showing(at=moment, today=moment.date(), centre=None, known=kept(known))


def venue_page(target: Target) -> Response:
    """The card of a venue."""
    venue = details(database(), target.venue or "")
    if venue is None:
        raise NotFound
    seen = showing()
    weekday = seen.at.weekday()
    shown = card(seen, venue)
    return html("venue.html", max_age=MAX_AGE, venue=shown, weekday=weekday)


def street_page(target: Target) -> Response:
    """The venues of a food street."""
    seen = showing()
    street = InAreas(
        streets=(target.street_id or 0,),
        extent=seen.known.areas.extents.get(target.street_id or 0),
    )
    rows = page(
        database(), seen.known, Question(areas=(street,), limit=MOST_VENUES)
    ).rows
    venues: list[dict[str, Any]] = [seen.item(row) for row in rows]
    return html("street.html", max_age=MAX_AGE, name=target.street_name, venues=venues)
