"""The answers that stand as examples in the OpenAPI file."""

from typing import Any, Final

TOP_UP_ID: Final = "0b6f6a0e-8d0f-4a6f-9d3a-0d1f5b1c2e77"
IMAGE: Final = f"/v1/wallet/top-ups/{TOP_UP_ID}/qr"

TOP_UP: Final[dict[str, Any]] = {
    "id": TOP_UP_ID,
    "amount": 50000,
    "currency": "VND",
    "status": "awaiting",
    "received": 0,
    "transfer": {
        "bank": "999999",
        "account": "1234567890",
        "purpose": "HPWF4K4FVP4",
    },
    "payload": "00020101021238540010A00000072701240006999999011012345678900208QRIBFTTA"
    "53037045405500005802VN62150811HPWF4K4FVP46304F49C",
    "png": f"{IMAGE}.png",
    "svg": f"{IMAGE}.svg",
    "created_at": "2026-11-21T12:00:00+07:00",
    "expires_at": "2026-11-22T12:00:00+07:00",
}
WALLET: Final[dict[str, Any]] = {
    "balance": 44000,
    "available": 44000,
    "debt": 0,
    "currency": "VND",
    "may_ride": True,
    "least_to_ride": 10000,
}
TOPPED_UP: Final[dict[str, Any]] = {
    "id": "5b9a2b0c-3c39-4f0e-8f6c-5d4d8f1b7a10",
    "kind": "top_up",
    "amount": 50000,
    "balance": 50000,
    "currency": "VND",
    "at": "2026-11-21T12:01:30+07:00",
    "reference": "FT26325000123456",
    "refunded": 0,
    "refund_of": None,
    "detail": {"top_up": TOP_UP_ID},
}
RIDDEN: Final[dict[str, Any]] = {
    "id": "91f6a3a4-8a86-4a1c-9a8f-7b8f7c2c0d55",
    "kind": "ride",
    "amount": -6000,
    "balance": 44000,
    "currency": "VND",
    "at": "2026-11-21T12:40:00+07:00",
    "reference": "rental:4f0b7c62-2f9e-4d2d-8f0e-5a3c1b7d9e21",
    "refunded": 0,
    "refund_of": None,
    "detail": {"plan": "bicycle-single", "seconds": 2100},
}
ENTRIES: Final[dict[str, Any]] = {"items": [RIDDEN, TOPPED_UP], "next": None}
STATEMENT: Final[dict[str, Any]] = {
    "month": "2026-11",
    "currency": "VND",
    "opening": 0,
    "closing": 44000,
    "totals": {"topped_up": 50000, "charged": 6000, "refunded": 0},
    "entries": [TOPPED_UP, RIDDEN],
}
BANK_EVENT: Final[dict[str, Any]] = {
    "type": "transfer.received",
    "data": {
        "transaction": "FT26325000123456",
        "account": "1234567890",
        "amount": 50000,
        "content": "NGUYEN VAN A chuyen tien HPWF4K4FVP4",
        "made_at": "2026-11-21T12:01:25+07:00",
    },
}
