"""Wards, former wards and districts, streets: what a process keeps of them."""

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.areas import queries
from citizen_api.areas.actions import measure
from citizen_api.areas.queries import Areas, ward_at
from citizen_api.db import Database
from geo.points import Point
from tests.factories import Stall, build, changing, database_of


@pytest.fixture(scope="module")
def database(app: Flask) -> Database:
    """The database of the real city."""
    return database_of(app)


@pytest.fixture(scope="module")
def areas(database: Database) -> Areas:
    """The areas as a process keeps them."""
    with database.engine.connect() as connection:
        return queries.load(connection)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("phường Gia Viên", "ward", "Phường Gia Viên"),
        ("phường Cầu Đất", "former_ward", "Phường Cầu Đất"),
        ("quận Ngô Quyền", "former_district", "Quận Ngô Quyền"),
        ("đường Lạch Tray", "street", "Lạch Tray"),
        ("11344", "former_ward", "Phường Cầu Đất"),
        ("304", "former_district", "Quận Ngô Quyền"),
    ],
)
def test_an_area_is_found_by_name_or_code(
    areas: Areas, typed: str, kind: str, name: str
) -> None:
    first = areas.find(typed)[0].area

    assert (first.kind, first.name) == (kind, name)


def test_a_former_ward_tells_what_became_of_it(areas: Areas) -> None:
    former = areas.find("phường Cầu Đất")[0].area

    assert [ward["name"] for ward in areas.wards_after(former)] == [
        "Phường Gia Viên",
        "Phường Lê Chân",
    ]


def test_every_former_district_became_something(areas: Areas) -> None:
    former = [a for a in areas.by_id.values() if a.kind == "former_district"]

    assert len(former) == 29
    assert all(areas.wards_after(area) for area in former)


def test_what_became_of_most_former_wards_is_known(areas: Areas) -> None:
    former = [a for a in areas.by_id.values() if a.kind == "former_ward"]

    assert len(former) == 461
    assert sum(bool(areas.wards_after(area)) for area in former) >= 416


def test_there_are_114_wards_each_with_a_code_of_its_own(areas: Areas) -> None:
    wards = [area for area in areas.by_id.values() if area.kind == "ward"]

    assert len(wards) == len({ward.code for ward in wards}) == 114


@pytest.mark.parametrize(
    ("place", "ward"),
    [
        ((106.6837, 20.8560), True),
        ((107.048, 20.726), True),
        ((106.6822, 20.8561), True),
        ((105.85, 21.03), False),
        ((0, 0), False),
        ((180, -90), False),
    ],
)
def test_a_place_lies_in_the_ward_of_its_polygon(
    database: Database, areas: Areas, place: tuple[float, float], ward: bool
) -> None:
    found = ward_at(database, *place)

    assert (found is not None) is ward
    assert found is None or areas.by_id[found].kind == "ward"


def test_the_extent_of_an_area_holds_its_venues(
    database: Database, areas: Areas
) -> None:
    rows = database.find(
        "SELECT lon_e6, lat_e6, unnest(ARRAY[ward_id, former_ward_id,"
        " former_district_id, street_id]) FROM venues WHERE lon_e6 IS NOT NULL",
        {},
    )

    assert rows
    for lon, lat, area in rows:
        if area is not None:
            assert areas.extents[area].contains(Point.from_micro(lon, lat))


def test_measuring_twice_changes_nothing(fresh: Flask) -> None:
    build(fresh, Stall(place=(106.9, 20.7)))
    with changing(fresh) as session:
        session.execute(text("UPDATE venues SET ward_id = 1 WHERE slug LIKE 'test-%'"))
        assert measure(session) == 1
        assert measure(session) == 0
