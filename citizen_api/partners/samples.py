"""Made-up keys, webhooks and deliveries, for the examples in the OpenAPI."""

from typing import Any

KEY: dict[str, Any] = {
    "id": "5b0c3f0e-1d63-4b6e-9c9a-6d2b52e4a0f1",
    "kind": "test",
    "name": "",
    "scopes": [],
    "ending": "9vQw",
    "created_at": "2026-11-21T12:00:00+07:00",
    "expires_at": "2027-02-19T12:00:00+07:00",
    "revoked_at": None,
}
GIVEN_KEY = KEY | {
    "key": "hp_test_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBrZXk_9vQw",
    "old_until": None,
}
LIVE_KEY = KEY | {
    "kind": "live",
    "name": "Hải Phòng Food Map",
    "scopes": ["webhooks"],
    "expires_at": None,
}
GIVEN_LIVE_KEY = LIVE_KEY | {
    "key": "hp_live_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBrZXk_9vQw",
    "old_until": None,
}
WANTED_KEY = {"name": "Hải Phòng Food Map", "scopes": ["webhooks"]}

WANTED_WEBHOOK = {
    "url": "https://example.org/hai-phong",
    "events": ["price.changed", "venue.closed"],
}
WEBHOOK = {
    "id": "c2a9c7a6-6a53-4b8e-8d3a-0b3f3f5d7e21",
    **WANTED_WEBHOOK,
    "active": True,
    "off": None,
    "created_at": "2026-11-21T12:00:00+07:00",
    "old_secret_until": None,
}
GIVEN_WEBHOOK = WEBHOOK | {
    "secret": "whsec_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBzZWNyZXQ="
}
DELIVERY = {
    "id": "f6b3a8e4-1f0e-4c0d-9d65-2f3d1f7a9b10",
    "event": "evt_17_0c7c5a0c2b6f4a1d9e8b7a65",
    "state": "delivered",
    "attempts": 1,
    "status": 204,
    "fault": None,
    "created_at": "2026-11-21T12:00:00+07:00",
    "next_at": None,
    "ended_at": "2026-11-21T12:00:01+07:00",
    "body": {
        "type": "price.changed",
        "timestamp": "2026-11-21T12:00:00+07:00",
        "data": {
            "kind": "venues",
            "id": "banh-da-cua-be-ba-cu",
            "version": 17,
            "url": "https://example.org/v1/venues/banh-da-cua-be-ba-cu",
        },
    },
}
