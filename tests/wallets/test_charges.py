"""What rentals do with a wallet: charge and give back, each once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from citizen_api.problems import NotFound, Problem
from citizen_api.wallets import actions
from citizen_api.wallets.actions import Charge, charge, refund
from citizen_api.wallets.models import Kind, Owner
from citizen_api.wallets.problems import (
    AlreadyBooked,
    BalanceTooLow,
    InDebt,
    RefundTooLarge,
)
from tests.conftest import NOON
from tests.factories import changing
from tests.wallets.people import Rider, citizen

RIDE = "rental:1"


def ride(session: Session, owner: Owner, amount: int, reference: str = RIDE) -> None:
    charge(session, owner, amount, Kind.RIDE, reference, at=NOON)


def test_a_charge_is_made_once_for_its_reference(rider: Rider) -> None:
    rider.top_up(50_000)

    for _ in range(2):
        with changing(rider.app) as session:
            ride(session, rider.owner, 6_000)

    assert rider.wallet()["balance"] == 44_000
    with changing(rider.app) as session:
        ride(session, rider.owner, 1_000, "rental:2")
        charge(session, rider.owner, 1_000, Kind.FEE, RIDE, at=NOON)
    assert rider.wallet()["balance"] == 42_000


def test_charged_at_once_by_many_it_is_charged_once(rider: Rider) -> None:
    def charged(_: int) -> None:
        with changing(rider.app) as session:
            ride(session, rider.owner, 6_000)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(charged, range(8)))

    assert rider.wallet()["balance"] == -6_000


def test_a_charge_with_another_amount_changes_nothing(rider: Rider) -> None:
    with changing(rider.app) as session:
        ride(session, rider.owner, 6_000)

    with pytest.raises(AlreadyBooked), changing(rider.app) as session:
        ride(session, rider.owner, 7_000)

    assert rider.wallet()["balance"] == -6_000


def test_a_charge_of_somebody_else_changes_nothing(fresh: Flask, rider: Rider) -> None:
    other = citizen(fresh, "P002")
    with changing(fresh) as session:
        ride(session, rider.owner, 6_000)

    with pytest.raises(AlreadyBooked), changing(fresh) as session:
        ride(session, other.owner, 6_000)

    assert other.wallet()["balance"] == 0


def test_a_ride_may_end_below_zero_and_the_next_one_waits(rider: Rider) -> None:
    rider.top_up(10_000)
    with changing(rider.app) as session:
        actions.ensure_may_start(session, rider.owner)
        ride(session, rider.owner, 13_000)

    wallet = rider.wallet()
    assert (wallet["balance"], wallet["debt"], wallet["may_ride"]) == (
        -3_000,
        3_000,
        False,
    )
    with pytest.raises(InDebt) as refused, changing(rider.app) as session:
        actions.ensure_may_start(session, rider.owner)
    assert "3000 đ" in refused.value.detail.vi


def test_a_top_up_pays_the_debt_first(rider: Rider) -> None:
    with changing(rider.app) as session:
        ride(session, rider.owner, 5_000)

    rider.top_up(10_000)
    wallet = rider.wallet()
    assert (wallet["balance"], wallet["debt"], wallet["may_ride"]) == (5_000, 0, False)

    rider.top_up(10_000)
    assert rider.wallet()["may_ride"] is True


@pytest.mark.parametrize(("amount", "enough"), [(10_000, True), (9_999, False)])
def test_a_ride_begins_with_ten_thousand_at_least(
    rider: Rider, amount: int, enough: bool
) -> None:
    rider.top_up(20_000)
    with changing(rider.app) as session:
        ride(session, rider.owner, 20_000 - amount)

    assert rider.wallet()["may_ride"] is enough
    with changing(rider.app) as session:
        if enough:
            actions.ensure_may_start(session, rider.owner)
        else:
            with pytest.raises(BalanceTooLow):
                actions.ensure_may_start(session, rider.owner)


def test_a_charge_is_given_back_in_parts_and_never_more(rider: Rider) -> None:
    paid = Charge(Kind.RIDE, RIDE)
    with changing(rider.app) as session:
        ride(session, rider.owner, 6_000)
        refund(session, paid, 2_000, "refund:1", at=NOON)
        refund(session, paid, 2_000, "refund:1", at=NOON)
        refund(session, paid, 3_000, "refund:2", at=NOON)

    with pytest.raises(RefundTooLarge) as refused, changing(rider.app) as session:
        refund(session, paid, 1_001, "refund:3", at=NOON)

    assert "1000 đ" in str(refused.value.detail)
    assert rider.wallet()["balance"] == -1_000
    assert [each["refunded"] for each in rider.entries()] == [0, 0, 5_000]


def test_a_refund_with_another_amount_changes_nothing(rider: Rider) -> None:
    paid = Charge(Kind.RIDE, RIDE)
    with changing(rider.app) as session:
        ride(session, rider.owner, 6_000)
        refund(session, paid, 2_000, "refund:1", at=NOON)

    with pytest.raises(AlreadyBooked), changing(rider.app) as session:
        refund(session, paid, 2_001, "refund:1", at=NOON)


@pytest.mark.parametrize(
    "named",
    [
        Charge(Kind.RIDE, "rental:2"),
        Charge(Kind.FEE, RIDE),
        Charge(Kind.TOP_UP, "FT1"),
    ],
)
def test_what_was_not_charged_is_not_given_back(rider: Rider, named: Charge) -> None:
    rider.top_up(20_000)
    with changing(rider.app) as session:
        ride(session, rider.owner, 6_000)

    with pytest.raises(NotFound), changing(rider.app) as session:
        refund(session, named, 1_000, "refund:1", at=NOON)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_than_nothing_cannot_be_moved(
    session: Session, amount: int
) -> None:
    nobody = Owner(person=uuid4())
    with pytest.raises(ValueError, match="cannot be moved"):
        ride(session, nobody, amount)
    with pytest.raises(ValueError, match="cannot be moved"):
        refund(session, Charge(Kind.RIDE, RIDE), amount, "refund:1", at=NOON)


def test_only_a_ride_a_pass_or_a_fee_is_charged(session: Session) -> None:
    with pytest.raises(ValueError, match="top_up is no charge"):
        charge(session, Owner(), 1_000, Kind.TOP_UP, RIDE, at=NOON)


@pytest.mark.parametrize("kind", [InDebt, BalanceTooLow, RefundTooLarge, AlreadyBooked])
def test_a_problem_of_money_says_what_to_do_in_two_languages(
    kind: type[Problem],
) -> None:
    assert kind.said.vi != str(kind.said)
    assert kind.status == 409
