"""Headers of every answer, the request id, and which formats a caller takes."""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from citizen_api.http.language import language
from citizen_api.problems import AddressTooLong, FieldError, NotAcceptable, Said

StartResponse = Callable[..., Any]
Environ = dict[str, Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

LONGEST_ADDRESS = 4096
LONGEST_VALUE = 1000
LONG = Said("Giá trị quá dài.", "This value is too long.")
LARGEST_BODY = 64 * 1024
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
JSON = "application/json"
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id"),
]
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def register(app: Flask, trusted_proxies: int) -> None:
    """Name each request, bound it, and dress each answer."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(name_request)
    app.after_request(dress)
    app.wsgi_app = Dressed(app.wsgi_app)  # type: ignore[assignment]
    if trusted_proxies:
        hops = trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def name_request() -> None:
    """Take the caller's X-Request-Id when it is harmless, else make one."""
    given = request.headers.get("X-Request-Id")
    if given is None or not REQUEST_ID.fullmatch(given):
        given = secrets.token_hex(8)
    g.request_id = given
    if len(request.path) + len(request.query_string) > LONGEST_ADDRESS:
        raise AddressTooLong(
            errors=[
                FieldError(LONG, parameter=name)
                for name, value in request.args.items()
                if len(value) > LONGEST_VALUE
            ]
        )


class Dressed:
    """A WSGI layer that adds the headers that never differ.

    Cheaper than setting them on each response.
    """

    def __init__(self, wsgi: Wsgi) -> None:
        self._wsgi = wsgi

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Pass the request on, and add to what comes back."""

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, headers + ALWAYS, *rest)

        return self._wsgi(environ, started)


def dress(response: Response) -> Response:
    """Put the headers on that depend on the answer; `Dressed` adds the others."""
    headers = response.headers
    headers["X-Request-Id"] = g.request_id
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = API_POLICY
    if "Content-Language" not in headers:
        headers["Content-Language"] = language()
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key"
        )
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET")
    return response


def negotiate(*offered: str) -> str:
    """The first of the offered media types that the caller takes.

    Raises NotAcceptable when there is none.
    """
    accept = request.headers.get("Accept")
    if accept is None or accept in ("*/*", "", offered[0]):
        return offered[0]
    named = [*offered, *(f"{each};charset=utf-8" for each in offered)]
    best = request.accept_mimetypes.best_match(named)
    if best is None:
        raise NotAcceptable
    return best.partition(";")[0]
