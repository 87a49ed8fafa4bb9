"""What is looked for on a page in a browser: axe, its width, what it asks of others."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

AXE = Axe()
BRIEF = {"resultTypes": ["violations"]}
COLOURS = "axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})"
WIDTH = "document.documentElement.scrollWidth"


def troubles(page: Page) -> list[Any]:
    """What axe finds, in the light and in the dark, and whether the page is too wide.

    Only colours differ in the dark.
    """
    page.emulate_media(color_scheme="light")
    found = list(AXE.run(page, options=BRIEF).response["violations"])
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(COLOURS)["violations"]
    if over := width_over(page):
        found.append({"id": "overflow", "nodes": over})
    return [(each["id"], each["nodes"]) for each in found]


def width_over(page: Page) -> int:
    """By how many pixels a page is wider than its phone."""
    phone = page.viewport_size
    return max(0, int(page.evaluate(WIDTH)) - phone["width"]) if phone else 0


class Watch:
    """What the pages of a phone ask of others, and what their policy refuses them."""

    def __init__(self, page: Page, home: str) -> None:
        self.seen: list[str] = []
        self._home = (f"{home}/", "blob:", "data:")
        page.context.on("request", self._asked)
        page.context.on("console", self._said)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self._home):
            self.seen.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.seen.append(message.text)
