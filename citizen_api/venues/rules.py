"""Which of several facts that disagree is shown."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol, TypeVar

from citizen_api.sources.models import SourceKind

# Of one day, who stands at the stove knows best, then who was there.
THERE: Final = (SourceKind.OWNER.value, SourceKind.VISITOR.value)


class Dated(Protocol):
    """A fact with its source, and the first day that its date can mean."""

    @property
    def checked_on(self) -> date | None: ...

    @property
    def source_id(self) -> str | None: ...


class Priced(Dated, Protocol):
    """A price in VND; no `price_max` means "from"."""

    @property
    def price_min(self) -> int: ...

    @property
    def price_max(self) -> int | None: ...


class Timed(Dated, Protocol):
    """Opening hours as text; no text when the source leaves them open."""

    @property
    def text(self) -> str | None: ...


Price = TypeVar("Price", bound=Priced)
Hours = TypeVar("Hours", bound=Timed)


def best_price(prices: Iterable[Price]) -> Price | None:
    """The price to show: dated before undated, newest first, then the surest.

    Of one date the owner's comes first, then the visitors'. Sure is what leaves the
    least room between its ends; "from" leaves the most. Of equals the lower one is
    shown.
    """
    return min(prices, key=_price_rank, default=None)


def best_hours(hours: Iterable[Hours]) -> Hours | None:
    """The hours to go by: dated before undated, newest first; None when unknown.

    Of one date the owner's come first, then the visitors'.
    """
    told = [each for each in hours if each.text is not None]
    return min(told, key=lambda each: (*_age(each), each.source_id or ""), default=None)


def _price_rank(price: Priced) -> tuple[int, int, float, int]:
    top = price.price_max
    return (
        *_age(price),
        float("inf") if top is None else top - price.price_min,
        price.price_min,
    )


def _age(fact: Dated) -> tuple[int, int]:
    said_by = fact.source_id or ""
    return (
        -(fact.checked_on or date.min).toordinal(),
        THERE.index(said_by) if said_by in THERE else len(THERE),
    )
