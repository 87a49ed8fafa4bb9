"""The language of an answer: `?lang=` wins over Accept-Language, else English."""

from functools import lru_cache

from flask import request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("vi", "en")


def language() -> str:
    """`vi` or `en`, for the request at hand."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    return preferred(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=256)
def preferred(header: str) -> str:
    """The best of our languages for an Accept-Language header, q-values honoured."""
    for tag, quality in parse_accept_header(header[:200], LanguageAccept):
        spoken = tag.lower().partition("-")[0]
        if quality > 0 and spoken in LANGUAGES:
            return spoken
    return "en"
