"""What an entry says, and what it may never say. Pure."""

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from identity.audit_chain import Anchor

# A citizen, insurance or social number that stands alone; ids and hashes do not.
BARE_NUMBER: Final = re.compile(r"(?<![\w-])\d{9,15}(?![\w-])")
LARGEST: Final = 10**8
MOST_WAITING: Final = 500
LONGEST_WAIT: Final = timedelta(minutes=5)


class NotRecordable(Exception):
    """The event has a number that must not be kept, or a float: a fault of ours."""


class BadAnchor(Exception):
    """A line is no anchor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act, or its refusal.

    actor: `person:<uuid>`, `device:<id>`, `command` or `system`. subject: the blind
    index of whom it is about. detail: a JSON object without floats, and nothing in it
    that tells who somebody is.
    """

    action: str
    actor: str
    outcome: str
    facility: str | None = None
    subject: bytes | None = None
    purpose: str | None = None
    detail: Mapping[str, Any] | None = None


def fields_of(event: Event) -> dict[str, Any]:
    """The event as a JSON object, without what it leaves open; raises NotRecordable."""
    said = {
        "action": event.action,
        "actor": event.actor,
        "outcome": event.outcome,
        "facility": event.facility,
        "subject": event.subject and event.subject.hex(),
        "purpose": event.purpose,
        "detail": event.detail and dict(event.detail),
    }
    fields = {name: value for name, value in said.items() if value is not None}
    if any(_is_telling(leaf) for leaf in _leaves(fields)):
        raise NotRecordable(event.action)
    return fields


def public_key(seed: bytes) -> Ed25519PublicKey:
    """With which anybody can verify the anchors that are signed with this key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key()


def key_id(key: Ed25519PublicKey) -> str:
    """What an anchor calls the key that signed it."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def is_anchor_due(waiting: int, age: timedelta | None) -> bool:
    """Whether so many entries since the last anchor, of that age, want a new one."""
    if waiting <= 0:
        return False
    return waiting >= MOST_WAITING or age is None or age >= LONGEST_WAIT


def anchor_text(anchor: Anchor) -> str:
    """An anchor as one line, to be kept where the database cannot change it."""
    return json.dumps(
        {
            "seq": anchor.seq,
            "hash": anchor.hash.hex(),
            "at": anchor.at.astimezone(UTC).isoformat(),
            "key": anchor.key_id,
            "signature": b64encode(anchor.signature).decode(),
        }
    )


def read_anchor(line: str) -> Anchor:
    """The anchor of such a line, whatever stands before it; raises BadAnchor."""
    try:
        said = json.loads(line[line.index("{") :])
        return Anchor(
            int(said["seq"]),
            bytes.fromhex(said["hash"]),
            datetime.fromisoformat(said["at"]),
            str(said["key"]),
            b64decode(said["signature"], validate=True),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise BadAnchor(line) from error


def _is_telling(leaf: object) -> bool:
    if isinstance(leaf, str):
        return BARE_NUMBER.search(leaf) is not None
    return isinstance(leaf, float) or (isinstance(leaf, int) and leaf > LARGEST)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    else:
        yield value
