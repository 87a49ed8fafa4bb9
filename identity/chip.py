"""Passive authentication of the card's chip (ICAO Doc 9303-11 section 5.1).

It proves that the state signed what was read, not that the chip is no copy: that
needs chip or active authentication by the phone. The face (DG2) is only known by its
hash: no type here can hold a picture, so none can be kept.
"""

from dataclasses import InitVar, dataclass
from datetime import datetime, timedelta, timezone
from hmac import compare_digest
from typing import Final, Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate

from identity.assurance import Assurance
from identity.chip_fault import ChipFault, ChipPart, ChipRefused, group_part
from identity.chip_holder import ChipHolder, read_holder
from identity.chip_sod import SecurityObject, digest, ensure_signed, read_sod
from identity.chip_trust import BadTrustList, TrustList, ensure_trusted, trust_list

__all__ = [
    "BadTrustList",
    "ChipFault",
    "ChipHolder",
    "ChipPart",
    "ChipRead",
    "ChipRefused",
    "TrustList",
    "VerifiedChip",
    "trust_list",
    "verify_chip",
]

FACE: Final = 2
GROUP_MAX: Final = 8_192
"""Bytes of DG1, DG13 or DG14."""
VIET_NAM: Final = timezone(timedelta(hours=7))
SEAL: Final = object()


@dataclass(frozen=True, slots=True, repr=False)
class ChipRead:
    """What a phone read: the files as they stand in the chip, None for one not read.

    `dg2_digest` is the hash of EF.DG2 by the algorithm that the SOD names; the phone
    makes it and keeps the face to itself.
    """

    sod: bytes
    dg1: bytes | None
    dg2_digest: bytes | None
    dg13: bytes | None
    dg14: bytes | None


@dataclass(frozen=True, slots=True, repr=False)
class VerifiedChip:
    """A chip that was verified `at` a time; only `verify_chip` can make one.

    `signer` is the SHA-256 fingerprint of the document signer's certificate.
    """

    holder: ChipHolder
    signer: str
    at: datetime
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise TypeError("a verified chip is made by verify_chip alone")

    @property
    def assurance(self) -> Literal[Assurance.AUTHENTICATED]:
        """The state signed it: it authenticates."""
        return Assurance.AUTHENTICATED


def verify_chip(read: ChipRead, trust: TrustList, *, at: datetime) -> VerifiedChip:
    """The holder, if a trusted signer vouched for all four groups; `ChipRefused`.

    `at` is the time for which certificates, withdrawals and the card's own expiry
    count; it must know its time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    sod = read_sod(read.sod)
    dg1, dg2_digest = present(read.dg1, "dg1"), present(read.dg2_digest, "dg2")
    dg13, dg14 = present(read.dg13, "dg13"), present(read.dg14, "dg14")
    ensure_trusted(sod.certificate, trust, at=at)
    ensure_signed(sod)
    for number, data in (1, dg1), (13, dg13), (14, dg14):
        ensure_same(number, digest(sod.hash, data), sod)
    ensure_same(FACE, dg2_digest, sod)
    holder = read_holder(dg1, dg13)
    ensure_current(holder, at=at)
    return VerifiedChip(holder, fingerprint(sod.certificate), at, SEAL)


def present(data: bytes | None, part: ChipPart) -> bytes:
    """What was read; refused when it is missing, or more than a group can have."""
    if data is None:
        raise ChipRefused(ChipFault.MISSING_GROUP, part)
    if len(data) > GROUP_MAX:
        raise ChipRefused(ChipFault.MALFORMED, part)
    return data


def ensure_same(number: int, found: bytes, sod: SecurityObject) -> None:
    """Raise `ChipRefused` unless the group is the one whose hash was signed."""
    part = group_part(number)
    if number not in sod.digests:
        raise ChipRefused(ChipFault.MISSING_GROUP, part)
    if not compare_digest(found, sod.digests[number]):
        raise ChipRefused(ChipFault.WRONG_HASH, part)


def ensure_current(holder: ChipHolder, *, at: datetime) -> None:
    """Raise `ChipRefused` from the day after the card's last, in Viet Nam."""
    if holder.expires and at.astimezone(VIET_NAM).date() > holder.expires:
        raise ChipRefused(ChipFault.EXPIRED, "card")


def fingerprint(certificate: Certificate) -> str:
    """SHA-256 of the certificate, as hex."""
    return certificate.fingerprint(SHA256()).hex()
