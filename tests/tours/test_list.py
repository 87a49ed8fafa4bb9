"""The list of tours."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reviews.phones import problem
from tests.tours.walks import get, make

TOURS = "/v1/tours"
SLUGS = [
    "sang-quanh-ga",
    "chieu-cho-co-dao",
    "toi-oc-va-lau-cua",
    "ca-phe-va-do-ngot",
]


def test_the_tours_of_the_city_stand_in_their_order(client: FlaskClient) -> None:
    found = get(client, TOURS)

    assert [tour["id"] for tour in found["items"]] == SLUGS
    assert found["next"] is None


def test_a_tour_in_the_list_is_the_same_as_alone(client: FlaskClient) -> None:
    for tour in get(client, TOURS)["items"]:
        alone = get(client, f"{TOURS}/{tour['id']}")
        assert {name: alone[name] for name in tour} == tour


def test_pages_follow_one_another_without_a_gap(client: FlaskClient) -> None:
    seen, path = [], f"{TOURS}?limit=3"
    while path:
        page = get(client, path)
        seen.append([tour["id"] for tour in page["items"]])
        path = page["next"]

    assert seen == [SLUGS[:3], SLUGS[3:]]


def test_the_next_page_is_linked(client: FlaskClient) -> None:
    answer = client.get(f"{TOURS}?limit=1")

    assert answer.headers["Link"] == f'<{answer.json["next"]}>; rel="next"'


def test_a_tour_that_is_added_meanwhile_comes_on_a_later_page(fresh: Flask) -> None:
    client = fresh.test_client()
    first = get(client, f"{TOURS}?limit=4")
    make(fresh, "noon", "banh-da-cua-co-yen")

    # The first page was the last one then: whoever asks anew sees one more.
    again = get(client, f"{TOURS}?limit=4")

    assert first["next"] is None
    assert [tour["id"] for tour in get(client, again["next"])["items"]] == ["noon"]


def test_how_many_stops_are_open_adds_up(client: FlaskClient) -> None:
    for tour in get(client, TOURS)["items"]:
        assert sum(tour["open_now"].values()) == tour["stops_count"] > 3


def test_every_dish_on_the_way_is_named_once(client: FlaskClient) -> None:
    dishes = get(client, TOURS)["items"][0]["dishes"]

    assert [dish["name"]["vi"] for dish in dishes] == [
        "Bánh đa cua",
        "Bún cá cay",
        "Bánh mì cay",
        "Xôi đỗ đen",
        "Cháo quẩy",
    ]


def test_a_repeat_costs_a_304(client: FlaskClient) -> None:
    tag = client.get(TOURS).headers["ETag"]

    again = client.get(TOURS, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "a" * 401, "%E2%80%AE"])
def test_a_cursor_that_is_not_ours_is_refused(client: FlaskClient, cursor: str) -> None:
    refused = client.get(f"{TOURS}?cursor={cursor}")

    assert refused.status_code == 422
    assert [each["parameter"] for each in refused.json["errors"]] == ["cursor"]


def test_a_cursor_of_another_list_is_refused(client: FlaskClient) -> None:
    other = get(client, "/v1/dishes?limit=1")["next"].partition("cursor=")[2]

    assert problem(client.get(f"{TOURS}?cursor={other}")) == "bad-cursor"


def test_there_is_no_list_as_geojson(client: FlaskClient) -> None:
    refused = client.get(TOURS, headers={"Accept": "application/geo+json"})

    assert (refused.status_code, problem(refused)) == (406, "not-acceptable")
