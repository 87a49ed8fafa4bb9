"""The tables of curated tours."""

from datetime import date, time
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, small


class Tour(Base):
    """A curated food walk. `slug` is its id on the wire.

    `name`, `summary`: texts by language, at least `vi` and `en`. `part_of_day`: one
    of `dishes.rules.PARTS`; `set_off`: when one should start, by the city's clock.
    """

    __tablename__ = "tours"

    id: Mapped[identity]
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    part_of_day: Mapped[str]
    set_off: Mapped[time]
    curated_by: Mapped[str]
    curated_on: Mapped[date]

    __table_args__ = (
        CheckConstraint(
            "name ?& ARRAY['vi', 'en'] AND summary ?& ARRAY['vi', 'en']",
            name="said_in_vi_and_en",
        ),
    )


class TourStop(Base):
    """A venue on a tour, gone with its venue; `position` counts from 1.

    `dish_ids`: what to eat there, in order; `note`: texts by language; `stay_min`:
    how many minutes one stays.
    """

    __tablename__ = "tour_stops"

    tour_id: Mapped[int] = mapped_column(
        ForeignKey("tours.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[small] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(
        ForeignKey("venues.id", ondelete="CASCADE"), index=True
    )
    dish_ids: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    note: Mapped[dict[str, Any] | None]
    stay_min: Mapped[small]
