"""The database itself refuses what no ledger may do, whoever asks."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from citizen_api.wallets.actions import charge
from citizen_api.wallets.models import Owner
from tests.conftest import NOON
from tests.factories import changing
from tests.wallets.people import Rider, visitor
from tests.wallets.rivals import RIDE, given_back

TABLES = [
    "ledger_accounts",
    "ledger_entries",
    "ledger_postings",
    "top_ups",
    "bank_transfers",
]
DEVICE = text("INSERT INTO devices (token_hash) VALUES ('\\x01') RETURNING id")
ENTRY = text(
    "INSERT INTO ledger_entries (id, kind, reference, at, refund_of)"
    " VALUES (:id, :kind, :reference, now(), :refund_of)"
)
POSTING = text(
    "INSERT INTO ledger_postings (entry_id, account_id, amount)"
    " SELECT :entry, id, :amount FROM ledger_accounts WHERE kind = :purse"
)
NOW = text("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def ridden(connection: Connection, session: Session) -> Connection:
    """A ledger in which one ride was charged."""
    device = session.scalar(DEVICE)
    charge(session, Owner(device=device), 6_000, *RIDE, at=NOON)
    session.commit()
    connection.execute(NOW)
    return connection


def book(
    connection: Connection, kind: str, moved: dict[str, int], of: object = None
) -> None:
    """Write an entry as no action of ours would."""
    values = {"id": uuid4(), "kind": kind, "reference": "made up", "refund_of": of}
    connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    connection.execute(ENTRY, values)
    for purse, amount in moved.items():
        posting = {"entry": values["id"], "purse": purse, "amount": amount}
        connection.execute(POSTING, posting)
    connection.execute(NOW)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"]
)
def test_nothing_in_the_ledger_is_changed(
    connection: Connection, table: str, change: str
) -> None:
    column = {"ledger_accounts": "kind", "ledger_entries": "at"}.get(table, "amount")
    if table == "bank_transfers":
        column = "outcome"

    with pytest.raises(ProgrammingError, match="only added to"):
        connection.execute(text(change.format(table, column, column)))


@pytest.mark.parametrize(
    "moved",
    [
        {},
        {"wallet": -1_000},
        {"wallet": -1_000, "fares": 999},
        {"wallet": 1_000, "fares": 1_000},
    ],
)
def test_postings_that_do_not_sum_to_zero_are_refused(
    ridden: Connection, moved: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError, match="sum to zero"):
        book(ridden, "fee", moved)


def test_a_posting_that_comes_later_is_refused(ridden: Connection) -> None:
    entry = ridden.scalar(text("SELECT id FROM ledger_entries"))

    with pytest.raises(IntegrityError, match="sum to zero"):
        ridden.execute(POSTING, {"entry": entry, "purse": "bank", "amount": 1})


def test_more_than_was_charged_is_not_given_back(ridden: Connection) -> None:
    entry = ridden.scalar(text("SELECT id FROM ledger_entries"))

    with pytest.raises(IntegrityError, match="given back"):
        book(ridden, "refund", {"wallet": 6_001, "fares": -6_001}, of=entry)


@pytest.mark.parametrize(
    "wrong",
    [
        "kind) VALUES ('wallet'",
        "kind) VALUES ('fares'",
        "kind) VALUES ('treasure'",
        "kind, device_id) VALUES ('bank', 1",
        "kind, device_id) VALUES ('wallet', 1000000",
    ],
)
def test_an_account_without_its_owner_is_refused(
    connection: Connection, wrong: str
) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(text(f"INSERT INTO ledger_accounts ({wrong})"))


@pytest.fixture
def processes() -> Iterator[ProcessPoolExecutor]:
    """Three processes that share nothing but the database."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as made:
        yield made


@pytest.mark.slow
def test_parallel_refunds_never_give_back_more_than_was_charged(
    fresh: Flask, fresh_url: str, processes: ProcessPoolExecutor
) -> None:
    guest: Rider = visitor(fresh)
    with changing(fresh) as session:
        charge(session, guest.owner, 6_000, *RIDE, at=NOON)

    given = processes.map(given_back, [fresh_url] * 20, range(20))

    assert sum(given) == 6_000
    assert guest.wallet()["balance"] == 0
