"""The tables around a review: what it said before, votes, replies, reports, appeals."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of, small

LONGEST_REPLY = 2000
LONGEST_REPORT = 500
LONGEST_APPEAL = 1000


class Fault(StrEnum):
    """What somebody reports of a review."""

    SPAM = "spam"
    INSULT = "insult"
    PERSONAL_DATA = "personal_data"
    NOT_A_VISIT = "not_a_visit"
    PAID = "paid"
    WRONG_VENUE = "wrong_venue"
    OTHER = "other"


class PhotoFault(StrEnum):
    """What somebody reports of a photo, in a word for everybody to read."""

    SPAM = "spam"
    INSULT = "insult"
    PERSONAL_DATA = "personal_data"
    WRONG_PLACE = "wrong_place"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a report."""

    NEW = "new"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    GONE = "gone"


class Side(StrEnum):
    """Who appeals."""

    WRITER = "writer"
    OWNER = "owner"


class DevicePerson(Base):
    """A phone that a citizen said is theirs: what it writes is theirs from then on."""

    __tablename__ = "device_people"

    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[datetime]


class ReviewVersion(Base):
    """What a review said before it was changed; goes with the review."""

    __tablename__ = "review_versions"

    review_id: Mapped[int] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stars: Mapped[small]
    dishes: Mapped[dict[str, Any]]
    text: Mapped[str | None]
    language: Mapped[str | None]
    visited_on: Mapped[date | None]
    written_at: Mapped[datetime]


class ReviewVote(Base):
    """Somebody found a review helpful."""

    __tablename__ = "review_votes"

    id: Mapped[identity]
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[created]

    __table_args__ = (
        UniqueConstraint(
            "review_id",
            "device_id",
            "person_id",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", name="one_voter"),
    )


class ReviewReply(Base):
    """What the owner of the venue answers; `written_by` is not shown."""

    __tablename__ = "review_replies"

    review_id: Mapped[int] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(
        CheckConstraint(f"char_length(text) <= {LONGEST_REPLY}", name="text_length")
    )
    version: Mapped[int] = mapped_column(server_default="1")
    written_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ReviewReport(Base):
    """What somebody says is wrong with a review; `note` is what they are told of it.

    `review_id`: None when its writer took the review back meanwhile.
    """

    __tablename__ = "review_reports"

    id: Mapped[identity]
    review_id: Mapped[int | None] = mapped_column(
        ForeignKey("reviews.id", ondelete="SET NULL"), index=True
    )
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    fault: Mapped[str] = mapped_column(one_of("fault", Fault))
    text: Mapped[str | None] = mapped_column(
        CheckConstraint(f"char_length(text) <= {LONGEST_REPORT}", name="text_length")
    )
    status: Mapped[str] = mapped_column(
        one_of("status", Outcome), server_default=Outcome.NEW.value
    )
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", name="one_reporter"),
        Index(
            "uq_review_reports_once",
            "review_id",
            "device_id",
            "person_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=sql("review_id IS NOT NULL"),
        ),
        Index("ix_review_reports_device_id_id", "device_id", "id"),
        Index("ix_review_reports_person_id_id", "person_id", "id"),
    )


class PhotoReport(Base):
    """Somebody says that something is wrong with a photo, which may be gone since.

    What became of it, the cases of the photo know.
    """

    __tablename__ = "photo_reports"

    id: Mapped[identity]
    photo_id: Mapped[int]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    fault: Mapped[str] = mapped_column(one_of("fault", PhotoFault))
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", name="one_reporter"),
        UniqueConstraint(
            "photo_id",
            "device_id",
            "person_id",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_photo_reports_device_id_id", "device_id", "id"),
        Index("ix_photo_reports_person_id_id", "person_id", "id"),
    )


class ReviewAppeal(Base):
    """Somebody asks that a decision about a review or a surge be looked at again.

    `decision`: the case that was decided, or what else held the review; a side
    appeals once against each. `case_id`: the case that the appeal opened.
    """

    __tablename__ = "review_appeals"

    id: Mapped[identity]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    decision: Mapped[str]
    side: Mapped[str] = mapped_column(one_of("side", Side))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(
        CheckConstraint(f"char_length(text) <= {LONGEST_APPEAL}", name="text_length")
    )
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", name="one_appellant"),
        UniqueConstraint(
            "subject_kind",
            "subject_id",
            "decision",
            "side",
            "device_id",
            "person_id",
            postgresql_nulls_not_distinct=True,
            name="uq_review_appeals_once",
        ),
    )
