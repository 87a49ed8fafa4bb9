"""What stands beside the venues of a page: how it was understood, what was left out."""

from dataclasses import replace
from typing import Any

from citizen_api.db import Database
from citizen_api.http.language import language
from citizen_api.venues.answering import Answer
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.emptiness import (
    UNKNOWN_WORDS,
    Emptiness,
    why_empty,
)
from citizen_api.venues.queries.known import Known
from citizen_api.venues.queries.meaning import Meaning
from citizen_api.venues.queries.search import Page, hours_unknown
from citizen_api.venues.questions import Question
from citizen_api.venues.rows import Showing


def members(database: Database, answer: Answer) -> dict[str, Any]:
    """The members of the answer."""
    showing, question, found = answer.showing, answer.question, answer.found
    empty = None
    if found is None:
        empty = Emptiness("not-understood", UNKNOWN_WORDS)
    elif not found.rows and question.after is None:
        empty = why_empty(database, showing.known, question)
    return {
        "understood": understood(showing, question, answer.meaning),
        "left_out": left_out(database, showing.known, question, found),
        "why_empty": empty and why(showing, empty),
    }


def understood(
    showing: Showing, question: Question, meaning: Meaning
) -> dict[str, Any]:
    """What the search was taken to mean."""
    areas = showing.known.areas
    return {
        "dishes": [
            showing.known.dishes.by_id[dish].slug
            for dish in question.dishes
            if dish != ANY_DISH
        ],
        "areas": [
            {
                "kind": match.area.kind,
                **areas.shown[match.area.id],
                "now": (
                    areas.wards_after(match.area)
                    if match.area.kind.startswith("former")
                    else []
                ),
            }
            for match in meaning.matched
        ],
        "open_at": question.open_at,
        "sort": question.sort,
    }


def left_out(
    database: Database, known: Known, question: Question, found: Page | None
) -> dict[str, int] | None:
    """How many may be open but are not known to be, on the last page of `open_at`."""
    at = question.open_at
    if at is None or found is None or found.more:
        return None
    return {"hours_unknown": hours_unknown(database, known, question, at)}


def why(showing: Showing, empty: Emptiness) -> dict[str, Any]:
    """Why a list is empty, in the caller's language."""
    there = replace(showing, centre=empty.centre)
    nearest = empty.nearest and there.item(empty.nearest)
    return {
        "reason": empty.reason,
        "detail": empty.said.to(language()),
        "count": empty.count,
        "nearest": nearest
        and {name: nearest[name] for name in ("id", "name", "distance_m")},
    }
