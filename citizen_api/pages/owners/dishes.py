"""The menu of a venue: its dishes, what each costs, adding one and taking one off."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.session import kept as kept_copy
from citizen_api.listings import menu
from citizen_api.listings.edit_schemas import CostBodySchema
from citizen_api.listings.editing import Change
from citizen_api.listings.menu import Cost
from citizen_api.pages.formats import PORTIONS
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _
from citizen_api.pages.owners.keeping import (
    ONE,
    SLUG,
    Line,
    Listing,
    Page,
    Typed,
    kept,
    on_menu,
    send,
    shown,
)
from citizen_api.pages.owners.venues import state_of
from citizen_api.pages.owners.words import dish_name, price_in_words
from citizen_api.pages.staff.filling import NOTHING, loaded
from citizen_api.problems import FieldError, InvalidRequest, NotFound, Said
from citizen_api.venues.queries.known import known

HERE: Final = f"{ONE}/menu"
NEW: Final = f"{HERE}/new"
DISH: Final = f"{HERE}/<slug:dish>"
COST: Final = CostBodySchema()
PRICES: Final = ("min", "max")
BETWEEN_DIGITS: Final = str.maketrans("", "", " .,\u00a0\u202fđ₫")
REMOVE: Final = "remove"
NO_DISH: Final = Said("Hãy chọn một món.", "Choose a dish.")
NO_PRICE: Final = Said(
    "Phải là số đồng, ví dụ 45.000.", "This must be an amount of VND, such as 45,000."
)

blueprint = personal("owner_menu")


@blueprint.get(HERE)
@kept
def listed(staff: Staff, slug: str) -> Response:
    """Every dish with its price, and whether that is old."""
    return shown(MENU, slug)


@blueprint.get(NEW)
@kept
def ask_new(staff: Staff, slug: str) -> Response:
    """Ask which dish is served, too."""
    return shown(ADDING, slug)


@blueprint.post(NEW)
@kept
def add(staff: Staff, slug: str) -> Response:
    """Put a dish on the menu."""

    def read(sent: Sent) -> Change:
        dish, cost = sent["dish"], cost_of(sent)
        if not SLUG.fullmatch(dish) or dish not in names():
            raise InvalidRequest(errors=[FieldError(NO_DISH, pointer="#/dish")])
        return lambda edit: menu.serve(edit, dish, cost)

    return send(ADDING, staff, slug, read)


@blueprint.get(DISH)
@kept
def ask_price(staff: Staff, slug: str, dish: str) -> Response:
    """Ask what a dish costs now. Raises NotFound for one that was never there."""
    if dish not in names():
        raise NotFound
    return shown(of_dish(dish), slug, dish=dish, name=dish_name(dish))


@blueprint.post(DISH)
@kept
def change_price(staff: Staff, slug: str, dish: str) -> Response:
    """Say what a dish costs, or take it off the menu when `action` says so."""

    def read(sent: Sent) -> Change:
        if sent["action"] == REMOVE:
            return on_menu(lambda edit: menu.withdraw(edit, dish))
        cost = cost_of(sent)
        return on_menu(lambda edit: menu.serve(edit, dish, cost))

    return send(of_dish(dish), staff, slug, read, dish=dish, name=dish_name(dish))


def cost_of(sent: Sent) -> Cost | None:
    """The price that was typed; None for none. Raises InvalidRequest."""
    if not any(sent[name].strip() for name in (*PRICES, "unit")):
        return None
    body: dict[str, Any] = {name: vnd(sent[name], name) for name in PRICES}
    said = loaded(COST, body | {"unit": sent["unit"].strip()})
    return Cost(said["min"], said["max"], said["unit"])


def vnd(typed: str, name: str) -> int | None:
    """An amount as people write it: 45000, 45.000, 45,000 đ. Raises InvalidRequest."""
    digits = typed.translate(BETWEEN_DIGITS)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        raise InvalidRequest(errors=[FieldError(NO_PRICE, pointer=f"#/{name}")])
    return int(digits)


def names() -> dict[str, str]:
    """What every dish is called, by the alphabet."""
    dishes = kept_copy(known).dishes.dishes
    found = {each.slug: each.name_vi for each in dishes}
    return dict(sorted(found.items(), key=lambda pair: pair[1].lower()))


def item_of(listing: Listing, dish: str) -> dict[str, Any] | None:
    """A dish on the menu; None when it is not there."""
    found = (each for each in listing["menu"] if each["dish_id"] == dish)
    return next(found, None)


def of_dish(dish: str) -> Page:
    """The page of one dish."""

    def typed_of(listing: Listing) -> Typed:
        item = item_of(listing, dish)
        price = item and item["price"]
        if not price:
            return NOTHING
        return {name: str(price[name] or "") for name in (*PRICES, "unit")}

    def both(typed: Typed, listing: Listing) -> list[Line]:
        item = item_of(listing, dish)
        theirs = price_in_words(item["price"]) if item else _("not on the menu")
        gone = typed.get("action") == REMOVE
        yours = _("not on the menu") if gone else typed_price(typed)
        return [Line(dish_name(dish), yours, theirs)]

    def more(listing: Listing) -> Mapping[str, Any]:
        return {"item": item_of(listing, dish), "portions": sorted(PORTIONS)}

    return Page("dish.html", "/menu", typed_of, both, more)


def typed_price(typed: Typed) -> str:
    """A price as it was typed, in words where it is one."""
    try:
        cost = cost_of(Sent(typed, fresh=True))
    except InvalidRequest:
        return " – ".join(filter(None, map(typed.get, PRICES)))
    return price_in_words(cost and cost.said)


def both_new(typed: Typed, listing: Listing) -> Sequence[Line]:
    """The dish that was to be added, and the menu that is there."""
    dish = typed.get("dish", "")
    return of_dish(dish).both(typed, listing) if dish in names() else []


def still_to_add(listing: Listing) -> Mapping[str, Any]:
    """The dishes that are not on the menu."""
    there = {each["dish_id"] for each in listing["menu"]}
    every = {slug: name for slug, name in names().items() if slug not in there}
    return {"dishes": every, "portions": sorted(PORTIONS)}


MENU: Final = Page(
    "menu.html", "/menu", more=lambda listing: {"state": state_of(listing)}
)
ADDING: Final = Page("dish_new.html", "/menu", both=both_new, more=still_to_add)
