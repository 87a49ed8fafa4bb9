"""Finding a dish with a phone: by typing, by tapping, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones

pytestmark = pytest.mark.proof


def typed(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_role("combobox").press_sequentially(words)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_dishes_are_suggested_while_typing(page: Page) -> None:
    typed(page, "banh da cu")

    first = page.get_by_role("option").first
    expect(first).to_contain_text("Bánh đa cua")
    first.tap()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Bánh đa cua")


def test_suggestions_are_chosen_with_the_keyboard_alone(page: Page) -> None:
    typed(page, "bun ca")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_attribute(
        "id", field.get_attribute("aria-activedescendant") or ""
    )
    field.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Bún cá cay")


def test_escape_puts_the_suggestions_away_and_keeps_the_words(page: Page) -> None:
    typed(page, "oc")

    page.get_by_role("combobox").press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("oc")


def test_near_me_orders_by_distance_after_a_tap(page: Page) -> None:
    page.goto("/search?q=banh+da+cua")

    page.get_by_role("button", name="Near me").tap()

    page.wait_for_url("**sort=distance")
    expect(page.locator(".away").first).to_be_visible()


def test_near_me_on_the_home_page_keeps_the_address_clean(page: Page) -> None:
    page.goto("/")

    page.get_by_role("button", name="Near me").tap()

    expect(page.locator("#nearby-title")).to_have_text("Open now near you")
    assert "lat" not in page.url


def test_who_gives_no_position_is_told_and_nothing_is_lost(phones: Phones) -> None:
    page = phones.phone(permissions=[])
    page.goto("/")

    page.get_by_role("button", name="Near me").tap()

    expect(page.get_by_text("Your position is not available")).to_be_visible()
    expect(page.locator("#nearby .card").first).to_be_visible()


def test_another_time_of_day_comes_without_a_new_page(page: Page) -> None:
    page.goto("/")

    page.get_by_role("link", name="Evening").tap()

    expect(page.locator("#times-title")).to_have_text("What people eat in the evening")
    assert page.url.endswith("/")


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_searching_works_without_javascript(phones: Phones, language: str) -> None:
    page = phones.phone(language, java_script_enabled=False)
    page.goto("/")

    page.locator("input[name=q]").fill("banh da cua")
    page.locator("form.finder button").tap()

    expect(page.locator("h1")).to_contain_text("Bánh đa cua")
    expect(page.locator("[data-near]")).to_be_hidden()
    page.locator("nav.filters a").first.tap()
    page.wait_for_url("**open=now")


def test_a_language_is_chosen_and_stays(page: Page) -> None:
    page.goto("/search?q=oc")
    page.locator("a.language").tap()

    page.get_by_role("button", name="한국어").tap()

    page.wait_for_url("**/search?q=oc")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.goto("/about")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
