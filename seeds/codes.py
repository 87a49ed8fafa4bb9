"""Codes of the links of the seeds: the same on every machine, and not in a row."""

from hashlib import sha256

from qr.codes import CODE_COUNT, Code, nth_code


def code_of(thing: str, attempt: int) -> Code:
    """The code of a venue or street; a further `attempt` when one was taken."""
    digest = sha256(f"{thing}#{attempt}".encode()).digest()
    return nth_code(int.from_bytes(digest[:16]) % CODE_COUNT)
