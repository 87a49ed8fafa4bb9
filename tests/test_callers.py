"""Who is calling: citizens, surely and lately enough; staff, by their roles."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.accounts.models import PAGES
from citizen_api.callers import (
    Citizen,
    Staff,
    citizen,
    known_session,
    known_staff,
    staff,
)
from citizen_api.roles.models import Role
from tests.conftest import NOON, close, copied, make_app
from tests.factories import Known, changing, known_person, last_entry, on_staff

FACILITY, OTHER_FACILITY = "31001", "31006"
DOORS = {
    "anybody": citizen(),
    "sure": citizen("LoA2"),
    "lately": citizen("LoA2", fresh_s=900),
    "insured": citizen(scope="insurance"),
    "ward": staff(Role.HEALTH_STAFF),
}


@pytest.fixture(scope="module")
def doors(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """The service with a door of each kind."""
    app = make_app(copied(server_url, f"migrated_{worker}", f"callers_{worker}"))
    for name, opened in DOORS.items():
        app.add_url_rule(f"/{name}", name, opened(told))
    app.add_url_rule("/at/<asked>", "at", staff(Role.HEALTH_STAFF)(told_where))
    yield app
    close(app)


@pytest.fixture(autouse=True)
def _noon(doors: Flask) -> None:
    doors.config["CLOCK"] = lambda: NOON


def told(caller: Citizen | Staff) -> dict[str, Any]:
    """Who called, so far as an answer can say it."""
    return {"session": str(caller.session)}


def told_where(caller: Staff, asked: str) -> dict[str, str]:
    """The place that a member of staff may use."""
    return {"scope": caller.scope_for(Role.HEALTH_STAFF, asked)}


def ask(doors: Flask, door: str, headers: dict[str, str]) -> TestResponse:
    return doors.test_client().get(f"/{door}", headers=headers)


def challenge(answer: TestResponse) -> str:
    assert answer.status_code in {401, 403}
    return answer.headers["WWW-Authenticate"]


def change(doors: Flask, statement: str, **values: Any) -> None:
    with changing(doors) as session:
        session.execute(text(statement), values)


def entries(doors: Flask) -> int:
    with changing(doors) as session:
        return int(session.scalar(text("SELECT count(*) FROM audit_events")) or 0)


def test_a_citizen_is_known_by_the_access_token(doors: Flask) -> None:
    known = known_person(doors)

    answer = ask(doors, "anybody", known.headers)

    assert answer.get_json() == {"session": str(known.session)}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 'Bearer realm="citizen"'),
        ({"Authorization": "Basic eDp5"}, 'Bearer realm="citizen"'),
        ({"Authorization": "Bearer short"}, 'Bearer realm="citizen"'),
        (
            {"Authorization": "Bearer " + "x" * 43},
            'Bearer realm="citizen", error="invalid_token"',
        ),
    ],
)
def test_nobody_else_is_let_in(
    doors: Flask, headers: dict[str, str], expected: str
) -> None:
    for door in DOORS:
        answer = ask(doors, door, headers)

        assert challenge(answer) == expected
        assert answer.get_json()["type"].endswith("/problems/not-signed-in")
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_access_token_lives_for_ten_minutes(doors: Flask) -> None:
    known = known_person(doors)

    for minutes, expected in ((9, 200), (10, 401)):
        doors.config["CLOCK"] = lambda after=minutes: NOON + timedelta(minutes=after)
        assert ask(doors, "anybody", known.headers).status_code == expected


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE sessions SET ended_at = :now WHERE id = :session",
        "UPDATE sessions SET expires_at = :now WHERE id = :session",
        "UPDATE people SET erased_at = :now WHERE id = :person",
        "DELETE FROM access_tokens WHERE session_id = :session",
    ],
)
def test_who_signed_out_is_out_at_the_next_call(doors: Flask, end: str) -> None:
    known = known_person(doors, "P003")
    assert ask(doors, "anybody", known.headers).status_code == 200

    try:
        change(doors, end, now=NOON, session=known.session, person=known.person)
        assert ask(doors, "anybody", known.headers).status_code == 401
    finally:
        change(doors, "UPDATE people SET erased_at = NULL")


def test_s23_a_low_level_is_told_which_one_is_needed(doors: Flask) -> None:
    known = known_person(doors, acr="LoA1")

    assert ask(doors, "anybody", known.headers).status_code == 200
    answer = ask(doors, "sure", known.headers)

    said = challenge(answer)
    assert 'error="insufficient_user_authentication"' in said
    assert 'acr_values="LoA2"' in said
    assert "max_age" not in said
    assert answer.status_code == 401
    assert "insufficient-user-authentication" in answer.get_json()["type"]


def test_s23_an_old_sign_in_is_told_how_new_it_must_be(doors: Flask) -> None:
    old = known_person(doors, auth_time=NOON - timedelta(minutes=15, seconds=1))
    new = known_person(doors, auth_time=NOON - timedelta(minutes=15))

    assert ask(doors, "sure", old.headers).status_code == 200
    assert ask(doors, "lately", new.headers).status_code == 200
    said = challenge(ask(doors, "lately", old.headers))

    assert 'acr_values="LoA2"' in said
    assert 'max_age="900"' in said


def test_an_app_does_only_what_it_was_allowed(doors: Flask) -> None:
    known = known_person(doors, scopes=("profile",))

    answer = ask(doors, "insured", known.headers)

    assert answer.status_code == 403
    expected = 'error="insufficient_scope", scope="insurance"'
    assert expected in challenge(answer)


def test_the_cookie_of_the_pages_opens_no_door_of_the_api(doors: Flask) -> None:
    known = known_person(doors, client=PAGES)

    headers = {"Authorization": f"Bearer {known.page_token}"}
    with doors.app_context():
        caller = known_session(known.page_token)
        nobody = known_session(known.token), known_staff("x" * 43)

    assert ask(doors, "anybody", headers).status_code == 401
    assert caller is not None
    assert (caller.id, caller.client) == (known.person, PAGES)
    assert nobody == (None, None)


def test_s16_a_role_is_good_at_its_own_place_only(doors: Flask) -> None:
    headers = on_staff(doors, Role.HEALTH_STAFF, FACILITY, persona="P005")

    here = ask(doors, f"at/{FACILITY}", headers)
    there = ask(doors, f"at/{OTHER_FACILITY}", headers)

    assert here.get_json() == {"scope": FACILITY}
    assert there.status_code == 403
    assert there.get_json()["type"].endswith("/problems/role-missing")


def test_s16_a_revoked_role_is_gone_at_the_next_call(doors: Flask) -> None:
    headers = on_staff(doors, Role.HEALTH_STAFF, FACILITY, persona="P006")
    assert ask(doors, "ward", headers).status_code == 200

    revoked = "UPDATE roles_held SET revoked_at = :now, revoked_by = 'command'"
    change(doors, revoked, now=NOON)

    assert ask(doors, "ward", headers).status_code == 403


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (NOON, NOON + timedelta(hours=1), 200),
        (NOON + timedelta(seconds=1), None, 403),
        (NOON - timedelta(days=2), NOON, 403),
    ],
)
def test_s16_a_role_is_good_at_its_own_time_only(
    doors: Flask, starts: datetime, ends: datetime | None, expected: int
) -> None:
    change(doors, "DELETE FROM roles_held")
    headers = on_staff(doors, Role.HEALTH_STAFF, FACILITY, persona="P007")
    times = "UPDATE roles_held SET valid_from = :starts, valid_to = :ends"
    change(doors, times, starts=starts, ends=ends)

    assert ask(doors, "ward", headers).status_code == expected


def test_s16_work_needs_level_two_and_an_app_that_may(doors: Flask) -> None:
    role = Role.HEALTH_STAFF, FACILITY, "P008"
    low = on_staff(doors, *role, acr="LoA1")
    other = on_staff(doors, *role, scopes=("profile",))
    before = entries(doors)

    assert 'acr_values="LoA2"' in challenge(ask(doors, "ward", low))
    assert 'scope="staff"' in challenge(ask(doors, "ward", other))
    assert entries(doors) == before + 2


def test_a_refused_member_of_staff_is_in_the_audit_log(doors: Flask) -> None:
    known = known_person(doors, "P009")
    before = entries(doors)

    assert ask(doors, "ward", known.headers).status_code == 403

    fields = last_entry(doors)
    assert entries(doors) == before + 1
    assert fields["actor"] == f"person:{known.person}"
    assert (fields["action"], fields["outcome"]) == ("door.refused", "refused")
    assert fields["detail"] == {
        "door": "ward",
        "method": "GET",
        "why": "role-missing",
    }


def test_a_refusal_that_cannot_be_written_down_is_not_answered(doors: Flask) -> None:
    known: Known = known_person(doors, "P010")
    change(doors, "ALTER TABLE audit_events RENAME TO gone")

    try:
        assert ask(doors, "ward", known.headers).status_code == 503
    finally:
        change(doors, "ALTER TABLE gone RENAME TO audit_events")


def test_who_is_refused_again_and_again_fills_no_log(doors: Flask) -> None:
    known = known_person(doors, "P011")
    before = entries(doors)

    codes = [ask(doors, "ward", known.headers).status_code for _ in range(62)]

    assert codes == [403] * 60 + [429] * 2
    assert entries(doors) == before + 60


def test_the_only_place_need_not_be_named(doors: Flask) -> None:
    on_staff(doors, Role.HEALTH_STAFF, FACILITY, persona="P012")
    pages = known_person(doors, "P012", client=PAGES)

    with doors.app_context():
        found = known_staff(pages.page_token)

    assert found is not None
    assert found[1].scope_for(Role.HEALTH_STAFF) == FACILITY
