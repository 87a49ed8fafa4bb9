"""What waits for a person: an app's request, and a sign-in that VNeID will answer."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from citizen_api.accounts.models import Client, PendingRequest, PendingSignIn
from citizen_api.accounts.requesting import Asked, read_kept
from citizen_api.accounts.rules import PENDING_LIFE
from citizen_api.tokens import new_token, token_hash
from identity.key_ring import KeyRing
from identity.providers.sign_in import Started
from identity.vault import Where, seal, unseal


class Waiting(NamedTuple):
    """An app's request that nobody has decided yet."""

    id: UUID
    asked: Asked
    asked_at: datetime
    client_name: str


def keep_request(session: Session, asked: Asked, *, now: datetime) -> UUID:
    """Keep what an app asked for; the id that its pages carry."""
    made = PendingRequest(
        id=uuid4(),
        client_id=asked.client,
        asked=asked.kept(),
        asked_at=now,
        expires_at=now + PENDING_LIFE,
    )
    session.add(made)
    session.flush()
    return made.id


def waiting(session: Session, request_id: UUID, *, now: datetime) -> Waiting | None:
    """The request, while it may still be decided."""
    row = session.execute(
        select(PendingRequest, Client.name)
        .join(Client, Client.id == PendingRequest.client_id)
        .where(
            PendingRequest.id == request_id,
            PendingRequest.used_at.is_(None),
            PendingRequest.expires_at > now,
            Client.closed_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    kept, name = row
    return Waiting(kept.id, read_kept(kept.asked), kept.asked_at, name)


def decide(session: Session, request_id: UUID, *, now: datetime) -> bool:
    """Whether this is the one decision about a request: of two at once, one is."""
    pending = PendingRequest
    deciding = (
        update(pending)
        .where(
            pending.id == request_id,
            pending.used_at.is_(None),
            pending.expires_at > now,
        )
        .values(used_at=now)
        .returning(pending.id)
    )
    return session.scalar(deciding) is not None


def keep_started(
    session: Session, ring: KeyRing, started: Started, return_to: str, *, now: datetime
) -> str:
    """Keep a sign-in that began; what the cookie of its browser must hold."""
    cookie, made = new_token(), uuid4()
    session.add(
        PendingSignIn(
            id=made,
            cookie_hash=token_hash(cookie),
            started=seal(ring, place(made), json.dumps(asdict(started))),
            return_to=return_to,
            expires_at=now + PENDING_LIFE,
        )
    )
    session.flush()
    return cookie


def take_started(
    session: Session, ring: KeyRing, cookie: str, *, now: datetime
) -> tuple[Started, str] | None:
    """The sign-in of a browser and where it goes on, once; None when there is none."""
    pending = PendingSignIn
    taken = session.execute(
        delete(pending)
        .where(pending.cookie_hash == token_hash(cookie), pending.expires_at > now)
        .returning(pending.id, pending.started, pending.return_to)
    ).one_or_none()
    if taken is None:
        return None
    told = json.loads(unseal(ring, place(taken.id), taken.started))
    return Started(**told), taken.return_to


def place(pending: UUID) -> Where:
    """Where the secrets of a sign-in are closed."""
    return Where("pending_sign_ins", "started", str(pending))
