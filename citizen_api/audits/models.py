"""The tables of the chain and its anchors: the database itself refuses changes."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base

SEEN: Final = "fields ->> 'outcome' IN ('revealed', 'read', 'asked_again')"
"""What tells that somebody saw a patient's data once more; an index has these."""


class AuditEvent(Base):
    """One entry; written by the function `audit_append` only.

    The hash covers seq, at and fields, as `audits.queries` puts them together. A
    trigger refuses every change but the deletion of what is five years old.
    """

    __tablename__ = "audit_events"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_audit_events_action", text("(fields ->> 'action')"), "seq"),
        Index(
            "ix_audit_events_seen",
            text("(fields ->> 'subject')"),
            postgresql_where=text(SEEN),
        ),
        Index("ix_audit_events_seen_at", "at", postgresql_where=text(SEEN)),
    )


class AuditAnchor(Base):
    """A signature over one entry's hash; kept as strictly as the entries."""

    __tablename__ = "audit_anchors"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    key_id: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
