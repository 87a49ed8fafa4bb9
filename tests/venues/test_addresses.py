"""`q` as an address, or as a name and the street where it is."""

import json
import re

import pytest
from flask.testing import FlaskClient

from geo.names import fold
from tests.dishes.catalogue import DATA
from tests.venues.walking import ids, walked

NUMBERED = [
    (venue["id"], venue["address"])
    for venue in json.loads((DATA / "venues.json").read_text())["venues"]
    if venue["address"]["number"]
]
WRITTEN = [
    "{number} {street}",
    "{number} {bare}",
    "số {number}, đường {bare}",
    "{folded}",
]


def found(client: FlaskClient, typed: str, most: int = 3) -> list[str]:
    """The ids of the first venues that the words find."""
    asked = {"q": typed, "limit": most}
    return ids(client.get("/v1/venues", query_string=asked).json["items"])


@pytest.mark.parametrize("written", WRITTEN)
def test_every_venue_is_found_by_its_address(client: FlaskClient, written: str) -> None:
    lost = []
    for venue, address in NUMBERED:
        bare = re.sub(r"\(.*", "", address["street"]).strip()
        folded = fold(f"{address['number']} {bare}")
        typed = written.format(bare=bare, folded=folded, **address)
        if venue not in found(client, typed):
            lost.append(typed)

    assert len(NUMBERED) > 70
    assert lost == []


def test_an_address_is_found_as_it_stands_in_an_answer(client: FlaskClient) -> None:
    some = NUMBERED[::3]

    assert [v for v, address in some if v not in found(client, address["text"])] == []


@pytest.mark.parametrize(
    "typed",
    [
        "179 Cầu Đất",
        "số nhà 179, phố Cầu Đất",
        "179 cau dat st",
        "bánh đa cua 179 Cầu Đất",
        "Bà Cụ, 179 Cầu Đất, Ngô Quyền",
    ],
)
def test_nobody_else_is_at_a_house_number(client: FlaskClient, typed: str) -> None:
    answer = client.get("/v1/venues", query_string={"q": typed}).json

    assert ids(answer["items"]) == ["banh-da-cua-be-ba-cu"]
    assert "Cầu Đất" in [area["name"] for area in answer["understood"]["areas"]]


def test_an_alley_comes_after_the_house_of_its_number(client: FlaskClient) -> None:
    house, *alley = found(client, "124 Lạch Tray", 5)

    assert house == "dua-dam-hien-beo"
    assert set(alley) == {"che-dua-dam-co-thuy", "dua-dam-co-tuyen"}
    assert found(client, "số 100 ngõ 124 Lạch Tray") == ["dua-dam-co-tuyen"]


def test_the_letter_of_a_house_number_may_stand_apart(client: FlaskClient) -> None:
    assert found(client, "57 A Lê Lợi") == ["banh-mi-cay-ba-gia"]


def test_a_street_is_known_in_its_other_spelling(client: FlaskClient) -> None:
    assert found(client, "26 Kì Đồng") == ["banh-da-cua-ky-dong"]


def test_a_number_where_nobody_is_gives_the_street(client: FlaskClient) -> None:
    street = walked(client, 100, q="đường Lạch Tray")

    assert set(ids(walked(client, 100, q="9999 Lạch Tray"))) == set(ids(street))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Hiền Béo Lạch Tray", "dua-dam-hien-beo"),
        ("hien bao lach tray", "dua-dam-hien-beo"),
        ("Bà Già Lê Lợi", "banh-mi-cay-ba-gia"),
        ("bà già quận ngô quyền", "banh-mi-cay-ba-gia"),
        ("Bà Cụ cầu đất ngô quyền", "banh-da-cua-be-ba-cu"),
        ("Hiền Béo 9999 Lạch Tray", "dua-dam-hien-beo"),
        ("ốc thúy hàng kênh", "oc-thuy"),
        ("cô Út, phố Cầu Đất", "sui-din-che-nong-co-ut"),
    ],
)
def test_a_name_and_its_area_find_the_venue(
    client: FlaskClient, typed: str, expected: str
) -> None:
    assert found(client, typed) == [expected]


@pytest.mark.parametrize("typed", ["Mr Good Tea Lạch Tray", "cho chu van an"])
def test_an_area_in_a_name_is_part_of_it(client: FlaskClient, typed: str) -> None:
    assert found(client, typed) == [fold(typed).replace(" ", "-")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ngaquan", "nga-quan"),
        ("NgaQuán", "nga-quan"),
        ("hienbeo", "dua-dam-hien-beo"),
        ("bacu", "banh-da-cua-be-ba-cu"),
        ("duadam hienbeo", "dua-dam-hien-beo"),
        ("hienbeo lach tray", "dua-dam-hien-beo"),
    ],
)
def test_a_name_is_found_without_its_spaces(
    client: FlaskClient, typed: str, expected: str
) -> None:
    assert expected in found(client, typed)
