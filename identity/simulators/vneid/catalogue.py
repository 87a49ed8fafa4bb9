"""The personas in the database: those shipped, and those that testers make."""

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.simulators.personas import BadPersona, Persona, persona_from, personas
from identity.simulators.vneid.models import PersonaRow

__all__ = ["as_json", "find", "listed", "put", "remove", "seed"]

ID: Final = re.compile(r"[A-Z][A-Z0-9_-]{1,30}")
BIRTH: Final = re.compile(r"\d{4}(-\d{2}-\d{2})?", re.ASCII)
LONGEST: Final = 200


def seed(connection: Connection) -> None:
    """Write down the personas that are shipped; what testers changed stays."""
    for persona in personas():
        statement = insert(PersonaRow).values(
            id=persona.id, number=persona.number, details=as_json(persona)
        )
        connection.execute(statement.on_conflict_do_nothing())


def find(session: Session, persona_id: str) -> Persona | None:
    """The persona with this id, if there is one."""
    row = session.get(PersonaRow, persona_id) if ID.fullmatch(persona_id) else None
    return persona_from(row.details) if row else None


def listed(session: Session) -> list[Persona]:
    """All personas by id."""
    rows = session.scalars(select(PersonaRow).order_by(PersonaRow.id))
    return [persona_from(row.details) for row in rows]


def put(session: Session, details: Mapping[str, Any]) -> Persona:
    """Make a persona or change the one with the same id. Raises `BadPersona`."""
    persona = persona_from(details)
    _ensure_plausible(persona)
    other = session.scalar(
        select(PersonaRow.id).where(PersonaRow.number == persona.number)
    )
    if other not in (None, persona.id):
        raise BadPersona("another persona has this number")
    session.merge(
        PersonaRow(id=persona.id, number=persona.number, details=as_json(persona))
    )
    session.flush()
    return persona


def remove(session: Session, persona_id: str) -> bool:
    """Delete a persona; whether there was one."""
    if find(session, persona_id) is None:
        return False
    session.execute(delete(PersonaRow).where(PersonaRow.id == persona_id))
    return True


def as_json(persona: Persona) -> dict[str, Any]:
    """The persona as it stands in the file of the shipped ones."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(persona))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _ensure_plausible(persona: Persona) -> None:
    """What the types of the fields promise, of a persona that came over the wire."""
    for text in (persona.id, persona.name, persona.summary, persona.residence):
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
            raise BadPersona("id, name, summary and residence are texts, not too long")
        if text != unicodedata.normalize("NFC", text) or _has_controls(text):
            raise BadPersona("texts are in NFC, without control characters")
    if not ID.fullmatch(persona.id):
        raise BadPersona("an id is of capitals and digits, such as P100")
    if persona.loa not in (1, 2) or persona.account not in (
        "active",
        "locked",
        "closed",
    ):
        raise BadPersona("loa is 1 or 2; account is active, locked or closed")
    if persona.sex not in ("male", "female") or not _is_birth(persona.birth):
        raise BadPersona("sex is male or female; birth is yyyy-mm-dd or yyyy")


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in text)


def _is_birth(text: Any) -> bool:
    if not isinstance(text, str) or not BIRTH.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError:
        return False
    return True
