"""The pages of administrators, auditors and privacy officers."""

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.breaches.actions import detect
from citizen_api.roles.models import Role
from tests.breaches.attacks import mass
from tests.conftest import NOON
from tests.factories import changing, known_person
from tests.insurance.clinic import someone
from tests.pages.staff.working import Worker, without_roles

ROLES, AUDIT, BREACHES = "/staff/roles", "/staff/audit", "/staff/breaches"
ANYBODY = "0b2f6d0e-5c5e-4c0e-9d0c-2f1f6f1c9a55"
PAGES = {
    Role.ADMINISTRATOR: (ROLES, f"{ROLES}/new"),
    Role.AUDITOR: (AUDIT, f"{AUDIT}/verification"),
    Role.PRIVACY_OFFICER: (BREACHES,),
}


def at(app: Flask, role: Role) -> Worker:
    """Somebody with one role, and nobody else with any."""
    without_roles(app)
    return Worker(app, role, persona="P017")


@pytest.mark.parametrize("role", PAGES)
def test_each_page_is_for_its_role(shared: Flask, role: Role) -> None:
    worker = at(shared, role)

    for opens, paths in PAGES.items():
        for path in paths:
            worker.text(path, 200 if opens == role else 403)
    links = worker.text("/staff")
    for opens, paths in PAGES.items():
        assert (f'href="{paths[0]}"' in links) == (opens == role)


def test_a_role_is_given_by_number_and_taken_away(shared: Flask) -> None:
    boss = at(shared, Role.ADMINISTRATOR)
    other = known_person(shared, "P002")
    number = "099078203612"
    typed = {"role": "health_staff", "scope": "99001", "valid_to": "2027-01-31"}

    nobody = boss.fill(f"{ROLES}/new", person_id=number, **typed)
    assert nobody.status_code == 422
    given = boss.fill(f"{ROLES}/new", person_id=str(other.person), **typed)
    assert (given.status_code, given.location) == (303, f"{ROLES}?done=granted")
    page = boss.text(f"{ROLES}?role=health_staff")
    assert str(other.person) in page
    assert "until 00:00 31 Jan 2027" in page
    held = boss.entries("role.granted")[-1]["detail"]["held"]

    path = f"{ROLES}/{held}/revocation"
    assert "Take this role away?" in boss.text(path)
    assert boss.send(path, {"form_token": "x"}).status_code == 403
    assert boss.fill(path).location == f"{ROLES}?done=revoked"
    assert str(other.person) not in boss.text(f"{ROLES}?role=health_staff")
    assert "taken away already" in boss.text(path)
    assert len(boss.entries("role.revoked")) == 1


def test_who_signed_in_is_found_by_their_number(shared: Flask) -> None:
    boss = at(shared, Role.ADMINISTRATOR)
    known_person(shared, "P003")
    from_personas = boss.fill(
        f"{ROLES}/new", person_id=number_of("P003"), role="auditor"
    )

    assert from_personas.status_code == 303


def number_of(persona: str) -> str:
    """The citizen number of a persona."""
    return someone(persona).number


@pytest.mark.parametrize(
    ("typed", "field", "status"),
    [
        ({"person_id": "x", "role": "auditor"}, "person_id", 422),
        ({"person_id": "", "role": "auditor"}, "person_id", 422),
        ({"person_id": ANYBODY, "role": "auditor"}, "person_id", 422),
        ({"person_id": "own", "role": "auditor"}, "person_id", 403),
        ({"person_id": "other", "role": "health_staff"}, "scope", 422),
        ({"person_id": "other", "role": "boss"}, "role", 422),
        (
            {"person_id": "other", "role": "auditor", "valid_to": "2020-01-01"},
            "valid_to",
            422,
        ),
    ],
)
def test_what_is_wrong_with_a_grant_stands_beside_it(
    shared: Flask,
    typed: dict[str, str],
    field: str,
    status: int,
) -> None:
    boss = at(shared, Role.ADMINISTRATOR)
    people = {"own": boss.person, "other": known_person(shared, "P002").person}
    typed = typed | {
        "person_id": str(people.get(typed["person_id"], typed["person_id"]))
    }

    refused = boss.fill(f"{ROLES}/new", **typed)

    assert refused.status_code == status
    assert f'id="{field}-error"' in refused.get_data(as_text=True)


def test_the_log_is_read_filtered_and_verified(shared: Flask) -> None:
    auditor = at(shared, Role.AUDITOR)
    auditor.text(AUDIT)

    page = auditor.text(f"{AUDIT}?action=audit.read")
    assert auditor.actor in page
    assert "<strong>audit.read</strong>" in page
    assert "<strong>role.granted</strong>" not in page
    assert "There is no such entry." in auditor.text(f"{AUDIT}?action=%3Cb%3E")
    auditor.text(f"{AUDIT}?cursor=x", 422)
    assert "It is whole" in auditor.text(f"{AUDIT}/verification")
    assert auditor.entries("audit.verified")


def test_a_log_that_was_changed_is_seen(fresh: Flask) -> None:
    auditor = Worker(fresh, Role.AUDITOR)
    for _ in range(3):
        auditor.text(AUDIT)
    with changing(fresh) as session:
        session.execute(text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
        session.execute(
            text(
                'UPDATE audit_events SET fields = fields || \'{"outcome": "x"}\''
                " WHERE seq = 2"
            )
        )

    page = auditor.text(f"{AUDIT}/verification")

    assert "It was changed" in page
    assert "№ 2" in page


def test_older_entries_come_page_by_page(shared: Flask) -> None:
    auditor = at(shared, Role.AUDITOR)
    for _ in range(51):
        auditor.open(AUDIT)

    page = auditor.text(f"{AUDIT}?action=audit.read").replace("&amp;", "&")
    _, _, rest = page.partition(f'href="{AUDIT}?action=audit.read&cursor=')
    older = auditor.text(
        f"{AUDIT}?action=audit.read&cursor={rest.partition(chr(34))[0]}"
    )

    assert page.count("<strong>audit.read</strong>") == 50
    assert older.count("<strong>audit.read</strong>") >= 1


@pytest.fixture
def breach(shared: Flask) -> str:
    """The page of a breach."""
    with changing(shared) as session:
        session.execute(text("DELETE FROM breach_lookups"))
        session.execute(text("DELETE FROM breaches"))
        session.execute(text("DELETE FROM lookups"))
    mass(shared)
    with changing(shared) as session:
        (found,) = detect(session, now=NOON)
    return f"{BREACHES}/{found}"


def test_a_breach_is_reported_and_the_authority_told(
    shared: Flask,
    breach: str,
) -> None:
    officer = at(shared, Role.PRIVACY_OFFICER)
    assert breach in officer.text(BREACHES)
    page = officer.text(breach)
    assert "150 people affected" in page
    assert "12:00 24 Nov 2026" in page

    path = f"{breach}/notified"
    empty = officer.fill(path, reference="")
    assert empty.status_code == 422
    assert 'id="reference-error"' in empty.get_data(as_text=True)
    opened = officer.form(path) | {"reference": "A05-2026-000123"}
    assert officer.send(path, opened).location == f"{breach}?done=1"

    assert "A05-2026-000123" in officer.text(breach)
    assert officer.send(path, opened).status_code == 409
    assert breach not in officer.text(f"{BREACHES}?state=open")
    assert breach in officer.text(f"{BREACHES}?state=notified")
    assert officer.entries("breach.notified")


def test_a_breach_is_assessed_by_one_at_a_time(
    shared: Flask,
    breach: str,
) -> None:
    officer = at(shared, Role.PRIVACY_OFFICER)
    path = f"{breach}/assessment"
    said = {"harm": "possible", "assessment": "Tra cứu hàng loạt.", "closed": "yes"}
    opened = officer.form(path) | said

    assert officer.send(path, opened | {"harm": "huge"}).status_code == 422
    assert officer.send(path, opened).status_code == 303
    assert officer.send(path, opened).status_code == 412
    assert officer.send(path, opened | {"form_token": "x"}).status_code == 403

    page = officer.text(breach)
    assert "Tra cứu hàng loạt." in page
    assert "Case closed" in page
    for worse in ("", "/notified", "/assessment"):
        officer.text(f"{BREACHES}/{ANYBODY}{worse}", 404)
