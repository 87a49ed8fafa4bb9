"""The language of an answer: `?lang=` wins over Accept-Language, else English."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from flask import request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("vi", "en")
LONGEST = 200  # what is looked at of a header


def language() -> str:
    """`vi` or `en`, for the request at hand."""
    return language_of(request.environ)


def language_of(environ: Mapping[str, Any]) -> str:
    """`vi` or `en`, for a WSGI environment."""
    query: str = environ.get("QUERY_STRING", "")
    if "lang=" in query:
        asked = dict(parse_qsl(query)).get("lang", "")
        if asked in LANGUAGES:
            return asked
    return preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def preferred(header: str, offered: tuple[str, ...] = LANGUAGES) -> str:
    """The best offered language for an Accept-Language header, q-values honoured."""
    return _preferred(header[:LONGEST], offered)


@lru_cache(maxsize=256)
def _preferred(header: str, offered: tuple[str, ...]) -> str:
    for tag, quality in parse_accept_header(header, LanguageAccept):
        spoken: str = tag.lower().partition("-")[0]
        if quality > 0 and spoken in offered:
            return spoken
    return "en"
