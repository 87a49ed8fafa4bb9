"""Which language a page speaks, and what stays Vietnamese."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.pages.languages import LANGUAGES
from tests.pages.reading import PHONE, Page

PAGES = ("/", "/search", "/search?q=banh+da+cua", "/language", "/about", "/offline")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_every_language(
    client: FlaskClient, path: str, language: str
) -> None:
    answer = client.get(path, headers=PHONE | {"Accept-Language": language})

    assert answer.status_code == 200
    assert Page(answer).language == answer.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("zh-TW,zh;q=0.9", "zh"),
        ("zh-Hant-HK", "zh"),
        ("ja", "ja"),
        ("fr-FR,fr;q=0.9,ko;q=0.2", "ko"),
        ("ko;q=0,ja;q=0.1", "ja"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("\x00;;,=q", "en"),
    ],
)
def test_it_is_the_language_of_the_phone(
    client: FlaskClient, header: str, language: str
) -> None:
    answer = client.get("/offline", headers=PHONE | {"Accept-Language": header})

    assert answer.headers["Content-Language"] == language


def test_what_the_reader_chose_wins_and_the_address_wins_over_that(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("lang", "ja")

    assert client.get("/about", headers=PHONE).headers["Content-Language"] == "ja"
    answer = client.get("/about?lang=ko", headers=PHONE)
    assert answer.headers["Content-Language"] == "ko"


@pytest.mark.parametrize("nonsense", ["fr", "", "../../etc", "vi\n", "VI", "<b>"])
def test_languages_that_we_do_not_speak_are_passed_over(
    app: Flask, nonsense: str
) -> None:
    client = app.test_client()
    client.set_cookie("lang", nonsense)

    answer = client.get("/about", query_string={"lang": nonsense}, headers=PHONE)

    assert answer.headers["Content-Language"] == "en"


def test_the_choice_is_not_answered_from_what_another_reader_got(app: Flask) -> None:
    client = app.test_client()
    english = client.get("/about", headers=PHONE)
    kept = {"If-None-Match": english.headers["ETag"]}
    assert client.get("/about", headers=PHONE | kept).status_code == 304

    client.set_cookie("lang", "ko")

    answer = client.get("/about", headers=PHONE | kept)
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "ko")
    assert "Cookie" in answer.headers["Vary"]


def test_a_page_names_itself_in_the_other_languages(client: FlaskClient) -> None:
    page = Page(client.get("/search?q=b%C3%A1nh&lat=20.85&lon=106.68", headers=PHONE))

    assert len(page.alternates) == len(LANGUAGES)
    for address in page.alternates:
        assert "q=b%C3%A1nh" in address
        assert "lat" not in address


def test_dishes_keep_their_name_and_get_one_that_the_reader_knows(
    client: FlaskClient,
) -> None:
    def said(language: str) -> str:
        headers = PHONE | {"Accept-Language": language}
        return Page(client.get("/search?q=bun+ca+cay", headers=headers)).text

    assert "Bún cá cay" in said("vi")
    assert "Bún cá cay Spicy fish noodle soup" not in said("vi")
    assert "Bún cá cay Spicy fish noodle soup" in said("en")
    assert "Bún cá cay 매운 생선국수" in said("ko")
    assert "Bún cá cay Spicy fish noodle soup" in said("ja")
