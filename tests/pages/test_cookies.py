"""What is kept on the phone: for this host only, and for no script."""

import pytest
from flask import Flask

from tests.pages.filling import Reader
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE

RATE = f"/venues/{VENUE}/rate"
CHOICE = {"lang": "ko", "back": "/"}
SET = "Set-Cookie"


@pytest.fixture
def public(fresh: Flask) -> Flask:
    """The service as the world reaches it."""
    fresh.config["PUBLIC_URL"] = "https://haiphong.example"
    return fresh


def parts(cookie: str) -> set[str]:
    return set(cookie.split("; "))


def test_a_cookie_is_for_this_host_only_and_for_no_script(fresh: Flask) -> None:
    for answer in (
        Reader(fresh).open(RATE),
        Reader(fresh).send("/language", CHOICE),
    ):
        cookie = answer.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts(cookie)
        assert "Domain" not in cookie
        assert "Secure" not in cookie


def test_over_https_no_other_host_can_set_a_cookie_of_ours(public: Flask) -> None:
    reader = Reader(public)
    answers = [
        reader.open(RATE),
        reader.fill(RATE, stars="4"),
        reader.send("/language", CHOICE),
    ]

    cookies = [each for answer in answers for each in answer.headers.getlist(SET)]
    assert {each.partition("=")[0] for each in cookies} == {
        "__Host-form",
        "__Host-device",
        "__Host-lang",
    }
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts(cookie)
        assert "Domain" not in cookie


def test_over_https_a_cookie_that_any_host_may_set_says_nothing(public: Flask) -> None:
    mine, tossed = Reader(public), Reader(public)
    mine.fill(RATE, stars="4", text="Ngon lắm")
    for name in ("form", "device"):
        kept = mine.client.get_cookie(f"__Host-{name}")
        assert kept is not None
        tossed.client.set_cookie(name, kept.value)
    tossed.client.set_cookie("lang", "ja")

    assert "Ngon lắm" not in tossed.open("/me/reviews").text
    assert Page(tossed.open("/")).language == "en"
    typed = mine.form(RATE) | {"stars": "1"}
    assert tossed.client.post(RATE, data=typed, headers=PHONE).status_code == 403


def test_over_https_a_phone_is_forgotten(public: Flask) -> None:
    reader = Reader(public)
    reader.fill(RATE, stars="4")

    answer = reader.fill("/me/reviews", action="forget")

    for cookie in answer.headers.getlist(SET):
        assert cookie.startswith("__Host-")
        assert {"Secure", "Max-Age=0", "Path=/"} <= parts(cookie)
    assert reader.client.get_cookie("__Host-device") is None
