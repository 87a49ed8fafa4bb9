"""HTML pages and the headers that guard them."""

from typing import Any

from flask import Response, render_template

from identity.simulators.vneid.context import address
from identity.simulators.vneid.texts import LANGUAGES, language_of, text_in

__all__ = ["message", "page"]

HTML = "text/html; charset=utf-8"
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"


def page(
    template: str,
    language: str,
    *,
    status: int = 200,
    form_action: str = "",
    **content: Any,
) -> Response:
    """A page in a language; its forms may lead to here and to `form_action`.

    A browser applies form-action also to the redirect that answers a form.
    """
    text = render_template(
        template,
        lang=language,
        other=next(each for each in LANGUAGES if each != language),
        t=lambda name: text_in(language, name),
        at=LANGUAGES.index(language),
        style=address("/static/style.css"),
        **content,
    )
    headers = {
        "Content-Language": language,
        "Content-Security-Policy": f"{POLICY}; form-action 'self' {form_action}",
    }
    return Response(text, status, headers, content_type=HTML)


def message(title: str, text: str, *, status: int, detail: str = "") -> Response:
    """A page that only says something; `title` and `text` are names of texts."""
    return page(
        "message.html",
        language_of(),
        status=status,
        title=title,
        text=text,
        detail=detail,
    )
