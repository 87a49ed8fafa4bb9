"""The pages can be installed as an app, and work without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

from tests.browser.conftest import FLAGS

pytestmark = pytest.mark.proof
REGISTERED = "navigator.serviceWorker.ready.then(ready => Boolean(ready.active))"
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
  return kept;
}"""


@pytest.fixture
def phone(
    playwright: Playwright, chromium: str, tmp_path: Path, live: str
) -> Iterator[BrowserContext]:
    """A browser with a profile of its own: others are never offered to install."""
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path), executable_path=chromium, args=FLAGS, base_url=live
    )
    yield context
    context.close()


def test_chromium_finds_no_reason_against_installing(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    page.evaluate(REGISTERED)

    session = phone.new_cdp_session(page)
    found = session.send("Page.getInstallabilityErrors")
    manifest = session.send("Page.getAppManifest")

    assert found["installabilityErrors"] == []
    assert manifest["errors"] == []


def test_pages_seen_before_open_without_a_network(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/search?q=banh+da+cua")
    page.evaluate(REGISTERED)
    page.goto("/about")
    phone.set_offline(True)

    page.goto("/about")

    assert page.locator("h1").inner_text() == "About the data"
    page.goto("/search?q=oc")
    assert page.locator("h1").inner_text() == "No connection"
    assert page.get_by_role("link", name="About the data").first.is_visible()


def test_the_first_page_is_kept_though_it_came_before_the_worker(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    with page.expect_event(
        "request", lambda request: request.headers.get("accept") == "text/html"
    ):
        page.goto("/search?q=oc")
    page.wait_for_timeout(1000)
    phone.set_offline(True)

    page.goto("/search?q=oc")

    assert page.locator("h1").inner_text().startswith("Ốc")


def test_no_position_and_no_answer_for_one_reader_is_kept(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/about")
    page.evaluate(REGISTERED)
    for path in ("/about", "/?lat=20.85&lon=106.68", "/search?q=oc&lat=20.8&lon=106.6"):
        page.goto(path)
    page.goto("/language?back=%2Fsearch%3Flat%3D20.8%26lon%3D106.6")
    page.goto("/nothing")

    kept = page.evaluate(KEPT)

    assert any(address.endswith("/about") for address in kept)
    assert not [each for each in kept if "lat" in each.partition("?")[2]]
    assert not [each for each in kept if each.endswith("/nothing")]
