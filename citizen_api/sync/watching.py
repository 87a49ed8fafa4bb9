"""When the pack is brought up: soon after a change, and now and then in any case."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from citizen_api.db import Database
from citizen_api.sync.actions import bring_up

LOOK_EVERY: Final = timedelta(seconds=5)
IN_ANY_CASE: Final = timedelta(minutes=10)
REST: Final = 10
"""A run is followed by a rest of so many times as long: it must not eat a processor."""
GROWN: Final = "SELECT coalesce(sum(value), 0)::bigint FROM versions"


class Watch:
    """What a worker remembers of its last run."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: tuple[int, datetime] | None = None

    def look(self, database: Database, at: datetime) -> datetime:
        """Bring the pack up when that is due; when to look again."""
        grown: int = database.find(GROWN, {})[0][0]
        if self._seen and grown == self._seen[0] and at < self._seen[1]:
            return at + LOOK_EVERY
        began = self._clock()
        bring_up(database, at)
        self._seen = grown, at + IN_ANY_CASE
        took = timedelta(seconds=self._clock() - began)
        return at + max(LOOK_EVERY, took * REST)
