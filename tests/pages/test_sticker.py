"""The form with which people tell that a sticker looks wrong."""

from datetime import date

import pytest
from flask import Flask

from tests.links.codes import flags, hanging, made, mistyped, revoked
from tests.pages.filling import Reader
from tests.pages.reading import Page

TODAY = date(2026, 11, 21)


def test_a_report_raises_a_flag_and_says_thank_you(fresh: Flask) -> None:
    code, reader = hanging(fresh), Reader(fresh)

    sent = reader.fill(
        f"/q/{code}/report", kind="pasted_over", text="Dán đè\r\nlên tem cũ"
    )

    assert (sent.status_code, sent.location) == (303, f"/q/{code}/report?done=1")
    assert "Thank you" in Page(reader.open(sent.location)).text
    said = "Dán đè\nlên tem cũ"
    assert flags(fresh) == [(code, "pasted_over", 1, TODAY, TODAY, said)]
    assert reader.cookies() == {"form"}


def test_the_form_names_the_place_and_the_host(fresh: Flask) -> None:
    answer = Reader(fresh).open(f"/q/{hanging(fresh)}/report")

    text = Page(answer).text
    assert "It should hang at Cầu Đất 179 and open 127.0.0.1:8000." in text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "x"}, "Please choose what is wrong."),
        ({"kind": "far"}, "Please choose what is wrong."),
        ({"kind": "other", "text": "x" * 501}, "shorten the text by 1 character."),
        ({"kind": "other", "text": "a\u202eb"}, "characters that cannot be shown"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    fresh: Flask, typed: dict[str, str], words: str
) -> None:
    answer = Reader(fresh).fill(f"/q/{made(fresh)}/report", **typed)

    assert answer.status_code == 422
    assert words in Page(answer).text
    assert flags(fresh) == []


def test_what_was_typed_is_text_and_stays(fresh: Flask) -> None:
    code = made(fresh)

    answer = Reader(fresh).fill(f"/q/{code}/report", text="</textarea><script>x")

    assert b"&lt;/textarea&gt;&lt;script&gt;x" in answer.data
    assert Page(answer).inline == []


def test_a_form_of_another_site_or_of_long_ago_does_nothing(fresh: Flask) -> None:
    path, reader = f"/q/{made(fresh)}/report", Reader(fresh)
    typed = reader.form(path) | {"kind": "other"}

    foreign = reader.send(path, typed, **{"Sec-Fetch-Site": "cross-site"})
    old = reader.send(path, typed | {"form_token": "1.x"})

    assert (foreign.status_code, old.status_code) == (403, 403)
    assert "open too long" in Page(old).text
    assert flags(fresh) == []


def test_there_is_no_form_for_what_is_no_code_in_use(fresh: Flask) -> None:
    gone = revoked(fresh)

    assert Reader(fresh).open(f"/q/{gone}/report").status_code == 410
    assert Reader(fresh).open(f"/q/{mistyped(gone)}/report").status_code == 404
    assert Reader(fresh).send(f"/q/{gone}/report", {}).status_code == 410
