"""acr, max_age, prompt: how surely and how freshly somebody signed in."""

import pytest
import requests

from tests.identity.vneid.driving import App, Person, asking, told


def level(app: App, code: str) -> tuple[str, list[str]]:
    """What a resource server learns."""
    body = app.introspect(app.redeem(code).json()["access_token"])
    return body["acr"], body["amr"]


@pytest.mark.parametrize(
    ("persona", "asked", "given"),
    [
        ("P001", None, "LoA2"),
        ("P003", None, "LoA1"),
        ("P001", "LoA1", "LoA1"),
        ("P001", "LoA2", "LoA2"),
        ("P003", "LoA2 LoA1", "LoA1"),
        ("P001", "gold LoA2", "LoA2"),
    ],
)
def test_the_first_level_in_reach_is_given(
    person: Person, app_at: App, persona: str, asked: str | None, given: str
) -> None:
    answer = person.sign_in(persona, acr_values=asked)

    acr, amr = level(app_at, answer["code"])

    assert acr == given
    assert ("otp" in amr) == (given == "LoA2")


@pytest.mark.parametrize("asked", ["LoA2", "gold"])
def test_a_level_out_of_reach_is_an_error(person: Person, asked: str) -> None:
    answer = person.sign_in("P003", acr_values=asked)

    assert answer["error"] == "unmet_authentication_requirements"
    assert answer["iss"] == person.issuer


def test_a_higher_level_lets_another_person_sign_in(person: Person) -> None:
    person.sign_in("P003")

    page = person.open(**asking(acr_values="LoA2"))

    assert "/login" in page.url
    assert "code" in told(
        person.choose(person.follow(person.log_in(page, "P001")), "allow")
    )


def test_who_is_signed_in_goes_straight_to_consent(person: Person) -> None:
    person.sign_in("P001")
    assert "/consent" in person.open(**asking()).url


@pytest.mark.parametrize("prompt", ["login", "select_account"])
def test_some_prompts_ask_to_sign_in_again(person: Person, prompt: str) -> None:
    person.sign_in("P001")

    page = person.open(**asking(prompt=prompt))

    assert "/login" in page.url
    assert "/consent" in person.follow(person.log_in(page, "P002")).url


def test_max_age_is_honoured(
    person: Person, issuer: str, http: requests.Session
) -> None:
    http.put(f"{issuer}/clock", json={"stands_at": "2026-11-21T12:00:00+07:00"})
    person.sign_in("P001")

    http.put(f"{issuer}/clock", json={"stands_at": "2026-11-21T12:15:00+07:00"})
    assert "/consent" in person.open(**asking(max_age="900")).url

    http.put(f"{issuer}/clock", json={"stands_at": "2026-11-21T12:15:01+07:00"})
    assert "/login" in person.open(**asking(max_age="900")).url


def test_prompt_none_needs_a_session_and_a_consent(person: Person) -> None:
    nobody = told(person.get("/authorize", **asking(prompt="none")))
    assert nobody["error"] == "login_required"
    assert nobody["iss"] == person.issuer

    person.sign_in("P030", scope="openid")
    more = told(person.get("/authorize", **asking(prompt="none")))
    assert more["error"] == "consent_required"

    same = told(person.get("/authorize", **asking(prompt="none", scope="openid")))
    assert "code" in same
