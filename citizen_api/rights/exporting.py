"""Make the file of an export part by part, so that a job that dies goes on."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.rights.actions import end, note
from citizen_api.rights.contents import LOG, SECTIONS
from citizen_api.rights.models import ExportPart, RightsRequest, State
from citizen_api.rights.queries import Position, made
from citizen_api.rights.rules import EXPORT_KEPT, OPEN, percent
from citizen_api.rights.watching import Seen, access_log, indexes_of
from identity.key_ring import KeyRing
from identity.vault import Where, seal, unseal

TABLE: Final = ExportPart.__tablename__
LINES: Final = 5_000
PARTS: Final = len(SECTIONS) + 1


def step(database: Database, ring: KeyRing, request_id: UUID, *, now: datetime) -> bool:
    """Make the next part of an export; whether more are to be made.

    Each part is a transaction of its own. Raises AuditUnavailable at the last one,
    which is then made again.
    """
    with database.sessions.begin() as session:
        request = session.get(RightsRequest, request_id, with_for_update=True)
        if request is None or request.state not in OPEN:
            return False
        number = made(session, request_id)
        if number < len(SECTIONS):
            name, rows = section(session, ring, request.person_id, number)
            more = True
        else:
            after = last_line(session, ring, request_id, number)
            name, rows = LOG, log(database, ring, request.person_id, after)
            more = len(rows) == LINES
        keep(session, ring, request_id, number, orjson.dumps({name: rows}).decode())
        done = min(number + 1, PARTS - 1) if more else PARTS
        request.state, request.percent = State.RUNNING, percent(done, PARTS)
        if more:
            return True
        end(request, State.DONE, now)
        request.expires_at = now + EXPORT_KEPT
        session.flush()
        note(session, request, "done", "system")
        return False


def section(
    session: Session, ring: KeyRing, person: UUID, number: int
) -> tuple[str, Sequence[Any]]:
    """The name of a part, and what stands in it."""
    asked = SECTIONS[number]
    found = session.execute(text(asked.statement), {"person": person})
    return asked.name, asked.opened(ring, found.mappings().all())


def last_line(
    session: Session, ring: KeyRing, request_id: UUID, number: int
) -> Position | None:
    """Where the part before this one ended, when it was of the log, too."""
    if number == len(SECTIONS):
        return None
    wanted = select(ExportPart).where(
        ExportPart.request_id == request_id, ExportPart.number == number - 1
    )
    part = session.scalars(wanted).one()
    told = unseal(ring, Where(TABLE, "content", str(part.id)), part.content)
    last = orjson.loads(told)[LOG][-1]
    return datetime.fromisoformat(last["at"]), UUID(last["id"])


def log(
    database: Database, ring: KeyRing, person: UUID, after: Position | None
) -> list[dict[str, Any]]:
    """Who looked the person up, as plain values: the next lines."""
    indexes = indexes_of(database, ring, person)
    if indexes is None:
        return []
    found = access_log(database, ring, indexes, before=after, limit=LINES)
    return [plain(each) for each in found]


def plain(seen: Seen) -> dict[str, Any]:
    """A line of the access log as JSON values."""
    emergency = seen.emergency
    return {**seen._asdict(), "emergency": emergency and emergency._asdict()}


def keep(
    session: Session, ring: KeyRing, request_id: UUID, number: int, content: str
) -> None:
    """Close a part and keep it."""
    part = uuid4()
    values = {
        "id": part,
        "request_id": request_id,
        "number": number,
        "content": seal(ring, Where(TABLE, "content", str(part)), content),
    }
    session.execute(insert(ExportPart).values(values))


def streamed(ring: KeyRing, parts: Sequence[tuple[UUID, bytes]]) -> Iterator[bytes]:
    """The file of an export: one JSON object, opened part by part.

    Each part has one list; parts of the same name are one list in the file.
    """
    last, before = "", "{"
    for part, content in parts:
        said = unseal(ring, Where(TABLE, "content", str(part)), bytes(content))
        name, _, rows = said[1:-1].partition(":")
        if name != last:
            yield f"{before}{name}:[{rows[1:-1]}".encode()
        elif rows != "[]":
            yield f",{rows[1:-1]}".encode()
        last, before = name, "],"
    yield b"]}"
