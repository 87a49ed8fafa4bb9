"""From a poster on the street to one's own review, as a tourist goes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EVERY_LANGUAGE, Phones
from tests.browser.looking import Watch
from tests.links.codes import mistyped

POSTER = "P9C6HC9T"  # of the street Cầu Đất
STICKER = "F4K4FVP4"  # of a venue in that street
DISH = "Bánh đa cua"
REVIEW = "Ngon lắm! 맛있어요 🍜"
KEPT = """async () => {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await caches.match(location.href, { ignoreVary: true })) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""
SLOW = 60_000  # letters and lines of the map are drawn by the processor here
NO_WEBGL = """
HTMLCanvasElement.prototype.getContext = () => null;
OffscreenCanvas.prototype.getContext = () => null;
"""


def scan(page: Page, code: str) -> None:
    """Open the address that is printed; it is not kept in the address bar."""
    page.goto(f"/q/{code}?s=1")
    expect(page.locator(".belongs")).to_contain_text("127.0.0.1:")


def search(page: Page) -> None:
    """From the poster home, and from there to the places that serve the dish."""
    page.locator("nav.tabs a").first.tap()
    field = page.locator("input[name=q]")
    field.fill("banh da cua")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(DISH)


def pick_on_map(page: Page) -> None:
    """Open the map, tap a pin, and go to the venue on its card."""
    page.locator("[data-map]").tap()
    expect(page.locator("body")).to_have_attribute("data-map", "ready", timeout=SLOW)
    page.locator(".pin:not(.pin-several)").first.tap()
    page.locator(".map-card .button[href^='/venues/']").tap()
    page.wait_for_url("**/venues/*")


def pick_in_list(page: Page) -> None:
    """Go to the first venue of the list."""
    page.locator(".venue-card a").first.tap()
    page.wait_for_url("**/venues/*")


def rate(page: Page) -> None:
    """Give four stars and some words, and find them among one's own."""
    name = page.get_by_role("heading", level=1).inner_text()
    page.locator("a[href$='/rate']").first.tap()
    page.locator("input[name=stars][value='4']").check(force=True)
    page.locator("textarea").fill(REVIEW)
    page.locator("main form button").first.tap()
    expect(page.locator("#reviews ~ [role=status]")).to_contain_text(REVIEW)
    page.locator("nav.tabs a[href='/me/reviews']").tap()
    expect(page.locator("main .card h2")).to_have_text(name)
    expect(page.locator("main .words")).to_have_text(REVIEW)


@pytest.mark.slow
@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_from_the_poster_over_the_map_to_ones_own_review(
    readers: Phones, fresh_live: str, language: str
) -> None:
    page = readers.phone(language)
    watch = Watch(page, fresh_live)

    scan(page, POSTER)
    expect(page).to_have_url(re.compile(f"/q/{POSTER}$"))
    search(page)
    pick_on_map(page)
    rate(page)

    expect(page.locator("html")).to_have_attribute("lang", language)
    assert watch.seen == []


@pytest.mark.parametrize(
    "language", ["vi", pytest.param("ja", marks=pytest.mark.proof)]
)
def test_the_same_without_javascript(
    readers: Phones, fresh_live: str, language: str
) -> None:
    page = readers.phone(language, java_script_enabled=False)
    watch = Watch(page, fresh_live)

    scan(page, POSTER)
    expect(page.locator("[data-map]")).to_be_hidden()
    search(page)
    pick_in_list(page)
    rate(page)

    assert watch.seen == []


def test_the_same_without_webgl(readers: Phones) -> None:
    page = readers.phone()
    page.add_init_script(NO_WEBGL)

    scan(page, POSTER)
    search(page)
    page.locator("[data-map]").tap()
    expect(page.get_by_role("status").filter(has_text="cannot draw")).to_be_visible()
    pick_in_list(page)
    rate(page)


def test_what_was_seen_opens_without_a_network(readers: Phones) -> None:
    page = readers.phone()
    seen = {}
    for path in (f"/q/{STICKER}?s=1", f"/q/{POSTER}?s=1", "/search?q=oc", "/about"):
        page.goto(path)
        assert page.evaluate(KEPT), path
        seen[page.url] = page.locator("h1").inner_text()
    page.context.set_offline(True)

    for address, heading in seen.items():
        page.goto(address)
        assert page.locator("h1").inner_text() == heading, address
    scan(page, POSTER)
    page.goto("/venues/nga-quan")

    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(page.locator("[data-seen]")).to_contain_text("Cầu Đất")


def test_another_language_is_chosen_at_the_poster_and_stays(readers: Phones) -> None:
    page = readers.phone("en")
    scan(page, POSTER)

    page.locator("a.language").tap()
    page.get_by_role("button", name="日本語").tap()

    page.wait_for_url(f"**/q/{POSTER}")
    expect(page.locator(".lead").first).to_contain_text("営業中")
    search(page)
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_a_letter_typed_wrong_is_told_and_can_be_mended(readers: Phones) -> None:
    page = readers.phone()
    page.goto(f"/q/{mistyped(POSTER)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the letters")

    page.get_by_label("The eight letters under the QR code").fill(POSTER.lower())
    page.get_by_role("button", name="Open").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Cầu Đất")


def test_a_pasted_over_sticker_is_reported(readers: Phones) -> None:
    page = readers.phone()
    scan(page, STICKER)

    page.get_by_role("link", name="This sticker looks wrong").tap()
    page.get_by_label("It is pasted over another sticker").check()
    page.get_by_role("button", name="Send").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
