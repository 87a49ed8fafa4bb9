"""The sources of the city as a process keeps them."""

import pytest
from flask import Flask

from citizen_api.sources.queries import Sources, load
from tests.factories import database_of


@pytest.fixture(scope="module")
def sources(app: Flask) -> Sources:
    """Every source of the real city."""
    with database_of(app).engine.connect() as connection:
        return load(connection)


def test_sources_are_listed_once_each_in_the_order_named(sources: Sources) -> None:
    found = sources.listed(["S32", None, "S3", "S32", "osm"])

    assert [source["id"] for source in found] == ["S32", "S3", "osm"]


def test_a_source_says_when_it_was_published_as_exactly_as_it_does(
    sources: Sources,
) -> None:
    days = {name: source["published"] for name, source in sources.in_full.items()}

    assert (days["S32"], days["S1"], days["S5"]) == ("2022-06-08", "2020-07", None)


def test_a_map_has_its_licence(sources: Sources) -> None:
    assert sources.in_full["osm"]["licence"]


def test_a_fact_cites_the_title(sources: Sources) -> None:
    assert sources.cited["S3"] == {
        "id": "S3",
        "title": sources.in_full["S3"]["title"],
        "kind": "press",
    }
