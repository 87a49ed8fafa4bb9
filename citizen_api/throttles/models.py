"""The tables of counts and locks. Keys are hashes: they tell nobody's address."""

from datetime import datetime

from sqlalchemy import DateTime, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base


class ThrottleCount(Base):
    """How often a key was used since its window opened."""

    __tablename__ = "throttle_counts"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime]

    __table_args__ = ({"postgresql_with": {"fillfactor": "50"}},)


class ThrottleLock(Base):
    """The latest misses of a key, and until when it is locked.

    `times`: how often it was locked before, which doubles the next lock.
    """

    __tablename__ = "throttle_locks"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    misses: Mapped[list[datetime]] = mapped_column(ARRAY(DateTime(timezone=True)))
    times: Mapped[int] = mapped_column(SmallInteger)
    locked_until: Mapped[datetime | None]
    missed_at: Mapped[datetime]
