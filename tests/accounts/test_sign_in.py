"""Signing in on our own pages: bound to the browser, safe against mixed-up answers."""

from collections.abc import Iterator

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from citizen_api.accounts import models
from citizen_api.accounts.models import PendingSignIn, Person
from tests.accounts.driving import Reader, hidden, query
from tests.factories import changing


@pytest.fixture
def other(base: str) -> Iterator[Reader]:
    """Somebody else, at another browser."""
    made = Reader(base)
    yield made
    made.browser.close()


@pytest.fixture
def scenario(base: str) -> Iterator[str]:
    """Where failures of VNeID are switched on; off afterwards."""
    place = f"{base}/sim/vneid/scenario"
    yield place
    requests.delete(place, timeout=5).raise_for_status()


def test_a_sign_in_leads_back_to_the_page_that_wanted_it(reader: Reader) -> None:
    page = reader.sign_in("P020", return_to="/me/sessions?done=ended")

    assert page.url == f"{reader.base}/me/sessions?done=ended"
    assert "here and now" in page.text


def test_a_sign_in_leads_nowhere_else(reader: Reader) -> None:
    page = reader.open("/sign-in", return_to="//evil.example/")
    back = reader.back_from_vneid(page, "P020")

    answer = reader.browser.get(back, allow_redirects=False)

    assert answer.headers["Location"] == "/me"


def test_an_answer_in_another_browser_signs_nobody_in(
    reader: Reader, other: Reader
) -> None:
    page = reader.open("/sign-in")
    back = reader.back_from_vneid(page, "P020")

    lured = other.browser.get(back)
    other.get("/sign-in")
    lured_later = other.browser.get(back)

    for answer in (lured, lured_later):
        assert answer.status_code == 400
        assert "You are not signed in" in answer.text
    assert "session" not in other.browser.cookies
    assert other.get("/me/sessions").status_code == 303


def test_an_answer_counts_once(reader: Reader) -> None:
    page = reader.open("/sign-in")
    back = reader.back_from_vneid(page, "P020")
    assert reader.browser.get(back, allow_redirects=False).status_code == 303

    again = reader.browser.get(back, allow_redirects=False)

    assert again.status_code == 400


def test_a_sign_in_gives_a_new_session_and_ends_the_old(reader: Reader) -> None:
    reader.sign_in("P021")
    before = reader.browser.cookies["session"]

    reader.sign_in("P021", max_age="0")

    assert reader.browser.cookies["session"] != before
    thief = requests.get(
        f"{reader.base}/me/sessions",
        cookies={"session": before},
        allow_redirects=False,
        timeout=5,
    )
    assert thief.status_code == 303


def test_a_session_that_somebody_planted_is_not_taken_over(reader: Reader) -> None:
    planted = "p" * 43
    reader.browser.cookies.set("session", planted, domain="127.0.0.1", path="/")

    reader.sign_in("P021")

    assert planted not in reader.browser.cookies.values()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(
    reader: Reader,
) -> None:
    begun = reader.get("/sign-in")
    page = reader.browser.get(begun.headers["Location"])
    back = reader.back_from_vneid(page, "P022")

    kept = reader.browser.get(back, allow_redirects=False)

    for answer in (begun, kept):
        said = answer.headers["Set-Cookie"]
        assert "HttpOnly" in said
        assert "SameSite=Lax" in said
        assert "Path=/" in said


def test_the_same_person_is_known_again(reader: Reader, house: Flask) -> None:
    reader.sign_in("P025")
    with changing(house) as session:
        before = session.scalar(select(func.count()).select_from(Person))

    reader.sign_in("P025", max_age="0")

    with changing(house) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == before


def test_signing_out_ends_the_session_and_takes_the_cookie(reader: Reader) -> None:
    page = reader.sign_in("P026")
    token = reader.browser.cookies["session"]

    out = reader.post("/sign-out", hidden(page))

    assert out.headers["Location"] == "/"
    assert "session" not in reader.browser.cookies
    reader.browser.cookies.set("session", token, domain="127.0.0.1", path="/")
    assert reader.get("/me/sessions").status_code == 303


def test_another_site_signs_nobody_out(reader: Reader) -> None:
    reader.sign_in("P026")

    out = reader.post("/sign-out", {"return_to": "/"})

    assert out.status_code == 303
    assert reader.get("/me/sessions").status_code == 200


def test_a_page_ends_one_session_or_all(reader: Reader, other: Reader) -> None:
    other.sign_in("P032")
    page = reader.sign_in("P032")
    [number] = {
        part.partition('"')[0] for part in page.text.split('name="session" value="')[1:]
    }

    one = reader.post("/me/sessions", {**hidden(page), "session": number})
    assert one.headers["Location"] == "/me/sessions?done=ended"
    assert other.get("/me/sessions").status_code == 303

    reader.post("/me/sessions", {**hidden(page), "action": "everywhere"})
    assert reader.get("/me/sessions").status_code == 303


@pytest.mark.parametrize("number", ["", "x", "0" * 36, "'; --", "é" * 40])
def test_a_session_that_is_nobodys_ends_nothing(reader: Reader, number: str) -> None:
    page = reader.sign_in("P027")

    answer = reader.post("/me/sessions", {**hidden(page), "session": number})

    assert answer.status_code == 303
    assert reader.get("/me/sessions").status_code == 200


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("access_denied", 400, "did not let VNeID tell us"),
        ("temporarily_unavailable", 503, "does not answer at the moment"),
        ("login_required", 400, "did not confirm who you are"),
        ("unmet_authentication_requirements", 400, "level 2"),
        ("invalid_iss", 400, "did not confirm"),
        ("invalid_aud", 400, "did not confirm"),
        ("invalid_signature", 400, "did not confirm"),
        ("nonce_mismatch", 400, "did not confirm"),
        ("sub_mismatch", 400, "did not confirm"),
    ],
)
def test_whatever_goes_wrong_at_vneid_is_a_page_that_offers_another_try(
    reader: Reader, scenario: str, name: str, status: int, said: str
) -> None:
    requests.put(scenario, json={"name": name}, timeout=5).raise_for_status()

    failed = reader.sign_in("P028")

    assert failed.status_code == status
    assert said in failed.text
    assert 'href="/sign-in?return_to=' in failed.text
    assert "session" not in reader.browser.cookies


def test_two_that_vneid_mixes_up_are_told(reader: Reader, house: Flask) -> None:
    reader.sign_in("P030")
    with changing(house) as session:
        one = session.scalars(select(Person).order_by(Person.created_at.desc())).first()
        assert one is not None
        kept, one.number_index = one.number_index, b"of somebody else"
    try:
        page = reader.sign_in("P030", max_age="0")
    finally:
        with changing(house) as session:
            session.get_one(Person, one.id).number_index = kept

    assert page.status_code == 409
    assert "two different" in page.text


def test_where_people_are_real_nobody_invented_signs_in(
    reader: Reader, house: Flask
) -> None:
    house.config["INVENTED_PEOPLE"] = False
    try:
        page = reader.sign_in("P031")
    finally:
        house.config["INVENTED_PEOPLE"] = True

    assert page.status_code == 403
    assert "made up for tests" in page.text
    with changing(house) as session:
        pages = select(func.count()).where(models.Session.client == "pages")
        people = select(func.count()).select_from(Person)
        assert session.scalar(people) <= session.scalar(pages)


def test_a_pending_sign_in_is_gone_after_its_answer(
    reader: Reader, house: Flask
) -> None:
    with changing(house) as session:
        session.query(PendingSignIn).delete()

    reader.sign_in("P031")

    with changing(house) as session:
        assert session.scalar(select(func.count()).select_from(PendingSignIn)) == 0


def test_the_state_and_the_nonce_are_new_each_time(reader: Reader) -> None:
    asked = [query(reader.get("/sign-in").headers["Location"]) for _ in range(3)]

    for name in ("state", "nonce", "code_challenge"):
        assert len({each[name] for each in asked}) == 3
