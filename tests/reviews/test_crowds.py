"""Many raters at once, against the real server with several processes."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from citizen_api.db import Database
from citizen_api.scores.rules import shrunk_score
from tests.conftest import copied
from tests.faults.serving import served
from tests.reviews.addresses import listed
from tests.reviews.crowd import Rating, at_once, call, rate, register

RATERS = 50
SAME = 20
KEY = "the-same-key-of-one-phone"
DEVICES = "SELECT count(*) FROM devices"


@pytest.fixture(scope="module")
def url(server_url: str, seeded_url: str, worker: str) -> str:
    """A city that only these tests write to, each to a venue of its own."""
    return copied(server_url, f"seeded_{worker}", f"crowds_{worker}")


@pytest.fixture(scope="module")
def port(url: str) -> Iterator[int]:
    """That city, served."""
    with served(url) as found:
        yield found


def page(port: int, venue: str) -> Any:
    return call(port, "GET", listed(venue)).body


def test_fifty_raters_at_once_are_all_counted(port: int) -> None:
    venue = "banh-da-cua-co-cam"
    ratings = [Rating(port, venue, number % 5 + 1) for number in range(RATERS)]

    answers = at_once(rate, ratings)

    assert Counter(answer.status for answer in answers) == {201: RATERS}
    score = page(port, venue)["score"]
    assert score["ratings_count"] == RATERS
    assert score["stars_mean"] == 3.0
    assert score["histogram"] == {str(stars): RATERS // 5 for stars in range(1, 6)}
    # Thirty of one hour count until people have looked; which ones, nobody can say.
    sums = range(10 * (1 + 2 + 3), 10 * (3 + 4 + 5) + 1)
    assert score["score"] in {shrunk_score(RATERS, 30, each) for each in sums}


def test_the_same_phone_twenty_times_at_once_has_one_review(port: int) -> None:
    venue, token = "banh-da-cua-co-lun", register(port)
    ratings = [Rating(port, venue, n % 5 + 1, token) for n in range(SAME)]

    answers = at_once(rate, ratings)

    statuses = Counter(answer.status for answer in answers)
    assert statuses[201] == 1
    assert set(statuses) <= {200, 201, 428}
    winner = next(answer for answer in answers if answer.status == 201)
    shown = page(port, venue)
    (only,) = shown["items"]
    assert only == winner.body | {"photos": [], "reply": None}
    assert shown["score"]["ratings_count"] == 1
    assert shown["score"]["stars_mean"] == winner.body["stars"]


def test_the_same_rating_twenty_times_at_once_is_one_rating(port: int) -> None:
    venue, token = "banh-da-cua-ky-dong", register(port)

    answers = at_once(rate, [Rating(port, venue, 4, token)] * SAME)

    assert Counter(answer.status for answer in answers) == {201: 1, 200: SAME - 1}
    assert len({answer.tag for answer in answers}) == 1


def test_of_twenty_changes_from_one_version_one_wins(port: int) -> None:
    venue, token = "banh-da-cua-huong-beo", register(port)
    first = rate(Rating(port, venue, 5, token))
    change = partial(Rating, port, venue, token=token, if_match=first.tag)

    answers = at_once(rate, [change(n % 4 + 1) for n in range(SAME)])

    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= {200, 412}
    won = {answer.body["stars"] for answer in answers if answer.status == 200}
    assert len(won) == 1
    items = page(port, venue)["items"]
    mine = [item for item in items if item["id"] == first.body["id"]]
    assert [item["stars"] for item in mine] == list(won)


def test_one_key_from_many_processes_is_one_device(port: int, url: str) -> None:
    database = Database(url, pool_size=1)
    before = database.find(DEVICES, {})[0][0]

    tokens = at_once(partial(register, key=KEY), [port] * 40)

    assert len(set(tokens)) == 1
    assert database.find(DEVICES, {})[0][0] == before + 1
    database.close()
