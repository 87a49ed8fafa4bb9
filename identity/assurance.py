"""How far a piece of evidence goes: it tells who is meant, or it proves who is here.

The level belongs to the kind of evidence, never to a value that code could set: each
kind has a read-only `assurance`, typed as one `Literal`.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol

from identity import IdentityError

__all__ = ["Assurance", "Evidence", "UnknownLevel", "assurance_of_acr", "strongest"]


class Assurance(StrEnum):
    """`IDENTIFIED`: unsigned text says so. `AUTHENTICATED`: it was proven."""

    IDENTIFIED = "identified"
    AUTHENTICATED = "authenticated"


class Evidence(Protocol):
    """Something read from a card or told by VNeID."""

    @property
    def assurance(self) -> Assurance:
        """How far this kind of evidence goes."""


class UnknownLevel(IdentityError):
    """VNeID named a level that no decree knows."""


# Decree 69/2024 art. 9, Decree 188/2025 art. 37.1a: BHYT needs level 2.
LEVELS: Final = {"LoA1": Assurance.IDENTIFIED, "LoA2": Assurance.AUTHENTICATED}


def assurance_of_acr(acr: str) -> Assurance:
    """What the `acr` of a checked id_token is worth; else `UnknownLevel`."""
    try:
        return LEVELS[acr]
    except KeyError:
        raise UnknownLevel("acr is neither LoA1 nor LoA2") from None


def strongest(evidence: Iterable[Evidence]) -> Assurance | None:
    """The best of what was shown: any number of QR codes stays `IDENTIFIED`."""
    levels = {piece.assurance for piece in evidence}
    if Assurance.AUTHENTICATED in levels:
        return Assurance.AUTHENTICATED
    return Assurance.IDENTIFIED if levels else None
