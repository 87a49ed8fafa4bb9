"""The map where it cannot be drawn, or not all of it: the list stays."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests.browser.conftest import FLAGS, Phones
from tests.browser.test_map import SEARCH, VENUE, opened

pytestmark = pytest.mark.proof


def refuse(route: Route) -> None:
    route.fulfill(status=503)


@pytest.fixture(scope="module")
def blind(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A browser without WebGL."""
    flags = [*FLAGS, "--disable-3d-apis"]
    started = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield started
    started.close()


@pytest.fixture
def network(phones: Phones) -> Page:
    """A phone without a service worker: its requests can be seen and refused."""
    return phones.phone(service_workers="block")


def test_without_webgl_the_list_stays_and_a_sentence_says_why(
    blind: Browser, live: str
) -> None:
    phones = Phones(blind, live)
    page = phones.phone(service_workers="block")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(SEARCH)

    page.locator("[data-map]").tap()

    expect(page.get_by_role("status").filter(has_text="cannot draw")).to_be_visible()
    expect(page.locator("li.venue-card").first).to_be_visible()
    assert [url for url in asked if "maplibre" in url] == []
    phones.close()


@pytest.mark.parametrize("lost", ["**/v1/maps/base/**", "**/v1/maps/**"])
def test_without_the_ground_the_places_stay(network: Page, lost: str) -> None:
    network.route(lost, refuse)

    opened(network, SEARCH)

    expect(network.get_by_text("The map cannot be loaded now.")).to_be_visible()
    expect(network.locator(".pin").first).to_be_visible()


def test_when_a_deployers_style_does_not_come_ours_does(
    browser: Browser, fresh: Flask, fresh_live: str
) -> None:
    fresh.config["MAP_STYLE_URL"] = "http://127.0.0.1:9/style.json"
    phones = Phones(browser, fresh_live)

    page = phones.phone(service_workers="block")
    with page.expect_request("**/v1/maps/style.json?theme=light"):
        opened(page, VENUE)

    expect(page.locator(".map-said")).to_be_hidden()
    phones.close()


def test_without_the_library_the_list_stays(network: Page) -> None:
    network.route("**/maplibre-gl.mjs", refuse)
    network.goto(SEARCH)

    network.locator("[data-map]").tap()

    expect(network.get_by_text("The map cannot be loaded now.")).to_be_visible()
    expect(network.locator("li.venue-card").first).to_be_visible()
