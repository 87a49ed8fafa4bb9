"""Who I am here, and being sent to VNeID where that is not sure enough."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOON
from tests.insurance.clinic import someone
from tests.pages.filling import Reader
from tests.pages.personal import FormTo, SignedIn
from tests.pages.reading import PHONE, Page

OWN = ("/me/insurance", "/me/access-log", "/me/consents", "/me/sessions", "/me/data")
SURE = ("/me/insurance", "/me/access-log", "/staff")


def test_who_did_not_sign_in_is_offered_it(fresh: Flask) -> None:
    reader = Reader(fresh)

    page = Page(reader.open("/me"))

    assert "/sign-in?return_to=%2Fme&acr=LoA1" in page.links
    assert "Sign in with VNeID" in page.text


def test_the_head_of_public_pages_tells_whether_somebody_signed_in(
    fresh: Flask,
) -> None:
    nobody, somebody = Reader(fresh).open("/about"), SignedIn(fresh).open("/about")

    assert "Sign in" in Page(nobody).text
    assert "My data" in Page(somebody).text
    assert "Cookie" in somebody.headers["Vary"]
    assert someone("P001").name not in somebody.text
    assert nobody.headers["ETag"] != somebody.headers["ETag"]


def test_s12_the_number_is_masked_and_nobody_keeps_the_page(fresh: Flask) -> None:
    answer = SignedIn(fresh, "P017").open("/me")

    who = someone("P017")
    assert answer.headers["Cache-Control"] == "no-store"
    assert who.name in Page(answer).text
    assert "099*******39" in answer.text
    assert who.number not in answer.text
    assert "level 2: checked in person" in Page(answer).text


@pytest.mark.parametrize("path", [*OWN, "/staff"])
def test_a_stranger_is_sent_to_sign_in_and_back(fresh: Flask, path: str) -> None:
    answer = Reader(fresh).open(path)

    address = urlsplit(answer.headers["Location"])
    assert (answer.status_code, address.path) == (303, "/sign-in")
    assert parse_qs(address.query)["return_to"] == [path]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "back"),
    [
        ("/me/access-log?after=abc", "/me/access-log?after=abc"),
        ("/me/consents?done=withdrawn", "/me/consents"),
        ("/staff/codes?code=099203012345&all=1", "/staff/codes?all=1"),
        (
            "/staff/insurance?q=Tr%E1%BA%A7n+An&facility=31001",
            "/staff/insurance?facility=31001",
        ),
    ],
)
def test_s13_what_was_typed_is_not_carried_through_the_sign_in(
    client: FlaskClient, asked: str, back: str
) -> None:
    answer = client.get(asked, headers=PHONE)

    address = urlsplit(answer.headers["Location"])
    assert parse_qs(address.query)["return_to"] == [back]


@pytest.mark.parametrize("path", SURE)
def test_s23_level_one_is_sent_to_sign_in_more_surely(fresh: Flask, path: str) -> None:
    answer = SignedIn(fresh, "P003", acr="LoA1").open(path)

    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, asked["acr"]) == (303, ["LoA2"])


def test_s23_insurance_needs_a_sign_in_of_the_last_15_minutes(fresh: Flask) -> None:
    old = SignedIn(fresh, auth_time=NOON - timedelta(minutes=16))

    answer = old.open("/me/insurance")

    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, asked["max_age"]) == (303, ["900"])


def test_level_one_is_told_what_needs_more(fresh: Flask) -> None:
    page = Page(SignedIn(fresh, "P003", acr="LoA1").open("/me"))

    assert "need a sign-in of level 2" in page.text
    assert "/sign-in?return_to=%2Fme&acr=LoA2" in page.links


def test_signing_out_from_the_head_of_any_own_page(fresh: Flask) -> None:
    reader = SignedIn(fresh)
    form = FormTo(reader.open("/me/consents"), "/sign-out").values

    page = reader.follow(reader.send("/sign-out", form | {"return_to": "/me"}))

    assert "Sign in with VNeID" in Page(page).text


@pytest.mark.parametrize(("language", "spoken"), [("ko", "en"), ("vi", "vi")])
def test_own_pages_are_in_vietnamese_and_english(
    fresh: Flask, language: str, spoken: str
) -> None:
    reader = SignedIn(fresh)
    reader.client.set_cookie("lang", language)

    for path in ("/me", "/staff", "/privacy"):
        answer = reader.open(path)
        assert Page(answer).language == answer.headers["Content-Language"] == spoken


def test_privacy_is_linked_everywhere_and_names_the_laws(fresh: Flask) -> None:
    reader = Reader(fresh)
    answer = reader.open("/privacy")

    assert "/privacy" in Page(reader.open("/about")).links
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    for law in ("91/2025/QH15", "356/2025", "188/2025", "69/2024", "320/2026"):
        assert law in answer.text
    for article in ("12.1", "17.2 and 28.4", "19.1 and 26", "21)", "form 08", "38.3"):
        assert article in answer.text
    assert "within 2 working days" in Page(answer).text
    assert "After 90 days" in Page(answer).text
    assert "13/2023" not in answer.text
