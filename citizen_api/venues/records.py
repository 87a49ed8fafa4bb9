"""Tables beside venues: papers that the city saw, and words that found nothing."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, one_of

LONGEST_WORDS = 40


class LicenceKind(StrEnum):
    """What the city certifies of a venue."""

    BUSINESS = "business"
    FOOD_SAFETY = "food_safety"


class VenueLicence(Base):
    """A paper that the city saw: who issued it, and until when it is valid.

    Its number is not kept: that of a household's business is the number of a person.
    A paper that was replaced or withdrawn stays, with `ended_at`.
    """

    __tablename__ = "venue_licences"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    kind: Mapped[str] = mapped_column(one_of("kind", LicenceKind))
    issued_by: Mapped[str] = mapped_column(
        CheckConstraint("char_length(issued_by) <= 120", name="issued_by")
    )
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    checked_on: Mapped[date]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("valid_until > issued_on", name="validity"),
        Index(
            "uq_venue_licences_current",
            "venue_id",
            "kind",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class FruitlessSearch(Base):
    """Folded words for which no venue was found, and by how many visitors of a day."""

    __tablename__ = "fruitless_searches"

    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(
        CheckConstraint(f"char_length(words) <= {LONGEST_WORDS}", name="words_length"),
        primary_key=True,
    )
    visitors: Mapped[int]
