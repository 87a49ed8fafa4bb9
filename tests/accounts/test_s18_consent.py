"""S18: what a person allows is in their hands: each claim, in words, and for ever."""

import hashlib
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from citizen_api.accounts.consenting import TEXTS, VERSION, allowed, text_hash
from citizen_api.accounts.models import Consent, Person
from citizen_api.accounts.rules import SCOPES
from citizen_api.http.clock import now
from citizen_api.http.session import key_ring
from citizen_api.rights.consenting import withdraw
from identity.simulators.personas import persona
from identity.vault import blind_index
from tests.accounts.driving import App, Reader, asking, query
from tests.factories import changing


def person_of(house: Flask, session: Session, persona_id: str) -> UUID:
    """The id of a persona here."""
    who = persona(persona_id)
    assert who is not None
    with house.app_context():
        index = blind_index(key_ring(), "citizen_number", who.number)
    found = session.scalar(select(Person.id).where(Person.number_index == index))
    assert found is not None
    return found


def test_s18_no_box_is_ticked_beforehand(reader: Reader) -> None:
    reader.sign_in("P010")

    page = reader.open("/oauth/authorize", **asking(scope=" ".join(SCOPES)))

    assert page.text.count('type="checkbox"') == len(SCOPES)
    assert "checked" not in page.text
    for words in TEXTS.values():
        assert str(words.what) in page.text
        assert str(words.why) in page.text
    assert VERSION in page.text


def test_s18_only_what_was_ticked_is_granted(reader: Reader, app_at: App) -> None:
    back = reader.let_in("P011", ticked=("account",))

    tokens = app_at.redeem(back["code"]).json()

    assert tokens["scope"] == "account"
    assert app_at.get("/v1/me/sessions", tokens["access_token"]).status_code == 200
    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 403


def test_s18_no_tick_lets_nobody_in(reader: Reader) -> None:
    reader.sign_in("P018")
    page = reader.open("/oauth/authorize", **asking())

    answer = reader.decide(page, "allow", ticked=())

    assert answer.status_code == 422
    assert "Tick at least one box" in answer.text


def test_s18_a_box_that_was_not_asked_for_is_not_granted(
    reader: Reader, app_at: App
) -> None:
    back = reader.let_in("P012", ticked=SCOPES, scope="profile")

    assert app_at.redeem(back["code"]).json()["scope"] == "profile"


def test_s18_what_was_shown_can_be_proven(house: Flask, reader: Reader) -> None:
    reader.browser.headers["Accept-Language"] = "vi"
    reader.let_in("P013", scope="profile")

    with changing(house) as session:
        person = person_of(house, session, "P013")
        [kept] = session.scalars(select(Consent).where(Consent.person_id == person))

    shown = "Họ tên và hai chữ số cuối của số định danh: để gọi đúng tên bạn"
    words = f"{VERSION}\nvi\nprofile\n{shown}"
    assert kept.text_hash == hashlib.sha256(words.encode()).digest()
    assert (kept.claims, kept.client) == (["profile"], "citizen-app")
    assert (kept.purpose, kept.text_version) == ("để gọi đúng tên bạn", VERSION)
    assert kept.evidence["language"] == "vi"


def test_s18_what_was_allowed_is_not_asked_again(
    reader: Reader, house: Flask, app_at: App
) -> None:
    reader.let_in("P014", scope="profile")

    page = reader.open("/oauth/authorize", **asking(scope="profile"))
    assert 'type="checkbox"' not in page.text
    back = query(reader.decide(page, "allow", ticked=()).headers["Location"])

    assert app_at.redeem(back["code"]).json()["scope"] == "profile"
    with changing(house) as session:
        person = person_of(house, session, "P014")
        kept = session.scalars(select(Consent).where(Consent.person_id == person))
        assert len(kept.all()) == 1


def test_s18_a_withdrawal_ends_the_apps_sessions_at_once(
    reader: Reader, house: Flask, app_at: App
) -> None:
    tokens = app_at.redeem(reader.let_in("P015")["code"]).json()
    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 200

    with house.app_context(), changing(house) as session:
        person = person_of(house, session, "P015")
        for mine in session.scalars(select(Consent).where(Consent.person_id == person)):
            withdraw(session, person, mine.id, now=now())

    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 401
    assert app_at.refresh(tokens["refresh_token"]).status_code == 400
    page = reader.open("/oauth/authorize", **asking())
    assert 'type="checkbox"' in page.text


def test_s18_the_consent_form_of_another_site_decides_nothing(reader: Reader) -> None:
    reader.sign_in("P016")
    page = reader.open("/oauth/authorize", **asking())
    waits = page.url.partition("request=")[2]
    form = {"request": waits, "allow-profile": "yes", "action": "allow"}

    without = reader.post("/oauth/consent", form)
    foreign = reader.browser.post(
        f"{reader.base}/oauth/consent",
        form,
        headers={"Sec-Fetch-Site": "cross-site"},
        allow_redirects=False,
    )
    refused = reader.post("/oauth/consent", {"request": waits, "action": "deny"})

    assert (without.status_code, foreign.status_code) == (403, 403)
    assert refused.headers["Location"].endswith(waits)


def test_s18_the_page_lets_its_form_lead_to_the_app_alone(reader: Reader) -> None:
    reader.sign_in("P016")

    web = reader.open("/oauth/authorize", **asking())
    app = asking(redirect_uri="vn.haiphong.citizen:/callback")
    native = reader.open("/oauth/authorize", **app)

    said = "Content-Security-Policy"
    assert "form-action 'self' http://127.0.0.1:4567;" in web.headers[said]
    assert "form-action 'self' vn.haiphong.citizen:;" in native.headers[said]
    assert "frame-ancestors 'none'" in web.headers[said]


@pytest.mark.parametrize("number", ["", "x", "0" * 36, "-" * 36, "é" * 36])
def test_s18_a_request_that_nobody_made_is_over(reader: Reader, number: str) -> None:
    assert reader.get("/oauth/consent", request=number).status_code == 410
    sent = reader.post("/oauth/consent", {"request": number, "action": "deny"})
    assert sent.status_code == 410


def test_each_claim_has_words_and_each_language_its_own_hash() -> None:
    assert tuple(TEXTS) == SCOPES
    hashes = {text_hash(claim, lang) for claim in TEXTS for lang in ("vi", "en")}
    assert len(hashes) == 2 * len(TEXTS)


def test_s18_what_is_granted_now_is_withdrawn_before_or_after(
    reader: Reader, house: Flask, app_at: App
) -> None:
    app_at.redeem(reader.let_in("P020")["code"])

    with changing(house) as granting, changing(house) as other:
        person = person_of(house, granting, "P020")
        assert allowed(granting, person, "citizen-app")
        mine = other.scalars(select(Consent).where(Consent.person_id == person)).first()
        assert mine is not None
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError):
            withdraw(other, person, mine.id, now=mine.given_at)
        other.rollback()
