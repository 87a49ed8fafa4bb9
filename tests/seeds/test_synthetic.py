"""Synthetic venues, before they are rows."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box
from sqlalchemy.orm import Session

from geo.names import fold
from seeds.synthetic.batch import NULL, Batch
from seeds.synthetic.catalogue import Catalogue, catalogue
from seeds.synthetic.ground import ground
from seeds.synthetic.noise import noise, pick
from seeds.synthetic.words import timetables


def numbers(first: int, last: int) -> numpy.ndarray:
    return numpy.arange(first, last + 1, dtype=numpy.uint64)


@pytest.fixture
def parts(sampled: Session) -> Catalogue:
    return catalogue(sampled)


@given(number=st.integers(0, 10**9), stream=st.integers(0, 10**6))
def test_noise_lies_between_0_and_1(number: int, stream: int) -> None:
    (found,) = noise(numpy.array([number], dtype=numpy.uint64), stream)

    assert 0 <= found < 1


def test_noise_is_spread_evenly_and_streams_differ() -> None:
    first, second = noise(numbers(1, 10_000), 1), noise(numbers(1, 10_000), 2)
    tenths = numpy.bincount((first * 10).astype(int), minlength=10)

    assert abs(numpy.corrcoef(first, second)[0, 1]) < 0.05
    assert all(850 < count < 1150 for count in tenths)


def test_noise_never_changes() -> None:
    assert noise(numbers(1, 3), 7).tolist() == [
        0.10948609917412644,
        0.8216029405199302,
        0.8554191470662186,
    ]


def test_pick_takes_each_of_a_few() -> None:
    assert set(pick(numbers(1, 100), 1, 3).tolist()) == {0, 1, 2}


def test_there_are_512_timetables() -> None:
    assert len(set(timetables())) == 512


def test_places_lie_in_their_wards() -> None:
    shapes = [box(106.6, 20.8, 106.7, 20.9), box(106.7, 20.8, 106.8, 20.9)]
    here = ground([10, 20], shapes)

    lon, lat, ward = here.places(numbers(1, 500))

    assert set(ward.tolist()) == {0, 1}
    assert (here.ward_of(lon, lat) == ward).all()


def test_a_place_outside_every_ward_has_none() -> None:
    here = ground([10], [box(106.6, 20.8, 106.7, 20.9)])

    assert here.ward_of(numpy.array([106.5]), numpy.array([20.85])).tolist() == [-1]


def test_a_venue_is_the_same_in_any_batch(parts: Catalogue) -> None:
    whole = Batch(parts, numbers(1, 40), 1).tables()
    part = Batch(parts, numbers(21, 40), 21).tables()

    for table, columns in part.items():
        later = [
            row for row in zip(*whole[table].values(), strict=True) if int(row[0]) > 20
        ]
        assert list(zip(*columns.values(), strict=True)) == later


def test_a_folded_name_is_the_name_folded(parts: Catalogue) -> None:
    venues = Batch(parts, numbers(1, 200), 1).tables()["venues"]

    assert venues["folded"] == [fold(name) for name in venues["name"]]


def test_a_name_says_that_nothing_of_it_is_real(parts: Catalogue) -> None:
    venues = Batch(parts, numbers(1, 50), 1).tables()["venues"]

    assert all(name.endswith("(mẫu)") for name in venues["name"])
    assert all("(mẫu)" in address for address in venues["address"])


def test_menus_are_of_5_dishes_about_and_none_twice(parts: Catalogue) -> None:
    items = Batch(parts, numbers(1, 2000), 1).tables()["menu_items"]
    lines = list(zip(items["venue_id"], items["dish_id"], strict=True))

    assert len(set(lines)) == len(lines)
    assert 5.1 < len(lines) / 2000 < 5.3


def test_popular_dishes_come_first(parts: Catalogue) -> None:
    dishes = Batch(parts, numbers(1, 2000), 1).tables()["menu_items"]["dish_id"]

    assert dishes.count("1") > 2 * dishes.count("5") > 4 * dishes.count("50") > 0


def test_some_things_are_not_known(parts: Catalogue) -> None:
    venues = Batch(parts, numbers(1, 2000), 1).tables()["venues"]

    assert 10 < venues["lon_e6"].count(NULL) < 80
    assert 100 < venues["schedule_id"].count(NULL) < 240
    assert [x == NULL for x in venues["lon_e6"]] == [
        y == NULL for y in venues["lat_e6"]
    ]
