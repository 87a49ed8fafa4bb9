"""What adds to the chain, anchors it, and forgets what is too old."""

from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from citizen_api.audits.models import AuditAnchor, AuditEvent
from citizen_api.audits.queries import KEPT_FOR, last_anchor, last_link
from citizen_api.audits.rules import Event, fields_of, is_anchor_due, key_id
from citizen_api.problems import AuditUnavailable
from identity.audit_chain import Anchor, NotAuditable, canonical, sign_anchor

APPEND: Final = text("SELECT audit_append(:event)")


def record(session: Session, event: Event) -> int:
    """Add an event to the chain; its number.

    Call it last in the transaction: from here to the commit nobody else can record.
    Raises AuditUnavailable when it cannot be written; what it would tell of must then
    not happen. Raises NotRecordable for an event that must not be kept.
    """
    try:
        said = canonical(fields_of(event)).decode()
        return int(session.scalar(APPEND, {"event": said}) or 0)
    except (DBAPIError, NotAuditable) as error:
        raise AuditUnavailable from error


def anchor(session: Session, key: Ed25519PrivateKey, now: datetime) -> Anchor | None:
    """Sign the newest entry; None when it has its anchor, or there is no entry."""
    link = last_link(session)
    if link is None:
        return None
    made = sign_anchor(link, now, key_id(key.public_key()), key)
    row = insert(AuditAnchor).values(
        seq=made.seq,
        hash=made.hash,
        at=made.at,
        key_id=made.key_id,
        signature=made.signature,
    )
    written = session.scalar(row.on_conflict_do_nothing().returning(AuditAnchor.seq))
    return made if written else None


def anchor_when_due(
    session: Session, key: Ed25519PrivateKey, now: datetime
) -> Anchor | None:
    """Sign the newest entry when enough entries or minutes came after the last."""
    link, before = last_link(session), last_anchor(session)
    waiting = (link.seq if link else 0) - (before.seq if before else 0)
    age = None if before is None else now - before.at
    if not is_anchor_due(waiting, age):
        return None
    return anchor(session, key, now)


def forget(session: Session, now: datetime) -> None:
    """Delete the entries of more than five years ago, up to one that has an anchor.

    From that one on the chain can still be verified.
    """
    old = AuditAnchor.at < now - KEPT_FOR
    begins = session.scalar(select(func.max(AuditAnchor.seq)).where(old))
    if begins is not None:
        session.execute(delete(AuditEvent).where(AuditEvent.seq < begins))
        session.execute(delete(AuditAnchor).where(AuditAnchor.seq < begins))
