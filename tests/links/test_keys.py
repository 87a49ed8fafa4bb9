"""What an app sends again, because no answer came, counts once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import NOON
from tests.factories import database_of
from tests.links.codes import DAY, HERE, flags, hanging
from tests.reviews.phones import problem

KEY = "a-key-of-a-test-that-is-long-enough"
KEPT = "SELECT encode(key, 'escape') || encode(said, 'escape'), day FROM link_keys"
FAR_AWAY = {"lat": 20.8811, "lon": 106.6838}
WORDS: list[tuple[str, dict[str, Any]]] = [
    ("sightings", FAR_AWAY),
    ("reports", {"kind": "damaged"}),
]


def send(
    app: Flask, code: str, what: str, body: dict[str, Any], key: str = KEY
) -> TestResponse:
    return app.test_client().post(
        f"/v1/links/{code}/{what}", json=body, headers={"Idempotency-Key": key}
    )


def counts(app: Flask) -> list[int]:
    return [flag[2] for flag in flags(app)]


@pytest.mark.parametrize(("what", "body"), WORDS)
def test_the_same_key_counts_once_and_is_answered_the_same(
    fresh: Flask, what: str, body: dict[str, Any]
) -> None:
    code = hanging(fresh)

    first, again = (send(fresh, code, what, body) for _ in range(2))

    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert first.status_code < 300
    assert counts(fresh) == [1]


@pytest.mark.parametrize(("what", "body"), WORDS)
def test_twenty_at_once_with_one_key_count_once(
    fresh: Flask, what: str, body: dict[str, Any]
) -> None:
    code = hanging(fresh)

    with ThreadPoolExecutor(8) as phones:
        answers = phones.map(
            lambda _: send(fresh, code, what, body).status_code, range(20)
        )

    assert set(answers) <= {200, 204}
    assert counts(fresh) == [1]


@pytest.mark.parametrize(("what", "body"), WORDS)
def test_another_key_counts_anew(fresh: Flask, what: str, body: dict[str, Any]) -> None:
    code = hanging(fresh)

    for number in range(3):
        send(fresh, code, what, body, f"{KEY}{number}")

    assert counts(fresh) == [3]


def test_a_key_that_came_with_something_else_is_refused(fresh: Flask) -> None:
    code = hanging(fresh)
    send(fresh, code, "reports", {"kind": "damaged"})
    send(fresh, code, "sightings", {"lat": HERE.lat, "lon": HERE.lon})

    other_kind = send(fresh, code, "reports", {"kind": "other"})
    other_place = send(fresh, code, "sightings", FAR_AWAY)

    assert problem(other_kind) == problem(other_place) == "idempotency-key-reused"
    assert [flag[1] for flag in flags(fresh)] == ["damaged"]


def test_a_key_is_of_one_code(fresh: Flask) -> None:
    for code in (hanging(fresh), hanging(fresh)):
        assert send(fresh, code, "reports", {"kind": "damaged"}).status_code == 204

    assert counts(fresh) == [1, 1]


@pytest.mark.parametrize(
    "key", ["short", "with spaces in the middle", "x" * 129, "å" * 20]
)
@pytest.mark.parametrize(("what", "body"), WORDS)
def test_a_key_that_others_could_guess_is_refused(
    app: Flask, what: str, body: dict[str, Any], key: str
) -> None:
    assert problem(send(app, "F4K4FVP4", what, body, key)) == "bad-request"


def test_neither_the_key_nor_the_place_can_be_read_from_what_is_kept(
    fresh: Flask,
) -> None:
    send(fresh, hanging(fresh), "sightings", FAR_AWAY)

    ((kept, day),) = database_of(fresh).find(KEPT, {})
    assert day == NOON.date()
    assert KEY not in kept
    assert "20.88" not in kept


def test_keys_are_forgotten_after_two_days(fresh: Flask) -> None:
    code, database = hanging(fresh), database_of(fresh)
    send(fresh, code, "reports", {"kind": "damaged"})

    for later, kept in ((timedelta(hours=24), 2), (2 * DAY, 2)):
        fresh.config["CLOCK"] = lambda later=later: NOON + later
        send(fresh, code, "reports", {"kind": "damaged"}, f"{KEY}{later.days}")
        assert len(database.find(KEPT, {})) == kept


@pytest.mark.parametrize(
    ("days", "kind", "count"), [(1, "damaged", 1), (2, "damaged", 2), (3, "other", 1)]
)
def test_a_key_is_new_again_once_it_was_forgotten(
    fresh: Flask, days: int, kind: str, count: int
) -> None:
    code = hanging(fresh)
    send(fresh, code, "reports", {"kind": "damaged"})
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=days)

    answers = [send(fresh, code, "reports", {"kind": kind}) for _ in range(2)]

    assert [each.status_code for each in answers] == [204, 204]
    assert counts(fresh)[-1] == count
