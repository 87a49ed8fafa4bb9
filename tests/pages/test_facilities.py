"""The page on which people look for a health facility."""

import json
import re

import pytest
from flask.testing import FlaskClient

from tests.pages.reading import PHONE

PLACE = "lat=20.8561&lon=106.6822"


def text(client: FlaskClient, query: str = "", status: int = 200) -> str:
    """The page."""
    answer = client.get(f"/facilities{query}", headers=PHONE)
    assert answer.status_code == status, query
    return answer.get_data(as_text=True)


def pins(html: str) -> list[dict[str, object]]:
    """What the map of a page shows."""
    found = re.search(r'id="places">(.*?)</script>', html)
    assert found is not None
    return [each["properties"] for each in json.loads(found[1])["features"]]


def test_a_name_is_found_without_its_marks(client: FlaskClient) -> None:
    html = text(client, "?q=benh+vien+quan+y+mau")

    assert "Bệnh viện Quân y Mẫu" in html
    assert html.count('<li class="card">') == 1
    (pin,) = pins(html)
    assert str(pin["directions"]).startswith("https://www.openstreetmap.org/directions")
    assert "url" not in pin


def test_what_is_made_up_says_so_and_the_real_ones_do_not(client: FlaskClient) -> None:
    assert "Made up: there is no such facility." in text(client, "?q=vien+mau")
    assert "Made up: there" not in text(client, "?q=huu+nghi+viet+tiep")


def test_the_list_goes_on_and_the_map_has_all(client: FlaskClient) -> None:
    path, names = "", []
    while True:
        html = text(client, path)
        names += re.findall(r'<h3>.*?<span lang="vi">(.*?)</span>', html)
        more = re.search(r'href="/facilities(\?cursor=[^"]+)" rel="next', html)
        if more is None:
            break
        path = more[1]

    assert len(names) == 188
    assert len(pins(html)) > 100


def test_those_near_come_first_and_nobody_keeps_where_one_stands(
    client: FlaskClient,
) -> None:
    answer = client.get(f"/facilities?takes=vneid&{PLACE}", headers=PHONE)

    html = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Takes VNeID" in html
    far = [float(each) for each in re.findall(r"([0-9.]+)\u00a0km</span>", html)]
    assert far == sorted(far)
    assert 'class="away"' in html
    kept = client.get("/facilities?takes=vneid", headers=PHONE)
    assert kept.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "query",
    [
        *("?lat=20", "?lat=x&lon=1", "?kind=bus", "?takes=money", "?cursor=x"),
        *("?q=%00", "?q=a%E2%80%AEb", f"?q={'x' * 101}", f"?lat=91&{PLACE}"),
    ],
)
def test_a_question_without_sense_says_what_is_wrong(
    client: FlaskClient, query: str
) -> None:
    assert "This search cannot be used" in text(client, query, 422)


def test_nothing_found_says_so_and_shows_words_as_text(client: FlaskClient) -> None:
    html = text(client, "?q=%3Cb%3Exyzzyx")

    assert "There is none like this." in html
    assert "<b>xyzzyx" not in html


def test_the_home_page_leads_there(client: FlaskClient) -> None:
    assert 'href="/facilities"' in client.get("/", headers=PHONE).get_data(as_text=True)
