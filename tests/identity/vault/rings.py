"""Key rings for tests, each key drawn from a name."""

import base64
import hashlib

from identity.key_ring import KeyRing, read_keys


def key(name: str) -> bytes:
    """Thirty-two bytes that are the same for the same name."""
    return hashlib.sha256(name.encode()).digest()


def entry(purpose: str, key_id: str) -> str:
    """One entry of a ring's text."""
    written = base64.b64encode(key(f"{purpose} {key_id}")).decode()
    return f"{purpose}:{key_id}:{written}"


def ring(*ids: str) -> KeyRing:
    """A ring with keys of these ids, the current first."""
    entries = [entry(purpose, each) for purpose in ("seal", "index") for each in ids]
    return read_keys(" ".join(entries))
