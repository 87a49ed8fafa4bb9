"""A cursor is ours, of this question, whole and not old; else it is refused."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOON, make_app
from tests.factories import database_of

LISTS = ["/v1/dishes?limit=2", "/v1/venues?limit=2&lat=20.8561&lon=106.6822"]


def cursor(client: FlaskClient, path: str) -> str:
    """The cursor of the second page."""
    query = urlsplit(client.get(path).json["next"]).query
    return parse_qs(query)["cursor"][0]


def refused(client: FlaskClient, path: str, given: str) -> bool:
    """Whether a cursor is refused as one."""
    answer = client.get(f"{path}&cursor={given}")
    if answer.status_code == 200:
        return False
    assert answer.json["type"].endswith("/problems/bad-cursor")
    assert [error["parameter"] for error in answer.json["errors"]] == ["cursor"]
    return answer.status_code == 422


@pytest.mark.parametrize("path", LISTS)
def test_our_own_cursor_is_taken(client: FlaskClient, path: str) -> None:
    assert not refused(client, path, cursor(client, path))


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_with_any_letter_changed_is_refused(
    client: FlaskClient, path: str
) -> None:
    ours = cursor(client, path)

    for at, letter in enumerate(ours):
        other = "A" if letter != "A" else "B"
        assert refused(client, path, ours[:at] + other + ours[at + 1 :]), at


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_that_is_cut_or_grown_is_refused(
    client: FlaskClient, path: str
) -> None:
    ours = cursor(client, path)

    for length in range(1, len(ours)):
        assert refused(client, path, ours[:length]), length
    for odd in (
        ours + "A",
        ours + "=",
        ours + "!",
        "." + ours,
        ours[:9] + "%0A" + ours[9:],
    ):
        assert client.get(f"{path}&cursor={odd}").status_code == 422, odd


@pytest.mark.parametrize(
    "other",
    [
        "/v1/venues?limit=2&lat=20.8562&lon=106.6822",
        "/v1/venues?limit=2&lat=20.8561&lon=106.6822&dish=banh-da-cua",
        "/v1/venues?limit=2&lat=20.8561&lon=106.6822&sort=score",
        "/v1/venues?limit=2&lat=20.8561&lon=106.6822&open_at=now",
        "/v1/dishes?limit=2",
        "/v1/venues/banh-da-cua-be-ba-cu/reviews?limit=2",
    ],
)
def test_the_cursor_of_another_question_is_refused(
    client: FlaskClient, other: str
) -> None:
    assert refused(client, other, cursor(client, LISTS[1]))


@pytest.mark.parametrize("path", LISTS)
def test_limit_and_language_may_change_on_the_way(
    client: FlaskClient, path: str
) -> None:
    ours = cursor(client, path)

    answer = client.get(f"{path.replace('limit=2', 'limit=5')}&lang=vi&cursor={ours}")

    assert len(answer.json["items"]) == 5


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_of_another_key_is_refused(
    app: Flask, client: FlaskClient, path: str
) -> None:
    other = make_app(database_of(app).engine.url.render_as_string(False))
    other.config["SIGNING_KEY"] = "another secret of forty letters for tests"
    forged = cursor(other.test_client(), path)
    database_of(other).close()

    assert refused(client, path, forged)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("days", "too_old"), [(1, False), (2, True), (400, True)])
def test_a_cursor_is_good_until_the_end_of_the_next_day(
    fresh: Flask, path: str, days: int, too_old: bool
) -> None:
    client = fresh.test_client()
    ours = cursor(client, path)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=days, hours=11)

    assert refused(client, path, ours) is too_old


def test_a_cursor_is_too_old_in_both_languages(fresh: Flask) -> None:
    client = fresh.test_client()
    ours = cursor(client, LISTS[0])
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=9)

    told = {
        client.get(f"{LISTS[0]}&cursor={ours}&lang={language}").json["errors"][0][
            "detail"
        ]
        for language in ("vi", "en")
    }

    assert told == {"Con trỏ đã quá cũ.", "This cursor is too old."}
