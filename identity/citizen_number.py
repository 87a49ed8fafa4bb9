"""The 12 digits of a person: what they are sure to say, and what they only suggest.

Twelve ASCII digits is the only hard rule (Law 26/2023 art. 12). Decree 137/2015
art. 13 gave them a meaning: province of birth registration, century and sex, year,
six random digits. That decree has lapsed, sexes and years get corrected, so all of
it is soft. There is no check digit.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Final

from identity import IdentityError
from identity.dates import BirthDate

__all__ = [
    "SYNTHETIC_PROVINCE",
    "BadCitizenNumber",
    "CitizenNumber",
    "Facts",
    "NumberWarning",
    "Province",
    "Sex",
    "SyntheticNumber",
    "ensure_real",
    "facts",
    "masked",
    "warnings",
]

NUMBER: Final = re.compile(r"[0-9]{12}")
SYNTHETIC_PROVINCE: Final = "099"
"""No province ever had it: who is numbered so is made up."""

SHOWN_BEFORE: Final = 3
SHOWN_AFTER: Final = 2
HIDDEN_MIN: Final = 4


class Sex(StrEnum):
    """As registered."""

    MALE = "male"
    FEMALE = "female"


class NumberWarning(StrEnum):
    """What does not fit; the number may be right all the same."""

    UNKNOWN_PROVINCE = "unknown_province"
    SYNTHETIC = "synthetic"
    SEX_DIFFERS = "sex_differs"
    BIRTH_YEAR_DIFFERS = "birth_year_differs"
    BORN_LATER = "born_later"


class BadCitizenNumber(IdentityError):
    """Not exactly 12 ASCII digits; the text is not repeated."""

    def __init__(self) -> None:
        super().__init__("a citizen number is exactly 12 digits")


class SyntheticNumber(IdentityError):
    """A made-up person, where only real ones may come."""

    def __init__(self) -> None:
        super().__init__("a made-up number, where only real ones may come")


@dataclass(frozen=True, slots=True, repr=False)
class CitizenNumber:
    """Twelve digits; printed and logged masked, in full only by `digits`."""

    digits: str

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.digits):
            raise BadCitizenNumber

    def __str__(self) -> str:
        return masked(self.digits)

    def __repr__(self) -> str:
        return f"CitizenNumber({masked(self.digits)})"

    @property
    def synthetic(self) -> bool:
        """Whether it belongs to a made-up person."""
        return self.digits.startswith(SYNTHETIC_PROVINCE)

    @property
    def document_number(self) -> str:
        """The last nine digits, which the MRZ and the chip's access key use."""
        return self.digits[-9:]


@dataclass(frozen=True, slots=True)
class Province:
    """Where a birth was registered; `today` is its name since 2025-07-01."""

    code: str
    name: str
    today: str


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What the digits suggest; `province` is None for the code of no province."""

    province: Province | None
    sex: Sex
    century: int
    birth_year: int


PROVINCES: Final[dict[str, Province]] = {
    entry["cccd_code"]: Province(
        entry["cccd_code"],
        entry["name_with_type"],
        entry["since_2025_07_01"]["name"],
    )
    for entry in json.loads(
        files("identity").joinpath("data/cccd_province_codes.json").read_bytes()
    )["codes"]
}


def masked(number: str) -> str:
    """`099*******12`: three before, two after; short ones are hidden whole."""
    hidden = len(number) - SHOWN_BEFORE - SHOWN_AFTER
    if hidden < HIDDEN_MIN:
        return "*" * len(number)
    return number[:SHOWN_BEFORE] + "*" * hidden + number[-SHOWN_AFTER:]


def ensure_real(number: CitizenNumber) -> None:
    """Raise `SyntheticNumber` for a made-up person; for when no simulator is on."""
    if number.synthetic:
        raise SyntheticNumber


def facts(number: CitizenNumber) -> Facts:
    """What Decree 137/2015 and Circular 59/2021 art. 4 read out of the digits."""
    digit = int(number.digits[3])
    century = 1900 + 100 * (digit // 2)
    return Facts(
        province=PROVINCES.get(number.digits[:3]),
        sex=Sex.FEMALE if digit % 2 else Sex.MALE,
        century=century,
        birth_year=century + int(number.digits[4:6]),
    )


def warnings(
    number: CitizenNumber,
    *,
    sex: Sex | None = None,
    birth: BirthDate | None = None,
    on: date | None = None,
) -> tuple[NumberWarning, ...]:
    """What does not fit the digits, of what is known; `on` is today's date."""
    suggested = facts(number)
    doubts = {
        NumberWarning.SYNTHETIC: number.synthetic,
        NumberWarning.UNKNOWN_PROVINCE: not (suggested.province or number.synthetic),
        NumberWarning.SEX_DIFFERS: sex not in (None, suggested.sex),
        NumberWarning.BIRTH_YEAR_DIFFERS: (
            birth is not None and birth.year != suggested.birth_year
        ),
        NumberWarning.BORN_LATER: on is not None and suggested.birth_year > on.year,
    }
    return tuple(warning for warning, doubted in doubts.items() if doubted)
