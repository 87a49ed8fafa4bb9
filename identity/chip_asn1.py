"""ASN.1 of the chip: the security object (ICAO Doc 9303-10), and nested values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from asn1crypto import algos, core, parser
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

__all__ = [
    "LDS_SECURITY_OBJECT",
    "MALFORMATIONS",
    "DataGroupHash",
    "LdsSecurityObject",
    "Node",
    "nodes",
    "unwrapped",
]

LDS_SECURITY_OBJECT: Final = "2.23.136.1.1.1"

MALFORMATIONS: Final = (
    ValueError,
    TypeError,
    KeyError,
    OverflowError,
    RecursionError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
)
"""What asn1crypto and cryptography raise on bytes that are not what they should be."""


class DataGroupHash(core.Sequence):
    """The hash of one data group."""

    _fields = [  # noqa: RUF012 – read so by asn1crypto
        ("number", core.Integer),
        ("digest", core.OctetString),
    ]


class DataGroupHashes(core.SequenceOf):
    """The hashes of all data groups."""

    _child_spec = DataGroupHash


class LdsVersion(core.Sequence):
    """Versions of the data structure and of Unicode."""

    _fields = [  # noqa: RUF012
        ("lds", core.PrintableString),
        ("unicode", core.PrintableString),
    ]


class LdsSecurityObject(core.Sequence):
    """What the document signer has signed."""

    _fields = [  # noqa: RUF012
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("groups", DataGroupHashes),
        ("lds_version", LdsVersion, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its class, tag, and what is inside; `constructed` holds others."""

    tag_class: int
    tag: int
    constructed: bool
    content: bytes


def nodes(data: bytes) -> Iterator[Node]:
    """The values that stand one after another in the bytes; else `ValueError`."""
    while data:
        size = parser.peek(data)
        tag_class, method, tag, _, content, _ = parser.parse(data[:size], strict=True)
        yield Node(tag_class, tag, bool(method), content)
        data = data[size:]


def unwrapped(data: bytes, tag: int) -> bytes:
    """What an elementary file holds inside its one application tag; `ValueError`."""
    found = list(nodes(data))
    if [(node.tag_class, node.tag) for node in found] != [(1, tag)]:
        raise ValueError("not one value of this application tag")
    return found[0].content
