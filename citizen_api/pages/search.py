"""The page of results: who serves it, how far, until when, at what price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from citizen_api.callers import public as anyone
from citizen_api.http.cursors import seal
from citizen_api.http.session import database, kept
from citizen_api.pages.asking import SearchQuery, read
from citizen_api.pages.formats import amount
from citizen_api.pages.html import page
from citizen_api.pages.sentences import why_empty, wrong_fields
from citizen_api.pages.tiles import gloss
from citizen_api.pages.ways import ways
from citizen_api.problems import BadCursor, InvalidRequest
from citizen_api.venues import asking
from citizen_api.venues.cards import price
from citizen_api.venues.listing import hours_unknown
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.known import known
from citizen_api.venues.queries.meaning import Meaning
from citizen_api.venues.queries.prices import prices_of
from citizen_api.venues.queries.search import Page
from citizen_api.venues.queries.search import page as page_of
from citizen_api.venues.questions import Question, Sort
from citizen_api.venues.resources import begun, end_of, resumed
from citizen_api.venues.rows import Showing

MAX_AGE = 30
PER_PAGE = 20
PRICES = (30_000, 50_000, 100_000)
KEPT = ("q", "ward", "lat", "lon", "sort", "open", "max_price", "lang")
SEARCH = SearchQuery()

blueprint = Blueprint("search", __name__, template_folder="templates")


@dataclass(frozen=True)
class Found:
    """An answer: the venues of a page, and how the words were understood."""

    question: Question
    meaning: Meaning
    page: Page
    showing: Showing
    cursor: str | None
    is_nonsense: bool


@blueprint.get("/search")
@anyone
def search() -> Response:
    """The venues that a reader looks for, or what is wrong with the question."""
    try:
        asked = read(SEARCH)
        found = answer(asked)
    except InvalidRequest as problem:
        return refused(wrong_fields(problem.errors))
    except BadCursor:
        return refused(wrong_fields(["cursor"]))
    return page(
        "search.html",
        max_age=None if "lat" in asked else MAX_AGE,
        **shown(found, asked),
    )


def refused(troubles: Sequence[str]) -> Response:
    """The form as it was filled in, and which field is wrong."""
    return page(
        "search.html",
        max_age=None,
        status=422,
        asked={"q": request.args.get("q", "")[:100]},
        troubles=troubles,
        address=address,
    )


def answer(asked: dict[str, Any]) -> Found:
    """The answer, from the same queries as GET /v1/venues."""
    wanted = {**asked, "limit": PER_PAGE}
    if wanted.pop("open", None):
        wanted["open_at"] = None
    start, keeping = begun(wanted), kept(known)
    question, meaning = asking.question(database(), keeping, wanted, now=start.moment)
    if start.position is not None:
        question = resumed(question, start.position)
    is_nonsense = "q" in asked and meaning.is_empty
    rows = Page([], False) if is_nonsense else page_of(database(), keeping, question)
    showing = Showing(
        at=start.moment,
        today=start.moment.date(),
        centre=question.centre,
        known=keeping,
    )
    cursor = None
    if rows.more:
        cursor = seal(start.identity, end_of(rows.rows[-1], start.moment))
    return Found(question, meaning, rows, showing, cursor, is_nonsense)


def shown(found: Found, asked: dict[str, Any]) -> dict[str, Any]:
    """What the template needs."""
    question, rows = found.question, found.page.rows
    items = [found.showing.item(row) for row in rows]
    prices = prices_of(database(), rows)
    empty = not rows and question.after is None
    unsure = question.open_at and not found.page.more and not found.is_nonsense
    return {
        "asked": asked,
        "address": address,
        "nearest": question.sort == Sort.DISTANCE,
        "dishes": dishes(found),
        "areas": areas(found),
        "items": items,
        "prices": {
            row.slug: [price(found.showing, each) for each in prices[row.venue_id]]
            for row in rows
            if row.venue_id in prices
        },
        "top_prices": PRICES,
        "places": places(items),
        "why": why_empty(found.showing, question, found.is_nonsense) if empty else None,
        "hours_unknown": hours_unknown(database(), question) if unsure else 0,
        "following": found.cursor and address(cursor=found.cursor),
    }


def dishes(found: Found) -> list[dict[str, Any]]:
    """The dishes that the words were taken for."""
    catalogue = found.showing.known.dishes
    known_ones = (catalogue.by_id[d] for d in found.question.dishes if d != ANY_DISH)
    return [
        {"name": dish.name_vi, "gloss": gloss(catalogue, dish)} for dish in known_ones
    ]


def areas(found: Found) -> list[dict[str, Any]]:
    """The areas that the words were taken for; a former one with what it became."""
    keeping = found.showing.known.areas
    return [
        {
            "name": match.area.name,
            "now": [each["name"] for each in keeping.wards_after(match.area)]
            if match.area.kind.startswith("former")
            else [],
        }
        for match in found.meaning.matched
    ]


def places(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The venues whose place is known, for the map."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": item["location"],
                "properties": {
                    "slug": item["id"],
                    "name": item["name"],
                    "score": item["score"],
                    "open": item["open"]["now"] if item["open"]["known"] else None,
                    "price": price_text(item),
                    "accuracy_m": item["accuracy_m"],
                    "url": f"/venues/{item['id']}",
                    "directions": ways(item)["osm"],
                    "number": number,
                },
            }
            for number, item in enumerate(items, start=1)
            if item["location"]
        ],
    }


def price_text(item: Mapping[str, Any]) -> str | None:
    """The price of the dish that was asked for, as the page writes it."""
    asked_price = item["match"] and item["match"]["price"]
    return asked_price and amount(asked_price)


def address(**changes: object) -> str:
    """The address of the same search with some of it changed; None takes it out."""
    same = {name: request.args[name] for name in KEPT if request.args.get(name)}
    wanted = {name: value for name, value in (same | changes).items() if value}
    return f"/search?{urlencode(wanted)}" if wanted else "/search"
