"""The QR of the citizen card: `|` between fields, unsigned, printable by anyone.

Cards of 2021 (Circular 59/2021/TT-BCA) hold number, old number or nothing, name,
birth date, sex, residence, day of issue; some old ones leave the second field out.
Cards of 2024 (Circular 16/2024/TT-BCA) may add cancelled numbers and, for children,
the parents. The order of those was never published: they are kept as they stand.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from identity import IdentityError
from identity.assurance import Assurance
from identity.citizen_number import CitizenNumber, NumberWarning, Sex, warnings
from identity.dates import BirthDate, birth_date_from, compact_date
from identity.qr_fields import Taken, UnconfirmedField, unconfirmed
from identity.text import TextFault, UnreadableText, person_name, place, readable

__all__ = [
    "BadCardQr",
    "CardForm",
    "CardQr",
    "CardQrWarning",
    "Field",
    "read_card_qr",
]

FIELDS: Final = 7
EXTRAS_MAX: Final = 4
OLD_NUMBER: Final = re.compile(r"([0-9]{9}|[0-9]{12})?")
SEXES: Final = {"nam": Sex.MALE, "nữ": Sex.FEMALE}
# In force since: Law on Identification 26/2023, Circular 16/2024/TT-BCA.
CAN_CUOC_SINCE: Final = date(2024, 7, 1)


class CardForm(StrEnum):
    """Which card it is, as told by its day of issue."""

    CCCD_2021 = "cccd_2021"
    CAN_CUOC_2024 = "can_cuoc_2024"


class Field(StrEnum):
    """The fields, for saying which of them is wrong."""

    COUNT = "count"
    NUMBER = "number"
    OLD_NUMBER = "old_number"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    RESIDENCE = "residence"
    ISSUED = "issued"


class CardQrWarning(StrEnum):
    """What a reader of the card should look at."""

    UNCONFIRMED_FIELDS = "unconfirmed_fields"
    ISSUED_BEFORE_BIRTH = "issued_before_birth"


class BadCardQr(IdentityError):
    """Not the QR of a citizen card; `field` is the first that is not as it must be."""

    def __init__(self, field: Field) -> None:
        super().__init__(f"not the QR of a citizen card: {field}")
        self.field = field


taken = Taken(BadCardQr)


@dataclass(frozen=True, slots=True, repr=False)
class CardQr:
    """What the card says of its holder; `old_number` has 9 (or 12) digits."""

    number: CitizenNumber
    old_number: str | None
    full_name: str
    birth: BirthDate
    sex: Sex
    residence: str
    issued: date
    unconfirmed: tuple[UnconfirmedField, ...]

    @property
    def assurance(self) -> Literal[Assurance.IDENTIFIED]:
        """Unsigned text: it never authenticates."""
        return Assurance.IDENTIFIED

    @property
    def form(self) -> CardForm:
        """Which card it is."""
        if self.issued < CAN_CUOC_SINCE:
            return CardForm.CCCD_2021
        return CardForm.CAN_CUOC_2024

    @property
    def warnings(self) -> tuple[NumberWarning | CardQrWarning, ...]:
        """What does not fit together, or was not understood."""
        doubts = {
            CardQrWarning.UNCONFIRMED_FIELDS: any(
                field.text.strip() for field in self.unconfirmed
            ),
            CardQrWarning.ISSUED_BEFORE_BIRTH: self.issued < self.birth.earliest,
        }
        return (
            *warnings(self.number, sex=self.sex, birth=self.birth, on=self.issued),
            *(warning for warning, doubted in doubts.items() if doubted),
        )


def read_card_qr(scanned: str | bytes) -> CardQr:
    """The card in a scanned text; raises `UnreadableText` or `BadCardQr`."""
    fields = readable(scanned).split("|")
    if len(fields) == FIELDS - 1:
        fields.insert(1, "")
    if not FIELDS <= len(fields) <= FIELDS + EXTRAS_MAX:
        raise BadCardQr(Field.COUNT)
    number, old_number, name, birth, sex, residence, issued, *extras = fields
    return CardQr(
        number=taken(Field.NUMBER, CitizenNumber, number),
        old_number=taken(Field.OLD_NUMBER, former_number, old_number),
        full_name=taken(Field.NAME, person_name, name),
        birth=taken(Field.BIRTH, birth_date_from, birth),
        sex=taken(Field.SEX, registered_sex, sex),
        residence=taken(Field.RESIDENCE, place, residence),
        issued=taken(Field.ISSUED, compact_date, issued),
        unconfirmed=unconfirmed(extras, FIELDS),
    )


def former_number(text: str) -> str | None:
    """The number of an identity card before this one, if there was one."""
    if not OLD_NUMBER.fullmatch(text):
        raise UnreadableText(TextFault.SHAPE)
    return text or None


def registered_sex(text: str) -> Sex:
    """`Nam` or `Nữ`."""
    try:
        return SEXES[text.lower()]
    except KeyError:
        raise UnreadableText(TextFault.SHAPE) from None
