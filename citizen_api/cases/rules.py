"""Who may decide what, and when a second person must look. Pure."""

from datetime import datetime
from typing import Final, NamedTuple

from citizen_api.cases.models import Case, Kind, State
from citizen_api.cases.problems import (
    AlreadyDecided,
    AnotherPersonNeeded,
    NothingToSecond,
    NothingToUndo,
)

# What would take much from somebody, or can hardly be taken back.
NEEDS_SECOND: Final = frozenset({(Kind.SURGE, "drop"), (Kind.MERGE, "merge")})
SYSTEM: Final = "system"


class Opened(NamedTuple):
    """Something that somebody must look at.

    `reason`: a word such as `phone_number`, for everybody to read. `by`: the actor who
    saw it; `barred`: an actor who may not decide, such as who decided before.
    """

    kind: Kind
    subject_kind: str
    subject_id: str
    venue_id: int | None
    reason: str
    by: str
    at: datetime
    barred: str | None = None


class Verdict(NamedTuple):
    """What a moderator decides; `note`: for whom it concerns."""

    decision: str
    by: str
    at: datetime
    note: str | None = None


def needs_second(kind: Kind, decision: str) -> bool:
    """Whether a second person must say the same before it happens."""
    return (kind, decision) in NEEDS_SECOND


def ensure_may_decide(case: Case, by: str) -> None:
    """Raise AlreadyDecided, or AnotherPersonNeeded for who has a part in it."""
    if case.state != State.OPEN:
        raise AlreadyDecided
    ensure_no_part(case, by)


def ensure_may_second(case: Case, by: str) -> None:
    """Raise NothingToSecond, or AnotherPersonNeeded for who proposed it."""
    if case.state != State.PROPOSED:
        raise NothingToSecond
    ensure_no_part(case, by)
    if by == case.decided_by:
        raise AnotherPersonNeeded


def ensure_may_undo(case: Case) -> None:
    """Raise NothingToUndo unless a person decided the case."""
    if case.state != State.DECIDED or case.decided_by == SYSTEM:
        raise NothingToUndo


def ensure_no_part(case: Case, by: str) -> None:
    """Raise AnotherPersonNeeded for who opened the case, or is barred from it."""
    if by in (case.opened_by, case.barred):
        raise AnotherPersonNeeded
