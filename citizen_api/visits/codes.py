"""The short code that a venue shows: another one each minute, good for ten. Pure.

No list of codes is kept: each follows from our secret, the venue and the minute, so
every process of the service knows them all.
"""

import hmac
import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from qr.codes import ALPHABET, SEPARATORS

LENGTH: Final = 6
DRAWN: Final = LENGTH - 1
STEP: Final = timedelta(minutes=1)
GOOD_STEPS: Final = 10
# So long a code is known to have been one of this venue.
OLD_STEPS: Final = 120
TYPED_MAX: Final = 40


class Standing(StrEnum):
    """What is known of a code that was typed."""

    GOOD = "good"
    OVER = "over"
    MISTYPED = "mistyped"
    WRONG = "wrong"


class Shown(NamedTuple):
    """A code to be shown, and until when it is good."""

    code: str
    expires_at: datetime


class Judged(NamedTuple):
    """How a code stands; `step`: the minute in which it was first shown, when known."""

    standing: Standing
    step: int | None = None


def shown(secret: str, venue: int, now: datetime) -> Shown:
    """The code of a venue at a moment."""
    step = step_of(now)
    ends = datetime.fromtimestamp((step + GOOD_STEPS) * STEP.total_seconds(), UTC)
    return Shown(code_of(secret, venue, step), ends.astimezone(now.tzinfo))


def judged(secret: str, venue: int, typed: str, now: datetime) -> Judged:
    """What a code is worth that somebody typed at a moment."""
    code = read(typed)
    if len(code) != LENGTH or check_of(code[:DRAWN]) != code[DRAWN:]:
        return Judged(Standing.MISTYPED)
    step = step_of(now)
    for ago in range(OLD_STEPS):
        if hmac.compare_digest(code_of(secret, venue, step - ago), code):
            over = ago >= GOOD_STEPS
            return Judged(Standing.OVER if over else Standing.GOOD, step - ago)
    return Judged(Standing.WRONG)


def read(typed: str) -> str:
    """The letters that were meant; empty for what cannot be a code."""
    if len(typed) > TYPED_MAX:
        return ""
    code = unicodedata.normalize("NFKC", typed.upper()).translate(SEPARATORS)
    return code if set(code) <= set(ALPHABET) else ""


def code_of(secret: str, venue: int, step: int) -> str:
    """The code that a venue begins to show in a minute."""
    text = f"visit\0{venue}\0{step}".encode()
    number = int.from_bytes(hmac.digest(secret.encode(), text, "sha256"))
    drawn = ""
    for _ in range(DRAWN):
        number, value = divmod(number, len(ALPHABET))
        drawn += ALPHABET[value]
    return drawn + check_of(drawn)


def check_of(drawn: str) -> str:
    """The last letter: it betrays one wrong letter, or two that were swapped."""
    values = (ALPHABET.index(letter) for letter in drawn)
    weighed = sum(weight * value for weight, value in enumerate(values, start=1))
    return ALPHABET[weighed % len(ALPHABET)]


def step_of(now: datetime) -> int:
    """The number of a minute."""
    return int(now.timestamp() // STEP.total_seconds())
