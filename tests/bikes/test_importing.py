"""Feeds of other operators: read by their ttl, and kept when they fail."""

import gzip
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.bikes.fetching import Fetched, NotFetched, fetched, fetcher
from citizen_api.bikes.importing import Memory, poll, read
from citizen_api.bikes.keeping import Import, imports, register
from citizen_api.bikes.reading import BadFeed
from citizen_api.reaching import NotOpen, vetted
from tests.bikes.operators import Operator, operating, system_2, system_3
from tests.bikes.riding import Json, pass_time
from tests.conftest import NOON
from tests.factories import changing, database_of


@pytest.fixture
def operator() -> Iterator[Operator]:
    with operating() as made:
        yield made


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def memory(clock: Clock | None = None) -> Memory:
    return Memory(fetcher(local=True), clock or Clock())


def take_in(app: Flask, operator: Operator) -> None:
    told = read(memory(), operator.url)
    with changing(app) as session:
        register(session, operator.url, told, local=True, now=NOON)


def poll_at(app: Flask, kept: Memory, **later: float) -> str | None:
    """Read what is due then; what went wrong."""
    pass_time(app, **later)
    sessions = database_of(app).sessions
    done = poll(sessions, lambda url, local: kept, NOON + timedelta(**later))
    assert done is not None
    return done[1]


def state(app: Flask) -> Import:
    with changing(app) as session:
        (found,) = imports(session)
    return found


def stations(client: FlaskClient) -> list[Json]:
    found: list[Json] = client.get("/v1/stations?system=tngo-hai-phong").json["items"]
    return found


def test_a_feed_of_3_0_becomes_stations(fresh: Flask, operator: Operator) -> None:
    take_in(fresh, operator)

    first, second = stations(fresh.test_client())

    assert first["name"] == {"vi": "Ga tàu", "en": "Station"}
    assert first["bikes"]["by_type"] == {"bicycle": 2, "electric": 1, "other": 1}
    assert (first["docks"]["available"], first["capacity"]) == (5, 9)
    assert first["counted"] == {
        "at": "2026-11-21T11:59:30+07:00",
        "age_s": 30,
        "stale": False,
    }
    assert first["ward"] is not None
    assert not first["simulated"]
    assert second["id"] != first["id"]


def test_a_feed_of_2_3_says_the_same(fresh: Flask, operator: Operator) -> None:
    operator.documents = system_2(operator.root)
    take_in(fresh, operator)

    first = stations(fresh.test_client())[0]

    assert first["name"] == {"vi": "Ga tàu", "en": None}
    assert first["bikes"]["available"] == 4
    assert first["counted"]["age_s"] == 30


def test_only_what_changed_is_sent_again(fresh: Flask, operator: Operator) -> None:
    clock = Clock()
    kept = memory(clock)
    read(kept, operator.url)
    asked = len(operator.asked)

    read(kept, operator.url)
    assert len(operator.asked) == asked

    clock.now = 31
    operator.station("station_status")["num_vehicles_available"] = 3
    told = read(kept, operator.url)
    path, tag = operator.asked[-1]
    assert (path, len(operator.asked)) == ("/station_status.json", asked + 1)
    assert tag is not None
    assert told.stations[0].available == 3

    clock.now = 3600
    read(kept, operator.url)
    assert all(each[1] for each in operator.asked[asked + 1 :])


def test_counts_follow_the_feed(fresh: Flask, operator: Operator) -> None:
    take_in(fresh, operator)
    before = [each["id"] for each in stations(fresh.test_client())]
    operator.station("station_status")["num_vehicles_available"] = 1
    operator.station("station_information")["name"] = "Ga mới"
    del operator.documents["/station_information.json"]["data"]["stations"][1]

    assert poll_at(fresh, memory(), seconds=30) is None

    (left,) = stations(fresh.test_client())
    assert left["id"] == before[0]
    assert (left["name"]["vi"], left["bikes"]["available"]) == ("Ga mới", 1)


def test_it_is_read_when_its_ttl_is_over(fresh: Flask, operator: Operator) -> None:
    take_in(fresh, operator)
    sessions = database_of(fresh).sessions

    early = poll(sessions, lambda url, local: memory(), NOON + timedelta(seconds=29))

    assert early is None
    assert poll_at(fresh, memory(), seconds=30) is None
    assert state(fresh).due_at == NOON + timedelta(seconds=60)


def test_the_last_good_data_stay_and_say_how_old_they_are(
    fresh: Flask, operator: Operator
) -> None:
    take_in(fresh, operator)
    operator.status = 503

    assert poll_at(fresh, memory(), minutes=10) == "it answers 503"

    first = stations(fresh.test_client())[0]
    assert first["bikes"]["available"] == 4
    assert first["counted"] == {
        "at": "2026-11-21T11:59:30+07:00",
        "age_s": 630,
        "stale": True,
    }
    assert (state(fresh).failures, state(fresh).good_at) == (1, NOON)


def test_it_asks_a_feed_that_fails_less_and_less(
    fresh: Flask, operator: Operator
) -> None:
    take_in(fresh, operator)
    operator.status = 500
    at, pauses = timedelta(seconds=30), []
    for _ in range(9):
        poll_at(fresh, memory(), seconds=at.total_seconds())
        pauses.append((state(fresh).due_at - NOON - at).total_seconds())
        at = state(fresh).due_at - NOON
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]

    operator.status = 200
    assert poll_at(fresh, memory(), seconds=at.total_seconds()) is None
    assert (state(fresh).failures, state(fresh).problem) == (0, None)


def test_a_system_has_one_address(fresh: Flask, operator: Operator) -> None:
    take_in(fresh, operator)
    with operating() as other, pytest.raises(BadFeed, match="another address"):
        take_in(fresh, other)


def test_nobody_takes_the_place_of_the_city(fresh: Flask, operator: Operator) -> None:
    about = operator.documents["/system_information.json"]["data"]
    about["system_id"] = "hai-phong-bikes"

    with pytest.raises(BadFeed, match="own system"):
        take_in(fresh, operator)


def test_a_station_that_makes_no_sense_is_left_out(
    fresh: Flask, operator: Operator
) -> None:
    operator.station("station_information")["lat"] = 91
    take_in(fresh, operator)

    assert len(stations(fresh.test_client())) == 1


def test_texts_are_made_harmless(fresh: Flask, operator: Operator) -> None:
    said = "  Ga\u202e\x00 Ha\u0309i\nPho\u0300ng " + "x" * 500
    operator.station("station_information")["name"] = said
    take_in(fresh, operator)

    name = stations(fresh.test_client())[0]["name"]["vi"]

    assert name.startswith("Ga Hải Phòng xxx")
    assert len(name) == 120


@pytest.mark.parametrize(
    ("path", "member", "value"),
    [
        ("/gbfs.json", "version", "1.1"),
        ("/gbfs.json", "version", 3),
        ("/gbfs.json", "data", {"feeds": []}),
        ("/gbfs.json", "data", None),
        ("/system_information.json", "data", {"system_id": "!", "name": "x"}),
        ("/system_information.json", "data", {"system_id": "x", "name": " "}),
        ("/station_status.json", "data", {"stations": []}),
        ("/station_status.json", "data", {"stations": [{"station_id": "A"}]}),
        ("/station_information.json", "data", {"stations": "many"}),
        ("/station_information.json", "data", {"stations": [None, 1, "A"]}),
    ],
)
def test_a_feed_that_cannot_be_used_is_refused_whole(
    operator: Operator, path: str, member: str, value: object
) -> None:
    operator.documents[path][member] = value

    with pytest.raises(BadFeed):
        read(memory(), operator.url)


@pytest.mark.parametrize("given", [-1, 1.5, "4", True, None, 10**9, [4]])
def test_a_count_is_a_count(operator: Operator, given: object) -> None:
    for nth in (0, 1):
        operator.station("station_status", nth)["num_vehicles_available"] = given

    with pytest.raises(BadFeed, match="only 0 of 2"):
        read(memory(), operator.url)


@pytest.mark.parametrize("given", ["yesterday", "2026-11-21T11:59:30", True, 1e20])
def test_a_time_is_a_time(operator: Operator, given: object) -> None:
    for nth in (0, 1):
        operator.station("station_status", nth)["last_reported"] = given

    with pytest.raises(BadFeed, match="only 0 of 2"):
        read(memory(), operator.url)


@pytest.mark.parametrize(
    ("raw", "headers", "why"),
    [
        (b"<html>", {}, "not JSON"),
        (b"[1]", {}, "not a JSON object"),
        (b"[" * 100_000, {}, "not JSON"),
        (b" " * (20 * 1024 * 1024 + 1), {}, "too large"),
        (b"{}", {"Content-Encoding": "gzip"}, "broken"),
        (
            gzip.compress(b" " * (20 * 1024 * 1024 + 1)),
            {"Content-Encoding": "gzip"},
            "too large",
        ),
    ],
)
def test_an_answer_that_is_no_feed_is_not_taken(
    operator: Operator, raw: bytes, headers: dict[str, str], why: str
) -> None:
    operator.raw, operator.headers = raw, headers

    with pytest.raises(NotFetched, match=why):
        fetched(operator.url, None, local=True)


def test_a_packed_answer_is_read(operator: Operator) -> None:
    operator.raw = gzip.compress(b'{"a": 1}')
    operator.headers = {"Content-Encoding": "gzip"}

    assert fetched(operator.url, None, local=True).document == {"a": 1}


def test_a_redirect_is_not_followed(operator: Operator) -> None:
    operator.status = 302
    operator.headers = {"Location": f"{operator.root}/other.json"}

    with pytest.raises(NotFetched, match="it answers 302"):
        fetched(operator.url, None, local=True)
    assert len(operator.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/gbfs.json",
        "ftp://example.org/gbfs.json",
        "file:///etc/passwd",
        "https://user:secret@example.org/gbfs.json",
        "https:///gbfs.json",
        "https://[::1/gbfs.json",
        "https://example.org:0/gbfs.json",
        "https://example.org/\r\nX: y",
        "https://example.org/" + "a" * 1000,
        "",
    ],
)
def test_an_address_that_is_no_public_one_is_not_called(address: str) -> None:
    with pytest.raises(NotFetched):
        fetched(address, None, local=False)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "fd00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2130706433",
        "0x7f.1",
    ],
)
def test_no_host_inside_is_called(host: str) -> None:
    with pytest.raises(NotOpen):
        vetted(host, 443, local=False)


def test_for_a_trial_only_this_machine_is_taken_besides() -> None:
    assert vetted("127.0.0.1", 80, local=True) == "127.0.0.1"
    with pytest.raises(NotOpen):
        vetted("10.0.0.1", 80, local=True)
    assert vetted("1.1.1.1", 443, local=False) == "1.1.1.1"


def test_where_nobody_answers_it_cannot_be_reached() -> None:
    with pytest.raises(NotFetched, match="cannot be reached"):
        fetched("http://127.0.0.1:1/gbfs.json", None, local=True)


def test_feeds_of_the_city_can_be_read_by_the_city(fresh: Flask) -> None:
    """What we publish is what we would take."""
    client = fresh.test_client()

    def fetch(url: str, tag: str | None) -> Fetched:
        path = url.removeprefix("http://127.0.0.1:8000")
        return Fetched(client.get(path).json, None)

    for major in ("3", "2"):
        told = read(Memory(fetch, Clock()), f"/gbfs/{major}/gbfs.json")
        assert len(told.stations) == 24
        assert sum(each.available for each in told.stations) == 230
    assert system_3("")["/gbfs.json"]["version"] == "3.0"
