"""Wards and districts, of today and before, read from the lists of the office."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from citizen_api.areas.models import AreaKind
from geo.names import fold
from seeds.files import Record

Name = tuple[str, str]
"""District and ward, folded; no ward for a whole district."""


@dataclass
class Unit:
    """An area before it has a number. `district`: the code of the one it lay in."""

    kind: AreaKind
    code: str
    name: str
    district: str | None = None
    successors: set[str] = field(default_factory=set)


def units(record: Record) -> list[Unit]:
    """Every unit of `wards.json`, each kind in the order of its codes.

    A former unit is told apart by its name and district: the lists of 2023 and early
    2025 often give one code to two names (11341 was Lạc Viên, then Gia Viên). The
    later name keeps the code, the earlier one gets it with "-2023".
    """
    former = Former(record)
    wards = [
        Unit(AreaKind.WARD, unit["code"], unit["name"]) for unit in record["current"]
    ]
    found = [*wards, *former.districts.values(), *former.wards.values()]
    order = [AreaKind.WARD, AreaKind.FORMER_DISTRICT, AreaKind.FORMER_WARD]
    return sorted(found, key=lambda unit: (order.index(unit.kind), unit.code))


class Former:
    """Districts and wards before July 2025, gathered from three lists."""

    def __init__(self, record: Record) -> None:
        self.districts: dict[str, Unit] = {}
        self.wards: dict[Name, Unit] = {}
        self._taken: dict[str, Unit] = {}
        self._add_list(record["legacy_2025h1"])
        self._add_mergers(record["current"])
        self._add_list(record["legacy_2023"], suffix="-2023")

    def _add_list(self, districts: list[Record], suffix: str = "") -> None:
        for listed in districts:
            district = self._district(listed["name"], listed["code"], suffix)
            for ward in listed["wards"]:
                unit = self._ward(district, ward["name"], ward["code"], suffix)
                district.successors |= unit.successors

    def _add_mergers(self, wards: list[Record]) -> None:
        """What became what; the lists above lack the units of Hải Dương province."""
        for successor, ward, name in _mergers(wards):
            district = self._district(name, _slug(name))
            district.successors.add(successor)
            if ward:
                unit = self._ward(district, ward, _slug(ward, name))
                unit.successors.add(successor)

    def _district(self, name: str, code: str, suffix: str = "") -> Unit:
        key = fold(name)
        if key not in self.districts:
            self.districts[key] = self._unit(
                AreaKind.FORMER_DISTRICT, code, name, None, suffix
            )
        return self.districts[key]

    def _ward(self, district: Unit, name: str, code: str, suffix: str = "") -> Unit:
        key = fold(district.name), fold(name)
        if key not in self.wards:
            self.wards[key] = self._unit(
                AreaKind.FORMER_WARD, code, name, district.code, suffix
            )
        return self.wards[key]

    def _unit(
        self, kind: AreaKind, code: str, name: str, district: str | None, suffix: str
    ) -> Unit:
        """A new unit; the one that took over its code says what became of it."""
        heir = self._taken.get(code)
        unit = Unit(kind, code + suffix if heir else code, name, district)
        if heir:
            unit.successors |= heir.successors
        self._taken[unit.code] = unit
        return unit


def _mergers(wards: list[Record]) -> Iterator[tuple[str, str, str]]:
    for ward in wards:
        for part in ward["formed_from"]:
            names = part["ward"], part["district"]
            yield ward["code"], *map(_sentence_case, names)


def _sentence_case(name: str) -> str:
    """`Thành Phố Hải Dương` → `Thành phố Hải Dương`."""
    for word in ("Thành Phố", "Thị Xã", "Thị Trấn"):
        name = name.replace(word, word.capitalize())
    return name


def _slug(*names: str) -> str:
    """The code of a unit whose official one is in none of our lists."""
    return "-".join(fold(name).replace(" ", "-") for name in names)
