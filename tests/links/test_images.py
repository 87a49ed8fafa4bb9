"""QR codes: what is drawn is what a phone reads."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from citizen_api.app import create_app
from citizen_api.links import posters, prints
from citizen_api.settings import Settings
from qr.colours import Colours
from qr.design import Design
from tests.conftest import SECRETS, close
from tests.factories import database_of
from tests.links.codes import never_given, printed
from tests.links.reading import drawn_svg, read
from tests.reviews.phones import problem

SIZES = ("", "size_mm=18", "size_mm=25&dpi=150", "size_mm=60&dpi=600", "dpi=72")


@pytest.mark.parametrize("level", ["H", "M"])
@pytest.mark.parametrize("size", SIZES)
def test_a_phone_reads_the_address(
    client: FlaskClient, code: str, level: str, size: str
) -> None:
    query = f"?level={level}&{size}".rstrip("&")
    png = client.get(f"/v1/links/{code}/qr.png{query}")
    svg = client.get(f"/v1/links/{code}/qr.svg{query}")

    address = f"http://127.0.0.1:8000/q/{code}?s=1"
    assert png.mimetype == "image/png"
    assert read(Image.open(BytesIO(png.data))) == address
    assert svg.mimetype == "image/svg+xml"
    assert read(drawn_svg(svg.get_data(as_text=True))) == address


def test_every_code_of_the_city_reads_and_opens(
    app: Flask, client: FlaskClient
) -> None:
    for each in printed(app):
        png = client.get(f"/v1/links/{each.code}/qr.png")
        address = read(Image.open(BytesIO(png.data)))
        assert client.get(address).status_code == 200


@pytest.fixture
def public(app: Flask) -> Iterator[FlaskClient]:
    """The service as the world reaches it."""
    url = database_of(app).engine.url.render_as_string(False)
    settings = Settings(
        database_url=url, **SECRETS, public_url="https://anuong.haiphong.gov.vn"
    )
    made = create_app(settings)
    yield made.test_client()
    close(made)


def test_the_host_is_the_public_one_whatever_the_request_says(
    public: FlaskClient, code: str
) -> None:
    png = public.get(
        f"/v1/links/{code}/qr.png",
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    address = f"https://anuong.haiphong.gov.vn/q/{code}?s=1"
    assert read(Image.open(BytesIO(png.data))) == address
    assert public.get(f"/v1/links/{code}").get_json()["url"] == address


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_repeat_costs_a_304(client: FlaskClient, code: str, kind: str) -> None:
    path = f"/v1/links/{code}/qr.{kind}"
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert "max-age=2592000" in first.headers["Cache-Control"]


def test_another_size_is_another_picture(client: FlaskClient, code: str) -> None:
    tags = {
        client.get(f"/v1/links/{code}/qr.png?{size}").headers["ETag"]
        for size in ("size_mm=30", "size_mm=40", "level=M", "")
    }

    assert len(tags) == 4


@pytest.mark.parametrize(
    "query",
    [
        "color=red",
        "fg=ff0000",
        "background=%23fff",
        "logo=https://evil.example/x.png",
        "level=L",
        "level=h",
        "size_mm=0",
        "size_mm=17",
        "size_mm=1001",
        "size_mm=1e9",
        "size_mm=20.5",
        "dpi=0",
        "dpi=99999",
        "size_mm=1000&dpi=1200",
        "size_mm=20&size_mm=30",
    ],
)
@pytest.mark.parametrize("kind", ["png"])
def test_colours_and_silly_sizes_are_not_for_the_caller(
    client: FlaskClient, code: str, kind: str, query: str
) -> None:
    refused = client.get(f"/v1/links/{code}/qr.{kind}?{query}")

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    name = query.partition("=")[0]
    assert refused.get_json()["errors"][0]["parameter"] == name


def colours(png: bytes) -> set[object]:
    """Every colour of a picture."""
    image = Image.open(BytesIO(png)).convert("RGB")
    return {colour for _, colour in image.getcolors(1 << 16) or ()}


def test_the_city_s_colours_with_a_quiet_zone(client: FlaskClient, code: str) -> None:
    flower = client.get(f"/v1/links/{code}/qr.png").data
    plain = client.get(f"/v1/links/{code}/qr.png?level=M&label=false").data

    assert Image.open(BytesIO(flower)).convert("RGB").getpixel((0, 0)) == (255,) * 3
    assert (200, 16, 46) in colours(flower)
    assert colours(plain) == {(0, 0, 0), (255, 255, 255)}


def test_the_readable_link_stands_under_it_unless_unwanted(
    client: FlaskClient, code: str
) -> None:
    path = f"/v1/links/{code}/qr.png"
    labelled, bare = (
        Image.open(BytesIO(client.get(f"{path}?label={label}").data))
        for label in ("true", "false")
    )

    assert labelled.height > labelled.width
    assert bare.height == bare.width


@pytest.mark.parametrize(
    "path", ["qr.png", "qr.svg?size_mm=30", "poster.pdf?size=A6", "stickers.pdf"]
)
def test_a_repeat_is_answered_without_drawing(
    client: FlaskClient, code: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"/v1/links/{code}/{path}")
    for name in ("encode", "poster_of", "sheet_of"):
        monkeypatch.setattr(f"citizen_api.links.prints.{name}", None)

    tag = first.headers["ETag"]
    for given in (tag, f"W/{tag}", f'"other", {tag[:-1]}-gzip"'):
        client.application.wsgi_app._kept.clear()  # type: ignore[attr-defined]
        again = client.get(f"/v1/links/{code}/{path}", headers={"If-None-Match": given})
        assert (again.status_code, again.data) == (304, b"")


def test_other_colours_or_another_name_are_another_drawing(fresh: Flask) -> None:
    code = printed(fresh)[0].code
    client = fresh.test_client()
    tags = [client.get(f"/v1/links/{code}/qr.svg").headers["ETag"]]

    fresh.config["QR_DESIGN"] = Design(Colours("#102040", "#ffffff", "#a00020"))
    tags.append(client.get(f"/v1/links/{code}/qr.svg").headers["ETag"])
    database_of(fresh).write("UPDATE venues SET name = 'Tên khác' RETURNING 1", {})
    tags.append(client.get(f"/v1/links/{code}/qr.svg").headers["ETag"])

    assert len(set(tags)) == 3


def test_other_words_are_another_poster(
    client: FlaskClient, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = f"/v1/links/{code}/poster.pdf"
    before = client.get(path).headers["ETag"]
    words = Path(posters.__file__).read_text(encoding="utf-8")
    reworded = tmp_path / "posters.py"
    reworded.write_text(words.replace("Scan for", "Look for"), encoding="utf-8")
    monkeypatch.setattr(posters, "__file__", str(reworded))
    anew = prints.version_of_drawing.__wrapped__
    monkeypatch.setattr(prints, "version_of_drawing", anew)

    assert client.get(f"{path}?size=A4").headers["ETag"] != before


def test_no_picture_of_a_code_that_was_never_given(
    app: Flask, client: FlaskClient
) -> None:
    assert problem(client.get(f"/v1/links/{never_given(app)}/qr.png")) == "not-found"


def test_a_name_is_text_in_the_picture(fresh: Flask) -> None:
    each = next(each for each in printed(fresh) if each.venue)
    database_of(fresh).write(
        "UPDATE venues SET name = '<script>alert(\"x\")</script> & Co'"
        " WHERE slug = %(slug)s RETURNING 1",
        {"slug": each.venue},
    )

    svg = fresh.test_client().get(f"/v1/links/{each.code}/qr.svg")

    text = svg.get_data(as_text=True)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "script-src" not in svg.headers["Content-Security-Policy"]
    assert "default-src 'none'" in svg.headers["Content-Security-Policy"]
    assert read(drawn_svg(text)).endswith(f"/q/{each.code}?s=1")
