"""What I allowed apps, and taking it back: S18."""

from uuid import uuid4

from flask import Flask

from tests.factories import known_person
from tests.pages.personal import FormTo, SignedIn
from tests.pages.reading import Page
from tests.rights.citizens import allowed, send

HERE = "/me/consents"


def test_s18_each_consent_shows_purpose_claims_and_the_version_of_its_text(
    fresh: Flask,
) -> None:
    reader = SignedIn(fresh)
    allowed(fresh, reader.known, claims=["insurance"])

    answer = reader.open(HERE)

    text = Page(answer).text
    assert "Read your health insurance" in text
    assert "Dùng ứng dụng của thành phố" in text
    assert "Version of the text: 2026-11" in text
    assert "00000000" in text
    assert answer.headers["Cache-Control"] == "no-store"


def test_s18_taking_one_claim_back_stops_the_app_at_once(fresh: Flask) -> None:
    app, reader = known_person(fresh), SignedIn(fresh)
    allowed(fresh, app, claims=["profile", "account"])

    answer = reader.press(HERE, HERE, claim="account")

    assert "Taken back." in Page(reader.follow(answer)).text
    refused = send(fresh, "GET", "/v1/me/consents", app.headers)
    assert refused.status_code == 403
    assert send(fresh, "GET", "/v1/me", app.headers).status_code == 200


def test_s18_taking_all_of_it_back_ends_the_sessions_of_the_app(fresh: Flask) -> None:
    app, reader = known_person(fresh), SignedIn(fresh)
    allowed(fresh, app)

    reader.press(HERE, HERE)

    assert send(fresh, "GET", "/v1/me", app.headers).status_code == 401
    assert reader.open(HERE).status_code == 200


def test_nobody_takes_back_what_somebody_else_allowed(fresh: Flask) -> None:
    other, reader = known_person(fresh, "P006"), SignedIn(fresh)
    allowed(fresh, reader.known)
    theirs = allowed(fresh, other)
    form = FormTo(reader.open(HERE), HERE).values

    for consent in (str(theirs), str(uuid4()), "no-uuid", "", "\u202e"):
        assert reader.send(HERE, form | {"consent": consent}).status_code == 404

    assert send(fresh, "GET", "/v1/me", other.headers).status_code == 200


def test_another_site_takes_nothing_back(fresh: Flask) -> None:
    app, reader = known_person(fresh), SignedIn(fresh)
    allowed(fresh, app)
    form = FormTo(reader.open(HERE), HERE).values

    foreign = reader.send(HERE, form, **{"Sec-Fetch-Site": "cross-site"})
    forged = reader.send(HERE, form | {"form_token": ""})

    assert foreign.status_code == 403
    assert "open too long" in Page(reader.follow(forged)).text
    assert send(fresh, "GET", "/v1/me", app.headers).status_code == 200


def test_a_long_list_has_pages(fresh: Flask) -> None:
    reader = SignedIn(fresh)
    for _ in range(21):
        allowed(fresh, reader.known, claims=["profile"])

    [older] = [link for link in Page(reader.open(HERE)).links if "after=" in link]

    assert reader.open(older).text.count('class="card consent"') == 1
    assert reader.open(f"{HERE}?after=x").status_code == 422
    assert SignedIn(fresh, "P006").open(older).status_code == 422
