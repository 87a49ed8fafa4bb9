"""How often a request asks the database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories import Stall, build
from tests.http.addresses import VENUE
from tests.statements import statements
from tests.waiting import a_second_passes

CENTRE = "lat=20.8561&lon=106.6822"
ONCE = [
    f"/v1/venues?dish=banh-da-cua&{CENTRE}&limit=5",
    f"/v1/venues?dish=banh-da-cua&{CENTRE}&radius=2000&limit=3",
    f"/v1/venues?q=banh+da+cua&{CENTRE}&limit=5",
    "/v1/venues?dish=banh-da-cua&sort=score",
    "/v1/venues?dish=banh-da-cua&sort=price&limit=3",
    "/v1/venues?bbox=106.6,20.8,106.75,20.9&limit=50",
    "/v1/venues?ward=quan+ngo+quyen",
    "/v1/venues?q=cau+dat",
    f"/v1/venues?dish=banh-da-cua&open_at=now&{CENTRE}&limit=1",
]
NEVER = ["/v1/dishes", "/v1/dishes?q=banh+da+cua"]


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """What the database is asked."""
    with statements(app) as told:
        yield told


@pytest.mark.parametrize("path", ONCE)
def test_a_list_is_one_statement(app: Flask, asked: list[str], path: str) -> None:
    client = app.test_client()
    client.get(path)
    asked.clear()

    answer = client.get(path)

    assert answer.json["items"]
    assert len(asked) == 1, asked


@pytest.mark.parametrize("path", NEVER)
def test_suggesting_a_dish_asks_nothing(
    app: Flask, asked: list[str], path: str
) -> None:
    client = app.test_client()
    client.get(path)
    asked.clear()

    client.get(path)

    assert asked == []


def test_a_card_asks_at_most_twice(app: Flask, asked: list[str]) -> None:
    client = app.test_client()
    client.get(VENUE)
    asked.clear()

    client.get(VENUE)

    assert len(asked) <= 2


def test_what_a_process_keeps_is_as_new_as_the_last_second(fresh: Flask) -> None:
    client = fresh.test_client()
    assert client.get("/v1/dishes?q=cha+ruoi").json["items"][0]["venue_count"] == 0
    build(fresh, Stall(serves={"cha-ruoi": []}))
    a_second_passes(fresh)

    assert client.get("/v1/dishes?q=cha+ruoi").json["items"][0]["venue_count"] == 1
