"""A request as Authlib reads it, its parameters from one place only."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import (
    InvalidClientError,
    InvalidRequestError,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from flask import request

from identity.simulators.vneid.context import address
from identity.simulators.vneid.parameters import plain_text, single_values

__all__ = ["PlainRequest", "posted"]


class PlainRequest(OAuth2Request):
    """Checked parameters with the method and headers they came with."""

    def __init__(
        self, method: str, path: str, values: Mapping[str, str], headers: Any = None
    ) -> None:
        super().__init__(method, address(path), headers=headers)
        self.values = dict(values)
        self.payload = BasicOAuth2Payload(self.values)

    @property
    def form(self) -> dict[str, str]:
        """The parameters, by the other name that Authlib has for them."""
        return self.values


def posted() -> PlainRequest:
    """The form of the Flask request at hand; its query is refused if it has one.

    Raises `InvalidRequestError`.
    """
    if request.args:
        raise InvalidRequestError("The parameters belong in the body.")
    values = single_values(request.form)
    ensure_one_proof(values)
    return PlainRequest(request.method, request.path, values, request.headers)


def ensure_one_proof(values: Mapping[str, str]) -> None:
    """Refuse credentials that cannot be read, or come twice (RFC 6749 2.3).

    Raises `InvalidClientError`, `InvalidRequestError`.
    """
    try:
        client_id, secret = extract_basic_authorization(request.headers)
    except UnicodeDecodeError as error:
        raise InvalidClientError(status_code=401) from error
    plain_text(text for text in (client_id, secret) if text)
    if client_id is None:
        return
    if "client_secret" in values or values.get("client_id", client_id) != client_id:
        raise InvalidRequestError("The client proves itself in one way only.")
