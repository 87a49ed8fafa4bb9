"""The page of a venue: when it is open, what it costs, what people thought of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from babel.dates import get_day_names
from flask import Blueprint, Response, current_app, request

from citizen_api.callers import public as anyone
from citizen_api.http.session import database
from citizen_api.pages.bikes.near import nearest
from citizen_api.pages.formats import clock, day, locale, said
from citizen_api.pages.html import page
from citizen_api.pages.languages import _
from citizen_api.pages.opinions import page_of_reviews, shown
from citizen_api.pages.phones import as_writer, phone
from citizen_api.pages.pins import first_price, pin
from citizen_api.pages.scoring import told
from citizen_api.pages.thumbs import of_venue
from citizen_api.pages.tiles import gloss
from citizen_api.pages.ways import ways
from citizen_api.problems import NotFound
from citizen_api.reviews.queries import mine
from citizen_api.schema_org import is_rough, place_to_eat
from citizen_api.venues.answering import showing
from citizen_api.venues.cards import card
from citizen_api.venues.queries.details import Details, details
from geo.points import Point

MAX_AGE = 30
NEAR_M = 2000
RATED = "rated"

blueprint = Blueprint("venue", __name__, template_folder="templates")


@blueprint.get("/venues/<slug:slug>")
@anyone
def venue(slug: str) -> Response:
    """Everything about a venue; `done` says what the reader did to it just now."""
    content = about(found(slug), request.args.get("reviews"))
    done = request.args.get("done")
    if done is None:
        return page("venue.html", max_age=MAX_AGE, **content)
    own = None
    if done == RATED and (device := phone()):
        own = mine(database(), slug, as_writer(device))
    return page(
        "venue.html", max_age=None, done=done, own=own and shown(own), **content
    )


def found(slug: str) -> Details:
    """The venue of an address; raises NotFound."""
    whole = details(database(), slug)
    if whole is None:
        raise NotFound
    return whole


def about(whole: Details, cursor: str | None = None) -> dict[str, Any]:
    """What `venue_body.html` shows; `cursor`: from which review on.

    Raises BadCursor.
    """
    seen, slug = showing(), whole.row.slug
    shown_card = card(seen, whole)
    url = f"{current_app.config['PUBLIC_URL']}/venues/{slug}"
    dishes = seen.known.dishes
    reviews, more = page_of_reviews(whole.row, cursor)
    return {
        "venue": shown_card,
        "meaning": lambda slug: gloss(dishes, dishes.by_slug[slug]),
        "url": url,
        "week": week(shown_card["hours"]["week"], seen.today),
        "special_days": [special(each) for each in shown_card["hours"]["special_days"]],
        "photos": of_venue(whole.row.venue_id),
        "scoring": told(shown_card["score_explained"]),
        "reviews": reviews,
        "later": cursor is not None,
        "more_reviews": more,
        "ways": ways(shown_card),
        "rough": is_rough(shown_card),
        "places": places(shown_card),
        "bikes": bikes_near(shown_card),
        "schema": place_to_eat(shown_card, url),
    }


def week(
    lines: Sequence[Mapping[str, Any]] | None, today: date
) -> list[dict[str, Any]]:
    """The ordinary week, Monday first, today marked; nothing when it is not known."""
    names = get_day_names("wide", locale=locale())
    return [
        {
            "name": names[number],
            "today": number == today.weekday(),
            "hours": hours(line["periods"]),
        }
        for number, line in enumerate(lines or ())
    ]


def special(line: Mapping[str, Any]) -> dict[str, Any]:
    """A date to come with its holiday, and its hours when they are known."""
    return {
        "name": day(line["day"]),
        "holiday": line["holiday"] and said(line["holiday"]),
        "hours": hours(line["periods"]) if line["known"] else None,
    }


def hours(periods: Sequence[Mapping[str, Any]]) -> str:
    """The periods of a day in words."""
    return ", ".join(map(period, periods)) or _("closed")


def period(told: Mapping[str, Any]) -> str:
    """One of them: from … to …, or only from … when the end is not known."""
    opens, closes = told["opens"], told["closes"]
    if (opens, closes) == ("00:00", "24:00"):
        return _("all day")
    if closes is None:
        return _("from %(time)s", time=hour(opens))
    words = f"{hour(opens)}–{hour(closes)}"
    return words if told["known"] else _("perhaps %(hours)s", hours=words)


def hour(text: str) -> str:
    """A time of day as people write it; 24:00 is midnight."""
    at = time.fromisoformat(text.replace("24:00", "00:00"))
    return clock(datetime.combine(date.min, at))


def bikes_near(venue: Mapping[str, Any]) -> dict[str, Any] | None:
    """The nearest station that has bikes; None where none is near."""
    if venue["location"] is None:
        return None
    where = Point(*venue["location"]["coordinates"])
    return next(iter(nearest(where, most=1, radius=NEAR_M, bikes=1)), None)


def places(venue: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the map draws; None when the place is not known."""
    if venue["location"] is None:
        return None
    feature = {
        "type": "Feature",
        "geometry": venue["location"],
        "properties": pin(venue, first_price(venue["menu"])),
    }
    return {"features": [feature], "centre": venue["location"]["coordinates"]}
