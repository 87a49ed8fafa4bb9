"""Where a code is scanned, and what people report: flags that cannot flood."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.links.codes import (
    HERE,
    PHONE,
    flags,
    hanging,
    made,
    mistyped,
    never_given,
    revoked,
    scans,
)
from tests.reviews.phones import pointers, problem

AT_HOME = {"lat": HERE.lat, "lon": HERE.lon}
FAR_AWAY = {"lat": 20.8811, "lon": 106.6838}
TODAY = date(2026, 11, 21)


def sight(app: Flask, code: str, **body: Any) -> TestResponse:
    return app.test_client().post(f"/v1/links/{code}/sightings", json=body)


def report(app: Flask, code: str, **body: Any) -> TestResponse:
    return app.test_client().post(f"/v1/links/{code}/reports", json=body)


def scanned(app: Flask, code: str) -> str:
    """The name of a new scan."""
    headers = {"Accept": "application/json", "User-Agent": PHONE}
    answer = app.test_client().get(f"/q/{code}?s=1", headers=headers)
    return str(answer.get_json()["scan"])


@pytest.mark.parametrize(("place", "near"), [(AT_HOME, True), (FAR_AWAY, False)])
def test_only_near_or_far_is_kept_with_the_scan(
    fresh: Flask, place: dict[str, float], near: bool
) -> None:
    code = hanging(fresh)

    answer = sight(fresh, code, scan=scanned(fresh, code), **place)

    assert answer.get_json() == {"near": near}
    assert answer.headers["Cache-Control"] == "no-store"
    assert [row[5] for row in scans(fresh)] == [near]


def test_the_first_word_about_a_scan_stands(fresh: Flask) -> None:
    code = hanging(fresh)
    scan = scanned(fresh, code)

    sight(fresh, code, scan=scan, **AT_HOME)
    sight(fresh, code, scan=scan, **FAR_AWAY)

    assert [row[5] for row in scans(fresh)] == [True]
    assert flags(fresh) == []


def test_a_scan_far_away_that_is_told_twice_is_counted_once(fresh: Flask) -> None:
    code = hanging(fresh)
    scan = scanned(fresh, code)

    for _ in range(2):
        assert sight(fresh, code, scan=scan, **FAR_AWAY).get_json() == {"near": False}

    assert flags(fresh) == [(code, "far", 1, TODAY, TODAY, None)]


def test_far_away_raises_one_flag_that_counts(fresh: Flask) -> None:
    code = hanging(fresh)

    for place in (AT_HOME, FAR_AWAY, FAR_AWAY, {"lat": -20.8, "lon": -73.3}):
        sight(fresh, code, **place)

    assert flags(fresh) == [(code, "far", 3, TODAY, TODAY, None)]


def test_where_a_code_hangs_may_be_unknown(fresh: Flask) -> None:
    code = made(fresh)

    assert sight(fresh, code, **AT_HOME).get_json() == {"near": None}
    assert flags(fresh) == []


@pytest.mark.parametrize("scan", ["x", "A" * 26, "å", "' OR 1=1", ""])
def test_a_forged_scan_is_refused(fresh: Flask, scan: str) -> None:
    refused = sight(fresh, hanging(fresh), scan=scan, **AT_HOME)

    assert (refused.status_code, pointers(refused)) == (422, ["#/scan"])


def test_the_scan_of_another_code_is_refused(fresh: Flask) -> None:
    code, other = hanging(fresh), hanging(fresh)

    refused = sight(fresh, code, scan=scanned(fresh, other), **FAR_AWAY)

    assert pointers(refused) == ["#/scan"]
    assert [row[5] for row in scans(fresh)] == [None]
    assert flags(fresh) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"lat": 20.8}, "#/lon"),
        ({"lat": "x", "lon": 106.6}, "#/lat"),
        ({"lat": 91, "lon": 106.6}, "#/lat"),
        ({"lat": 20.8, "lon": -181}, "#/lon"),
        ({"lat": None, "lon": 106.6}, "#/lat"),
        ({"lat": 20.8, "lon": 106.6, "name": "me"}, "#/name"),
        ({"lat": 20.8, "lon": 106.6, "scan": 7}, "#/scan"),
    ],
)
def test_a_strange_position_is_refused(
    app: Flask, body: dict[str, Any], pointer: str
) -> None:
    refused = sight(app, "F4K4FVP4", **body)

    assert (problem(refused), pointers(refused)) == ("invalid-request", [pointer])


def test_reports_of_a_kind_are_one_flag_with_the_last_words(fresh: Flask) -> None:
    code = made(fresh)

    for text in ("Có tem khác", None, "Tem da\u0301n đè"):
        assert report(fresh, code, kind="pasted_over", text=text).status_code == 204
    report(fresh, code, kind="damaged")

    assert flags(fresh) == [
        (code, "pasted_over", 3, TODAY, TODAY, "Tem d\u00e1n đè"),
        (code, "damaged", 1, TODAY, TODAY, None),
    ]


def test_twenty_reports_at_once_are_one_flag(fresh: Flask) -> None:
    code = made(fresh)

    with ThreadPoolExecutor(8) as phones:
        answers = phones.map(
            lambda _: report(fresh, code, kind="wrong_page").status_code, range(20)
        )

    assert set(answers) == {204}
    assert flags(fresh) == [(code, "wrong_page", 20, TODAY, TODAY, None)]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/kind"),
        ({"kind": "far"}, "#/kind"),
        ({"kind": "x"}, "#/kind"),
        ({"kind": ["other"]}, "#/kind"),
        ({"kind": "other", "text": ""}, "#/text"),
        ({"kind": "other", "text": "x" * 501}, "#/text"),
        ({"kind": "other", "text": "a\u202eb"}, "#/text"),
        ({"kind": "other", "text": "a\u0000b"}, "#/text"),
        ({"kind": "other", "mail": "me@example.org"}, "#/mail"),
    ],
)
def test_a_strange_report_is_refused(
    app: Flask, body: dict[str, Any], pointer: str
) -> None:
    refused = report(app, "F4K4FVP4", **body)

    assert (problem(refused), pointers(refused)) == ("invalid-request", [pointer])


def test_what_is_no_code_in_use_takes_no_word(fresh: Flask) -> None:
    gone = revoked(fresh)
    expected = {
        gone: "revoked-code",
        mistyped(gone): "mistyped-code",
        never_given(fresh): "not-found",
    }

    for code, name in expected.items():
        assert problem(report(fresh, code, kind="other")) == name
        assert problem(sight(fresh, code, **AT_HOME)) == name
    assert flags(fresh) == []
