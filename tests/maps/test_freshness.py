"""A tile is drawn once, and again when the places have changed."""

from typing import Any

import pytest
from flask import Flask

from citizen_api.maps import resources
from citizen_api.maps.queries import tile
from citizen_api.maps.resources import ENTRY_BYTES, Tiles
from geo.tiles import Tile, tile_of
from tests.factories import database_of
from tests.maps.drawing import address, change, drawn, features, placed
from tests.reviews.addresses import VENUE
from tests.waiting import a_second_passes

MOVE = f"UPDATE venues SET lon_e6 = 106500000 WHERE slug = '{VENUE}'"
HIDE = f"UPDATE venues SET lon_e6 = NULL, lat_e6 = NULL WHERE slug = '{VENUE}'"
RENAME = f"UPDATE venues SET name = 'Tên mới' WHERE slug = '{VENUE}'"


def test_a_repeat_costs_a_304(fresh: Flask) -> None:
    client = fresh.test_client()
    first = client.get(address(Tile(0, 0, 0)))

    again = client.get(
        address(Tile(0, 0, 0)), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("sql", [MOVE, HIDE, RENAME])
@pytest.mark.parametrize("zoom", [12, 16])
def test_a_change_is_seen_within_a_second(fresh: Flask, sql: str, zoom: int) -> None:
    client, at = fresh.test_client(), tile_of(placed(fresh)[VENUE], zoom)
    before = client.get(address(at))
    change(fresh, sql)
    a_second_passes(fresh)

    after = client.get(address(at), headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_what_changes_while_a_tile_is_drawn_is_seen_by_who_has_that_tile(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, at = fresh.test_client(), tile_of(placed(fresh)[VENUE], 16)

    def draw(*asked: Any) -> bytes:
        found = tile(*asked)
        change(fresh, HIDE)
        a_second_passes(fresh)
        return found

    monkeypatch.setattr(resources, "tile", draw)
    before = client.get(address(at))
    after = client.get(address(at), headers={"If-None-Match": before.headers["ETag"]})

    assert VENUE in [each.said["id"] for each in features(before.data)]
    assert after.status_code == 200
    assert VENUE not in [each.said["id"] for each in features(after.data)]


def test_who_lost_its_place_is_no_longer_drawn(fresh: Flask) -> None:
    client, at = fresh.test_client(), tile_of(placed(fresh)[VENUE], 16)
    assert VENUE in [each.said["id"] for each in drawn(client, at)]

    change(fresh, HIDE)
    a_second_passes(fresh)

    assert VENUE not in [each.said["id"] for each in drawn(client, at)]


def test_drawing_again_what_is_the_same_changes_nothing(fresh: Flask) -> None:
    client = fresh.test_client()
    before = client.get(address(Tile(0, 0, 0))).headers["ETag"]
    change(fresh, "SELECT 1")
    a_second_passes(fresh)

    assert client.get(address(Tile(0, 0, 0))).headers["ETag"] == before


def test_a_warm_tile_does_not_ask_the_database(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, at = fresh.test_client(), tile_of(placed(fresh)[VENUE], 14)
    cold = client.get(address(at)).data

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(resources, "tile", never)
    monkeypatch.setattr(type(database_of(fresh)), "read", never)

    assert client.get(address(at)).data == cold


def test_what_is_kept_is_bounded_also_for_empty_tiles(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "KEPT_BYTES", 10 * ENTRY_BYTES)
    monkeypatch.setattr(resources, "tile", lambda *_: b"")
    tiles = Tiles()

    with fresh.app_context():
        for x in range(100):
            tiles.get(Tile(20, x, 0))

    assert len(tiles._drawn) == 10


def test_a_tile_larger_than_the_store_is_drawn_all_the_same(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "KEPT_BYTES", 100)
    monkeypatch.setattr(resources, "tile", lambda *_: b"x" * 200)
    tiles = Tiles()

    with fresh.app_context():
        assert [len(tiles.get(Tile(1, x, 0))) for x in (0, 1, 0)] == [200, 200, 200]


def test_two_that_draw_one_tile_at_once_count_it_once(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles, at = Tiles(), Tile(1, 0, 0)
    drawing: list[int] = []

    def draw(*_: object) -> bytes:
        drawing.append(1)
        if len(drawing) == 1:
            tiles.get(at)
        return b"x" * 1000

    monkeypatch.setattr(resources, "tile", draw)
    with fresh.app_context():
        tiles.get(at)

    assert len(drawing) == 2
    assert tiles._bytes == 1000 + ENTRY_BYTES
