"""An administrator gives roles: whom, where, until when, once, and written down."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.reviews.phones import problem
from tests.roles.conftest import Office

LATER = "2026-12-01T00:00:00+07:00"


def test_a_role_is_granted_and_listed(office: Office) -> None:
    granted = office.grant(role="health_staff", scope=office.facility)

    assert granted.status_code == 201
    assert granted.headers["Cache-Control"] == "no-store"
    role = granted.get_json()
    assert (role["role"], role["scope"]) == ("health_staff", office.facility)
    assert role["valid_from"] == "2026-11-21T12:00:00+07:00"
    assert (role["valid_to"], role["revoked_at"]) == (None, None)
    assert office.listed(role="health_staff") == [role]


def test_a_grant_is_in_the_audit_log(office: Office) -> None:
    role = office.grant(role="health_staff", scope=office.facility).get_json()

    entry = office.last_entry()

    assert entry["action"] == "role.granted"
    assert entry["actor"] == role["granted_by"] == f"person:{office.person('P001')}"
    assert entry["facility"] == office.facility
    assert entry["detail"]["person"] == role["person_id"]
    (index,) = office.rows(
        "SELECT encode(number_index, 'hex') FROM people WHERE id = :id",
        id=role["person_id"],
    )
    assert entry["subject"] == index


def test_without_the_audit_log_nothing_is_granted(office: Office) -> None:
    office.change("ALTER TABLE audit_events RENAME TO gone")
    try:
        assert office.grant().status_code == 503
    finally:
        office.change("ALTER TABLE gone RENAME TO audit_events")

    assert office.listed(role="moderator") == []


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        ("health_staff", "{facility}", 201),
        ("health_staff", "", 422),
        ("health_staff", "00000", 422),
        ("health_staff", "{venue}", 422),
        ("break_glass_reviewer", "", 201),
        ("break_glass_reviewer", "{facility}", 201),
        ("venue_owner", "{venue}", 201),
        ("venue_owner", "", 422),
        ("venue_owner", "no-such-venue", 422),
        ("auditor", "", 201),
        ("auditor", "{facility}", 422),
        ("administrator", "", 201),
    ],
)
def test_a_role_is_for_a_place_of_its_kind(
    office: Office, role: str, scope: str, status: int
) -> None:
    where = scope.format(facility=office.facility, venue=office.venue)
    person = office.person("P003")
    office.change("DELETE FROM roles_held WHERE person_id = :id", id=person)

    answer = office.grant(role=role, scope=where, person_id=person)

    assert answer.status_code == status
    if status == 422:
        assert answer.get_json()["errors"][0]["pointer"] == "#/scope"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"person_id": str(uuid4())}, "#/person_id"),
        ({"person_id": "not-an-id"}, "#/person_id"),
        ({"person_id": "{" + str(uuid4()) + "}"}, "#/person_id"),
        ({"person_id": 5}, "#/person_id"),
        ({"person_id": None}, "#/person_id"),
        ({"role": "king"}, "#/role"),
        ({"role": ["auditor"]}, "#/role"),
        ({"scope": 7}, "#/scope"),
        ({"scope": None}, "#/scope"),
        ({"scope": "x" * 81}, "#/scope"),
        ({"scope": "\u202e31001"}, "#/scope"),
        ({"scope": "a\x00b"}, "#/scope"),
        ({"valid_to": "2026-11-21"}, "#/valid_to"),
        ({"valid_to": "2026-12-01T00:00:00"}, "#/valid_to"),
        ({"valid_to": "2026-13-01T00:00:00Z"}, "#/valid_to"),
        ({"valid_to": "2026-11-21T12:00:00+07:00"}, "#/valid_to"),
        ({"valid_from": LATER, "valid_to": LATER}, "#/valid_to"),
        ({"valid_from": 1764565200}, "#/valid_from"),
        ({"granted_by": "command"}, "#/granted_by"),
    ],
)
def test_what_cannot_be_granted_is_named(
    office: Office, body: dict[str, Any], pointer: str
) -> None:
    answer = office.grant(**body)

    assert problem(answer) == "invalid-request"
    assert [each["pointer"] for each in answer.get_json()["errors"]] == [pointer]


def test_nobody_gives_a_role_to_themselves(office: Office) -> None:
    answer = office.grant(person_id=office.person("P001"))

    assert (answer.status_code, problem(answer)) == (403, "own-role")
    assert office.last_entry()["detail"]["why"] == "own-role"


def test_a_role_is_held_once_at_a_time(office: Office) -> None:
    first = office.grant(valid_to=LATER)

    overlapping = office.grant()
    after = office.grant(valid_from=LATER)

    assert (first.status_code, after.status_code) == (201, 201)
    assert (overlapping.status_code, problem(overlapping)) == (409, "role-already-held")


def test_the_same_key_grants_once(office: Office, new_key: Callable[[], str]) -> None:
    key = new_key()

    first, again = office.grant(key), office.grant(key)
    other = office.grant(key, role="auditor")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()
    assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")
    assert len(office.listed(role="moderator")) == 1


def test_of_many_grants_at_once_one_is_made(
    office: Office, new_key: Callable[[], str]
) -> None:
    people = [office.person(name) for name in ("P002", "P003")]
    office.change("DELETE FROM roles_held WHERE role = 'moderator'")
    key = new_key()

    with ThreadPoolExecutor(8) as threads:
        asked = [people[number % 2] for number in range(8)]
        answers = list(
            threads.map(lambda person: office.grant(key, person_id=person), asked)
        )

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * 3 + [201] + [422] * 4
    assert len(office.listed(role="moderator")) == 1
