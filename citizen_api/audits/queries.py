"""Questions about the chain, and whether it is whole."""

import heapq
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain, starmap
from operator import attrgetter
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, Text, literal_column, select
from sqlalchemy.orm import Session

from citizen_api.audits.models import AuditAnchor, AuditEvent
from identity.audit_chain import (
    BEGINNING,
    GENESIS,
    Anchor,
    BrokenChain,
    Checked,
    Flaw,
    Link,
    verify,
)

RECENT: Final = 1000
ACTION: Final = literal_column("fields ->> 'action'", Text)  # as its index has it
STREAMED: Final = {"yield_per": 1000}
KEPT_FOR: Final = timedelta(days=5 * 365 + 2)
"""Five years, whatever leap days: the database refuses to delete what is younger."""
ENTRIES: Final = select(
    AuditEvent.seq,
    AuditEvent.at,
    AuditEvent.fields,
    AuditEvent.previous,
    AuditEvent.hash,
).order_by(AuditEvent.seq)
ANCHORS: Final = select(
    AuditAnchor.seq,
    AuditAnchor.hash,
    AuditAnchor.at,
    AuditAnchor.key_id,
    AuditAnchor.signature,
).order_by(AuditAnchor.seq)


def link_of(row: Row[*tuple[Any, ...]]) -> Link:
    """An entry as it was hashed: `audit_append` puts the same together."""
    at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return Link(row.seq, {"at": at, "event": row.fields}, row.previous, row.hash)


def last_link(session: Session | Connection) -> Link | None:
    """The newest entry."""
    newest = ENTRIES.order_by(None).order_by(AuditEvent.seq.desc()).limit(1)
    row = session.execute(newest).first()
    return None if row is None else link_of(row)


def last_anchor(session: Session | Connection) -> Anchor | None:
    """The newest anchor."""
    newest = ANCHORS.order_by(None).order_by(AuditAnchor.seq.desc()).limit(1)
    row = session.execute(newest).first()
    return None if row is None else Anchor(*row)


def entries_after(session: Session, seq: int, limit: int) -> list[Link]:
    """Entries with greater numbers, the oldest first."""
    asked = ENTRIES.where(AuditEvent.seq > seq).limit(limit)
    return [link_of(row) for row in session.execute(asked)]


def entries_before(
    session: Session, seq: int | None, action: str | None, limit: int
) -> list[Link]:
    """Entries with smaller numbers, of one action or of all, the newest first."""
    asked = ENTRIES.order_by(None).order_by(AuditEvent.seq.desc()).limit(limit)
    if seq is not None:
        asked = asked.where(AuditEvent.seq < seq)
    if action is not None:
        asked = asked.where(ACTION.in_([action]))
    return [link_of(row) for row in session.execute(asked)]


def actions_known(session: Session) -> list[str]:
    """The actions of the last entries, in the order of the alphabet."""
    newest = select(AuditEvent.fields).order_by(AuditEvent.seq.desc()).limit(RECENT)
    return sorted({fields["action"] for fields in session.scalars(newest)})


def check(
    connection: Connection,
    trusted: Mapping[str, Ed25519PublicKey],
    now: datetime,
    kept: Iterable[Anchor] = (),
) -> Checked:
    """Walk the whole chain with its anchors, and those `kept` elsewhere by number.

    The connection reads one state of the database (REPEATABLE READ). Raises
    `BrokenChain` at the first bad entry. Entries that are missing at the beginning
    were rightly forgotten when an anchor at the first one that is left is so old.
    """
    oldest = _oldest_anchor(connection)
    with (
        connection.execute(ENTRIES, execution_options=STREAMED) as entries,
        connection.execute(ANCHORS, execution_options=STREAMED) as stored,
    ):
        links = map(link_of, entries)
        first = next(links, None)
        after = _forgotten_before(first, oldest, now)
        anchors = heapq.merge(starmap(Anchor, stored), kept, key=attrgetter("seq"))
        still_there = (anchor for anchor in anchors if anchor.seq > after.seq)
        every = chain([first] if first else [], links)
        return verify(every, still_there, trusted, after=after)


def _forgotten_before(first: Link | None, oldest: Anchor | None, now: datetime) -> Link:
    """What stands for the entries that are no longer kept; raises `BrokenChain`."""
    if first is None or first.seq == 1:
        return BEGINNING
    begins = oldest.seq if oldest and oldest.at < now - KEPT_FOR else 1
    if first.seq != begins:
        raise BrokenChain(begins, Flaw.MISSING)
    return Link(first.seq - 1, {}, GENESIS, first.previous)


def _oldest_anchor(connection: Connection) -> Anchor | None:
    row = connection.execute(ANCHORS.limit(1)).first()
    return None if row is None else Anchor(*row)
