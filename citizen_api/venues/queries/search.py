"""A page of venues: the main part, then those whose place or price is not known."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from citizen_api.db import Database
from citizen_api.venues.queries.known import Known
from citizen_api.venues.queries.offers import listed
from citizen_api.venues.queries.shapes import Row
from citizen_api.venues.questions import Question, Sort

MOST_UNKNOWN = 50


class Page(NamedTuple):
    """The rows of a page, and whether more follow."""

    rows: list[Row]
    more: bool


def page(database: Database, known: Known, question: Question) -> Page:
    """The page that a question asks for."""
    bits = known.open_at(question.open_at) if question.open_at else b""
    rows: list[Row] = []
    if not question.tail:
        rows = listed(database, question, open_bits=bits)
    missing = question.limit + 1 - len(rows)
    if missing > 0 and has_tail(question):
        after = question.after if question.tail else None
        rest = replace(question, tail=True, after=after, limit=missing - 1)
        rows += listed(database, rest, open_bits=bits)
    return Page(rows[: question.limit], len(rows) > question.limit)


def has_tail(question: Question) -> bool:
    """Whether venues without a key may be answers: without a place or a price."""
    if question.sort is Sort.DISTANCE:
        return not question.wants_placed
    return question.sort is Sort.PRICE and question.max_price is None


def hours_unknown(
    database: Database, known: Known, question: Question, at: datetime
) -> int:
    """How many venues meet all but `open_at`, and their hours are not known then."""
    unknown = replace(
        question,
        open_at=None,
        unsure_at=at,
        sort=Sort.SCORE,
        after=None,
        tail=False,
        limit=MOST_UNKNOWN - 1,
    )
    return len(listed(database, unknown, open_bits=known.unsure_at(at)))
