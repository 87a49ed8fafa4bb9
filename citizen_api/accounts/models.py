"""The tables of people, of the apps they use, and of what lets those in.

Of every token, code and cookie only the SHA-256 is kept.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Blind, Sealed, created

PAGES = "pages"


class Person(Base):
    """Somebody who signed in; after an erasure only the id is left.

    `subject`: the pairwise name that VNeID gave us. `number`: the citizen number,
    `birth`: yyyy-mm-dd or yyyy, each as VNeID told it last; None where the person did
    not let us know. `synthetic`: invented, of the province 099.
    """

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str | None] = mapped_column(unique=True)
    number: Mapped[bytes | None] = mapped_column(Sealed)
    number_index: Mapped[bytes | None] = mapped_column(
        Blind("citizen_number", source="number"), unique=True
    )
    name: Mapped[bytes | None] = mapped_column(Sealed)
    birth: Mapped[bytes | None] = mapped_column(Sealed)
    synthetic: Mapped[bool]
    created_at: Mapped[created]
    erased_at: Mapped[datetime | None]


class Client(Base):
    """An app that may ask people to sign in; all are public clients (RFC 8252 8.4).

    Never deleted, so that a consent always tells whom it was given to.
    """

    __tablename__ = "clients"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    redirect_uris: Mapped[list[str]] = mapped_column(ARRAY(Text))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[created]
    closed_at: Mapped[datetime | None]


class Session(Base):
    """One sign-in at one client, and the family of all tokens that came of it.

    `client`: the id of an app, or "pages". `acr`, `amr`, `auth_time`: how surely, how
    and when VNeID last saw the person. Nothing lives after `ended_at`.
    """

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    client: Mapped[str]
    device_name: Mapped[str | None]
    acr: Mapped[str]
    amr: Mapped[list[str]] = mapped_column(ARRAY(Text))
    auth_time: Mapped[datetime]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_sessions_open",
            "person_id",
            "client",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class AccessToken(Base):
    """What opens the doors of the API for ten minutes."""

    __tablename__ = "access_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class PageToken(Base):
    """What the cookie of our own pages holds: opens no door of the API."""

    __tablename__ = "page_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RefreshToken(Base):
    """What gets the next tokens, once; used ones are kept to notice their return."""

    __tablename__ = "refresh_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Consent(Base):
    """What a person let a client know or do, in the words that were shown.

    `claims`: the scopes allowed. `text_hash`: SHA-256 of the whole text; `evidence`:
    from which session it was given, and in which language.
    """

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    client: Mapped[str]
    claims: Mapped[list[str]] = mapped_column(ARRAY(Text))
    purpose: Mapped[str]
    text_version: Mapped[str]
    text_hash: Mapped[bytes] = mapped_column(LargeBinary)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    evidence: Mapped[dict[str, Any]]


class AuthorizationCode(Base):
    """What an app changes into its first tokens within a minute, once.

    `session_id`: the session that was made of it, which a second use ends.
    """

    __tablename__ = "authorization_codes"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    redirect_uri: Mapped[str]
    challenge: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    acr: Mapped[str]
    amr: Mapped[list[str]] = mapped_column(ARRAY(Text))
    auth_time: Mapped[datetime]
    device_name: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    session_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("sessions.id"), index=True
    )


class PendingRequest(Base):
    """What an app asked for, while the person signs in and reads the consent page.

    `asked`: the checked parameters of the request.
    """

    __tablename__ = "pending_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    asked: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class PendingSignIn(Base):
    """A sign-in that VNeID has not answered yet, bound to a cookie of the browser.

    `started`: state, nonce and verifier, sealed. `return_to`: a path of ours.
    """

    __tablename__ = "pending_sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cookie_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    started: Mapped[bytes] = mapped_column(Sealed)
    return_to: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
