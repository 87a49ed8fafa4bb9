"""Who a look-up is about, what it shows to whom, when it is tried again. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from citizen_api.insurance.models import Channel, Purpose
from citizen_api.problems import FieldError, InvalidRequest, Said
from identity import IdentityError
from identity.card_qr import CardQr
from identity.citizen_number import BadCitizenNumber, CitizenNumber, masked
from identity.dates import BirthDate
from identity.insurance_number import (
    BadInsuranceNumber,
    InsuranceNumber,
    insurance_number_from,
)
from identity.insurance_qr import InsuranceQr
from identity.providers.insurance import Question
from identity.providers.results import Result, Verdict
from identity.scans import read_qr
from identity.text import UnreadableText, person_name

NumberOf = CitizenNumber | InsuranceNumber
Scanned = CardQr | InsuranceQr

BIRTH: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2}))?")
# Counted from the first time that the gateway could not be asked.
BACK_OFF: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30, 60, 120, 240, 480)
)
# After that long without a word, somebody else is taken to have died over it.
UNHEARD: Final = timedelta(minutes=1)
ANSWERS_KEPT: Final = timedelta(days=90)
LOOKUPS_KEPT: Final = timedelta(days=5 * 365)
# What the law lets a facility see of earlier stays is for care, not for the desk.
SEES_VISITS: Final = frozenset({Purpose.TREATMENT, Purpose.DISCHARGE})

ONE_OF_TWO: Final = Said(
    "Gửi number hoặc scan, không gửi cả hai.", "Send number or scan, and not both."
)
NO_NUMBER: Final = Said(
    "Phải là số căn cước 12 chữ số, hoặc số thẻ BHYT 10 hay 15 ký tự.",
    "This must be a citizen number of 12 digits, or an insurance number of 10 or 15"
    " characters.",
)
NO_SCAN: Final = Said(
    "Không phải mã QR của thẻ căn cước hay thẻ BHYT.",
    "This is not the QR code of a citizen card or of an insurance card.",
)
NO_NAME: Final = Said("Phải là họ tên.", "This must be a person's name.")
NO_BIRTH: Final = Said(
    "Phải là ngày sinh yyyy-mm-dd, hoặc năm sinh yyyy.",
    "This must be a birth date, yyyy-mm-dd, or a year, yyyy.",
)
NEEDED: Final = Said("Cần có khi gửi number.", "This is needed with number.")


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """Whom a look-up is about, in the words of whoever asks."""

    number: NumberOf
    name: str
    birth: BirthDate
    channel: Channel

    @property
    def question(self) -> Question:
        """What the gateway is asked."""
        exact = self.birth.exact
        born = f"{exact:%d/%m/%Y}" if exact else f"{self.birth.year:04d}"
        return Question(full_number(self.number), self.name, born)

    @property
    def written(self) -> str:
        """What is kept of it, sealed."""
        return json.dumps(
            {
                "number": full_number(self.number),
                "name": self.name,
                "birth": self.birth.iso,
                "channel": self.channel,
            }
        )

    @property
    def name_and_birth(self) -> str:
        """What the index of name and birth date is made of."""
        return f"{' '.join(self.name.split())}|{self.birth.iso}"


def read_patient(written: str) -> Patient:
    """The patient that was kept."""
    told = json.loads(written)
    return Patient(
        number_from(told["number"]),
        told["name"],
        birth_from(told["birth"]),
        Channel(told["channel"]),
    )


def patient_of(number: str, name: str, birth: str) -> Patient:
    """The patient that somebody is themselves, as VNeID tells it."""
    return Patient(CitizenNumber(number), name, birth_from(birth), Channel.NUMBER)


def patient(body: Mapping[str, str | None], *, today: date) -> Patient:
    """Whom a request is about; raises InvalidRequest.

    A scan tells name and birth date too; what is typed beside it counts more.
    """
    number, scan = body.get("number"), body.get("scan")
    if (number is None) == (scan is None):
        raise wrong(ONE_OF_TWO, "number")
    card = None if scan is None else read_scan(scan)
    found = card.number if card else read_number(number or "")
    channel = Channel.SCAN if card else Channel.NUMBER
    name, birth = body.get("name"), body.get("birth")
    return Patient(
        found,
        read_name(name) if name is not None else of(card, "name").full_name,
        read_birth(birth, today) if birth is not None else of(card, "birth").birth,
        channel,
    )


def of(card: Scanned | None, field: str) -> Scanned:
    """The card that tells a field which was not typed; raises InvalidRequest."""
    if card is None:
        raise wrong(NEEDED, field)
    return card


def wrong(said: Said, field: str) -> InvalidRequest:
    """The refusal of one value of the body."""
    return InvalidRequest(errors=[FieldError(said, pointer=f"#/{field}")])


def read_scan(text: str) -> Scanned:
    """The card behind a scanned text; raises InvalidRequest."""
    try:
        return read_qr(text)
    except IdentityError:
        raise wrong(NO_SCAN, "scan") from None


def read_number(text: str) -> NumberOf:
    """A number as typed; raises InvalidRequest."""
    try:
        return number_from(text)
    except BadInsuranceNumber:
        raise wrong(NO_NUMBER, "number") from None


def number_from(text: str) -> NumberOf:
    """Twelve digits are a citizen's, all else an insurance number."""
    try:
        return CitizenNumber(text.replace(" ", ""))
    except BadCitizenNumber:
        return insurance_number_from(text)


def read_name(text: str) -> str:
    """A name as typed; raises InvalidRequest."""
    try:
        return person_name(text.strip())
    except UnreadableText:
        raise wrong(NO_NAME, "name") from None


def read_birth(text: str, today: date) -> BirthDate:
    """A birth date that has been; raises InvalidRequest."""
    try:
        born = birth_from(text)
    except (IdentityError, ValueError):
        raise wrong(NO_BIRTH, "birth") from None
    if born.earliest > today:
        raise wrong(NO_BIRTH, "birth")
    return born


def birth_from(text: str) -> BirthDate:
    """`1990-01-31` or `1990`; raises ValueError or IdentityError."""
    match = BIRTH.fullmatch(text)
    if match is None:
        raise ValueError("not a birth date")
    year, *rest = (int(part) for part in match.groups() if part)
    return BirthDate(year, *rest)


def full_number(number: NumberOf) -> str:
    """All of its places."""
    return number.digits if isinstance(number, CitizenNumber) else number.text


def indexed(number: NumberOf) -> tuple[str, str]:
    """The field of the blind index, and what is put into it.

    Both forms of an insurance number are the same person's.
    """
    if isinstance(number, CitizenNumber):
        return "citizen_number", number.digits
    return "social_number", number.social_number


def hidden(number: NumberOf) -> str:
    """As it is shown: `099*******12`."""
    return masked(full_number(number))


def next_try(tries: int, now: datetime) -> datetime | None:
    """When the gateway is asked again after so many failures, None for never."""
    return now + BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None


def shows_visits(purpose: Purpose, *, glass_broken: bool) -> bool:
    """Whether earlier stays are shown."""
    return glass_broken or purpose in SEES_VISITS


def is_guess(result: Result) -> bool:
    """Whether the answer tells that number, name and birth date did not fit."""
    return result.verdict is Verdict.NOT_MATCHED
