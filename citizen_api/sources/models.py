"""The table of sources, and the columns of a fact that has one."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, one_of, small


class SourceKind(StrEnum):
    """Who said it: which words people read beside a fact."""

    OWNER = "owner"
    VISITOR = "visitor"
    CITY = "city"
    PRESS = "press"
    IMPORTED = "imported"


class Source(Base):
    """A page, post, map, office or person that said something.

    `owner`, `visitor` and `city` are also the ids of three sources without a page.
    """

    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str]
    address: Mapped[str | None]
    published: Mapped[date | None] = mapped_column(Date)
    precision: Mapped[small | None]
    licence: Mapped[str | None]
    kind: Mapped[str] = mapped_column(
        one_of("kind", SourceKind), server_default=SourceKind.PRESS
    )


class Sourced:
    """The columns of a fact with a source.

    `checked_on` is the first day that the source's date can mean, `precision` how
    many characters of the ISO date it really gave (4, 7 or 10).
    """

    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    checked_on: Mapped[date | None] = mapped_column(Date)
    precision: Mapped[small | None] = mapped_column(
        CheckConstraint("precision IN (4, 7, 10)", name="precision")
    )
    note: Mapped[str | None]
