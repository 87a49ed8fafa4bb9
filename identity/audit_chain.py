"""The record of who did what, chained so that no past entry changes unseen.

Each entry's hash is SHA-256(previous hash ‖ canonical JSON, RFC 8785). Signed anchors,
kept elsewhere, hold the chain against whoever could rewrite all of it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from identity import IdentityError

__all__ = [
    "BEGINNING",
    "GENESIS",
    "Anchor",
    "BrokenChain",
    "Checked",
    "Flaw",
    "Link",
    "NotAuditable",
    "next_link",
    "sign_anchor",
    "verify",
]

GENESIS: Final = bytes(32)
ANCHOR_CONTEXT: Final = "audit anchor 1"


class NotAuditable(IdentityError):
    """The entry cannot be written as canonical JSON (a float NaN, 2**53, a date)."""


class Flaw(StrEnum):
    """What is wrong at the first bad entry."""

    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    EDITED = "edited"
    UNLINKED = "unlinked"
    TAIL_CUT = "tail cut"
    REWRITTEN = "rewritten"
    FORGED_ANCHOR = "forged anchor"


class BrokenChain(IdentityError):
    """The chain holds until `seq`, which is the first bad entry.

    A rewritten chain is whole in itself: its `seq` is the anchor that no longer
    agrees, and the change lies after the anchor before it.
    """

    def __init__(self, seq: int, flaw: Flaw) -> None:
        super().__init__(f"the audit chain breaks at entry {seq}: {flaw}")
        self.seq = seq
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Link:
    """One entry: numbers run from 1 without gaps; `fields` is a JSON object."""

    seq: int
    fields: Mapping[str, Any]
    previous: bytes
    hash: bytes


BEGINNING: Final = Link(0, {}, GENESIS, GENESIS)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A signature (Ed25519, 64 bytes) over the hash of one entry at a time."""

    seq: int
    hash: bytes
    at: datetime
    key_id: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole chain: how many entries, the hash of the last, how many anchors held."""

    entries: int
    head: bytes
    anchors: int


def canonical(value: Mapping[str, Any]) -> bytes:
    """RFC 8785 JSON; raises `NotAuditable`."""
    try:
        return rfc8785.dumps(dict(value))
    except (rfc8785.CanonicalizationError, ValueError) as error:
        raise NotAuditable("the entry has no canonical JSON") from error


def hash_of(seq: int, fields: Mapping[str, Any], previous: bytes) -> bytes:
    """The hash of an entry, its number included."""
    return hashlib.sha256(previous + canonical({"seq": seq, "entry": fields})).digest()


def next_link(last: Link | None, fields: Mapping[str, Any]) -> Link:
    """The entry that follows `last`, or the first one; raises `NotAuditable`.

    Who stores it holds a lock: two entries after the same one would fork the chain.
    """
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    return Link(seq, fields, previous, hash_of(seq, fields, previous))


def anchored_text(seq: int, head: bytes, at: datetime, key_id: str) -> bytes:
    """What an anchor signs."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    values = {"context": ANCHOR_CONTEXT, "seq": seq, "at": moment, "key": key_id}
    return canonical({**values, "hash": head.hex()})


def sign_anchor(
    link: Link, at: datetime, key_id: str, key: Ed25519PrivateKey
) -> Anchor:
    """An anchor at this entry; `at` is aware."""
    signature = key.sign(anchored_text(link.seq, link.hash, at, key_id))
    return Anchor(link.seq, link.hash, at, key_id, signature)


def verify(
    links: Iterable[Link],
    anchors: Iterable[Anchor] = (),
    trusted: Mapping[str, Ed25519PublicKey] | None = None,
    *,
    after: Link = BEGINNING,
) -> Checked:
    """Walk a chain and its anchors, both in the order of their numbers.

    Reads each once and keeps only the last. Raises `BrokenChain` at the first bad
    entry. Entries cut off after the last anchor cannot be missed: anchor often.
    `after`: the entry before the first, when those up to it are rightly gone; the
    caller makes sure of it by an anchor.
    """
    waiting = iter(anchors)
    anchor = next(waiting, None)
    seq, head, held = after.seq, after.hash, 0
    for link in sound(links, after):
        seq, head = link.seq, link.hash
        while anchor is not None and anchor.seq <= seq:
            ensure_holds(anchor, link, trusted or {})
            held += 1
            anchor = next(waiting, None)
    if anchor is not None:
        raise BrokenChain(seq + 1, Flaw.TAIL_CUT)
    return Checked(entries=seq - after.seq, head=head, anchors=held)


def sound(links: Iterable[Link], after: Link) -> Iterator[Link]:
    """The entries as they come, as long as each follows from the one before."""
    last, before = after, after.previous
    for link in links:
        ensure_follows(link, last, before)
        yield link
        last, before = link, last.hash


def ensure_follows(link: Link, last: Link, before: bytes) -> None:
    """Raise `BrokenChain` unless the entry is whole and follows the last one.

    Where two entries do not meet, the earlier is the bad one if the later is whole in
    itself (the earlier was edited and hashed anew) or was made to follow the one
    `before` (the earlier was put in between).
    """
    if link.seq > last.seq + 1:
        raise BrokenChain(last.seq + 1, Flaw.MISSING)
    if link.seq <= last.seq:
        raise BrokenChain(link.seq, Flaw.OUT_OF_ORDER)
    whole = link.hash == hash_of(link.seq, link.fields, link.previous)
    if link.previous == last.hash:
        if not whole:
            raise BrokenChain(link.seq, Flaw.EDITED)
        return
    inserted = last.seq > 0 and link.previous == before
    if last.seq > 0 and (whole or inserted):
        raise BrokenChain(last.seq, Flaw.EDITED if whole else Flaw.UNLINKED)
    raise BrokenChain(link.seq, Flaw.UNLINKED)


def ensure_holds(
    anchor: Anchor, link: Link, trusted: Mapping[str, Ed25519PublicKey]
) -> None:
    """Raise `BrokenChain` unless the anchor is signed and agrees with its entry."""
    text = anchored_text(anchor.seq, anchor.hash, anchor.at, anchor.key_id)
    try:
        trusted[anchor.key_id].verify(anchor.signature, text)
    except (KeyError, InvalidSignature) as error:
        raise BrokenChain(anchor.seq, Flaw.FORGED_ANCHOR) from error
    if anchor.seq != link.seq:
        raise BrokenChain(anchor.seq, Flaw.OUT_OF_ORDER)
    if anchor.hash != link.hash:
        raise BrokenChain(anchor.seq, Flaw.REWRITTEN)
