"""The doors of the menu: dishes, prices, what is sold out, and what it used to cost."""

from typing import Any

from flask import Response

from citizen_api.callers import Staff, staff
from citizen_api.callers import public as anyone
from citizen_api.dishes.queries import catalogue
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, page
from citizen_api.http.preconditions import PARAMETER
from citizen_api.http.session import database, kept
from citizen_api.http.telling import Example
from citizen_api.listings import menu, reading
from citizen_api.listings.edit_cards import told
from citizen_api.listings.edit_schemas import DishBodySchema, ListingSchema
from citizen_api.listings.editing import EDITED, ONE, SENT, edited
from citizen_api.listings.history_schemas import PriceHistorySchema
from citizen_api.listings.menu import Cost
from citizen_api.problems import BadCursor, NotAcceptable, NotFound
from citizen_api.roles.models import Role

MENU = f"{ONE}/dishes/<slug:dish_id>"
OWNER = staff(Role.VENUE_OWNER)
MAX_AGE = 30

blueprint = Blueprint("menus", __name__, description="Dishes and prices of a venue")


@blueprint.route(MENU, methods=["PUT"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    DishBodySchema, example={"price": {"min": 45000, "max": None, "unit": "bát"}}
)
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*SENT)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="serve_dish")
def serve_dish(
    caller: Staff,
    asked: dict[str, Any],
    body: dict[str, Any],
    venue_id: str,
    dish_id: str,
) -> Response:
    """Put a dish on the menu, or say what it costs now

    Needs If-Match. What others said of the price stays beside it.
    """
    negotiate(JSON)
    given = body["price"]
    cost = given and Cost(given["min"], given["max"], given["unit"])
    return edited(caller, venue_id, body, lambda edit: menu.serve(edit, dish_id, cost))


@blueprint.route(MENU, methods=["DELETE"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="withdraw_dish")
def withdraw_dish(
    caller: Staff, asked: dict[str, Any], venue_id: str, dish_id: str
) -> Response:
    """Take a dish off the menu

    Needs If-Match. Its prices stay as history.
    """
    negotiate(JSON)
    return edited(caller, venue_id, None, lambda edit: menu.withdraw(edit, dish_id))


@blueprint.route(f"{MENU}/sold-out", methods=["PUT"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="sell_out_dish")
def sell_out_dish(
    caller: Staff, asked: dict[str, Any], venue_id: str, dish_id: str
) -> Response:
    """Say that a dish is sold out today

    Needs If-Match. It ends by itself with the venue's day.
    """
    negotiate(JSON)
    no_body()
    return edited(caller, venue_id, None, lambda edit: menu.sell_out(edit, dish_id))


@blueprint.route(f"{MENU}/sold-out", methods=["DELETE"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="restock_dish")
def restock_dish(
    caller: Staff, asked: dict[str, Any], venue_id: str, dish_id: str
) -> Response:
    """Say that there is some of a dish again

    Needs If-Match.
    """
    negotiate(JSON)
    return edited(caller, venue_id, None, lambda edit: menu.restock(edit, dish_id))


@blueprint.route("/v1/venues/<slug:venue_id>/dishes/<slug:dish_id>/prices")
@anyone
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, PriceHistorySchema, example=Example("list_prices"))
@blueprint.problems(NotFound, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_prices")
def list_prices(asked: dict[str, Any], venue_id: str, dish_id: str) -> Response:
    """List all that was ever said of the price of a dish here, the newest date first

    Who said it, when, whether it stands on the menu, and since when it is past.
    """
    negotiate(JSON)
    found = reading.dish_at(database(), venue_id, dish_id)
    if found is None:
        raise NotFound
    question, limit = ["prices", venue_id, dish_id], asked["limit"]
    after = begins(question, asked)
    rows = reading.prices(database(), *found, after=after, limit=limit + 1)
    some, cursor = cut(question, rows, limit, lambda each: (each.checked_on, each.id))
    shown, today = reading.shown_price(database(), *found), now().date()
    items = [told(each, shown, kept(catalogue), today) for each in some]
    return page({"items": items}, cursor, max_age=MAX_AGE)
