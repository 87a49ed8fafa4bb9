"""What somebody sees of themselves, and of their sessions; nobody else does."""

from uuid import UUID

import pytest
from flask import Flask

from tests.factories import known_person, signed_in

SESSIONS = "/v1/me/sessions"


def test_it_shows_who_i_am_and_no_whole_number(fresh: Flask) -> None:
    who = known_person(fresh, "P017", acr="LoA1")

    answer = fresh.test_client().get("/v1/me", headers=who.headers)

    assert answer.json == {
        "id": str(who.person),
        "name": "Đặng Nguyễn Thị Đài Trang",
        "masked_number": "099*******39",
        "level": "LoA1",
        "signed_in_at": "2026-11-21T12:00:00+07:00",
        "other_sessions": 0,
        "invented": True,
    }
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", "/v1/me"), ("GET", SESSIONS), ("DELETE", SESSIONS)),
        ("DELETE", f"{SESSIONS}/{UUID(int=4)}"),
    ],
)
def test_nobody_else_gets_in(fresh: Flask, method: str, path: str) -> None:
    client = fresh.test_client()
    other_scope = known_person(fresh, scopes=("rentals",))

    nobody = client.open(path, method=method)
    stranger = client.open(path, method=method, headers=other_scope.headers)

    assert nobody.status_code == 401
    assert nobody.headers["WWW-Authenticate"].startswith('Bearer realm="citizen"')
    assert stranger.status_code == 403
    assert 'error="insufficient_scope"' in stranger.headers["WWW-Authenticate"]


def test_the_newest_session_comes_first_and_pages_go_on(fresh: Flask) -> None:
    client = fresh.test_client()
    mine = [known_person(fresh) for _ in range(3)]
    known_person(fresh, "P002")
    headers = mine[0].headers

    first = client.get(f"{SESSIONS}?limit=2", headers=headers).get_json()
    rest = client.get(first["next"], headers=headers).get_json()

    items = first["items"] + rest["items"]
    assert {each["id"] for each in items} == {str(each.session) for each in mine}
    assert len(items) == 3
    assert rest["next"] is None
    assert [each["id"] for each in items if each["this"]] == [str(mine[0].session)]


def test_a_cursor_of_somebody_else_is_not_taken(fresh: Flask) -> None:
    client = fresh.test_client()
    mine = [known_person(fresh) for _ in range(2)]
    page = client.get(f"{SESSIONS}?limit=1", headers=mine[0].headers).get_json()

    answer = client.get(page["next"], headers=signed_in(fresh, "P002"))

    assert answer.status_code == 422
    assert answer.get_json()["type"].endswith("/bad-cursor")


def test_an_ended_session_opens_nothing_at_once(fresh: Flask) -> None:
    client = fresh.test_client()
    mine, phone = known_person(fresh), known_person(fresh)

    ended = client.delete(f"{SESSIONS}/{phone.session}", headers=mine.headers)

    assert ended.status_code == 204
    assert client.get("/v1/me", headers=phone.headers).status_code == 401
    assert client.get("/v1/me", headers=mine.headers).status_code == 200
    again = client.delete(f"{SESSIONS}/{phone.session}", headers=mine.headers)
    assert again.status_code == 404


@pytest.mark.parametrize("number", ["1", "x", "0" * 33, "%00", "é"])
def test_a_session_that_cannot_be_is_not_found(fresh: Flask, number: str) -> None:
    answer = fresh.test_client().delete(
        f"{SESSIONS}/{number}", headers=signed_in(fresh)
    )

    assert answer.status_code == 404


def test_a_session_of_somebody_else_is_not_found_and_goes_on(fresh: Flask) -> None:
    client = fresh.test_client()
    other = known_person(fresh, "P002")

    answer = client.delete(f"{SESSIONS}/{other.session}", headers=signed_in(fresh))

    assert answer.status_code == 404
    assert client.get("/v1/me", headers=other.headers).status_code == 200


def test_signing_out_everywhere_ends_all_and_only_mine(fresh: Flask) -> None:
    client = fresh.test_client()
    mine = [known_person(fresh), known_person(fresh), known_person(fresh, "P002")]

    answer = client.delete(SESSIONS, headers=mine[0].headers)

    assert answer.status_code == 204
    statuses = [client.get("/v1/me", headers=m.headers).status_code for m in mine]
    assert statuses == [401, 401, 200]


def test_a_cookie_of_our_pages_opens_no_door_of_the_api(fresh: Flask) -> None:
    client = fresh.test_client()
    page = known_person(fresh, client="pages")
    client.set_cookie("session", page.page_token)

    as_cookie = client.get("/v1/me")
    bearer = {"Authorization": f"Bearer {page.page_token}"}

    assert as_cookie.status_code == 401
    assert client.get("/v1/me", headers=bearer).status_code == 401


def test_an_access_token_is_no_cookie(fresh: Flask) -> None:
    client = fresh.test_client()
    client.set_cookie("session", known_person(fresh).token)

    assert client.get("/me/sessions").status_code == 303
