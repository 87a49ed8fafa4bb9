"""The map with a finger, with a keyboard, and when it cannot be drawn."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones

pytestmark = pytest.mark.proof
SEARCH = "/search?q=banh+da+cua"
VENUE = "/venues/banh-da-cua-be-ba-cu"
TOUR = "/tours/sang-quanh-ga"
SLOW = 60_000  # letters and lines are drawn by the processor here
MOST_BYTES = 520_000
ALONE = ".pin:not(.pin-several)"
MAPS_OWN = re.compile(r"/js/map|/css/map|maplibre|/v1/maps/")


def opened(page: Page, path: str) -> Page:
    """The page with its map drawn."""
    page.goto(path)
    page.get_by_role("button", name=re.compile("^Map$")).tap()
    return drawn(page)


def drawn(page: Page) -> Page:
    expect(page.locator("body")).to_have_attribute("data-map", "ready", timeout=SLOW)
    return page


@pytest.fixture
def network(phones: Phones) -> Page:
    """A phone without a service worker: its requests can be seen and refused."""
    return phones.phone(service_workers="block")


def test_nothing_of_the_map_is_loaded_before_the_tap(network: Page) -> None:
    asked: list[str] = []
    network.on("request", lambda request: asked.append(request.url))

    network.goto(SEARCH, wait_until="networkidle")

    own = [url for url in asked if MAPS_OWN.search(url)]
    assert [url for url in own if "map-button" not in url] == []


@pytest.mark.parametrize("path", [SEARCH, VENUE, TOUR, "/q/F4K4FVP4"])
def test_the_map_opens_on_a_tap_and_asks_nobody_else(
    network: Page, live: str, path: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    network.on("request", lambda request: asked.append(request.url))
    network.on("console", lambda message: said.append(message.text))

    opened(network, path)

    assert [url for url in asked if not url.startswith((live, "blob:"))] == []
    assert [text for text in said if "Content Security Policy" in text] == []
    expect(network.locator(".pin").first).to_be_visible()
    expect(network.get_by_text("© OpenStreetMap contributors")).to_be_visible()
    expect(network.locator(".map-said")).to_be_hidden()


def test_the_step_to_the_map_is_small(network: Page) -> None:
    sizes: list[int] = []
    network.goto(SEARCH, wait_until="networkidle")
    watching = network.context.new_cdp_session(network)
    watching.send("Network.enable")
    watching.on(
        "Network.loadingFinished",
        lambda event: sizes.append(event["encodedDataLength"]),
    )

    network.get_by_role("button", name=re.compile("^Map$")).tap()
    drawn(network)

    worker = network.request.get(
        next(
            each.get_attribute("src") or ""
            for each in network.locator("script[src*='/js/']").all()
        ).split("/js/")[0]
        + "/vendor/maplibre-gl/maplibre-gl-worker.mjs",
        headers={"Accept-Encoding": "gzip"},
    )
    assert sum(sizes) + int(worker.headers["content-length"]) < MOST_BYTES


def test_a_tap_on_a_pin_leads_to_the_venue(page: Page) -> None:
    opened(page, SEARCH)

    pin = page.locator(ALONE).first
    pin.tap()

    card = page.locator(".map-card")
    expect(card).to_be_visible()
    name = card.locator("[lang=vi]").inner_text().split(". ")[-1]
    expect(page.locator("li.picked")).to_contain_text(name)
    card.get_by_role("link", name="See the venue").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_whole_way_goes_with_the_keyboard(page: Page) -> None:
    page.goto(SEARCH)
    button = page.locator("[data-map]")
    button.press("Enter")
    drawn(page)
    pin = page.locator(ALONE).first

    pin.press("Enter")
    expect(page.locator(".map-card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".map-card")).to_have_count(0)
    expect(pin).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#map")).to_be_hidden()
    expect(button).to_be_focused()


def test_several_that_touch_are_told_apart_nearer(page: Page) -> None:
    opened(page, SEARCH)
    before = page.locator(".pin").count()
    several = page.locator(".pin-several").first
    expect(several).to_have_accessible_name(re.compile(r"Places here: \d+"))

    several.tap()

    expect(page.locator(".pin")).not_to_have_count(before)


def test_a_place_in_the_list_is_shown_on_the_map(page: Page) -> None:
    opened(page, SEARCH)
    assert page.locator(".pin.picked").count() == 0

    page.locator("main li.venue-card a").nth(3).focus()

    expect(page.locator(".pin.picked")).to_have_count(1)


def test_a_place_known_to_its_street_only_says_so(page: Page) -> None:
    opened(page, VENUE)
    pin = page.locator(".pin-rough")

    pin.tap()

    expect(pin).to_have_accessible_name(re.compile("only the street is known"))
    expect(page.locator(".map-card")).to_contain_text("only the street is known")


def test_the_stops_of_a_walk_are_numbered(page: Page) -> None:
    opened(page, TOUR)

    numbers = page.locator(".pin-stop").all_inner_texts()

    assert sorted("·".join(numbers).split("·")) == ["1", "2", "3", "4"]


def test_who_gives_no_position_is_told_by_the_button(phones: Phones) -> None:
    page = opened(phones.phone(permissions=[]), SEARCH)

    button = page.get_by_role("button", name="Your position is not known.")

    expect(button).to_be_disabled()
    expect(page.locator(".maplibregl-user-location-dot")).to_have_count(0)


def test_my_position_is_shown(page: Page) -> None:
    opened(page, SEARCH)

    page.get_by_role("button", name="Show where I am").tap()

    expect(page.locator(".maplibregl-user-location-dot")).to_be_visible(timeout=SLOW)


def test_at_night_the_map_becomes_dark(network: Page) -> None:
    styles: list[str] = []
    network.on("request", lambda each: styles.append(each.url.rpartition("theme=")[2]))
    opened(network, VENUE)

    with network.expect_request("**/v1/maps/style.json?theme=dark"):
        network.emulate_media(color_scheme="dark")

    assert "light" in styles


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_while_the_map_is_open(
    phones: Phones, language: str, scheme: str
) -> None:
    page = phones.phone(language, width=360, color_scheme=scheme)
    page.goto(SEARCH)
    page.locator("[data-map]").tap()
    drawn(page)

    page.locator(ALONE).first.tap()
    expect(page.locator(".map-card")).to_be_visible()

    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
