"""The venues that somebody keeps: how each is, what it waits for, what can be done."""

from typing import Any, Final, NamedTuple

from flask import redirect
from werkzeug import Response

from citizen_api.callers import Citizen, Staff
from citizen_api.callers.staffing import LEVEL
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.listings import menu, reading
from citizen_api.listings.claim_models import State
from citizen_api.listings.claim_reading import claims_of
from citizen_api.listings.standing import VenueMoved
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _, marked
from citizen_api.pages.owners.keeping import (
    ALL,
    ONE,
    Line,
    Listing,
    Page,
    Typed,
    kept,
    listing_of,
    send,
    shown,
)
from citizen_api.pages.visitors import signed_in
from citizen_api.sources.rules import PRICE_FRESH

CLAIMS: Final = 20
OPEN: Final = frozenset({State.OPEN, State.WAITING})


class Task(NamedTuple):
    """Something that owners do on a page of its own."""

    path: str
    icon: str
    title: str
    about: str


TASKS: Final = (
    Task(
        "/today",
        "clock",
        marked("Today"),
        marked("What is sold out, closed today."),
    ),
    Task(
        "/menu",
        "bowl",
        marked("Menu and prices"),
        marked("Dishes, and what they cost now."),
    ),
    Task(
        "/hours",
        "wait",
        marked("Opening hours"),
        marked("The week, and days that differ."),
    ),
    Task(
        "/reviews",
        "star",
        marked("Reviews"),
        marked("What guests wrote, and your answer."),
    ),
    Task(
        "/visit-code",
        "phone",
        marked("Code for guests"),
        marked("It proves that a guest was here: their rating weighs more."),
    ),
    Task(
        "/print",
        "share",
        marked("Print my QR code"),
        marked("Poster and stickers for tables and the door."),
    ),
    Task(
        "/contacts",
        "globe",
        marked("Contacts and description"),
        marked("Phone, website, a few words about the place."),
    ),
    Task(
        "/photos",
        "camera",
        marked("Photos"),
        marked("Show the place and its food."),
    ),
    Task(
        "/name",
        "pin",
        marked("Name and address"),
        marked("Changes wait until a moderator has looked."),
    ),
    Task(
        "/changes",
        "eye",
        marked("What was changed"),
        marked("Each change, and what stood there before."),
    ),
)

blueprint = personal("owner_venues")


@blueprint.get(ALL)
@signed_in(LEVEL)
def venues(reader: Citizen) -> Response:
    """The reader's venues, and those that they claimed."""
    moment = now()
    stale = moment.date() - PRICE_FRESH
    with transaction() as session:
        rows = reading.venues_of(session, reader.id, moment, stale)
        claims = claims_of(session, reader.id, before=None, limit=CLAIMS)
    return own_page(
        "owners/venues.html",
        venues=[(row, state_now(row.slug)) for row in rows],
        claims=[each for each in claims if each.state in OPEN],
    )


@blueprint.get(ONE)
@kept
def venue(staff: Staff, slug: str) -> Response:
    """One venue, and what can be done for it."""
    return shown(VENUE, slug)


@blueprint.post(f"{ONE}/confirmation")
@kept
def confirm(staff: Staff, slug: str) -> Response:
    """Say that every price shown is still right, unless they changed meanwhile."""
    return send(VENUE, staff, slug, lambda sent: menu.confirm)


@blueprint.get(f"{ONE}/confirmation")
@kept
def confirmed(staff: Staff, slug: str) -> Response:
    """Who signs in again on the way comes back here."""
    return redirect(f"{ALL}/{slug}/menu", 303)


def state_now(slug: str) -> dict[str, Any] | None:
    """How a venue is today; None for one that was merged into another."""
    try:
        return state_of(listing_of(slug))
    except VenueMoved:
        return None


def state_of(listing: Listing) -> dict[str, Any]:
    """How a venue is today."""
    dishes = listing["menu"]
    return {
        "closed_today": listing["closed_today"],
        "sold_out": sum(1 for each in dishes if each["sold_out_until"]),
        "stale": sum(1 for each in dishes if each["stale"] or not each["price"]),
        "stale_hours": listing["hours"] is None or listing["hours"]["stale"],
        "waiting": len(listing["waiting"]),
        "prices": any(each["price"] for each in dishes),
        "version": listing["version"],
    }


def both(typed: Typed, listing: Listing) -> list[Line]:
    """That prices were confirmed, and that there are others now."""
    return [
        Line(
            _("Prices"),
            _("They are still right"),
            _("They were changed: see the menu"),
        )
    ]


VENUE: Final = Page(
    "venue.html",
    "",
    both=both,
    more=lambda listing: {"state": state_of(listing), "tasks": TASKS},
)
