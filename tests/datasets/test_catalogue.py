"""The catalogue: what there is, under which licence, and where."""

import pytest
from flask.testing import FlaskClient

from tests.reviews.phones import problem


def test_it_names_every_dataset_in_both_languages(client: FlaskClient) -> None:
    items = client.get("/v1/datasets").json["items"]

    assert [each["id"] for each in items] == [
        "venues",
        "dishes",
        "prices",
        "stations",
        "facilities",
    ]
    for each in items:
        for said in (each["title"], each["description"], each["attribution"]):
            assert said.keys() == {"vi", "en"}
            assert said["vi"] != said["en"]


def test_every_file_it_names_is_there_and_of_its_type(client: FlaskClient) -> None:
    for each in client.get("/v1/datasets").json["items"]:
        for file in each["distributions"]:
            answer = client.get(file["url"].partition("//")[2].partition("/")[2])
            assert answer.status_code == 200
            assert answer.content_type == file["media_type"]
            assert each["licence"]["url"] in answer.headers["Link"]


def test_what_was_placed_with_openstreetmap_keeps_its_licence(
    client: FlaskClient,
) -> None:
    for each in client.get("/v1/datasets").json["items"]:
        is_placed = "geojson" in {file["format"] for file in each["distributions"]}
        if is_placed:
            assert each["licence"]["id"] == "ODbL-1.0"
            assert "OpenStreetMap" in each["attribution"]["en"]


def test_it_shows_the_state_that_the_pack_has(client: FlaskClient) -> None:
    catalogue, pack = client.get("/v1/datasets").json, client.get("/v1/sync").json

    assert [catalogue["version"], catalogue["hash"]] == [pack["version"], pack["hash"]]


def test_a_repeat_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/v1/datasets").headers["ETag"]

    answer = client.get("/v1/datasets", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("people.csv", "venues"),
        ("venues.exe", "geojson"),
        ("venues.", ""),
        ("venues", ""),
        ("dishes.geojson", "jsonld"),
        ("VENUES.csv", ""),
        ("venues.csv.gz", ""),
        ("..%2fvenues.csv", ""),
        ("qu%C3%A1n.csv", ""),
        ("%00.csv", ""),
    ],
)
def test_what_is_not_there_is_said_so_with_what_is(
    client: FlaskClient, path: str, named: str
) -> None:
    answer = client.get(f"/v1/datasets/{path}")

    assert (answer.status_code, problem(answer)) == (404, "not-found")
    assert named in answer.json["detail"]


def test_a_format_that_the_caller_does_not_take_is_not_sent(
    client: FlaskClient,
) -> None:
    answer = client.get("/v1/datasets/venues.csv", headers={"Accept": "image/png"})

    assert (answer.status_code, problem(answer)) == (406, "not-acceptable")


def test_who_takes_json_or_text_gets_the_file_as_what_it_is(
    client: FlaskClient,
) -> None:
    for accept in ("text/plain, application/json", "application/geo+json", "*/*"):
        answer = client.get("/v1/datasets/stations.geojson", headers={"Accept": accept})
        assert answer.content_type == "application/geo+json"


def test_an_unknown_parameter_is_refused(client: FlaskClient) -> None:
    answer = client.get("/v1/datasets/venues.csv?limit=5")

    assert (answer.status_code, problem(answer)) == (422, "invalid-request")
