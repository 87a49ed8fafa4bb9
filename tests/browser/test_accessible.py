"""axe finds nothing, and nothing is wider than the phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import LOCALES, Phones

PAGES = (
    "/",
    "/search?q=banh+da+cua&lat=20.8561&lon=106.6822",
    "/search?q=xyzzyx",
    "/search?q=oc&max_price=x",
    "/language",
    "/about",
    "/offline",
    "/nothing",
    "/problems",
)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LOCALES)
def test_axe_finds_nothing_and_nothing_overflows(
    phones: Phones, language: str, scheme: str
) -> None:
    page = phones.phone(language, width=360, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)

        found = Axe().run(page).response["violations"]

        assert [(path, each["id"], each["nodes"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
