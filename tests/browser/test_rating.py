"""Rating a venue with a phone: by keyboard, by thumb, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones
from tests.reviews.addresses import VENUE

pytestmark = pytest.mark.proof
PATH = f"/venues/{VENUE}"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 7) Chrome/140 Mobile"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604"


def ensure_own_review(page: Page, stars: int, words: str) -> None:
    """The venue thanks for the review and shows it."""
    thanks = page.get_by_role("status").filter(has_text="Thank you!")
    expect(thanks).to_contain_text(words)
    expect(thanks.get_by_label(f"{stars} stars of 5").first).to_be_visible()
    expect(page.locator(".reviews")).to_contain_text(words)


def test_rating_with_the_keyboard_alone(readers: Phones) -> None:
    page = readers.phone()
    page.goto(PATH)
    page.get_by_role("link", name="Rate it").first.press("Enter")

    page.get_by_label("1 star of 5").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_label("In your words").focus()
    page.keyboard.type("Ngon lắm 🍜")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    ensure_own_review(page, 4, "Ngon lắm 🍜")


@pytest.mark.parametrize("scripts", [True, False])
def test_rating_changing_and_taking_back_by_thumb(
    readers: Phones, scripts: bool
) -> None:
    page = readers.phone(java_script_enabled=scripts)
    page.goto(f"{PATH}/rate")
    page.get_by_label("5 stars of 5").first.check(force=True)
    page.get_by_label("In your words").fill("Ngon lắm")
    page.get_by_role("button", name="Send").tap()
    ensure_own_review(page, 5, "Ngon lắm")

    page.get_by_role("link", name="Change it or take it back").tap()
    expect(page.get_by_label("In your words")).to_have_value("Ngon lắm")
    page.get_by_label("2 stars of 5").first.check(force=True)
    page.get_by_role("button", name="Send").tap()
    ensure_own_review(page, 2, "Ngon lắm")

    page.goto("/me/reviews")
    page.get_by_text("Take it back:").tap()
    page.get_by_role("button", name="Take it back now").tap()
    expect(page.get_by_role("status")).to_have_text("Your rating is taken back.")
    expect(page.locator("main")).not_to_contain_text("Ngon lắm")


@pytest.mark.parametrize("scripts", [True, False])
def test_saying_that_something_is_wrong(readers: Phones, scripts: bool) -> None:
    page = readers.phone(java_script_enabled=scripts)
    page.goto(PATH)
    page.get_by_role("link", name="Something is wrong here").tap()
    page.get_by_label("A price is wrong").check()
    page.get_by_label("Which dish").select_option("banh-da-cua")
    page.get_by_label("What would be right?").fill("Nay 45.000")
    page.get_by_role("button", name="Send").tap()

    page.get_by_role("link", name="What becomes of it").tap()

    expect(page.locator("main")).to_contain_text("We are looking at it")


def test_characters_are_counted_as_the_service_counts_them(readers: Phones) -> None:
    page = readers.phone()
    page.goto(f"{PATH}/rate")

    page.get_by_label("In your words").fill("  e\u0302\u0301🍜  ")

    expect(page.locator("#count")).to_have_text("2 of 2,000 characters")


@pytest.mark.parametrize(
    ("agent", "way"),
    [
        (ANDROID, "geo:0,0?q="),
        (IPHONE, "https://maps.apple.com/"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "https://www.openstreetmap.org/"),
    ],
)
def test_directions_open_in_the_map_of_the_phone(
    phones: Phones, agent: str, way: str
) -> None:
    page = phones.phone(user_agent=agent)
    page.goto(PATH)

    link = page.get_by_role("link", name="Directions")

    assert (link.get_attribute("href") or "").startswith(way)


def test_a_link_is_copied_where_nothing_can_be_shared(phones: Phones) -> None:
    page = phones.phone(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(PATH)

    page.get_by_role("button", name="Share").tap()

    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(PATH)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_people_write(readers: Phones, scheme: str) -> None:
    page = readers.phone(width=360, color_scheme=scheme)
    page.goto(f"{PATH}/rate")
    page.get_by_label("5 stars of 5").first.check(force=True)
    page.get_by_label("In your words").fill("x" * 2001)
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("In your words").fill("Ngon " * 100)
    page.get_by_role("button", name="Send").tap()
    ensure_own_review(page, 5, "Ngon Ngon")

    for path in (PATH, f"{PATH}?done=rated", f"{PATH}/rate", f"{PATH}/report"):
        page.goto(path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    page.goto("/me/reviews")
    for summary in page.locator("summary").all():
        summary.tap()
    assert Axe().run(page).response["violations"] == []
