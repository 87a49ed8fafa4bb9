"""The tables of keys, webhooks and deliveries."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Sealed, one_of, small

LONGEST_NAME = 80
LONGEST_URL = 500


class KeyKind(StrEnum):
    """Where a key reaches."""

    TEST = "test"
    LIVE = "live"


class State(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Off(StrEnum):
    """Why a webhook is told nothing any more."""

    ASKED = "asked"
    GONE = "gone"
    FAILING = "failing"


class ApiKey(Base):
    """A key of a machine; only hashes of what it shows are kept.

    `name`: whose it is, "" for a test key. `ending`: its last letters, to know it by.
    `old_hash`: what it was before, good until `old_until`. `created_by`,
    `revoked_by`: actors as the audit log names them.
    """

    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(one_of("kind", KeyKind))
    name: Mapped[str] = mapped_column(
        CheckConstraint(f"char_length(name) <= {LONGEST_NAME}", name="name_length")
    )
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    ending: Mapped[str]
    old_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    old_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("kind = 'live' OR expires_at IS NOT NULL", "test_ends"),
        CheckConstraint("(old_hash IS NULL) = (old_until IS NULL)", "old"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", "revoked"),
        Index("ix_api_keys_created_at_id", "created_at", "id"),
    )


class Webhook(Base):
    """An address that a key's owner wants to be told at.

    `secret`: what signs, sealed; `old_secret` signs as well until `old_until`. `key`:
    the hash of the Idempotency-Key that made it, and `said` of what came with it.
    """

    __tablename__ = "webhooks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[UUID] = mapped_column(
        ForeignKey("api_keys.id", ondelete="CASCADE"), index=True
    )
    url: Mapped[str] = mapped_column(
        CheckConstraint(f"char_length(url) <= {LONGEST_URL}", name="url_length")
    )
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    secret: Mapped[bytes] = mapped_column(Sealed)
    old_secret: Mapped[bytes | None] = mapped_column(Sealed)
    old_until: Mapped[datetime | None]
    off: Mapped[str | None] = mapped_column(one_of("off", Off))
    created_at: Mapped[datetime]
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    said: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint("(old_secret IS NULL) = (old_until IS NULL)", "old"),
    )


class Delivery(Base):
    """One event for one webhook; it has its id, and its body, however often it is sent.

    `status`: what was answered last; `fault`: why nothing was.
    """

    __tablename__ = "webhook_deliveries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID] = mapped_column(
        ForeignKey("webhooks.id", ondelete="CASCADE")
    )
    event: Mapped[str]
    type: Mapped[str]
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(
        one_of("state", State), server_default=State.WAITING.value
    )
    attempts: Mapped[small] = mapped_column(server_default="0")
    status: Mapped[int | None]
    fault: Mapped[str | None]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (state = 'waiting')", "ended"),
        CheckConstraint("(next_at IS NULL) = (state <> 'waiting')", "next"),
        UniqueConstraint("webhook_id", "event"),
        Index("ix_webhook_deliveries_newest", "webhook_id", "created_at", "id"),
        Index("ix_webhook_deliveries_ended_at", "ended_at"),
    )


class WebhookFeed(Base):
    """How far the offline pack was told of: one row, its version, kind and id."""

    __tablename__ = "webhook_feed"

    one: Mapped[bool] = mapped_column(CheckConstraint("one", "one"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    item: Mapped[str]


class WebhookMark(Base):
    """What a venue was when it was told of last: digests of its menu and the rest."""

    __tablename__ = "webhook_marks"

    venue: Mapped[str] = mapped_column(primary_key=True)
    menu: Mapped[bytes] = mapped_column(LargeBinary)
    rest: Mapped[bytes] = mapped_column(LargeBinary)
