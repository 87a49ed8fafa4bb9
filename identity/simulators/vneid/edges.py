"""Around every request: scenarios before, one commit and the headers after."""

from typing import Any, Final

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from identity import IdentityError
from identity.simulators.vneid import context, sessions
from identity.simulators.vneid.authorization import server
from identity.simulators.vneid.harness import NotThere
from identity.simulators.vneid.pages import message
from identity.simulators.vneid.scenarios import Unavailable, disturb
from identity.simulators.vneid.waiting import ForeignForm, NotWaiting

__all__ = ["guard"]

PAGES: Final = ("signing_in", "logout")
# RFC 7662 2.2: nothing more is said of a token that is worth nothing.
INACTIVE: Final = {"active": False}
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Simulator": "true",
}


def guard(app: Flask) -> None:
    """Put the edges around an application."""
    app.before_request(disturb_client)
    app.after_request(finished)
    app.teardown_request(lambda error: context.close(keep=False))
    app.register_error_handler(OAuth2Error, answer_oauth_error)
    app.register_error_handler(IdentityError, answer_own_error)
    app.register_error_handler(HTTPException, answer_http_error)


def disturb_client() -> None:
    """Let a scenario of the client slow the request down, or end it."""
    if request.blueprint in ("signing_in", "protocol"):
        disturb(context.engine(), named_client())


def named_client() -> str:
    """The client that the request claims to be of, empty when it claims nothing."""
    try:
        named = extract_basic_authorization(request.headers)[0]
    except UnicodeDecodeError:
        named = None
    claimed: str = named or request.values.get("client_id", "")
    return claimed if claimed.isprintable() else ""


def finished(response: Response) -> Response:
    """Keep what the request changed unless it failed, and mark the answer."""
    context.close(keep=response.status_code < InternalServerError.code)
    sessions.send_cookie(response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "POST" and response.status_code == 302:
        # A 302 may be followed by another POST (RFC 9700 4.12).
        response.status_code = 303
    body = response.get_json(silent=True) if response.is_json else None
    if isinstance(body, dict) and body != INACTIVE:
        response.set_data(jsonify({**body, "sim": True}).get_data())
    return response


def answer_oauth_error(error: OAuth2Error) -> Response:
    """An error of the protocol: a redirect, a page for the person, or JSON."""
    if error.redirect_uri is None and request.blueprint in PAGES:
        detail = f"{error.error}: {error.get_error_description()}"
        return message("refused", "bad_request", status=400, detail=detail)
    return server().answer_error(error)


def answer_own_error(error: IdentityError) -> Response:
    """An error of the simulator's own pages and of the testers' interface."""
    if isinstance(error, NotWaiting):
        return message("refused", "expired", status=400)
    if isinstance(error, ForeignForm):
        return message("refused", "foreign_form", status=403)
    if isinstance(error, Unavailable):
        return said("temporarily_unavailable", "A scenario of the simulator.", 503)
    if isinstance(error, NotThere):
        return said("not_found", str(error), 404)
    return said("invalid_request", str(error), 400)


def answer_http_error(error: HTTPException) -> Response:
    """What Flask refuses, and what broke, as JSON."""
    code = error.code or 500
    name = "server_error" if code >= 500 else "invalid_request"
    return said(name, error.name, code)


def said(error: str, description: str, status: int) -> Response:
    """An error as JSON."""
    body: dict[str, Any] = {"error": error, "error_description": description}
    answer = jsonify(body)
    answer.status_code = status
    return answer
