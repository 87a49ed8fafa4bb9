"""The whole way of a citizen and of a receptionist, with VNeID, on real phones."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from citizen_api.roles.models import Role
from qr.symbol import Correction, encode
from tests.browser.conftest import Phones
from tests.browser.looking import Watch, troubles
from tests.browser.signing_in import sign_in, simulated
from tests.conftest import copied
from tests.factories import known_person, on_staff
from tests.pages.staff.scanning import scanned
from tests.rights.citizens import allowed, send

SCREEN = {"width": 390, "height": 844}
OWN = (
    "/me/insurance",
    "/me/access-log",
    "/me/consents",
    "/me/sessions",
    "/me/data",
)
STAFF = (
    "/staff/insurance",
    "/staff/insurance/today",
    "/staff/insurance/emergency",
)
# A browser that can read codes, and one that cannot.
OWN_DETECTOR = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: %r }]; }
};
"""
NO_DETECTOR = "delete globalThis.BarcodeDetector;"
# A camera before which a card is held.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const rows = %r, side = 6, edge = 40;
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d");
  canvas.width = canvas.height = rows.length * side + 2 * edge;
  setInterval(() => {
    brush.fillStyle = "white";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "black";
    rows.forEach((row, y) => row.forEach((dark, x) => {
      if (dark) brush.fillRect(edge + x * side, edge + y * side, side, side);
    }));
  }, 50);
  return canvas.captureStream();
};
"""


@pytest.fixture(scope="module")
def house(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city with P002 at the desk of a hospital, and P006 who reviews emergencies."""
    with simulated(copied(server_url, f"seeded_{worker}", f"desk_{worker}")) as app:
        on_staff(app, Role.HEALTH_STAFF, "99001", "P002")
        on_staff(app, Role.BREAK_GLASS_REVIEWER, "", "P006")
        yield app


@pytest.fixture
def people(browser: Browser, house: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    made = Phones(browser, house.config["PUBLIC_URL"])
    yield made
    made.close()


def person(people: Phones, persona: str, path: str = "/me") -> Page:
    """A phone of 390 px on which a persona signed in."""
    page = people.phone(viewport=SCREEN, service_workers="block")
    sign_in(page, persona, path)
    return page


def found(page: Page, *paths: str) -> dict[str, Any]:
    """What axe finds on pages in Vietnamese, and what is too wide."""
    troubled = {}
    for address in paths:
        page.goto(f"{address}?lang=vi")
        for closed in page.locator("main summary").all():
            closed.tap()
        troubled[address] = troubles(page)
    return {address: each for address, each in troubled.items() if each}


def test_a_citizen_and_a_receptionist_all_the_way(people: Phones, house: Flask) -> None:
    citizen = person(people, "P001")
    watch = Watch(citizen, house.config["PUBLIC_URL"])
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn An")
    app = known_person(house, "P001")
    allowed(house, app, claims=["profile", "account"])

    citizen.get_by_role("link", name="My health insurance").tap()
    expect(citizen.locator(".verdict")).to_contain_text("You are insured")

    desk = person(people, "P002", "/staff/insurance")
    expect(desk.locator("#card")).to_be_focused()
    desk.keyboard.insert_text(scanned())
    desk.keyboard.press("Enter")
    expect(desk.locator(".verdict")).to_contain_text("The insurance is good")
    result = urlsplit(desk.url).path

    citizen.goto("/me/access-log")
    expect(citizen.locator(".looked-up")).to_contain_text("Bệnh viện Mẫu số 1")
    expect(citizen.locator(".looked-up")).to_contain_text("Reception")

    citizen.goto("/me/consents")
    citizen.get_by_role("button", name="who looked you up").tap()
    expect(citizen.get_by_role("status")).to_contain_text("Taken back.")
    refused = send(house, "GET", "/v1/me/consents", app.headers)
    assert refused.status_code == 403

    assert found(citizen, "/me", *OWN, "/privacy") == {}
    assert found(desk, "/staff", *STAFF, result) == {}

    citizen.goto("/me/insurance")
    citizen.locator(".account-menu summary").tap()
    citizen.get_by_role("button", name="Sign out").tap()
    citizen.wait_for_url(f"{house.config['PUBLIC_URL']}/")
    citizen.goto("/me")
    expect(citizen.get_by_role("link", name="Sign in with VNeID")).to_be_visible()
    assert found(citizen, "/me") == {}
    assert watch.seen == []


@pytest.mark.parametrize("script", [OWN_DETECTOR % scanned(), NO_DETECTOR])
def test_the_camera_reads_the_card_whatever_the_browser_can(
    people: Phones, script: str
) -> None:
    desk = person(people, "P002", "/staff/insurance")
    rows = [list(row) for row in encode(scanned(), Correction.MEDIUM).rows]
    desk.add_init_script(script + CAMERA % rows)
    desk.goto("/staff/insurance")

    desk.get_by_role("button", name="Scan with the camera").tap()

    expect(desk.locator(".verdict")).to_contain_text("The insurance is good")


def test_an_emergency_and_its_review_without_javascript(people: Phones) -> None:
    desk = people.phone(viewport={"width": 360, "height": 780})
    sign_in(desk, "P002", "/staff/insurance/emergency")
    desk.locator("#reason").fill("Bất tỉnh sau tai nạn, phải mổ ngay.")
    desk.locator("#card").fill(scanned())
    desk.get_by_role("button", name="Open it and look up").tap()
    expect(desk.locator(".verdict")).to_contain_text("Emergency access")
    desk.emulate_media(media="print")
    expect(desk.locator(".verdict")).to_be_hidden()

    judge = people.phone(java_script_enabled=False)
    sign_in(judge, "P006", "/staff/emergencies")
    judge.get_by_label("Justified", exact=True).check()
    judge.get_by_label("Why you find so").fill("Đúng ca cấp cứu buổi trưa.")
    judge.get_by_role("button", name="Keep my review").tap()
    expect(judge.get_by_role("status")).to_contain_text("Your review is kept.")
