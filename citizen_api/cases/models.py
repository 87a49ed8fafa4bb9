"""The tables of cases, and of the public log."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, one_of

A_WORD = "~ '^[a-z][a-z0-9_]{0,39}$'"
LONGEST_NOTE = 1000


class Kind(StrEnum):
    """Why somebody must look."""

    REVIEW_HELD = "review_held"
    REVIEW_REPORT = "review_report"
    SURGE = "surge"
    LISTING_EDIT = "listing_edit"
    CLAIM = "claim"
    MERGE = "merge"
    REPORT = "report"
    PHOTO = "photo"
    APPEAL = "appeal"


class State(StrEnum):
    """How far a case is."""

    OPEN = "open"
    PROPOSED = "proposed"
    DECIDED = "decided"
    UNDONE = "undone"


class Act(StrEnum):
    """A step that the public log tells of."""

    OPENED = "opened"
    PROPOSED = "proposed"
    DECIDED = "decided"
    DECLINED = "declined"
    UNDONE = "undone"


class Case(Base):
    """One thing to be judged.

    `subject_kind`, `subject_id`: what it is about, in the words of its room. `reason`,
    `decision`: words of a closed list, for the public log shows them. `opened_by`,
    `decided_by`, `second_by`, `barred`: actors as the audit log names them; who is
    barred may not decide. `before`: how the thing was before it was decided, in the
    words of its room. `note`: for moderators and whom it concerns.
    """

    __tablename__ = "cases"

    id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=sql("gen_random_uuid()")
    )
    kind: Mapped[str] = mapped_column(one_of("kind", Kind))
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    reason: Mapped[str] = mapped_column(CheckConstraint(f"reason {A_WORD}", "reason"))
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    barred: Mapped[str | None]
    before: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default=State.OPEN.value)
    decision: Mapped[str | None] = mapped_column(
        CheckConstraint(f"decision {A_WORD}", "decision")
    )
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    second_by: Mapped[str | None]
    note: Mapped[str | None]

    __table_args__ = (
        one_of("state", State),
        CheckConstraint(
            "(state = 'open') = (decision IS NULL)"
            " AND num_nulls(decision, decided_at, decided_by) IN (0, 3)",
            name="decided",
        ),
        CheckConstraint("second_by <> decided_by", name="second_person"),
        Index(
            "uq_cases_open",
            "kind",
            "subject_kind",
            "subject_id",
            unique=True,
            postgresql_where=sql("state IN ('open', 'proposed')"),
        ),
        Index("ix_cases_state_opened_at", "state", "opened_at", "id"),
        Index("ix_cases_subject", "subject_kind", "subject_id"),
        Index("ix_cases_venue_id", "venue_id"),
    )


class CaseEntry(Base):
    """A line of the public log; the law of the log is that none is ever taken out."""

    __tablename__ = "case_entries"

    id: Mapped[identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(one_of("act", Act))
    kind: Mapped[str]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    reason: Mapped[str]
    decision: Mapped[str | None]

    __table_args__ = (
        Index("ix_case_entries_at", "at"),
        Index("ix_case_entries_venue_id_id", "venue_id", "id"),
    )
