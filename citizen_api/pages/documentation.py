"""Swagger UI from its package, the page about each problem, and the front door."""

from importlib.resources import files

import orjson
from flask import Blueprint, Response, send_from_directory

from citizen_api.callers import public as anyone
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.pages.html import POLICY, html
from citizen_api.problems import NotFound, Problem

SWAGGER_UI = str(files("flask_swagger_ui") / "dist")
FILES = {
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
}
DAY = 24 * 3600

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
    return send_from_directory(SWAGGER_UI, name, max_age=DAY)


@blueprint.get("/static/<name>")
@anyone
def static_file(name: str) -> Response:
    """A file of our own pages."""
    folder = files("citizen_api.pages") / "static"
    if not (folder / name).is_file():
        raise NotFound
    return send_from_directory(str(folder), name, max_age=3600)


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
