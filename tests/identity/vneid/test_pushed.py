"""Requests sent ahead (RFC 9126)."""

import requests

from tests.identity.vneid.driving import App, Person, asking, told


def push(app: App, **changes: str | None) -> requests.Response:
    """The answer to a pushed request."""
    return app.post("/par", **asking(**changes))


def test_a_pushed_request_leads_to_a_code(person: Person, app_at: App) -> None:
    answer = push(app_at)
    assert (answer.status_code, answer.json()["expires_in"]) == (201, 60)

    asked = {"client_id": "demo-app", "request_uri": answer.json()["request_uri"]}
    page = person.follow(person.log_in(person.open(**asked), "P001"))
    code = told(person.choose(page, "allow"))["code"]

    assert app_at.redeem(code).status_code == 200


def test_a_pushed_request_is_used_once(person: Person, app_at: App) -> None:
    asked = {"client_id": "demo-app", "request_uri": push(app_at).json()["request_uri"]}

    assert person.get("/authorize", **asked).status_code == 303
    assert person.get("/authorize", **asked).status_code == 400


def test_a_pushed_request_is_for_its_client(person: Person, app_at: App) -> None:
    uri = push(app_at).json()["request_uri"]

    for client, status in (("demo-app-2", 400), ("demo-app", 303)):
        answer = person.get("/authorize", client_id=client, request_uri=uri)
        assert answer.status_code == status


def test_a_pushed_request_waits_a_minute(person: Person, app_at: App) -> None:
    uri = push(app_at).json()["request_uri"]
    app_at.http.put(f"{app_at.issuer}/clock", json={"offset_seconds": 61})

    answer = person.get("/authorize", client_id="demo-app", request_uri=uri)

    assert answer.status_code == 400


def test_a_bad_pushed_request_is_answered_at_once(app_at: App) -> None:
    for changes in (
        {"code_challenge_method": "plain"},
        {"redirect_uri": "https://evil.example/"},
        {"request_uri": "urn:ietf:params:oauth:request_uri:x"},
    ):
        answer = push(app_at, **changes)
        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert answer.json()["error"] != ""


def test_a_confidential_client_pushes_with_its_secret(
    person: Person, app_at: App
) -> None:
    form = asking(client_id="demo-rs")
    assert push(app_at, client_id="demo-rs").status_code == 401

    answer = app_at.http.post(
        f"{app_at.issuer}/par", form, auth=("demo-rs", "demo-rs-secret")
    )

    assert answer.status_code == 201
