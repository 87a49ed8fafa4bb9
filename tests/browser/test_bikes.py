"""Bikes on the phone: where they are, and a ride from the first top-up to the bill."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from citizen_api.bikes.models import Bike, State, Station
from tests.browser.conftest import Phones
from tests.browser.looking import Watch, troubles
from tests.browser.signing_in import sign_in, simulated
from tests.conftest import copied
from tests.factories import changing

SCREEN = {"width": 390, "height": 844}
SLOW_MS = 20_000  # the page looks again every few seconds


@pytest.fixture(scope="module")
def town(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city whose bank and locks are simulated."""
    with simulated(copied(server_url, f"seeded_{worker}", f"rides_{worker}")) as app:
        yield app


@pytest.fixture
def riders(browser: Browser, town: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    made = Phones(browser, town.config["PUBLIC_URL"])
    yield made
    made.close()


def bike_there(city: Flask) -> tuple[str, str, dict[str, float]]:
    """The token and the number of a free bicycle, and where it stands."""
    with changing(city) as session:
        wanted = select(Bike, Station).join(Station, Station.id == Bike.station_id)
        free = wanted.where(Bike.state == State.AVAILABLE, Bike.type_id == "bicycle")
        bike, place = session.execute(free.order_by(Bike.id).limit(1)).one()
        where = {"latitude": place.lat_e6 / 1e6, "longitude": place.lon_e6 / 1e6}
        return bike.token, bike.number, where


def found(page: Page) -> list[Any]:
    """What axe finds on the page at hand in Vietnamese, and what is too wide."""
    here = page.url
    page.goto(f"{here}{'&' if '?' in here else '?'}lang=vi")
    for closed in page.locator("main summary").all():
        closed.tap()
    troubled = troubles(page)
    page.goto(here)
    return troubled


def press(page: Page, name: str) -> None:
    """Tap a button."""
    page.get_by_role("button", name=name, exact=True).tap()


def pay(page: Page) -> None:
    """Pay at the simulated bank, in a tab of its own."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Pay at the simulated bank").tap()
    opened.value.get_by_role("button").tap()
    expect(opened.value.get_by_text("Đã chuyển")).to_be_visible()
    opened.value.close()


def close_lock(page: Page) -> None:
    """Close the simulated lock by hand."""
    page.get_by_text("No bike at hand?").tap()
    with page.context.expect_page() as opened:
        press(page, "Close the simulated lock")
    opened.value.get_by_role("button").tap()
    expect(opened.value.get_by_text("Đã đóng.")).to_be_visible()
    opened.value.close()
    page.goto("/me/ride")


def test_stations_as_a_list_and_on_the_map(phones: Phones) -> None:
    page = phones.phone(viewport=SCREEN)
    page.goto("/")
    page.get_by_role("link", name="Bikes", exact=True).tap()
    page.get_by_role("button", name="Near me").tap()
    page.wait_for_url("**lat=20.8561**")
    page.get_by_role("link", name="With room").tap()
    nearest = page.locator("#stations li").first
    expect(nearest).to_contain_text("room for")

    page.get_by_role("button", name="Map").tap()
    page.locator("body[data-map=ready]").wait_for(timeout=30_000)
    page.locator(".pin-open:not(.pin-several)").first.tap()
    expect(page.locator(".map-card")).to_contain_text("room for")
    expect(page.locator("li.picked")).to_have_count(1)
    page.get_by_role("link", name="See the station").tap()

    expect(page.get_by_role("heading", name="When I arrive")).to_be_visible()
    page.get_by_role("link", name="30 min").tap()
    page.wait_for_url("**minutes=30#arrival")


def test_a_ride_all_the_way(riders: Phones, town: Flask) -> None:
    token, number, where = bike_there(town)
    page = riders.phone(viewport=SCREEN, geolocation=where, service_workers="block")
    watch = Watch(page, town.config["PUBLIC_URL"])
    page.goto(f"/b/{token}")
    expect(page.get_by_role("heading", level=2)).to_contain_text(number)
    seen = found(page)
    page.get_by_role("link", name="Rent this bike").tap()
    page.wait_for_url("**/me/rider**")
    seen += found(page)
    sign_in(page, "P001", "/me")

    page.goto(f"/b/{token}")
    press(page, "Rent this bike")
    expect(page.get_by_role("alert")).to_contain_text("at least ₫10,000")
    page.get_by_role("link", name="Top up").tap()
    page.wait_for_url("**/me/wallet**")
    seen += found(page)
    press(page, "Show the VietQR code")
    page.wait_for_url("**/top-ups/**")
    seen += found(page)
    pay(page)
    expect(page.get_by_text("has come in.")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("link", name="Go on").tap()

    press(page, "Rent this bike")
    expect(page.get_by_text("Is this number painted")).to_be_visible()
    seen += found(page)
    press(page, "Yes, open the lock")
    expect(page.get_by_text("Price so far")).to_be_visible(timeout=SLOW_MS)
    seen += found(page)
    press(page, "Pause")
    expect(page.get_by_text("Now close the lock")).to_be_visible()
    close_lock(page)
    press(page, "Open and ride on")
    still = page.get_by_text("At any station: close the lock")
    expect(still).to_be_visible(timeout=SLOW_MS)
    close_lock(page)
    press(page, "Yes, end the ride")

    expect(page.get_by_role("heading", name="Last ride")).to_contain_text(number)
    seen += found(page)
    for path in ("/me/rides", "/me/wallet", "/me/passes", "/b"):
        page.goto(path)
        seen += found(page)
    page.goto("/me/rides")
    page.locator(".entries a").first.tap()
    page.wait_for_url("**/me/rides/**")
    seen += found(page)
    page.goto("/me/wallet")
    page.get_by_role("link", name="Top-up").tap()
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    seen += found(page)
    page.goto("/me/wallet")
    page.get_by_role("link", name="Month by month").tap()
    page.wait_for_url("**/statements/**")
    seen += found(page)
    assert seen == []
    assert watch.seen == []


def test_a_ride_without_a_script(riders: Phones, town: Flask) -> None:
    token, number, _ = bike_there(town)
    page = riders.phone(viewport=SCREEN, java_script_enabled=False)
    page.goto(f"/b/{token}")
    page.get_by_role("link", name="Rent this bike").tap()
    press(page, "Go on without an account")
    press(page, "Rent this bike")
    page.get_by_role("link", name="Top up").tap()
    press(page, "Show the VietQR code")
    pay(page)
    again(page, "has come in.")
    page.get_by_role("link", name="Go on").tap()
    press(page, "Rent this bike")
    press(page, "Yes, open the lock")
    expect(page.get_by_text("Is this number painted")).to_have_count(0)
    again(page, "Price so far")
    press(page, "End the ride")
    expect(page.get_by_text("Close the lock now")).to_be_visible()
    close_lock(page)

    again(page, "Last ride")
    expect(page.get_by_text(number).first).to_be_visible()


def again(page: Page, words: str) -> None:
    """Look again until the page says something."""
    for _ in range(40):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(100)
        page.goto(page.url)
    raise AssertionError(words)
