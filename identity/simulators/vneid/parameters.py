"""What no request may carry, refused before Authlib reads it."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from authlib.oauth2.rfc6749 import (
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
    UnsupportedResponseTypeError,
)
from authlib.oidc.core.errors import (
    RegistrationNotSupportedError,
    RequestNotSupportedError,
    RequestURINotSupportedError,
)
from werkzeug.datastructures import MultiDict

__all__ = ["PROMPTS", "ensure_supported", "plain_text", "single_values"]

LONGEST: Final = 4096
MOST: Final = 40
PROMPTS: Final = ("none", "login", "consent", "select_account")


def single_values(values: MultiDict[str, str]) -> dict[str, str]:
    """Each parameter once (RFC 6749 3.1, 3.2), in plain text; empty ones are absent.

    Raises `InvalidRequestError`.
    """
    if len(values) > MOST:
        raise InvalidRequestError("There are too many parameters.")
    for name, given in values.lists():
        if len(given) > 1:
            raise InvalidRequestError("A parameter is repeated.")
        plain_text((name, *given))
    return {name: text for name, text in values.items() if text}


def plain_text(texts: Iterable[str]) -> None:
    """Refuse what is too long or has control characters: `InvalidRequestError`."""
    for text in texts:
        if len(text) > LONGEST:
            raise InvalidRequestError("A parameter is too long.")
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
            raise InvalidRequestError("A parameter has control characters.")


def ensure_supported(values: dict[str, str]) -> None:
    """Refuse what an authorization request may ask elsewhere, but not here.

    Authlib ignores these, or stumbles over them. Raises `OAuth2Error`.
    """
    if "request" in values:
        raise RequestNotSupportedError
    if "request_uri" in values:
        raise RequestURINotSupportedError
    if "registration" in values:
        raise RegistrationNotSupportedError
    if values.get("response_mode", "query") != "query":
        raise InvalidRequestError("The only response_mode is query.")
    _ensure_code_flow(values.get("response_type"))
    if "openid" not in values.get("scope", "").split():
        raise InvalidScopeError("The scope openid is missing.")
    _ensure_prompt(values.get("prompt", "").split())
    age = values.get("max_age", "0")
    if not (age.isascii() and age.isdigit() and len(age) < 10):
        raise InvalidRequestError("max_age is a number of seconds.")


def _ensure_code_flow(response_type: str | None) -> None:
    if response_type is None:
        raise InvalidRequestError("The response_type is missing.")
    if response_type != "code":
        raise OAuth2Error(
            "The only response_type is code.",
            error=UnsupportedResponseTypeError.error,
        )


def _ensure_prompt(prompts: list[str]) -> None:
    if any(each not in PROMPTS for each in prompts):
        raise InvalidRequestError("prompt is none, login, consent or select_account.")
    if "none" in prompts and len(prompts) > 1:
        raise InvalidRequestError("prompt=none stands alone.")
