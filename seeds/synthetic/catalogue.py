"""What synthetic venues are made of: the real dishes, wards, streets and hours."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy
from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.areas.models import Area, AreaKind
from citizen_api.dishes.models import Dish
from citizen_api.schedules.actions import ensure_schedules
from citizen_api.schedules.queries import holidays
from seeds.synthetic.ground import Ground, ground
from seeds.synthetic.noise import Floats
from seeds.synthetic.words import PORTION, UNITS, Named, named, timetables

ISLAND_FAR_OUT: Final = "11948"  # Bạch Long Vĩ, 110 km from the coast


class FormerWard(NamedTuple):
    """A former ward and its district."""

    id: int
    district_id: int | None


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The parts; lists by ward follow the order of `wards`.

    `weights`: how popular each dish is (Zipf); `prices`: what it costs about, in VND.
    """

    dishes: list[Named]
    units: list[str]
    weights: Floats
    prices: Floats
    schedules: list[tuple[int, str]]
    wards: list[Named]
    ground: Ground
    streets: list[list[Named]]
    former_wards: list[list[FormerWard]]


def catalogue(session: Session) -> Catalogue:
    """Read the parts; the schedules are added to the database."""
    texts = timetables()
    ids = ensure_schedules(session, texts, holidays(session))
    dishes = session.execute(
        select(Dish.id, Dish.name_vi, Dish.category).order_by(Dish.id)
    ).all()
    ranks = numpy.arange(1, len(dishes) + 1)
    wards, shapes, codes = _wards(session)
    streets, former = _by_ward(session)
    return Catalogue(
        dishes=[named(dish.id, dish.name_vi.split(" / ")[0]) for dish in dishes],
        units=[UNITS.get(dish.category, PORTION) for dish in dishes],
        weights=1 / ranks,
        prices=numpy.array([10_000.0 + 5_000 * (rank * 7 % 11) for rank in ranks]),
        schedules=[(ids[text], text) for text in texts],
        wards=wards,
        ground=ground([ward.id for ward in wards], shapes),
        streets=[streets[code] for code in codes],
        former_wards=[former[code] for code in codes],
    )


def _wards(session: Session) -> tuple[list[Named], list[BaseGeometry], list[str]]:
    rows = session.execute(
        select(Area.id, Area.name, Area.code, Area.shape)
        .where(Area.kind == AreaKind.WARD, Area.code != ISLAND_FAR_OUT)
        .order_by(Area.code)
    ).all()
    shapes = [to_shape(row.shape) for row in rows]
    return [named(row.id, row.name) for row in rows], shapes, [row.code for row in rows]


def _by_ward(
    session: Session,
) -> tuple[dict[str, list[Named]], dict[str, list[FormerWard]]]:
    """Streets, and former wards with their districts, by the code of today's ward."""
    streets: dict[str, list[Named]] = defaultdict(list)
    former: dict[str, list[FormerWard]] = defaultdict(list)
    for area in session.execute(
        select(Area.id, Area.kind, Area.name, Area.district_id, Area.successors)
        .where(Area.kind.in_([AreaKind.STREET, AreaKind.FORMER_WARD]))
        .order_by(Area.id)
    ):
        for code in area.successors:
            if area.kind == AreaKind.STREET:
                streets[code].append(named(area.id, area.name))
            else:
                former[code].append(FormerWard(area.id, area.district_id))
    return streets, former
