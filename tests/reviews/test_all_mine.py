"""Every review that a device wrote."""

from typing import Any

from flask.testing import FlaskClient

from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.phones import Phone, problem

ALL_MINE = "/v1/devices/mine/reviews"


def all_mine(phone: Phone, query: str = "") -> dict[str, Any]:
    answer = phone.client.get(ALL_MINE + query, headers=phone.headers())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    page: dict[str, Any] = answer.get_json()
    return page


def test_a_phone_reads_all_that_it_wrote(phone: Phone, other: Phone) -> None:
    phone.rate(stars=4, text="Ngon")
    second = phone.rate(OTHER, stars=2).get_json()
    other.rate(stars=1)

    items = all_mine(phone)["items"]

    assert [item["venue"]["id"] for item in items] == [OTHER, VENUE]
    assert items[1]["venue"]["name"] == "Bánh đa cua bể Bà Cụ"
    assert {name: items[0][name] for name in second} == second


def test_each_carries_what_a_change_needs(phone: Phone) -> None:
    phone.rate(stars=4)

    tag = all_mine(phone)["items"][0]["etag"]

    assert phone.rate(stars=5, if_match=tag).status_code == 200
    assert all_mine(phone)["items"][0]["etag"] != tag


def test_who_wrote_nothing_has_an_empty_list(phone: Phone) -> None:
    assert all_mine(phone) == {"items": [], "next": None}


def test_a_review_taken_back_is_gone(phone: Phone) -> None:
    phone.rate(stars=4)
    phone.withdraw(if_match="*")

    assert all_mine(phone)["items"] == []


def test_pages_join_into_the_whole_list(phone: Phone) -> None:
    phone.rate(stars=4)
    phone.rate(OTHER, stars=2)

    first = all_mine(phone, "?limit=1")
    rest = phone.client.get(first["next"], headers=phone.headers())

    assert [first["items"][0]["stars"], rest.get_json()["items"][0]["stars"]] == [2, 4]
    assert rest.get_json()["next"] is None


def test_a_cursor_of_another_phone_is_refused(phone: Phone, other: Phone) -> None:
    phone.rate(stars=4)
    phone.rate(OTHER, stars=2)

    address = all_mine(phone, "?limit=1")["next"]

    assert problem(phone.client.get(address, headers=other.headers())) == "bad-cursor"


def test_nobody_reads_without_a_token(client: FlaskClient) -> None:
    assert problem(client.get(ALL_MINE)) == "not-authenticated"
