"""A moderator with a phone: the queue, a case, a second look; axe finds nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from citizen_api.accounts.models import PAGES
from citizen_api.roles.models import Role
from tests.browser.conftest import Phones, served
from tests.browser.looking import Watch, troubles
from tests.conftest import close, copied, make_app
from tests.factories import known_person, on_staff
from tests.pages.moderators import waiting
from tests.reviews.addresses import VENUE


@pytest.fixture(scope="module")
def bench(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which a case of each kind waits."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"bench_{worker}"))
    yield app
    close(app)


@pytest.fixture
def phones(browser: Browser, bench: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    for address in served(bench):
        made = Phones(browser, address)
        yield made
        made.close()


def moderator(page: Page, app: Flask, persona: str = "P002") -> Page:
    """The page of a phone on which a moderator is signed in."""
    on_staff(app, Role.MODERATOR, persona=persona)
    token = known_person(app, persona, client=PAGES).page_token
    address = app.config["PUBLIC_URL"]
    page.context.add_cookies([{"name": "session", "value": token, "url": address}])
    return page


def test_two_moderators_drop_a_burst_and_everybody_reads_of_it(
    phones: Phones, bench: Flask
) -> None:
    case = waiting.surge(bench)
    page = moderator(phones.phone(), bench)
    page.goto("/staff")
    page.get_by_role("link", name="Moderation").tap()
    page.locator(f"a[href$='{case}']").tap()
    page.get_by_label("Drop").check()
    page.get_by_role("button", name="Decide").tap()
    expect(page.locator("#note-error")).to_contain_text("Say why")
    page.get_by_label("Why?").fill("Mười hai máy mới trong một giờ.")
    page.get_by_role("button", name="Decide").tap()
    expect(page.get_by_role("status")).to_contain_text("Your decision is kept")

    other = moderator(phones.phone(), bench, "P017")
    other.goto("/staff/moderation?state=proposed")
    other.locator(f"a[href$='{case}']").tap()
    other.get_by_label("Yes, do it").check()
    other.get_by_role("button", name="Send").tap()
    expect(other.get_by_role("status")).to_contain_text("Your word is kept")

    reader = phones.phone("vi")
    reader.goto("/moderation")
    expect(reader.locator(".steps li").first).to_contain_text("đã gỡ")


@pytest.mark.proof
def test_a_burst_that_a_moderator_sees_is_held(phones: Phones, bench: Flask) -> None:
    page = moderator(phones.phone(), bench, "P018")
    page.goto("/staff/moderation")
    page.get_by_role("link", name="Hold a burst of ratings").tap()
    address = f"{bench.config['PUBLIC_URL']}/venues/{VENUE}"
    page.get_by_label("The address of the venue's page").fill(address)
    page.get_by_role("button", name="Hold these ratings").tap()

    expect(page.get_by_role("status")).to_contain_text("held from now on")
    expect(page.locator("main")).to_contain_text("somebody else must decide")


@pytest.mark.slow
def test_axe_finds_nothing_where_moderators_work(phones: Phones, bench: Flask) -> None:
    page = moderator(
        phones.phone("vi", width=360, service_workers="block"), bench, "P020"
    )
    watch = Watch(page, bench.config["PUBLIC_URL"])
    cases = {name: f"/staff/moderation/{case}" for name, case in waiting.every(bench)}
    found = {}
    decided = waiting.newest(bench, "review_report")
    moved, twice = (waiting.report(bench, kind) for kind in ("moved", "duplicate"))

    for path in (
        *("/staff/moderation", *cases.values(), f"{cases['report']}/correction"),
        f"/staff/moderation/{decided}/undo",
        *(f"/staff/moderation/{each}/correction" for each in (moved, twice)),
        *("/staff/calendar", "/staff/calendar/new"),
        *("/staff/licences", f"/staff/licences/{VENUE}", "/moderation"),
        *("/staff/letters", "/staff/moderation/surges"),
    ):
        page.goto(path)
        found[path] = troubles(page)
    for path in (cases["held"], "/staff/calendar/new", f"/staff/licences/{VENUE}"):
        page.goto(path)
        with page.expect_navigation():
            page.locator("main form .wide").first.tap()
        found[f"{path} sent empty"] = troubles(page)

    assert {path: each for path, each in found.items() if each} == {}
    assert watch.seen == []
