"""Swagger UI from its package, the page about each problem, and the front door."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import orjson
from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.caching import fingerprint, public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.pages.html import POLICY, html
from citizen_api.problems import NotFound, Problem

SWAGGER_UI = Path(str(files("flask_swagger_ui"))) / "dist"
OURS = Path(__file__).parent / "static"
FILES = {
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
}
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
}
HOUR, DAY = 3600, 24 * 3600

blueprint = Blueprint(
    "documentation", __name__, template_folder="templates", static_folder=None
)


@blueprint.get("/")
@anyone
def front_door() -> Response:
    """Say where things are."""
    if negotiate("text/html", JSON) != JSON:
        return html("front_door.html")
    return public(
        orjson.dumps({"docs": "/docs", "openapi": "/openapi.json", "api": "/v1"}),
        JSON,
        max_age=DAY,
    )


@blueprint.get("/docs")
@anyone
def docs() -> Response:
    """Swagger UI, without anything from another host."""
    response = html("docs.html")
    # Swagger UI sets style attributes.
    loose = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    response.headers["Content-Security-Policy"] = loose
    return response


@blueprint.get("/docs/<name>")
@anyone
def docs_file(name: str) -> Response:
    """A file of Swagger UI."""
    if name not in FILES:
        raise NotFound
    return file(SWAGGER_UI / name, max_age=DAY)


@blueprint.get("/static/<name>")
@anyone
def static_file(name: str) -> Response:
    """A file of our own pages."""
    if not (OURS / name).is_file():
        raise NotFound
    return file(OURS / name, max_age=HOUR)


def file(path: Path, *, max_age: int) -> Response:
    """A file that belongs to a page; nothing changes it while the process runs."""
    body, tag = content(path)
    return public(body, MEDIA_TYPES[path.suffix], max_age=max_age, tag=tag)


@cache
def content(path: Path) -> tuple[bytes, str]:
    """What is in a file, and its tag."""
    body = path.read_bytes()
    return body, fingerprint(body)


@blueprint.get("/problems")
@anyone
def problems() -> Response:
    """List what can go wrong, by name."""
    return html("problems.html", max_age=DAY, problems=sorted_problems())


@blueprint.get("/problems/<name>")
@anyone
def problem(name: str) -> Response:
    """Tell what a problem means: the `type` of every error leads here."""
    kind = Problem.registry.get(name)
    if kind is None:
        raise NotFound
    return html("problem.html", max_age=DAY, problem=kind)


def sorted_problems() -> list[type[Problem]]:
    """Every problem, by status and name."""
    kinds = Problem.registry.values()
    return sorted(kinds, key=lambda kind: (kind.status, kind.name))
