"""What keys look like, what may be told, and when it is tried again. Pure."""

from base64 import b64encode
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from citizen_api.partners.models import KeyKind
from citizen_api.webhooks import PREFIX

TEST_KEYS_LIVE: Final = timedelta(days=90)
OLD_KEYS_LIVE: Final = timedelta(hours=24)
OLD_SECRETS_LIVE: Final = timedelta(hours=24)
DELIVERIES_KEPT: Final = timedelta(days=30)
MOST_WEBHOOKS: Final = 10
SECRET_BYTES: Final = 32
# Of www.standardwebhooks.com: together a day and a half.
PAUSES: Final = tuple(
    timedelta(seconds=pause) for pause in (5, 300, 1800, 7200, 18_000, 36_000, 50_400)
)
TRIES: Final = len(PAUSES) + 1


class Kind(StrEnum):
    """What a partner may be told of."""

    VENUE_CHANGED = "venue.changed"
    VENUE_CLOSED = "venue.closed"
    PRICE_CHANGED = "price.changed"
    DISH_CHANGED = "dish.changed"
    STATION_CHANGED = "station.changed"


TEST: Final = "webhook.test"
TEST_DATA: Final = {"kind": "test", "id": "test", "version": 0, "url": "/v1/keys/mine"}


def key_text(kind: KeyKind, token: str) -> str:
    """A key as its owner keeps it."""
    return f"hp_{kind}_{token}"


def secret_text(secret: bytes) -> str:
    """A webhook's secret as its owner keeps it."""
    return PREFIX + b64encode(secret).decode()


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When what failed so often is tried again; None when it is given up."""
    if attempts >= TRIES:
        return None
    return now + PAUSES[max(attempts, 1) - 1]


def thin(type_: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """The body of an event: what changed and where to read it, nothing else."""
    return {"type": type_, "timestamp": at.isoformat(), "data": data}
