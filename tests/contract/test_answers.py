"""What the service really answers is what the document says, for the whole city."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.contract.document import Operation, operations, wrong_with
from tests.links.codes import printed
from tests.reviews.addresses import OTHER, VENUE, listed, mine
from tests.reviews.phones import Phone

GEOJSON = {"Accept": "application/geo+json"}
SEARCHES = [
    "/v1/venues?dish=banh-mi-cay&open_at=now&sort=price",
    "/v1/venues?q=banh+da+cua&lat=20.8561&lon=106.6822&radius=2000",
    "/v1/venues?q=no+such+thing+anywhere",
    "/v1/venues?dish=banh-da-cua&open_at=2026-11-21T03:00:00%2B07:00",
    "/v1/venues?dish=banh-da-cua&lat=20.5&lon=106.9&radius=100",
    "/v1/venues?dish=banh-da-cua&max_price=1",
    "/v1/venues?bbox=106.6,20.8,106.75,20.9&limit=100",
    "/v1/venues?ward=ng%C3%B4+quy%E1%BB%81n&sort=score",
    "/v1/venues?min_score=5",
]
PLACES = [(20.8561, 106.6822), (20.8, 107.05), (21.03, 105.85), (0.0, 0.0), (90, 180)]


class Contract:
    """The document, and the answers that it is held against."""

    def __init__(self, document: dict[str, Any], client: FlaskClient) -> None:
        self.document, self.client = document, client
        self.by_name = {each.name: each for each in operations(document)}

    def holds(self, name: str, answer: TestResponse) -> TestResponse:
        """Fail when the answer is not what the document says."""
        operation: Operation = self.by_name[name]
        wrong = wrong_with(self.document, operation, answer)
        assert not wrong, (answer.request.path, wrong[:5])
        return answer

    def walk(self, name: str, path: str, **headers: str) -> list[Any]:
        """Every item of a list, page by page."""
        items: list[Any] = []
        following: str | None = path
        while following:
            answer = self.client.get(following, headers=headers)
            page = self.holds(name, answer).get_json()
            items += page["features" if "features" in page else "items"]
            following = page["next"]
        return items


@pytest.fixture
def contract(document: dict[str, Any], client: FlaskClient) -> Contract:
    return Contract(document, client)


def test_every_dish(contract: Contract, client: FlaskClient) -> None:
    dishes = contract.walk("list_dishes", "/v1/dishes?limit=20")

    assert len(dishes) == 58
    for dish in dishes:
        contract.holds("get_dish", client.get(f"/v1/dishes/{dish['id']}"))
        contract.holds("list_dishes", client.get(f"/v1/dishes?q={dish['name']['vi']}"))


def test_every_venue(contract: Contract, client: FlaskClient) -> None:
    venues = contract.walk("list_venues", "/v1/venues?limit=30")

    assert len(venues) == 100
    for venue in venues:
        contract.holds("get_venue", client.get(f"/v1/venues/{venue['id']}"))
        contract.holds("list_reviews", client.get(listed(venue["id"])))


def test_every_venue_as_geojson(contract: Contract) -> None:
    features = contract.walk("list_venues", "/v1/venues?limit=30", **GEOJSON)

    assert len(features) == 100


def test_every_venue_of_every_dish(contract: Contract) -> None:
    for dish in contract.walk("list_dishes", "/v1/dishes"):
        path = f"/v1/venues?dish={dish['id']}&limit=100"
        assert len(contract.walk("list_venues", path)) == dish["venue_count"]


@pytest.mark.parametrize("path", SEARCHES)
def test_searches_of_each_kind(contract: Contract, path: str) -> None:
    contract.walk("list_venues", path)
    contract.walk("list_venues", path, **GEOJSON)


@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_around_anywhere(
    contract: Contract, client: FlaskClient, lat: float, lon: float
) -> None:
    answer = client.get(f"/v1/around?lat={lat}&lon={lon}")

    assert contract.holds("get_around", answer).status_code == 200


def test_every_link(contract: Contract, app: Flask) -> None:
    for each in printed(app):
        answer = contract.client.get(f"/v1/links/{each.code}")
        assert contract.holds("get_link", answer).status_code == 200


def test_the_images_of_a_link(contract: Contract, app: Flask) -> None:
    path = f"/v1/links/{printed(app)[0].code}/qr"

    contract.holds("get_link_png", contract.client.get(f"{path}.png?size_mm=40"))
    contract.holds("get_link_svg", contract.client.get(f"{path}.svg?level=M"))


def test_tiles(contract: Contract, client: FlaskClient) -> None:
    answer = client.get("/v1/maps/places/0/0/0.mvt")

    assert contract.holds("get_places_tile", answer).status_code == 200


def test_the_life_of_a_review(document: dict[str, Any], fresh: Flask) -> None:
    phone = Phone(fresh)
    contract = Contract(document, phone.client)
    dishes = [{"dish_id": "banh-da-cua", "stars": 5}]
    contract.holds("register_device", phone.client.post("/v1/devices"))
    contract.holds("get_my_review", phone.read())
    made = contract.holds(
        "put_my_review", phone.rate(stars=5, text="Ngon", dishes=dishes)
    )
    contract.holds("put_my_review", phone.rate(stars=4))
    contract.holds("put_my_review", phone.rate(stars=4, if_match='"0-0"'))
    contract.holds("put_my_review", phone.rate(stars=4, if_match=made.headers["ETag"]))
    contract.holds("get_my_review", phone.read())
    assert contract.walk("list_reviews", listed())
    contract.holds("get_venue", phone.client.get(f"/v1/venues/{VENUE}"))
    contract.holds("delete_my_review", phone.withdraw())
    contract.holds("delete_my_review", phone.withdraw(OTHER, if_match="*"))
    assert contract.holds("delete_my_review", phone.withdraw(if_match="*")).data == b""


def test_bodies_that_are_refused(contract: Contract, fresh: Flask) -> None:
    phone = Phone(fresh)

    for body, media_type in (
        (b"{", "application/json"),
        (b"{}", "application/json"),
        (b"{}", "text/plain"),
        (b" " * 70_000, "application/json"),
    ):
        contract.holds("put_my_review", phone.send(body, media_type))
        answer = phone.client.post("/v1/devices", data=body, content_type=media_type)
        contract.holds("register_device", answer)


def test_a_stranger_is_refused(contract: Contract, client: FlaskClient) -> None:
    contract.holds("get_my_review", client.get(mine()))
    contract.holds("put_my_review", client.put(mine(), json={"stars": 5}))
    contract.holds("delete_my_review", client.delete(mine()))


def test_every_tour(contract: Contract) -> None:
    tours = contract.walk("list_tours", "/v1/tours?limit=3")
    assert len(tours) == 4

    for tour in tours:
        for headers in ({}, GEOJSON):
            answer = contract.client.get(f"/v1/tours/{tour['id']}", headers=headers)
            contract.holds("get_tour", answer)
