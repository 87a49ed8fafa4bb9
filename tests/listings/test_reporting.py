"""What people say is wrong with a venue."""

import unicodedata
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.listings.reporting import MINE, Reporter, reports
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.phones import pointers, problem

KEY = "5f0c6d3e-9a7b-4c21-8d1e-"


def test_a_report_is_kept_and_read_again(phone: Reporter) -> None:
    said = {"kind": "price", "dish_id": "banh-da-cua", "text": "Nay 45.000 một bát"}

    answer = phone.report(**said)

    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    made = answer.get_json()
    assert {name: made[name] for name in said} == said
    assert made["venue"] == {"id": VENUE, "name": "Bánh đa cua bể Bà Cụ"}
    assert (made["status"], made["handled_at"], made["note"]) == ("new", None, None)
    assert phone.reported()["items"] == [made]


@pytest.mark.parametrize(
    "kind",
    ["closed", "moved", "price", "hours", "not_served", "duplicate"],
)
def test_most_kinds_speak_for_themselves(phone: Reporter, kind: str) -> None:
    assert phone.report(kind=kind).status_code == 201


def test_something_else_needs_words(phone: Reporter) -> None:
    assert pointers(phone.report(kind="other")) == ["#/text"]
    assert phone.report(kind="other", text="Sai ảnh").status_code == 201


def test_only_what_is_about_a_dish_names_one(phone: Reporter) -> None:
    refused = phone.report(kind="closed", dish_id="banh-da-cua")

    assert (problem(refused), pointers(refused)) == ("invalid-request", ["#/dish_id"])


def test_a_dish_must_be_known(phone: Reporter) -> None:
    refused = phone.report(kind="price", dish_id="no-such-dish")

    assert (problem(refused), pointers(refused)) == ("invalid-request", ["#/dish_id"])


def test_five_hundred_characters_are_taken_composed(phone: Reporter) -> None:
    text = "ế" * 500

    made = phone.report(kind="other", text=unicodedata.normalize("NFD", text))

    assert made.get_json()["text"] == text
    assert pointers(phone.report(kind="hours", text=text + "ế")) == ["#/text"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "gone"},
        {"kind": None},
        {"kind": 1},
        {"kind": ["closed"]},
        {"kind": "closed", "text": ""},
        {"kind": "closed", "text": "đóng\u202ecửa"},
        {"kind": "closed", "text": "đóng\x00cửa"},
        {"kind": "closed", "text": 5},
        {"kind": "price", "dish_id": ""},
        {"kind": "price", "dish_id": "x" * 81},
        {"kind": "closed", "status": "accepted"},
        {"kind": "closed", "device_id": 1},
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    phone: Reporter, body: dict[str, Any]
) -> None:
    assert problem(phone.report(**body)) == "invalid-request"
    assert phone.kinds() == []


def test_an_unknown_venue_cannot_be_reported(phone: Reporter) -> None:
    assert problem(phone.report("no-such-venue", kind="closed")) == "not-found"


def test_the_same_again_is_the_report_that_is_there(phone: Reporter) -> None:
    first = phone.report(kind="closed", text="Cửa đóng cả tuần")

    again = phone.report(kind="closed", text="Cửa đóng cả tuần")

    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_one_open_report_of_a_kind(phone: Reporter) -> None:
    phone.report(kind="closed", text="Cửa đóng cả tuần")

    refused = phone.report(kind="closed", text="Nay vẫn đóng")

    assert (refused.status_code, problem(refused)) == (409, "already-reported")
    assert phone.kinds() == ["closed"]


def test_other_kinds_venues_and_phones_are_other_reports(
    phone: Reporter, other: Reporter
) -> None:
    assert phone.report(kind="closed").status_code == 201
    assert phone.report(kind="hours").status_code == 201
    assert phone.report(OTHER, kind="closed").status_code == 201
    assert other.report(kind="closed").status_code == 201

    assert phone.kinds() == ["closed", "hours", "closed"]
    assert other.kinds() == ["closed"]


def test_the_same_key_is_the_same_report(phone: Reporter) -> None:
    first = phone.report(kind="closed", key=KEY + "1")

    again = phone.report(kind="closed", key=KEY + "1")

    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_a_key_that_came_with_something_else_is_refused(phone: Reporter) -> None:
    phone.report(kind="closed", key=KEY + "2")

    assert problem(phone.report(kind="hours", key=KEY + "2")) == (
        "idempotency-key-reused"
    )
    assert problem(phone.report(OTHER, kind="closed", key=KEY + "2")) == (
        "idempotency-key-reused"
    )


def test_two_phones_may_use_the_same_key(phone: Reporter, other: Reporter) -> None:
    assert phone.report(kind="closed", key=KEY + "3").status_code == 201
    assert other.report(kind="moved", key=KEY + "3").status_code == 201


def test_a_key_that_others_could_guess_is_refused(phone: Reporter) -> None:
    assert problem(phone.report(kind="closed", key="short")) == "bad-request"


def test_pages_join_into_the_whole_list(phone: Reporter) -> None:
    for kind in ("closed", "moved", "hours", "duplicate"):
        phone.report(kind=kind)

    first = phone.reported("?limit=3")
    rest = phone.client.get(first["next"], headers=phone.headers()).get_json()

    assert [item["kind"] for item in first["items"] + rest["items"]] == [
        *("duplicate", "hours", "moved", "closed")
    ]
    assert rest["next"] is None


def test_a_cursor_of_another_phone_is_refused(phone: Reporter, other: Reporter) -> None:
    for kind in ("closed", "moved"):
        phone.report(kind=kind)

    refused = phone.client.get(
        phone.reported("?limit=1")["next"], headers=other.headers()
    )

    assert problem(refused) == "bad-cursor"


def test_nobody_reports_or_reads_without_a_token(client: FlaskClient) -> None:
    refused = client.post(reports(), json={"kind": "closed"})

    assert (refused.status_code, problem(refused)) == (401, "not-authenticated")
    assert problem(client.get(MINE)) == "not-authenticated"
