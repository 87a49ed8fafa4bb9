"""The real wards, old units and streets, read from the seeds."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo.wards import Area, AreaNames

DATA = Path(__file__).parents[2] / "seeds" / "data"


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def successors(current: list[dict[str, Any]]) -> dict[tuple[str, str], set[str]]:
    became: dict[tuple[str, str], set[str]] = {}
    for ward in current:
        for old in ward["formed_from"]:
            key = old["ward"].lower(), old["district"].lower()
            became.setdefault(key, set()).add(ward["code"])
    return became


def old_areas(wards: dict[str, Any]) -> list[Area]:
    """Each old ward and district once, as named in the newest list that has it."""
    became = successors(wards["current"])
    found: dict[str, Area] = {}
    for district in wards["legacy_2025h1"] + wards["legacy_2023"]:
        whole: set[str] = set()
        for ward in district["wards"]:
            codes = became.get((ward["name"].lower(), district["name"].lower()), set())
            whole |= codes
            found.setdefault(
                ward["code"],
                Area(
                    id=int(ward["code"]),
                    kind="former_ward",
                    name=ward["name"],
                    code=ward["code"],
                    parent=district["name"],
                    successors=tuple(sorted(codes)),
                ),
            )
        found.setdefault(
            district["code"],
            Area(
                id=int(district["code"]),
                kind="former_district",
                name=district["name"],
                code=district["code"],
                successors=tuple(sorted(whole)),
            ),
        )
    return list(found.values())


@pytest.fixture(scope="session")
def area_names() -> AreaNames:
    wards = read("wards.json")
    areas = [
        Area(id=int(ward["code"]), kind="ward", name=ward["name"], code=ward["code"])
        for ward in wards["current"]
    ]
    areas += old_areas(wards)
    areas += [
        Area(
            id=number,
            kind="street",
            name=street["osm_names"][0].partition(" (")[0],
            successors=tuple(street["ward_codes"]),
        )
        for number, street in enumerate(read("streets_osm.json")["streets"])
    ]
    return AreaNames(areas)
