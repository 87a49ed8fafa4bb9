"""What a ride by a plan costs, in whole đồng and whole seconds.

Durations are counted as GBFS counts them (a segment's `start` charges at once, its
`end` no longer), but for one second: a ride that ends exactly when a step would begin
does not pay for that step.
"""

from typing import NamedTuple

from citizen_api.tariffs.plans import Plan


class Segment(NamedTuple):
    """An entry of `per_min_pricing`: `rate` đồng at minute `start` and again after
    each `interval` minutes, until before minute `end`.
    """

    start: int
    rate: int
    interval: int
    end: int | None = None

    def charged(self, second: int) -> int:
        """What it has charged by a second of the ride, that second included."""
        last = second if self.end is None else min(second, self.end * 60 - 1)
        within = last - self.start * 60
        return 0 if within < 0 else self.rate * (within // (self.interval * 60) + 1)


def segments(plan: Plan) -> tuple[Segment, ...]:
    """What a plan charges on top of its price: published so, and billed so."""
    start, step, cap = plan.minutes, plan.step, plan.cap
    if cap is None:
        return (Segment(start, step.price, step.minutes),)
    steps = (cap.price - plan.price) // step.price
    end = start + steps * step.minutes
    capped = Segment(start, step.price, step.minutes, end)
    if cap.minutes is None:
        return (capped,)
    return capped, Segment(cap.minutes, cap.price, cap.minutes)


def price(plan: Plan, seconds: int) -> int:
    """The price of a ride of `seconds`, or of a pass and rides of `seconds` in all.

    Raises ValueError for less than 0 seconds.
    """
    if seconds < 0:
        raise ValueError(f"a ride of {seconds} seconds")
    last = max(seconds - 1, 0)
    return plan.price + sum(segment.charged(last) for segment in segments(plan))


def price_on_pass(plan: Plan, seconds: int, *, used: int) -> int:
    """What a ride on a pass costs beyond the pass, of which `used` seconds were ridden.

    The rides of a pass cost together what one ride of their length would.
    """
    return price(plan, used + seconds) - price(plan, used)
