"""What stands around the pages: language, about, offline, and what makes an app."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from citizen_api.pages.languages import LANGUAGES
from tests.pages.reading import PHONE, Page

PAGES = ("/", "/search", "/language", "/about", "/offline", "/nothing")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_only_for_what_is_served_here(
    client: FlaskClient, path: str
) -> None:
    page = Page(client.get(path, headers=PHONE))

    assert (page.inline, page.handlers) == ([], [])
    for address in page.asked_for:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    for link in Page(client.get(path, headers=PHONE)).links:
        if link.startswith("/"):
            answer = client.get(link, headers=PHONE)
            assert answer.status_code == 200, link


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers=PHONE).headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_map_of_the_deployers_choice_is_let_in(fresh: Flask) -> None:
    fresh.config["MAP_STYLE_URL"] = "https://tiles.example.org/style.json?key=1"

    policy = (
        fresh.test_client().get("/", headers=PHONE).headers["Content-Security-Policy"]
    )

    assert "connect-src 'self' https://tiles.example.org;" in policy
    assert "key" not in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_chosen_by_a_form(app: Flask, language: str) -> None:
    client = app.test_client()

    answer = client.post("/language", data={"lang": language, "back": "/search?q=oc"})

    assert (answer.status_code, answer.location) == (303, "/search?q=oc")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    page = client.get(answer.location, headers=PHONE)
    assert Page(page).language == language


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "/\tb",
        "evil.example",
        "/" + "a" * 3000,
        "http:///evil.example",
        "//[",
        "http://[",
        "",
    ],
)
def test_a_choice_never_leads_to_another_site(app: Flask, back: str) -> None:
    sent = {"lang": "vi", "back": back}

    assert app.test_client().post("/language", data=sent).location == "/"
    assert app.test_client().get("/language", query_string=sent).status_code == 200


def test_another_site_does_not_choose_the_language(app: Flask) -> None:
    foreign = PHONE | {"Sec-Fetch-Site": "cross-site"}

    answer = app.test_client().post("/language", data={"lang": "vi"}, headers=foreign)

    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (403, None)


def test_a_choice_wins_over_the_language_of_the_address_before(app: Flask) -> None:
    client = app.test_client()
    page = Page(client.get("/search?q=oc&lang=ko&open=now", headers=PHONE))
    link = next(each for each in page.links if each.startswith("/language"))
    back = client.get(link, headers=PHONE)

    sent = {"lang": "ja", "back": "/search?q=oc&open=now"}
    assert f'value="{sent["back"]}"'.replace("&", "&amp;") in back.text
    answer = client.get(client.post("/language", data=sent).location, headers=PHONE)
    assert Page(answer).language == "ja"


def test_where_a_reader_came_from_is_kept_nowhere(client: FlaskClient) -> None:
    asked = {"back": "/search?q=oc&lat=20.85&lon=106.68"}

    answer = client.get("/language", query_string=asked, headers=PHONE)

    assert answer.headers["Cache-Control"] == "no-store"
    assert [link for link in Page(answer).links if link.count("/language") > 1] == []


@pytest.mark.parametrize("path", ["/", "/search", "/language", "/nothing"])
def test_an_address_that_is_no_text_is_no_fault_of_ours(
    client: FlaskClient, path: str
) -> None:
    raw = {"QUERY_STRING": "lang=\xff&x=%ff&y=%00"}

    answer = client.get(path, headers=PHONE, environ_overrides=raw)

    assert answer.status_code < 500


@pytest.mark.parametrize("chosen", ["", "fr", "vi ", "../vi"])
def test_a_language_that_is_not_ours_is_refused(app: Flask, chosen: str) -> None:
    answer = app.test_client().post("/language", data={"lang": chosen}, headers=PHONE)

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "Set-Cookie" not in answer.headers


def test_every_source_is_named(client: FlaskClient) -> None:
    page = Page(client.get("/about", headers=PHONE))

    assert "OpenStreetMap contributors (ODbL 1.0)" in page.text
    assert "VnExpress" in page.text
    assert "Your privacy" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_makes_an_app(client: FlaskClient, language: str) -> None:
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": language})

    said = answer.get_json()
    assert answer.mimetype == "application/manifest+json"
    assert (said["id"], said["start_url"], said["scope"]) == ("/", "/", "/")
    assert said["lang"] == language
    assert {each["purpose"] for each in said["icons"]} == {"any", "maskable"}
    assert {each["form_factor"] for each in said["screenshots"]} == {"narrow", "wide"}
    for image in (*said["icons"], *said["screenshots"]):
        drawn = Image.open(io.BytesIO(client.get(image["src"]).data))
        assert f"{drawn.width}x{drawn.height}" == image["sizes"]


def test_the_service_worker_serves_every_page_and_is_always_asked_for(
    client: FlaskClient,
) -> None:
    answer = client.get("/sw.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=0"
