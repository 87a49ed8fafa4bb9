"""Headers of every answer, the request id, and which formats a caller takes."""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from citizen_api.http.language import language_of
from citizen_api.problems import AddressTooLong, FieldError, NotAcceptable, Said

StartResponse = Callable[..., Any]
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
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
    (
        "Access-Control-Expose-Headers",
        "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Sandbox, X-Request-Id",
    ),
]
CROSS_ORIGIN = [
    (
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key,"
        " Sandbox-Problem",
    )
]
API_POLICY = (
    "Content-Security-Policy",
    "default-src 'none'; frame-ancestors 'none'",
)
NAME = "citizen_api.request_id"


def register(app: Flask, trusted_proxies: int) -> None:
    """Name each request, bound it, and dress each answer."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(bound_address)
    app.wsgi_app = Dressed(app.wsgi_app)  # type: ignore[assignment]
    if trusted_proxies:
        hops = trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def request_id() -> str:
    """The name of the request at hand."""
    named: str = request.environ[NAME]
    return named


def bound_address() -> None:
    """Refuse an address that is longer than any of ours can be."""
    if len(request.path) + len(request.query_string) > LONGEST_ADDRESS:
        raise AddressTooLong(
            errors=[
                FieldError(LONG, parameter=name)
                for name, value in request.args.items()
                if len(value) > LONGEST_VALUE
            ]
        )


class Dressed:
    """A WSGI layer that names each request and adds what every answer carries.

    Cheaper than setting headers on each response.
    """

    def __init__(self, wsgi: Wsgi) -> None:
        self._wsgi = wsgi

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Pass the request on, and add to what comes back."""
        name = environ[NAME] = name_of(environ)

        def started(status: str, headers: Headers, *rest: Any) -> Any:
            given = {header.lower(): value for header, value in headers}
            worn = [*headers, *ALWAYS, ("X-Request-Id", name)]
            if "content-security-policy" not in given:
                worn.append(API_POLICY)
            if "content-language" not in given:
                worn.append(("Content-Language", language_of(environ)))
            if environ["REQUEST_METHOD"] == "OPTIONS":
                worn += CROSS_ORIGIN
                methods = given.get("allow", "GET")
                worn.append(("Access-Control-Allow-Methods", methods))
            return start(status, worn, *rest)

        return self._wsgi(environ, started)


def name_of(environ: Environ) -> str:
    """The caller's X-Request-Id when it is harmless, else one of ours."""
    given: str | None = environ.get("HTTP_X_REQUEST_ID")
    if given is not None and REQUEST_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


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
