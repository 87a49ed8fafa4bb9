"""Signed events of other systems, as www.standardwebhooks.com writes them. No Flask.

The signature is HMAC-SHA256 over `id.timestamp.body`; the header may carry several,
so that a secret can be changed.
"""

import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

PREFIX = "whsec_"
LEAST_BYTES = 24
TOLERANCE = timedelta(minutes=5)
NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
MOMENT = re.compile(r"[0-9]{1,11}")
MOST_SIGNATURES = 5


class BadSecret(ValueError):
    """The secret is not `whsec_` and 24 bytes or more in base64."""


class Forged(Exception):
    """Nobody with the secret signed this."""


class Old(Exception):
    """It was signed too long ago, or is from the future: it may be a replay."""


class Signed(NamedTuple):
    """An event as it came: its id, when it was sent, its signatures, its body."""

    id: str
    moment: str
    signatures: str
    body: bytes


def key_of(secret: str) -> bytes:
    """The key in a secret. Raises BadSecret."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        raise BadSecret from None
    if not secret.startswith(PREFIX) or len(key) < LEAST_BYTES:
        raise BadSecret
    return key


def ensure_signed(key: bytes, event: Signed, now: datetime) -> None:
    """Raise Forged, or Old for what was signed more than five minutes from now."""
    if not (key and NAME.fullmatch(event.id) and MOMENT.fullmatch(event.moment)):
        raise Forged
    ours = signature(key, event.id, int(event.moment), event.body).encode()
    given = event.signatures.encode().split()[:MOST_SIGNATURES]
    if not any(hmac.compare_digest(ours, each) for each in given):
        raise Forged
    if abs(now.timestamp() - int(event.moment)) > TOLERANCE.total_seconds():
        raise Old


def signed_headers(
    keys: Iterable[bytes], name: str, at: datetime, body: bytes
) -> dict[str, str]:
    """What goes with an event of JSON that is sent now; each of the keys signs it."""
    moment = int(at.timestamp())
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(
            signature(each, name, moment, body) for each in keys
        ),
    }


def signature(key: bytes, name: str, moment: int, body: bytes) -> str:
    """`v1,` and the signature of an event that is sent at `moment`, in seconds."""
    signed = f"{name}.{moment}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()
