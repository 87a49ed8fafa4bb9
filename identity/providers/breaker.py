"""A circuit breaker: after many failures in a row, leave the other side in peace."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

__all__ = ["Breaker", "after_failure", "after_success", "ask"]


@dataclass(frozen=True, slots=True)
class Breaker:
    """Closed while `open_until` is None; opens after `limit` failures in a row."""

    limit: int = 5
    rest: timedelta = timedelta(seconds=30)
    failures: int = 0
    open_until: datetime | None = None


def ask(breaker: Breaker, now: datetime) -> tuple[bool, Breaker]:
    """Whether a request may go now, and the breaker from then on.

    After the rest one request may try; others wait until it is known how that went,
    or for another rest.
    """
    if breaker.open_until is None:
        return True, breaker
    if now < breaker.open_until:
        return False, breaker
    return True, replace(breaker, open_until=now + breaker.rest)


def after_failure(breaker: Breaker, now: datetime) -> Breaker:
    """The breaker after a request that failed."""
    failures = breaker.failures + 1
    if failures < breaker.limit:
        return replace(breaker, failures=failures)
    return replace(breaker, failures=failures, open_until=now + breaker.rest)


def after_success(breaker: Breaker) -> Breaker:
    """The breaker after a request that went well: closed."""
    return replace(breaker, failures=0, open_until=None)
