"""Every page of the city, and a code of each kind."""

from flask import Flask

from citizen_api.links.models import Kind
from citizen_api.links.rules import Place
from tests.links.codes import HERE, expired, made, mistyped, never_given, revoked
from tests.reviews.addresses import VENUE

WITHOUT_PLACE = "banh-da-cua-16-phan-chu-trinh"
STREET = "cau-dat-11359"
TOUR = "sang-quanh-ga"
PLACE = "lat=20.8561&lon=106.6822"
PAGES = (
    "/",
    f"/?{PLACE}&time=night",
    f"/search?q=banh+da+cua&{PLACE}",
    "/search?q=banh+da+cua&sort=price&open=now",
    "/search?q=xyzzyx",
    "/search?q=oc&max_price=x",
    f"/venues/{VENUE}",
    f"/venues/{WITHOUT_PLACE}",
    f"/venues/{VENUE}/rate",
    f"/venues/{VENUE}/report",
    f"/venues/{VENUE}/photos",
    f"/venues/{VENUE}/visit",
    "/moderation",
    "/me/reviews",
    "/tours",
    f"/tours/{TOUR}",
    "/facilities",
    f"/facilities?q=benh+vien&{PLACE}",
    "/bikes",
    f"/bikes?{PLACE}&need=room&type=electric",
    "/bikes/stations/hp-005",
    "/bikes/terms",
    "/language",
    "/about",
    "/datasets",
    "/offline",
    "/q",
    "/nothing",
    "/problems",
    "/problems/not-found",
)
THINGS = (
    (Kind.VENUE, VENUE),
    (Kind.STREET, STREET),
    (Kind.DISH, "banh-da-cua"),
    (Kind.TOUR, TOUR),
    (Kind.STATION, "HP-014"),
    (Kind.PAGE, "https://haiphong.gov.vn/"),
)


def codes(app: Flask) -> list[str]:
    """What opens when codes are scanned: of every kind, and those that open nothing."""
    place = Place(HERE, 200)
    good = [
        made(app, kind, to, place=place, label="Cầu Đất 179") for kind, to in THINGS
    ]
    none = never_given(app)
    bad = [none, mistyped(none), revoked(app), expired(app)]
    return [*(f"/q/{code}?s=1" for code in good + bad), f"/q/{good[0]}/report"]
