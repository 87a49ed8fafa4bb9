"""`q` and `ward`: what people type, with the names of before and of today."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from unicodedata import normalize

import pytest
from flask.testing import FlaskClient

from tests.conftest import close, copied, make_app
from tests.factories import Stall, build
from tests.venues.walking import ids, walked

NGO_QUYEN = {
    "banh-da-cua-be-ba-cu",
    "banh-mi-cay-ba-gia",
    "dua-dam-hien-beo",
    "bun-ca-cay-66-le-loi",
}


def understood(client: FlaskClient, **asked: Any) -> dict[str, Any]:
    """What a search was taken to mean."""
    found: dict[str, Any] = client.get("/v1/venues", query_string=asked).json
    return dict(found["understood"])


@pytest.mark.parametrize(
    "typed",
    [
        "bánh đa cua",
        "banh da cua",
        "BÁNH ĐA CUA",
        "banhdacua",
        "bahn da cua",
        "banh da cau",
        "crab noodle soup",
        normalize("NFD", "bánh đa cua"),
        "  bánh   đa cua ",
        "bánh đa, cua!",
    ],
)
def test_a_dish_is_understood_as_it_is_typed(client: FlaskClient, typed: str) -> None:
    assert understood(client, q=typed)["dishes"] == ["banh-da-cua"]
    assert ids(walked(client, q=typed)) == ids(walked(client, dish="banh-da-cua"))


@pytest.mark.parametrize("typed", ["spicy bread", "bánh mì cay", "banh mi que"])
def test_a_synonym_is_understood(client: FlaskClient, typed: str) -> None:
    assert understood(client, q=typed)["dishes"] == ["banh-mi-cay"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Bà Cụ", "banh-da-cua-be-ba-cu"),
        ("ba cu", "banh-da-cua-be-ba-cu"),
        ("Hiền Béo", "dua-dam-hien-beo"),
        ("hien beo", "dua-dam-hien-beo"),
        ("dua dam hien beo", "dua-dam-hien-beo"),
        ("hien bao", "dua-dam-hien-beo"),
        ("Da Liễu", "banh-da-cua-da-lieu"),
        ("66 Lê Lợi", "bun-ca-cay-66-le-loi"),
        (normalize("NFD", "Bà Già"), "banh-mi-cay-ba-gia"),
    ],
)
def test_a_venue_is_found_by_its_name(
    client: FlaskClient, typed: str, expected: str
) -> None:
    assert expected in ids(walked(client, q=typed))[:3]


@pytest.fixture(scope="module")
def alike(server_url: str, seeded_url: str, worker: str) -> Iterator[FlaskClient]:
    """A city with two venues whose names differ in a mark alone."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"alike_{worker}"))
    build(app, Stall(name="Bún Bà Giá"), Stall(name="Bún Bà Già"))
    yield app.test_client()
    close(app)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [("Bà Giá", "Bún Bà Giá", "Bún Bà Già"), ("bà già", "Bún Bà Già", "Bún Bà Giá")],
)
def test_exact_marks_stand_before_folded_ones(
    alike: FlaskClient, typed: str, first: str, last: str
) -> None:
    found = [item["name"] for item in walked(alike, q=typed)]

    assert found.index(first) < found.index(last)


@pytest.mark.parametrize(
    "typed", ["Lạch Tray", "lach tray", "đường Lạch Tray", "lach tray street"]
)
def test_a_street_gives_its_venues(client: FlaskClient, typed: str) -> None:
    found = walked(client, q=typed)

    assert "dua-dam-hien-beo" in ids(found)
    assert any(item["address"]["street"] == "Lạch Tray" for item in found)
    assert {each["kind"] for each in understood(client, q=typed)["areas"]} >= {"street"}


@pytest.mark.parametrize(
    "typed",
    [
        "bánh đa cua Cầu Đất",
        "banh da cua cau dat",
        "banh da cua phố cau dat",
        "BANH DA CUA CAU DAT",
    ],
)
def test_a_dish_and_a_street_together(client: FlaskClient, typed: str) -> None:
    found = walked(client, q=typed)

    assert "banh-da-cua-be-ba-cu" in ids(found)
    assert understood(client, q=typed)["dishes"] == ["banh-da-cua"]
    for item in found:
        assert "Cầu Đất" in item["address"]["text"]
        assert item["match"]["dish_id"] == "banh-da-cua"


DISTRICT = ["quận Ngô Quyền", "quan ngo quyen", "Q. Ngô Quyền", "Ngô Quyền district"]


@pytest.mark.parametrize(
    ("parameter", "typed"),
    [("ward", "304"), *product(("q", "ward"), DISTRICT)],
)
def test_a_district_of_before_gives_its_venues(
    client: FlaskClient, parameter: str, typed: str
) -> None:
    found = walked(client, 100, **{parameter: typed})

    assert set(ids(found)) >= NGO_QUYEN
    assert {item["address"]["former_district"]["name"] for item in found} == {
        "Quận Ngô Quyền"
    }


@pytest.mark.parametrize("typed", ["phường Gia Viên", "gia vien", "P. Gia Viên"])
def test_a_ward_of_today_gives_its_venues(client: FlaskClient, typed: str) -> None:
    for parameter in ("q", "ward"):
        found = walked(client, 100, **{parameter: typed})

        assert set(ids(found)) >= NGO_QUYEN
        assert "Phường Gia Viên" in {i["address"]["ward"]["name"] for i in found}


@pytest.mark.parametrize(
    ("parameter", "typed"),
    [("ward", "11344"), *product(("q", "ward"), ["phường Cầu Đất", "phuong cau dat"])],
)
def test_a_ward_of_before_gives_its_venues(
    client: FlaskClient, parameter: str, typed: str
) -> None:
    found = walked(client, 100, **{parameter: typed})

    assert "banh-da-cua-be-ba-cu" in ids(found)
    for item in found:
        address = item["address"]
        lies = address["former_ward"] or address["former_district"]
        assert lies["name"] in ("Phường Cầu Đất", "Quận Ngô Quyền")


def test_a_ward_of_before_tells_what_it_became(client: FlaskClient) -> None:
    (area,) = understood(client, ward="phường Cầu Đất")["areas"]

    assert area == {
        "kind": "former_ward",
        "code": "11344",
        "name": "Phường Cầu Đất",
        "now": [
            {"code": "11359", "name": "Phường Gia Viên"},
            {"code": "11383", "name": "Phường Lê Chân"},
        ],
    }


def test_old_and_new_stand_in_the_answer(client: FlaskClient) -> None:
    (item,) = [
        item
        for item in walked(client, q="Bà Cụ")
        if item["id"] == "banh-da-cua-be-ba-cu"
    ]

    assert item["address"] == {
        "text": "179 Cầu Đất, Phường Cầu Đất, Quận Ngô Quyền, Hải Phòng",
        "street": "Cầu Đất",
        "ward": {"code": "11359", "name": "Phường Gia Viên", "certain": False},
        "former_ward": {"code": "11344", "name": "Phường Cầu Đất"},
        "former_district": {"code": "304", "name": "Quận Ngô Quyền"},
    }


def test_a_ward_and_a_dish_must_both_hold(client: FlaskClient) -> None:
    ward = set(ids(walked(client, 100, ward="quận Ngô Quyền")))
    dish = set(ids(walked(client, 100, dish="banh-da-cua")))

    both = ids(walked(client, 100, ward="quận Ngô Quyền", dish="banh-da-cua"))

    assert set(both) == ward & dish


def test_a_ward_and_a_street_in_words_must_both_hold(client: FlaskClient) -> None:
    ward = set(ids(walked(client, 100, ward="quận Lê Chân")))
    street = set(ids(walked(client, 100, q="Lạch Tray")))

    both = set(ids(walked(client, 100, ward="quận Lê Chân", q="Lạch Tray")))

    assert both == ward & street


def test_a_dish_and_the_name_of_a_venue_must_both_hold(client: FlaskClient) -> None:
    found = walked(client, dish="nem-cua-be", q="Bà Cụ")

    assert ids(found) == ["banh-da-cua-be-ba-cu"]
    assert found[0]["match"]["dish_id"] == "nem-cua-be"


def test_the_same_dish_in_words_and_by_id_is_no_contradiction(
    client: FlaskClient,
) -> None:
    by_id = ids(walked(client, dish="banh-da-cua"))

    assert ids(walked(client, dish="banh-da-cua", q="banh da cua")) == by_id


@pytest.mark.parametrize("typed", ["qwrtzp", "zzz xxx", "????", "12345678", "🍕🍕"])
def test_nonsense_gives_nothing_rather_than_a_guess(
    client: FlaskClient, typed: str
) -> None:
    found = client.get("/v1/venues", query_string={"q": typed}).json

    assert found["items"] == []
    assert found["why_empty"]["reason"] == "not-understood"


def test_a_venue_without_a_place_is_found_by_name_and_by_dish(
    client: FlaskClient,
) -> None:
    unplaced = [item for item in walked(client, 100) if item["location"] is None]

    for item in unplaced:
        assert item["id"] in ids(walked(client, 100, q=item["name"])), item["name"]
        for served in client.get(f"/v1/venues/{item['id']}").json["menu"]:
            assert item["id"] in ids(walked(client, 100, dish=served["dish_id"]))
