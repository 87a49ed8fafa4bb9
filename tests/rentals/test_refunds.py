"""Refunds that a second person rejects, or that whoever asked withdraws."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.factories import database_of, last_entry, on_staff
from tests.rentals.people import Bicycle, Person, Street, fresh_key
from tests.wallets.people import problem

LISTED = "/v1/rentals/refunds"
WHY = "The lock closed in time."
AMOUNT = 21_000


@dataclass
class Desk:
    """Two members of staff, and a ride whose price is to be given back."""

    street: Street
    ride: str
    one: dict[str, str]
    two: dict[str, str]

    def ask(self, amount: int = AMOUNT) -> TestResponse:
        body = {"amount": amount, "reason": "The lock was broken."}
        sent = self.one | {"Idempotency-Key": fresh_key()}
        path = f"/v1/rentals/{self.ride}/refunds"
        return self.street.app.test_client().post(path, json=body, headers=sent)

    def decide(
        self, refund: str, verb: str, staff: dict[str, str], reason: str = WHY
    ) -> TestResponse:
        body = {"reason": reason} if verb == "reject" else None
        path = f"{LISTED}/{refund}/{verb}"
        return self.street.app.test_client().post(path, json=body, headers=staff)

    def listed(self, staff: dict[str, str]) -> dict[str, Any]:
        client = self.street.app.test_client()
        return dict(client.get(LISTED, headers=staff).get_json())


@pytest.fixture
def desk(street: Street, rider: Person, bike: Bicycle) -> Desk:
    """A ride of 30,000 đ or more."""
    ride = rider.rides(bike, hours=3)["id"]
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    two = on_staff(street.app, Role.BIKE_OPERATOR, persona="P003")
    return Desk(street, ride, one, two)


@pytest.fixture
def refund(desk: Desk) -> str:
    """A refund that waits."""
    return str(desk.ask().get_json()["id"])


def test_a_rejected_refund_waits_no_longer_and_who_asked_sees_why(
    desk: Desk, refund: str, rider: Person
) -> None:
    paid = rider.balance

    rejected = desk.decide(refund, "reject", desk.two)

    told = rejected.get_json()
    assert (told["paid"], told["rejected_for"]) == (False, WHY)
    assert desk.listed(desk.two) == {"items": [], "rejected": []}
    (seen,) = desk.listed(desk.one)["rejected"]
    assert told.items() <= seen.items()
    assert (seen["yours"], rider.balance) == (True, paid)
    desk.street.later(days=31)
    one = on_staff(desk.street.app, Role.BIKE_OPERATOR)
    assert desk.listed(one)["rejected"] == []


def test_who_asked_withdraws_it_and_asks_for_less(desk: Desk, refund: str) -> None:
    assert problem(desk.ask()) == "refund-too-large"

    withdrawn = desk.decide(refund, "reject", desk.one)

    assert withdrawn.get_json()["rejected_for"] == WHY
    assert last_entry(desk.street.app)["action"] == "rental.refund_withdrawn"
    assert desk.listed(desk.one) == {"items": [], "rejected": []}
    assert desk.ask(20_000).get_json()["paid"] is True


def test_the_audit_log_says_who_rejected_it_and_why(desk: Desk, refund: str) -> None:
    desk.decide(refund, "reject", desk.two)

    event = last_entry(desk.street.app)
    told = {"rental": desk.ride, "refund": refund, "amount": AMOUNT, "reason": WHY}
    assert (event["action"], event["detail"]) == ("rental.refund_rejected", told)


def test_rejected_again_the_first_reason_stands(desk: Desk, refund: str) -> None:
    first = desk.decide(refund, "reject", desk.two)
    event = last_entry(desk.street.app)

    again = desk.decide(refund, "reject", desk.one, "Another one.")

    assert again.get_json() == first.get_json()
    assert last_entry(desk.street.app) == event


def test_what_is_decided_is_not_decided_otherwise(desk: Desk, rider: Person) -> None:
    paid, refunds = rider.balance, [desk.ask(AMOUNT).get_json()["id"]]
    desk.decide(refunds[0], "reject", desk.two)
    refunds.append(desk.ask(AMOUNT).get_json()["id"])
    desk.decide(refunds[1], "approve", desk.two)

    for refund, verb in zip(refunds, ("approve", "reject"), strict=True):
        refused = desk.decide(refund, verb, desk.two)
        assert (refused.status_code, problem(refused)) == (409, "refund-decided")
    assert rider.balance == paid + AMOUNT


def test_approved_and_rejected_at_once_exactly_one_wins(
    desk: Desk, refund: str, rider: Person
) -> None:
    paid, start = rider.balance, Barrier(2)

    def by(verb: str) -> Callable[[], int]:
        def decided() -> int:
            start.wait()
            return desk.decide(refund, verb, desk.two).status_code

        return decided

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(by(verb)) for verb in ("approve", "reject")]
        approved, rejected = (each.result() for each in both)

    assert sorted((approved, rejected)) == [200, 409]
    assert rider.balance == paid + (AMOUNT if approved == 200 else 0)


def test_a_rejection_needs_a_reason(desk: Desk, refund: str) -> None:
    refused = desk.decide(refund, "reject", desk.two, " ")

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    assert [each["id"] for each in desk.listed(desk.two)["items"]] == [refund]


def test_a_rejection_sent_again_with_its_key_is_answered_as_before(
    desk: Desk, refund: str
) -> None:
    key = desk.two | {"Idempotency-Key": fresh_key()}

    answers = [desk.decide(refund, "reject", key).get_data() for _ in range(2)]
    other = desk.decide(refund, "reject", key, "Another one.")

    assert answers[0] == answers[1]
    assert problem(other) == "idempotency-key-reused"


def test_only_operators_reject_and_only_what_there_is(desk: Desk, refund: str) -> None:
    other = on_staff(desk.street.app, Role.MODERATOR, persona="P004")

    assert problem(desk.decide(refund, "reject", other)) == "role-missing"
    unknown = desk.decide(desk.ride, "reject", desk.two)
    assert (unknown.status_code, problem(unknown)) == (404, "not-found")
    asked = "SELECT count(*) FROM rental_refunds WHERE rejected_at IS NOT NULL"
    assert database_of(desk.street.app).find(asked, {})[0][0] == 0
