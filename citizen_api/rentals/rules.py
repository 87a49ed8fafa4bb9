"""What may become of a rental, when something is due, and what counts. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from citizen_api.problems import Said
from citizen_api.rentals.models import OPEN, Refusal, Rental, State
from citizen_api.rentals.problems import WrongState

RIDING: Final = frozenset({State.ACTIVE, State.PAUSED, State.ENDING, State.REVIEW})
MAY_BECOME: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        State.RESERVED: frozenset({State.UNLOCKING, State.EXPIRED, State.CANCELLED}),
        State.UNLOCKING: frozenset({State.ACTIVE, State.FAILED}),
        State.ACTIVE: frozenset(
            {State.PAUSED, State.ENDING, State.REVIEW, State.ENDED}
        ),
        State.PAUSED: frozenset(
            {State.ACTIVE, State.ENDING, State.REVIEW, State.ENDED}
        ),
        State.ENDING: frozenset(
            {State.ACTIVE, State.PAUSED, State.REVIEW, State.ENDED}
        ),
        State.REVIEW: frozenset({State.ENDED, State.WRITTEN_OFF}),
        State.ENDED: frozenset({State.SETTLED, State.OWING}),
        State.OWING: frozenset({State.SETTLED}),
        State.SETTLED: frozenset(),
        State.FAILED: frozenset(),
        State.EXPIRED: frozenset(),
        State.CANCELLED: frozenset(),
        State.WRITTEN_OFF: frozenset(),
    }
)
UNLOCK_WITHIN: Final = timedelta(seconds=30)
CONFIRM_WITHIN: Final = timedelta(minutes=5)
CLOSE_WITHIN: Final = timedelta(minutes=5)
CLOCK_SLACK: Final = timedelta(minutes=2)
WRONG_BIKE_WITHIN: Final = timedelta(minutes=2)
REPORT_WITHIN: Final = timedelta(hours=24)
REVIEW_AFTER: Final = timedelta(hours=4)
MISSING_AFTER: Final = timedelta(hours=24)
REMINDERS: Final = (timedelta(hours=2), REVIEW_AFTER)
BEFORE_PASS_END: Final = timedelta(minutes=30)
DAY: Final = timedelta(hours=24)

PHONE_WITHIN_M: Final = 50
STATION_WITHIN_M: Final = 50
MOST_ACCURACY_M: Final = 100
FAILURES_TO_CHECK: Final = 2
MOST_UNRIDDEN: Final = 5
MOST_SAME: Final = 2
MOST_WRONG: Final = 2
COOL_DOWN: Final = timedelta(minutes=30)
FREE_MINUTES: Final = 15
MOST_BIKES: Final = 5

STEPS: Final[Mapping[State, tuple[str, ...]]] = MappingProxyType(
    {
        State.RESERVED: ("unlock", "cancel"),
        State.UNLOCKING: ("unlock",),
        State.ACTIVE: ("pause", "end", "report"),
        State.PAUSED: ("resume", "end", "report"),
        State.ENDING: ("end", "pause", "resume", "report"),
        State.REVIEW: ("end", "report"),
        State.OWING: ("top_up",),
    }
)
OVER: Final = Said(
    "Chuyến xe đã kết thúc ({state}). Hãy quét một xe khác.",
    "The rental is over ({state}). Scan another bike.",
)
WHY: Final[Mapping[Refusal, Said]] = MappingProxyType(
    {
        Refusal.AWAY: Said("Xe không ở trạm nào.", "The bike is at no station."),
        Refusal.NO_RETURN: Said(
            "Khu vực này không trả xe.", "Bikes cannot be left in this area."
        ),
        Refusal.FULL: Said("Trạm này đã đầy.", "This station is full."),
        Refusal.CLOSED: Said(
            "Trạm này đang không nhận xe.", "This station takes no bikes back now."
        ),
    }
)


class Due(StrEnum):
    """What is to be done of a rental when its moment comes."""

    EXPIRE = "expire"
    FAIL = "fail"
    END = "end"
    RIDE_ON = "ride_on"
    REMIND = "remind"
    REVIEW = "review"
    MISSING = "missing"


class Moment(NamedTuple):
    """When something is due."""

    at: datetime
    what: Due


class Meter(NamedTuple):
    """From when to when a ride is counted, by one clock."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        """Whole seconds; never less than none."""
        return max(0, int((self.end - self.start).total_seconds()))


class WrongStep(Exception):
    """A rental cannot go from one of these states to the other: a fault of ours."""


def ensure_may_become(was: State, becomes: State) -> None:
    """Raise WrongStep unless a rental may go from one state to the other."""
    if becomes not in MAY_BECOME[was]:
        raise WrongStep(f"{was} -> {becomes}")


def ensure_in(rental: Rental, *states: State) -> None:
    """Raise WrongState, which says what can be done instead."""
    if State(rental.state) in states:
        return
    steps = ", ".join(STEPS.get(State(rental.state), ()))
    said = WrongState.said if steps else OVER
    raise WrongState(said.format(state=rental.state, next=steps))


def next_due(rental: Rental) -> Moment | None:
    """What is due next of a rental, if anything."""
    match State(rental.state):
        case State.RESERVED:
            return Moment(rental.expires_at, Due.EXPIRE)
        case State.UNLOCKING if rental.deadline_at:
            return Moment(rental.deadline_at, Due.FAIL)
        case State.ENDING if rental.closed_told_at:
            return Moment(rental.closed_told_at + CONFIRM_WITHIN, Due.END)
        case State.ENDING if rental.confirmed_at:
            return Moment(rental.confirmed_at + CLOSE_WITHIN, Due.RIDE_ON)
        case State.ACTIVE | State.PAUSED:
            return _next_reminder(rental)
        case State.REVIEW if rental.review_at and rental.missing_at is None:
            return Moment(rental.review_at + MISSING_AFTER, Due.MISSING)
    return None


def reminders(pass_left_s: int | None) -> list[timedelta]:
    """How long after its start a rider is reminded; the last one is a review."""
    before = timedelta(seconds=pass_left_s or 0) - BEFORE_PASS_END
    early = [before] if timedelta(0) < before < REVIEW_AFTER else []
    return sorted([*early, *REMINDERS])


def _next_reminder(rental: Rental) -> Moment | None:
    start = started_at(rental)
    moments = reminders(rental.pass_left_s)
    if start is None or rental.reminders >= len(moments):
        return None
    last = rental.reminders == len(moments) - 1
    what = Due.REVIEW if last else Due.REMIND
    return Moment(start + moments[rental.reminders], what)


def believed(lock_at: datetime, earliest: datetime, told_at: datetime) -> bool:
    """Whether the lock's clock can be right: not before the claim, nor to come."""
    return earliest - CLOCK_SLACK <= lock_at <= told_at


def started_at(rental: Rental) -> datetime | None:
    """When the lock opened, None before that."""
    return rental.opened_told_at if rental.our_clock else rental.opened_lock_at


def meter(rental: Rental, now: datetime) -> Meter | None:
    """How long a ride has been so far, or was; None before the lock opened.

    By the lock's clock while that is believed, else by ours; never by both.
    """
    start = started_at(rental)
    if start is None:
        return None
    if rental.ended_at is not None and rental.seconds is not None:
        return Meter(start, start + timedelta(seconds=rental.seconds))
    closed = rental.closed_told_at if rental.our_clock else rental.closed_lock_at
    stopped = closed is not None and rental.state != State.PAUSED
    end = closed if closed is not None and stopped else now
    if rental.review_at is not None and not stopped:
        end = min(end, rental.review_at + MISSING_AFTER)
    return Meter(start, max(end, start))


def may_say_wrong(rental: Rental, now: datetime) -> bool:
    """Whether the rider may still say that another bike opened."""
    start = rental.opened_told_at
    return start is not None and now - start <= WRONG_BIKE_WITHIN


def may_report(rental: Rental, now: datetime) -> bool:
    """Whether the rider may still say what is wrong with the bike."""
    last = rental.ended_at or rental.unlock_at or rental.reserved_at
    return State(rental.state) in OPEN or now - last <= REPORT_WITHIN


def is_near(metres: float, *accuracies: int | None, within: int) -> bool:
    """Whether two places may be the same, as sure as both are known."""
    doubt = sum(min(each or 0, MOST_ACCURACY_M) for each in accuracies)
    return metres <= within + doubt
