"""Opaque tokens: how they are made, and what is kept of them. No Flask."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_token() -> str:
    """43 characters with 256 random bits."""
    return secrets.token_urlsafe(32)


def derived_token(secret: str, purpose: str, key: str) -> str:
    """The token that only a holder of both the secret and the key can make."""
    made = hmac.digest(secret.encode(), f"{purpose}\0{key}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def token_hash(token: str) -> bytes:
    """What is kept of a token: with 256 random bits a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
