"""VietQR: the payload that a bank's app reads as a transfer, built and read.

EMVCo QR Code Specification for Payment Systems, merchant-presented mode 1.1, in the
profile of Napas ("QR code format", version 1.5.2): data objects of two digits of id,
two of length in characters, and the value; the last one is a CRC.
"""

import re
from binascii import crc_hqx
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qr import QrError

__all__ = ["PURPOSE_MAX", "BadPayload", "Service", "Transfer", "build", "parse"]

PURPOSE_MAX: Final = 25
PAYLOAD_MAX: Final = 512
NAPAS: Final = "A000000727"
DONG: Final = "704"
VIETNAM: Final = "VN"
BANK: Final = re.compile(r"[0-9]{6}")
ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}")
WORDS: Final = re.compile(r"[0-9A-Za-z]+(?: [0-9A-Za-z]+)*")
AMOUNT: Final = re.compile(r"([0-9]{1,13})(?:\.0{0,2})?")
DIGITS: Final = re.compile(r"[0-9]{2}")
ACCOUNT_IDS: Final = range(26, 52)
CRC: Final = "6304"


class BadPayload(QrError):
    """The text is no VietQR transfer, or a transfer that no VietQR can hold."""


class Service(StrEnum):
    """What the money goes to: a bank account or a card."""

    ACCOUNT = "QRIBFTTA"
    CARD = "QRIBFTTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer that somebody is asked to make.

    `bank`: its BIN, six digits. `amount`: whole đồng, None when the payer says how
    much. `bill` and `purpose`: what the payee recognises the transfer by; ASCII
    letters, digits and single spaces, up to 25. Raises BadPayload.
    """

    bank: str
    account: str
    amount: int | None = None
    bill: str = ""
    purpose: str = ""
    service: Service = Service.ACCOUNT

    def __post_init__(self) -> None:
        if not BANK.fullmatch(self.bank):
            raise BadPayload("the bank is named by six digits")
        if not ACCOUNT.fullmatch(self.account):
            raise BadPayload("an account has 1 to 19 letters and digits")
        if self.amount is not None and not 0 < self.amount < 10**13:
            raise BadPayload("the amount must be above zero, of 13 digits at most")
        for words in filter(None, (self.bill, self.purpose)):
            if len(words) > PURPOSE_MAX or not WORDS.fullmatch(words):
                raise BadPayload(f"more than {PURPOSE_MAX} letters, or other signs")


def build(transfer: Transfer) -> str:
    """The payload: static (`11`) without an amount, dynamic (`12`) with one."""
    beneficiary = _object("00", transfer.bank) + _object("01", transfer.account)
    account = _object("00", NAPAS) + _object("01", beneficiary)
    said = _object("01", transfer.bill) + _object("08", transfer.purpose)
    amount = "" if transfer.amount is None else str(transfer.amount)
    payload = (
        _object("00", "01")
        + _object("01", "12" if amount else "11")
        + _object("38", account + _object("02", transfer.service))
        + _object("53", DONG)
        + _object("54", amount)
        + _object("58", VIETNAM)
        + _object("62", said)
        + CRC
    )
    return payload + _crc(payload)


def parse(text: str) -> Transfer:
    """The transfer in a payload. Objects that no transfer needs are passed over.

    Raises BadPayload for anything that a bank's app would refuse, and for what could
    be read in two ways.
    """
    if len(text) > PAYLOAD_MAX or not text.isprintable():
        raise BadPayload("too long, or with signs that cannot be printed")
    body, given = text[:-4], text[-4:]
    if not body.endswith(CRC) or given.upper() != _crc(body):
        raise BadPayload("the check at its end is wrong")
    found = _objects(text)
    if next(iter(found)) != "00" or found["00"] != "01":
        raise BadPayload("not an EMVCo payload of version 01")
    if found.get("53") != DONG or found.get("58") != VIETNAM:
        raise BadPayload("not in đồng, or not in Vietnam")
    account = _napas(found)
    beneficiary = _objects(account.get("01", ""))
    said = _objects(found.get("62", ""))
    return Transfer(
        bank=beneficiary.get("00", ""),
        account=beneficiary.get("01", ""),
        amount=_amount(found.get("54")),
        bill=said.get("01", ""),
        purpose=said.get("08", ""),
        service=_service(account.get("02")),
    )


def _object(name: str, value: str) -> str:
    """A data object; nothing for an empty value."""
    return f"{name}{len(value):02}{value}" if value else ""


def _objects(text: str) -> dict[str, str]:
    """The data objects in a text by id. Raises BadPayload."""
    found: dict[str, str] = {}
    while text:
        name, length = text[:2], text[2:4]
        if not (DIGITS.fullmatch(name) and DIGITS.fullmatch(length)):
            raise BadPayload("an id or a length is not two digits")
        end = 4 + int(length)
        if end == 4 or end > len(text):
            raise BadPayload(f"object {name} is empty or cut off")
        if name in found:
            raise BadPayload(f"object {name} stands twice")
        found[name] = text[4:end]
        text = text[end:]
    return found


def _napas(found: Mapping[str, str]) -> dict[str, str]:
    """The account information of Napas, whichever id it has."""
    for number in ACCOUNT_IDS:
        value = found.get(str(number), "")
        if value.startswith(_object("00", NAPAS)):
            return _objects(value)
    raise BadPayload("no account that Napas reaches")


def _service(name: str | None) -> Service:
    # Napas: a transfer to an account goes without saying.
    if name is None:
        return Service.ACCOUNT
    try:
        return Service(name)
    except ValueError:
        raise BadPayload("no transfer to an account or a card") from None


def _amount(text: str | None) -> int | None:
    if text is None:
        return None
    digits = AMOUNT.fullmatch(text)
    if digits is None:
        raise BadPayload("the amount is not in whole đồng")
    return int(digits[1])


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE of the payload up to and with `6304`, as EMVCo has it."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"
