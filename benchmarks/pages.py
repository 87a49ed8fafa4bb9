"""The pages on a phone: the scores of Lighthouse, and the bytes that are waited for."""

import json
import shutil
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Request, sync_playwright

from benchmarks import ours
from benchmarks.city import real_city
from benchmarks.comparing import Goal, Row
from benchmarks.environments import run_once
from benchmarks.programs import WORK, NotStarted

LIGHTHOUSE = "lighthouse@12"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SEARCH = "/search?q=banh+da+cua"
# The codes are those of the posters of the real city: see seeds/codes.py.
PAGES = {
    "a street's poster": "/q/P9C6HC9T?s=1",
    "a venue's sticker": "/q/F4K4FVP4?s=1",
    "results": SEARCH,
    "venue": "/venues/banh-da-cua-be-ba-cu",
    "home": "/",
}
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 95}
FIGURES = {
    "LCP, s": ("largest-contentful-paint", 1 / 1000, 1.5),
    "CLS": ("cumulative-layout-shift", 1, 0.02),
    "TBT, ms": ("total-blocking-time", 1, 100),
    "kB before the first tap": ("total-byte-weight", 1 / 1000, 70),
}
MOST_FOR_MAP_KB = 520
MAP_DRAWN = "body[data-map=ready]"
DRAWN_WITHIN_MS = 120_000


def rows(server: str, rounds: int) -> Iterator[Row]:
    """Every page of the real city, as a mid-range phone on a slow network sees it."""
    with ours.service(real_city(server)) as (base, _):
        try:
            chromium, lighthouse = find_chromium(), installed()
        except NotStarted as missing:
            print(f"the pages are not measured: {missing}", flush=True)
            yield from (page_row(name, []) for name in PAGES)
            yield map_row(None)
            return
        for name, path in PAGES.items():
            yield page_row(name, reports(lighthouse, chromium, base + path, rounds))
        yield map_row(map_bytes(chromium, base + SEARCH))


def find_chromium() -> str:
    """The path of a Chromium; raises NotStarted."""
    for name in CHROMIUMS:
        if found := shutil.which(name):
            return found
    raise NotStarted("no Chromium on this machine")


def installed() -> Path:
    """The program; installed when missing. Raises NotStarted."""
    folder = WORK / "lighthouse"
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        run_once(["npm", "install", "--silent", "--prefix", folder, LIGHTHOUSE])
    return program


def reports(
    program: Path, chromium: str, url: str, rounds: int
) -> list[Mapping[str, Any]]:
    """Several reports; on a busy machine Lighthouse now and then gives up."""
    whole = []
    for _ in range(rounds):
        try:
            said = report(program, chromium, url)
        except NotStarted as failed:
            print(f"    {url}: {failed}", flush=True)
            continue
        if None not in [each["score"] for each in said["categories"].values()]:
            whole.append(said)
    return whole


def report(program: Path, chromium: str, url: str) -> Mapping[str, Any]:
    """What Lighthouse says of a page, on the phone and network it takes as usual.

    Raises NotStarted.
    """
    written = WORK / "lighthouse.json"
    run_once(
        [
            *("env", f"CHROME_PATH={chromium}", program, url),
            *("--quiet", "--no-enable-error-reporting"),
            *("--output=json", f"--output-path={written}"),
            f"--only-categories={','.join(SCORES)}",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ]
    )
    said: Mapping[str, Any] = json.loads(written.read_text())
    return said


def page_row(name: str, reports: list[Mapping[str, Any]]) -> Row:
    """The medians of several reports."""
    row = Row(f"page: {name}", 0, 0)
    for category, least in SCORES.items():
        given = [100 * each["categories"][category]["score"] for each in reports]
        row.goals.append(Goal(category, median(given), least))
    for figure, (audit, factor, most) in FIGURES.items():
        seen = [factor * each["audits"][audit]["numericValue"] for each in reports]
        row.goals.append(Goal(figure, median(seen), most, most=True))
    return row


def median(figures: list[float]) -> float | None:
    """The median, None of nothing."""
    return statistics.median(figures) if figures else None


def map_row(size: int | None) -> Row:
    """What the first tap on the map costs."""
    row, kilobytes = Row("page: the map, cold", 0, 0), size and size / 1000
    row.goals.append(Goal("kB after the tap", kilobytes, MOST_FOR_MAP_KB, most=True))
    return row


def map_bytes(chromium: str, url: str) -> int:
    """The bytes from the tap on the map until it is drawn."""
    asked: list[Request] = []
    with sync_playwright() as driving:
        browser = driving.chromium.launch(executable_path=chromium, args=FLAGS)
        phone = driving.devices["Pixel 7"] | {"service_workers": "block"}
        page = browser.new_context(**phone).new_page()
        page.goto(url, wait_until="networkidle")
        page.on("requestfinished", lambda request: asked.append(request))
        page.locator("[data-map]").tap()
        page.wait_for_selector(MAP_DRAWN, timeout=DRAWN_WITHIN_MS)
        return sum(map(transferred, asked))


def transferred(request: Request) -> int:
    """The bytes of an answer; what a worker loads tells its size in its headers."""
    headers, answer = request.sizes()["responseHeadersSize"], request.response()
    length = answer.header_value("content-length") if answer else None
    return headers + int(length or request.sizes()["responseBodySize"])
