"""When a code is good, what is near its place, where it may lead. Pure."""

import re
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

from citizen_api.problems import Said
from geo.distance import metres_between
from geo.points import Point

LONGEST, LONGEST_NOTE, LONGEST_ADDRESS = 100, 500, 500
AROUND_A_VENUE_M = 150
NARROWEST_M, RADIUS_M, WIDEST_M = 30, 150, 5000
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})+", re.IGNORECASE)
PRINTABLE = re.compile(r"[!-~]+")
UNSAFE = re.compile(r"[\"<>\\^`{|}]")
RADIUS = Said(
    "Bán kính phải từ {least} đến {most} mét.",
    "The radius must be {least} to {most} metres.",
)
ENDS_EARLY = Said("Phải bắt đầu trước khi kết thúc.", "It must start before it ends.")
NO_REFERENCE = Said(
    "Dùng 1 đến 40 chữ không dấu, chữ số, dấu chấm, gạch nối và gạch dưới.",
    "Use 1 to 40 letters, digits, dots, hyphens and underscores.",
)
LONG = Said("Dài quá {most} ký tự.", "It is longer than {most} characters.")
NOT_ASCII = Said(
    "Chỉ dùng ký tự ASCII in được; hãy mã hóa phần còn lại.",
    "Only printable ASCII can be used; encode the rest.",
)
NO_HOST = Said(
    "Phải bắt đầu bằng https:// và tên máy chủ, hoặc bằng một dấu /.",
    "It must begin with https:// and a host name, or with one /.",
)
UNREADABLE = Said("Không đọc được địa chỉ này.", "This address cannot be read.")


class State(StrEnum):
    """Whether a code is good at a moment."""

    GOOD = "good"
    EARLY = "early"
    OVER = "over"
    REVOKED = "revoked"


class Dated(Protocol):
    """What has a time in which it is good."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def revoked_at(self) -> datetime | None: ...


class Refused(ValueError):
    """Staff asked for what a code cannot have; `said` tells why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


class Place(NamedTuple):
    """Where a code hangs, and within how many metres a scan of it must be."""

    point: Point
    radius_m: int

    def is_near(self, point: Point) -> bool:
        """Whether a scan made there is one of the code that hangs here."""
        return metres_between(self.point, point) <= self.radius_m


def state(link: Dated, now: datetime) -> State:
    """Whether a code is good now; what is revoked stays so."""
    if link.revoked_at is not None:
        return State.REVOKED
    if link.starts_at is not None and now < link.starts_at:
        return State.EARLY
    if link.ends_at is not None and now >= link.ends_at:
        return State.OVER
    return State.GOOD


def place_of_venue(
    lon_e6: int | None, lat_e6: int | None, accuracy_m: int | None
) -> Place | None:
    """Where what hangs at a venue is seen: as far around as the venue may be off."""
    if lon_e6 is None or lat_e6 is None:
        return None
    radius = AROUND_A_VENUE_M + (accuracy_m or 0)
    return Place(Point.from_micro(lon_e6, lat_e6), min(radius, WIDEST_M))


def ensure_place(place: Place) -> None:
    """Raise Refused for a radius that phones cannot tell, or that tells nothing."""
    if not NARROWEST_M <= place.radius_m <= WIDEST_M:
        raise Refused(RADIUS.format(least=NARROWEST_M, most=WIDEST_M))


def ensure_times(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Raise Refused when it would end before it starts."""
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise Refused(ENDS_EARLY)


def ensure_reference(text: str) -> None:
    """Raise Refused for what is no number of a station, bike or receipt."""
    if not REFERENCE.fullmatch(text):
        raise Refused(NO_REFERENCE)


def ensure_address(address: str) -> None:
    """Raise Refused for what a page of the city may not have as its address.

    Either `https://host/…` in ASCII, with a full host name, no user and no port, so
    that the host that is shown is the host that opens; or a path of ours, `/…`.
    """
    if len(address) > LONGEST_ADDRESS:
        raise Refused(LONG.format(most=LONGEST_ADDRESS))
    if not PRINTABLE.fullmatch(address) or UNSAFE.search(address):
        raise Refused(NOT_ASCII)
    if is_ours(address):
        return
    parts = _split(address)
    if parts.scheme != "https" or not HOST.fullmatch(parts.netloc):
        raise Refused(NO_HOST)


def is_ours(address: str) -> bool:
    """Whether it is a path on our own host."""
    return address.startswith("/") and not address.startswith("//")


def host_of(address: str) -> str | None:
    """The host that an address leads to, None for a path of ours."""
    return None if is_ours(address) else urlsplit(address).netloc.lower()


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise Refused(UNREADABLE) from None
