"""Rating by a plain form: the same review as through the API."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import database_of
from tests.pages.filling import Form, Reader
from tests.pages.rating import DISH, RATE, reviews
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.phones import Phone


def test_a_rating_is_kept_and_shown(fresh: Flask, reader: Reader) -> None:
    answer = reader.fill(RATE, stars="4", text="Ngon lắm", **{DISH: "5"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/venues/{VENUE}?done=rated#reviews"
    [review] = reviews(fresh)
    assert (review["stars"], review["text"]) == (4, "Ngon lắm")
    assert review["dishes"] == [{"dish_id": "banh-da-cua", "stars": 5}]


def test_the_reader_sees_the_own_review(reader: Reader) -> None:
    sent = reader.fill(RATE, stars="4", text="Ngon lắm")

    page = reader.open(sent.headers["Location"])

    assert page.headers["Cache-Control"] == "no-store"
    assert "Thank you! Everybody can read your rating now." in Page(page).text
    assert page.text.count("Ngon lắm") == 2


def test_looking_at_the_form_makes_no_device(fresh: Flask, reader: Reader) -> None:
    answer = reader.open(RATE)

    assert answer.headers["Cache-Control"] == "no-store"
    assert reader.cookies() == {"form"}
    assert not database_of(fresh).find("SELECT FROM devices", {})


def test_a_device_is_made_by_rating(fresh: Flask, reader: Reader) -> None:
    answer = reader.fill(RATE, stars="4")

    cookie = next(
        each
        for each in answer.headers.getlist("Set-Cookie")
        if each.startswith("device=")
    )
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    phone = Phone(fresh)
    phone.token = reader.client.get_cookie("device").value  # type: ignore[union-attr]
    assert phone.read().get_json()["stars"] == 4


def test_the_form_holds_what_was_said_before(reader: Reader) -> None:
    reader.fill(RATE, stars="4", text="\nNgon <lắm>\n\nThật", **{DISH: "5"})

    form = reader.form(RATE)

    assert (form["stars"], form[DISH]) == ("4", "5")
    assert form["text"] == "Ngon <lắm>\n\nThật"


def test_a_change_is_made_in_place(fresh: Flask, reader: Reader) -> None:
    reader.fill(RATE, stars="4", text="Ngon", **{DISH: "5"})

    reader.fill(RATE, stars="2", text=" ", **{DISH: ""})

    [review] = reviews(fresh)
    assert (review["stars"], review["text"], review["dishes"]) == (2, None, [])


def test_a_rating_is_taken_back(fresh: Flask, reader: Reader) -> None:
    reader.fill(RATE, stars="4")

    answer = reader.fill(RATE, action="withdraw")

    assert answer.headers["Location"] == f"/venues/{VENUE}?done=withdrawn#reviews"
    assert reviews(fresh) == []
    assert "Your rating is taken back." in reader.open(answer.headers["Location"]).text


def test_what_is_gone_already_may_be_taken_back_again(reader: Reader) -> None:
    reader.fill(RATE, stars="4")
    form = reader.form(RATE) | {"action": "withdraw"}
    reader.send(RATE, form)

    assert reader.send(RATE, form).status_code == 303


def test_who_rated_nothing_has_nothing_to_take_back(
    fresh: Flask, reader: Reader
) -> None:
    Phone(fresh).rate(stars=4)

    assert reader.fill(RATE, action="withdraw").status_code == 303
    assert len(reviews(fresh)) == 1


def test_sending_twice_is_one_review(fresh: Flask, reader: Reader) -> None:
    form = reader.form(RATE) | {"stars": "4", "text": "Ngon"}

    assert reader.send(RATE, form).status_code == 303
    assert reader.send(RATE, form).status_code == 303

    assert len(reviews(fresh)) == 1


def test_twice_at_once_without_a_device_is_one_review(fresh: Flask) -> None:
    reader = Reader(fresh)
    form = reader.form(RATE) | {"stars": "4", "text": "Ngon"}
    nonce = reader.client.get_cookie("form").value  # type: ignore[union-attr]

    def press(_: int) -> int:
        client = fresh.test_client()
        client.set_cookie("form", nonce)
        return client.post(RATE, data=form, headers=PHONE).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(press, range(8))) == {303}
    assert len(reviews(fresh)) == 1


def test_another_page_of_mine_is_not_overwritten(fresh: Flask, reader: Reader) -> None:
    reader.fill(RATE, stars="4", text="Một")
    old = reader.form(RATE)
    reader.fill(RATE, stars="3", text="Hai")

    answer = reader.send(RATE, old | {"stars": "1", "text": "Ba"})

    assert answer.status_code == 409
    assert "You changed your rating on another page." in answer.text
    assert "Hai" in answer.text
    assert [review["text"] for review in reviews(fresh)] == ["Hai"]
    again = Form(answer).values
    assert (again["stars"], again["text"]) == ("1", "Ba")
    assert reader.send(RATE, again).status_code == 303
    assert [review["text"] for review in reviews(fresh)] == ["Ba"]


def test_a_first_rating_does_not_overwrite_one_of_another_page(
    fresh: Flask, reader: Reader
) -> None:
    empty = reader.form(RATE)
    reader.fill(RATE, stars="3", text="Hai")

    answer = reader.send(RATE, empty | {"stars": "1"})

    assert answer.status_code == 409
    assert [review["stars"] for review in reviews(fresh)] == [3]


def test_a_change_of_what_was_taken_back_asks_first(
    fresh: Flask, reader: Reader
) -> None:
    reader.fill(RATE, stars="4")
    old = reader.form(RATE)
    reader.fill(RATE, action="withdraw")

    answer = reader.send(RATE, old | {"stars": "1"})

    assert (answer.status_code, reviews(fresh)) == (409, [])
    assert "Your rating was taken back meanwhile." in answer.text
    assert reader.send(RATE, Form(answer).values).status_code == 303


def test_a_change_of_another_page_is_not_taken_back(
    fresh: Flask, reader: Reader
) -> None:
    reader.fill(RATE, stars="4")
    old = reader.form(RATE) | {"action": "withdraw"}
    reader.fill(RATE, stars="3")

    assert reader.send(RATE, old).status_code == 409
    assert [review["stars"] for review in reviews(fresh)] == [3]


@pytest.mark.parametrize("version", ["1-1", "x", "999999999999-1", "0-0", "*", '1-1"'])
def test_the_version_of_another_review_changes_nothing(
    fresh: Flask, reader: Reader, version: str
) -> None:
    Phone(fresh).rate(stars=4, text="Của người khác")
    reader.fill(RATE, stars="3")

    assert reader.fill(RATE, stars="1", version=version).status_code == 409
    taken = reader.fill(RATE, action="withdraw", version=version)
    assert taken.status_code == 409

    assert sorted(str(each["stars"]) for each in reviews(fresh)) == ["3", "4"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_venue_cannot_be_rated(client: FlaskClient, method: str) -> None:
    answer = client.open("/venues/no-such-venue/rate", method=method, headers=PHONE)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_a_reader_may_rate_several_venues(fresh: Flask, reader: Reader) -> None:
    reader.fill(RATE, stars="4")
    reader.fill(f"/venues/{OTHER}/rate", stars="2")

    assert len(reviews(fresh)) == len(reviews(fresh, OTHER)) == 1
    assert database_of(fresh).find("SELECT count(*) FROM devices", {}) == [(1,)]


def test_a_device_cookie_that_is_not_ours_gets_a_new_device(
    fresh: Flask, reader: Reader
) -> None:
    reader.client.set_cookie("device", "A" * 43)

    assert reader.fill(RATE, stars="4").status_code == 303
    assert len(reviews(fresh)) == 1
