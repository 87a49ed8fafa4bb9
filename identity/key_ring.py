"""The keys that close and find personal data, read from the text of a setting."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from identity import IdentityError

__all__ = [
    "BadKeys",
    "KeyRing",
    "Purpose",
    "add_key",
    "drop_key",
    "new_keys",
    "read_keys",
    "use_key",
]

KEY_BYTES: Final = 32
KEY_ID: Final = re.compile(r"[a-z0-9-]{1,16}")
# Thirty-two random bytes have 30 different ones on average; fewer than 16 never
# happen, and neither are all of them letters: both mean that somebody typed the key.
FEWEST_DIFFERENT: Final = 16


class BadKeys(IdentityError):
    """The text holds no usable ring of keys; the message never quotes a key."""


class Purpose(StrEnum):
    """What a key does: close cells, or find them by their value."""

    SEAL = "seal"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys of 32 bytes by id; new cells are closed and found with the current ones.

    Former keys only open old cells. A key closes at most 2**32 cells (NIST
    SP 800-38D, 8.3: random nonces of 96 bits); rotate long before.
    """

    seal_id: str
    index_id: str
    seal_keys: Mapping[str, bytes] = field(repr=False)
    index_keys: Mapping[str, bytes] = field(repr=False)


def read_keys(text: str) -> KeyRing:
    """The ring written as `seal:ID:KEY index:ID:KEY …`, the current of each first.

    Entries are parted by spaces or new lines, keys are 32 random bytes in base64.
    Raises `BadKeys` where a purpose has no key, or a key is short, guessable, or there
    twice.
    """
    keys: dict[Purpose, dict[str, bytes]] = {each: {} for each in Purpose}
    for entry in text.split():
        purpose, key_id, key = read_entry(entry)
        if key_id in keys[purpose]:
            raise BadKeys(f"the {purpose} key {key_id} is there twice")
        keys[purpose][key_id] = key
    ensure_whole(keys)
    return KeyRing(
        seal_id=next(iter(keys[Purpose.SEAL])),
        index_id=next(iter(keys[Purpose.INDEX])),
        seal_keys=MappingProxyType(keys[Purpose.SEAL]),
        index_keys=MappingProxyType(keys[Purpose.INDEX]),
    )


def read_entry(entry: str) -> tuple[Purpose, str, bytes]:
    """One key with its purpose and id."""
    parts = entry.split(":")
    if len(parts) != 3 or parts[0] not in list(Purpose):
        raise BadKeys("an entry reads seal:ID:KEY or index:ID:KEY")
    purpose, key_id, written = parts
    if not KEY_ID.fullmatch(key_id):
        raise BadKeys("a key id is 1 to 16 of a-z, 0-9 and the hyphen")
    try:
        key = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKeys(f"the {purpose} key {key_id} is no base64") from error
    ensure_strong(f"{purpose} key {key_id}", key)
    return Purpose(purpose), key_id, key


def ensure_strong(name: str, key: bytes) -> None:
    """Raise `BadKeys` for a key that is short or was not drawn at random."""
    if len(key) != KEY_BYTES:
        raise BadKeys(f"the {name} has {len(key)} bytes, not {KEY_BYTES}")
    typed = all(32 <= byte < 127 for byte in key)
    if typed or len(set(key)) < FEWEST_DIFFERENT:
        raise BadKeys(f"the {name} is weak: draw it at random")


def ensure_whole(keys: Mapping[Purpose, Mapping[str, bytes]]) -> None:
    """Raise `BadKeys` unless every purpose has a key and no key serves twice."""
    for purpose, ring in keys.items():
        if not ring:
            raise BadKeys(f"there is no {purpose} key")
    every = [key for ring in keys.values() for key in ring.values()]
    if len(set(every)) != len(every):
        raise BadKeys("one key stands under two names")


def new_keys(key_id: str, random_bytes: Callable[[int], bytes]) -> str:
    """The text of a fresh ring; `random_bytes(n)` gives n random bytes.

    Raises `BadKeys` for an impossible id.
    """
    entries = (
        f"{purpose}:{key_id}:{base64.b64encode(random_bytes(KEY_BYTES)).decode()}"
        for purpose in Purpose
    )
    text = " ".join(entries)
    read_keys(text)
    return text


def add_key(
    text: str, purpose: Purpose, key_id: str, random_bytes: Callable[[int], bytes]
) -> str:
    """The ring with one more key, which opens and finds but is not the current one.

    Raises `BadKeys` when the id is impossible or there already.
    """
    key = base64.b64encode(random_bytes(KEY_BYTES)).decode()
    entry = f"{purpose}:{key_id}:{key}"
    read_entry(entry)
    longer = " ".join([*text.split(), entry])
    read_keys(longer)
    return longer


def use_key(text: str, purpose: Purpose, key_id: str) -> str:
    """The ring with this key as the current one; raises `BadKeys` when it has none."""
    entry = entry_of(text, purpose, key_id)
    return " ".join([entry, *(each for each in text.split() if each != entry)])


def drop_key(text: str, purpose: Purpose, key_id: str) -> str:
    """The ring without a former key; raises `BadKeys` for the current one."""
    entry = entry_of(text, purpose, key_id)
    rest = text.split()
    if next(each for each in rest if each.startswith(f"{purpose}:")) == entry:
        raise BadKeys(f"the {purpose} key {key_id} is the current one")
    rest.remove(entry)
    return " ".join(rest)


def entry_of(text: str, purpose: Purpose, key_id: str) -> str:
    """The entry of one key; raises `BadKeys` when there is none."""
    for entry in text.split():
        if entry.startswith(f"{purpose}:{key_id}:"):
            return entry
    raise BadKeys(f"there is no {purpose} key {key_id}")
