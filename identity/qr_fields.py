"""The fields between `|` of a card's QR: read one by one, or kept as they stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from identity import IdentityError

__all__ = ["Taken", "UnconfirmedField", "unconfirmed"]

Name = TypeVar("Name")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Taken(Generic[Name]):
    """Reads a field of a kind of card; `bad` makes its error from the field's name."""

    bad: Callable[[Name], IdentityError]

    def __call__(
        self, field: Name, convert: Callable[[str], Value], text: str
    ) -> Value:
        """What the field says, without the spaces around it; else raises `bad`."""
        try:
            return convert(text.strip())
        except IdentityError:
            raise self.bad(field) from None


@dataclass(frozen=True, slots=True, repr=False)
class UnconfirmedField:
    """A field beyond the known ones; `position` counts from 1. Meaning unknown."""

    position: int
    text: str


def unconfirmed(extras: Iterable[str], known: int) -> tuple[UnconfirmedField, ...]:
    """The fields that follow the known ones."""
    return tuple(UnconfirmedField(*each) for each in enumerate(extras, known + 1))
