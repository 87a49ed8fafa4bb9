"""An HTML page: no script of others, no tracking, in the reader's language."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, render_template, request

from citizen_api.http.caching import public
from citizen_api.pages import formats
from citizen_api.pages.assets import asset
from citizen_api.pages.languages import spoken
from citizen_api.pages.policy import policy
from citizen_api.pages.visitors import page_token

HTML = "text/html; charset=utf-8"
VARY = "Accept, Accept-Language, Accept-Encoding, Cookie"
SAME_PAGE = {"q", "ward", "sort", "open", "max_price", "time", "kind", "takes"}
PERMISSIONS = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(),"
    " browsing-topics=()"
)


def page(
    template: str,
    *,
    max_age: int | None,
    status: int = 200,
    form_target: str = "",
    **content: Any,
) -> Response:
    """The page that a template makes, in the language of the reader.

    `max_age` in seconds, for everybody alike; None for what is only this reader's.
    `form_target`: where its forms may lead besides our own pages.
    """
    text = render_template(template, lang=spoken(), **content)
    if status == 200 and max_age is not None:
        response = public(text.encode(), HTML, max_age=max_age)
        response.headers["Vary"] = VARY
    else:
        response = Response(text, status, content_type=HTML)
        response.headers["Cache-Control"] = "no-store"
    return guarded(response, form_target)


def guarded(response: Response, form_target: str = "") -> Response:
    """The page with what a browser must not let it do."""
    headers = response.headers
    headers["Content-Security-Policy"] = policy(form_target)
    headers["Content-Language"] = spoken()
    headers["Permissions-Policy"] = PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def here() -> str:
    """The address of the page at hand, without the host and the language."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return quote(request.path) + (f"?{urlencode(kept)}" if kept else "")


def address_in(language: str) -> str:
    """The address of the same page in a language, without what is the reader's own."""
    kept = {k: v for k, v in request.args.items() if k in SAME_PAGE}
    query = urlencode(kept | {"lang": language})
    return f"{current_app.config['PUBLIC_URL']}{request.path}?{query}"


def register(app: Flask) -> None:
    """Let templates write addresses, money, dates and distances."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"address_in": address_in, "asset": asset, "here": here}
    app.jinja_env.globals["has_session"] = lambda: page_token() is not None
    app.jinja_env.globals |= {name: getattr(formats, name) for name in formats.__all__}
