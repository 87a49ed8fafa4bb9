"""What a bank writes, read: its moments, and the free text of a transfer."""

from datetime import datetime
from typing import Final

from citizen_api.fields import LONGEST, TEXT, BadText
from citizen_api.problems import Said

MOMENT: Final = Said(
    "Phải là thời điểm RFC 3339 có múi giờ, từ 2020 đến 2099.",
    "This must be an RFC 3339 moment with its offset, from 2020 to 2099.",
)
YEARS: Final = range(2020, 2100)
LONGEST_MOMENT: Final = 40
LONGEST_CONTENT: Final = 1000


def read_moment(text: str) -> datetime:
    """A moment with its offset; raises BadText."""
    ensure_text(text, LONGEST_MOMENT)
    try:
        moment = datetime.fromisoformat(text)
        offset = moment.utcoffset()
    except ValueError:
        raise BadText(MOMENT) from None
    if offset is None or moment.year not in YEARS:
        raise BadText(MOMENT)
    return moment


def read_content(text: str) -> str:
    """The text of a transfer as it is: only a code is looked for, nothing is kept.

    Raises BadText for what is no text or very long; money is not turned away because
    of a strange letter.
    """
    ensure_text(text, LONGEST_CONTENT)
    return text


def ensure_text(text: object, longest: int) -> None:
    """Raise BadText."""
    if not isinstance(text, str):
        raise BadText(TEXT)
    if len(text) > longest:
        raise BadText(LONGEST.format(max=longest))
