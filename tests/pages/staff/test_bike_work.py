"""The page on which bike operators put bikes back into service."""

from flask import Flask
from sqlalchemy import select

from citizen_api.bikes.actions import report_fault
from citizen_api.bikes.models import Bike, State
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing
from tests.pages.staff.working import Worker

WORK = "/staff/bikes/work"


def broken(app: Flask) -> str:
    """The number of a bike that was reported."""
    with changing(app) as session:
        wanted = select(Bike).where(Bike.state == State.AVAILABLE).order_by(Bike.id)
        bike = session.scalars(wanted.limit(1).with_for_update()).one()
        report_fault(session, bike, "The chain came off.", at=NOON)
        return bike.number


def state(app: Flask, number: str) -> str:
    with changing(app) as session:
        wanted = select(Bike.state).where(Bike.number == number)
        return session.scalars(wanted).one()


def test_a_bike_that_waits_is_mended(operator: Worker) -> None:
    number = broken(operator.app)
    assert WORK in operator.text("/staff")
    assert "The chain came off." in operator.text(WORK)

    sent = {"number": number.lower(), "station": "hp-019", "reason": "A new chain."}
    done = operator.fill(WORK, **sent, action="mend")

    assert (done.status_code, done.headers["Location"]) == (303, WORK)
    assert state(operator.app, number) == "available"
    assert "No bike is out of use." in operator.text(WORK)


def test_a_bike_is_carried_and_taken_away(operator: Worker) -> None:
    number = broken(operator.app)
    sent = {"number": number, "station": "hp-019", "reason": "To the workshop."}

    assert operator.fill(WORK, **sent, action="move").status_code == 303
    assert state(operator.app, number) == "non_operational"
    assert operator.fill(WORK, **sent, action="remove").status_code == 303
    assert state(operator.app, number) == "removed"

    again = operator.fill(WORK, **sent, action="move")
    assert again.status_code == 409
    assert "Put it back into service" in again.text


def test_what_is_missing_is_said(operator: Worker) -> None:
    sent = {"number": "HP00501", "station": "hp-019", "reason": ""}
    assert operator.fill(WORK, **sent, action="mend").status_code == 422
    sent = {"number": "HP9", "station": "hp-019", "reason": "A new chain."}
    assert operator.fill(WORK, **sent, action="mend").status_code == 404
    assert operator.send(WORK, {"number": "x"}).status_code == 403
    other = Worker(operator.app, Role.AUDITOR, persona="P003")
    assert other.open(WORK).status_code == 403
