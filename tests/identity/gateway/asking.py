"""Questions to the insurance gateway's twin, and a clock that a test moves."""

from datetime import datetime, timedelta, timezone
from typing import Any

from identity.simulators.personas import Persona, persona

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=7)))
ACCOUNTS = {"99001_BV": "first secret", "99002_BV": "second secret"}


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def someone(persona_id: str) -> Persona:
    """The persona, who is there."""
    found = persona(persona_id)
    assert found is not None
    return found


def birth_of(who: Persona) -> str:
    """The birth date as the gateway wants it."""
    return f"{who.birth_date:%d/%m/%Y}" if who.birth_date else who.birth


def query_body(persona_id: str, **changes: Any) -> dict[str, Any]:
    """A right question about a persona, asked by another."""
    who, officer = someone(persona_id), someone("P002")
    return {
        "maThe": who.number,
        "hoTen": who.name,
        "ngaySinh": birth_of(who),
        "hoTenCb": officer.name,
        "cccdCb": officer.number,
        **changes,
    }
