"""How long things live, what apps may ask for, and which level is enough."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from identity import assurance

ACCESS_LIFE: Final = timedelta(minutes=10)
CODE_LIFE: Final = timedelta(seconds=60)
REFRESH_IDLE: Final = timedelta(days=7)
APP_LIFE: Final = timedelta(days=30)
PAGES_LIFE: Final = timedelta(hours=12)
PENDING_LIFE: Final = timedelta(minutes=15)

LEVELS: Final = tuple(assurance.LEVELS)
# What an app may be allowed; `accounts.consenting` says it in words.
SCOPES: Final = ("profile", "account", "insurance", "rentals", "reviews", "staff")

DEVICES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
SYNTHETIC: Final = "099"
CLIENT_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,62}[a-z0-9]")


class Seen(NamedTuple):
    """How surely, how and when VNeID saw a person."""

    acr: str
    amr: tuple[str, ...]
    auth_time: datetime


def is_enough(
    seen: Seen,
    acr: str,
    *,
    max_age: timedelta | None = None,
    now: datetime,
) -> bool:
    """Whether somebody seen so was seen surely enough, and lately enough."""
    if seen.acr not in LEVELS or LEVELS.index(seen.acr) < LEVELS.index(acr):
        return False
    return max_age is None or now - seen.auth_time <= max_age


def least_level(acr_values: Iterable[str]) -> str | None:
    """The least of the levels that would do, None when none is known."""
    known = [acr for acr in LEVELS if acr in set(acr_values)]
    return known[0] if known else None


def device_name(user_agent: str) -> str | None:
    """What a browser runs on, in one word that its owner knows."""
    return next((name for mark, name in DEVICES if mark in user_agent), None)


def is_synthetic(number: str | None) -> bool:
    """Whether a number is of the province 099, which does not exist."""
    return number is not None and number.startswith(SYNTHETIC)


def is_id(client: str) -> bool:
    """Whether a text can be the id of an app: `citizen-app`."""
    return CLIENT_ID.fullmatch(client) is not None
