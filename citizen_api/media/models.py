"""The tables of photos and of the files that they are made of."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of, small

NAME = "name ~ '^[0-9a-f]{64}[.]jpg$'"
OF_VENUE = text("review_id IS NULL")


class State(StrEnum):
    """Whether a photo is seen; who keeps order looks at a held one."""

    SHOWN = "shown"
    HELD = "held"
    REMOVED = "removed"


class MediaFile(Base):
    """A file in the store, or about to be there.

    `loose_since`: since when no photo has it, null while one has.
    """

    __tablename__ = "media_files"

    name: Mapped[str] = mapped_column(CheckConstraint(NAME, "name"), primary_key=True)
    loose_since: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_media_files_loose_since",
            "loose_since",
            postgresql_where=text("loose_since IS NOT NULL"),
        ),
    )


class Photo(Base):
    """A photo of a review, or of its venue when it has none.

    `width`, `height`: of the large file, in pixels. `state_at`: when it was held or
    removed last. `key`, `said`: the hashes of the Idempotency-Key that came with it,
    and of what it came with.
    """

    __tablename__ = "photos"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    review_id: Mapped[int | None] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE")
    )
    file: Mapped[str] = mapped_column(ForeignKey("media_files.name"), index=True)
    thumb: Mapped[str] = mapped_column(ForeignKey("media_files.name"), index=True)
    width: Mapped[small]
    height: Mapped[small]
    state: Mapped[str] = mapped_column(
        one_of("state", State), server_default=State.SHOWN.value
    )
    state_at: Mapped[datetime | None]
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    said: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[created]

    __table_args__ = (
        Index("ix_photos_venue_id_id", "venue_id", "id"),
        Index("uq_photos_review_id_file", "review_id", "file", unique=True),
        Index(
            "uq_photos_venue_id_file",
            "venue_id",
            "file",
            unique=True,
            postgresql_where=OF_VENUE,
        ),
        Index(
            "ix_photos_removed",
            "state_at",
            postgresql_where=text("state = 'removed'"),
        ),
    )
