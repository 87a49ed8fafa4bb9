"""The page on which a second bike operator approves refunds, or rejects them."""

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


def test_a_refund_is_rejected_with_a_reason_that_who_asked_sees(fresh: Flask) -> None:
    path = asked(fresh, "P003")
    two = Worker(fresh, Role.BIKE_OPERATOR)
    assert "Reject it" in two.text(REFUNDS)
    assert two.open(f"{path}/reject").headers["Location"] == REFUNDS
    form = two.form(REFUNDS)
    assert "open too long" in two.send(f"{path}/reject", {"x": "y"}).text
    empty = two.send(f"{path}/reject", form | {"reason": " "})
    assert (empty.status_code, "<details open>" in empty.text) == (422, True)

    done = two.send(f"{path}/reject", form | {"reason": "It closed in time."})

    assert (done.status_code, done.headers["Location"]) == (303, REFUNDS)
    assert "No refund waits." in two.text(REFUNDS)
    one = Worker(fresh, Role.BIKE_OPERATOR, persona="P003")
    assert "It closed in time." in one.text(REFUNDS)
    assert "already paid or rejected" in two.send(path, form).text


def test_who_asked_for_a_refund_withdraws_it(fresh: Flask) -> None:
    path = asked(fresh, "P003")
    one = Worker(fresh, Role.BIKE_OPERATOR, persona="P003")
    assert "Withdraw it" in one.text(REFUNDS)

    one.send(f"{path}/reject", one.form(REFUNDS) | {"reason": "The wrong ride."})

    text = one.text(REFUNDS)
    assert "No refund waits." in text
    assert "The wrong ride." not in text
    assert [each["actor"] for each in one.entries("rental.refund_withdrawn")] == [
        one.actor
    ]
