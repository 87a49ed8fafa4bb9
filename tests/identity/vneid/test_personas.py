"""Personas: those shipped, those that testers make, and never a real number."""

from typing import Any

import pytest
import requests

from identity.simulators.personas import personas
from tests.identity.vneid.driving import App, Person


@pytest.fixture
def persona(issuer: str, http: requests.Session) -> dict[str, Any]:
    """A persona that a tester might make."""
    found = http.get(f"{issuer}/personas/P001").json()
    del found["sim"]
    return {**found, "id": "P901", "number": "099090000901", "name": "Lê Thử"}


def test_every_shipped_persona_is_there_and_synthetic(app_at: App) -> None:
    found = app_at.http.get(f"{app_at.issuer}/personas").json()["personas"]

    assert {each.id for each in personas()} <= {each["id"] for each in found}
    assert all(each["number"].startswith("099") for each in found)


def test_a_tester_makes_changes_and_deletes_a_persona(
    person: Person, app_at: App, persona: dict[str, Any]
) -> None:
    url = f"{app_at.issuer}/personas/P901"
    assert app_at.http.put(url, json=persona).status_code == 200
    code = person.sign_in("P901")["code"]
    access = app_at.redeem(code).json()["access_token"]
    assert app_at.userinfo(access).json()["name"] == "Lê Thử"

    app_at.http.put(url, json={**persona, "name": "Lê Đổi"})
    assert app_at.userinfo(access).json()["name"] == "Lê Đổi"

    assert app_at.http.delete(url).status_code == 200
    assert app_at.http.get(url).status_code == 404
    assert app_at.userinfo(access).status_code == 401


def test_a_locked_account_loses_its_tokens(
    person: Person, app_at: App, persona: dict[str, Any]
) -> None:
    url = f"{app_at.issuer}/personas/P901"
    app_at.http.put(url, json=persona)
    tokens = app_at.redeem(person.sign_in("P901")["code"]).json()

    app_at.http.put(url, json={**persona, "account": "locked"})

    assert app_at.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert app_at.userinfo(tokens["access_token"]).status_code == 401
    app_at.http.delete(url)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "031090000901"},
        {"number": "0990900009"},
        {"number": "０９９０９００００９０１"},
        {"number": "099090178382"},
        {"number": 99090000901},
        {"id": "P902"},
        {"id": 5},
        {"loa": 3},
        {"loa": "2"},
        {"account": "open"},
        {"sex": "x"},
        {"birth": "2001-02-29"},
        {"birth": "1990-5-1"},
        {"birth": 1990},
        {"name": ""},
        {"name": "x" * 201},
        {"name": "Le\u0302 Thử"},
        {"name": "a\u202eb"},
        {"name": "a\0b"},
        {"name": "\ud800"},
        {"name": None},
        {"cards": "x"},
        {"insurance": 5},
        {"shoe_size": 43},
    ],
)
def test_s24_a_persona_that_is_wrong_or_could_be_real_is_refused(
    app_at: App, persona: dict[str, Any], change: dict[str, Any]
) -> None:
    answer = app_at.http.put(
        f"{app_at.issuer}/personas/P901", json={**persona, **change}
    )

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "090000901" not in answer.text


def test_an_id_is_of_capitals_and_digits(app_at: App, persona: dict[str, Any]) -> None:
    url = f"{app_at.issuer}/personas/p-901"
    assert app_at.http.put(url, json={**persona, "id": "p-901"}).status_code == 400


def test_what_is_not_there_is_not_found(app_at: App) -> None:
    url = f"{app_at.issuer}/personas/P998"
    assert app_at.http.get(url).status_code == 404
    assert app_at.http.delete(url).status_code == 404
    assert app_at.http.get(f"{app_at.issuer}/personas/a%00b").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stands_at": "noon"},
        {"stands_at": "2026-11-21T12:00:00"},
        {"stands_at": "9999-01-01T00:00:00Z"},
        {"stands_at": 5},
        {"offset_seconds": "5"},
        {"offset_seconds": 10**12},
        {"offset_seconds": 5, "stands_at": "2026-11-21T12:00:00Z"},
    ],
)
def test_a_wrong_time_is_refused(app_at: App, body: dict[str, Any]) -> None:
    answer = app_at.http.put(f"{app_at.issuer}/clock", json=body)
    assert answer.status_code == 400
