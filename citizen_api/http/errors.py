"""Every error in one shape: `application/problem+json` in the caller's language."""

import logging
from collections.abc import Iterator

import orjson
import psycopg
from flask import Flask, Response, current_app
from sqlalchemy.exc import DBAPIError, InvalidRequestError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from citizen_api import problems
from citizen_api.http.headers import request_id
from citizen_api.http.language import language
from citizen_api.problems import FieldError, Problem

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "2"
# What SQLAlchemy says when the connection made in place of a dead one is dead, too.
DEAD_TWICE = ("This connection is closed",)
DRAWING = "citizen-problem-page"
"""The extension that may answer people with a page instead: a function."""

log = logging.getLogger(__name__)

BY_STATUS: dict[int, type[Problem]] = {
    404: problems.NotFound,
    405: problems.MethodNotAllowed,
    406: problems.NotAcceptable,
    413: problems.TooLarge,
    414: problems.AddressTooLong,
    415: problems.UnsupportedMediaType,
}


def register(app: Flask) -> None:
    """Answer every exception with a problem."""
    app.register_error_handler(Problem, render)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(OperationalError, from_database)
    app.register_error_handler(psycopg.OperationalError, from_database)
    app.register_error_handler(NoConnection, from_database)
    app.register_error_handler(InvalidRequestError, from_pool)
    app.register_error_handler(Exception, from_bug)


def render(problem: Problem) -> Response:
    """The answer for a problem: a page for people, else JSON."""
    draw = current_app.extensions.get(DRAWING)
    return (draw and draw(problem)) or as_json(problem)


def as_json(problem: Problem) -> Response:
    """A problem as RFC 9457 writes it."""
    spoken = language()
    body = {
        "type": f"{current_app.config['PUBLIC_URL']}/problems/{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail.to(spoken),
        "instance": f"urn:request:{request_id()}",
        "retryable": problem.retryable,
        "errors": [dict(_error(error, spoken)) for error in problem.errors],
        **problem.members,
    }
    response = Response(orjson.dumps(body), problem.status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = spoken
    response.headers.extend(problem.headers)
    return response


def _error(error: FieldError, spoken: str) -> Iterator[tuple[str, str]]:
    yield "detail", error.said.to(spoken)
    if error.pointer is not None:
        yield "pointer", error.pointer
    if error.parameter is not None:
        yield "parameter", error.parameter


def from_http(error: HTTPException) -> Response:
    """Flask's and werkzeug's own refusals: unknown address, wrong method and so on."""
    kind = BY_STATUS.get(error.code or 500)
    if kind is None:
        kind = Problem if (error.code or 500) >= 500 else problems.BadRequest
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return render(kind(headers=headers))


def from_pool(error: InvalidRequestError) -> Response:
    """The database hung up again at once; anything else is a fault of ours."""
    return from_database(error) if error.args == DEAD_TWICE else from_bug(error)


def from_database(
    error: DBAPIError | NoConnection | InvalidRequestError | psycopg.OperationalError,
) -> Response:
    """The database is gone, busy or too slow: try again in a moment."""
    log.warning("database: %s", type(getattr(error, "orig", error)).__name__)
    return render(problems.Unavailable(headers={"Retry-After": RETRY_AFTER_S}))


def from_bug(error: Exception) -> Response:
    """A fault of ours: the log gets the trace, the caller the request id."""
    log.exception("request %s", request_id(), exc_info=error)
    return render(Problem())
