"""Words that found no venue: counted in memory, written down a moment later.

What is kept is a word, a day and how many visitors typed it, and never who. A visitor
is a network address, of which only a hash is held, in memory, until the day is over;
each process counts for itself.
"""

import re
import secrets
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Final

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues.records import LONGEST_WORDS, FruitlessSearch
from geo.names import fold

EXTENSION: Final = "citizen-fruitless"
KEPT: Final = timedelta(days=90)
SHORTEST: Final = 2
MOST_A_DAY: Final = 20_000
"""How much a process counts on a day, so that nobody can fill its memory."""

# No digits: a number may be somebody's.
LIKE_A_DISH: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
WRITE: Final = text(
    """
    INSERT INTO fruitless_searches AS f (day, words, visitors)
    SELECT day, words, visitors FROM unnest(
        CAST(:days AS date[]), CAST(:words AS text[]), CAST(:visitors AS int[])
    ) AS counted (day, words, visitors)
    ORDER BY day, words
    ON CONFLICT (day, words) DO UPDATE SET visitors = f.visitors + excluded.visitors
    """
)
Counted = Mapping[tuple[date, str], int]


def like_a_dish(typed: str) -> str | None:
    """The folded beginning of what may be the name of a dish; None for the rest."""
    words = fold(typed)[:LONGEST_WORDS].strip()
    return words if len(words) >= SHORTEST and LIKE_A_DISH.fullmatch(words) else None


class Fruitless:
    """What one process counted and has not written down yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[date, str]] = Counter()
        self._seen: set[bytes] = set()
        self._day: date | None = None
        self._salt = b""

    @property
    def waits(self) -> bool:
        """Whether something is to be written down."""
        return bool(self._counts)

    def note(self, typed: str, visitor: str, day: date) -> None:
        """Count a visitor who found nothing: once a day for the same words."""
        words = like_a_dish(typed)
        if words is None:
            return
        with self._lock:
            if day != self._day:
                self._day, self._salt = day, secrets.token_bytes(16)
                self._seen.clear()
            mark = self._mark(words, visitor)
            if mark not in self._seen and len(self._seen) < MOST_A_DAY:
                self._seen.add(mark)
                self._counts[day, words] += 1

    def take(self) -> Counted:
        """What was counted since the last time."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, taken: Counted) -> None:
        """Keep for later what could not be written down."""
        with self._lock:
            self._counts.update(taken)

    def _mark(self, words: str, visitor: str) -> bytes:
        said = f"{words}\n{visitor}".encode()
        return blake2b(said, key=self._salt, digest_size=8).digest()


def write_down(session: Session, counted: Counted) -> None:
    """Add what a process counted."""
    rows = [(*key, visitors) for key, visitors in counted.items()]
    days, words, visitors = map(list, zip(*rows, strict=True))
    session.execute(WRITE, {"days": days, "words": words, "visitors": visitors})


def forget(session: Session, now: datetime) -> None:
    """Delete what was counted ninety days ago."""
    first = now.astimezone(HO_CHI_MINH).date() - KEPT
    session.execute(delete(FruitlessSearch).where(FruitlessSearch.day < first))
