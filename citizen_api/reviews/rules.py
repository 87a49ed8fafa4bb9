"""What a review may say, and in which language it is. Pure."""

import re
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from citizen_api.problems import FieldError, InvalidRequest, Said

LANGUAGE: Final = re.compile(
    r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
)
MEMORY: Final = timedelta(days=3 * 365)
AHEAD: Final = Said(
    "Ngày đến quán không thể ở tương lai.", "The day of the visit is still to come."
)
LONG_AGO: Final = Said(
    "Chỉ nhận xét về lần đến trong ba năm qua.",
    "Reviews are of visits within the last three years.",
)
# By the letters that only that language has here; Latin letters alone tell nothing.
LETTERS: Final = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("ru", re.compile("[\u0410-\u044f]")),
    ("vi", re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")),
)


class Rating(NamedTuple):
    """What somebody says of a venue: stars, stars by dish, a text, and of which visit.

    `language`: of the text, as BCP 47 writes it.
    """

    stars: int
    dishes: dict[str, int]
    text: str | None = None
    language: str | None = None
    visited_on: date | None = None

    @property
    def said(self) -> tuple[Any, ...]:
        """All of it."""
        return tuple(self)


def complete(rating: Rating) -> Rating:
    """The same with the language of its text, where that can be seen."""
    if rating.text is None:
        return rating._replace(language=None)
    return rating._replace(language=rating.language or language_of(rating.text))


def language_of(text: str) -> str | None:
    """The language whose letters a text has; None where letters do not tell."""
    return next((name for name, letters in LETTERS if letters.search(text)), None)


def ensure_remembered(visited_on: date | None, *, today: date) -> None:
    """Raise InvalidRequest for a visit that is still to come, or is long ago."""
    if visited_on is None:
        return
    if visited_on > today:
        raise InvalidRequest(errors=[FieldError(AHEAD, pointer="#/visited_on")])
    if visited_on < today - MEMORY:
        raise InvalidRequest(errors=[FieldError(LONG_AGO, pointer="#/visited_on")])
