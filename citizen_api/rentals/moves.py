"""Every change of a rental: its state, its event, what is due of it, what is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from citizen_api.jobs.actions import enqueue
from citizen_api.rentals.models import Rental, RentalEvent, State
from citizen_api.rentals.rules import ensure_may_become, next_due

DUE_JOB: Final = "rental-due"
PUSH_JOB: Final = "rental-push"
WITHDRAWN: Final = "bike_withdrawn"
# What a rider is told of even when the app is closed.
PUSHED: Final = frozenset(
    {
        *("opened", "failed", "expired", "paused", "lock_closed", "not_taken_back"),
        *("ended", "reminder", "review", "staff_ended", "lock_still_open"),
        *(WITHDRAWN, "bike_reported"),
    }
)
NOTHING: Final[Mapping[str, Any]] = {}


def become(
    session: Session,
    rental: Rental,
    state: State,
    cause: str,
    *,
    at: datetime,
    now: datetime,
    detail: Mapping[str, Any] = NOTHING,
) -> None:
    """Change the state; whoever calls holds the rental. Raises WrongStep."""
    ensure_may_become(State(rental.state), state)
    rental.state = state
    note(session, rental, cause, at=at, now=now, detail=detail)


def note(
    session: Session,
    rental: Rental,
    cause: str,
    *,
    at: datetime,
    now: datetime,
    detail: Mapping[str, Any] = NOTHING,
) -> None:
    """Record what happened, and have done in time what is due next.

    Nothing about a person or a place in `detail`.
    """
    rental.version = (rental.version or 0) + 1
    event = RentalEvent(
        rental_id=rental.id,
        version=rental.version,
        at=at,
        recorded_at=now,
        state=rental.state,
        cause=cause,
        detail=dict(detail),
    )
    session.add(event)
    session.flush()
    moment = next_due(rental)
    if moment is not None:
        key = f"{rental.id}:{rental.version}"
        enqueue(session, DUE_JOB, key, moment.at)
    if cause in PUSHED:
        enqueue(session, PUSH_JOB, str(event.id), now)
