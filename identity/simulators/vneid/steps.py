"""What an authorization request still needs from the person: pure rules."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from identity.simulators.vneid.claims import ACR_VALUES

__all__ = ["Asked", "Presence", "Step", "asked_of", "level_for", "next_step"]

LEVELS: Final = dict(enumerate(ACR_VALUES, start=1))


class Step(Enum):
    """What comes next."""

    SIGN_IN = "sign in"
    ALLOW = "allow"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the client asks of the sign-in (OpenID Connect Core 3.1.2.1)."""

    prompts: tuple[str, ...] = ()
    max_age: int | None = None
    acr_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is here: the level of the account, and when the person signed in."""

    loa: int
    auth_time: datetime


def asked_of(parameters: dict[str, str]) -> Asked:
    """What checked request parameters ask."""
    age = parameters.get("max_age")
    return Asked(
        tuple(parameters.get("prompt", "").split()),
        None if age is None else int(age),
        tuple(parameters.get("acr_values", "").split()),
    )


def level_for(asked: Asked, loa: int) -> str | None:
    """The first asked level that the account reaches; its own when none is asked."""
    reached = ACR_VALUES[:loa]
    if not asked.acr_values:
        return LEVELS[loa]
    return next((acr for acr in asked.acr_values if acr in reached), None)


def next_step(
    asked: Asked, here: Presence | None, *, fresh: bool, now: datetime
) -> Step:
    """What comes next; `fresh` when the person signed in just for this request.

    `FAIL`: they did, and the account does not reach the asked level.
    """
    if here is None:
        return Step.SIGN_IN
    if not fresh and _wants_sign_in(asked, here, now):
        return Step.SIGN_IN
    if level_for(asked, here.loa) is None:
        return Step.FAIL if fresh else Step.SIGN_IN
    return Step.ALLOW


def _wants_sign_in(asked: Asked, here: Presence, now: datetime) -> bool:
    if {"login", "select_account"} & set(asked.prompts):
        return True
    age = (now - here.auth_time).total_seconds()
    return asked.max_age is not None and age > asked.max_age
