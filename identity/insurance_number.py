"""The number of a health insurance (BHYT) card, in its two forms.

Fifteen characters (Decision 1351/QĐ-BHXH 2015): group, benefit digit, province, and
the ten digits of social insurance (BHXH). Cards since 2021-04-01 (Decision
1666/QĐ-BHXH) print the ten digits alone; group and benefit are then the gateway's
to tell. On the temporary card of a child under six the letters KT and eight digits
stand for a social number that is not given yet.
"""

import re
from dataclasses import dataclass
from typing import Final

from identity import IdentityError
from identity.citizen_number import masked

__all__ = ["BadInsuranceNumber", "InsuranceNumber", "insurance_number_from"]

NUMBER: Final = re.compile(r"[0-9]{10}|[A-Z]{2}[1-5][0-9]{2}(?:[0-9]{10}|KT[0-9]{8})")
SHORT: Final = 10
TEMPORARY: Final = "KT"
TYPED_MAX: Final = 40
SYNTHETIC_PROVINCE: Final = "99"


class BadInsuranceNumber(IdentityError):
    """Neither form of an insurance number; the text is not repeated."""

    def __init__(self) -> None:
        super().__init__("an insurance number has 15 characters or 10 digits")


@dataclass(frozen=True, slots=True, repr=False)
class InsuranceNumber:
    """Either form, without spaces; printed and logged masked, in full by `text`."""

    text: str

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.text):
            raise BadInsuranceNumber

    def __str__(self) -> str:
        return masked(self.text)

    def __repr__(self) -> str:
        return f"InsuranceNumber({masked(self.text)})"

    @property
    def short(self) -> bool:
        """Whether it is the form of ten digits, which tells no benefit."""
        return len(self.text) == SHORT

    @property
    def group(self) -> str | None:
        """Two letters: why this person is insured."""
        return None if self.short else self.text[:2]

    @property
    def benefit_digit(self) -> int | None:
        """1 to 5, as printed."""
        return None if self.short else int(self.text[2])

    @property
    def province(self) -> str | None:
        """Two digits: where the card was issued; Hải Phòng 31, once Hải Dương 30."""
        return None if self.short else self.text[3:5]

    @property
    def social_number(self) -> str:
        """The ten digits of social insurance, the same all life.

        Of a temporary card, which has none yet, its whole number.
        """
        return self.text if self.text[5:7] == TEMPORARY else self.text[-10:]

    @property
    def synthetic(self) -> bool:
        """Whether it belongs to a made-up person: no province is numbered 99."""
        return SYNTHETIC_PROVINCE in (self.province, self.social_number[:2])


def insurance_number_from(typed: str) -> InsuranceNumber:
    """`HS 4 31 9912345678` in small letters or with the spaces of the print too."""
    if len(typed) > TYPED_MAX or not typed.isascii():
        raise BadInsuranceNumber
    return InsuranceNumber(typed.replace(" ", "").upper())
