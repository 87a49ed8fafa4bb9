"""Posters and stickers: what is printed is what a phone reads."""

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.factories import database_of
from tests.links.codes import printed
from tests.links.reading import read


def pages(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF as a printer puts them on paper."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = [page.render(scale=200 / 72).to_pil() for page in document]
    document.close()
    return drawn


@pytest.mark.parametrize("size", ["", "?size=A4", "?size=A5", "?size=A6"])
def test_a_phone_reads_the_poster(client: FlaskClient, code: str, size: str) -> None:
    answer = client.get(f"/v1/links/{code}/poster.pdf{size}")

    assert answer.mimetype == "application/pdf"
    (paper,) = pages(answer.data)
    assert read(paper) == f"http://127.0.0.1:8000/q/{code}?s=1"


def test_a_phone_reads_every_sticker_of_a_sheet(client: FlaskClient, code: str) -> None:
    (sheet,) = pages(client.get(f"/v1/links/{code}/stickers.pdf").data)

    found = zxingcpp.read_barcodes(sheet.convert("L"))
    assert [each.text for each in found] == [f"http://127.0.0.1:8000/q/{code}?s=1"] * 12


@pytest.mark.parametrize(
    "name",
    [
        "\U0001f35c",
        "김치 찌개",
        "<b>&amp;",
        "Phở" * 200,
        "a\u202eb\u0007c",
        "\u0344" * 160,  # two letters each in NFC, both in the font
        "x\u0344" * 80,
        "\u0958" * 160,  # not in the font, nor what NFC makes of it
        "k\u0958\u0301",  # what is left is one letter, not in the font
        " ",
    ],
)
def test_any_name_can_be_printed(fresh: Flask, name: str) -> None:
    code = next(each.code for each in printed(fresh) if each.venue)
    database_of(fresh).write(
        "UPDATE venues SET name = %(name)s, address = %(name)s RETURNING 1",
        {"name": name},
    )

    for path in ("qr.png", "qr.svg", "poster.pdf?size=A6", "stickers.pdf"):
        answer = fresh.test_client().get(f"/v1/links/{code}/{path}")
        assert answer.status_code == 200, path


@pytest.mark.parametrize("query", ["size=A3", "size=a4", "size=", "size=A4&size=A5"])
def test_other_papers_are_refused(client: FlaskClient, code: str, query: str) -> None:
    refused = client.get(f"/v1/links/{code}/poster.pdf?{query}")

    assert refused.get_json()["errors"][0]["parameter"] == "size"
