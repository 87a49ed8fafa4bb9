"""What may become of a bike, and what its battery still does. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from citizen_api.bikes.models import NOWHERE, State
from citizen_api.bikes.problems import BikeNotFree
from citizen_api.problems import Said

OUT_OF_USE: Final = frozenset(
    {State.NON_OPERATIONAL, State.NON_CONTACTABLE, State.MISSING, State.REMOVED}
)
WAITING: Final = OUT_OF_USE - {State.REMOVED}
"""What bikes are that wait for staff."""
GONE: Final = frozenset(state for state in State if f"'{state}'" in NOWHERE)
MAY_BECOME: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        State.AVAILABLE: OUT_OF_USE | {State.RESERVED, State.CLAIMED},
        State.RESERVED: OUT_OF_USE | {State.AVAILABLE, State.CLAIMED},
        State.CLAIMED: OUT_OF_USE | {State.AVAILABLE, State.ON_TRIP},
        State.ON_TRIP: OUT_OF_USE | {State.AVAILABLE},
        State.NON_OPERATIONAL: OUT_OF_USE | {State.AVAILABLE},
        State.NON_CONTACTABLE: OUT_OF_USE | {State.AVAILABLE, State.ON_TRIP},
        State.MISSING: OUT_OF_USE | {State.AVAILABLE},
        State.REMOVED: OUT_OF_USE | {State.AVAILABLE},
    }
)
LEAST_BATTERY: Final = 15
FRESH: Final = timedelta(minutes=5)  # GBFS: real-time data are never older
TAKEN: Final = Said(
    "Xe đang có người thuê. Hãy chọn xe khác ở trạm.",
    "Somebody has this bike. Choose another one at the station.",
)
UNFIT: Final = Said(
    "Xe đang tạm ngừng phục vụ. Hãy chọn xe khác ở trạm.",
    "This bike is out of use. Choose another one at the station.",
)


class WrongStep(Exception):
    """A bike cannot go from one of these states to the other: a fault of ours."""


def ensure_may_become(was: State, becomes: State) -> None:
    """Raise WrongStep unless a bike may go from one state to the other."""
    if becomes not in MAY_BECOME[was] or was is becomes:
        raise WrongStep(f"{was} -> {becomes}")


def ensure_free(state: State, *, held: bool = False) -> None:
    """Raise BikeNotFree, saying why, unless a rider may have the bike.

    `held`: it is reserved for this rider.
    """
    if state is State.AVAILABLE or (held and state is State.RESERVED):
        return
    raise BikeNotFree(UNFIT if state in OUT_OF_USE else TAKEN)


def after_trip(fault: str | None, battery: int | None) -> State:
    """What a bike is that was brought back; a broken or empty one is not available."""
    empty = battery is not None and battery < LEAST_BATTERY
    return State.NON_OPERATIONAL if fault or empty else State.AVAILABLE


def is_stale(told_at: datetime | None, now: datetime) -> bool:
    """Whether counts of another system are too old to be called live."""
    return told_at is None or now - told_at > FRESH
