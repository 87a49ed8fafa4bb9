"""How large, how many, how long; whose a photo is. Pure."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

MOST_BYTES: Final = 8 * 1024 * 1024
LONGEST_SIDE: Final = 16_000
SHORTEST_SIDE: Final = 32
LARGE_PX: Final = 1600
THUMB_PX: Final = 320
NAME: Final = re.compile(r"[0-9a-f]{64}\.jpg")
LOOSE_FOR: Final = timedelta(hours=1)
REMOVED_FOR: Final = timedelta(days=90)
"""How long a photo that was removed is kept, so that this can be undone."""


class OwnerKind(StrEnum):
    """What a photo is of."""

    REVIEW = "review"
    VENUE = "venue"


MOST_OF: Final[Mapping[OwnerKind, int]] = {OwnerKind.REVIEW: 5, OwnerKind.VENUE: 10}


class Owner(NamedTuple):
    """A review and its venue, or a venue alone."""

    venue: int
    review: int | None = None

    @property
    def kind(self) -> OwnerKind:
        """What the photo is of."""
        return OwnerKind.VENUE if self.review is None else OwnerKind.REVIEW

    @property
    def most(self) -> int:
        """How many photos it may have."""
        return MOST_OF[self.kind]


class Stored(NamedTuple):
    """A photo whose files are in the store; its size is that of the large one."""

    file: str
    thumb: str
    width: int
    height: int
