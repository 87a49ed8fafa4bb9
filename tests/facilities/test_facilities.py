"""The health facilities of the city, as anyone finds them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.reviews.phones import problem

CENTRE = "lat=20.8561&lon=106.6822"


def listed(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/v1/facilities?limit=200&{query}")
    assert answer.status_code == 200, answer.json
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_the_city_has_188_facilities_that_say_what_of_them_is_invented(
    client: FlaskClient,
) -> None:
    found = listed(client)

    assert len(found) == 188
    assert all("code" in each["invented"] for each in found)
    real = [each["name"] for each in found if not each["synthetic"]]
    assert len(real) == 6
    assert "Bệnh viện Hữu nghị Việt Tiệp" in real
    invented = [each["name"] for each in found if each["synthetic"]]
    assert all("mẫu" in name.lower() for name in invented)


def test_those_of_the_personas_are_there(client: FlaskClient) -> None:
    names = {each["code"]: each["name"] for each in listed(client)}

    assert names["99001"] == "Bệnh viện Mẫu số 1"
    assert names["99004"] == "Bệnh viện Công an Mẫu"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("viet tiep", "99005"),
        ("VIỆT TIỆP", "99005"),
        ("Việt Tiệp", "99005"),
        ("nguyen duc canh", "99008"),
        ("y quân viện", "99003"),
    ],
)
def test_words_are_found_with_or_without_marks(
    client: FlaskClient, typed: str, code: str
) -> None:
    assert [each["code"] for each in listed(client, f"q={typed}")] == [code]


def test_the_nearest_come_first_and_unplaced_ones_last(client: FlaskClient) -> None:
    far = [each["distance_m"] for each in listed(client, CENTRE)]
    known = [metres for metres in far if metres is not None]

    assert known == sorted(known)
    assert len(far) == 188
    assert far[-1] is None


def test_a_radius_leaves_out_what_is_farther_or_unplaced(client: FlaskClient) -> None:
    found = listed(client, f"{CENTRE}&radius=3000")

    assert found
    assert all(each["distance_m"] <= 3000 for each in found)


def test_a_box_holds_what_lies_in_it(client: FlaskClient) -> None:
    found = listed(client, "bbox=106.66,20.84,106.70,20.88")

    assert 0 < len(found) < 188
    for each in found:
        lon, lat = each["location"]["coordinates"]
        assert 106.66 <= lon <= 106.70
        assert 20.84 <= lat <= 20.88


def test_kind_and_what_it_takes_are_asked_for(client: FlaskClient) -> None:
    chips = listed(client, "takes=chip_card")
    hospitals = listed(client, "kind=hospital&takes=vneid")

    assert 0 < len(chips) < 188
    assert all("chip_card" in each["takes"] for each in chips)
    assert {each["kind"] for each in hospitals} == {"hospital"}


def test_pages_follow_one_another_without_a_gap(client: FlaskClient) -> None:
    address: str | None = f"/v1/facilities?limit=50&{CENTRE}"
    codes = []
    while address:
        page = client.get(address).get_json()
        codes += [each["code"] for each in page["items"]]
        address = page["next"]

    assert codes == [each["code"] for each in listed(client, CENTRE)]
    assert len(set(codes)) == 188


def test_a_cursor_belongs_to_its_question(client: FlaskClient) -> None:
    found = client.get("/v1/facilities?limit=5&kind=hospital").get_json()["next"]
    cursor = found.partition("cursor=")[2]

    refused = client.get(f"/v1/facilities?limit=5&cursor={cursor}")

    assert problem(refused) == "bad-cursor"


def test_a_map_gets_features(client: FlaskClient) -> None:
    answer = client.get(
        f"/v1/facilities?limit=2&{CENTRE}", headers={"Accept": "application/geo+json"}
    )
    collection = answer.get_json()

    assert answer.content_type == "application/geo+json"
    assert collection["type"] == "FeatureCollection"
    first = collection["features"][0]
    assert first["id"] == first["properties"]["code"]
    assert first["geometry"]["type"] == "Point"
    assert "location" not in first["properties"]


@pytest.mark.parametrize(
    "query",
    [
        "lat=20.8",
        "lon=106.6",
        "radius=100",
        "lat=91&lon=106",
        "bbox=1,2,3",
        "takes=cash",
        "kind=school",
        "q=",
        "q=%E2%80%AEabc",
        "q=a%00b",
        "limit=201",
        "limit=0",
        "near=here",
    ],
)
def test_odd_parameters_are_named(client: FlaskClient, query: str) -> None:
    refused = client.get(f"/v1/facilities?{query}")

    assert problem(refused) == "invalid-request"
    assert refused.get_json()["errors"]


def test_nothing_is_near_the_far_side_of_the_world(client: FlaskClient) -> None:
    assert listed(client, "lat=-20&lon=-73&radius=100000") == []


def test_a_facility_is_told_whole(client: FlaskClient) -> None:
    answer = client.get("/v1/facilities/99003")

    assert answer.status_code == 200
    assert answer.get_json()["name"] == "Bệnh viện Quân y Mẫu"
    assert answer.headers["ETag"]


@pytest.mark.parametrize("code", ["31001", "99999", "x", "%E2%80%AE"])
def test_an_unknown_code_is_not_found(client: FlaskClient, code: str) -> None:
    assert problem(client.get(f"/v1/facilities/{code}")) == "not-found"
