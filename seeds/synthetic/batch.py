"""Synthetic venues as columns of COPY, a batch at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, TypeVar

import numpy
from numpy.typing import NDArray

from seeds.synthetic.catalogue import Catalogue
from seeds.synthetic.noise import Floats, Numbers, Whole, noise, pick
from seeds.synthetic.words import PEOPLE, SAMPLE, Named

Part = TypeVar("Part")
Columns = dict[str, Sequence[str]]
"""The text of each column, all of one length."""
Truths = NDArray[numpy.bool_]

SOURCE: Final = "sample"
NULL: Final = r"\N"

UNPLACED: Final = 0.02
HOURS_UNKNOWN: Final = 0.08
UNPRICED: Final = 0.1
UNRATED: Final = 0.3
HOUSE_NUMBERS: Final = 400
MENU_SIZES: Final = numpy.array([2, 3, 4, 5, 5, 5, 6, 7, 7, 8])  # 5.2 on average
MENU_LONGEST: Final = 8
DAYS: Final = [(date(2025, 1, 1) + timedelta(n)).isoformat() for n in range(600)]


@dataclass(frozen=True, eq=False)
class Batch:
    """The venues `numbers`, to be stored with the ids that begin at `first_id`.

    The whole number given to `noise` and `pick` is the stream: one for each question.
    """

    parts: Catalogue
    numbers: Numbers
    first_id: int

    def tables(self) -> dict[str, Columns]:
        """The columns of every table, in the order that foreign keys ask for."""
        items, prices = self._menu()
        return {
            "venues": self._venues(),
            "opening_hours": self._opening_hours(),
            "menu_items": items,
            "menu_prices": prices,
            "venue_scores": self._venue_scores(),
        }

    @property
    def slugs(self) -> list[str]:
        """The slugs of the venues: `syn-0000001` for the first."""
        return [f"syn-{number:07}" for number in self.numbers.tolist()]

    @property
    def ids(self) -> Whole:
        """The ids of the venues, in their order."""
        return self.first_id + numpy.arange(len(self.numbers))

    @cached_property
    def _schedules(self) -> list[tuple[int, str]]:
        return _take(
            self.parts.schedules, pick(self.numbers, 1, len(self.parts.schedules))
        )

    @cached_property
    def _hours_known(self) -> Truths:
        return noise(self.numbers, 2) >= HOURS_UNKNOWN

    @cached_property
    def _menus(self) -> Whole:
        """The positions of the dishes of each venue, its main dish first; -1 ends.

        Drawn by weight without repeats: who comes first in a race of exponentials.
        """
        runners = 100 + numpy.arange(len(self.parts.dishes))
        drawn = noise(self.numbers[:, None], runners[None, :])
        times = -numpy.log1p(-drawn) / self.parts.weights
        menus = numpy.argsort(times, axis=1)[:, :MENU_LONGEST]
        sizes = MENU_SIZES[pick(self.numbers, 3, len(MENU_SIZES))]
        return numpy.where(numpy.arange(MENU_LONGEST) < sizes[:, None], menus, -1)

    def _venues(self) -> Columns:
        lon, lat, ward = self.parts.ground.places(self.numbers)
        wards = _take(self.parts.wards, ward)
        streets = self._one_of(_take(self.parts.streets, ward), 4)
        former = self._one_of(_take(self.parts.former_wards, ward), 5)
        schedules = [id_ for id_, _ in self._schedules]
        return {
            "id": _texts(self.ids),
            "slug": self.slugs,
            **self._named(wards, streets),
            "street": [street.name if street else NULL for street in streets],
            "street_id": [str(street.id) if street else NULL for street in streets],
            "ward_id": [str(ward.id) for ward in wards],
            "former_ward_id": [str(unit.id) if unit else NULL for unit in former],
            "former_district_id": [
                str(unit.district_id) if unit else NULL for unit in former
            ],
            "schedule_id": _texts(schedules, self._hours_known),
            **self._placed(lon, lat),
            **self._same(aliases="{}", kind="eatery", ward_certain="t", honours="[]"),
            **self._same(source_ids=f"{{{SOURCE}}}"),
        }

    def _named(self, wards: list[Named], streets: list[Named | None]) -> Columns:
        """Names as "Bánh đa cua Cô Hoa 12 Lạch Tray (mẫu)", and the addresses."""
        houses = (1 + pick(self.numbers, 7, HOUSE_NUMBERS)).tolist()
        roads = [street or ward for street, ward in zip(streets, wards, strict=True)]
        dishes = _take(self.parts.dishes, self._menus[:, 0])
        people = _take(PEOPLE, pick(self.numbers, 6, len(PEOPLE)))
        words = list(zip(dishes, people, houses, roads, strict=True))
        return {
            "name": [
                f"{d.name} {p.name} {h} {r.name} {SAMPLE.name}" for d, p, h, r in words
            ],
            "folded": [
                f"{d.folded} {p.folded} {h} {r.folded} {SAMPLE.folded}"
                for d, p, h, r in words
            ],
            "house_number": _texts(houses),
            "address": [
                f"{house} {road.name}, {ward.name}, Hải Phòng {SAMPLE.name}"
                for house, road, ward in zip(houses, roads, wards, strict=True)
            ],
        }

    def _placed(self, lon: Floats, lat: Floats) -> Columns:
        known = noise(self.numbers, 8) >= UNPLACED
        return {
            "lon_e6": _texts((lon * 1e6).round().astype(int), known),
            "lat_e6": _texts((lat * 1e6).round().astype(int), known),
            "accuracy_m": _texts(numpy.full(len(known), 20), known),
            "basis": _texts(numpy.full(len(known), "source"), known),
            "place_source": _texts(numpy.full(len(known), SOURCE), known),
        }

    def _opening_hours(self) -> Columns:
        known = numpy.flatnonzero(self._hours_known)
        schedules = _take(self._schedules, known)
        return {
            "venue_id": _texts(self.ids[known]),
            "text": [text for _, text in schedules],
            "schedule_id": [str(id_) for id_, _ in schedules],
            "used": ["t"] * len(known),
            "source_id": [SOURCE] * len(known),
            "checked_on": _take(DAYS, pick(self.numbers[known], 9, len(DAYS))),
            "precision": ["10"] * len(known),
        }

    def _menu(self) -> tuple[Columns, Columns]:
        """The columns of menu items, and those of the ones that have a price."""
        row, place = numpy.nonzero(self._menus >= 0)
        numbers = self.numbers[row] * MENU_LONGEST + place.astype(numpy.uint64)
        dish = self._menus[row, place]
        known = noise(numbers, 20) >= UNPRICED
        about = self.parts.prices[dish] * (0.8 + 0.6 * noise(numbers, 21))
        least = (about / 1000).round().astype(int) * 1000
        most = least + 5000 * pick(numbers, 22, 3)
        days = _take(DAYS, pick(numbers, 23, len(DAYS)))
        items: Columns = {
            "venue_id": _texts(self.ids[row]),
            "dish_id": [str(found.id) for found in _take(self.parts.dishes, dish)],
            "price_min": _texts(least, known),
            "price_max": _texts(most, known),
            "unit": _texts(_take(self.parts.units, dish), known),
            "source_id": _texts([SOURCE] * len(dish), known),
            "checked_on": _texts(days, known),
            "precision": _texts(["10"] * len(dish), known),
        }
        kept = numpy.flatnonzero(known)
        return items, {name: _take(column, kept) for name, column in items.items()}

    def _venue_scores(self) -> Columns:
        rated = noise(self.numbers, 10) >= UNRATED
        left = numpy.where(rated, numpy.exp(5 * noise(self.numbers, 11)), 0).astype(int)
        columns = {"venue_id": _texts(self.ids)}
        share, count, stars = 0.15 + 0.6 * noise(self.numbers, 12), left, left
        for number, name in ((5, "five"), (4, "four"), (3, "three"), (2, "two")):
            given = (left * share).astype(int)
            columns[name] = _texts(given)
            left, stars = left - given, stars + (number - 1) * given
        return {
            **columns,
            "one": _texts(left),
            "weight": _texts(100 * count),
            "weighted_stars": _texts(100 * stars),
            "known": _texts(count),
        }

    def _one_of(
        self, choices: Sequence[Sequence[Part]], stream: int
    ) -> list[Part | None]:
        """One of the choices of each venue, None when it has none."""
        chances = noise(self.numbers, stream).tolist()
        return [
            listed[int(chance * len(listed))] if listed else None
            for listed, chance in zip(choices, chances, strict=True)
        ]

    def _same(self, **texts: str) -> Columns:
        return {name: [text] * len(self.numbers) for name, text in texts.items()}


def _take(things: Sequence[Part], positions: Whole) -> list[Part]:
    return [things[position] for position in positions.tolist()]


def _texts(values: Iterable[object], known: Truths | None = None) -> list[str]:
    """The values as COPY reads them; NULL where not known."""
    listed = values.tolist() if isinstance(values, numpy.ndarray) else values
    if known is None:
        return [str(value) for value in listed]
    return [
        str(value) if sure else NULL
        for value, sure in zip(listed, known.tolist(), strict=True)
    ]
