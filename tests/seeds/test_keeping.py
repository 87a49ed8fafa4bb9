"""Rows that are touched only when they differ."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.dishes.models import DishForm
from citizen_api.sources.models import Source
from seeds.keeping import keep, numbered

OURS = ("city", "owner", "visitor")


def source(id_: str, title: str) -> dict[str, str]:
    return {"id": id_, "title": title}


def titles(session: Session) -> list[str]:
    """Of all but those that every database has."""
    found = select(Source.title).where(Source.id.not_in(OURS)).order_by(Source.id)
    return list(session.scalars(found))


def test_missing_rows_are_added_and_others_changed(session: Session) -> None:
    keep(session, Source, [source("A", "a"), source("B", "b")], key=["id"])

    touched = keep(
        session, Source, [source("B", "better"), source("C", "c")], key=["id"]
    )

    assert touched == 2
    assert titles(session) == ["a", "better", "c"]


def test_rows_that_are_right_are_left_alone(session: Session) -> None:
    keep(session, Source, [source("A", "a")], key=["id"])

    assert keep(session, Source, [source("A", "a")], key=["id"]) == 0


def test_a_whole_part_loses_what_is_not_in_it(session: Session) -> None:
    keep(session, Source, [source("A", "a"), source("B", "b")], key=["id"])
    part = Source.id.in_(["B", "C"])

    touched = keep(session, Source, [], key=["id"], within=part, whole=True)

    assert touched == 1
    assert titles(session) == ["a"]


def test_two_rows_of_one_key_are_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="two rows"):
        keep(session, Source, [source("A", "a"), source("A", "b")], key=["id"])


def test_numbers_once_given_stay(city: Session) -> None:
    stored = select(DishForm.id, DishForm.dish_id, DishForm.text)
    ids = {(row.dish_id, row.text): row.id for row in city.execute(stored)}

    found = numbered(city, DishForm, [(1, "new"), *ids], ["dish_id", "text"])

    assert found.pop((1, "new")) == max(ids.values()) + 1
    assert found == ids
