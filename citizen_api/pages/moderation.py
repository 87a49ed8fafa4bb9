"""The public log of moderators: counts, and every step with its reason, never who."""

from datetime import date
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, Response, request

from citizen_api.callers import public as anyone
from citizen_api.cases import queries
from citizen_api.cases.queries import Count
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import database
from citizen_api.moderation.log_resources import shown_entry, since
from citizen_api.pages.case_words import KINDS, reason, step
from citizen_api.pages.html import page

MAX_AGE: Final = 60
PER_PAGE: Final = 30
LONGEST: Final = 80
MONTHS: Final = 3

blueprint = Blueprint("moderation_page", __name__, template_folder="templates")


@blueprint.get("/moderation")
@anyone
def moderation() -> Response:
    """What was held, decided and undone, and why, the newest first.

    Of one venue with `?venue=`. Raises BadCursor.
    """
    venue = request.args.get("venue", "")[:LONGEST] or None
    question, cursor = ["moderation page", venue], request.args.get("cursor")
    before = unseal(question, cursor) if cursor else None
    found = queries.log(database(), venue, before=before, limit=PER_PAGE + 1)
    listed, following = cut(question, found, PER_PAGE, lambda each: each.id)
    counted = [] if venue or cursor else queries.counts(database(), since(now()))
    return page(
        "moderation.html",
        max_age=MAX_AGE,
        entries=[shown_entry(each) for each in listed],
        following=following,
        venue=venue,
        months=months(counted),
        kinds=KINDS,
        reason=reason,
        step=step,
    )


def months(counted: list[Count]) -> list[dict[str, Any]]:
    """Of the last months: of each kind how many were opened, decided and undone."""
    found = []
    for month, lines in groupby(counted, key=lambda each: each.month):
        rows: dict[str, dict[str, int]] = {}
        for each in lines:
            acts = rows.setdefault(each.kind, {})
            acts[each.act] = acts.get(each.act, 0) + each.lines
        found.append({"month": date.fromisoformat(f"{month}-01"), "rows": rows})
    return found[:MONTHS]
