"""Answers about venues as of now: what the doors of the API and the pages stand on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app

from citizen_api.http.clock import now
from citizen_api.http.cursors import asked_of, seal, unseal
from citizen_api.http.session import database, is_sandboxed, kept
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.throttles.doors import address
from citizen_api.venues import asking
from citizen_api.venues.fruitless import EXTENSION, Fruitless
from citizen_api.venues.queries.known import known, minute
from citizen_api.venues.queries.meaning import Meaning
from citizen_api.venues.queries.search import Page, page
from citizen_api.venues.queries.shapes import Row
from citizen_api.venues.questions import Question, Sort
from citizen_api.venues.rows import Showing
from geo.points import Point

# With anything else, such as a highest price, not the words were at fault.
WORDS_ALONE = frozenset({"q", "sort", "limit", "lang", "lat", "lon"})


def showing(centre: Point | None = None) -> Showing:
    """What is needed to show venues as they are this minute, from where one stands."""
    moment = minute(now())
    return Showing(at=moment, today=moment.date(), centre=centre, known=kept(known))


@dataclass(frozen=True)
class Answer:
    """The venues of a page, how the question was understood, and where it goes on.

    `found` is None when the words mean nothing.
    """

    question: Question
    meaning: Meaning
    found: Page | None
    showing: Showing
    cursor: str | None

    @property
    def rows(self) -> Sequence[Row]:
        """The venues in order."""
        return self.found.rows if self.found else ()


def answer(asked: dict[str, Any]) -> Answer:
    """The page that the parameters ask for. Raises InvalidRequest, BadCursor."""
    start, keeping = _begun(asked), kept(known)
    question, meaning = asking.question(database(), keeping, asked, now=start.moment)
    if start.position is not None:
        question = _resumed(question, start.position)
    nonsense = "q" in asked and meaning.is_empty
    found = None if nonsense else page(database(), keeping, question)
    showing = Showing(
        at=question.open_at or start.moment,
        today=start.moment.date(),
        centre=question.centre,
        known=keeping,
    )
    cursor = None
    if found and found.more:
        cursor = seal(start.identity, _end_of(found.rows[-1], start.moment))
    if "q" in asked and not (found and found.rows) and asked.keys() <= WORDS_ALONE:
        _note_fruitless(asked["q"], start.moment)
    return Answer(question, meaning, found, showing, cursor)


class Start(NamedTuple):
    """Where an answer starts: what is asked, from where on, and as of when.

    Every page of a list tells of the moment of the first one.
    """

    identity: list[Any]
    position: list[Any] | None
    moment: datetime


def _begun(asked: dict[str, Any]) -> Start:
    """Where the page that is asked for starts; raises BadCursor."""
    identity, moment, position = asked_of("venues", asked), now(), None
    if "cursor" in asked:
        *position, stamp = unseal(identity, asked["cursor"])
        moment = datetime.fromtimestamp(stamp, HO_CHI_MINH)
    return Start(identity, position, minute(moment))


def _note_fruitless(words: str, at: datetime) -> None:
    """Count words that found nothing in the real city, to be written down later."""
    if not is_sandboxed():
        fruitless: Fruitless = current_app.extensions[EXTENSION]
        fruitless.note(words, address(), at.astimezone(HO_CHI_MINH).date())


def _resumed(question: Question, position: list[Any]) -> Question:
    """The question from where a page ended."""
    key, venue, tail = position
    if question.venues is not None and question.sort is Sort.RELEVANCE:
        key = _standing(question.venues, venue, key)
    return replace(question, after=(key or 0.0, venue), tail=tail)


def _standing(named: Sequence[int], venue: int, before: int) -> float:
    """Where a venue stands among those that are named so now.

    When it is called something else, those behind it have moved up.
    """
    return named.index(venue) + 1 if venue in named else before - 0.5


def _end_of(last: Row, moment: datetime) -> list[Any]:
    """Where a page ends: its last key and venue, whether in the tail, as of when."""
    return [last.key, last.venue_id, last.key is None, int(moment.timestamp())]
