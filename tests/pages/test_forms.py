"""A form counts only when it came from a page of ours that this reader opened."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import NOON
from tests.factories import database_of
from tests.pages.filling import Reader
from tests.reviews.addresses import VENUE
from tests.reviews.phones import all_reviews, problem

RATE = f"/venues/{VENUE}/rate"
LATER = "This page was open too long, or cookies are off. Please send it again."


def nothing_was_done(app: Flask) -> bool:
    devices = database_of(app).find("SELECT FROM devices", {})
    return not all_reviews(app)["items"] and not devices


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        ".",
        "1795237200.",
        "1795237200." + "A" * 43,
        "-1.x",
        "9" * 30 + ".x",
        "１.x",
        "\x00",
    ],
)
def test_a_form_without_a_good_token_is_shown_again(fresh: Flask, token: str) -> None:
    reader = Reader(fresh)

    answer = reader.fill(RATE, stars="4", text="Ngon lắm", form_token=token)

    assert answer.status_code == 403
    assert LATER in answer.text
    assert "Ngon lắm" in answer.text
    assert nothing_was_done(fresh)


def test_the_form_that_is_shown_again_may_be_sent(fresh: Flask) -> None:
    reader = Reader(fresh)
    reader.open(RATE)
    refused = reader.send(RATE, {"stars": "4"})
    assert refused.status_code == 403

    assert reader.fill(RATE, stars="4").status_code == 303


def test_a_token_of_another_reader_is_refused(fresh: Flask) -> None:
    stolen = Reader(fresh).form(RATE)["form_token"]

    answer = Reader(fresh).fill(RATE, stars="4", form_token=stolen)

    assert answer.status_code == 403
    assert nothing_was_done(fresh)


def test_a_token_without_its_cookie_is_refused(fresh: Flask) -> None:
    typed = Reader(fresh).form(RATE) | {"stars": "4"}

    assert Reader(fresh).send(RATE, typed).status_code == 403
    assert nothing_was_done(fresh)


@pytest.mark.parametrize(
    ("hours", "status"), [(0, 303), (11.9, 303), (12.1, 403), (24 * 400, 403)]
)
def test_a_token_is_good_for_twelve_hours(
    fresh: Flask, hours: float, status: int
) -> None:
    reader = Reader(fresh)
    typed = reader.form(RATE) | {"stars": "4"}
    fresh.config["CLOCK"] = lambda: NOON + timedelta(hours=hours)

    assert reader.send(RATE, typed).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "nonsense"},
        {"Origin": "http://["},
        {"Origin": "localhost"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_on_another_site_is_refused(
    fresh: Flask, headers: dict[str, str]
) -> None:
    reader = Reader(fresh)

    answer = reader.send(RATE, reader.form(RATE) | {"stars": "4"}, **headers)

    assert answer.status_code == 403
    assert answer.mimetype == "text/html"
    assert nothing_was_done(fresh)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_ours_is_taken(fresh: Flask, headers: dict[str, str]) -> None:
    reader = Reader(fresh)

    answer = reader.send(RATE, reader.form(RATE) | {"stars": "4"}, **headers)

    assert answer.status_code == 303


def test_a_cookie_that_is_not_ours_is_replaced(fresh: Flask) -> None:
    reader = Reader(fresh)
    reader.client.set_cookie("form", "x")

    assert reader.open(RATE).headers["Set-Cookie"].startswith("form=")
    assert reader.client.get_cookie("form").value != "x"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b'{"stars": 4}', "application/json", 415),
        (b"stars=4", "text/plain", 415),
        (b"", "multipart/form-data; boundary=x", 415),
        (b"stars=4&stars=5", "application/x-www-form-urlencoded", 400),
        (b"text=%ff", "application/x-www-form-urlencoded", 400),
        (b"text=" + b"a" * 10_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_is_no_form_of_ours_is_refused_by_name(
    fresh: Flask, body: bytes, media_type: str, status: int
) -> None:
    answer = fresh.test_client().post(RATE, data=body, content_type=media_type)

    assert answer.status_code == status
    assert problem(answer) in {"unsupported-media-type", "bad-request", "too-large"}
    assert nothing_was_done(fresh)
