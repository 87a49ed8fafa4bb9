"""The page of results: who serves it, how far, until when, at what price."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from citizen_api.callers import public as anyone
from citizen_api.http.session import database
from citizen_api.pages.asking import SearchQuery, read, same_list
from citizen_api.pages.html import page
from citizen_api.pages.pins import pin
from citizen_api.pages.sentences import why_empty, wrong_fields
from citizen_api.pages.tiles import gloss
from citizen_api.problems import BadCursor, InvalidRequest
from citizen_api.venues import answering, listing
from citizen_api.venues.answering import Answer
from citizen_api.venues.facts import price
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.prices import prices_of
from citizen_api.venues.questions import Sort

MAX_AGE = 30
PER_PAGE = 20
PRICES = (30_000, 50_000, 100_000)
KEPT = ("q", "ward", "lat", "lon", "sort", "open", "max_price", "lang")
address = partial(same_list, KEPT)
SEARCH = SearchQuery()

blueprint = Blueprint("search", __name__, template_folder="templates")


@blueprint.get("/search")
@anyone
def search() -> Response:
    """The venues that a reader looks for, or what is wrong with the question."""
    try:
        asked = read(SEARCH)
        answer = answered(asked)
    except InvalidRequest as problem:
        return refused(wrong_fields(problem.errors))
    except BadCursor:
        return refused(wrong_fields(["cursor"]))
    return page(
        "search.html",
        max_age=None if "lat" in asked else MAX_AGE,
        **shown(answer, asked),
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


def answered(asked: dict[str, Any]) -> Answer:
    """What GET /v1/venues answers; `open` is its `open_at`, now."""
    wanted = {**asked, "limit": PER_PAGE}
    if wanted.pop("open", None):
        wanted["open_at"] = None
    return answering.answer(wanted)


def shown(answer: Answer, asked: dict[str, Any]) -> dict[str, Any]:
    """What the template needs."""
    question, rows, seen = answer.question, answer.rows, answer.showing
    items = [seen.item(row) for row in rows]
    prices = prices_of(database(), rows)
    empty, nonsense = not rows and question.after is None, answer.found is None
    left_out = listing.left_out(database(), seen.known, question, answer.found)
    return {
        "asked": asked,
        "address": address,
        "nearest": question.sort == Sort.DISTANCE,
        "dishes": dishes(answer),
        "areas": areas(answer),
        "items": items,
        "prices": {
            row.slug: [price(seen, each) for each in prices[row.venue_id]]
            for row in rows
            if row.venue_id in prices
        },
        "top_prices": PRICES,
        "places": places(items),
        "why": why_empty(seen, question, nonsense) if empty else None,
        "hours_unknown": left_out["hours_unknown"] if left_out else 0,
        "following": answer.cursor and address(cursor=answer.cursor),
    }


def dishes(answer: Answer) -> list[dict[str, Any]]:
    """The dishes that the words were taken for."""
    catalogue = answer.showing.known.dishes
    known_ones = (catalogue.by_id[d] for d in answer.question.dishes if d != ANY_DISH)
    return [
        {"name": dish.name_vi, "gloss": gloss(catalogue, dish)} for dish in known_ones
    ]


def areas(answer: Answer) -> list[dict[str, Any]]:
    """The areas that the words were taken for; a former one with what it became."""
    keeping = answer.showing.known.areas
    return [
        {
            "name": match.area.name,
            "now": [each["name"] for each in keeping.wards_after(match.area)]
            if match.area.kind.startswith("former")
            else [],
        }
        for match in answer.meaning.matched
    ]


def places(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The venues whose place is known, for the map."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": item["location"],
                "properties": pin(
                    item, item["match"] and item["match"]["price"], number=number
                ),
            }
            for number, item in enumerate(items, start=1)
            if item["location"]
        ],
    }
