"""axe finds nothing on any page, and nothing is wider than the phone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.addresses import PAGES, codes
from tests.browser.conftest import EVERY_LANGUAGE, Phones, served
from tests.browser.looking import Watch, troubles, width_over
from tests.conftest import NOON, close, copied, make_app
from tests.factories import database_of
from tests.media.sending import Sender
from tests.reviews.addresses import VENUE
from tests.reviews.attacks import Flood, flood

STRUCK = "banh-mi-cay-ba-gia"


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which these tests write."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"accessible_{worker}"))
    yield made
    close(made)


def burst(app: Flask, venue: str) -> None:
    """Let forty new phones rate a venue within an hour: its page has the notice."""
    database = database_of(app)
    found = database.find("SELECT id FROM venues WHERE slug = %(s)s", {"s": venue})
    flood(database, Flood([found[0][0]], 40, (1,), NOON - timedelta(hours=2), 1))


@pytest.fixture(scope="module")
def opened(city: Flask) -> list[str]:
    """What opens when codes are scanned, and pages of what somebody did."""
    sender = Sender(city)
    number = sender.send_photo().get_json()["id"]
    burst(city, STRUCK)
    return [
        *(*codes(city), f"/venues/{STRUCK}", f"/reviews/{sender.review}"),
        f"/venues/{VENUE}/photos/{number}/report",
    ]


@pytest.fixture
def narrow(browser: Browser, city: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    for address in served(city):
        made = Phones(browser, address)
        yield made
        made.close()


def rate(page: Page) -> None:
    """Leave something to be seen among one's own reviews."""
    page.goto(f"/venues/{VENUE}/rate")
    page.locator("input[name=stars][value='4']").check(force=True)
    page.locator("textarea").fill("Ngon lắm 🍜 " * 20)
    page.locator("main form button").first.tap()
    page.wait_for_url("**done=rated**")


def visited(page: Page, opened: list[str]) -> Iterator[str]:
    """Every page in turn, with all that opens on it open; its path."""
    rate(page)
    yield page.url
    for path in (*PAGES, *opened):
        page.goto(path)
        for closed in page.locator("main summary").all():
            closed.tap()
        yield path


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page_light_or_dark(
    narrow: Phones, city: Flask, opened: list[str]
) -> None:
    page = narrow.phone("vi", width=360, service_workers="block")
    watch = Watch(page, city.config["PUBLIC_URL"])

    found = {path: troubles(page) for path in visited(page, opened)}

    assert {path: each for path, each in found.items() if each} == {}
    assert watch.seen == []


@pytest.mark.parametrize("language", EVERY_LANGUAGE[1:])
def test_no_page_is_wider_than_the_phone_in_any_language(
    narrow: Phones, opened: list[str], language: str
) -> None:
    page = narrow.phone(language, width=360, service_workers="block")

    assert [path for path in visited(page, opened) if width_over(page)] == []
