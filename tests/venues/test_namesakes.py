"""More venues of one name than a search looks at: those near the place come first."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.venues.actions import publish
from citizen_api.venues.queries.naming import MOST_VENUES
from tests.conftest import close, copied, make_app
from tests.factories import Stall, build, changing
from tests.venues.walking import ids, walked

NAME = "Quán Xoài Xanh"
LONGER = f"{NAME} ở tận ngoài đảo"
HERE = (107.04, 20.72)
MANY = text(
    """
    INSERT INTO venues (slug, name, aliases, kind, folded, address, ward_certain,
                        lon_e6, lat_e6, honours, source_ids)
    SELECT 'namesake-' || n, name, '{}', kind, folded, address, false,
           106600000 + n, 20800000 + n, '[]', source_ids
    FROM venues, generate_series(1, :count) AS n WHERE slug = :slug
    RETURNING id
    """
)


@pytest.fixture(scope="module")
def namesakes(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city full of them; one with a longer name lies far from the others."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"namesakes_{worker}"))
    first, _ = build(app, Stall(name=NAME), Stall(name=LONGER, place=HERE))
    with changing(app) as session:
        asked = {"count": MOST_VENUES, "slug": first}
        publish(session, session.scalars(MANY, asked).all())
    yield app
    close(app)


@pytest.mark.parametrize(
    "place",
    [
        {"lon": HERE[0], "lat": HERE[1], "radius": 500},
        {"lon": HERE[0], "lat": HERE[1]},
        {"bbox": "107.0,20.7,107.1,20.8"},
        {"bbox": "107.0,20.7,107.1,20.8", "sort": "score"},
    ],
)
def test_one_at_the_place_is_found(namesakes: Flask, place: dict[str, Any]) -> None:
    asked = {"q": "quan xoai xanh", "limit": 1, **place}

    answer = namesakes.test_client().get("/v1/venues", query_string=asked).json

    assert [item["name"] for item in answer["items"]] == [LONGER]


def test_without_a_place_the_shortest_names_are(namesakes: Flask) -> None:
    found = walked(namesakes.test_client(), 100, q=NAME)

    assert len(set(ids(found))) == MOST_VENUES
    assert {item["name"] for item in found} == {NAME}


def test_none_at_the_place_says_that_there_are_some(namesakes: Flask) -> None:
    asked = {"q": NAME, "bbox": "106.0,20.1,106.1,20.2"}

    answer = namesakes.test_client().get("/v1/venues", query_string=asked).json

    assert answer["why_empty"]["reason"] == "outside"
