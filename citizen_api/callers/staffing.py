"""Somebody who signed in and holds a role, for the city or for one place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import current_app, request

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.callers.citizens import ensure_allowed, ensure_level, signed_in
from citizen_api.callers.doors import View, opened_to
from citizen_api.callers.problems import (
    NotSignedIn,
    RoleMissing,
    ScopeMissing,
    SignInAgain,
)
from citizen_api.callers.sessions import OF_PAGE, Citizen, Held, Known, known
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.problems import AuditUnavailable, Problem, TooManyRequests
from citizen_api.roles.models import Role
from citizen_api.roles.rules import CITY
from citizen_api.throttles.actions import ensure_allowed as count_refusal
from citizen_api.throttles.rules import Limit, key_of

LEVEL = "LoA2"
SCOPE = "staff"
REFUSALS = Limit("refusals", most=60, window_s=3600)
STAFF_REFUSED: Final[tuple[type[Problem], ...]] = (
    NotSignedIn,
    SignInAgain,
    ScopeMissing,
    RoleMissing,
    TooManyRequests,
    AuditUnavailable,
)
"""What the door of staff answers to who may not come in, for the OpenAPI file."""


class Staff(NamedTuple):
    """Somebody at work, and every role that they hold now."""

    person: UUID
    session: UUID
    roles: tuple[Held, ...]

    @property
    def actor(self) -> str:
        """What the audit log calls them."""
        return f"person:{self.person}"

    def scope_for(self, role: Role, asked: str | None = None) -> str:
        """The place at which the role is used: the one asked for, if it is theirs.

        Without asking, the only place at which they hold it. Raises RoleMissing, which
        the door writes into the audit log.
        """
        scopes = self.scopes_of(role)
        if asked is None and len(scopes) == 1:
            return scopes.pop()
        if asked is not None and scopes & {asked, CITY}:
            return asked
        raise RoleMissing

    def scopes_of(self, role: Role) -> set[str]:
        """The places at which they hold a role; "" is the city."""
        return {held.scope for held in self.roles if held.role == role}

    def ensure_one_of(self, roles: tuple[Role, ...]) -> None:
        """Raise RoleMissing when none of these is held."""
        if not any(held.role in roles for held in self.roles):
            raise RoleMissing


def staff(*roles: Role) -> Callable[[View], View]:
    """Who holds one of these roles now may call this; the view gets a Staff first.

    Raises NotSignedIn, and SignInAgain, ScopeMissing and RoleMissing: also when they
    come out of the view itself, these refusals are in the audit log.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            found = signed_in()
            caller = as_staff(found)
            with refusals_recorded(caller):
                ensure_level(found.citizen, LEVEL)
                ensure_allowed(found.citizen, SCOPE)
                caller.ensure_one_of(roles)
                return view(caller, *args, **kwargs)

        return opened_to("staff", view, called, "citizen", [SCOPE])  # type: ignore[return-value]

    return decorated


@contextmanager
def refusals_recorded(caller: Staff) -> Iterator[None]:
    """A block whose `recorded` problems are in the audit log before they are told.

    Raises AuditUnavailable when one cannot be written, TooManyRequests for somebody who
    is refused again and again.
    """
    try:
        yield
    except Problem as problem:
        if problem.recorded:
            note_refusal(caller, problem.name)
        raise


def note_refusal(caller: Staff, why: str) -> None:
    """Record a refusal; raises AuditUnavailable, TooManyRequests."""
    key = key_of(current_app.config["SIGNING_KEY"], str(caller.person))
    count_refusal(database(), REFUSALS, key, now())
    door = {"door": request.endpoint, "method": request.method, "why": why}
    event = Event(
        action="door.refused", actor=caller.actor, outcome="refused", detail=door
    )
    with transaction() as session:
        record(session, event)


def known_staff(token: str) -> tuple[Citizen, Staff] | None:
    """Who the cookie of our own pages belongs to; the level is for the page to see."""
    found = known(token, OF_PAGE)
    return found and (found.citizen, as_staff(found))


def as_staff(found: Known) -> Staff:
    """The same caller at work."""
    return Staff(found.citizen.id, found.citizen.session, found.roles)
