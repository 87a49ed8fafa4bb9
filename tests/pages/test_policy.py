"""What a browser may load for our pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.pages.assets import asset

WORKER = "vendor/maplibre-gl/maplibre-gl-worker.mjs"
HEADER = "Content-Security-Policy"


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("path", ["/", "/search?q=oc", "/venues/banh-da-cua-be-ba-cu"])
def test_a_page_loads_what_is_ours_and_runs_nothing_that_stands_in_it(
    client: FlaskClient, path: str
) -> None:
    found = directives(client.get(path).headers[HEADER])

    assert found["default-src"] == {"'none'"}
    for name in ("script-src", "style-src", "connect-src", "worker-src"):
        assert found[name] == {"'self'"}


def test_workers_may_ask_us_although_they_heed_their_own_files(
    client: FlaskClient,
) -> None:
    for path in (asset(WORKER), "/sw.js"):
        found = directives(client.get(path).headers[HEADER])
        assert found["connect-src"] == {"'self'"}


def test_the_map_of_a_deployer_may_be_asked_by_the_page_and_its_worker(
    fresh: Flask,
) -> None:
    fresh.config["MAP_STYLE_URL"] = "https://tiles.example.org/styles/liberty"
    client = fresh.test_client()

    page = client.get("/search?q=banh+da+cua")

    assert 'data-style="https://tiles.example.org/styles/liberty"' in page.text
    for policy in (page.headers[HEADER], client.get(asset(WORKER)).headers[HEADER]):
        found = directives(policy)
        assert found["connect-src"] == {"'self'", "https://tiles.example.org"}
        assert "https://tiles.example.org" not in found["script-src"]
