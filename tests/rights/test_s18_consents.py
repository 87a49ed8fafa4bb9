"""S18: consents are shown claim by claim; withdrawing one acts in the same second."""

from functools import partial
from uuid import uuid4

from flask import Flask

from citizen_api.accounts.consenting import keep_consents
from tests.conftest import NOON
from tests.emergencies.glasses import problem
from tests.factories import Known, changing, known_person
from tests.insurance.clinic import EVENTS, at_once
from tests.rights.citizens import ALL, CONSENTS, LOG, allowed, both, send


def test_s18_a_consent_tells_text_and_claims_in_words(fresh: Flask) -> None:
    me = known_person(fresh)
    consent = allowed(fresh, me, claims=("profile", "insurance"))

    answer = send(fresh, "GET", f"{CONSENTS}?lang=vi", me.headers)

    (found,) = answer.get_json()["items"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert found["id"] == str(consent)
    assert found["text_version"] == "2026-11"
    assert found["text_sha256"] == "00" * 32
    assert [claim["code"] for claim in found["claims"]] == ["profile", "insurance"]
    assert found["claims"][1]["words"] == "Đọc bảo hiểm y tế của bạn"
    assert found["withdrawn_at"] is None


def test_s18_withdrawn_the_tokens_of_that_app_are_dead_at_once(fresh: Flask) -> None:
    me, elsewhere = both(fresh)
    consent = allowed(fresh, me)
    assert send(fresh, "GET", CONSENTS, me.headers).status_code == 200

    answer = send(fresh, "DELETE", f"{CONSENTS}/{consent}", me.headers)

    assert answer.status_code == 204
    assert problem(send(fresh, "GET", CONSENTS, me.headers), 401) == "not-signed-in"
    (kept,) = send(fresh, "GET", CONSENTS, elsewhere.headers).get_json()["items"]
    assert kept["withdrawn_at"] == "2026-11-21T12:00:00+07:00"


def test_s18_withdrawing_is_recorded_and_may_be_repeated(fresh: Flask) -> None:
    me, elsewhere = both(fresh)
    consent = allowed(fresh, me)

    for _ in range(2):
        answer = send(fresh, "DELETE", f"{CONSENTS}/{consent}", elsewhere.headers)
        assert answer.status_code == 204

    with changing(fresh) as session:
        events = [row.fields["action"] for row in session.execute(EVENTS)]
    assert events.count("consent.withdraw") == 1


def test_s18_somebody_elses_consent_is_not_there(fresh: Flask) -> None:
    me, other = known_person(fresh), known_person(fresh, "P017")
    consent = allowed(fresh, me)

    for path in (f"/{consent}", f"/{consent}/claims/insurance", f"/{uuid4()}"):
        answer = send(fresh, "DELETE", CONSENTS + path, other.headers)
        assert problem(answer, 404) == "not-found"
    assert send(fresh, "GET", CONSENTS, me.headers).status_code == 200


def test_s18_one_claim_leaves_the_tokens_at_once(fresh: Flask) -> None:
    me = known_person(fresh)
    consent = allowed(fresh, me)

    answer = send(fresh, "DELETE", f"{CONSENTS}/{consent}/claims/account", me.headers)

    assert answer.status_code == 204
    refused = send(fresh, "GET", LOG, me.headers)
    assert problem(refused, 403) == "insufficient-scope"


def test_s18_the_rest_stays_and_what_was_given_is_on_record(fresh: Flask) -> None:
    me = known_person(fresh)
    consent = allowed(fresh, me)

    send(fresh, "DELETE", f"{CONSENTS}/{consent}/claims/insurance", me.headers)

    found = send(fresh, "GET", CONSENTS, me.headers).get_json()["items"]
    by_state = {each["withdrawn_at"] is None: each for each in found}
    left = [claim["code"] for claim in by_state[True]["claims"]]
    assert left == [claim for claim in ALL if claim != "insurance"]
    assert by_state[False]["id"] == str(consent)
    again = send(fresh, "DELETE", f"{CONSENTS}/{consent}/claims/insurance", me.headers)
    assert problem(again, 404) == "not-found"


def test_s18_without_its_last_claim_the_session_ends(fresh: Flask) -> None:
    me = known_person(fresh)
    consent = allowed(fresh, me, claims=("profile",))

    send(fresh, "DELETE", f"{CONSENTS}/{consent}/claims/profile", me.headers)

    assert send(fresh, "GET", CONSENTS, me.headers).status_code == 401


def test_s18_of_several_consents_one_is_taken_back_alone(fresh: Flask) -> None:
    me = let_in(fresh, "account", "insurance")
    by_claim = live(fresh, me)

    send(fresh, "DELETE", f"{CONSENTS}/{by_claim['insurance']}", me.headers)

    assert live(fresh, me).keys() == {"account"}
    refused = send(fresh, "GET", "/v1/me/insurance", me.headers)
    assert problem(refused, 403) == "insufficient-scope"
    send(fresh, "DELETE", f"{CONSENTS}/{by_claim['account']}", me.headers)
    assert send(fresh, "GET", CONSENTS, me.headers).status_code == 401


def test_s18_the_last_two_taken_back_at_once_end_the_session(fresh: Flask) -> None:
    me, elsewhere = let_in(fresh, "account", "insurance"), both(fresh)[1]
    ids = live(fresh, me).values()

    def back(consent: str) -> None:
        path = f"{CONSENTS}/{consent}"
        assert send(fresh, "DELETE", path, elsewhere.headers).status_code == 204

    at_once([partial(back, consent) for consent in ids])

    assert send(fresh, "GET", CONSENTS, me.headers).status_code == 401


def let_in(app: Flask, *claims: str) -> Known:
    """Somebody who allowed their app these claims, as the page of consent does."""
    me = known_person(app, scopes=claims)
    with changing(app) as session:
        keep_consents(
            session,
            me.person,
            "citizen-app",
            claims,
            language="vi",
            session_id=me.session,
            now=NOON,
        )
    return me


def live(app: Flask, me: Known) -> dict[str, str]:
    """The ids of the consents that are not taken back, by claim."""
    items = send(app, "GET", CONSENTS, me.headers).get_json()["items"]
    return {
        each["claims"][0]["code"]: each["id"]
        for each in items
        if each["withdrawn_at"] is None
    }


def test_s18_two_claims_at_once_leave_both_out(fresh: Flask) -> None:
    me, elsewhere = both(fresh)
    consent = allowed(fresh, me)
    seen: list[int] = []

    def less(claim: str) -> None:
        path = f"{CONSENTS}/{consent}/claims/{claim}"
        seen.append(send(fresh, "DELETE", path, elsewhere.headers).status_code)

    at_once([lambda: less("insurance"), lambda: less("rentals")])

    # The second one finds a consent that was replaced: it must look again.
    assert sorted(seen) == [204, 404]
    items = send(fresh, "GET", CONSENTS, elsewhere.headers).get_json()["items"]
    assert len([each for each in items if each["withdrawn_at"] is None]) == 1


def test_consents_come_in_pages(fresh: Flask) -> None:
    me = known_person(fresh)
    every = {str(allowed(fresh, me)) for _ in range(3)}

    first = send(fresh, "GET", f"{CONSENTS}?limit=2", me.headers).get_json()
    second = send(fresh, "GET", first["next"], me.headers).get_json()

    assert {each["id"] for each in first["items"] + second["items"]} == every
    assert second["next"] is None
