"""Sending: one signed POST to the address that was looked at, and what came of it."""

import json
import ssl
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from socket import gaierror
from time import monotonic
from typing import Final, NamedTuple, cast
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.partners.models import ApiKey, Delivery, Off, State, Webhook
from citizen_api.partners.problems import AddressRefused
from citizen_api.partners.rules import next_try, signatures
from citizen_api.partners.subscribing import secrets_of
from citizen_api.reaching import PORTS, NotOpen, line_to, vetted
from citizen_api.webhooks import key_of, signature
from identity.key_ring import KeyRing

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
    parts = _parts(url, local)
    try:
        vetted(parts.hostname or "", _port(parts), local=local)
    except (NotOpen, OSError, UnicodeError):
        raise AddressRefused from None


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
    moment = int(at.timestamp())
    signed = signatures(
        signature(key_of(each), letter.event, moment, letter.content)
        for each in letter.secrets
    )
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": letter.event,
        "webhook-timestamp": str(moment),
        "webhook-signature": signed,
    }
    try:
        return Heard(
            _posted(_parts(letter.url, local), headers, letter.content, local), None
        )
    except (AddressRefused, NotOpen, gaierror):
        return Heard(None, "address")
    except TimeoutError:
        return Heard(None, "timeout")
    except ssl.SSLError:
        return Heard(None, "tls")
    except (HTTPException, ValueError):
        return Heard(None, "broken")
    except OSError:
        return Heard(None, "connection")


def _parts(url: str, local: bool) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in (PORTS if local else {"https"}) and parts.port != 0
    except ValueError:
        raise AddressRefused from None
    plain = url.isascii() and url.isprintable() and " " not in url
    named = parts.username is not None or parts.password is not None
    if not (known and parts.hostname and plain) or named or parts.fragment:
        raise AddressRefused
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _posted(
    parts: SplitResult, headers: dict[str, str], content: bytes, local: bool
) -> int:
    until = monotonic() + SECONDS
    host, port = parts.hostname or "", _port(parts)
    line = line_to(parts.scheme, host, port, until, local=local)
    connection = HTTPConnection(host, port)
    # http.client only sends on it and makes a file of it.
    connection.sock = cast("ssl.SSLSocket", line)
    target = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    try:
        connection.request("POST", target, content, headers)
        return connection.getresponse().status
    finally:
        line.hang_up()


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
