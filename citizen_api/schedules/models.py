"""The tables of schedules and public holidays, and their enums."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Enum, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE
from sqlalchemy.dialects.postgresql.ranges import MultiRange
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of


class HolidayKind(StrEnum):
    """What the law makes of a day."""

    HOLIDAY = "holiday"
    DAY_OFF_IN_LIEU = "day_off_in_lieu"
    WORKING_DAY_IN_LIEU = "working_day_in_lieu"


class NoticeKind(StrEnum):
    """What a notice makes of a day: as above, or nothing special after all."""

    HOLIDAY = "holiday"
    DAY_OFF_IN_LIEU = "day_off_in_lieu"
    WORKING_DAY_IN_LIEU = "working_day_in_lieu"
    ORDINARY_DAY = "ordinary_day"


class HolidayStatus(StrEnum):
    """Whether the day is fixed by law or notice, or still awaits the yearly notice."""

    OFFICIAL = "official"
    EXPECTED = "expected"


def _by_value(enum: type[StrEnum], name: str) -> Enum:
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )


class StoredSchedule(Base):
    """One opening_hours text and the week it was compiled to.

    `calendar_version`: the state of the calendar that it was compiled with.
    """

    __tablename__ = "schedules"

    id: Mapped[identity]
    text: Mapped[str] = mapped_column(unique=True)
    week: Mapped[MultiRange[int]] = mapped_column(INT4MULTIRANGE)
    unknown: Mapped[MultiRange[int]] = mapped_column(
        INT4MULTIRANGE, server_default=sql("'{}'::int4multirange")
    )
    compiled_until: Mapped[date]
    calendar_version: Mapped[int] = mapped_column(BigInteger, server_default="0")


class StoredException(Base):
    """The hours of one civil date, 0..1440, where they differ from the week's."""

    __tablename__ = "schedule_exceptions"

    schedule_id: Mapped[int] = mapped_column(
        ForeignKey("schedules.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    open: Mapped[MultiRange[int]] = mapped_column(INT4MULTIRANGE)
    unknown: Mapped[MultiRange[int]] = mapped_column(
        INT4MULTIRANGE, server_default=sql("'{}'::int4multirange")
    )
    holiday: Mapped[bool]


class PublicHoliday(Base):
    """One day of the calendar of Vietnam that is not an ordinary one."""

    __tablename__ = "public_holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name_vi: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[HolidayKind] = mapped_column(_by_value(HolidayKind, "kind"))
    status: Mapped[HolidayStatus] = mapped_column(_by_value(HolidayStatus, "status"))
    source: Mapped[str]


class CalendarNotice(Base):
    """What the city was told of a day since: it goes before `PublicHoliday`.

    A notice that was replaced or taken back stays, with `ended_at`.
    """

    __tablename__ = "calendar_notices"

    id: Mapped[identity]
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(one_of("kind", NoticeKind))
    name_vi: Mapped[str]
    name_en: Mapped[str]
    status: Mapped[str] = mapped_column(one_of("status", HolidayStatus))
    source: Mapped[str]
    created_at: Mapped[created]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_calendar_notices_current",
            "day",
            unique=True,
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )
