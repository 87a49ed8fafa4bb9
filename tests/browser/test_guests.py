"""Guests with a phone: photos of what they ate, and that they really were there."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from citizen_api.links.models import Kind
from tests.browser.conftest import Phones
from tests.browser.looking import troubles
from tests.factories import CENTRE, Stall, build
from tests.links.codes import made
from tests.media.pictures import photo
from tests.reviews.addresses import VENUE

PATH = f"/venues/{VENUE}"
LON, LAT = CENTRE


def rate_and_send(page: Page, content: bytes) -> None:
    """Give four stars, then send a photo."""
    page.goto(f"{PATH}/rate")
    page.get_by_label("4 stars of 5").first.check(force=True)
    page.get_by_role("button", name="Send").tap()
    page.get_by_role("link", name="Add photos").tap()
    page.get_by_label("A photo of the food or the place").set_input_files(
        {"name": "bowl.jpg", "mimeType": "image/jpeg", "buffer": content}
    )
    page.get_by_role("button", name="Add the photo").tap()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_photo_is_added_seen_by_others_and_removed(
    readers: Phones, scripts: bool
) -> None:
    page = readers.phone(java_script_enabled=scripts)
    rate_and_send(page, photo((900, 600)))
    expect(page.get_by_alt_text("Photo 1 of yours")).to_be_visible()

    other = readers.phone(java_script_enabled=scripts)
    other.goto(PATH)
    other.locator("#photos").scroll_into_view_if_needed()
    seen = other.get_by_alt_text("by a guest")
    expect(seen).to_be_visible()
    expect(seen).to_have_js_property("complete", True)
    assert seen.evaluate("each => each.naturalWidth") > 0

    page.get_by_role("button", name="Remove").tap()
    expect(page.get_by_alt_text("Photo 1 of yours")).to_have_count(0)
    page.get_by_role("link", name="Done").tap()
    expect(page.locator("#photos")).to_have_count(0)


def test_what_is_no_photo_is_told_above_the_form(readers: Phones) -> None:
    page = readers.phone()

    rate_and_send(page, b"no photo")

    expect(page.get_by_role("alert")).to_contain_text("JPEG, PNG or WebP")
    assert troubles(page) == []


def test_a_scan_on_the_spot_marks_the_rating(readers: Phones, fresh: Flask) -> None:
    (venue,) = build(fresh, Stall(hours="24/7"))
    code = made(fresh, Kind.VENUE, venue)
    here = {"latitude": LAT, "longitude": LON, "accuracy": 20}
    page = readers.phone(geolocation=here)

    page.goto(f"/q/{code}?s=1")
    page.get_by_role("link", name="I am here").tap()
    assert troubles(page) == []
    page.get_by_role("button", name="I am here").tap()
    page.wait_for_url("**/rate?visited=1")
    page.get_by_label("5 stars of 5").first.check(force=True)
    page.get_by_role("button", name="Send").tap()

    expect(page.locator(".reviews")).to_contain_text("Was there")


def test_who_is_elsewhere_is_told_so(readers: Phones, fresh: Flask) -> None:
    (venue,) = build(fresh, Stall(hours="24/7"))
    code = made(fresh, Kind.VENUE, venue)
    far = {"latitude": LAT + 0.05, "longitude": LON, "accuracy": 20}
    page = readers.phone(geolocation=far)
    page.goto(f"/venues/{venue}/visit?code={code}")

    page.get_by_role("button", name="I am here").tap()

    expect(page.get_by_role("alert")).to_contain_text("somewhere else")
    assert troubles(page) == []
