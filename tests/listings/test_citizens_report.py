"""A citizen, too, says what is wrong with a venue, and reads what became of it."""

import pytest
from flask import Flask

from tests.factories import database_of, known_person
from tests.listings.deciding import decided
from tests.listings.owning import moderator
from tests.listings.reporting import MINE, Reporter
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.citizens import Someone, ask
from tests.reviews.phones import problem

KEY = "5f0c6d3e-9a7b-4c21-8d1e-"


class Citizen(Reporter, Someone):
    """A citizen who reports as an app does."""


@pytest.fixture
def citizen(shared: Flask) -> Citizen:
    """A citizen who has reported nothing of these venues."""
    with database_of(shared).engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM device_people")
        connection.exec_driver_sql(
            "DELETE FROM venue_reports WHERE person_id IS NOT NULL"
        )
    return Citizen(shared, known_person(shared, "P010").headers)


def test_a_citizen_reports_and_reads_it_again(citizen: Citizen) -> None:
    answer = citizen.report(kind="hours", text="Nay mở từ 7 giờ")

    assert answer.status_code == 201
    assert citizen.reported()["items"] == [answer.get_json()]
    assert citizen.report(kind="hours", text="Nay mở từ 7 giờ").status_code == 200
    again = citizen.report(kind="hours", text="Mở từ 8 giờ")
    assert problem(again) == "already-reported"


def test_the_same_key_is_the_same_report_of_a_citizen(
    citizen: Citizen, phone: Reporter
) -> None:
    first = citizen.report(kind="moved", key=KEY + "4")

    assert citizen.report(kind="moved", key=KEY + "4").get_json() == first.get_json()
    refused = citizen.report(OTHER, kind="moved", key=KEY + "4")
    assert problem(refused) == "idempotency-key-reused"
    assert phone.report(kind="moved", key=KEY + "4").status_code == 201


def test_a_citizen_reads_what_became_of_it(shared: Flask, citizen: Citizen) -> None:
    citizen.report(OTHER, kind="duplicate")
    path = f"/v1/moderation/cases?kind=report&venue={OTHER}&state=open"
    cases = citizen.client.get(path, headers=moderator(shared)).get_json()["items"]
    (case,) = (each for each in cases if each["reason"] == "duplicate")

    decided(shared, case["id"], "refuse", "Đây là hai quán.")

    (told,) = citizen.reported()["items"]
    assert (told["status"], told["note"]) == ("rejected", "Đây là hai quán.")


def test_what_a_phone_reported_is_its_citizens(
    citizen: Citizen, phone: Reporter
) -> None:
    phone.report(kind="closed", text="Đóng cả tuần")
    phone.report(OTHER, kind="hours")
    citizen.report(OTHER, kind="hours")

    ask(citizen, "PUT", "/v1/me/devices", {"token": phone.token})

    assert citizen.kinds() == phone.kinds() == ["hours", "closed"]
    assert problem(phone.report(kind="closed")) == "already-reported"
    assert phone.report(kind="moved").status_code == 201
    assert citizen.kinds() == ["moved", "hours", "closed"]


def test_an_app_that_may_not_write_reviews_does_not_report(shared: Flask) -> None:
    token = known_person(shared, "P010", scopes=("profile",)).headers
    narrow = Citizen(shared, token)

    assert problem(narrow.report(VENUE, kind="closed")) == "insufficient-scope"
    refused = narrow.client.get(MINE, headers=narrow.headers())
    assert problem(refused) == "insufficient-scope"
