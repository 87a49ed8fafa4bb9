"""What a report must say."""

import pytest

from citizen_api.listings.models import Kind
from citizen_api.listings.rules import ensure_says_something
from citizen_api.problems import InvalidRequest


@pytest.mark.parametrize("kind", set(Kind) - {Kind.OTHER})
def test_a_kind_alone_says_something(kind: Kind) -> None:
    ensure_says_something(kind, None, None)


def test_other_alone_says_nothing() -> None:
    with pytest.raises(InvalidRequest):
        ensure_says_something(Kind.OTHER, None, None)


@pytest.mark.parametrize("kind", Kind)
def test_a_dish_belongs_to_prices_and_what_is_not_served(kind: Kind) -> None:
    if kind in {Kind.PRICE, Kind.NOT_SERVED}:
        ensure_says_something(kind, "banh-da-cua", None)
    else:
        with pytest.raises(InvalidRequest):
            ensure_says_something(kind, "banh-da-cua", "và")
