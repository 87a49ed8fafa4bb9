"""Keys, webhooks and deliveries on the wire."""

from typing import Any

from citizen_api.partners.actions import Given
from citizen_api.partners.models import ApiKey, Delivery, Webhook


def shown_key(key: ApiKey) -> dict[str, Any]:
    """A key on the wire."""
    return {
        "id": key.id,
        "kind": key.kind,
        "name": key.name,
        "scopes": key.scopes,
        "ending": key.ending,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }


def shown_given_key(given: Given) -> dict[str, Any]:
    """A key with what its owner keeps."""
    return shown_key(given.key) | {"key": given.token, "old_until": given.key.old_until}


def shown_webhook(webhook: Webhook) -> dict[str, Any]:
    """A webhook on the wire."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "active": webhook.off is None,
        "off": webhook.off,
        "created_at": webhook.created_at,
        "old_secret_until": webhook.old_until,
    }


def shown_delivery(delivery: Delivery) -> dict[str, Any]:
    """A delivery on the wire."""
    return {
        "id": delivery.id,
        "event": delivery.event,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "fault": delivery.fault,
        "created_at": delivery.created_at,
        "next_at": delivery.next_at,
        "ended_at": delivery.ended_at,
        "body": delivery.body,
    }
