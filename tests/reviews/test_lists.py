"""The list that everybody reads."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.reviews.schemas import ReviewSchema
from tests.reviews.addresses import OTHER, listed
from tests.reviews.phones import Phone, problem


def rated(app: Flask, count: int) -> None:
    """As many phones each rate once; the text numbers them."""
    for number in range(count):
        Phone(app).rate(stars=number % 5 + 1, text=f"số {number}")


def texts(page: dict[str, Any]) -> list[str]:
    return [item["text"] for item in page["items"]]


def test_the_newest_stands_first(fresh: Flask) -> None:
    rated(fresh, 3)

    page = fresh.test_client().get(listed()).get_json()

    assert texts(page) == ["số 2", "số 1", "số 0"]
    assert page["next"] is None


def test_pages_join_into_the_whole_list(fresh: Flask) -> None:
    rated(fresh, 7)
    client, address, seen = fresh.test_client(), f"{listed()}?limit=3", []

    while address:
        page = client.get(address).get_json()
        seen += texts(page)
        address = page["next"]

    assert seen == [f"số {number}" for number in range(6, -1, -1)]


def test_the_next_page_stands_in_the_link_header_too(fresh: Flask) -> None:
    rated(fresh, 2)

    answer = fresh.test_client().get(f"{listed()}?limit=1")

    assert answer.headers["Link"] == f'<{answer.get_json()["next"]}>; rel="next"'


def test_a_page_that_is_exactly_full_is_the_last(fresh: Flask) -> None:
    rated(fresh, 2)

    page = fresh.test_client().get(f"{listed()}?limit=2").get_json()

    assert len(page["items"]) == 2
    assert page["next"] is None


def test_pages_are_stable_when_reviews_come_in_between(fresh: Flask) -> None:
    rated(fresh, 4)
    client = fresh.test_client()
    first = client.get(f"{listed()}?limit=2").get_json()
    Phone(fresh).rate(stars=1, text="vừa tới")

    second = client.get(first["next"]).get_json()

    assert texts(first) + texts(second) == ["số 3", "số 2", "số 1", "số 0"]


def test_pages_are_stable_when_a_review_is_changed_or_gone(fresh: Flask) -> None:
    rated(fresh, 2)
    phone = Phone(fresh)
    tag = phone.rate(stars=1, text="sẽ đổi").headers["ETag"]
    client = fresh.test_client()
    first = client.get(f"{listed()}?limit=1").get_json()
    changed = phone.rate(stars=2, text="đã đổi", if_match=tag)
    phone.withdraw(if_match=changed.headers["ETag"])

    second = client.get(first["next"]).get_json()

    assert texts(second) == ["số 1"]


def test_a_cursor_of_another_venue_is_refused(fresh: Flask) -> None:
    rated(fresh, 2)
    client = fresh.test_client()
    following = client.get(f"{listed()}?limit=1").get_json()["next"]

    refused = client.get(following.replace(listed(), listed(OTHER)))

    assert problem(refused) == "bad-cursor"
    assert refused.get_json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("cursor", ["x", "AAAA", "====", "ế", "a" * 400, "%00", "-_"])
def test_a_forged_cursor_is_refused(client: FlaskClient, cursor: str) -> None:
    assert client.get(f"{listed()}?cursor={cursor}").status_code == 422


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1000000000", "2.5", "x", ""])
def test_a_limit_out_of_bounds_is_refused(client: FlaskClient, limit: str) -> None:
    refused = client.get(f"{listed()}?limit={limit}")

    assert problem(refused) == "invalid-request"
    assert refused.get_json()["errors"][0]["parameter"] == "limit"


def test_nobody_can_tell_who_wrote_what(fresh: Flask) -> None:
    phone = Phone(fresh)
    phone.rate(stars=4, text="Ngon")

    answer = fresh.test_client().get(listed())

    fields = set(ReviewSchema().fields) | {"photos", "reply"}
    assert not {name for name in fields if "device" in name or "person" in name}
    assert set(answer.get_json()["items"][0]) == fields
    assert phone.token not in answer.get_data(as_text=True)
    assert "device" not in str(answer.get_json()["items"])


def test_a_venue_nobody_rated_has_an_empty_list(client: FlaskClient) -> None:
    page = client.get(listed()).get_json()

    assert page["items"] == page["left_out"] == []
    assert page["score"].pop("score_explained")["held"] == []
    assert page["score"] == {
        "score": None,
        "stars_mean": None,
        "ratings_count": 0,
        "histogram": {str(stars): 0 for stars in range(1, 6)},
    }


def test_a_repeat_costs_a_304_until_somebody_rates(fresh: Flask) -> None:
    client = fresh.test_client()
    tag = client.get(listed()).headers["ETag"]
    asked = {"If-None-Match": tag}
    assert client.get(listed(), headers=asked).status_code == 304

    Phone(fresh).rate(stars=5)

    assert client.get(listed(), headers=asked).status_code == 200


def test_a_304_never_tells_of_another_phones_review(fresh: Flask) -> None:
    phone = Phone(fresh)
    tag = phone.rate(stars=5).headers["ETag"]
    asked = {"If-None-Match": tag}
    address = f"{listed()}/mine"
    phone.client.get(address, headers=phone.headers() | asked)

    stranger = fresh.test_client().get(address, headers=asked)

    assert stranger.status_code == 401
