"""An empty answer says why, and what is near."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import close, copied, make_app
from tests.factories import Stall, Told, build

CENTRE = {"lat": 20.8561, "lon": 106.6822}
NOWHERE = {"lat": 20.95, "lon": 106.9}
DISH = "tra-quat"

CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "not-understood": (
        {"q": "qwrtzp"},
        "Không có món, quán hay phố nào tên như vậy.",
        "No dish, venue or street has a name like this.",
    ),
    "nobody-serves-it": (
        {"dish": "cha-ruoi"},
        "Chưa quán nào ghi có món này.",
        "Nobody lists this dish.",
    ),
    "not-on-menu": (
        {"dish": DISH, "q": "Bà Cụ"},
        "3 quán tên như vậy nhưng không ghi có món này.",
        "3 have this name but do not list this dish.",
    ),
    "closed": (
        {"dish": DISH, "open_at": "03:00"},
        "4 quán phù hợp nhưng lúc đó đóng cửa hoặc không rõ giờ (2 quán không rõ giờ).",
        "4 match but are closed then, or their hours are not known (2 of them).",
    ),
    "too-dear": (
        {"dish": DISH, "max_price": 9_999},
        "4 quán phù hợp nhưng đắt hơn hoặc không rõ giá.",
        "4 match but cost more, or their price is not known.",
    ),
    "score": (
        {"dish": DISH, "min_score": 4.9},
        "4 quán phù hợp nhưng điểm thấp hơn hoặc chưa có đánh giá.",
        "4 match but have a lower score, or nobody has rated them.",
    ),
    "too-far": (
        {"dish": DISH, "radius": 100, **NOWHERE},
        "Không có quán nào trong bán kính này; gần nhất cách 24.9 km.",
        "None within this radius; the nearest is 24.9 km away.",
    ),
    "outside": (
        {"dish": DISH, "bbox": "107.0,20.9,107.1,21.0"},
        "Không có quán nào trong khung này; 4 quán ở nơi khác.",
        "None inside this box; 4 elsewhere.",
    ),
    "other-area": (
        {"dish": DISH, "ward": "đặc khu Cát Hải"},
        "Không có quán nào ở khu vực này; 4 quán ở nơi khác.",
        "None in this area; 4 elsewhere.",
    ),
    "all-together": (
        {"dish": DISH, "open_at": "03:00", "max_price": 9_999},
        "Không quán nào đáp ứng mọi điều kiện; bỏ bớt điều kiện thì có 4 quán.",
        "None meets all the conditions; without them there are 4.",
    ),
}


@pytest.fixture
def stalls(fresh: Flask) -> Flask:
    """A city in which four serve the dish: one is real, without hours and price."""
    build(
        fresh,
        Stall(
            hours="08:00-20:00", serves={DISH: [Told(10_000)]}, stars=(0, 0, 0, 9, 0)
        ),
        Stall(hours="10:00-22:00", serves={DISH: [Told(12_000)]}),
        Stall(place=None, serves={DISH: []}),
    )
    return fresh


@pytest.mark.parametrize("reason", CASES)
def test_the_reason_is_told_in_both_languages(stalls: Flask, reason: str) -> None:
    asked, vi, en = CASES[reason]
    client = stalls.test_client()

    for language, sentence in (("vi", vi), ("en", en)):
        found = client.get("/v1/venues", query_string={**asked, "lang": language}).json

        assert found["items"] == []
        assert found["next"] is None
        assert (found["why_empty"]["reason"], found["why_empty"]["detail"]) == (
            reason,
            sentence,
        )


def test_venues_whose_hours_nobody_knows_are_not_called_closed(fresh: Flask) -> None:
    build(fresh, Stall(serves={"cha-ruoi": []}), Stall(serves={"cha-ruoi": []}))
    asked = {"dish": "cha-ruoi", "open_at": "12:00"}

    why = fresh.test_client().get("/v1/venues", query_string=asked).json["why_empty"]

    assert (why["reason"], why["count"]) == ("hours-unknown", 2)
    assert why["detail"] == "2 match, but their hours are not known."


@pytest.mark.parametrize("hours", ["24/7 unknown; 2026 Dec 24 closed", "09:00-11:00+"])
def test_hours_that_do_not_say_are_unknown_like_none(fresh: Flask, hours: str) -> None:
    """At noon an open end of 11:00 is anybody's guess."""
    build(fresh, Stall(hours=hours, serves={"cha-ruoi": []}))
    asked = {"dish": "cha-ruoi", "open_at": "12:00"}

    found = fresh.test_client().get("/v1/venues", query_string=asked).json

    assert found["why_empty"]["reason"] == "hours-unknown"
    assert found["left_out"] == {"hours_unknown": 1}


def test_closed_venues_whose_hours_are_all_known_are_only_closed(fresh: Flask) -> None:
    build(fresh, Stall(hours="08:00-20:00", serves={"cha-ruoi": []}))
    asked = {"dish": "cha-ruoi", "open_at": "03:00"}

    why = fresh.test_client().get("/v1/venues", query_string=asked).json["why_empty"]

    assert why["detail"] == "1 match but are closed then."


def test_the_sentence_counts_unknown_hours_as_the_answer_does(
    client: FlaskClient,
) -> None:
    """Of the hundred venues most do not tell their hours."""
    found = client.get("/v1/venues?open_at=03:30").json

    assert found["left_out"] == {"hours_unknown": 50}
    assert found["why_empty"]["detail"] == (
        "50+ match but are closed then, or their hours are not known (50+ of them)."
    )


@pytest.mark.parametrize("reason", ["closed", "too-dear", "score", "all-together"])
@pytest.mark.parametrize("place", [{}, CENTRE], ids=["nowhere", "somewhere"])
def test_the_count_is_that_of_the_venues_left_without_the_condition(
    stalls: Flask, reason: str, place: dict[str, float]
) -> None:
    """One of them has no place; it counts all the same."""
    asked = {**CASES[reason][0], **place}

    found = stalls.test_client().get("/v1/venues", query_string=asked).json

    assert found["why_empty"]["count"] == 4


def test_the_nearest_is_told_with_its_distance(stalls: Flask) -> None:
    asked = {"dish": DISH, "open_at": "03:00", **CENTRE}

    why = stalls.test_client().get("/v1/venues", query_string=asked).json["why_empty"]

    assert why["nearest"]["distance_m"] == 0
    assert why["nearest"]["name"] == "Quán thử"


def test_the_distance_told_is_the_distance_of_the_nearest(stalls: Flask) -> None:
    for lat, lon in ((20.95, 106.9), (0, -75), (-90, 180), (48.8, 2.3)):
        asked = {"dish": DISH, "radius": 100, "lat": lat, "lon": lon}

        found = stalls.test_client().get("/v1/venues", query_string=asked)
        why = found.json["why_empty"]

        metres = why["nearest"]["distance_m"]
        assert f"{metres / 1000:.1f} km" in why["detail"]


def test_a_short_distance_is_told_in_metres(stalls: Flask) -> None:
    asked = {"dish": DISH, "radius": 100, "lat": 20.8588, "lon": 106.6822}

    why = stalls.test_client().get("/v1/venues", query_string=asked).json["why_empty"]

    assert why["detail"] == "None within this radius; the nearest is 299 m away."


def test_an_answer_with_venues_has_no_such_reason(client: FlaskClient) -> None:
    assert client.get("/v1/venues?dish=banh-da-cua").json["why_empty"] is None


def test_a_name_a_dish_and_a_time_are_left_out_together(stalls: Flask) -> None:
    asked = {"dish": DISH, "q": "Bà Cụ", "open_at": "03:00"}

    why = stalls.test_client().get("/v1/venues", query_string=asked).json["why_empty"]

    assert (why["reason"], why["count"]) == ("all-together", 3)


@pytest.mark.parametrize("asked", ["", "?open_at=now&min_score=5"])
def test_a_city_without_venues_has_none(
    server_url: str, migrated_url: str, worker: str, asked: str
) -> None:
    app = make_app(copied(server_url, f"migrated_{worker}", f"bare_{worker}"))

    found = app.test_client().get(f"/v1/venues{asked}").json

    close(app)
    assert found["items"] == []
    assert found["why_empty"]["detail"] == "There are none."


@pytest.mark.parametrize(
    "place", [(0, -75), (-90, 180), (90, -180), (0, 0), (-20.85, -73.3)]
)
def test_the_far_side_of_the_world_has_the_same_venues(
    client: FlaskClient, place: tuple[float, float]
) -> None:
    lat, lon = place

    found = client.get(f"/v1/venues?lat={lat}&lon={lon}&limit=100").json["items"]

    distances = [item["distance_m"] for item in found if item["location"]]
    assert len(found) == 100
    assert len(distances) == 88
    assert all(1_000_000 < metres < 20_003_932 for metres in distances)
    assert max(distances) - min(distances) < 60_000


@pytest.mark.parametrize("radius", [1, 100_000])
def test_nothing_is_near_on_the_far_side_of_the_world(
    client: FlaskClient, radius: int
) -> None:
    found = client.get(f"/v1/venues?lat=0&lon=-75&radius={radius}").json

    assert found["items"] == []
    assert found["why_empty"]["reason"] == "too-far"


@pytest.mark.parametrize(
    "box", ["-180,-90,-170,-80", "100,10,101,11", "-80,20,-70,21", "179,-1,180,1"]
)
def test_a_box_with_the_city_outside_is_empty(client: FlaskClient, box: str) -> None:
    found = client.get(f"/v1/venues?bbox={box}").json

    assert found["why_empty"]["reason"] == "outside"
    assert found["why_empty"]["count"] == 50


def test_the_whole_world_as_a_box_has_every_placed_venue(client: FlaskClient) -> None:
    found = client.get("/v1/venues?bbox=-180,-90,180,90&limit=100").json["items"]

    assert len(found) == 88
