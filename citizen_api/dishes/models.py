"""The tables of dishes."""

from sqlalchemy import ARRAY, ForeignKey, SmallInteger, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity
from citizen_api.sources.models import Sourced


class Dish(Base):
    """A dish. `slug` is its id on the wire; 0 of `id` is kept for "any dish"."""

    __tablename__ = "dishes"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str]
    name_en: Mapped[str]
    description_vi: Mapped[str | None]
    description_en: Mapped[str | None]
    description_basis: Mapped[str]
    category: Mapped[str]
    signature: Mapped[bool]
    source_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    venue_count: Mapped[int] = mapped_column(server_default="0")


class DishForm(Base):
    """One way to write a dish."""

    __tablename__ = "dish_forms"

    id: Mapped[identity]
    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"), index=True)
    text: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str | None]

    __table_args__ = (UniqueConstraint("dish_id", "text"),)


class CityPrice(Sourced, Base):
    """What a source said that a dish costs in the city, in VND."""

    __tablename__ = "city_prices"

    id: Mapped[identity]
    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"), index=True)
    price_min: Mapped[int]
    price_max: Mapped[int | None]
    unit: Mapped[str | None]
