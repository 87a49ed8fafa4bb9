"""Wards and districts, read from three lists."""

from functools import cache

import pytest

from citizen_api.areas.models import AreaKind
from seeds.files import read
from seeds.units import Unit, units


@cache
def city() -> tuple[Unit, ...]:
    return tuple(units(read("wards.json")))


def named(name: str, kind: AreaKind = AreaKind.FORMER_WARD) -> list[Unit]:
    return [unit for unit in city() if unit.kind == kind and unit.name == name]


def test_a_code_stands_once_in_each_kind() -> None:
    codes = [(unit.kind, unit.code) for unit in city()]

    assert len(set(codes)) == len(codes)
    assert sum(kind is AreaKind.WARD for kind, _ in codes) == 114


def test_a_ward_of_one_name_and_district_stands_once() -> None:
    names = [(unit.district, unit.name) for unit in city() if unit.district]

    assert len(set(names)) == len(names)


def test_a_code_that_changed_hands_is_kept_for_both_names() -> None:
    (earlier,), (later,) = named("Phường Lạc Viên"), named("Phường Gia Viên")

    assert (earlier.code, later.code) == ("11341-2023", "11341")
    assert earlier.successors == later.successors != set()


def test_a_spelling_of_the_same_name_is_no_other_ward() -> None:
    assert len(named("Phường Đồng Hòa")) == 1
    assert not named("Phường Đồng Hoà")


def test_a_ward_that_was_renamed_with_its_district_keeps_both_names() -> None:
    assert named("Xã Đại Bản")[0].district == "312-2023"
    assert named("Phường Đại Bản")[0].district == "303"


def test_every_ward_of_early_2025_became_something() -> None:
    listed = {
        w["code"] for d in read("wards.json")["legacy_2025h1"] for w in d["wards"]
    }
    former = [unit for unit in city() if unit.kind is AreaKind.FORMER_WARD]

    assert not [u.name for u in former if u.code in listed and not u.successors]


def test_successors_are_wards_of_today() -> None:
    today = {unit.code for unit in city() if unit.kind is AreaKind.WARD}

    assert set().union(*(unit.successors for unit in city())) == today


@pytest.mark.parametrize(
    "name", ["Quận Ngô Quyền", "Huyện Bạch Long Vĩ", "Thành phố Hải Dương"]
)
def test_a_district_lies_in_the_wards_of_its_parts(name: str) -> None:
    (district,) = named(name, AreaKind.FORMER_DISTRICT)
    parts = [unit for unit in city() if unit.district == district.code]

    assert district.successors >= set().union(*(unit.successors for unit in parts))
    assert district.successors
