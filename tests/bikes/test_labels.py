"""The labels of bikes: who prints them, what they say, and what the old ones open."""

import itertools

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.bikes import codes, queries
from citizen_api.bikes.models import Bike
from citizen_api.problems import NotFound
from citizen_api.roles.models import Role
from tests.bikes.riding import OPERA, bikes_at
from tests.factories import changing, on_staff
from tests.reviews.phones import problem


def a_bike(app: Flask) -> Bike:
    with changing(app) as session:
        return bikes_at(session, OPERA)[0]


def asked(app: Flask, number: str, **said: object) -> TestResponse:
    headers = on_staff(app, Role.BIKE_OPERATOR, persona="P002")
    path = f"/v1/bikes/{number}/label"
    return app.test_client().post(path, json=said, headers=headers)


def entries(app: Flask) -> list[dict[str, object]]:
    wanted = text("SELECT fields FROM audit_events ORDER BY seq")
    with changing(app) as session:
        every = list(session.scalars(wanted))
    return [each for each in every if each["action"].startswith("bike.label")]


def test_a_new_label_is_read_and_the_old_one_opens_nothing(fresh: Flask) -> None:
    old = a_bike(fresh)

    answer = asked(fresh, old.number)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    new = a_bike(fresh)
    public = fresh.config["PUBLIC_URL"]
    page = pypdfium2.PdfDocument(answer.data)[0]
    read = zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))
    assert [each.text for each in read] == [codes.bike_url(public, new.token)]
    said = page.get_textpage().get_text_bounded()
    assert f"{new.code[:4]} {new.code[4:]}" in said
    assert new.number in said
    pairs = itertools.product((codes.Kind.QR, codes.Kind.CODE), (old.token, old.code))
    with changing(fresh) as session:
        for kind, value in pairs:
            with pytest.raises(NotFound):
                queries.bike_scanned(session, codes.Scanned(kind, value))
    (entry,) = entries(fresh)
    assert (entry["action"], entry["detail"]) == (
        "bike.label_renewed",
        {"bike": old.number},
    )


def test_the_label_that_is_good_is_printed_again(fresh: Flask) -> None:
    bike = a_bike(fresh)

    first, again = (asked(fresh, bike.number, renew=False) for _ in range(2))

    assert first.data == again.data
    assert a_bike(fresh).token == bike.token
    assert [each["action"] for each in entries(fresh)] == ["bike.label_printed"] * 2


def test_what_is_no_bike_or_no_label_is_refused(fresh: Flask) -> None:
    number = a_bike(fresh).number

    assert problem(asked(fresh, "HP99999")) == "not-found"
    assert problem(asked(fresh, "%00")) == "not-found"
    assert problem(asked(fresh, number, renew="no")) == "invalid-request"
    assert problem(asked(fresh, number, new=True)) == "invalid-request"
    path = f"/v1/bikes/{number}/label"
    auditor = on_staff(fresh, Role.AUDITOR, persona="P003")
    refused = fresh.test_client().post(path, json={}, headers=auditor)
    assert problem(refused) == "role-missing"
    assert fresh.test_client().post(path, json={}).status_code == 401
    assert entries(fresh) == []
