"""A proof is looked at: who guesses is stopped, what holds becomes a visit."""

from datetime import datetime
from typing import Final, NamedTuple

from flask import current_app

from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.links.models import Kind
from citizen_api.links.queries import standing, target
from citizen_api.links.resources import read_code
from citizen_api.problems import TooManyRequests
from citizen_api.schedules import queries as schedules
from citizen_api.throttles import actions as throttles
from citizen_api.throttles.doors import address
from citizen_api.throttles.rules import Lock, key_of
from citizen_api.visits import actions, codes, queries
from citizen_api.visits.codes import Shown, Standing
from citizen_api.visits.models import How
from citizen_api.visits.problems import (
    MistypedVisitCode,
    OtherVenuesCode,
    VisitCodeExpired,
    VisitCodeUsedUp,
    WrongVisitCode,
)
from citizen_api.visits.queries import Visited
from citizen_api.visits.rules import (
    COUNTS_FOR,
    GUESSES,
    GUESSES_OF_ALL,
    USES,
    Position,
    Visitor,
    ensure_open,
    ensure_there,
)

REFUSED: Final = {
    Standing.MISTYPED: MistypedVisitCode,
    Standing.OVER: VisitCodeExpired,
    Standing.WRONG: WrongVisitCode,
}


class Proven(NamedTuple):
    """A visit of today; until when a rating is marked by it; whether it is new."""

    venue: str
    how: How
    at: datetime
    counts_until: datetime
    new: bool


def code_to_show(slug: str) -> Shown:
    """What the screen of a venue shows now. Raises NotFound."""
    venue = queries.venue(database(), slug)
    return codes.shown(_secret(), venue.id, now())


def by_code(visitor: Visitor, actor: str, slug: str, typed: str) -> Proven:
    """A visit proven by the code that the venue shows; the same day again is fine.

    `actor`: what limits call the visitor. Raises NotFound, TooManyRequests for who
    guesses, and what is wrong with the code.
    """
    venue = queries.venue(database(), slug)
    step = _right_step(venue, actor, typed)
    with transaction() as session:
        known_already = actions.was_there(session, visitor, venue.id, now().date())
    if not known_already:
        _ensure_left(venue, step)
    return _kept(visitor, venue, How.CODE)


def by_scan(visitor: Visitor, slug: str, code: str, position: Position) -> Proven:
    """A visit proven by the printed code of the venue, on the spot, while it is open.

    The position is forgotten at once. Raises NotFound, MistypedCode, RevokedCode,
    ExpiredCode, OtherVenuesCode, and what `ensure_there` and `ensure_open` raise.
    """
    venue, at = queries.venue(database(), slug), now()
    scanned = standing(database(), target(database(), read_code(code)), at)
    if scanned.kind != Kind.VENUE:
        raise OtherVenuesCode
    if queries.venue(database(), scanned.id).id != venue.id:
        raise OtherVenuesCode
    ensure_there(scanned.place or venue.place, position)
    with transaction() as session:
        schedule = schedules.one(session, venue.schedule_id)
        ensure_open(schedule, at, schedules.holidays(session))
    return _kept(visitor, venue, How.SCAN)


def _right_step(venue: Visited, actor: str, typed: str) -> int:
    """When a code was first shown. Raises TooManyRequests, and what is wrong."""
    at, locks = now(), _locks(actor)
    for lock, key in locks.items():
        throttles.ensure_allowed(database(), lock, key, at)
    judged = codes.judged(_secret(), venue.id, typed, at)
    if judged.standing is Standing.WRONG:
        for lock, key in locks.items():
            throttles.miss(database(), lock, key, at)
    if judged.standing is not Standing.GOOD or judged.step is None:
        raise REFUSED[judged.standing]
    throttles.hit(database(), GUESSES, locks[GUESSES], at)
    return judged.step


def _ensure_left(venue: Visited, step: int) -> None:
    """Count a use of a code. Raises VisitCodeUsedUp."""
    key = key_of(_secret(), USES.scope, f"{venue.id} {step}")
    try:
        throttles.ensure_allowed(database(), USES, key, now())
    except TooManyRequests:
        raise VisitCodeUsedUp from None


def _kept(visitor: Visitor, venue: Visited, how: How) -> Proven:
    at = now()
    with transaction() as session:
        new = actions.keep(session, visitor, venue.id, how, at.date())
    return Proven(venue.slug, how, at, at + COUNTS_FOR, new)


def _locks(actor: str) -> dict[Lock, bytes]:
    return {
        GUESSES: key_of(_secret(), GUESSES.scope, actor),
        GUESSES_OF_ALL: key_of(_secret(), GUESSES_OF_ALL.scope, address()),
    }


def _secret() -> str:
    secret: str = current_app.config["SIGNING_KEY"]
    return secret
