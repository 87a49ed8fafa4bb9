"""Today: what is sold out, and whether the venue is closed; one tap each."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.listings import days, menu
from citizen_api.listings.editing import Change
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _, marked
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
from citizen_api.pages.owners.words import dish_name
from citizen_api.problems import FieldError, InvalidRequest, Said

HERE: Final = f"{ONE}/today"
NO_TAP: Final = Said("Hãy bấm một trong các nút.", "Press one of the buttons.")
OF_DISH: Final[Mapping[str, Callable[..., Any]]] = {
    "sold_out": menu.sell_out,
    "restock": menu.restock,
}
OF_VENUE: Final[Mapping[str, Change]] = {
    "close": days.close_today,
    "open": days.open_today,
}
WORDS: Final[Mapping[str, str]] = {
    "sold_out": marked("sold out"),
    "restock": marked("there is some"),
    "close": marked("closed today"),
    "open": marked("open today"),
}

blueprint = personal("owner_today")


@blueprint.get(HERE)
@kept
def today(staff: Staff, slug: str) -> Response:
    """What is sold out and whether it is closed, each with its button."""
    return shown(TODAY, slug)


@blueprint.post(HERE)
@kept
def tap(staff: Staff, slug: str) -> Response:
    """Do what a button says; the same button, then another one, takes it back."""
    return send(TODAY, staff, slug, tapped)


def tapped(sent: Sent) -> Change:
    """The edit of a button. Raises InvalidRequest."""
    action, dish = sent["action"], sent["dish"]
    if action in OF_VENUE:
        return OF_VENUE[action]
    if action not in OF_DISH or not SLUG.fullmatch(dish):
        raise InvalidRequest(errors=[FieldError(NO_TAP, pointer="#/form")])
    return on_menu(lambda edit: OF_DISH[action](edit, dish))


def both(typed: Typed, listing: Listing) -> list[Line]:
    """What a button said, and how that is now."""
    action, dish = typed.get("action", ""), typed.get("dish", "")
    if action in OF_VENUE:
        theirs = "close" if listing["closed_today"] else "open"
        return [Line(_("The venue"), _(WORDS[action]), _(WORDS[theirs]))]
    found = [each for each in listing["menu"] if each["dish_id"] == dish]
    if action not in OF_DISH or not found:
        return []
    theirs = "sold_out" if found[0]["sold_out_until"] else "restock"
    return [Line(dish_name(dish), _(WORDS[action]), _(WORDS[theirs]))]


TODAY: Final = Page("today.html", "/today", both=both)
