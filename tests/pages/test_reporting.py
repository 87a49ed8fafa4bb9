"""Something is wrong here: the plain form."""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import database_of
from tests.pages.filling import Form, Reader
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE

REPORT = f"/venues/{VENUE}/report"
KEPT = """
SELECT kind, d.slug, text FROM venue_reports r LEFT JOIN dishes d ON d.id = r.dish_id
"""


def kept(app: Flask) -> Sequence[tuple[object, ...]]:
    rows: Sequence[tuple[object, ...]]
    rows = database_of(app).find(KEPT, {})
    return rows


def test_what_is_wrong_is_kept(fresh: Flask, reader: Reader) -> None:
    answer = reader.fill(REPORT, kind="price", dish="banh-da-cua", text="Nay 45.000")

    assert answer.status_code == 303
    assert kept(fresh) == [("price", "banh-da-cua", "Nay 45.000")]
    page = reader.open(answer.headers["Location"])
    assert "Thank you! We will look at what you reported." in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_dish_that_the_kind_is_not_about_is_left_out(
    fresh: Flask, reader: Reader
) -> None:
    reader.fill(REPORT, kind="closed", dish="banh-da-cua")

    assert kept(fresh) == [("closed", None, None)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Please choose what is wrong."),
        ({"kind": "gone"}, "Please choose what is wrong."),
        ({"kind": "other", "text": " "}, "Please say in words what is wrong."),
        ({"kind": "price", "dish": "nix"}, "Please choose a dish of the menu."),
        ({"kind": "price", "dish": "x" * 90}, "Please choose a dish of the menu."),
        ({"kind": "closed", "text": "ế" * 502}, "Please shorten the text by 2 char"),
        ({"kind": "closed", "text": "a\u202eb"}, "characters that cannot be shown"),
        ({"kind": "closed", "text": "a\x00b"}, "characters that cannot be shown"),
    ],
)
def test_what_cannot_be_used_is_told_and_what_was_typed_is_kept(
    fresh: Flask, reader: Reader, typed: dict[str, str], said: str
) -> None:
    answer = reader.fill(REPORT, **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert Form(answer).values["text"].strip() == typed.get("text", "").strip()
    assert (list(kept(fresh)), reader.cookies()) == ([], {"form"})


def test_the_same_kind_again_is_told(fresh: Flask, reader: Reader) -> None:
    reader.fill(REPORT, kind="closed", text="Đóng rồi")

    answer = reader.fill(REPORT, kind="closed", text="Vẫn đóng")

    assert answer.status_code == 409
    assert "You have told us this already" in answer.text
    assert len(kept(fresh)) == 1


def test_sending_twice_is_one_report(fresh: Flask, reader: Reader) -> None:
    form = reader.form(REPORT) | {"kind": "closed"}

    assert reader.send(REPORT, form).status_code == 303
    assert reader.send(REPORT, form).status_code == 303

    assert len(kept(fresh)) == 1


def test_a_forged_form_reports_nothing(fresh: Flask, reader: Reader) -> None:
    assert reader.fill(REPORT, kind="closed", form_token="x").status_code == 403
    assert list(kept(fresh)) == []


def test_what_was_typed_is_text_and_never_markup(reader: Reader) -> None:
    evil = "</textarea><img src=x onerror=alert(1)>"

    refused = reader.fill(REPORT, text=evil)

    assert Page(refused).handlers == []
    assert Form(refused).values["text"] == evil


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_venue_cannot_be_reported(client: FlaskClient, method: str) -> None:
    answer = client.open("/venues/no-such-venue/report", method=method, headers=PHONE)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
