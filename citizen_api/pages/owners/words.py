"""What of a listing was changed, and what it was and is, in words for its owners."""

from collections.abc import Mapping
from typing import Any, Final

from citizen_api.http.session import kept
from citizen_api.listings.changes import MERGED, PHOTO
from citizen_api.listings.edit_models import Part, State, Who
from citizen_api.pages.formats import amount, portion
from citizen_api.pages.languages import _, marked
from citizen_api.pages.moderators.words import LICENCES
from citizen_api.venues.queries.known import known

PARTS: Final[Mapping[str, str]] = {
    Part.HOURS: marked("Opening hours"),
    Part.DAY: marked("Special day"),
    Part.MENU: marked("Menu and price"),
    Part.SOLD_OUT: marked("Sold out today"),
    Part.CONFIRMATION: marked("Prices confirmed"),
    Part.CONTACTS: marked("Contacts"),
    Part.DESCRIPTION: marked("Description"),
    Part.NAME: marked("Name of the venue"),
    Part.KIND: marked("Kind of venue"),
    Part.ADDRESS: marked("Address"),
    Part.LOCATION: marked("Place on the map"),
    "closed": marked("Closed for good"),
    MERGED: marked("Two entries for one venue"),
    "licence": marked("Stamp of the city"),
    PHOTO: marked("Photo"),
}
STATES: Final[Mapping[str, str]] = {
    State.WAITING: marked("Waits for a second look"),
    State.REFUSED: marked("Was not accepted"),
    State.UNDONE: marked("Was taken back"),
}
WHO: Final[Mapping[str, str]] = {
    Who.OWNER: marked("An owner"),
    Who.MODERATOR: marked("A moderator"),
}
KINDS: Final[Mapping[str, str]] = {
    "eatery": marked("Eatery"),
    "market": marked("Market"),
    "cafe": marked("Café"),
    "gift-shop": marked("Gift shop"),
}
FIELDS: Final[Mapping[str, str]] = {
    "phone": marked("Phone"),
    "website": marked("Website"),
    "facebook": marked("Facebook page"),
    "vi": marked("In Vietnamese"),
    "en": marked("In English"),
    "name": marked("Name of the venue"),
    "kind": marked("Kind of venue"),
    "text": marked("Address, as people write it"),
    "house_number": marked("House number"),
    "alley": marked("Alley"),
    "street": marked("Street"),
    "at": marked("Latitude and longitude"),
}
SHIFT: Final = str.maketrans({"-": "–", ",": ", "})


def kinds() -> dict[str, str]:
    """What kinds of venues are called."""
    return {kind: _(word) for kind, word in KINDS.items()}


def dish_name(slug: str | None) -> str:
    """What a dish is called in Vietnam; its id when it is no more."""
    found = kept(known).dishes.by_slug.get(slug or "")
    return found.name_vi if found else slug or ""


def hours_in_words(closed: bool, hours: str | None) -> str:
    """The hours of one date."""
    if closed:
        return _("closed")
    return (hours or "").translate(SHIFT) or _("the ordinary hours")


def price_in_words(price: Mapping[str, Any] | None) -> str:
    """A price with what it is for."""
    if price is None:
        return _("no price")
    unit = price["unit"]
    return f"{amount(price)} / {portion(unit)}" if unit else amount(price)


def told(part: str, value: Mapping[str, Any]) -> str:
    """What a part of a listing was, or is, by what a change keeps of it."""
    if part == Part.MENU:
        served = value.get("served", True)
        return price_in_words(value.get("price")) if served else _("not on the menu")
    if part == Part.SOLD_OUT:
        return _("sold out") if value.get("sold_out_until") else _("there is some")
    if part == Part.DAY:
        return hours_in_words(bool(value.get("closed")), value.get("hours"))
    if part == Part.LOCATION:
        place = value.get("location")
        return ", ".join(map(str, reversed(place["coordinates"]))) if place else "–"
    if part == Part.KIND:
        return kinds().get(value["kind"], "–")
    if part == PHOTO:
        return f"{value['width']} × {value['height']}"
    if part == "licence":
        return f"{_(LICENCES[value['kind']])}\n{value['issued_by']}"
    return "\n".join(str(each) for each in value.values() if each) or "–"
