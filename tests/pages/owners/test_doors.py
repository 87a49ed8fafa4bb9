"""Whose pages these are, and what every form of them holds to."""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.factories import changing
from tests.pages.filling import Reader
from tests.pages.owners.owning import DISH, RIVAL, Owner

FORMS = (
    *("/today", "/menu/new", f"/menu/{DISH}", "/hours/week", "/hours/days"),
    *("/contacts", "/name", "/duplicate"),
)
READ = (
    "",
    "/menu",
    "/hours",
    "/reviews",
    "/visit-code",
    "/print",
    "/photos",
    "/changes",
)


@pytest.mark.parametrize("part", [*READ, *FORMS])
def test_a_page_is_for_who_keeps_this_venue(owner: Owner, part: str) -> None:
    owner.text(part)

    rival = Owner(owner.app, persona=RIVAL)
    assert rival.open(owner.one + part).status_code == 403
    nobody = Reader(owner.app)
    assert "acr=LoA2" in nobody.open(owner.one + part).location


@pytest.mark.parametrize("part", [*FORMS, "/confirmation"])
def test_a_form_of_others_does_nothing(owner: Owner, part: str) -> None:
    rival, before = Owner(owner.app, persona=RIVAL), owner.listing()
    filled = owner.form(owner.one + ("" if part == "/confirmation" else part))

    assert rival.send(owner.one + part, filled).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert owner.send(owner.one + part, filled, **foreign).status_code == 403
    assert owner.send(owner.one + part, filled | {"form_token": "x"}).status_code == 403
    assert owner.listing() == before


def test_the_refusal_of_a_foreign_venue_is_in_the_audit_log(owner: Owner) -> None:
    rival = Owner(owner.app, persona=RIVAL)

    rival.open(owner.one)

    actor = f"person:{rival.known.person}"
    with changing(owner.app) as session:
        last = session.scalars(text("SELECT fields FROM audit_events ORDER BY seq"))
        refused = [each for each in last if each["action"] == "door.refused"]
    assert refused[-1]["actor"] == actor
    assert refused[-1]["detail"]["why"] == "role-missing"


def test_a_role_that_was_revoked_opens_nothing(owner: Owner) -> None:
    filled = owner.form(f"{owner.one}/today") | {"action": "close"}
    with changing(owner.app) as session:
        session.execute(
            text(
                "UPDATE roles_held SET revoked_at = now(), revoked_by = 'test'"
                " WHERE scope = :venue"
            ),
            {"venue": owner.venue},
        )

    assert owner.open(owner.one).status_code == 403
    assert owner.send(f"{owner.one}/today", filled).status_code == 403
    assert owner.venue not in owner.open("/me/venues").get_data(as_text=True)


def test_an_unknown_venue_is_nowhere(shared: Flask, owner: Owner) -> None:
    assert owner.open("/me/venues/nowhere").status_code == 403
    reader = Reader(shared)
    reader.sign_in(shared, "P005")
    assert reader.open("/venues/nowhere/claim").status_code == 404
    assert "You keep no venue yet" in reader.open("/me/venues").get_data(as_text=True)


def test_a_venue_that_was_merged_leads_to_the_other_one(shared: Flask) -> None:
    owner, other = Owner(shared), Owner(shared, persona=RIVAL)
    with changing(shared) as session:
        session.execute(
            text(
                "UPDATE venues SET merged_into_id ="
                " (SELECT id FROM venues WHERE slug = :other) WHERE slug = :venue"
            ),
            {"venue": owner.venue, "other": other.venue},
        )

    page = owner.open("/me/venues").get_data(as_text=True)

    assert "the same as another venue" in page
    assert f'href="/venues/{owner.venue}"' in page
    assert owner.open(owner.one).status_code == 409


def test_my_work_leads_owners_to_their_venues(owner: Owner) -> None:
    assert 'href="/me/venues"' in owner.open("/staff").get_data(as_text=True)
