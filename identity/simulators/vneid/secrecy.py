"""Random secrets, what is kept of them, and how they are compared."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

__all__ = ["fingerprint", "is_same", "masked", "new_secret", "signed"]

LENGTH = 32


def new_secret() -> str:
    """A secret of 256 random bits, URL-safe."""
    return secrets.token_urlsafe(LENGTH)


def fingerprint(secret: str) -> str:
    """The hex of its SHA-256: all that the database keeps."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signed(key: str, *words: str) -> str:
    """The HMAC-SHA-256 of the words, base64url without padding."""
    made = hmac.new(key.encode(), "\0".join(words).encode(), hashlib.sha256)
    return urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def is_same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell."""
    return hmac.compare_digest(fingerprint(one), fingerprint(other))


def masked(number: str) -> str:
    """A twelve-digit number as it may be shown: `099*******12`."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"
