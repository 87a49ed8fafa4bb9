"""Swagger UI from its package, Scalar, and a page about each problem."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.caching import fingerprint, public
from citizen_api.pages.html import page
from citizen_api.pages.policy import policy
from citizen_api.problems import NotFound, Problem

SWAGGER_UI = Path(str(files("flask_swagger_ui"))) / "dist"
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
MINUTE, DAY = 60, 24 * 3600

blueprint = Blueprint(
    "documentation", __name__, template_folder="templates", static_folder=None
)


@blueprint.get("/docs")
@anyone
def docs() -> Response:
    """Swagger UI, without anything from another host."""
    return with_styles(page("docs.html", max_age=MINUTE))


@blueprint.get("/reference")
@anyone
def reference() -> Response:
    """Scalar, without anything from another host."""
    return with_styles(page("reference.html", max_age=MINUTE))


def with_styles(response: Response) -> Response:
    """A page of others, which set style attributes and add styles as they run.

    Scripts stay as strict as everywhere: only files of ours.
    """
    loose = policy().replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    response.headers["Content-Security-Policy"] = loose
    return response


@blueprint.get("/docs/<name>")
@anyone
def docs_file(name: str) -> Response:
    """A file of Swagger UI."""
    if name not in FILES:
        raise NotFound
    return file(SWAGGER_UI / name, max_age=DAY)


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
    return page("problems.html", max_age=DAY, problems=sorted_problems())


@blueprint.get("/problems/<name>")
@anyone
def problem(name: str) -> Response:
    """Tell what a problem means: the `type` of every error leads here."""
    kind = Problem.registry.get(name)
    if kind is None:
        raise NotFound
    return page("problem.html", max_age=DAY, problem=kind)


def sorted_problems() -> list[type[Problem]]:
    """Every problem, by status and name."""
    kinds = Problem.registry.values()
    return sorted(kinds, key=lambda kind: (kind.status, kind.name))
