"""The QR of a health insurance (BHYT) card: unsigned, printable by anyone.

Fields between `|`: number, name as hex of UTF-8, birth date, sex (1 or 2), address
as hex, first-care facility `31 - 001`, valid from, valid to, then more, and `$` at
the end. No public text describes it; so it is read in hospital software. What comes
after the eighth field is kept as it stands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal, TypeVar

from identity import IdentityError
from identity.assurance import Assurance
from identity.citizen_number import Sex
from identity.dates import BirthDate, birth_date_from, slashed_date
from identity.insurance_number import InsuranceNumber, insurance_number_from
from identity.qr_fields import Taken, UnconfirmedField, unconfirmed
from identity.text import TextFault, UnreadableText, person_name, place, readable

__all__ = [
    "BadInsuranceQr",
    "InsuranceField",
    "InsuranceQr",
    "read_insurance_qr",
]

Value = TypeVar("Value")

FIELDS: Final = 8
EXTRAS_MAX: Final = 12
END: Final = "$"
NONE: Final = {"", "-"}
HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2})+")
FACILITY: Final = re.compile(r"([0-9]{2}) ?-? ?([0-9]{3})")
SEXES: Final = {"1": Sex.MALE, "2": Sex.FEMALE}


class InsuranceField(StrEnum):
    """The fields, for saying which of them is wrong."""

    COUNT = "count"
    NUMBER = "number"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    ADDRESS = "address"
    FACILITY = "facility"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"


class BadInsuranceQr(IdentityError):
    """Not the QR of an insurance card; `field` is the first that is wrong."""

    def __init__(self, field: InsuranceField) -> None:
        super().__init__(f"not the QR of an insurance card: {field}")
        self.field = field


taken = Taken(BadInsuranceQr)


@dataclass(frozen=True, slots=True, repr=False)
class InsuranceQr:
    """What the card says; `facility` is five digits, both ends of validity count."""

    number: InsuranceNumber
    full_name: str
    birth: BirthDate
    sex: Sex
    address: str | None
    facility: str | None
    valid_from: date
    valid_to: date | None
    unconfirmed: tuple[UnconfirmedField, ...]

    @property
    def assurance(self) -> Literal[Assurance.IDENTIFIED]:
        """Unsigned text: it never authenticates."""
        return Assurance.IDENTIFIED


def read_insurance_qr(scanned: str | bytes) -> InsuranceQr:
    """The card in a scanned text; raises `UnreadableText` or `BadInsuranceQr`."""
    fields = readable(scanned).split("|")
    if fields[-1].strip() == END:
        fields.pop()
    if not FIELDS <= len(fields) <= FIELDS + EXTRAS_MAX:
        raise BadInsuranceQr(InsuranceField.COUNT)
    number, name, birth, sex, address, facility, start, end, *extras = fields
    card = InsuranceQr(
        number=taken(InsuranceField.NUMBER, insurance_number_from, number),
        full_name=taken(InsuranceField.NAME, hidden_name, name),
        birth=taken(InsuranceField.BIRTH, birth_date_from, birth),
        sex=taken(InsuranceField.SEX, numbered_sex, sex),
        address=perhaps(InsuranceField.ADDRESS, hidden_place, address),
        facility=perhaps(InsuranceField.FACILITY, facility_code, facility),
        valid_from=taken(InsuranceField.VALID_FROM, slashed_date, start),
        valid_to=perhaps(InsuranceField.VALID_TO, slashed_date, end),
        unconfirmed=unconfirmed(extras, FIELDS),
    )
    return ensured_period(card)


def ensured_period(card: InsuranceQr) -> InsuranceQr:
    """The same card; `BadInsuranceQr` if it ends before it begins."""
    if card.valid_to is not None and card.valid_to < card.valid_from:
        raise BadInsuranceQr(InsuranceField.VALID_TO)
    return card


def perhaps(
    field: InsuranceField, convert: Callable[[str], Value], text: str
) -> Value | None:
    """As `taken`, or None where the card has nothing or a dash."""
    return None if text.strip() in NONE else taken(field, convert, text)


def from_hex(text: str) -> str:
    """The UTF-8 text behind pairs of hex digits, as safe as any scanned text."""
    if not HEX.fullmatch(text):
        raise UnreadableText(TextFault.SHAPE)
    return readable(bytes.fromhex(text)).strip()


def hidden_name(text: str) -> str:
    """A person's name behind hex digits."""
    return person_name(from_hex(text))


def hidden_place(text: str) -> str:
    """An address behind hex digits."""
    return place(from_hex(text))


def numbered_sex(text: str) -> Sex:
    """`1` for men, `2` for women."""
    try:
        return SEXES[text]
    except KeyError:
        raise UnreadableText(TextFault.SHAPE) from None


def facility_code(text: str) -> str:
    """Five digits out of `31 - 001`: province and serial (Decision 384/QĐ-BYT)."""
    match = FACILITY.fullmatch(text)
    if match is None:
        raise UnreadableText(TextFault.SHAPE)
    return "".join(match.groups())
