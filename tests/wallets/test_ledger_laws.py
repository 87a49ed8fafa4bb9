"""Whatever riders, rentals and the bank do: no đồng appears, and none is lost."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from citizen_api.wallets import actions, top_ups
from citizen_api.wallets.actions import Charge
from citizen_api.wallets.ledger import balance
from citizen_api.wallets.models import Kind, Owner
from citizen_api.wallets.problems import (
    AlreadyBooked,
    BalanceTooLow,
    InDebt,
    RefundTooLarge,
)
from citizen_api.wallets.top_ups import Transfer
from tests.conftest import NOON

DEVICES = text(
    "INSERT INTO devices (token_hash) VALUES ('\\x01'), ('\\x02') RETURNING id"
)
UNEVEN = text(
    "SELECT count(*) FROM (SELECT FROM ledger_postings GROUP BY entry_id"
    " HAVING sum(amount) <> 0 OR count(*) < 2) AS uneven"
)
PURSES = text(
    "SELECT a.kind, coalesce(sum(p.amount), 0)::bigint FROM ledger_accounts a"
    " LEFT JOIN ledger_postings p ON p.account_id = a.id GROUP BY a.kind"
)
CODES = text(
    "SELECT t.code FROM top_ups t JOIN ledger_accounts a ON a.id = t.account_id"
    " WHERE a.device_id = :device"
)
CHECK = text("SET CONSTRAINTS ALL IMMEDIATE")
LATER = text("SET CONSTRAINTS ALL DEFERRED")
REFUSED = (AlreadyBooked, BalanceTooLow, InDebt, RefundTooLarge)

riders = st.integers(0, 1)
numbers = st.integers(0, 3)
amounts = st.sampled_from([1, 999, 5_000, 10_000, 50_000])


class Money(RuleBasedStateMachine):
    """Two riders, and a model of their money that is two dictionaries."""

    connection: Connection

    @initialize()
    def begin(self) -> None:
        self.outer = self.connection.begin_nested()
        self.session = Session(
            self.connection, join_transaction_mode="create_savepoint"
        )
        self.owners = [Owner(device=each) for each in self.session.scalars(DEVICES)]
        for owner in self.owners:
            self.ask(owner)
        self.have = [0, 0]
        self.charged: dict[int, tuple[int, int]] = {}
        self.refunded: dict[int, dict[int, int]] = {}
        self.told: dict[int, tuple[int, int]] = {}

    def ask(self, owner: Owner) -> None:
        top_ups.ask(
            self.session, owner, 10_000, key=None, random=_drawn(owner), now=NOON
        )

    def teardown(self) -> None:
        self.session.close()
        self.outer.rollback()

    @rule(rider=riders, number=numbers, amount=amounts)
    def pay(self, rider: int, number: int, amount: int) -> None:
        (code,) = self.session.scalars(CODES, self.owners[rider]._asdict())
        paid = Transfer(
            transaction=f"FT{number}", amount=amount, content=f"HPW{code}", made_at=NOON
        )
        if self.does(lambda: top_ups.receive(self.session, "evt", paid, now=NOON)):
            if number not in self.told:
                self.told[number] = rider, amount
                self.have[rider] += amount
            assert self.told[number][1] == amount

    @rule(rider=riders, number=numbers, amount=amounts)
    def ride(self, rider: int, number: int, amount: int) -> None:
        owner, reference = self.owners[rider], f"rental:{number}"
        if self.does(
            lambda: actions.charge(
                self.session, owner, amount, Kind.RIDE, reference, at=NOON
            )
        ):
            if number not in self.charged:
                self.charged[number] = rider, amount
                self.have[rider] -= amount
            assert self.charged[number] == (rider, amount)

    @rule(ride=numbers, number=numbers, amount=amounts)
    def give_back(self, ride: int, number: int, amount: int) -> None:
        if ride not in self.charged:
            return
        paid, reference = Charge(Kind.RIDE, f"rental:{ride}"), f"refund:{ride}:{number}"
        if self.does(
            lambda: actions.refund(self.session, paid, amount, reference, at=NOON)
        ):
            rider, charged = self.charged[ride]
            given = self.refunded.setdefault(ride, {})
            if number not in given:
                given[number] = amount
                self.have[rider] += amount
            assert sum(given.values()) <= charged

    def does(self, act: object) -> bool:
        """Whether it was done; what is refused changes nothing."""
        try:
            with self.session.begin_nested():
                act()  # type: ignore[operator]
        except REFUSED:
            return False
        return True

    @invariant()
    def nothing_appears_and_nothing_is_lost(self) -> None:
        self.session.execute(CHECK)
        self.session.execute(LATER)
        purses: dict[str, int] = dict(self.session.execute(PURSES).all())
        assert sum(purses.values()) == 0
        assert self.session.scalar(UNEVEN) == 0
        assert -purses["bank"] == sum(amount for _, amount in self.told.values())

    @invariant()
    def every_balance_is_the_sum_of_what_was_done(self) -> None:
        for rider, owner in enumerate(self.owners):
            assert balance(self.session, owner).amount == self.have[rider]


def _drawn(owner: Owner) -> top_ups.RandomBytes:
    return lambda size: (owner.device or 0).to_bytes(size, "big")


@pytest.fixture
def ledger(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are undone, however many runs there are."""
    with engine.connect() as made:
        outer = made.begin()
        yield made
        outer.rollback()


@pytest.mark.slow
def test_no_dong_appears_and_none_is_lost(ledger: Connection) -> None:
    class Here(Money):
        connection = ledger

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
