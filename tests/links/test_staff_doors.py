"""Code keepers through HTTP: what they see, change, take out of use and print."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.links.models import Flag, Kind
from citizen_api.links.scanning import raise_flag
from citizen_api.roles.models import Role
from tests.conftest import NOON, close, copied, make_app
from tests.contract.document import document_of, operations, wrong_with
from tests.factories import changing, known_person, on_staff, signed_in
from tests.links.codes import (
    DAY,
    expired,
    hanging,
    made,
    mistyped,
    never_given,
    revoked,
)
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem

STREET = "cau-dat-11359"
KEYS = count(1)
DISH = {"target": {"kind": "dish", "id": "nem-cua-be"}}
NOTE = {"note": "Đã dán lại"}


class Desk:
    """Where a code keeper works, through HTTP."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        self.headers = on_staff(app, Role.CODE_KEEPER, persona="P002")
        self.actor = f"person:{known_person(app, 'P002').person}"
        self.document = document_of(self.client)

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """Call a door under /v1/codes."""
        headers = self.headers | more.pop("headers", {})
        path = f"/v1/codes{path}"
        return self.client.open(path, method=method, headers=headers, **more)

    def get(self, code: str) -> dict[str, Any]:
        """A code."""
        answer = self.ask("GET", f"/{code}")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.get_json()
        return found

    def change(self, code: str, match: str | None = "*", **said: Any) -> TestResponse:
        """Change a code."""
        headers = {} if match is None else {"If-Match": match}
        return self.ask("PATCH", f"/{code}", json=said, headers=headers)

    def post(self, path: str, key: str | None = None, **more: Any) -> TestResponse:
        """Post, with a key when one is given."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", path, headers=headers, **more)

    def flag(self, code: str, kind: Flag, days: int = 0) -> None:
        """Let people report a code, so many days ago."""
        with changing(self.app) as session:
            raise_flag(session, code, kind, NOON.date() - days * DAY, "Dán đè")

    def last_entry(self) -> dict[str, Any]:
        """The newest entry of the audit log."""
        return self.entries()[-1]

    def entries(self) -> list[dict[str, Any]]:
        """What the audit log says of codes."""
        asked = text("SELECT fields FROM audit_events ORDER BY seq")
        with changing(self.app) as session:
            return list(session.scalars(asked))


def new_key() -> str:
    """A key that nobody used."""
    return f"a-key-of-a-code-keeper-{next(KEYS)}"


@pytest.fixture(scope="module")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city that these tests share."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"keepers_{worker}"))
    yield app
    close(app)


@pytest.fixture
def desk(shared: Flask) -> Desk:
    """A code keeper, and no flags of other tests."""
    with changing(shared) as session:
        session.execute(text("UPDATE link_flags SET resolved_at = now()"))
        session.execute(text("DELETE FROM roles_held"))
    return Desk(shared)


DOORS = (
    ("GET", "", None),
    ("POST", "", DISH),
    ("GET", "/F4K4FVP4", None),
    ("PATCH", "/F4K4FVP4", DISH),
    ("POST", "/F4K4FVP4/revocation", None),
    ("POST", "/F4K4FVP4/flags/far/resolution", NOTE),
    ("POST", "/posters", {"street": STREET}),
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
    name = f"Tết {next(KEYS)}"
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


def test_a_code_tells_all_that_was_done_and_by_whom(desk: Desk) -> None:
    code = hanging(desk.app)
    whole = desk.get(code)
    assert whole["place"] == {
        "label": "Cầu Đất 179",
        "lat": 20.8535,
        "lon": 106.6838,
        "radius_m": 100,
    }

    answer = desk.change(
        code,
        target={"kind": "page", "id": "/about"},
        place={"lat": 20.85, "lon": 106.68, "label": "Ga\u0302"},
        ends_at="2027-01-01T00:00:00+07:00",
        fallback="https://haiphong.gov.vn/",
        keeper="Ga Hải Phòng",
    )

    whole = answer.get_json()
    verbs = [each["verb"] for each in whole["changes"]]
    assert verbs == ["create", "retarget", "hang", "limit", "hand over"]
    assert {each["by"] for each in whole["changes"][1:]} == {desk.actor}
    assert whole["changes"][1]["before"] == {"target": f"venue {VENUE}"}
    assert (whole["kind"], whole["id"], whole["keeper"]) == (
        "page",
        "/about",
        "Ga Hải Phòng",
    )
    assert whole["place"]["label"] == "G\u1ea7".replace("\u1ea7", "â")
    assert whole["place"]["radius_m"] == 150
    assert whole["ends_at"] == "2027-01-01T00:00:00+07:00"
    assert desk.last_entry() == {
        "action": "code.changed",
        "actor": desk.actor,
        "outcome": "done",
        "detail": {
            "code": code,
            "fields": ["ends_at", "fallback", "keeper", "place", "target"],
        },
    }


def test_what_is_not_said_stays(desk: Desk) -> None:
    code = made(desk.app, ends_at=NOON + DAY, fallback="/about", keeper="Phường")

    later = "2026-12-24T12:00:00+07:00"
    whole = desk.change(code, ends_at=later).get_json()
    assert (whole["ends_at"], whole["fallback"]) == (later, "/about")
    assert whole["keeper"] == "Phường"

    whole = desk.change(code, ends_at=None, fallback=None, place=None).get_json()
    assert (whole["ends_at"], whole["fallback"]) == (None, None)


def test_a_change_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    code = made(desk.app, keeper="Phường")
    before = desk.entries()

    for said in ({}, {"keeper": "Phường"}, {"place": None}):
        assert desk.change(code, **said).status_code == 200

    assert len(desk.get(code)["changes"]) == 1
    assert desk.entries() == before


def test_an_edit_says_which_version_it_starts_from(desk: Desk) -> None:
    code = made(desk.app)
    read = desk.ask("GET", f"/{code}").headers["ETag"]

    assert problem(desk.change(code, None, **DISH)) == "version-required"
    first = desk.change(code, read, **DISH)
    assert first.status_code == 200
    assert problem(desk.change(code, read, keeper="x")) == "stale-version"
    assert problem(desk.change(code, '"nonsense"', keeper="x")) == "stale-version"
    assert desk.change(code, first.headers["ETag"], keeper="x").status_code == 200


def test_of_two_who_edit_at_once_one_is_told(desk: Desk) -> None:
    code = made(desk.app)
    read = desk.ask("GET", f"/{code}").headers["ETag"]

    def edit(name: str) -> int:
        headers = desk.headers | {"If-Match": read}
        client, said = desk.app.test_client(), {"keeper": name}
        path = f"/v1/codes/{code}"
        return client.patch(path, json=said, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(edit, "abcd")) == [200, 412, 412, 412]
    assert len(desk.get(code)["changes"]) == 2


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"target": {"kind": "venue", "id": "no-such-venue"}}, "#/target/id"),
        ({"target": {"kind": "page", "id": "javascript:alert(1)"}}, "#/target/id"),
        ({"target": {"kind": "page", "id": "https://a\u202eb.vn/"}}, "#/target/id"),
        ({"target": {"kind": "venue"}}, "#/target/id"),
        ({"target": {"kind": "bus", "id": "x"}}, "#/target/kind"),
        ({"target": None}, "#/target"),
        ({"target": []}, "#/target"),
        ({"place": {"lat": 20.8}}, "#/place/lon"),
        ({"place": {"lat": 20.8, "lon": 106, "radius_m": 1}}, "#/place/radius_m"),
        ({"place": {"lat": "20", "lon": True}}, "#/place/lon"),
        ({"place": {"label": "x" * 101}}, "#/place/label"),
        ({"starts_at": "2027-01-01"}, "#/starts_at"),
        (
            {
                "starts_at": "2027-01-02T00:00:00+07:00",
                "ends_at": "2027-01-01T00:00:00Z",
            },
            "#/ends_at",
        ),
        ({"fallback": "/about"}, "#/fallback"),
        ({"fallback": "http://x"}, "#/fallback"),
        ({"keeper": " "}, "#/keeper"),
        ({"keeper": None}, "#/keeper"),
        ({"revoked_at": None}, "#/revoked_at"),
    ],
)
def test_what_a_code_cannot_have_is_refused(
    desk: Desk, said: dict[str, Any], pointer: str
) -> None:
    code = made(desk.app)

    refused = desk.change(code, **said)

    assert problem(refused) == "invalid-request"
    pointers = [error["pointer"] for error in refused.get_json()["errors"]]
    assert pointer in pointers
    assert len(desk.get(code)["changes"]) == 1


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
            desk.post("/posters", json={"street": STREET}),
        ):
            assert problem(answer) == "audit-unavailable"
    finally:
        with changing(desk.app) as session:
            session.execute(text("ALTER TABLE gone RENAME TO audit_events"))
    assert len(desk.get(code)["changes"]) == 1


def test_posters_of_a_street_come_as_one_zip_piece_by_piece(desk: Desk) -> None:
    answer = desk.post("/posters", json={"street": STREET, "size": "A6"})

    pieces = list(answer.iter_encoded())
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert answer.mimetype == "application/zip"
    assert f"posters-{STREET}-A6.zip" in answer.headers["Content-Disposition"]
    assert "venue-banh-da-cua-be-ba-cu-F4K4FVP4.pdf" in archive.namelist()
    assert len(pieces) == len(archive.namelist()) + 1
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert desk.last_entry()["detail"] == {
        "street": STREET,
        "size": "A6",
        "count": len(archive.namelist()),
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/street"),
        ({"street": "nowhere"}, "#/street"),
        ({"street": "a\nb"}, "#/street"),
        ({"street": STREET, "size": "A3"}, "#/size"),
    ],
)
def test_posters_of_nothing_are_refused(
    desk: Desk, body: dict[str, Any], pointer: str
) -> None:
    refused = desk.post("/posters", json=body)

    assert refused.get_json()["errors"][0]["pointer"] == pointer
