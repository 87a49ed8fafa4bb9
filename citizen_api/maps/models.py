"""The tables that tiles are made from."""

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, small


class MapPlace(Base):
    """A placed venue as a map draws it: Web Mercator point and a few columns."""

    __tablename__ = "map_places"

    venue_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[WKBElement] = mapped_column(
        Geometry("POINT", srid=3857, spatial_index=False)
    )
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    accuracy_m: Mapped[int | None]

    __table_args__ = (Index("ix_map_places_place", "place", postgresql_using="gist"),)


class MapCluster(Base):
    """Venues that fall on one another at a zoom: their number and middle."""

    __tablename__ = "map_clusters"

    zoom: Mapped[small] = mapped_column(SmallInteger, primary_key=True)
    tile_x: Mapped[int] = mapped_column(primary_key=True)
    tile_y: Mapped[int] = mapped_column(primary_key=True)
    cell: Mapped[small] = mapped_column(SmallInteger, primary_key=True)
    place: Mapped[WKBElement] = mapped_column(
        Geometry("POINT", srid=3857, spatial_index=False)
    )
    venues: Mapped[int]
    slug: Mapped[str | None]
    name: Mapped[str | None]
