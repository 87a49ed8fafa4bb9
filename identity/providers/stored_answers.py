"""Answers as JSON values and back, for who keeps them in a sealed column."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final

from identity import IdentityError
from identity.providers.insurance import Answer, InsuranceCardData, Visit

__all__ = ["BadStoredAnswer", "read_answer", "written_answer"]

DAYS: Final = frozenset({"valid_from", "valid_to", "five_years_from"})
MOMENTS: Final = frozenset({"asked_at", "arrived", "left"})


class BadStoredAnswer(IdentityError):
    """The values are no stored answer."""


def written_answer(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values: dates and moments in ISO 8601."""
    return plain(answer)


def plain(value: Answer | InsuranceCardData | Visit) -> dict[str, Any]:
    """The fields of a value by name."""
    return {each.name: written(getattr(value, each.name)) for each in fields(value)}


def written(value: Any) -> Any:
    """One field as a JSON value."""
    match value:
        case date():
            return value.isoformat()
        case InsuranceCardData() | Visit():
            return plain(value)
        case tuple():
            return [written(each) for each in value]
    return value


def read_answer(row: Mapping[str, Any]) -> Answer:
    """The answer that was written; raises `BadStoredAnswer`."""
    try:
        values = timed(row)
        for name in ("card", "new_card"):
            if values[name] is not None:
                values[name] = InsuranceCardData(**timed(values[name]))
        values["visits"] = tuple(Visit(**timed(each)) for each in values["visits"])
        return Answer(**values)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise BadStoredAnswer("the values are no stored answer") from None


def timed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its dates and moments read."""
    values = dict(row)
    for name, text in row.items():
        if text is not None and name in DAYS:
            values[name] = date.fromisoformat(text)
        elif text is not None and name in MOMENTS:
            values[name] = datetime.fromisoformat(text)
    return values
