"""What no request may carry, refused before Authlib reads it."""

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

from identity.oauth import parameters

__all__ = ["PROMPTS", "ensure_supported", "plain_text", "single_values"]

PROMPTS: Final = ("none", "login", "consent", "select_account")


def single_values(values: MultiDict[str, str]) -> dict[str, str]:
    """Each parameter once, in plain text; empty ones are absent.

    Raises `InvalidRequestError`.
    """
    try:
        return parameters.single_values(values.items(multi=True))
    except parameters.BadParameters as error:
        raise InvalidRequestError(str(error)) from None


def plain_text(texts: Iterable[str]) -> None:
    """Refuse what is too long or has control characters: `InvalidRequestError`."""
    try:
        parameters.ensure_plain(texts)
    except parameters.BadParameters as error:
        raise InvalidRequestError(str(error)) from None


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
