"""What a ride costs, from its seconds and its plan. Pure."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from citizen_api.rentals.models import Free
from citizen_api.tariffs.plans import Plan
from citizen_api.tariffs.prices import price, price_on_pass

SHORT_S: Final = 120
MOST_SHORT_A_DAY: Final = 3
SHORT_APART: Final = timedelta(minutes=10)


class Ride(NamedTuple):
    """What a bill needs to know.

    `same_station`: it ended where it began. `short_today`: how many free short rides
    the rider had in the last 24 hours, `last_short`: when the last of them ended.
    `pass_used_s`: what other rides used of the pass, None without one. `capped`: it
    is charged as one day at most, since people had to look at it.
    """

    seconds: int
    free_s: int
    started_at: datetime
    same_station: bool
    short_today: int
    last_short: datetime | None
    pass_used_s: int | None
    capped: bool


def is_free_short(ride: Ride) -> bool:
    """Whether it was no ride: the bike was brought back at once, perhaps faulty.

    A few times a day, and not one after the other, or all rides would be free.
    """
    if not ride.same_station or ride.seconds > SHORT_S:
        return False
    apart = ride.last_short is None or ride.started_at - ride.last_short >= SHORT_APART
    return apart and ride.short_today < MOST_SHORT_A_DAY


def bill(plan: Plan, ride: Ride, free: Free | None = None) -> tuple[int, Free | None]:
    """The price in đồng, and why it is nothing."""
    if free is None and is_free_short(ride):
        free = Free.SHORT
    if free is not None:
        return 0, free
    return so_far(plan, ride), None


def so_far(plan: Plan, ride: Ride) -> int:
    """The price by the plan alone, with no regard to what makes a ride free."""
    seconds = max(0, ride.seconds - ride.free_s)
    if ride.pass_used_s is not None:
        return price_on_pass(plan, seconds, used=ride.pass_used_s)
    full = price(plan, seconds)
    return min(full, plan.cap.price) if ride.capped and plan.cap else full
