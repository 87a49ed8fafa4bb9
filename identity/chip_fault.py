"""Why a chip is not believed."""

from enum import StrEnum
from typing import Literal

from identity import IdentityError

__all__ = ["ChipFault", "ChipPart", "ChipRefused", "group_part"]

ChipPart = Literal[
    "sod", "dg1", "dg2", "dg13", "dg14", "document_signer", "country_signer", "card"
]
"""What the fault was found in."""

PARTS: dict[int, ChipPart] = {1: "dg1", 2: "dg2", 13: "dg13", 14: "dg14"}


class ChipFault(StrEnum):
    """The reasons, each with one meaning."""

    MALFORMED = "malformed"
    MISSING_GROUP = "missing_group"
    UNKNOWN_SIGNER = "unknown_signer"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    BAD_SIGNATURE = "bad_signature"
    WRONG_HASH = "wrong_hash"


class ChipRefused(IdentityError):
    """The chip proves nothing; `part` tells where it was seen."""

    def __init__(self, fault: ChipFault, part: ChipPart) -> None:
        super().__init__(f"the chip is refused: {fault} ({part})")
        self.fault = fault
        self.part = part


def group_part(number: int) -> ChipPart:
    """The name of one of the data groups that are looked at."""
    return PARTS[number]
