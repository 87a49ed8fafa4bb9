"""Dates as sources give them: a year, a month or a day."""

from datetime import date


def first_day(text: str | None) -> tuple[date | None, int | None]:
    """The first day that "2023", "2023-07" or "2023-07-11" can mean, and its length.

    Raises `ValueError` for anything else.
    """
    if text is None:
        return None, None
    if len(text) not in (4, 7, 10):
        raise ValueError(f"not a year, month or day: {text!r}")
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :]), len(text)
