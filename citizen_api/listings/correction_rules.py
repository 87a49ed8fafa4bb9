"""What a moderator says is right, for each kind of report. Pure."""

from datetime import date
from typing import Any, Final, NamedTuple

from citizen_api.listings.models import Kind
from citizen_api.problems import FieldError, InvalidRequest, Problem, Said

LONGEST_UNIT: Final = 30
MOST: Final = 100_000_000
NOT_ASKED: Final = Said(
    "Báo sai loại này không cần giá trị đó.",
    "A report of this kind is not corrected with this.",
)
NO_SUCH: Final = Said("Không có quán nào có id này.", "No venue has this id.")
NOT_YET: Final = Said("Ngày này chưa tới.", "This day has not come yet.")
LESS: Final = Said("Không được nhỏ hơn min.", "This may not be less than min.")


class CorrectionNeeded(Problem):
    """A report says that something is wrong; a moderator says what is right."""

    name = "correction-needed"
    status = 409
    title = "Say first what is right"
    said = Said(
        "Trước khi chấp nhận, hãy ghi điều đúng (correction).",
        "Before you accept it, say what is right (correction).",
    )


class Cost(NamedTuple):
    """A price in VND; no `max` means "from"."""

    min: int
    max: int | None
    unit: str | None


class Correction(NamedTuple):
    """What is right; only what fits the kind of the report.

    `address`, `location`: where the venue is now, as listings keep them; `into`: the
    venue that it is a duplicate of.
    """

    since: date | None = None
    dish_id: str | None = None
    price: Cost | None = None
    opening_hours: str | None = None
    address: dict[str, Any] | None = None
    location: dict[str, Any] | None = None
    into: str | None = None


FITS: Final = {
    Kind.CLOSED: {"since"},
    Kind.PRICE: {"dish_id", "price"},
    Kind.HOURS: {"opening_hours"},
    Kind.NOT_SERVED: {"dish_id"},
    Kind.MOVED: {"address", "location"},
    Kind.DUPLICATE: {"into"},
}


def ensure_fits(kind: Kind, correction: Correction, today: date) -> None:
    """Raise InvalidRequest for what no report of this kind is corrected with."""
    given = {name for name, value in correction._asdict().items() if value is not None}
    for name in sorted(given - FITS.get(kind, set())):
        raise _wrong(NOT_ASKED, name)
    if correction.since is not None and correction.since > today:
        raise _wrong(NOT_YET, "since")
    price = correction.price
    if price is not None and price.max is not None and price.max < price.min:
        raise _wrong(LESS, "price/max")


def ensure_enough(kind: Kind, correction: Correction, dish: str | None) -> None:
    """Raise CorrectionNeeded while it is not told what is right."""
    missing = {
        Kind.PRICE: correction.price is None or dish is None,
        Kind.HOURS: correction.opening_hours is None,
        Kind.NOT_SERVED: dish is None,
        Kind.MOVED: correction.address is None or correction.location is None,
        Kind.DUPLICATE: correction.into is None,
    }
    if missing.get(kind, False):
        raise CorrectionNeeded


def kept(correction: Correction) -> dict[str, Any]:
    """As a change keeps it."""
    since, price = correction.since, correction.price
    return correction._asdict() | {
        "since": since and since.isoformat(),
        "price": price and price._asdict(),
    }


def read(asked: dict[str, Any]) -> Correction:
    """What a change keeps."""
    since, price = asked.get("since"), asked.get("price")
    parsed = {
        "since": since and date.fromisoformat(since),
        "price": price and Cost(**price),
    }
    return Correction(**asked | parsed)


def _wrong(said: Said, name: str) -> InvalidRequest:
    return InvalidRequest(errors=[FieldError(said, pointer=f"#/{name}")])
