"""Chains for tests: written as the service writes them, then spoiled."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.models import AuditAnchor, AuditEvent
from citizen_api.audits.queries import check, link_of
from citizen_api.audits.rules import Event, key_id
from identity.audit_chain import Anchor, Checked, hash_of, next_link, sign_anchor

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUSTED = {key_id(KEY.public_key()): KEY.public_key()}
NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=6 * 365)


def looked_up(number: int = 0, **changes: object) -> Event:
    """A look-up at a facility."""
    said = {
        "action": "insurance.lookup",
        "actor": "person:6f0c6d3e-9a7b-4c21-8d1e-012345678901",
        "outcome": f"{number:03}",
        "facility": "99001",
        "subject": bytes([number % 256]) * 32,
        "purpose": "reception",
    }
    return Event(**{**said, **changes})  # type: ignore[arg-type]


def write(session: Session, count: int) -> None:
    """Add so many entries."""
    for number in range(count):
        record(session, looked_up(number))


def spoil(session: Session, *statements: str) -> None:
    """Do what only somebody could who owns the database."""
    session.execute(text("GRANT ALL ON audit_events, audit_anchors TO CURRENT_USER"))
    for table in ("audit_events", "audit_anchors"):
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    for statement in statements:
        session.execute(text(statement))


def rehash(session: Session, seq: int) -> None:
    """Give a changed entry the hash that fits it."""
    session.expire_all()
    row = session.get_one(AuditEvent, seq)
    row.hash = hash_of(seq, link_of(row).fields, row.previous)  # type: ignore[arg-type]
    session.flush()


def checked(session: Session, *kept: Anchor) -> Checked:
    """Walk the chain; raises BrokenChain."""
    return check(session.connection(), TRUSTED, NOW, kept)


def write_long_ago(session: Session, count: int, anchored: Iterable[int]) -> None:
    """So many entries of six years ago, an hour apart, and anchors at some."""
    last, wanted = None, set(anchored)
    for number in range(count):
        at = LONG_AGO + timedelta(hours=number)
        event = {"action": "look", "actor": "system", "outcome": "ok"}
        row = AuditEvent(seq=number + 1, at=at, fields=event, previous=b"", hash=b"")
        last = next_link(last, link_of(row).fields)  # type: ignore[arg-type]
        row.previous, row.hash = last.previous, last.hash
        session.add(row)
        if last.seq in wanted:
            made = sign_anchor(last, at, key_id(KEY.public_key()), KEY)
            session.add(
                AuditAnchor(
                    seq=made.seq,
                    hash=made.hash,
                    at=made.at,
                    key_id=made.key_id,
                    signature=made.signature,
                )
            )
    session.flush()
