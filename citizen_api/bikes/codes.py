"""What is printed on a bike, and what a phone read of it. Pure but for new secrets."""

import re
import secrets
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

TOKEN_BYTES = 16
DIGITS = 7
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
CODE = re.compile(r"[0-9]{8}")
BIKE_PATH = re.compile(r"/b/([A-Za-z0-9_-]{22})")
STATION_PATH = re.compile(r"/bikes/stations/([a-z0-9-]{1,80})")


class Kind(StrEnum):
    """What was read."""

    QR = "qr"
    CODE = "code"
    STATION = "station"


class Fault(StrEnum):
    """Why nothing of ours was read."""

    FOREIGN = "foreign"
    MISTYPED = "mistyped"
    UNREADABLE = "unreadable"


class Scanned(NamedTuple):
    """A bike's token or code, or the id of a station."""

    kind: Kind
    value: str


class BadCode(ValueError):
    """What was read is no code of ours; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def new_token() -> str:
    """128 random bits, as 22 letters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Seven random digits and their check digit."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """The check digit of ISO 7064 MOD 11,10.

    It finds every wrong digit, and nearly all pairs that were swapped.
    """
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def bike_url(public_url: str, token: str) -> str:
    """What the QR code of a bike says."""
    return f"{public_url}/b/{token}"


def station_url(public_url: str, slug: str) -> str:
    """The page of a station, which its sign may say, too."""
    return f"{public_url}/bikes/stations/{slug}"


def read(text: str, public_url: str) -> Scanned:
    """What a phone read, or a rider typed from beside the code. Raises BadCode."""
    said = text.strip()
    if said.startswith(("http://", "https://")):
        return _read_address(said, public_url)
    digits = said.replace(" ", "").replace("-", "")
    if CODE.fullmatch(digits):
        if check_digit(digits[:-1]) != digits[-1]:
            raise BadCode(Fault.MISTYPED)
        return Scanned(Kind.CODE, digits)
    if TOKEN.fullmatch(said):
        return Scanned(Kind.QR, said)
    raise BadCode(Fault.UNREADABLE)


def _read_address(address: str, public_url: str) -> Scanned:
    try:
        given, ours = urlsplit(address), urlsplit(public_url)
        is_ours = (given.scheme, given.netloc) == (ours.scheme, ours.netloc)
    except ValueError:
        raise BadCode(Fault.UNREADABLE) from None
    if not is_ours:
        raise BadCode(Fault.FOREIGN)
    if found := BIKE_PATH.fullmatch(given.path):
        return Scanned(Kind.QR, found[1])
    if found := STATION_PATH.fullmatch(given.path):
        return Scanned(Kind.STATION, found[1])
    raise BadCode(Fault.UNREADABLE)
