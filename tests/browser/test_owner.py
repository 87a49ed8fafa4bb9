"""An owner with a phone: from the claim to today, prices, hours and an answer."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from citizen_api.accounts.models import PAGES
from citizen_api.links.queries import codes_of_venue
from citizen_api.listings.claiming import write_letter
from citizen_api.roles.models import Role
from tests.browser.conftest import Phones, served
from tests.browser.looking import Watch, troubles
from tests.conftest import NOON, close, copied, make_app
from tests.factories import (
    Stall,
    build,
    changing,
    database_of,
    known_person,
    on_staff,
)
from tests.listings.owning import show_at_once
from tests.pages.filling import Reader

VENUE, DISH = "banh-da-cua-be-ba-cu", "banh-da-cua"
QUICKER = text(
    "INSERT INTO venue_listings AS l (venue_id, version)"
    " SELECT id, 1 FROM venues WHERE slug = :venue"
    " ON CONFLICT (venue_id) DO UPDATE SET version = l.version + 1"
)
CLAIMED, NAME = "banh-da-cua-lach-tray", "Bánh đa cua Lạch Tray"


@pytest.fixture(scope="module")
def street(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which an owner works; a guest has written."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"street_{worker}"))
    show_at_once(app)
    for venue in (VENUE, CLAIMED):
        Reader(app).fill(f"/venues/{venue}/rate", stars="2", text="Hơi mặn.")
    yield app
    close(app)


@pytest.fixture
def phones(browser: Browser, street: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    for address in served(street):
        made = Phones(browser, address)
        yield made
        made.close()


def signed_in(page: Page, app: Flask, persona: str) -> Page:
    """The page of a phone on which somebody is signed in."""
    token = known_person(app, persona, client=PAGES).page_token
    address = app.config["PUBLIC_URL"]
    page.context.add_cookies([{"name": "session", "value": token, "url": address}])
    return page


def press(page: Page, name: str) -> None:
    """Tap a button, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.tap()


def go(page: Page, name: str) -> None:
    """Tap a link, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.tap()


def claimed(page: Page, app: Flask) -> None:
    """Claim the venue, and type the code of the letter."""
    page.goto(f"/venues/{CLAIMED}")
    go(page, "Is this your place?")
    press(page, "Claim this venue")
    with changing(app) as session:
        secret = app.config["SIGNING_KEY"]
        code = write_letter(session, CLAIMED, "person:lan", NOON, secret)[0]
    page.get_by_label("The code in the letter").fill(code.lower())
    press(page, "This is my place")
    expect(page.get_by_role("status")).to_contain_text("This venue is yours now")


def test_an_owner_keeps_a_venue_from_the_claim_on(
    phones: Phones, street: Flask
) -> None:
    page = signed_in(phones.phone(width=390), street, "P003")
    claimed(page, street)
    go(page, "Today")
    press(page, "Close for today")
    expect(page.get_by_role("button", name="Open after all")).to_be_visible()
    press(page, "Open after all")
    press(page, "Sold out")
    expect(page.locator(".taps .off")).to_have_count(1)
    go(page, NAME)

    go(page, "Menu and prices")
    page.locator(".cards a").first.tap()
    page.get_by_label("Price in VND").fill("45.000")
    press(page, "Save")
    expect(page.locator(".cards .money").first).to_contain_text("₫45,000")
    go(page, NAME)

    go(page, "Opening hours")
    go(page, "Change the week")
    page.get_by_label("Monday, shift 1, from").fill("06:00")
    page.get_by_label("Monday, shift 1, to").fill("10:30")
    page.get_by_label("Monday, shift 2, from").fill("16:00")
    page.get_by_label("Monday, shift 2, to").fill("21:00")
    press(page, "Use these times for every day")
    press(page, "Save")
    expect(page.locator(".week tr").last).to_contain_text("–10:30")
    go(page, NAME)

    go(page, "Reviews")
    go(page, "Answer")
    page.get_by_role("textbox").fill("Cảm ơn bạn.")
    press(page, "Publish the answer")
    page.goto(f"/venues/{CLAIMED}")
    expect(page.locator("#main")).to_contain_text("Cảm ơn bạn.")
    expect(page.locator(".week tr").first).to_contain_text("–10:30")


@pytest.mark.proof
def test_an_owner_asks_to_merge_another_entry(phones: Phones, street: Flask) -> None:
    (twin,) = build(street, Stall(name="Quán sinh đôi"))
    on_staff(street, Role.VENUE_OWNER, VENUE, "P004")
    page = signed_in(phones.phone(width=360), street, "P004")
    page.goto(f"/me/venues/{VENUE}")
    go(page, "Name and address")
    go(page, "Is your venue listed twice?")
    press(page, "Ask to merge them")
    expect(page.locator("#venue-error")).to_be_visible()

    address = f"{street.config['PUBLIC_URL']}/venues/{twin}"
    page.get_by_label("The address of the other entry").fill(address)
    press(page, "Ask to merge them")

    expect(page.get_by_role("status")).to_contain_text("Two moderators will look")
    expect(page.locator(".pending")).to_contain_text("Quán sinh đôi")


def outrun(page: Page, app: Flask, path: str) -> Page:
    """A form that is sent after somebody else was quicker: both versions."""
    page.goto(path)
    with changing(app) as session:
        session.execute(QUICKER, {"venue": VENUE})
    page.get_by_role("textbox").first.fill("0225 3842345")
    with page.expect_navigation():
        page.locator("main form .wide").first.tap()
    expect(page.locator(".versions")).to_be_visible()
    return page


def test_axe_finds_nothing_where_owners_work(phones: Phones, street: Flask) -> None:
    page = phones.phone("vi", width=360, service_workers="block")
    on_staff(street, Role.VENUE_OWNER, VENUE, "P004")
    signed_in(page, street, "P004")
    watch, found = Watch(page, street.config["PUBLIC_URL"]), {}
    one = f"/me/venues/{VENUE}"
    assert codes_of_venue(database_of(street), VENUE, NOON)
    page.goto(f"{one}/reviews")
    review = page.locator(".own-reviews .choices a").first.get_attribute("href") or ""

    for path in (
        *("/me/venues", one, f"{one}/today", f"{one}/menu", f"{one}/menu/new"),
        *(f"{one}/menu/{DISH}", f"{one}/hours", f"{one}/hours/week"),
        *(f"{one}/hours/days", f"{one}/contacts", f"{one}/name", f"{one}/changes"),
        *(f"{one}/visit-code", f"{one}/print", f"{one}/reviews", review),
        *(f"{review}/report", "/venues/banh-da-cua-co-cam/claim"),
        *(f"{one}/photos", f"{one}/duplicate", f"{one}?done=1"),
    ):
        answer = page.goto(path)
        assert answer, path
        assert answer.ok, path
        found[path] = troubles(page)
    found["both versions"] = troubles(outrun(page, street, f"{one}/contacts"))

    assert {path: each for path, each in found.items() if each} == {}
    assert watch.seen == []
