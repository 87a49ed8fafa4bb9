"""S28: staff sign in at VNeID level 2, and are told of another active session."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizen_api.accounts.models import Person
from citizen_api.roles.models import Role, RoleHeld
from tests.accounts.driving import App, Reader, asking
from tests.conftest import NOON
from tests.factories import changing


@pytest.fixture
def worker_of_the_city(house: Flask, base: str) -> Iterator[Reader]:
    """P033, who is an auditor, signed in at a browser."""
    made = Reader(base)
    made.sign_in("P033")
    with changing(house) as session:
        person = session.scalars(
            select(Person.id).order_by(Person.created_at.desc())
        ).first()
        session.add(
            RoleHeld(
                person_id=person,
                role=Role.AUDITOR,
                scope="",
                valid_from=NOON - timedelta(days=1),
                granted_by="command",
                granted_at=NOON,
            )
        )
    yield made
    made.browser.close()


def test_s28_staff_hear_of_another_session_and_can_end_it(
    reader: Reader, worker_of_the_city: Reader
) -> None:
    page = reader.sign_in("P033", return_to="/me/sessions?done=ended")

    assert page.url.startswith(f"{reader.base}/me/sessions?back=")
    assert "signed in on another device" in page.text
    assert 'href="/me/sessions?done=ended"' in page.text
    assert "End this sign-in" in page.text


def test_s28_others_are_not_kept_from_where_they_go(reader: Reader, base: str) -> None:
    first = Reader(base)
    first.sign_in("P029")
    first.browser.close()

    assert reader.sign_in("P029").url == f"{base}/me/sessions"


def test_s28_an_app_sees_how_many_other_sessions_there_are(
    reader: Reader, app_at: App
) -> None:
    first = app_at.redeem(reader.let_in("P028")["code"]).json()
    second = app_at.redeem(reader.let_in("P028")["code"]).json()

    for tokens in (first, second):
        me = app_at.get("/v1/me", tokens["access_token"]).json()
        assert me["other_sessions"] >= 1


def test_s28_an_app_for_staff_gets_level_2_or_nobody(reader: Reader) -> None:
    asked = asking(scope="staff", acr_values="LoA2")
    page = reader.open("/oauth/authorize", **asked)

    failed = reader.browser.get(reader.back_from_vneid(page, "P003"))

    assert failed.status_code == 400
