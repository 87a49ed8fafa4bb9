"""An HTML page: no script of others, no tracking, in the reader's language."""

from typing import Any

from flask import Response, render_template

from citizen_api.http.caching import public
from citizen_api.http.language import language

HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)


def html(
    template: str, *, max_age: int = 60, status: int = 200, **content: Any
) -> Response:
    """The page that a template makes."""
    spoken = language()
    text = render_template(template, lang=spoken, vi=spoken == "vi", **content)
    if status == 200:
        response = public(text.encode(), HTML, max_age=max_age)
    else:
        response = Response(text, status, content_type=HTML)
        response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    return response
