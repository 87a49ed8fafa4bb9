"""What was changed of a listing, by whom, and what stood there before."""

from typing import Any, Final

from flask import redirect, request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import database, transaction
from citizen_api.listings import undoing
from citizen_api.listings.about import NotForOwners
from citizen_api.listings.changes import Place
from citizen_api.listings.changes import changes as of_listing
from citizen_api.listings.edit_cards import changed
from citizen_api.listings.edit_models import Part, State
from citizen_api.listings.editing import owner_of
from citizen_api.listings.undoing import ChangedSince, NothingToTakeBack, is_owners
from citizen_api.pages import forms
from citizen_api.pages.formats import told_day
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _, ngettext
from citizen_api.pages.owners.keeping import ALL, ONE, Page, Typed, kept, shown
from citizen_api.pages.owners.words import PARTS, STATES, WHO, dish_name, told
from citizen_api.pages.staff.filling import NOTHING, stale, wrong_with

PER_PAGE: Final = 30
CHANGES: Final = Page("changes.html", "/changes")
REFUSED: Final = (ChangedSince, NotForOwners, NothingToTakeBack)

blueprint = personal("owner_changes")


@blueprint.get(f"{ONE}/changes")
@kept
def changes(staff: Staff, slug: str) -> Response:
    """Every change, the newest first; other owners are not named."""
    return listed(staff, slug)


@blueprint.post(f"{ONE}/changes/<digits:number>")
@kept
def take_back(staff: Staff, slug: str, number: int) -> Response:
    """Take a change back: what stood there before stands again."""
    if wrong := stale(forms.read_form()):
        return listed(staff, slug, wrong, status=403)
    try:
        with transaction() as session:
            undoing.undo_change(session, slug, number, owner_of(staff, slug))
    except REFUSED as problem:
        return listed(staff, slug, wrong_with(problem), status=problem.status)
    return redirect(f"{ALL}/{slug}/changes?done=1", 303)


@blueprint.get(f"{ONE}/changes/<digits:number>")
@kept
def back_from_sign_in(staff: Staff, slug: str, number: int) -> Response:
    """After a sign-in that a button asked for: to the page with the buttons."""
    return redirect(f"{ALL}/{slug}/changes", 303)


def listed(
    staff: Staff, slug: str, wrong: Typed = NOTHING, *, status: int = 200
) -> Response:
    """The changes of a page, and what went wrong with one of them."""
    question, asked = ["owner changes", slug], request.args
    before = Place(*unseal(question, asked["cursor"])) if "cursor" in asked else None
    found = of_listing(database(), slug, before=before, limit=PER_PAGE + 1)
    some, following = cut(question, found, PER_PAGE, lambda each: [*each.place])
    items = [in_words(changed(each, staff.actor)) for each in some]
    return shown(
        CHANGES, slug, wrong=wrong, status=status, items=items, following=following
    )


def in_words(change: dict[str, Any]) -> dict[str, Any]:
    """A change as its owner reads it; `id` only of one that they may take back."""
    part, who, state = change["part"], change["who"], change["state"]
    live = state == State.LIVE and change["undoes"] is None
    return {
        "id": change["id"] if live and is_owners(who, part) else None,
        "at": change["at"],
        "part": _(PARTS[part]),
        "of": subject(change),
        "who": _("You") if change["by_me"] else _(WHO[who]),
        "before": told(part, change["before"]) if change["before"] else "",
        "after": after(change),
        "state": _(STATES[state]) if state in STATES else None,
        "undoing": change["undoes"] is not None,
        "note": change["note"],
    }


def subject(change: dict[str, Any]) -> str:
    """The dish or the date that a change is about."""
    if change["part"] == Part.DAY:
        return told_day(change["after"].get("day") or change["before"]["day"])
    return dish_name(change["dish_id"]) if change["dish_id"] else ""


def after(change: dict[str, Any]) -> str:
    """What stands there since; of a confirmation, how many prices."""
    if change["part"] == Part.CONFIRMATION:
        count = change["after"].get("dishes", 0)
        return ngettext("%(num)d price", "%(num)d prices", count) if count else ""
    return told(change["part"], change["after"])
