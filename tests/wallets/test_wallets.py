"""What riders read of their money: entries, receipts, and months that add up."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from citizen_api.wallets.actions import Charge, charge, refund
from citizen_api.wallets.models import Kind
from citizen_api.wallets.top_ups import claim
from tests.conftest import NOON
from tests.factories import changing
from tests.wallets.people import Rider, problem, tell, transfer, visitor

ENTRIES = "/v1/me/wallet/entries"
STATEMENT = "/v1/me/wallet/statements/2026-11"


def statement(rider: Rider, month: str = "2026-11") -> dict[str, Any]:
    return dict(rider.get(f"/v1/me/wallet/statements/{month}").get_json())


@pytest.fixture
def rides(rider: Rider) -> Rider:
    """A rider who topped up, rode five times and got something back."""
    rider.top_up(100_000)
    with changing(rider.app) as session:
        for number in range(5):
            reference, detail = f"rental:{number}", {"plan": "bicycle-single"}
            charge(
                session,
                rider.owner,
                5_000 + number * 1_000,
                Kind.RIDE,
                reference,
                at=NOON + timedelta(days=number * 5),
                detail=detail,
            )
        paid = Charge(Kind.RIDE, "rental:0")
        refund(session, paid, 2_000, "refund:1", at=NOON + timedelta(days=1))
    return rider


def test_entries_come_page_by_page_and_none_twice(rides: Rider) -> None:
    path, seen = f"{ENTRIES}?limit=3", []
    while path:
        page = rides.get(path)
        assert page.headers["Cache-Control"] == "no-store"
        seen += page.get_json()["items"]
        path = page.get_json()["next"]

    assert [each["amount"] for each in seen] == [
        2_000,
        -9_000,
        -8_000,
        -7_000,
        -6_000,
        -5_000,
        100_000,
    ]
    assert len({each["id"] for each in seen}) == 7


def test_each_entry_says_the_balance_after_it(rides: Rider) -> None:
    entries = rides.entries()

    assert entries[0]["balance"] == rides.wallet()["balance"] == 67_000
    for newer, older in pairwise(entries):
        assert newer["balance"] == older["balance"] + newer["amount"]


def test_a_receipt_says_what_was_paid_for_and_what_was_given_back(rides: Rider) -> None:
    first = rides.entries()[-2]
    refunded = rides.entries()[0]

    receipt = rides.get(f"{ENTRIES}/{first['id']}").get_json()

    assert receipt == first
    assert (receipt["kind"], receipt["reference"]) == ("ride", "rental:0")
    assert receipt["detail"] == {"plan": "bicycle-single"}
    assert (receipt["refunded"], refunded["refund_of"]) == (2_000, receipt["id"])


def test_another_riders_entry_is_not_found(fresh: Flask, rides: Rider) -> None:
    other = visitor(fresh)

    for entry in (rides.entries()[0]["id"], uuid4(), "1"):
        refused = other.get(f"{ENTRIES}/{entry}")
        assert (refused.status_code, problem(refused)) == (404, "not-found")
    assert other.entries() == []


def test_another_riders_cursor_is_refused(fresh: Flask, rides: Rider) -> None:
    path = rides.get(f"{ENTRIES}?limit=3").get_json()["next"]

    assert problem(visitor(fresh).get(path)) == "bad-cursor"


def test_the_statement_of_a_month_adds_up(rides: Rider) -> None:
    for month, charged, closing in (
        ("2026-11", 11_000, 91_000),
        ("2026-12", 24_000, 67_000),
    ):
        told = statement(rides, month)
        totals = told["totals"]
        assert (totals["charged"], told["closing"]) == (charged, closing)
        assert told["closing"] == (
            told["opening"]
            + totals["topped_up"]
            - totals["charged"]
            + totals["refunded"]
        )
        moved = sum(each["amount"] for each in told["entries"])
        assert told["closing"] == told["opening"] + moved

    assert statement(rides, "2026-12")["opening"] == 91_000
    assert statement(rides, "2026-10")["entries"] == []


def test_a_month_begins_at_midnight_in_the_city(rider: Rider) -> None:
    midnight = NOON.replace(month=12, day=1, hour=0)
    with changing(rider.app) as session:
        for number, at in enumerate((midnight - timedelta(microseconds=1), midnight)):
            charge(session, rider.owner, 1_000, Kind.FEE, f"fee:{number}", at=at)

    assert statement(rider)["closing"] == -1_000
    assert statement(rider, "2026-12")["opening"] == -1_000
    assert statement(rider, "2026-12")["closing"] == -2_000


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-1", "1999-12", "2026", "now", "２０２６-11"]
)
def test_what_is_no_month_is_not_found(app: Flask, month: str) -> None:
    assert problem(visitor(app).get(f"/v1/me/wallet/statements/{month}")) == "not-found"


def test_the_last_month_there_can_be_has_a_statement(app: Flask) -> None:
    assert statement(visitor(app), "2099-12")["closing"] == 0


def test_money_that_named_nobody_is_given_to_its_owner_once(
    fresh: Flask, rider: Rider
) -> None:
    asked = rider.ask(50_000).get_json()
    tell(fresh, transfer("quên ghi mã", 50_000, "FT1"))
    code = asked["transfer"]["purpose"].removeprefix("HPW")

    for _ in range(2):
        with changing(fresh) as session:
            claim(session, "FT1", code, at=NOON)

    assert [each["kind"] for each in rider.entries()] == ["claim"]
    assert rider.wallet()["balance"] == 50_000
    assert statement(rider)["totals"]["topped_up"] == 50_000
