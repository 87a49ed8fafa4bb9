"""Scans are counted, and nothing about who scanned."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import inspect

from tests.factories import database_of
from tests.links.codes import (
    PHONE,
    expired,
    made,
    never_given,
    printed,
    revoked,
    scans,
)

AS_PERSON = {"Accept": "text/html", "User-Agent": PHONE, "Accept-Language": "ko-KR"}
AS_APP = {"Accept": "application/json", "User-Agent": "okhttp/4.12.0"}


def test_a_scan_is_one_row_without_a_person(fresh: Flask) -> None:
    code = made(fresh)
    caller = {"REMOTE_ADDR": "203.0.113.7"}
    headers = AS_PERSON | {"X-Request-Id": "myself-12"}
    client = fresh.test_client()
    client.set_cookie("device", "me")
    client.set_cookie("lang", "ja")

    client.get(f"/q/{code}?s=1", headers=headers, environ_overrides=caller)

    assert scans(fresh) == [(code, date(2026, 11, 21), 12, "ja", "phone", None)]
    engine = database_of(fresh).engine
    columns = {each["name"] for each in inspect(engine).get_columns("link_scans")}
    assert columns == {"id", "code", "day", "hour", "language", "device", "near"}


def test_an_app_scans_too_and_gets_the_name_of_its_scan(fresh: Flask) -> None:
    code = made(fresh)

    answer = fresh.test_client().get(f"/q/{code}?s=1", headers=AS_APP)

    assert [row[4] for row in scans(fresh)] == ["phone"]
    assert answer.get_json()["scan"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/q/{}", {}),
        ("/q/{}?s=2", {}),
        ("/q/{}?s=", {}),
        ("/q/{}?lang=vi", {}),
        ("/q/{}?s=1", {"User-Agent": "facebookexternalhit/1.1"}),
        ("/q/{}?s=1", {"Sec-Purpose": "prefetch;prerender"}),
        ("/q/{}/report?s=1", {}),
        ("/v1/links/{}", {}),
        ("/v1/links/{}/qr.png", {}),
        ("/v1/links/{}/qr.svg", {}),
        ("/v1/links/{}/poster.pdf", {}),
    ],
)
def test_what_is_no_scan_is_not_counted(
    fresh: Flask, path: str, headers: dict[str, str]
) -> None:
    code = made(fresh)

    asked = AS_PERSON | headers | ({"Accept": "*/*"} if "/v1/" in path else {})
    answer = fresh.test_client().get(path.format(code), headers=asked)

    assert answer.status_code == 200
    assert scans(fresh) == []


def test_head_is_no_scan(fresh: Flask) -> None:
    code = made(fresh)

    answer = fresh.test_client().head(f"/q/{code}?s=1", headers=AS_PERSON)

    assert (answer.status_code, scans(fresh)) == (200, [])


def test_a_code_that_opens_nothing_any_more_is_counted_all_the_same(
    fresh: Flask,
) -> None:
    codes = [revoked(fresh), expired(fresh)]

    for code in [*codes, never_given(fresh)]:
        fresh.test_client().get(f"/q/{code}?s=1", headers=AS_PERSON)

    assert [row[0] for row in scans(fresh)] == codes


def test_a_scan_reaches_us_each_time(fresh: Flask) -> None:
    client, code = fresh.test_client(), made(fresh)

    for headers in (AS_PERSON, AS_APP):
        for _ in range(2):
            again = headers | {"If-None-Match": "*"}
            answer = client.get(f"/q/{code}?s=1", headers=again)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert "ETag" not in answer.headers

    assert len(scans(fresh)) == 4


def test_many_at_once_are_each_counted(fresh: Flask) -> None:
    code = made(fresh)

    def scan(number: int) -> int:
        client = fresh.test_client()
        return client.get(f"/q/{code}?s=1", headers=AS_APP).status_code

    with ThreadPoolExecutor(8) as phones:
        assert set(phones.map(scan, range(40))) == {200}

    assert len(scans(fresh)) == 40


def test_a_count_that_fails_breaks_no_page(fresh: Flask) -> None:
    database = database_of(fresh)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE link_scans RENAME TO lost")
    code = printed(fresh)[0].code

    page = fresh.test_client().get(f"/q/{code}?s=1", headers=AS_PERSON)
    data = fresh.test_client().get(f"/q/{code}?s=1", headers=AS_APP)

    assert (page.status_code, data.status_code) == (200, 200)
    assert data.get_json()["scan"] is None
