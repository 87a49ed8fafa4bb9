"""A code keeper and an auditor with their phones; what they use is for everybody."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from citizen_api.accounts.models import PAGES
from citizen_api.breaches.actions import detect
from citizen_api.links.models import Flag
from citizen_api.links.scanning import raise_flag
from citizen_api.roles.models import Role
from tests.breaches.attacks import mass
from tests.browser.conftest import Phones, served
from tests.browser.looking import Watch, troubles
from tests.conftest import NOON, close, copied, make_app
from tests.factories import changing, known_person, on_staff

CODE = "F4K4FVP4"
ROLES = (
    *(Role.CODE_KEEPER, Role.ADMINISTRATOR, Role.AUDITOR, Role.PRIVACY_OFFICER),
    Role.BIKE_OPERATOR,
)


@pytest.fixture(scope="module")
def office(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which people work: a code is reported, and data were breached."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"office_{worker}"))
    mass(app, people=130)
    with changing(app) as session:
        raise_flag(session, CODE, Flag.PASTED_OVER, NOON.date(), "Dán đè " * 20)
        detect(session, now=NOON)
    yield app
    close(app)


@pytest.fixture
def phones(browser: Browser, office: Flask) -> Iterator[Phones]:
    """Phones in that city."""
    for address in served(office):
        made = Phones(browser, address)
        yield made
        made.close()


def signed_in(page: Page, app: Flask, persona: str, *roles: Role) -> Page:
    """The page of a phone on which somebody with these roles is signed in."""
    for role in roles:
        on_staff(app, role, persona=persona)
    token = known_person(app, persona, client=PAGES).page_token
    address = app.config["PUBLIC_URL"]
    page.context.add_cookies([{"name": "session", "value": token, "url": address}])
    return page


def test_a_reported_code_is_mended_and_the_auditor_sees_it(
    phones: Phones, office: Flask
) -> None:
    page = signed_in(phones.phone(), office, "P002", Role.CODE_KEEPER)
    page.goto("/staff")
    page.get_by_role("link", name="Codes on the street").tap()
    page.get_by_role("link", name="Bánh đa cua bể Bà Cụ").tap()
    page.get_by_role("link", name="Let it stand for something else").tap()
    page.get_by_label("What it stands for").select_option("page")
    page.get_by_label("Which one").fill("http://elsewhere")
    page.get_by_role("button", name="Change it").tap()
    expect(page.locator("#id-error")).to_contain_text("https://")
    page.get_by_label("Which one").fill("/about")
    page.get_by_role("button", name="Change it").tap()
    expect(page.get_by_role("status")).to_contain_text("Done")
    page.get_by_role("link", name="Say what was done").tap()
    page.get_by_label("What was done").fill("Đã dán lại tem mới")
    page.get_by_role("button", name="It is seen to").tap()
    expect(page.locator(".history")).to_contain_text("Đã dán lại tem mới")
    expect(page.locator(".history")).to_contain_text("page /about")

    auditor = signed_in(phones.phone(), office, "P017", Role.AUDITOR)
    auditor.goto("/staff/audit")
    auditor.get_by_label("Action").fill("code.changed")
    auditor.get_by_role("button", name="Show").tap()
    expect(auditor.locator(".history li").first).to_contain_text(f"code: {CODE}")
    auditor.get_by_role("link", name="Check that it is whole").tap()
    expect(auditor.get_by_role("status")).to_contain_text("It is whole")


def test_a_facility_is_found_near_me_and_on_the_map(phones: Phones) -> None:
    page = phones.phone()
    page.goto("/facilities")
    page.get_by_role("link", name="Takes VNeID").tap()
    page.get_by_role("button", name="Near me").tap()
    page.wait_for_url("**lat=20.8561**")
    expect(page.locator("#results li").first).to_contain_text("Takes VNeID")

    page.get_by_role("searchbox").fill("benh vien")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#results li").first).to_contain_text("Bệnh viện")
    page.get_by_role("button", name="Map").tap()
    expect(page.locator("body")).to_have_attribute("data-map", "ready")

    page.locator(".pin").first.dispatch_event("click")
    expect(page.locator(".map-card")).to_contain_text("Bệnh viện")


@pytest.mark.slow
@pytest.mark.parametrize(
    "language", ["vi", pytest.param("en", marks=pytest.mark.proof)]
)
def test_axe_finds_nothing_where_staff_work(
    phones: Phones, office: Flask, language: str
) -> None:
    page = phones.phone(language, width=360, service_workers="block")
    signed_in(page, office, "P020", *ROLES)
    watch = Watch(page, office.config["PUBLIC_URL"])
    code, found = f"/staff/codes/{CODE}", {}
    page.goto("/staff/breaches")
    breach = page.locator(".card a").first.get_attribute("href") or ""

    for path in (
        *("/staff", "/staff/codes", "/staff/codes?all=1", "/staff/codes?code=x"),
        *(code, f"{code}/target", f"{code}/revocation", f"{code}/flags/pasted_over"),
        *(f"{code}/place", "/staff/codes/new", "/staff/bikes/labels"),
        *("/staff/bikes/work", "/staff/bikes/refunds"),
        *("/staff/codes/posters", "/staff/roles", "/staff/roles/new"),
        *("/staff/roles/1/revocation", "/staff/audit", "/staff/audit/verification"),
        *("/staff/breaches", breach, f"{breach}/notified", f"{breach}/assessment"),
    ):
        page.goto(path)
        found[path] = troubles(page)
        if page.locator("main form .wide").count():
            with page.expect_navigation():
                page.locator("main form .wide").first.tap()
            found[f"{path} sent empty"] = troubles(page)

    assert {path: each for path, each in found.items() if each} == {}
    assert watch.seen == []
