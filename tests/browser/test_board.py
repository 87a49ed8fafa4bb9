"""The board on a phone: a table, its chart and its file; axe finds nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from citizen_api.accounts.models import PAGES
from citizen_api.roles.models import Role
from tests.board.filling import look_for, scan, surge
from tests.browser.conftest import Phones, served
from tests.browser.looking import Watch, troubles
from tests.conftest import NOON, close, copied, make_app
from tests.factories import known_person, on_staff

pytestmark = pytest.mark.proof
TABLES = ("scans", "fruitless-searches", "stale-listings", "surges")


@pytest.fixture
def busy(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which something happened this month."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"busy_{worker}"))
    for number in range(1, 20):
        scan(app, 3 + number % 9, day=NOON.date().replace(day=number))
        scan(app, 6, day=NOON.date().replace(day=number), number=5)
    look_for(app, "pho bo kobe", 17)
    look_for(app, "banh beo", 9)
    surge(app, 12)
    yield app
    close(app)


@pytest.fixture
def phones(browser: Browser, busy: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    for address in served(busy):
        made = Phones(browser, address)
        yield made
        made.close()


def test_the_board_is_read_and_taken_away(phones: Phones, busy: Flask) -> None:
    page = phones.phone("vi", width=360, service_workers="block")
    on_staff(busy, Role.AUDITOR)
    token = known_person(busy, "P002", client=PAGES).page_token
    address = busy.config["PUBLIC_URL"]
    page.context.add_cookies([{"name": "session", "value": token, "url": address}])
    watch = Watch(page, address)

    page.goto("/staff")
    page.get_by_role("link", name="Bảng tổng hợp của thành phố").tap()
    page.get_by_role("link", name="Tìm mà không thấy").tap()
    expect(page.get_by_role("rowheader", name="pho bo kobe")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").tap()
    assert taken.value.path().read_text().splitlines()[0] == "words,count"

    found = {}
    for name in TABLES:
        page.goto(f"/staff/board/{name}")
        expect(page.get_by_role("img")).to_be_visible()
        found[name] = troubles(page)
    assert {name: each for name, each in found.items() if each} == {}
    assert watch.seen == []
