"""The page of a venue."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import OperationalError

from citizen_api.db import Database
from tests.conftest import NOON
from tests.factories import Stall, Told, build, database_of, rehearse
from tests.pages.reading import PHONE, Page
from tests.pages.venues import PATH, opened, words
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>\" & Co"
RENAME = "UPDATE venues SET name = %(name)s WHERE slug = %(slug)s RETURNING 1"


def test_what_a_hungry_reader_asks_is_answered(client: FlaskClient) -> None:
    text = words(client)

    assert "Bánh đa cua bể Bà Cụ" in text
    assert "Open until 9:00 PM" in text
    assert "179 Cầu Đất, Phường Cầu Đất, Quận Ngô Quyền, Hải Phòng" in text
    assert "Now perhaps in Phường Gia Viên" in text
    assert "Before July 2025 in Phường Cầu Đất, Quận Ngô Quyền" in text
    assert "₫40,000–80,000 / bowl" in text
    assert "Nobody has rated this place yet." in text


def test_the_week_has_today_marked(client: FlaskClient) -> None:
    answer = opened(client)

    rows = re.findall(r'<tr( class="today"[^>]*)?><th scope="row">(\w+)', answer.text)
    assert [day for _, day in rows] == [
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
        "Sunday",
    ]
    assert [day for marked, day in rows if marked] == ["Saturday"]


def test_on_the_eve_of_a_holiday_no_opening_is_promised(fresh: Flask) -> None:
    fresh.config["CLOCK"] = lambda: NOON.replace(day=23, hour=22)

    text = words(fresh.test_client())

    assert "Closed now Vietnam Culture Day: hours may differ" in text
    assert "Closed, opens" not in text


def test_days_that_differ_are_named(client: FlaskClient) -> None:
    assert "Tue, Nov 24 Vietnam Culture Day: hours may differ" in words(client)


def test_the_best_price_stands_first_and_the_others_with_their_dates(
    client: FlaskClient,
) -> None:
    text = words(client)

    best, other = text.index("₫40,000–80,000"), text.index("₫50,000")
    assert best < text.index("1 source says something else") < other
    assert "old price" in text[other : other + 40]
    assert "old price" not in text[best:other]


def test_hours_that_nobody_knows_are_said_to_be_unknown(fresh: Flask) -> None:
    [slug] = build(fresh, Stall(place=None, serves={}))

    text = words(fresh.test_client(), f"/venues/{slug}")

    assert "Hours not known" in text
    assert "Nobody has told us the hours yet." in text
    assert "We do not know the menu yet." in text
    assert "We do not know where on the map this is." in text


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("24/7", "all day"),
        ("18:00-02:00", "6:00 PM–2:00 AM"),
        ("06:00-10:00,16:00-20:00", "6:00 AM–10:00 AM, 4:00 PM–8:00 PM"),
        ("Mo-Fr 07:00-24:00", "7:00 AM–12:00 AM"),
        ("Mo-Fr 07:00-24:00", "Sunday closed"),
        ("17:00+", "from 5:00 PM"),
    ],
)
def test_hours_are_said_as_people_say_them(fresh: Flask, hours: str, said: str) -> None:
    [slug] = build(fresh, Stall(hours=hours))
    rehearse(fresh, slug, hours)

    assert said in words(fresh.test_client(), f"/venues/{slug}")


def test_a_dish_without_a_price_says_so(fresh: Flask) -> None:
    [slug] = build(fresh, Stall(serves={"banh-da-cua": [], "nem-cua-be": [Told(9000)]}))

    text = words(fresh.test_client(), f"/venues/{slug}")

    assert "Crab noodle soup Price not known" in text
    assert "₫9,000" in text


def test_names_are_vietnamese_with_a_gloss(client: FlaskClient) -> None:
    assert "Bánh đa cua Crab noodle soup" in words(client)
    assert "Crab noodle soup" not in words(client, language="vi")


def test_reviews_are_shown_with_score_and_histogram(fresh: Flask) -> None:
    for stars in (5, 5, 2):
        Phone(fresh).rate(
            stars=stars,
            text=f"số {stars}",
            dishes=[{"dish_id": "nem-cua-be", "stars": 1}],
        )

    text = words(fresh.test_client())

    assert "3.5 3 ratings" in text
    assert "The plain mean is 4.0." in text
    assert "ten ratings of 3.5 are added" in text
    assert "3 ratings count in part: their devices are new" in text
    assert "5 stars of 5: 5 2 4 stars of 5: 4 0" in text
    assert text.index("số 2") < text.index("số 5")
    assert "Nem cua bể" in text


@pytest.mark.parametrize(
    ("said", "language"), [("好吃", "zh"), ("ngon lắm", "vi"), ("ok!", "")]
)
def test_the_text_of_a_review_is_in_the_language_that_its_letters_tell(
    fresh: Flask, said: str, language: str
) -> None:
    Phone(fresh).rate(stars=5, text=said)

    assert (
        f'<p class="words" lang="{language}" dir="auto">{said}</p>'
        in opened(fresh.test_client()).text
    )


def test_older_reviews_are_a_link_away(fresh: Flask) -> None:
    for number in range(11):
        Phone(fresh).rate(stars=5, text=f"số {number}!")
    client = fresh.test_client()

    first = Page(opened(client))
    [older] = [link for link in first.links if "reviews=" in link]
    second = opened(client, older)

    assert "số 10!" in first.text
    assert "số 0!" not in first.text
    assert "số 0!" in Page(second).text
    assert '<meta name="robots" content="noindex">' in second.text


@pytest.mark.parametrize("cursor", ["x", "", "%00", "A" * 300])
def test_a_cursor_that_is_not_ours_is_refused(client: FlaskClient, cursor: str) -> None:
    answer = opened(client, f"{PATH}?reviews={cursor}")

    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_it_is_for_everybody_and_a_repeat_costs_a_304(client: FlaskClient) -> None:
    first = opened(client)

    again = opened(client, **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("done", ["rated", "withdrawn", "reported", "x", EVIL])
def test_a_word_of_thanks_is_kept_by_nobody(client: FlaskClient, done: str) -> None:
    answer = client.get(PATH, query_string={"done": done}, headers=PHONE)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert Page(answer).handlers == []
    assert "<script>alert" not in answer.text


def test_names_and_words_of_people_are_text_and_never_markup(fresh: Flask) -> None:
    database = database_of(fresh)
    database.write(RENAME, {"name": EVIL, "slug": VENUE})
    Phone(fresh).rate(stars=5, text=EVIL)

    for path in (PATH, f"{PATH}/rate", f"{PATH}/report"):
        answer = opened(fresh.test_client(), path)
        page = Page(answer)
        assert EVIL in page.text
        assert page.handlers == []
        assert "x" not in page.asked_for
        assert "alert('x')</script>" not in answer.text


@pytest.mark.parametrize(
    "slug", ["no-such-venue", "NO", "a" * 81, "%00", "%E2%80%AE", "..%2f", "<script>"]
)
def test_an_unknown_venue_is_a_page_that_says_so(
    client: FlaskClient, slug: str
) -> None:
    answer = opened(client, f"/venues/{slug}")

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is nothing here" in Page(answer).text
    assert "<script>" not in answer.text.partition("<main")[2]


@pytest.mark.parametrize("path", [PATH, f"{PATH}/rate", f"{PATH}/report"])
def test_without_its_database_it_asks_for_patience(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def gone(*asked: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(Database, "read", gone)

    answer = opened(client, path)

    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "Try again in a moment." in Page(answer).text
    assert answer.headers["Retry-After"]


def test_every_venue_of_the_city_has_its_page(client: FlaskClient) -> None:
    address, seen = "/v1/venues?limit=100", 0
    while address:
        found = client.get(address).get_json()
        for item in found["items"]:
            answer = opened(
                client, f"/venues/{item['id']}", **{"Accept-Language": "ko"}
            )
            assert answer.status_code == 200
            assert item["name"] in Page(answer).text
            seen += 1
        address = found["next"]

    assert seen == 100
