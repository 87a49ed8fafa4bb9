"""Sending: one signed POST to the address that was looked at, and what came of it."""

import json
import ssl
from datetime import datetime
from http.client import HTTPException
from socket import gaierror
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.partners.models import ApiKey, Delivery, Off, State, Webhook
from citizen_api.partners.problems import AddressRefused
from citizen_api.partners.rules import next_try
from citizen_api.partners.subscribing import secrets_of
from citizen_api.reaching import BadAddress, NotOpen, address, connected, vetted
from citizen_api.webhooks import key_of, signed_headers
from identity.key_ring import KeyRing
from identity.providers.wire import origin_of, target_of

SECONDS: Final = 5.0
GONE: Final = 410
AGENT: Final = "haiphong-citizen/1 (webhooks)"


class Letter(NamedTuple):
    """What is sent, and with which secrets it is signed."""

    url: str
    event: str
    content: bytes
    secrets: list[str]


class Heard(NamedTuple):
    """What was answered; `fault`: why nothing was."""

    status: int | None
    fault: str | None

    @property
    def taken(self) -> bool:
        """Whether the other side has it."""
        return self.status is not None and 200 <= self.status < 300


def ensure_callable(url: str, *, local: bool) -> None:
    """Raise AddressRefused for what is not https on the open internet.

    `local`: http, and this machine, besides.
    """
    try:
        parts = address(url, local=local)
        origin = origin_of(parts)
        vetted(origin.host, origin.port, local=local)
    except (BadAddress, NotOpen, OSError, UnicodeError):
        raise AddressRefused from None
    if parts.fragment:
        raise AddressRefused


def deliver(
    database: Database, ring: KeyRing, number: UUID, at: datetime, *, local: bool
) -> datetime | None:
    """Send a delivery that waits; when it is tried again, None when it is over.

    Nothing of the database is held meanwhile.
    """
    with database.sessions.begin() as session:
        letter = _letter(session, ring, number, at)
    if letter is None:
        return None
    heard = send(letter, at, local=local)
    with database.sessions.begin() as session:
        return _note(session, number, heard, at)


def send(letter: Letter, at: datetime, *, local: bool) -> Heard:
    """Send once. Redirects are not followed, and what is answered is not read."""
    keys = [key_of(each) for each in letter.secrets]
    signed = signed_headers(keys, letter.event, at, letter.content)
    try:
        return Heard(_posted(letter, {"User-Agent": AGENT} | signed, local), None)
    except (BadAddress, NotOpen, gaierror):
        return Heard(None, "address")
    except TimeoutError:
        return Heard(None, "timeout")
    except ssl.SSLError:
        return Heard(None, "tls")
    except (HTTPException, ValueError):
        return Heard(None, "broken")
    except OSError:
        return Heard(None, "connection")


def _posted(letter: Letter, headers: dict[str, str], local: bool) -> int:
    parts = address(letter.url, local=local)
    with connected(parts, SECONDS, local=local) as connection:
        connection.request("POST", target_of(parts), letter.content, headers)
        return connection.getresponse().status


def _letter(
    session: Session, ring: KeyRing, number: UUID, at: datetime
) -> Letter | None:
    """What is to be sent now; None for what is over, or whose owner is."""
    delivery = session.get(Delivery, number, with_for_update=True)
    if delivery is None or delivery.state != State.WAITING:
        return None
    webhook = session.get_one(Webhook, delivery.webhook_id)
    owner = session.get_one(ApiKey, webhook.key_id)
    over = owner.expires_at is not None and owner.expires_at <= at
    if webhook.off is not None or owner.revoked_at is not None or over:
        _end(delivery, State.DEAD, at)
        return None
    content = json.dumps(delivery.body, ensure_ascii=False, separators=(",", ":"))
    secrets = secrets_of(ring, webhook, at)
    return Letter(webhook.url, delivery.event, content.encode(), secrets)


def _note(
    session: Session, number: UUID, heard: Heard, at: datetime
) -> datetime | None:
    """Keep what became of a delivery; when it is tried again."""
    delivery = session.get(Delivery, number, with_for_update=True)
    if delivery is None or delivery.state != State.WAITING:
        return None
    delivery.attempts += 1
    delivery.status, delivery.fault = heard
    if heard.taken:
        _end(delivery, State.DELIVERED, at)
        return None
    again = next_try(delivery.attempts, at)
    if again is not None and heard.status != GONE:
        delivery.next_at = again
        return again
    _end(delivery, State.DEAD, at)
    if heard.status == GONE or _silent_since(session, delivery):
        webhook = session.get_one(Webhook, delivery.webhook_id)
        webhook.off = Off.GONE if heard.status == GONE else Off.FAILING
    return None


def _end(delivery: Delivery, state: State, at: datetime) -> None:
    delivery.state, delivery.ended_at, delivery.next_at = state, at, None


def _silent_since(session: Session, delivery: Delivery) -> bool:
    """Whether nothing reached the webhook since this delivery was made."""
    reached = exists().where(
        Delivery.webhook_id == delivery.webhook_id,
        Delivery.state == State.DELIVERED,
        Delivery.ended_at >= delivery.created_at,
    )
    return not session.scalar(select(reached))
