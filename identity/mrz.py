"""The machine-readable zone on the back of a card: three lines of thirty (TD1).

ICAO Doc 9303-5; check digits by 9303-3 section 4.9. On the Vietnamese card the
document number is the last nine digits of the citizen number, and the optional data
of line 1 hold all twelve with a check digit of their own. Unsigned: whoever can
print can make one.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from identity import IdentityError
from identity.assurance import Assurance
from identity.citizen_number import CitizenNumber, NumberWarning, Sex, facts, warnings
from identity.dates import BadDate, BirthDate
from identity.text import BYTES_MAX

__all__ = [
    "BadMrz",
    "CardMrz",
    "MrzFault",
    "Td1",
    "check_digit",
    "read_card_mrz",
    "read_td1",
]

LINE: Final = re.compile(r"[A-Z0-9<]{30}")
LINES: Final = 3
BREAKS: Final = dict.fromkeys(map(ord, " \r\n"))
WEIGHTS: Final = (7, 3, 1)
FILLER: Final = "<"
LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUES: Final = {FILLER: 0} | {letter: value for value, letter in enumerate(LETTERS)}

NAMES: Final = re.compile(r"[A-Z]+(<[A-Z]+)*(<<[A-Z]+(<[A-Z]+)*)?<*")
DAY: Final = re.compile(r"[0-9]{2}(?:<<<<|[0-9]{2}(?:<<|[0-9]{2}))")
OPTIONAL_NUMBER: Final = re.compile(r"([0-9]{12})<<")
SEXES: Final = {"M": Sex.MALE, "F": Sex.FEMALE, FILLER: None}
NO_EXPIRY: Final = FILLER * 6
# Cards with an MRZ and a chip were first issued in January 2021.
FIRST_CARDS: Final = 2021


class MrzFault(StrEnum):
    """What is wrong, the first that is found from the top."""

    SHAPE = "shape"
    NUMBER_CHECK = "number_check"
    BIRTH_CHECK = "birth_check"
    EXPIRY_CHECK = "expiry_check"
    COMPOSITE_CHECK = "composite_check"
    OPTIONAL_CHECK = "optional_check"
    NOT_VIETNAMESE = "not_vietnamese"
    CITIZEN_NUMBER = "citizen_number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    SEX = "sex"
    NAME = "name"


class BadMrz(IdentityError):
    """Not an MRZ that can be believed to be read right."""

    def __init__(self, fault: MrzFault) -> None:
        super().__init__(f"not a machine-readable zone of ours: {fault}")
        self.fault = fault


@dataclass(frozen=True, slots=True, repr=False)
class Td1:
    """The fields of any country's TD1 as printed, check digits proven."""

    kind: str
    state: str
    document_number: str
    optional: str
    birth: str
    sex: str
    expiry: str
    nationality: str
    optional_2: str
    names: str


@dataclass(frozen=True, slots=True, repr=False)
class CardMrz:
    """The Vietnamese card; `name` is without marks and may be cut at 30 letters.

    `expires` is None for a card without end that prints fillers.
    """

    number: CitizenNumber
    name: str
    birth: BirthDate
    sex: Sex | None
    expires: date | None

    @property
    def assurance(self) -> Literal[Assurance.IDENTIFIED]:
        """Unsigned text: it never authenticates."""
        return Assurance.IDENTIFIED

    @property
    def warnings(self) -> tuple[NumberWarning, ...]:
        """What does not fit the digits of the number."""
        return warnings(self.number, sex=self.sex, birth=self.birth)


def check_digit(text: str) -> str:
    """Weights 7, 3, 1 over the characters, modulo 10; fillers count 0."""
    total = sum(
        VALUES[letter] * WEIGHTS[place % len(WEIGHTS)]
        for place, letter in enumerate(text)
    )
    return str(total % 10)


def checked(text: str, digit: str) -> bool:
    """Whether the digit checks the text; an empty field may have a filler for it."""
    return digit == check_digit(text) or (digit == FILLER and not text.strip(FILLER))


def ensure(fits: bool, fault: MrzFault) -> None:
    """Raise `BadMrz` unless it fits."""
    if not fits:
        raise BadMrz(fault)


def three_lines(text: str) -> tuple[str, str, str]:
    """The lines, however they were broken; at most 1 KiB."""
    ensure(len(text) <= BYTES_MAX and text.isascii(), MrzFault.SHAPE)
    joined = text.translate(BREAKS)
    lines = joined[:30], joined[30:60], joined[60:]
    ensure(all(LINE.fullmatch(line) for line in lines), MrzFault.SHAPE)
    return lines


def read_td1(text: str) -> Td1:
    """The fields of three lines of thirty; else `BadMrz`."""
    top, middle, names = three_lines(text)
    ensure(checked(top[5:14], top[14]), MrzFault.NUMBER_CHECK)
    ensure(checked(middle[:6], middle[6]), MrzFault.BIRTH_CHECK)
    ensure(checked(middle[8:14], middle[14]), MrzFault.EXPIRY_CHECK)
    composite = top[5:] + middle[:7] + middle[8:15] + middle[18:29]
    ensure(middle[29] == check_digit(composite), MrzFault.COMPOSITE_CHECK)
    return Td1(
        kind=top[:2],
        state=top[2:5],
        document_number=top[5:14],
        optional=top[15:],
        birth=middle[:6],
        sex=middle[7],
        expiry=middle[8:14],
        nationality=middle[15:18],
        optional_2=middle[18:29],
        names=names,
    )


def read_card_mrz(text: str) -> CardMrz:
    """The Vietnamese citizen card in three lines of thirty; else `BadMrz`."""
    zone = read_td1(text)
    vietnamese = (zone.kind, zone.state, zone.nationality) == ("ID", "VNM", "VNM")
    ensure(vietnamese, MrzFault.NOT_VIETNAMESE)
    number = citizen_number(zone)
    birth = birth_date(zone.birth, facts(number).century)
    ensure(zone.sex in SEXES, MrzFault.SEX)
    ensure(NAMES.fullmatch(zone.names) is not None, MrzFault.NAME)
    return CardMrz(
        number=number,
        name=" ".join(zone.names.replace(FILLER, " ").split()),
        birth=birth,
        sex=SEXES[zone.sex],
        expires=expiry_date(zone.expiry, birth.year),
    )


def citizen_number(zone: Td1) -> CitizenNumber:
    """The twelve digits of line 1, proven by their check and by the last nine."""
    ensure(checked(zone.optional[:14], zone.optional[14]), MrzFault.OPTIONAL_CHECK)
    match = OPTIONAL_NUMBER.fullmatch(zone.optional[:14])
    if match is None:
        raise BadMrz(MrzFault.CITIZEN_NUMBER)
    number = CitizenNumber(match[1])
    ensure(number.document_number == zone.document_number, MrzFault.CITIZEN_NUMBER)
    return number


def birth_date(printed: str, century: int) -> BirthDate:
    """`yymmdd` in the century that the number tells; fillers for what is not known."""
    ensure(DAY.fullmatch(printed) is not None, MrzFault.BIRTH)
    year, month, day = (part.strip(FILLER) for part in re.findall("..", printed))
    try:
        return BirthDate(
            century + int(year),
            int(month) if month else None,
            int(day) if day else None,
        )
    except BadDate:
        raise BadMrz(MrzFault.BIRTH) from None


def expiry_date(printed: str, born: int) -> date | None:
    """`yymmdd` in the first such year since birth and since there are such cards."""
    if printed == NO_EXPIRY:
        return None
    ensure(printed.isdigit(), MrzFault.EXPIRY)
    first = max(born, FIRST_CARDS)
    year = first + (int(printed[:2]) - first) % 100
    try:
        return date(year, int(printed[2:4]), int(printed[4:]))
    except ValueError:
        raise BadMrz(MrzFault.EXPIRY) from None
