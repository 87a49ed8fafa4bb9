"""The Idempotency-Key header, and what came with it."""

import hmac
import re

from flask import current_app, request

from citizen_api.problems import BadRequest, FieldError, Said
from citizen_api.repeated import Once

KEY = re.compile(r"[A-Za-z0-9_-]{16,128}")
WRONG = Said(
    "Idempotency-Key phải có 16 đến 128 chữ cái, chữ số, - hoặc _ ngẫu nhiên.",
    "Idempotency-Key must be 16 to 128 random letters, digits, - or _.",
)
PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Random, such as a UUID: the same key gives the same answer again",
    "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
}
REQUIRED = {**PARAMETER, "required": True}
NEEDED = Said("Cần có Idempotency-Key.", "An Idempotency-Key is needed.")


def idempotency_key() -> str | None:
    """The key that the caller sent, if any.

    Raises BadRequest for one that others could guess.
    """
    given = request.headers.get("Idempotency-Key")
    return None if given is None else checked_key(given.strip('"'))


def key_needed() -> BadRequest:
    """What is told to who sent no key where one is required."""
    return BadRequest(errors=[FieldError(NEEDED, parameter="Idempotency-Key")])


def checked_key(key: str) -> str:
    """The key; raises BadRequest for one that others could guess."""
    if not KEY.fullmatch(key):
        raise BadRequest(errors=[FieldError(WRONG, parameter="Idempotency-Key")])
    return key


def sent_once(typed: str | None = None, body: bytes | None = None) -> Once | None:
    """The key for this address, and what came with it; None without a key.

    Both as hashes that need our secret and the key, so that what is kept tells nothing,
    also of a key that can be guessed. `typed`: the key of a form, which sends no
    headers. `body`: what came, where the request has been read. Raises BadRequest.
    """
    key = idempotency_key() if typed is None else checked_key(typed)
    if key is None:
        return None
    secret: str = current_app.config["SIGNING_KEY"]
    address = f"{key} {request.method} {request.path}".encode()
    body = request.get_data(cache=True) if body is None else body
    return Once(_hashed(secret, address), _hashed(secret, address + b"\0" + body))


def _hashed(secret: str, text: bytes) -> bytes:
    return hmac.digest(secret.encode(), b"sent once\0" + text, "sha256")
