"""The tables. Secrets stand here only as the hex of their SHA-256."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    SmallInteger,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from identity.simulators.vneid.store import Base

__all__ = [
    "BrowserSession",
    "ClientRow",
    "ClockRow",
    "Code",
    "Consent",
    "Family",
    "Interaction",
    "PersonaRow",
    "PushedRequest",
    "ScenarioRow",
    "Secret",
    "SigningKey",
    "Token",
]

Moment = DateTime(timezone=True)


class ClientRow(Base):
    """An application that may ask people to sign in; public when it has no secret."""

    __tablename__ = "client"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[str | None] = mapped_column(Text)
    redirect_uris: Mapped[list[str]] = mapped_column(ARRAY(Text))
    logout_uris: Mapped[list[str]] = mapped_column(ARRAY(Text))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sector: Mapped[str] = mapped_column(Text)


class PersonaRow(Base):
    """An invented person, whole as the testers' interface shows it."""

    __tablename__ = "persona"
    __table_args__ = (
        CheckConstraint("number ~ '^099[0-9]{9}$'", name="ck_persona_synthetic"),
    )
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)


class BrowserSession(Base):
    """A browser; somebody has signed in when `persona_id` is set."""

    __tablename__ = "browser_session"
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    sid: Mapped[str] = mapped_column(Text, unique=True)
    persona_id: Mapped[str | None] = mapped_column(Text)
    auth_time: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Interaction(Base):
    """An authorization request that waits for a person."""

    __tablename__ = "interaction"
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    session_hash: Mapped[str] = mapped_column(Text, index=True)
    parameters: Mapped[dict[str, str]] = mapped_column(JSONB)
    language: Mapped[str] = mapped_column(Text)
    signed_in: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class PushedRequest(Base):
    """An authorization request that its client sent ahead (RFC 9126)."""

    __tablename__ = "pushed_request"
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    client_id: Mapped[str] = mapped_column(Text)
    parameters: Mapped[dict[str, str]] = mapped_column(JSONB)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Consent(Base):
    """What a person last allowed a client, and the version of the text they read."""

    __tablename__ = "consent"
    persona_id: Mapped[str] = mapped_column(Text, primary_key=True)
    client_id: Mapped[str] = mapped_column(Text, primary_key=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    text_version: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(Moment)


class Family(Base):
    """One sign-in: all that is issued for it lives and dies with it."""

    __tablename__ = "family"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(Text)
    persona_id: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    sid: Mapped[str] = mapped_column(Text, index=True)
    acr: Mapped[str] = mapped_column(Text)
    auth_time: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Code(Base):
    """An authorization code; a used one stays, so that its replay is noticed."""

    __tablename__ = "code"
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    family_id: Mapped[UUID] = mapped_column(
        ForeignKey(Family.id, ondelete="CASCADE"), index=True
    )
    client_id: Mapped[str] = mapped_column(Text)
    redirect_uri: Mapped[str] = mapped_column(Text)
    challenge: Mapped[str] = mapped_column(Text)
    nonce: Mapped[str | None] = mapped_column(Text, index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Token(Base):
    """An access or refresh token; a used refresh token stays, like a code."""

    __tablename__ = "token"
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    family_id: Mapped[UUID] = mapped_column(
        ForeignKey(Family.id, ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class SigningKey(Base):
    """A key for ID tokens: published first, used later, at last retired."""

    __tablename__ = "signing_key"
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kid: Mapped[str] = mapped_column(Text, unique=True)
    jwk: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)


class Secret(Base):
    """What never leaves this installation: the salt of pairwise subjects."""

    __tablename__ = "secret"
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class ScenarioRow(Base):
    """A named failure; an empty client or persona means every one."""

    __tablename__ = "scenario"
    client_id: Mapped[str] = mapped_column(Text, primary_key=True)
    persona_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    milliseconds: Mapped[int] = mapped_column()
    remaining: Mapped[int | None] = mapped_column()


class ClockRow(Base):
    """The one clock of all workers: shifted, or standing still."""

    __tablename__ = "clock"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    offset_seconds: Mapped[float] = mapped_column(Double)
    stands_at: Mapped[datetime | None] = mapped_column(Moment)
