"""The table of changes that moderators made, and how each is undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity


class VenueChange(Base):
    """What the decision about a case changes of a venue, and the steps that lead back.

    `other_id`: the venue that it is merged into. `asked`: what was proposed; `made_at`:
    null until it was decided.
    """

    __tablename__ = "venue_changes"

    id: Mapped[identity]
    case_id: Mapped[UUID] = mapped_column(unique=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    asked: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))
    steps: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))
    made_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
