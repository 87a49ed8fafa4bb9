"""What was changed of a listing, by whom, and what stood there before."""

from typing import Any, Final

from flask import request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import database
from citizen_api.listings import reading
from citizen_api.listings.edit_cards import changed
from citizen_api.listings.edit_models import Part
from citizen_api.pages.formats import told_day
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _, ngettext
from citizen_api.pages.owners.keeping import ONE, Page, kept, shown
from citizen_api.pages.owners.words import PARTS, STATES, WHO, dish_name, told

PER_PAGE: Final = 30
CHANGES: Final = Page("changes.html", "/changes")

blueprint = personal("owner_changes")


@blueprint.get(f"{ONE}/changes")
@kept
def changes(staff: Staff, slug: str) -> Response:
    """Every change, the newest first; other owners are not named."""
    question, asked = ["owner changes", slug], request.args
    before = unseal(question, asked["cursor"]) if "cursor" in asked else None
    found = reading.changes(database(), slug, before=before, limit=PER_PAGE + 1)
    some, following = cut(question, found, PER_PAGE, lambda each: each.id)
    items = [in_words(changed(each, staff.actor)) for each in some]
    return shown(CHANGES, slug, items=items, following=following)


def in_words(change: dict[str, Any]) -> dict[str, Any]:
    """A change as its owner reads it."""
    part, who, state = change["part"], change["who"], change["state"]
    return {
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
