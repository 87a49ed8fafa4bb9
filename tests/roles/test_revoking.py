"""Roles are taken away, listed, and seen by administrators only."""

import pytest
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.factories import on_staff, signed_in
from tests.reviews.phones import problem
from tests.roles.conftest import Office

DOORS = (("GET", "/v1/roles"), ("POST", "/v1/roles"), ("DELETE", "/v1/roles/1"))


def call(
    office: Office, method: str, url: str, headers: dict[str, str]
) -> TestResponse:
    body = {"person_id": office.person(), "role": "auditor"}
    said = body if method == "POST" else None
    return office.client.open(url, method=method, json=said, headers=headers)


def test_a_revoked_role_is_kept_among_those_that_were(office: Office) -> None:
    number = office.grant().get_json()["id"]

    revoked = office.revoke(number)

    assert revoked.status_code == 200
    assert revoked.get_json()["revoked_at"] == "2026-11-21T12:00:00+07:00"
    assert office.listed(role="moderator") == []
    assert office.listed(role="moderator", current="false") == [revoked.get_json()]
    assert office.last_entry()["action"] == "roles.read"


def test_revoking_again_changes_nothing(office: Office) -> None:
    number = office.grant().get_json()["id"]
    first = office.revoke(number)
    entries = office.rows("SELECT count(*) FROM audit_events")

    again = office.revoke(number)

    assert again.get_json() == first.get_json()
    assert office.rows("SELECT count(*) FROM audit_events") == entries


def test_a_revocation_is_in_the_audit_log(office: Office) -> None:
    role = office.grant().get_json()
    office.revoke(role["id"])

    entry = office.last_entry()

    assert entry["action"] == "role.revoked"
    assert entry["detail"]["held"] == role["id"]


@pytest.mark.parametrize("number", ["99999999", "0", "123456789", "x", "-1"])
def test_a_role_that_never_was_is_not_found(office: Office, number: str) -> None:
    answer = office.client.delete(f"/v1/roles/{number}", headers=office.headers)

    assert (answer.status_code, problem(answer)) == (404, "not-found")


def test_a_role_may_be_given_again_after_it_was_taken(office: Office) -> None:
    office.revoke(office.grant().get_json()["id"])

    assert office.grant().status_code == 201


def test_s16_an_administrator_without_the_role_is_out_at_the_next_call(
    office: Office,
) -> None:
    other = on_staff(office.app, Role.ADMINISTRATOR, persona="P004")
    assert call(office, "GET", "/v1/roles", other).status_code == 200
    (number,) = [
        each["id"]
        for each in office.listed(role="administrator")
        if each["person_id"] == office.person("P004")
    ]

    office.revoke(number)

    for method, url in DOORS:
        answer = call(office, method, url, other)
        assert (answer.status_code, problem(answer)) == (403, "role-missing")


def test_s16_no_other_role_opens_these_doors(office: Office) -> None:
    for persona, role in {"P005": Role.AUDITOR, "P006": Role.MODERATOR}.items():
        headers = on_staff(office.app, role, persona=persona)
        for method, url in DOORS:
            answer = call(office, method, url, headers)
            assert (answer.status_code, problem(answer)) == (403, "role-missing")


def test_a_citizen_is_no_administrator(office: Office) -> None:
    headers = signed_in(office.app, "P007")

    for method, url in DOORS:
        assert problem(call(office, method, url, headers)) == "role-missing"
        assert problem(call(office, method, url, {})) == "not-signed-in"


def test_the_list_names_people_and_a_look_at_it_is_written_down(
    office: Office,
) -> None:
    office.grant()

    (role,) = office.listed(person_id=office.person(), role="moderator")

    entry = office.last_entry()
    assert role["name"]
    assert (entry["action"], entry["detail"]) == ("roles.read", {"count": 1})


def test_the_list_comes_in_pages(office: Office) -> None:
    for role in ("moderator", "auditor", "code_keeper"):
        office.grant(role=role)
    asked = {"person_id": office.person(), "limit": "2"}

    first = office.client.get("/v1/roles", query_string=asked, headers=office.headers)
    rest = office.client.get(first.get_json()["next"], headers=office.headers)

    pages = [first.get_json()["items"], rest.get_json()["items"]]
    assert [[each["role"] for each in page] for page in pages] == [
        ["code_keeper", "auditor"],
        ["moderator"],
    ]
    assert rest.get_json()["next"] is None


def test_a_cursor_belongs_to_its_question(office: Office) -> None:
    for role in ("moderator", "auditor"):
        office.grant(role=role)
    first = office.client.get("/v1/roles?limit=1", headers=office.headers).get_json()

    other = office.client.get(first["next"] + "&role=auditor", headers=office.headers)

    assert problem(other) == "bad-cursor"
