"""The examples of the doors for code keepers; what they tell is invented."""

from typing import Any, Final

from citizen_api.links.models import Flag

PERSON: Final = "person:0b2f6d0e-5c5e-4c0e-9d0c-2f1f6f1c9a55"
CODE: Final[dict[str, Any]] = {
    "code": "F4K4FVP4",
    "url": "https://example.org/q/F4K4FVP4?s=1",
    "kind": "venue",
    "id": "banh-da-cua-be-ba-cu",
    "name": "Bánh đa cua bể Bà Cụ",
    "state": "good",
    "place": {
        "label": "Cầu Đất 179",
        "lat": 20.8535,
        "lon": 106.6838,
        "radius_m": 150,
    },
    "campaign": "Tết 2027",
    "keeper": "Phường Gia Viên",
    "starts_at": None,
    "ends_at": None,
    "fallback": None,
    "revoked_at": None,
    "flags": [
        {
            "kind": Flag.PASTED_OVER.value,
            "count": 2,
            "first_on": "2026-11-20",
            "last_on": "2026-11-21",
            "said": "Có tem khác dán đè.",
            "resolved_at": None,
        }
    ],
}
CODES: Final = {"items": [CODE], "next": None}
WHOLE: Final = CODE | {
    "changes": [
        {
            "at": "2026-11-21T12:00:00+07:00",
            "by": PERSON,
            "verb": "retarget",
            "before": {"target": "street cau-dat-11359"},
            "after": {"target": "venue banh-da-cua-be-ba-cu"},
        }
    ]
}
TARGET: Final = {"kind": "venue", "id": "banh-da-cua-be-ba-cu"}
CHANGE: Final = {"target": TARGET, "keeper": "Phường Gia Viên"}
NEW: Final = {"target": TARGET, "place": CODE["place"], "campaign": "Tết 2027"}
NOTE: Final = {"note": "Đã dán lại tem mới."}
POSTERS: Final = {"street": "cau-dat-11359", "size": "A5"}
