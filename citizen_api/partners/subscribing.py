"""What changes webhooks and what they are told, but for the sending."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.jobs.actions import enqueue
from citizen_api.partners.models import Delivery, Off, State, Webhook
from citizen_api.partners.problems import TooManyWebhooks, WebhookOff
from citizen_api.partners.queries import count
from citizen_api.partners.rules import (
    MOST_WEBHOOKS,
    OLD_SECRETS_LIVE,
    SECRET_BYTES,
    TEST,
    TEST_DATA,
    secret_text,
    thin,
)
from citizen_api.repeated import Once
from identity.key_ring import KeyRing
from identity.vault import Where, seal, unseal

DELIVER: Final = "webhook"
TABLE: Final = "webhooks"


@dataclass(frozen=True, kw_only=True)
class Subscribing:
    """Which key wants to be told, where, and of what."""

    owner: UUID
    url: str
    events: Sequence[str]
    once: Once | None
    at: datetime


def subscribe(
    session: Session, ring: KeyRing, asked: Subscribing
) -> tuple[Webhook, bool]:
    """A webhook, and whether it is new; the same request again gives the same one.

    Raises TooManyWebhooks, KeyReused.
    """
    there = _repeated(session, asked.once)
    if there is not None:
        return there, False
    if count(session, asked.owner) >= MOST_WEBHOOKS:
        raise TooManyWebhooks
    key, said = asked.once or (None, None)
    made = Webhook(
        id=uuid4(),
        key_id=asked.owner,
        url=asked.url,
        events=sorted(set(asked.events)),
        created_at=asked.at,
        key=key,
        said=said,
    )
    made.secret = _sealed(ring, made.id, "secret", _drawn())
    session.add(made)
    session.flush()
    return made, True


def secret_of(ring: KeyRing, webhook: Webhook) -> str:
    """What signs what a webhook is told, as its owner keeps it."""
    return unseal(ring, Where(TABLE, "secret", str(webhook.id)), webhook.secret)


def secrets_of(ring: KeyRing, webhook: Webhook, at: datetime) -> list[str]:
    """Everything that signs now: for a day after a change the old one, too."""
    found = [secret_of(ring, webhook)]
    if webhook.old_secret and webhook.old_until and webhook.old_until > at:
        where = Where(TABLE, "old_secret", str(webhook.id))
        found.append(unseal(ring, where, webhook.old_secret))
    return found


def change_secret(
    ring: KeyRing, webhook: Webhook, *, once: Once | None, secret: str, at: datetime
) -> str:
    """Another secret; the old one signs as well for a day.

    The same request again gives the same one and changes nothing.
    """
    before = secret_of(ring, webhook)
    another = _drawn()
    if once is not None:
        text = b"webhook secret\0" + webhook.id.bytes + once.key
        another = secret_text(hmac.digest(secret.encode(), text, "sha256"))
        if hmac.compare_digest(another, before):
            return another
    webhook.old_secret = _sealed(ring, webhook.id, "old_secret", before)
    webhook.old_until = at + OLD_SECRETS_LIVE
    webhook.secret = _sealed(ring, webhook.id, "secret", another)
    return another


def change(webhook: Webhook, events: Sequence[str] | None, active: bool | None) -> None:
    """Have a webhook told of other things, switch it off or on again."""
    if events is not None:
        webhook.events = sorted(set(events))
    if active is not None:
        webhook.off = None if active else webhook.off or Off.ASKED


def send_test(
    session: Session, webhook: Webhook, kind: str, *, once: Once | None, at: datetime
) -> Delivery:
    """Tell a webhook of something that did not happen; again with the same key: once.

    Raises WebhookOff.
    """
    if webhook.off is not None:
        raise WebhookOff
    drawn = once.key.hex()[:32] if once else uuid4().hex
    body = thin(kind, at, dict(TEST_DATA) | {"test": True})
    return tell(session, webhook.id, f"{TEST}.{drawn}", body, at)


def tell(
    session: Session, webhook: UUID, event: str, body: dict[str, Any], at: datetime
) -> Delivery:
    """Tell a webhook of an event, once however often this is called."""
    row = insert(Delivery).values(
        id=uuid4(),
        webhook_id=webhook,
        event=event,
        type=body["type"],
        body=body,
        created_at=at,
        next_at=at,
    )
    there = ["webhook_id", "event"]
    session.execute(row.on_conflict_do_nothing(index_elements=there))
    of_it = Delivery.webhook_id == webhook, Delivery.event == event
    found = session.scalars(select(Delivery).where(*of_it)).one()
    if found.state == State.WAITING:
        enqueue(session, DELIVER, str(found.id), at)
    return found


def replay(
    session: Session, webhook: Webhook, delivery: Delivery, at: datetime
) -> None:
    """Tell an event again, under its own id; one that is on its way goes on.

    Raises WebhookOff.
    """
    if webhook.off is not None:
        raise WebhookOff
    if delivery.state != State.WAITING:
        delivery.state, delivery.attempts = State.WAITING, 0
        delivery.ended_at, delivery.next_at = None, at
        session.flush()
    enqueue(session, DELIVER, str(delivery.id), at)


def _repeated(session: Session, once: Once | None) -> Webhook | None:
    if once is None:
        return None
    found = session.scalar(select(Webhook).where(Webhook.key == once.key))
    if found is not None:
        once.ensure_same(found.said)
    return found


def _sealed(ring: KeyRing, number: UUID, column: str, secret: str) -> bytes:
    return seal(ring, Where(TABLE, column, str(number)), secret)


def _drawn() -> str:
    return secret_text(secrets.token_bytes(SECRET_BYTES))
