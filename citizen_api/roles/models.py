"""The table of roles."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, moment, one_of


class Role(StrEnum):
    """A kind of work."""

    ADMINISTRATOR = "administrator"
    HEALTH_STAFF = "health_staff"
    BREAK_GLASS_REVIEWER = "break_glass_reviewer"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    CODE_KEEPER = "code_keeper"
    MODERATOR = "moderator"
    BIKE_OPERATOR = "bike_operator"
    VENUE_OWNER = "venue_owner"


class RoleHeld(Base):
    """A role of a person; `scope`: a facility's code, a venue's slug, "" for the city.

    `granted_by`, `revoked_by`: an actor as the audit log names it. `key`, `said`: the
    hashes of the Idempotency-Key that came with the grant, and of what it came with.
    """

    __tablename__ = "roles_held"

    id: Mapped[identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(one_of("role", Role))
    scope: Mapped[str]
    valid_from: Mapped[moment]
    valid_to: Mapped[datetime | None]
    granted_by: Mapped[str]
    granted_at: Mapped[moment]
    revoked_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    said: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint("valid_to > valid_from", "times"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", "revoked"),
        Index("ix_roles_held_person_id", "person_id"),
        Index("ix_roles_held_role_scope", "role", "scope"),
    )
