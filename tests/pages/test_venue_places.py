"""Where a venue is: ways to it, the map, what search engines are told."""

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Stall, build, database_of
from tests.pages.reading import Page
from tests.pages.venues import PATH, data, opened
from tests.reviews.phones import Phone


def test_directions_lead_to_maps_that_a_phone_may_have(client: FlaskClient) -> None:
    answer = opened(client)

    links = Page(answer).links
    assert any(link.startswith("https://www.openstreetmap.org/") for link in links)
    assert any(link.startswith("https://www.google.com/maps/") for link in links)
    assert 'data-geo="geo:0,0?q=179%20C%E1%BA%A7u' in answer.text
    assert 'data-apple="https://maps.apple.com/' in answer.text


def test_an_exact_place_is_led_to_by_its_point(fresh: Flask) -> None:
    [slug] = build(fresh, Stall(name="Quán (1)"))
    database = database_of(fresh)
    database.write("UPDATE venues SET accuracy_m = 20 RETURNING 1", {})

    text = opened(fresh.test_client(), f"/venues/{slug}").text

    assert "geo:20.8561,106.6822?q=20.8561,106.6822(Qu%C3%A1n%20%281%29)" in text
    assert "known only roughly" not in text


def test_a_rough_place_is_said_to_be_rough_and_is_drawn_as_such(
    client: FlaskClient,
) -> None:
    answer = opened(client)

    assert "The place is known only roughly, within 310" in Page(answer).text
    [feature] = data(answer, "application/json")["features"]
    assert feature["properties"]["accuracy_m"] == 310
    assert "geo" not in data(answer, "application/ld+json")


def test_a_venue_without_a_place_has_no_map(fresh: Flask) -> None:
    [slug] = build(fresh, Stall(place=None))

    answer = opened(fresh.test_client(), f"/venues/{slug}")

    assert "data-map" not in answer.text
    assert "Look for the address" in Page(answer).text


def test_search_engines_are_told_what_is_known(fresh: Flask) -> None:
    Phone(fresh).rate(stars=5)

    said = data(opened(fresh.test_client()), "application/ld+json")

    assert said["@type"] == "FoodEstablishment"
    assert said["address"]["streetAddress"].startswith("179 Cầu Đất")
    assert said["aggregateRating"]["ratingValue"] == 5.0
    assert said["openingHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "07:00",
        "closes": "21:00",
    }
    offer = said["hasMenu"]["hasMenuItem"][0]["offers"]
    assert offer["price"] == 40000
    checked = said["additionalProperty"]
    assert checked["name"] == "opening hours checked"
    for dated, when in ((offer, "validFrom"), (checked, "value")):
        assert dated[when][:2] == "20"
        assert dated["subjectOf"]["name"]


def test_a_link_to_it_looks_well_where_it_is_shared(client: FlaskClient) -> None:
    answer = opened(client)

    assert '<meta property="og:title" content="Bánh đa cua bể Bà Cụ">' in answer.text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{PATH}">' in answer.text
