"""What a code stands for in its time, outside it, and when it is revoked."""

from typing import Any

import pytest
from flask import Flask

from citizen_api.links.actions import limit, revoke
from citizen_api.links.models import Kind
from tests.conftest import NOON
from tests.factories import changing
from tests.links.codes import DAY, expired, made, revoked
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem


def told(app: Flask, code: str) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get(f"/v1/links/{code}").get_json()
    return found


@pytest.mark.parametrize(
    ("kind", "to", "api"),
    [
        (Kind.VENUE, VENUE, f"/v1/venues/{VENUE}"),
        (Kind.DISH, "banh-da-cua", "/v1/dishes/banh-da-cua"),
        (Kind.TOUR, "sang-quanh-ga", "/v1/tours/sang-quanh-ga"),
        (Kind.STREET, "cau-dat-11359", "/v1/venues?ward=cau-dat-11359"),
        (Kind.STATION, "HP-014", None),
        (Kind.BIKE, "HP-0001", None),
        (Kind.RECEIPT, "000.00.01.H24-1", None),
        (Kind.PAGE, "/about", None),
        (Kind.PAGE, "https://haiphong.gov.vn/x", None),
    ],
)
def test_a_code_may_stand_for_this(
    fresh: Flask, kind: Kind, to: str, api: str | None
) -> None:
    found = told(fresh, made(fresh, kind, to))

    assert (found["kind"], found["id"], found["api"]) == (kind, to, api)
    if api:
        assert fresh.test_client().get(api).status_code == 200


def test_an_address_elsewhere_comes_with_its_host(fresh: Flask) -> None:
    elsewhere = told(fresh, made(fresh, Kind.PAGE, "https://HaiPhong.gov.vn/x"))

    assert elsewhere["host"] == "haiphong.gov.vn"
    assert told(fresh, made(fresh, Kind.PAGE, "/about"))["host"] is None


def test_several_codes_may_stand_for_one_venue(fresh: Flask) -> None:
    codes = {made(fresh), made(fresh), made(fresh)}

    assert len(codes) == 3
    assert {told(fresh, code)["id"] for code in codes} == {VENUE}


def test_a_revoked_code_is_gone(fresh: Flask) -> None:
    code = revoked(fresh)

    for path in ("", "/qr.png", "/qr.svg", "/poster.pdf", "/stickers.pdf"):
        gone = fresh.test_client().get(f"/v1/links/{code}{path}")
        assert (gone.status_code, problem(gone)) == (410, "revoked-code")


def test_outside_its_time_a_code_is_gone_but_can_be_printed(fresh: Flask) -> None:
    early = made(fresh, starts_at=NOON + DAY)

    for code in (early, expired(fresh)):
        client = fresh.test_client()
        gone = client.get(f"/v1/links/{code}")
        assert (gone.status_code, problem(gone)) == (410, "expired-code")
        assert client.get(f"/v1/links/{code}/qr.png").status_code == 200


def test_early_and_late_are_told_apart(fresh: Flask) -> None:
    early, late = made(fresh, starts_at=NOON + DAY), expired(fresh)
    client = fresh.test_client()

    said = [client.get(f"/v1/links/{code}").get_json() for code in (early, late)]

    assert said[0]["detail"] == "The time of this code has not come yet."
    assert said[1]["detail"] == "The time of this code is over."


def test_outside_its_time_the_fallback_answers(fresh: Flask) -> None:
    other = made(fresh, Kind.DISH, "banh-da-cua")

    by_code = told(fresh, expired(fresh, fallback=other.lower()))
    by_address = told(fresh, expired(fresh, fallback="https://haiphong.gov.vn/"))

    assert (by_code["code"], by_code["kind"]) == (other, "dish")
    assert (by_address["kind"], by_address["host"]) == ("page", "haiphong.gov.vn")


def test_fallbacks_are_followed_and_a_ring_of_them_ends(fresh: Flask) -> None:
    last = made(fresh)
    second = expired(fresh, fallback=last)
    first = expired(fresh, fallback=second)
    assert told(fresh, first)["code"] == last

    with changing(fresh) as session:
        limit(session, last, None, NOON - DAY, first, by="a test")

    assert problem(fresh.test_client().get(f"/v1/links/{first}")) == "expired-code"


@pytest.mark.parametrize("good", [True, False])
def test_a_revoked_fallback_is_none(fresh: Flask, good: bool) -> None:
    other = made(fresh) if good else expired(fresh, fallback="/about")
    code = expired(fresh, fallback=other)
    assert told(fresh, code)["code"] == other

    with changing(fresh) as session:
        revoke(session, other, by="a test", now=NOON)

    assert problem(fresh.test_client().get(f"/v1/links/{code}")) == "expired-code"
