"""The pack: everything once, and a hash that proves it."""

from datetime import datetime, timedelta
from gzip import decompress

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.http.session import database
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all
from tests.conftest import NOON
from tests.sync.pack import Pack

MOST_BYTES = 2 * 1024 * 1024
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def pack(client: FlaskClient) -> Pack:
    """A phone that has everything."""
    return Pack(client).sync()


def test_everything_comes_in_one_small_answer(client: FlaskClient) -> None:
    answer = client.get("/v1/sync", headers=PACKED)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < MOST_BYTES / 20
    assert b'"complete":true' in decompress(answer.data)


def test_it_has_all_that_is_public(client: FlaskClient, pack: Pack, app: Flask) -> None:
    with app.app_context():
        counts = {
            kind: database().find(f"SELECT count(*) FROM {table}", {})[0][0]
            for kind, table in {
                "dishes": "dishes",
                "venues": "venues",
                "facilities": "facilities",
                "stations": "stations WHERE removed_at IS NULL",
                "holidays": "public_holidays",
            }.items()
        }
    assert {kind: len(pack.ids(kind)) for kind in counts} == counts
    assert min(counts.values()) > 0


def test_whatever_an_item_names_is_in_the_pack_too(pack: Pack) -> None:
    venues = [body for (kind, _), body in pack.items.items() if kind == "venues"]
    facts = [fact for venue in venues for fact in venue["hours_told"]]
    facts += [price for v in venues for m in v["menu"] for price in m["prices"]]

    assert {m["dish"] for v in venues for m in v["menu"]} <= pack.ids("dishes")
    assert {v["hours"] for v in venues} - {None} <= pack.ids("hours")
    assert {fact["source"] for fact in facts} - {None} <= pack.ids("sources")
    assert {name for v in venues for name in v["sources"]} <= pack.ids("sources")


def test_a_venue_is_as_its_page_says(client: FlaskClient, pack: Pack) -> None:
    body = pack.items["venues", "banh-da-cua-be-ba-cu"]

    card = client.get("/v1/venues/banh-da-cua-be-ba-cu").json

    assert [body["name"], body["location"]] == [card["name"], card["location"]]
    assert body["address"]["text"] == card["address"]["text"]
    assert [each["dish"] for each in body["menu"]] == [
        each["dish_id"] for each in card["menu"]
    ]
    told = [price for each in card["menu"] for price in each["prices"]]
    kept = [price for each in body["menu"] for price in each["prices"]]
    assert [p["min"] for p in kept] == [p["price"]["min"] for p in told]
    assert [p["checked_at"] for p in kept] == [p["checked_at"] for p in told]


def is_open(hours: dict, at: datetime) -> bool:  # type: ignore[type-arg]
    """What a phone works out, as the guide tells it."""
    minute = at.hour * 60 + at.minute
    exception = hours["exceptions"].get(at.date().isoformat())
    if exception is not None:
        return any(start <= minute < end for start, end in exception["open"])
    minute += at.weekday() * 1440
    return any(start <= minute < end for start, end in hours["week"])


def test_a_phone_without_data_says_open_when_we_do(pack: Pack, app: Flask) -> None:
    with app.app_context(), database().engine.connect() as connection:
        schedules = load_all(connection)
    moments = [NOON + timedelta(hours=7 * step) for step in range(24 * 60)]

    for at in moments:
        bits = open_bits(schedules, at)
        for name in pack.ids("hours"):
            ours = bool(bits[int(name) >> 3] >> (int(name) & 7) & 1)
            assert is_open(pack.items["hours", name], at) == ours, (name, at)


def test_nothing_live_and_nothing_of_people_is_in_it(pack: Pack) -> None:
    station = next(body for (kind, _), body in pack.items.items() if kind == "stations")

    assert not {"available", "bikes", "docks", "last_reported"} & station.keys()
    assert {kind for kind, _ in pack.items} == {
        "dishes",
        "facilities",
        "holidays",
        "hours",
        "sources",
        "stations",
        "venues",
    }


def test_pages_of_any_size_make_the_same(client: FlaskClient, pack: Pack) -> None:
    small = Pack(client, limit=37).sync()

    assert small.pages > 10
    assert (small.items, small.hash()) == (pack.items, pack.hash())


def test_nothing_new_is_an_empty_answer_with_the_same_hash(pack: Pack) -> None:
    before = pack.hash()

    page = pack.step()

    assert page["complete"]
    assert page["hash"] == before
    assert not any(page["changed"].values())
    assert not any(page["removed"].values())
