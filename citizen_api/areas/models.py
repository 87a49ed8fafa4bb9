"""The table of named areas."""

from enum import StrEnum

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import ARRAY, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base


class AreaKind(StrEnum):
    """What sort of area a name means."""

    WARD = "ward"
    FORMER_WARD = "former_ward"
    FORMER_DISTRICT = "former_district"
    STREET = "street"


class Area(Base):
    """A ward, a former ward or district, or a street.

    `code` is the GSO code (a slug for streets), `successors` the codes of the wards
    that a former one became, `shape` the polygon of a ward of today. The extent is
    that of the venues known to lie in it, in micro-degrees, null when there is none.
    """

    __tablename__ = "areas"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[AreaKind] = mapped_column(Text)
    code: Mapped[str]
    name: Mapped[str]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    successors: Mapped[list[str]] = mapped_column(ARRAY(Text))
    shape: Mapped[WKBElement | None] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)
    )

    west_e6: Mapped[int | None]
    south_e6: Mapped[int | None]
    east_e6: Mapped[int | None]
    north_e6: Mapped[int | None]

    __table_args__ = (
        Index("uq_areas_kind_code", "kind", "code", unique=True),
        Index("ix_areas_shape", "shape", postgresql_using="gist"),
    )
