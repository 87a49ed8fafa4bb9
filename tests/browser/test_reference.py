"""Scalar draws our document in a real browser, and asks nobody else for anything."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Phones
from tests.browser.looking import Watch


@pytest.mark.slow
def test_the_reference_is_drawn_without_another_host(phones: Phones, live: str) -> None:
    page = phones.phone(width=1200, service_workers="block")
    watch = Watch(page, live)
    page.goto("/reference")

    title = page.get_by_role("heading", name="Hải Phòng citizen API")
    # Scalar reads a document of all doors first: seconds on a busy machine.
    expect(title).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="partners").first.click()
    expect(page.get_by_text("Give anybody a test key, at once").first).to_be_attached()

    assert [each for each in watch.seen if each.startswith("http")] == []
