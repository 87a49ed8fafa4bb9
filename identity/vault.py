"""Personal data at rest: closed with AES-256-GCM, found again by a blind index.

A closed cell is `01 ‖ length of key id ‖ key id ‖ nonce (12) ‖ ciphertext ‖ tag (16)`.
The cell's place and the bytes before the nonce are authenticated with it, so a cell
opens only where it was written.
"""

import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from identity import IdentityError
from identity.key_ring import KeyRing

__all__ = [
    "NotSealed",
    "Tampered",
    "UnknownKey",
    "VaultError",
    "Where",
    "blind_index",
    "blind_indexes",
    "prefix",
    "reseal",
    "seal",
    "sealed_by",
    "unseal",
]

VERSION: Final = 1
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class VaultError(IdentityError):
    """A cell cannot be opened; messages name places and key ids, never contents."""


class NotSealed(VaultError):
    """The bytes are no closed cell."""


class UnknownKey(VaultError):
    """The ring has no key of this id."""


class Tampered(VaultError):
    """The cell was changed, or stands where it was not written."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a cell; the row's id never changes and is never reused."""

    table: str
    column: str
    row: str


def associated(header: bytes, where: Where) -> bytes:
    """The authenticated text: each part with its length, so none runs into the next."""
    parts = (
        header,
        *(part.encode() for part in (where.table, where.column, where.row)),
    )
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def encrypted(key: bytes, nonce: bytes, plain: bytes, authenticated: bytes) -> bytes:
    """AES-GCM of NIST SP 800-38D: ciphertext and tag."""
    return AESGCM(key).encrypt(nonce, plain, authenticated)


def decrypted(key: bytes, nonce: bytes, cipher: bytes, authenticated: bytes) -> bytes:
    """What `encrypted` closed; raises `InvalidTag`."""
    return AESGCM(key).decrypt(nonce, cipher, authenticated)


def prefix(ring: KeyRing) -> bytes:
    """How every cell under the current key begins; rotation looks for all others."""
    key_id = ring.seal_id.encode()
    return bytes([VERSION, len(key_id)]) + key_id


def seal(ring: KeyRing, where: Where, plaintext: str) -> bytes:
    """The text closed under the current key, for this place only.

    Closing the same text again gives other bytes.
    """
    header = prefix(ring)
    nonce = os.urandom(NONCE_BYTES)
    key = ring.seal_keys[ring.seal_id]
    plain = plaintext.encode()
    return header + nonce + encrypted(key, nonce, plain, associated(header, where))


def parted(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Header, nonce and ciphertext of a cell; raises `NotSealed`."""
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise NotSealed("the bytes are no closed cell")
    start = 2 + sealed[1]
    if sealed[1] == 0 or len(sealed) < start + NONCE_BYTES + TAG_BYTES:
        raise NotSealed("the bytes are no closed cell")
    nonce_end = start + NONCE_BYTES
    return sealed[:start], sealed[start:nonce_end], sealed[nonce_end:]


def sealed_by(sealed: bytes) -> str:
    """The id of the key that closed the cell; raises `NotSealed`."""
    header, _, _ = parted(sealed)
    return header[2:].decode("ascii", "backslashreplace")


def unseal(ring: KeyRing, where: Where, sealed: bytes) -> str:
    """The text of a cell.

    Raises `NotSealed`, `UnknownKey`, or `Tampered` when a bit was flipped or the cell
    was moved from another table, column or row.
    """
    header, nonce, cipher = parted(sealed)
    key_id = sealed_by(sealed)
    if key_id not in ring.seal_keys:
        raise UnknownKey(f"no seal key {key_id!r} is in the ring")
    try:
        key = ring.seal_keys[key_id]
        return decrypted(key, nonce, cipher, associated(header, where)).decode()
    except InvalidTag as error:
        raise Tampered(f"{where.table}.{where.column} is not whole") from error


def reseal(ring: KeyRing, where: Where, sealed: bytes) -> bytes:
    """The cell under the current key; the very same bytes when it already is.

    Raises what `unseal` raises. Doing it twice does no harm, so a job that was killed
    starts again anywhere.
    """
    if sealed.startswith(prefix(ring)):
        return sealed
    return seal(ring, where, unseal(ring, where, sealed))


def comparable(value: str) -> str:
    """The one form of a value: composed, trimmed, capital letters."""
    capitals = unicodedata.normalize("NFC", value).strip().upper()
    return unicodedata.normalize("NFC", capitals)


def blind_index(
    ring: KeyRing, field: str, value: str, *, key_id: str | None = None
) -> bytes:
    """Thirty-two bytes by which a value is found without being stored.

    HMAC-SHA-256 of field and value under a key of the field's own, which is drawn from
    the index key by HKDF-Expand (RFC 5869, 2.3). `key_id` names another index key than
    the current one, for the second column while keys rotate; raises `UnknownKey`.
    """
    index_key = ring.index_keys.get(key_id or ring.index_id)
    if index_key is None:
        raise UnknownKey(f"no index key {key_id!r} is in the ring")
    info = b"blind index\0" + field.encode()
    field_key = hmac.digest(index_key, info + b"\1", "sha256")
    return hmac.digest(field_key, f"{field}\0{comparable(value)}".encode(), "sha256")


def blind_indexes(ring: KeyRing, field: str, value: str) -> list[bytes]:
    """The index under every key of the ring, the current first.

    While index keys rotate some rows still have the former one: look for any of these.
    """
    ids = sorted(ring.index_keys, key=lambda key_id: key_id != ring.index_id)
    return [blind_index(ring, field, value, key_id=key_id) for key_id in ids]
