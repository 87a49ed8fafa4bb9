"""The page on which bike operators print labels."""

from flask import Flask
from sqlalchemy import select

from citizen_api.bikes.models import Bike
from citizen_api.roles.models import Role
from tests.factories import changing
from tests.pages.staff.working import Worker

LABELS = "/staff/bikes/labels"


def first_bike(app: Flask) -> Bike:
    with changing(app) as session:
        return session.scalars(select(Bike).order_by(Bike.id).limit(1)).one()


def test_a_label_is_made_anew_or_printed_again(operator: Worker) -> None:
    old = first_bike(operator.app)
    assert LABELS in operator.text("/staff")

    again = operator.fill(LABELS, number=old.number.lower(), action="print")
    assert (again.status_code, again.mimetype) == (200, "application/pdf")
    assert first_bike(operator.app).token == old.token
    new = operator.fill(LABELS, number=old.number, action="renew")
    assert new.data.startswith(b"%PDF")
    assert first_bike(operator.app).token != old.token
    (entry,) = operator.entries("bike.label_renewed")
    assert entry["actor"] == operator.actor


def test_without_a_bike_a_fresh_form_or_the_role_nothing_is_printed(
    operator: Worker,
) -> None:
    for number in ("", "HP9", "<b>", "x" * 3000):
        refused = operator.fill(LABELS, number=number, action="renew")
        assert refused.status_code == 404
        assert "No bike has this number." in refused.text
    assert operator.send(LABELS, {"number": "x"}).status_code == 403
    other = Worker(operator.app, Role.AUDITOR, persona="P003")
    assert other.open(LABELS).status_code == 403
    assert "Labels of bikes" not in other.text("/staff")
