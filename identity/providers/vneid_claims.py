"""VNeID's claims in our words: the one place that knows its names.

No specification is published. The first name of each pair is the simulator's (OpenID
Connect Core 5.1), the second was seen in public applications of the real one.
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from identity.providers.sign_in import Distrust, NotTrusted, Person

__all__ = ["LEVELS", "meets", "person_from"]

LEVELS: Final = ("LoA1", "LoA2")
NAMES: Final = {
    "number": ("vn_cccd", "SoDinhDanh"),
    "masked_number": ("vn_cccd_masked",),
    "name": ("name", "HoVaTen"),
    "sex": ("gender",),
}
BIRTH: Final = "birthdate"
REAL_BIRTH: Final = "NgayThangNamSinh"
LONGEST: Final = 300


def meets(acr: Any, least: str) -> bool:
    """Whether a level is at least the other; an unknown level meets none."""
    return acr in LEVELS and LEVELS.index(acr) >= LEVELS.index(least)


def person_from(claims: Mapping[str, Any], subject: str) -> Person:
    """The person; raises `NotTrusted` for claims of the wrong form."""
    told = {ours: first(claims, theirs) for ours, theirs in NAMES.items()}
    number = told["number"]
    if number and not (number.isascii() and number.isdigit() and len(number) == 12):
        raise NotTrusted(Distrust.SHAPE)
    return Person(subject, birth=birth(claims), address=address(claims), **told)


def first(claims: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of these claims that is there, as one composed line."""
    value = next((claims[name] for name in names if claims.get(name)), None)
    return value if value is None else line(value)


def line(value: Any) -> str:
    """A short text without control or direction characters."""
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise NotTrusted(Distrust.SHAPE)
    return unicodedata.normalize("NFC", value)


def birth(claims: Mapping[str, Any]) -> str | None:
    """yyyy-mm-dd or yyyy; "0000" years and other patterns are not believed."""
    if not (told := first(claims, (BIRTH, REAL_BIRTH))):
        return None
    for pattern, ours in (
        ("%Y-%m-%d", "%Y-%m-%d"),
        ("%Y%m%d", "%Y-%m-%d"),
        ("%Y", "%Y"),
    ):
        try:
            return datetime.strptime(told, pattern).strftime(ours)  # noqa: DTZ007
        except ValueError:
            continue
    raise NotTrusted(Distrust.SHAPE)


def address(claims: Mapping[str, Any]) -> str | None:
    """The place of residence as one line (OpenID Connect Core 5.1.1)."""
    told = claims.get("address")
    return first(told, ("formatted",)) if isinstance(told, Mapping) else None
