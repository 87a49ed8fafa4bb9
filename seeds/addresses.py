"""Where a venue of the seeds lies: its street, its wards now and before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.areas.models import Area, AreaKind
from geo.names import fold
from seeds.files import Record
from seeds.keeping import Row

DESIGNATIONS: Final = ("phuong ", "xa ", "thi tran ")


class Known(NamedTuple):
    """An area that an address may name."""

    id: int
    kind: AreaKind
    code: str
    name: str
    district_id: int | None
    successors: frozenset[str]


@dataclass(frozen=True)
class Addresses:
    """The areas, ready to be found by the words of an address.

    `readings` is `addresses.json`: which street a wordy address names.
    """

    readings: Record
    areas: dict[int, Known]
    wards: dict[str, int]
    streets: dict[str, list[Known]]
    districts: dict[str, Known]
    former_wards: dict[tuple[int | None, str], int]

    def row(self, venue: Record) -> Row:
        """The columns of `venues` that say where it lies; null is "not known"."""
        address = venue["address"]
        told = self.readings["venues"].get(venue["id"], {})
        now = venue["ward_2025"] or {
            "code": told.get("ward"),
            "certain": "ward" in told,
        }
        district = self._district(address["old_district"])
        street, street_id = self._street(venue, district)
        return {
            "house_number": address["number"],
            "alley": address["alley"],
            "street": street,
            "address": told.get("address", address["text"]),
            "street_id": street_id,
            "ward_id": self.wards.get(now["code"]),
            "ward_certain": now["certain"],
            "former_ward_id": self._former_ward(address["old_ward"], district),
            "former_district_id": district.id if district else None,
        }

    def _district(self, recorded: str | None) -> Known | None:
        if recorded is None:
            return None
        return self.districts.get(
            fold(self.readings["districts"].get(recorded, recorded))
        )

    def _former_ward(self, recorded: str | None, district: Known | None) -> int | None:
        """Unknown names (some older than our lists) stay in the text alone."""
        if recorded is None or district is None:
            return None
        return self.former_wards.get((district.id, bare(recorded)))

    def _street(
        self, venue: Record, district: Known | None
    ) -> tuple[str | None, int | None]:
        """The name of the street and its area; none for a market or a gate."""
        recorded = venue["address"]["street"]
        name = self.readings["streets"].get(recorded, recorded)
        if name is None:
            return None, None
        near = set(district.successors) if district else set()
        if ward := venue["ward_2025"]:
            near |= {ward["code"], *ward["other_possible_codes"]}
        found = max(
            self.streets.get(name, []),
            key=lambda street: (len(street.successors & near), not street.successors),
            default=None,
        )
        if found is None or (found.successors and not found.successors & near):
            return name, None
        return name, found.id


def bare(ward: str) -> str:
    """The folded name of a ward without its designation."""
    folded = fold(ward)
    for designation in DESIGNATIONS:
        folded = folded.removeprefix(designation)
    return folded


def read_addresses(session: Session, readings: Record) -> Addresses:
    """The areas of the database and the readings of the seeds."""
    columns = [getattr(Area, name) for name in Known._fields]
    rows = session.execute(select(*columns).order_by(Area.id))
    areas = [Known._make([*row[:-1], frozenset(row[-1])]) for row in rows]
    streets: dict[str, list[Known]] = defaultdict(list)
    for street in _of(areas, AreaKind.STREET):
        streets[street.name].append(street)
    return Addresses(
        readings,
        areas={area.id: area for area in areas},
        wards={ward.code: ward.id for ward in _of(areas, AreaKind.WARD)},
        streets=streets,
        districts={fold(d.name): d for d in _of(areas, AreaKind.FORMER_DISTRICT)},
        former_wards={
            (ward.district_id, bare(ward.name)): ward.id
            for ward in _of(areas, AreaKind.FORMER_WARD)
        },
    )


def _of(areas: Iterable[Known], kind: AreaKind) -> list[Known]:
    return [area for area in areas if area.kind == kind]
