"""The page on which a second bike operator agrees to refunds."""

from flask import Flask

from citizen_api.rentals.records import RentalRefund
from citizen_api.roles.models import Role
from tests.factories import changing, on_staff
from tests.pages.staff.working import Worker
from tests.rentals.people import Street, fresh_key

REFUNDS = "/staff/bikes/refunds"


def asked(app: Flask, persona: str) -> str:
    """Where the large refund is approved that a member of staff asked for."""
    street = Street(app)
    ride = street.visitor().rides(street.bike(), hours=3)["id"]
    headers = on_staff(app, Role.BIKE_OPERATOR, persona=persona)
    answer = app.test_client().post(
        f"/v1/rentals/{ride}/refunds",
        json={"amount": 21_000, "reason": "The lock was broken."},
        headers=headers | {"Idempotency-Key": fresh_key()},
    )
    return f"{REFUNDS}/{answer.get_json()['id']}"


def test_a_refund_is_approved_by_somebody_else_than_who_asked(fresh: Flask) -> None:
    path = asked(fresh, "P003")
    two = Worker(fresh, Role.BIKE_OPERATOR)
    one = Worker(fresh, Role.BIKE_OPERATOR, persona="P003")
    assert REFUNDS in one.text("/staff")
    assert "somebody else must approve it" in one.text(REFUNDS)
    form = one.form("/staff/bikes/work")
    assert "Ask another member of staff" in one.send(path, form).text
    assert "open too long" in one.send(path, {"x": "y"}).text

    assert two.open(path).headers["Location"] == REFUNDS
    assert "The lock was broken." in two.text(REFUNDS)
    done = two.send(path, two.form(REFUNDS))

    assert (done.status_code, done.headers["Location"]) == (303, REFUNDS)
    assert "No refund waits." in two.text(REFUNDS)
    with changing(fresh) as session:
        assert session.query(RentalRefund).one().entry_id is not None
