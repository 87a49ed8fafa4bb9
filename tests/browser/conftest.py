"""A real browser on a served city: Debian's Chromium, as a phone of 360 or 412 px.

Skipped, with the reason, on a machine without Chromium; in CI that is a failure.
"""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    sync_playwright,
)
from werkzeug.serving import make_server

from tests.conftest import close, copied, make_app

CENTRE = {"latitude": 20.8561, "longitude": 106.6822}
LOCALES = {"vi": "vi-VN", "en": "en-GB", "ko": "ko-KR", "zh": "zh-CN", "ja": "ja-JP"}
EVERY_LANGUAGE = [
    each if each == "vi" else pytest.param(each, marks=pytest.mark.proof)
    for each in LOCALES
]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def served(app: Flask) -> Iterator[str]:
    """The address of an application that is served while the block runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.block_on_close = False  # a browser keeps its connections
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    app.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.port}"
    yield app.config["PUBLIC_URL"]
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="session")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """The city that browsers read; its addresses are those of its server."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"browsed_{worker}"))
    yield made
    close(made)


@pytest.fixture(scope="session")
def live(city: Flask) -> Iterator[str]:
    """The address of the city that is only read."""
    yield from served(city)


@pytest.fixture
def fresh_live(fresh: Flask) -> Iterator[str]:
    """The address of a city of one's own, for tests that write."""
    yield from served(fresh)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of the whole run."""
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One browser for the whole run."""
    started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield started
    started.close()


class Phones:
    """Makes phones; closes them all at the end of a test."""

    def __init__(self, browser: Browser, live: str) -> None:
        self._browser, self._live = browser, live
        self._contexts: list[BrowserContext] = []

    def phone(self, language: str = "en", *, width: int = 412, **more: object) -> Page:
        """A page on a phone; `more` goes to the browser's context."""
        asked = {
            "base_url": self._live,
            "viewport": {"width": width, "height": 800},
            "is_mobile": True,
            "has_touch": True,
            "locale": LOCALES[language],
            "geolocation": CENTRE,
            "permissions": ["geolocation"],
            **more,
        }
        context = self._browser.new_context(**asked)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Put every phone away."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def phones(browser: Browser, live: str) -> Iterator[Phones]:
    """Phones that look at the city that is only read."""
    made = Phones(browser, live)
    yield made
    made.close()


@pytest.fixture
def readers(browser: Browser, fresh_live: str) -> Iterator[Phones]:
    """Phones in a city of one's own, where they may write."""
    made = Phones(browser, fresh_live)
    yield made
    made.close()


@pytest.fixture
def page(phones: Phones) -> Page:
    """An English phone of 412 px."""
    return phones.phone()
