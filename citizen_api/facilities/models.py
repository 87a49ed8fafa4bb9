"""The table of facilities."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base


class Kind(StrEnum):
    """What sort of facility it is."""

    HOSPITAL = "hospital"
    HEALTH_CENTRE = "health_centre"
    POLYCLINIC = "polyclinic"
    WARD_STATION = "ward_station"


class Taken(StrEnum):
    """What a patient may show in place of the insurance card."""

    CHIP_CARD = "chip_card"
    VNEID = "vneid"


class Fact(StrEnum):
    """What of a facility may be made up."""

    CODE = "code"
    NAME = "name"
    PLACE = "place"
    TAKES = "takes"


class Facility(Base):
    """A place where people are treated; `code`: two digits of a province and three.

    `folded`: its name and address as they are compared. `lon_e6`, `lat_e6`: in
    micro-degrees (WGS 84), within `accuracy_m` metres when that is known.
    """

    __tablename__ = "facilities"

    code: Mapped[str] = mapped_column(
        CheckConstraint("code ~ '^[0-9]{5}$'", name="five_digits"), primary_key=True
    )
    name: Mapped[str]
    folded: Mapped[str]
    kind: Mapped[Kind] = mapped_column(Text)
    address: Mapped[str | None]
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    lon_e6: Mapped[int | None]
    lat_e6: Mapped[int | None]
    accuracy_m: Mapped[int | None]
    takes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    invented: Mapped[list[str]] = mapped_column(ARRAY(Text))

    __table_args__ = (
        CheckConstraint("(lon_e6 IS NULL) = (lat_e6 IS NULL)", name="place_is_whole"),
    )
