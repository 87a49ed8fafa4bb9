"""Failures that a test switches on, for everybody or for one person."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from identity import IdentityError
from identity.simulators.gateway.answers import CODES
from identity.simulators.gateway.tables import digest, scenarios

__all__ = [
    "BadScenario",
    "Door",
    "Failing",
    "Scenario",
    "claim",
    "clear",
    "read_scenario",
    "switch_on",
]

LONGEST_MS: Final = 120_000
FIELDS: Final = frozenset({"name", "door", "number", "code", "milliseconds", "times"})


class BadScenario(IdentityError):
    """The scenario asked for does not exist or lacks something."""


class Failing(StrEnum):
    """What can go wrong; `slow` answers rightly, but late."""

    SLOW = "slow"
    TIMEOUT = "timeout"
    SERVER_ERROR = "server_error"
    TRUNCATED = "truncated"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    UNAUTHORISED = "unauthorised"
    CODE = "code"


DEFAULT_MS: Final = {Failing.SLOW: 2_000, Failing.TIMEOUT: 30_000}


class Door(StrEnum):
    """Where it goes wrong."""

    SIGN_IN = "sign_in"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One failure: for one number or all (""), so many times or until cleared."""

    failing: Failing
    door: Door = Door.QUERY
    number: str = ""
    code: str = ""
    milliseconds: int = 0
    times: int | None = None


def read_scenario(body: Any) -> Scenario:
    """The scenario that a tester sends; raises `BadScenario` with what to mend."""
    if not isinstance(body, dict) or not body.keys() <= FIELDS:
        raise BadScenario(f"send an object with {', '.join(sorted(FIELDS))}")
    name = body.get("name")
    if name not in list(Failing):
        raise BadScenario(f"name is one of {', '.join(Failing)}")
    failing = Failing(name)
    door = body.get("door", Door.QUERY)
    if door not in list(Door):
        raise BadScenario(f"door is one of {', '.join(Door)}")
    code = body.get("code", "")
    if (failing is Failing.CODE) != (isinstance(code, str) and code in CODES):
        raise BadScenario("code is a result code, and goes with the name 'code'")
    number = body.get("number") or ""
    if not isinstance(number, str) or not number.isprintable():
        raise BadScenario("number is a number or card as the query will send it")
    milliseconds = whole(
        body.get("milliseconds", DEFAULT_MS.get(failing, 0)), LONGEST_MS
    )
    times = body.get("times")
    if times == 0:
        raise BadScenario("times is at least 1")
    left = None if times is None else whole(times, 1_000_000)
    return Scenario(failing, Door(door), number, code, milliseconds, left)


def whole(value: Any, most: int) -> int:
    """A whole number from 0 to `most`; raises `BadScenario`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadScenario(f"milliseconds and times are whole numbers up to {most}")
    return value


def person_of(door: Door, number: str) -> str:
    """Under what a scenario is kept: its door, the digest of a number, or all ("")."""
    if door is Door.SIGN_IN:
        return door.value
    return digest(number) if number else ""


def switch_on(connection: Connection, scenario: Scenario) -> None:
    """Let the scenario reign; another one for the same person ends."""
    row = {
        "name": scenario.failing.value,
        "code": scenario.code,
        "milliseconds": scenario.milliseconds,
        "remaining": scenario.times,
    }
    person = person_of(scenario.door, scenario.number)
    made = insert(scenarios).values(person=person, **row)
    connection.execute(made.on_conflict_do_update(index_elements=["person"], set_=row))


def clear(connection: Connection) -> None:
    """End all scenarios."""
    connection.execute(delete(scenarios))


def claim(connection: Connection, door: Door, number: str = "") -> Scenario | None:
    """The scenario for this request, one of its times used up.

    A person's own goes before everybody's. A burst of n fails exactly n queries, with
    any number of workers.
    """
    own = person_of(door, number)
    people = (own,) if door is Door.SIGN_IN else (own, "")
    open_now = or_(scenarios.c.remaining.is_(None), scenarios.c.remaining > 0)
    found = connection.execute(
        select(scenarios)
        .where(scenarios.c.person.in_(people), open_now)
        .order_by(scenarios.c.person.desc())
        .limit(1)
        .with_for_update()
    ).first()
    if found is None:
        return None
    used = update(scenarios).where(scenarios.c.person == found.person)
    connection.execute(used.values(remaining=scenarios.c.remaining - 1))
    return Scenario(Failing(found.name), door, number, found.code, found.milliseconds)
