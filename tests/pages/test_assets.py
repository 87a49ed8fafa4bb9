"""Files of the pages: named by what is in them, packed once, and ours."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from citizen_api.pages.assets import FOLDER, asset, files, version
from tests.reviews.phones import problem

VENDOR = FOLDER / "vendor"
TEMPLATES = FOLDER.parent / "templates"
LOCK = json.loads((VENDOR / "vendored.json").read_bytes())
LOADS = re.compile(
    r"""(?:src|srcset|poster|action)=["'](?:https?:)?//|<link[^>]*href=["']https?://"""
)
LEADS_AWAY = re.compile(
    r"""(?:url\(|@import|fetch\(|import\(?|from)\s*["']?https?://"""
)
GZIP = {"Accept-Encoding": "gzip"}


def test_a_file_is_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(asset("css/site.css"))

    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_page_of_an_older_version_still_gets_its_files(client: FlaskClient) -> None:
    answer = client.get("/static/0123456789abcdef/css/site.css")

    assert answer.data == (FOLDER / "css/site.css").read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_text_is_sent_packed(client: FlaskClient) -> None:
    path = asset("css/site.css")
    whole, packed = client.get(path), client.get(path, headers=GZIP)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == whole.data
    assert packed.headers["ETag"] != whole.headers["ETag"]


def test_who_takes_no_packed_files_gets_them_plain(client: FlaskClient) -> None:
    answer = client.get(asset("css/site.css"), headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in answer.headers


def test_letters_are_not_packed_twice(client: FlaskClient) -> None:
    font = next(path for path in files() if path.endswith(".woff2"))

    answer = client.get(asset(font), headers=GZIP)

    assert answer.mimetype == "font/woff2"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_a_repeat_costs_a_304(client: FlaskClient, headers: dict[str, str]) -> None:
    first = client.get(asset("js/shell.js"), headers=headers)

    again = client.get(
        asset("js/shell.js"), headers=headers | {"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["", "nothing.css", "%00", "..%2fhtml.py", "%2e%2e/html.py", "/etc/passwd"],
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert problem(client.get(f"/static/{version()}/{path}")) == "not-found"


def test_a_template_cannot_name_a_file_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        asset("css/nothing.css")


@pytest.mark.parametrize("each", LOCK, ids=lambda each: each["file"])
def test_files_of_others_are_as_they_came(each: dict[str, str]) -> None:
    assert sha256((VENDOR / each["file"]).read_bytes()).hexdigest() == each["sha256"]
    assert all(each[field] for field in ("name", "version", "licence"))


def test_every_file_of_others_is_locked_and_its_licence_is_there() -> None:
    there = {
        path.relative_to(VENDOR).as_posix()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendored.json"
    }

    assert there == {each["file"] for each in LOCK}
    assert {f"{Path(name).parts[0]}/LICENSE" for name in there} <= there


def test_templates_load_nothing_from_another_host() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not LOADS.search(path.read_text(encoding="utf-8")), path.name


def test_our_styles_and_scripts_ask_nothing_of_another_host() -> None:
    for folder in ("css", "js"):
        for path in (FOLDER / folder).iterdir():
            assert not LEADS_AWAY.search(path.read_text(encoding="utf-8")), path.name
