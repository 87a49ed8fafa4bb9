"""A scan counts once, whatever the service worker fetches for itself."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.links.codes import PHONE, expired, hanging, scans

pytestmark = pytest.mark.proof
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.parametrize("good", [True, False])
def test_the_first_page_of_a_phone_is_one_scan(
    browser: Browser, fresh: Flask, fresh_live: str, good: bool
) -> None:
    code = hanging(fresh) if good else expired(fresh)
    context = browser.new_context(base_url=fresh_live, user_agent=PHONE)
    page = context.new_page()

    page.goto(f"/q/{code}?s=1")
    page.evaluate(KEPT)
    page.wait_for_timeout(1000)
    context.close()

    assert len(scans(fresh)) == 1
