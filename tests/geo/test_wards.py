"""Wards, old units and streets: found as people name them."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import fold
from geo.wards import Area, AreaNames
from tests.geo.conftest import read

WARD, DISTRICT, OLD_WARD, STREET = "ward", "former_district", "former_ward", "street"
WARDS = [ward["name"] for ward in read("wards.json")["current"]]
STREETS = [street["name"] for street in read("streets_osm.json")["streets"]]


def kinds(area_names: AreaNames, text: str) -> list[str]:
    """The kinds found, each once, in order."""
    return list(dict.fromkeys(match.area.kind for match in area_names.find(text)))


def names(area_names: AreaNames, text: str) -> list[str]:
    return list(dict.fromkeys(match.area.name for match in area_names.find(text)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("quận Ngô Quyền", "Quận Ngô Quyền"),
        ("q. ngo quyen", "Quận Ngô Quyền"),
        ("Q.Ngô Quyền", "Quận Ngô Quyền"),
        ("ngo quyen district", "Quận Ngô Quyền"),
        ("phường Cầu Đất", "Phường Cầu Đất"),
        ("P. Cau Dat", "Phường Cầu Đất"),
        ("PHUONG CAU DAT", "Phường Cầu Đất"),
        ("phương cầu đất", "Phường Cầu Đất"),
        ("Cau Dat ward", "Phường Cầu Đất"),
        ("phuong cau dat quan ngo quyen", "Phường Cầu Đất"),
        ("P.Cầu Đất, Q.Ngô Quyền, TP. Hải Phòng, Việt Nam", "Phường Cầu Đất"),
        ("phố Cầu Đất", "Phố Cầu Đất"),
        ("cau dat street", "Phố Cầu Đất"),
        ("li thuong kiet", "Đường Lý Thường Kiệt"),
        ("đường Lạch Tray", "Phố Lạch Tray"),
        ("đ. lach tray", "Phố Lạch Tray"),
        ("street Lach Tray", "Phố Lạch Tray"),
        ("xã Tiên Lãng", "Xã Tiên Lãng"),
        ("thị trấn Cát Bà", "Thị trấn Cát Bà"),
        ("tt cat ba", "Thị trấn Cát Bà"),
        ("đặc khu Cát Hải", "Đặc khu Cát Hải"),
        ("TP Thủy Nguyên", "Thành phố Thủy Nguyên"),
        ("huyện Thuỷ Nguyên", "Thành phố Thủy Nguyên"),
        ("quan toan", "Phường Quán Toan"),
        ("duong an", "Xã Đường An"),
        ("ngo gia tu", "Phố Ngô Gia Tự"),
    ],
)
def test_people_find_the_one_they_mean(
    area_names: AreaNames, text: str, name: str
) -> None:
    assert names(area_names, text) == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ngô Quyền", [WARD, DISTRICT, STREET]),
        ("le chan", [WARD, DISTRICT]),
        ("Gia Viên", [WARD, OLD_WARD]),
        ("Gia Viên, Hải Phòng", [WARD, OLD_WARD]),
        ("Cau Dat", [OLD_WARD, STREET]),
        ("phường Gia Viên", [WARD, OLD_WARD]),
        ("quận Lê Chân", [DISTRICT]),
        ("duong kinh", [WARD, DISTRICT]),
        ("304", [DISTRICT]),
    ],
)
def test_a_bare_name_finds_every_kind_that_bears_it(
    area_names: AreaNames, text: str, found: list[str]
) -> None:
    assert kinds(area_names, text) == found


def test_a_code_finds_what_has_had_it_with_today_first(area_names: AreaNames) -> None:
    found = area_names.find(" 11359 ")

    assert [match.area.name for match in found] == [
        "Phường Gia Viên",
        "Phường Đằng Giang",
    ]
    assert {match.how for match in found} == {"code"}


def test_right_marks_come_before_others() -> None:
    """Lê Lợi and Lễ Lôi are made up to fold alike."""
    area_names = AreaNames(
        [Area(1, "ward", "Phường Lễ Lôi"), Area(2, "street", "Phố Lê Lợi")]
    )

    found = area_names.find("lê lợi")

    assert [(match.area.id, match.how) for match in found] == [
        (2, "exact"),
        (1, "folded"),
    ]


def test_the_designation_said_tells_two_of_one_kind_apart() -> None:
    area_names = AreaNames(
        [Area(1, "ward", "Phường Hưng Đạo"), Area(2, "ward", "Xã Hưng Đạo")]
    )

    assert [match.area.id for match in area_names.find("xã Hưng Đạo")] == [2]
    assert [match.area.id for match in area_names.find("hung dao")] == [1, 2]


def test_the_district_said_tells_old_wards_of_one_name_apart(
    area_names: AreaNames,
) -> None:
    both = area_names.find("Phường Lê Lợi")
    one = area_names.find("Phường Lê Lợi, quận Ngô Quyền")

    assert {match.area.parent for match in both} == {"Quận Ngô Quyền", "Quận An Dương"}
    assert {match.area.parent for match in one} == {"Quận Ngô Quyền"}


def test_the_ward_said_tells_streets_of_one_name_apart() -> None:
    area_names = AreaNames(
        [
            Area(1, "ward", "Phường Gia Viên", "11359"),
            Area(5, "ward", "Phường Thành Đông", "10507"),
            Area(2, "street", "Phố Lê Lợi", successors=("11359",)),
            Area(3, "street", "Phố Lê Lợi", successors=("10507",)),
            Area(4, "street", "Đường Lê Lợi"),
        ]
    )

    found = area_names.find("đường Lê Lợi phường Gia Viên Hải Phòng")

    assert [match.area.id for match in found] == [2, 4]


def test_an_old_district_holds_the_streets_of_its_wards_of_today() -> None:
    area_names = AreaNames(
        [
            Area(1, "ward", "Phường Gia Viên", "11359"),
            Area(7, "ward", "Phường Thành Đông", "10507"),
            Area(2, "former_ward", "Phường Máy Tơ", None, "Quận Ngô Quyền", ("11359",)),
            Area(3, "former_ward", "Phường Lê Lợi", None, "Quận Ngô Quyền"),
            Area(4, "former_district", "Quận Ngô Quyền"),
            Area(5, "street", "Phố Lê Lợi", successors=("11359",)),
            Area(6, "street", "Phố Lê Lợi", successors=("10507",)),
        ]
    )

    found = area_names.find("Lê Lợi, quận Ngô Quyền")

    assert [match.area.id for match in found] == [3, 5]


def test_a_street_is_no_place_that_another_is_in(area_names: AreaNames) -> None:
    assert names(area_names, "208") == ["Đường 208"]
    assert names(area_names, "208 Hai Bà Trưng") == []


def test_a_slip_may_be_held_against_a_name(area_names: AreaNames) -> None:
    assert area_names.find("lach try", slips=False) == []


def test_a_wrong_district_does_not_hide_the_ward(area_names: AreaNames) -> None:
    assert names(area_names, "phường Cầu Đất, quận Đồ Sơn") == ["Phường Cầu Đất"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("giavien", "Phường Gia Viên"),
        ("lach try", "Phường Lạch Tray"),
        ("đường lach tary", "Phố Lạch Tray"),
        ("quận ngo quyne", "Quận Ngô Quyền"),
        ("p. cau datt, ngo quyen", "Phường Cầu Đất"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(
    area_names: AreaNames, text: str, name: str
) -> None:
    found = area_names.find(text)

    assert found[0].area.name == name
    assert {match.how for match in found} == {"typo"}


def test_the_longest_name_is_the_one_meant() -> None:
    area_names = AreaNames(
        Area(number, "street", name)
        for number, name in enumerate(("Phố Lê", "Phố Lợi", "Phố Lê Lợi"))
    )

    assert [match.area.id for match in area_names.find("lê lợi")] == [2]


def test_only_the_nearest_of_names_mistyped_is_taken() -> None:
    area_names = AreaNames(
        [Area(1, "street", "Phố Nguyễn Văn Lê"), Area(2, "street", "Nguyễn Văn Linh")]
    )

    assert [match.area.id for match in area_names.find("nguyen van lnh")] == [2]
    assert [match.area.id for match in area_names.find("nguyen van lee")] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "%",
        "_",
        "'; DROP TABLE wards; --",
        "asdf qwer",
        "quận",
        "le chan xyz",
        "quốc lộ 11",
        "phường Hưng Đạo, quận Ba Đình, Hà Nội",
        "quận Cầu Đất",
        "99999",
        "lê chân " * 20,
        "a" * 10_000,
    ],
)
def test_nonsense_finds_nothing(area_names: AreaNames, text: str) -> None:
    assert area_names.find(text) == []


@given(text=st.text(max_size=60))
def test_any_text_is_answered(area_names: AreaNames, text: str) -> None:
    assert all(match.area.name for match in area_names.find(text))


@given(name=st.sampled_from(WARDS))
def test_every_ward_is_found_by_its_name_in_any_spelling(
    area_names: AreaNames, name: str
) -> None:
    for text in (name, name.upper(), normalize("NFD", name), f"{name}, Hải Phòng"):
        found = area_names.find(text)
        assert (found[0].area.name, found[0].area.kind) == (name, WARD)
        assert found[0].how == "exact"
    assert name in names(area_names, fold(name))


@given(name=st.sampled_from(STREETS))
def test_every_street_is_found_by_its_name_without_marks(
    area_names: AreaNames, name: str
) -> None:
    assert STREET in kinds(area_names, fold(name))


def test_an_index_of_nothing_finds_nothing() -> None:
    assert AreaNames([]).find("Gia Viên") == []
