"""PKCE with S256, the only method of RFC 9700 2.1.1 (RFC 7636)."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from typing import Final

__all__ = ["is_answer", "is_challenge", "is_verifier", "s256"]

CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def s256(verifier: str) -> str:
    """The challenge of a verifier (RFC 7636 4.2)."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(hashed).rstrip(b"=").decode()


def is_challenge(text: str) -> bool:
    """Whether it has the form of an S256 challenge."""
    return CHALLENGE.fullmatch(text) is not None


def is_verifier(text: str) -> bool:
    """Whether it has the form of a verifier (RFC 7636 4.1)."""
    return VERIFIER.fullmatch(text) is not None


def is_answer(verifier: str, challenge: str) -> bool:
    """Whether the challenge was made of the verifier."""
    return hmac.compare_digest(s256(verifier).encode(), challenge.encode())
