"""The doors of the dishes."""

from operator import itemgetter
from typing import Any, TypeAlias

import orjson
from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.dishes.queries import Catalogue, KnownDish, catalogue, facts
from citizen_api.dishes.schemas import DishPageSchema, DishQuery, DishSchema
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.clock import today
from citizen_api.http.cursors import asked_of, begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.session import database, kept
from citizen_api.http.telling import Example
from citizen_api.problems import BadCursor, NotAcceptable, NotFound

MAX_AGE = 60
MOST_MATCHES = 100
# Where a dish stands in a list, which may have moved when the next page is read.
Placed: TypeAlias = tuple[list[int], dict[str, Any]]

blueprint = Blueprint("dishes", __name__, description="What people eat here")


@blueprint.route("/v1/dishes")
@anyone
@blueprint.arguments(DishQuery, location="query")
@blueprint.response(200, DishPageSchema, example=Example("list_dishes"))
@blueprint.problems(NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_dishes")
def list_dishes(asked: dict[str, Any]) -> Response:
    """Suggest dishes while typing, or list them all

    Exact marks rank first, then the same letters without marks, then beginnings,
    then what is nearly it. Nonsense finds nothing.
    """
    negotiate(JSON)
    known = kept(catalogue)
    question = asked_of("dishes", asked)
    after = begins(question, asked)
    listed = found(known, asked["q"]) if asked.get("q") else every(known)
    rest = [each for each in listed if after is None or each[0] > after]
    shown, cursor = cut(question, rest, asked["limit"], itemgetter(0))
    return page({"items": [each for _, each in shown]}, cursor, max_age=MAX_AGE)


def every(known: Catalogue) -> list[Placed]:
    """All dishes, the best known first."""
    return [(dish.place, item(dish, None)) for dish in known.dishes]


def found(known: Catalogue, q: str) -> list[Placed]:
    """The dishes that a query means, best first."""
    return [
        ([at], item(known.by_id[match.dish], {"form": match.form, "kind": match.kind}))
        for at, match in enumerate(known.names.search(q, MOST_MATCHES))
    ]


def item(dish: KnownDish, matched: dict[str, str] | None) -> dict[str, Any]:
    """A dish in a list."""
    return {
        "id": dish.slug,
        "name": {"vi": dish.name_vi, "en": dish.name_en},
        "category": dish.category,
        "signature": dish.signature,
        "venue_count": dish.venue_count,
        "matched": matched,
    }


@blueprint.route("/v1/dishes/<slug:dish_id>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, DishSchema, example=Example("get_dish"))
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_dish")
def get_dish(asked: dict[str, Any], dish_id: str) -> Response:
    """Tell everything about a dish

    Its names, what it costs in the city today, and when people eat it.
    """
    negotiate(JSON)
    known = kept(catalogue)
    dish = known.by_slug.get(dish_id)
    if dish is None:
        raise NotFound
    content = item(dish, None) | facts(database(), known, dish, today=today())
    del content["matched"]
    cited = [*dish.source_ids, *content["price_today"]["source_ids"]]
    cited += [price["source_id"] for price in content["city_prices"]]
    content |= {
        "description": {
            "vi": dish.description_vi,
            "en": dish.description_en,
            "basis": dish.description_basis,
        },
        "aliases": [form for form in known.forms[dish.id] if form != dish.name_vi],
        "sources": known.sources.listed(cited),
    }
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)
