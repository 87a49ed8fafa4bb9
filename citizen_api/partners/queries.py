"""Questions about keys, webhooks and deliveries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from citizen_api.partners.models import ApiKey, Delivery, Webhook
from citizen_api.problems import NotFound

Before = tuple[datetime, UUID] | None


def key(session: Session, number: UUID, *, lock: bool = False) -> ApiKey:
    """A key. Raises NotFound."""
    found = session.get(ApiKey, number, with_for_update=lock)
    if found is None:
        raise NotFound
    return found


def keys(session: Session, *, live: bool, before: Before, limit: int) -> list[ApiKey]:
    """Keys, the newest first; `live`: those only."""
    asked = select(ApiKey).order_by(ApiKey.created_at.desc(), ApiKey.id.desc())
    if live:
        asked = asked.where(ApiKey.kind == "live")
    if before is not None:
        asked = asked.where(tuple_(ApiKey.created_at, ApiKey.id) < before)
    return list(session.scalars(asked.limit(limit)))


def webhooks(session: Session, owner: UUID) -> list[Webhook]:
    """The webhooks of a key, the oldest first."""
    asked = select(Webhook).where(Webhook.key_id == owner)
    return list(session.scalars(asked.order_by(Webhook.created_at, Webhook.id)))


def count(session: Session, owner: UUID) -> int:
    """How many webhooks a key has."""
    asked = select(func.count()).where(Webhook.key_id == owner)
    return session.scalar(asked) or 0


def webhook(
    session: Session, owner: UUID, number: UUID, *, lock: bool = False
) -> Webhook:
    """A webhook of a key. Raises NotFound, also for one of another key."""
    found = session.get(Webhook, number, with_for_update=lock)
    if found is None or found.key_id != owner:
        raise NotFound
    return found


def deliveries(
    session: Session, number: UUID, *, before: Before, limit: int
) -> list[Delivery]:
    """What a webhook was told, the newest first."""
    asked = select(Delivery).where(Delivery.webhook_id == number)
    if before is not None:
        asked = asked.where(tuple_(Delivery.created_at, Delivery.id) < before)
    newest = asked.order_by(Delivery.created_at.desc(), Delivery.id.desc())
    return list(session.scalars(newest.limit(limit)))


def delivery(
    session: Session, number: UUID, wanted: UUID, *, lock: bool = False
) -> Delivery:
    """A delivery of a webhook. Raises NotFound."""
    found = session.get(Delivery, wanted, with_for_update=lock)
    if found is None or found.webhook_id != number:
        raise NotFound
    return found
