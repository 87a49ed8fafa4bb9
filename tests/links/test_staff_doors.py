"""Code keepers through HTTP: who comes in, what they see, give and take out of use."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.links.models import Flag, Kind
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.contract.document import operations, wrong_with
from tests.factories import changing, on_staff, signed_in
from tests.links.codes import (
    expired,
    hanging,
    made,
    mistyped,
    never_given,
    revoked,
)
from tests.links.desk import DISH, NOTE, POSTERS, STREET, Desk, new_key
from tests.reviews.phones import problem

DOORS = (
    ("GET", "", None),
    ("POST", "", DISH),
    ("GET", "/F4K4FVP4", None),
    ("PATCH", "/F4K4FVP4", DISH),
    ("POST", "/F4K4FVP4/revocation", None),
    ("POST", "/F4K4FVP4/flags/far/resolution", NOTE),
    ("POST", POSTERS, {"street": STREET}),
)


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
def test_only_code_keepers_come_in(
    desk: Desk, method: str, path: str, body: dict[str, Any] | None
) -> None:
    before = desk.entries()
    desk.headers = on_staff(desk.app, Role.AUDITOR, persona="P003")
    assert problem(desk.ask(method, path, json=body)) == "role-missing"
    assert desk.last_entry()["action"] == "door.refused"
    assert len(desk.entries()) == len(before) + 1

    desk.headers = signed_in(desk.app, "P004", "LoA1")
    refused = problem(desk.ask(method, path, json=body))
    assert refused == "insufficient-user-authentication"
    desk.headers = {}
    assert problem(desk.ask(method, path, json=body)) == "not-signed-in"


def test_moderators_read_what_is_reported_and_change_nothing(desk: Desk) -> None:
    code = hanging(desk.app)
    desk.flag(code, Flag.PASTED_OVER)
    desk.headers = on_staff(desk.app, Role.MODERATOR, persona="P005")

    items = desk.ask("GET", "?flagged=true").get_json()["items"]

    assert code in [each["code"] for each in items]
    assert desk.get(code)["flags"][0]["kind"] == "pasted_over"
    assert problem(desk.change(code, **DISH)) == "role-missing"
    resolution = desk.post(f"/{code}/flags/pasted_over/resolution", json=NOTE)
    assert problem(resolution) == "role-missing"


def test_answers_are_as_the_document_says(desk: Desk) -> None:
    code = hanging(desk.app)
    desk.flag(code, Flag.PASTED_OVER)
    said = {each.name: each for each in operations(desk.document)}

    answers = {
        "list_codes": desk.ask("GET", "?limit=2"),
        "get_code": desk.ask("GET", f"/{code}"),
        "give_code": desk.post("", json=DISH),
        "change_code": desk.change(code, **DISH),
        "resolve_flag": desk.post(f"/{code}/flags/pasted_over/resolution", json=NOTE),
        "revoke_code": desk.post(f"/{code}/revocation"),
    }

    for name, answer in answers.items():
        assert answer.status_code in {200, 201}, name
        assert wrong_with(desk.document, said[name], answer) == []
        assert answer.headers["Cache-Control"] == "no-store"
        refused = desk.ask(said[name].method, f"/{code}?x=1", json={}, headers={})
        assert refused.status_code in {405, 422, 428}


def test_the_latest_flags_come_first_page_by_page(desk: Desk) -> None:
    old, new, none = (made(desk.app) for _ in range(3))
    desk.flag(old, Flag.DAMAGED, days=3)
    desk.flag(new, Flag.FAR)
    desk.flag(new, Flag.OTHER, days=9)

    seen, path = [], "?limit=3"
    while path:
        page = desk.ask("GET", path).get_json()
        seen += [each["code"] for each in page["items"]]
        path = (page["next"] or "").removeprefix("/v1/codes")

    assert seen[:2] == [new, old]
    assert none in seen
    assert seen[2:] == sorted(seen[2:])
    assert len(seen) == len(set(seen))
    flagged = desk.ask("GET", "?flagged=true").get_json()["items"]
    assert [each["code"] for each in flagged] == [new, old]
    assert [flag["kind"] for flag in flagged[0]["flags"]] == ["far", "other"]


def test_codes_are_found_by_kind_place_and_campaign(desk: Desk) -> None:
    name = f"Tết {new_key()}"
    code = made(desk.app, campaign=name)
    made(desk.app, Kind.DISH, "nem-cua-be", campaign=name)

    def found(**asked: str) -> set[str]:
        answer = desk.ask("GET", "", query_string={"limit": "100", **asked})
        return {each["code"] for each in answer.get_json()["items"]}

    assert found(campaign=name, kind="venue") == {code}
    assert found(campaign=name, place=STREET) == {code}
    assert len(found(campaign=name)) == 2
    assert {"F4K4FVP4", code} <= found(place=STREET, kind="venue")
    assert found(campaign="nobody's") == set()


@pytest.mark.parametrize(
    "query",
    [
        *("place=nowhere", "kind=bus", "flagged=1", "limit=0", "limit=101"),
        *("campaign=%00", "campaign=", "kind=venue&kind=dish", "cursor=x"),
        f"place={'x' * 101}",
    ],
)
def test_a_question_without_sense_is_refused(desk: Desk, query: str) -> None:
    refused = desk.ask("GET", f"?{query}")

    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_cursor_is_of_one_question_only(desk: Desk) -> None:
    cursor = desk.ask("GET", "?limit=1").get_json()["next"].partition("cursor=")[2]

    assert problem(desk.ask("GET", f"?kind=dish&cursor={cursor}")) == "bad-cursor"


def test_codes_that_are_none_are_told_apart(desk: Desk) -> None:
    none = never_given(desk.app)
    for path in ("", "/flags/far/resolution", "/revocation"):
        method, body = ("POST", NOTE) if path else ("GET", None)
        if path == "/revocation":
            body = None
        assert problem(desk.ask(method, f"/{none}{path}", json=body)) == "not-found"
        bad = desk.ask(method, f"/{mistyped(none)}{path}", json=body)
        assert problem(bad) == "mistyped-code"
    assert problem(desk.change(revoked(desk.app), keeper="x")) == "revoked-code"
    assert desk.get(revoked(desk.app))["state"] == "revoked"
    assert desk.get(expired(desk.app))["state"] == "over"


def test_a_revoked_code_is_gone_for_good(desk: Desk) -> None:
    code, key = made(desk.app), new_key()

    first = desk.post(f"/{code}/revocation", key)
    again = desk.post(f"/{code}/revocation", key)

    assert first.get_json() == again.get_json()
    assert first.get_json()["revoked_at"] == NOON.isoformat()
    assert desk.last_entry()["action"] == "code.revoked"
    assert problem(desk.post(f"/{code}/revocation")) == "revoked-code"
    assert problem(desk.client.get(f"/v1/links/{code}")) == "revoked-code"
    assert problem(desk.post(f"/{code}/revocation", json={"x": 1})) == "invalid-request"


def test_a_flag_is_seen_to_once(desk: Desk) -> None:
    code, key = made(desk.app), new_key()
    desk.flag(code, Flag.PASTED_OVER)
    path = f"/{code}/flags/pasted_over/resolution"

    first, again = (desk.post(path, key, json=NOTE) for _ in range(2))

    assert (first.status_code, again.get_json()) == (200, first.get_json())
    assert first.get_json()["flags"][0]["resolved_at"] == NOON.isoformat()
    assert first.get_json()["changes"][-1]["after"] == NOTE
    detail = {"code": code, "flag": "pasted_over"}
    assert desk.last_entry()["detail"] == detail
    other = desk.post(path, key, json={"note": "x"})
    assert problem(other) == "idempotency-key-reused"
    assert problem(desk.post(path, json=NOTE)) == "not-found"
    nothing = desk.post(f"/{code}/flags/nothing/resolution", json=NOTE)
    assert problem(nothing) == "not-found"


@pytest.mark.parametrize("body", [{}, {"note": ""}, {"note": "x" * 501}, {"note": 1}])
def test_a_note_is_needed(desk: Desk, body: dict[str, Any]) -> None:
    refused = desk.post("/F4K4FVP4/flags/far/resolution", json=body)

    assert refused.get_json()["errors"][0]["pointer"] == "#/note"


def test_the_same_key_gives_one_code_however_often_it_comes(desk: Desk) -> None:
    key = new_key()
    body = DISH | {"campaign": "Tết", "place": {"lat": 20.85, "lon": 106.68}}

    def give(_: int) -> TestResponse:
        headers = desk.headers | {"Idempotency-Key": key}
        client = desk.app.test_client()
        return client.post("/v1/codes", json=body, headers=headers)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(give, range(4)))

    codes = {answer.get_json()["code"] for answer in answers}
    assert {answer.status_code for answer in answers} == {201}
    assert len(codes) == 1
    given = [e for e in desk.entries() if e["detail"].get("code") in codes]
    assert [each["action"] for each in given] == ["code.given"]
    assert problem(desk.post("", key, json=DISH)) == "idempotency-key-reused"
    assert problem(desk.post("", "short", json=DISH)) == "bad-request"
    assert desk.post("", json=DISH).get_json()["code"] not in codes


def test_what_a_new_code_cannot_stand_for_is_refused(desk: Desk) -> None:
    before = len(desk.entries())

    for body in (
        {},
        {"target": {"kind": "venue", "id": "nowhere"}},
        DISH | {"place": {"lat": 1}},
        DISH | {"fallback": "/about"},
        DISH | {"campaign": "a\u202eb"},
    ):
        assert problem(desk.post("", json=body)) == "invalid-request"
    assert len(desk.entries()) == before


def test_without_the_audit_log_nothing_is_done(desk: Desk) -> None:
    code = made(desk.app)
    desk.flag(code, Flag.FAR)
    with changing(desk.app) as session:
        session.execute(text("ALTER TABLE audit_events RENAME TO gone"))
    try:
        for answer in (
            desk.change(code, keeper="x"),
            desk.post(f"/{code}/revocation"),
            desk.post(f"/{code}/flags/far/resolution", json=NOTE),
            desk.post("", json=DISH),
            desk.post(POSTERS, json={"street": STREET}),
        ):
            assert problem(answer) == "audit-unavailable"
    finally:
        with changing(desk.app) as session:
            session.execute(text("ALTER TABLE gone RENAME TO audit_events"))
    assert len(desk.get(code)["changes"]) == 1
