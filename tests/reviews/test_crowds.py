"""Many raters at once, against the real server with several processes."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest

from citizen_api.db import Database
from citizen_api.reviews.rules import shrunk_score
from tests.faults.serving import served
from tests.reviews.crowd import Answer, at_once, call, rate, register
from tests.reviews.phones import listed

RATERS = 50
SAME = 20


@pytest.fixture
def port(fresh_url: str) -> Iterator[int]:
    """A served city of one's own."""
    with served(fresh_url) as found:
        yield found


def rate_once(port: int, number: int) -> Answer:
    return rate(port, register(port), {"stars": number % 5 + 1})


def say(port: int, token: str, stars: int) -> Answer:
    return rate(port, token, {"stars": stars})


def change(port: int, token: str, tag: str, stars: int) -> Answer:
    return rate(port, token, {"stars": stars}, tag)


def token_of(port: int, number: int) -> str:
    return register(port, "the-same-key-of-one-phone")


def test_fifty_raters_at_once_are_all_counted(port: int) -> None:
    answers = at_once(partial(rate_once, port), range(RATERS))

    assert Counter(answer.status for answer in answers) == {201: RATERS}
    score = call(port, "GET", listed()).body["score"]
    assert score["ratings_count"] == RATERS
    assert score["stars_mean"] == 3.0
    assert score["histogram"] == {str(stars): RATERS // 5 for stars in range(1, 6)}
    assert score["score"] == shrunk_score(RATERS, 3 * RATERS)


def test_the_same_phone_twenty_times_at_once_has_one_review(port: int) -> None:
    token = register(port)

    answers = at_once(partial(say, port, token), [n % 5 + 1 for n in range(SAME)])

    statuses = Counter(answer.status for answer in answers)
    assert statuses[201] == 1
    assert set(statuses) <= {200, 201, 428}
    page = call(port, "GET", listed()).body
    winner = next(answer for answer in answers if answer.status == 201)
    assert page["items"] == [winner.body]
    assert page["score"]["ratings_count"] == 1
    assert page["score"]["stars_mean"] == winner.body["stars"]


def test_the_same_rating_twenty_times_at_once_is_one_rating(port: int) -> None:
    token = register(port)

    answers = at_once(partial(say, port, token), [4] * SAME)

    assert Counter(answer.status for answer in answers) == {201: 1, 200: SAME - 1}
    assert len({answer.tag for answer in answers}) == 1


def test_of_twenty_changes_from_one_version_one_wins(port: int) -> None:
    token = register(port)
    tag = rate(port, token, {"stars": 5, "text": "đầu tiên"}).tag or ""
    stars = [n % 4 + 1 for n in range(SAME)]

    answers = at_once(partial(change, port, token, tag), stars)

    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= {200, 412}
    won = {answer.body["stars"] for answer in answers if answer.status == 200}
    page = call(port, "GET", listed()).body
    assert won == {page["items"][0]["stars"]}
    assert page["score"]["ratings_count"] == 1


def test_one_key_from_many_processes_is_one_device(port: int, fresh_url: str) -> None:
    tokens = at_once(partial(token_of, port), range(40))

    assert len(set(tokens)) == 1
    database = Database(fresh_url, pool_size=1)
    assert database.find("SELECT count(*) FROM devices", {}) == [(1,)]
    database.close()
