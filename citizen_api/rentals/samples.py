"""The answers that stand as examples in the OpenAPI file."""

from typing import Any, Final

RENTAL_ID: Final = "4f0b7c62-2f9e-4d2d-8f0e-5a3c1b7d9e21"
PASS_ID: Final = "7c1f6f9a-3a52-4b3f-9f44-0a2a5f1f5d10"  # noqa: S105 - no password
CHANNEL: Final = "b1946ac92492d2347c6235b4d2611184"

PLAN: Final[dict[str, Any]] = {
    "id": "bicycle-single",
    "name": {"vi": "Vé lượt xe đạp", "en": "Single ride, bicycle"},
    "description": {
        "vi": "5.000 đ cho 30 phút đầu, sau đó 1.000 đ cho mỗi 6 phút bắt đầu.",
        "en": "5,000 đ for the first 30 minutes, then 1,000 đ for each 6 minutes"
        " begun.",
    },
    "price": 5000,
    "minutes": 30,
    "step": {"price": 1000, "minutes": 6},
    "cap": {"price": 50000, "minutes": 1440},
}
OFFERED: Final[dict[str, Any]] = {
    "id": RENTAL_ID,
    "state": "reserved",
    "bike": {"number": "HP00501", "type": "bicycle"},
    "plan": PLAN,
    "pass_id": None,
    "reserved_at": "2026-11-21T12:00:00+07:00",
    "expires_at": "2026-11-21T12:15:00+07:00",
    "unlock_by": None,
    "started_at": None,
    "closed_at": None,
    "ended_at": None,
    "seconds": 0,
    "price": 0,
    "currency": "VND",
    "final": False,
    "free_for": None,
    "free_minutes": 0,
    "start_station": "hp-005",
    "end_station": None,
    "overfull": False,
    "pause_wanted": False,
    "refused_for": None,
    "nearest": [],
    "review_for": None,
    "fault": None,
    "receipt": None,
    "version": 1,
    "next": ["unlock", "cancel"],
    "hint": "Look at the number on the frame: is it this bike? Then unlock it.",
}
UNLOCKING: Final[dict[str, Any]] = OFFERED | {
    "state": "unlocking",
    "expires_at": None,
    "unlock_by": "2026-11-21T12:01:00+07:00",
    "version": 2,
    "next": ["unlock"],
    "hint": "The lock is opening. Nothing is charged before it is open.",
}
RIDING: Final[dict[str, Any]] = UNLOCKING | {
    "state": "active",
    "unlock_by": None,
    "started_at": "2026-11-21T12:00:33+07:00",
    "seconds": 420,
    "price": 5000,
    "version": 3,
    "next": ["pause", "end", "report"],
    "hint": "Ride well. To end, close the lock at a station and confirm.",
}
PAUSED: Final[dict[str, Any]] = RIDING | {
    "state": "paused",
    "version": 5,
    "next": ["resume", "end", "report"],
    "hint": "Paused: the time runs on. Resume opens the lock.",
}
SETTLED: Final[dict[str, Any]] = RIDING | {
    "state": "settled",
    "closed_at": "2026-11-21T12:35:33+07:00",
    "ended_at": "2026-11-21T12:35:33+07:00",
    "seconds": 2100,
    "price": 6000,
    "final": True,
    "end_station": "hp-019",
    "receipt": "/v1/me/wallet/entries/91f6a3a4-8a86-4a1c-9a8f-7b8f7c2c0d55",
    "version": 6,
    "next": [],
    "hint": "The ride is over and paid for.",
}
MINE: Final[dict[str, Any]] = {
    "rental": RIDING,
    "others": [],
    "last": None,
    "last_event": 118,
    "push_channel": CHANNEL,
}
PAGE: Final[dict[str, Any]] = {"items": [SETTLED], "next": None}
STREAM: Final = (
    'id: 118\nevent: rental\ndata: {"rental":"4f0b7c62-2f9e-4d2d-8f0e-5a3c1b7d9e21",'
    '"version":3,"at":"2026-11-21T12:00:33+07:00","state":"active","cause":"opened",'
    '"detail":{}}\n\n'
)
SCAN: Final[dict[str, Any]] = {
    "code": "http://127.0.0.1:8000/b/AbCdEfGhIjKlMnOpQrStUv",
    "position": {"lat": 20.85741, "lon": 106.68186, "accuracy_m": 12},
}
LOCK_EVENT: Final[dict[str, Any]] = {
    "type": "lock.opened",
    "data": {
        "lock": "HP00501",
        "event": "9f2c-000017",
        "at": "2026-11-21T12:00:33+07:00",
        "command": "0b6f6a0e-8d0f-4a6f-9d3a-0d1f5b1c2e77",
        "lat": 20.85741,
        "lon": 106.68186,
        "accuracy_m": 8,
        "battery": 82,
    },
}
PASS: Final[dict[str, Any]] = {
    "id": PASS_ID,
    "plan": PLAN
    | {
        "id": "bicycle-day-pass",
        "name": {"vi": "Vé ngày xe đạp", "en": "Day pass, bicycle"},
        "price": 50000,
        "minutes": 450,
        "cap": {"price": 100000, "minutes": None},
    },
    "bought_at": "2026-11-21T12:00:00+07:00",
    "ends_at": "2026-11-22T12:00:00+07:00",
    "used_minutes": 35,
    "left_minutes": 415,
    "refunded_at": None,
}
TICKET: Final[dict[str, Any]] = {
    "id": "d7f7b1c6-5f0d-4e0c-8a43-2f6c7f7a2f55",
    "bikes": 3,
    "begins_at": "2026-11-21T12:00:00+07:00",
    "ends_at": "2026-11-22T00:00:00+07:00",
}
REFUND: Final[dict[str, Any]] = {
    "id": "a0f5b9c2-0a0e-4b1c-8d3d-1b0c6a7f1e33",
    "rental": RENTAL_ID,
    "amount": 6000,
    "reason": "The lock closed late.",
    "paid": True,
    "asked_at": "2026-11-21T13:00:00+07:00",
    "approved_at": None,
    "rejected_at": None,
    "rejected_for": None,
}
REJECTED: Final[dict[str, Any]] = REFUND | {
    "amount": 21000,
    "paid": False,
    "rejected_at": "2026-11-21T14:00:00+07:00",
    "rejected_for": "The lock closed in time.",
}
WAITING: Final[dict[str, Any]] = {
    "items": [
        REFUND
        | {"amount": 21000, "paid": False}
        | {"number": "HP00501", "price": 30000, "yours": False}
    ],
    "rejected": [],
}
STAFF_UNLOCK: Final[dict[str, Any]] = {"number": "HP00501", "heard": "taken"}
BROKEN: Final[dict[str, Any]] = {
    "number": "HP00501",
    "type": "bicycle",
    "state": "non_operational",
    "since": "2026-11-21T12:00:00+07:00",
    "fault": "The chain.",
    "station": "hp-005",
}
MENDED: Final = BROKEN | {"state": "available", "fault": None}
REMOVED: Final = BROKEN | {"state": "removed", "station": None}
CLOSED_STATION: Final[dict[str, Any]] = {
    "id": "hp-005",
    "closed": True,
    "until": "2026-11-22T18:00:00+07:00",
}
REVIEWS: Final[dict[str, Any]] = {
    "items": [
        {
            "id": RENTAL_ID,
            "number": "HP00501",
            "review_for": "open_long",
            "review_at": "2026-11-21T16:00:33+07:00",
            "missing_at": None,
            "fault": None,
        }
    ]
}
FORCED_END: Final[dict[str, Any]] = REVIEWS["items"][0] | {"refund": None}
