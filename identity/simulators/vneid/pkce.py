"""PKCE with S256 and nothing else (RFC 7636, RFC 9700 2.1.1), for every client."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge

from identity.oauth.pkce import is_answer, is_challenge

__all__ = ["S256Only"]


class S256Only(CodeChallenge):
    """Authlib's check, without `plain` and without requests that leave PKCE out."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)
    CODE_CHALLENGE_METHODS = {"S256": is_answer}  # noqa: RUF012 - Authlib's own name

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """Refuse an authorization request without an S256 challenge."""
        asked = grant.request.payload.data
        if not is_challenge(asked.get("code_challenge", "")):
            raise InvalidRequestError("A code_challenge of 43 letters is required.")
        if asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("The only code_challenge_method is S256.")
