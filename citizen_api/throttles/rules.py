"""How often is too often, and how a caller is told. Pure."""

import hmac
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any, Final, NamedTuple

from citizen_api.problems import TooManyRequests

NETWORK_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in a window of seconds, for each key of the scope.

    `told`: whether callers may know how many are left; what is counted for several of
    them would tell each what the others do.
    """

    scope: str
    most: int
    window_s: int
    told: bool = True


@dataclass(frozen=True, slots=True)
class Lock:
    """So many misses (two or more) within some seconds close a key.

    First for `first_s`, then twice as long each time, at most `longest_s`; a hit, or
    thirty days of quiet, forgets it all.
    """

    scope: str
    misses: int = 5
    within_s: int = 900
    first_s: int = 900
    longest_s: int = 86400


class Used(NamedTuple):
    """A limit after one more use: how many there were, when the next window opens."""

    limit: Limit
    times: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Counting:
    """A use that a statement counts with its own work, by `COUNT_ONE`.

    `tell` is given the RateLimit headers.
    """

    limit: Limit
    key: bytes
    now: datetime
    tell: Callable[[dict[str, str]], None]

    def values(self) -> dict[str, Any]:
        """What the statement needs."""
        ends_at = self.now + timedelta(seconds=self.limit.window_s)
        return {
            "scope": self.limit.scope,
            "key": self.key,
            "most": self.limit.most,
            "now": self.now,
            "ends_at": ends_at,
        }

    def judge(self, times: int, ends_at: datetime) -> None:
        """Tell what is left; raises TooManyRequests."""
        self.tell(ensure_within([Used(self.limit, times, ends_at)], self.now))


def key_of(secret: str, *parts: str) -> bytes:
    """What is kept of a caller and of what is tried: a hash that needs our secret."""
    text = "".join(f"{len(part)}:{part}" for part in ("throttle", *parts))
    return hmac.digest(secret.encode(), text.encode(), "sha256")


def network_of(address: str) -> str:
    """The address, or the /64 of an IPv6 one: whoever has one has all of it."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return known.packed[:NETWORK_BYTES].hex()


def headers_of(uses: Iterable[Used], now: datetime) -> dict[str, str]:
    """What is left, as draft-ietf-httpapi-ratelimit-headers-10 writes it."""
    left, policies = [], []
    for limit, times, ends_at in uses:
        if not limit.told:
            continue
        rest = max(0, limit.most - times)
        left.append(f'"{limit.scope}";r={rest};t={seconds(ends_at - now)}')
        policies.append(f'"{limit.scope}";q={limit.most};w={limit.window_s}')
    return {"RateLimit": ", ".join(left), "RateLimit-Policy": ", ".join(policies)}


def ensure_within(uses: Iterable[Used], now: datetime) -> dict[str, str]:
    """The headers of what is left; raises TooManyRequests with them."""
    every = list(uses)
    headers = headers_of(every, now)
    over = [used.ends_at for used in every if used.times > used.limit.most]
    if over:
        wait = str(seconds(max(over) - now))
        raise TooManyRequests(headers={"Retry-After": wait, **headers})
    return headers


def ensure_open(lock: Lock, locked_until: datetime | None, now: datetime) -> None:
    """Raise TooManyRequests while the key is locked."""
    if locked_until is None or locked_until <= now:
        return
    wait = seconds(locked_until - now)
    raise TooManyRequests(
        headers={
            "Retry-After": str(wait),
            "RateLimit": f'"{lock.scope}";r=0;t={wait}',
            "RateLimit-Policy": f'"{lock.scope}";q={lock.misses};w={lock.within_s}',
        }
    )


def seconds(span: timedelta) -> int:
    """Whole seconds, the last one begun included."""
    return max(0, math.ceil(span.total_seconds()))
