"""Questions to the ledger; every answer is added up from the postings."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import NEWER_THAN_ALL, Database
from citizen_api.wallets.models import Owner
from citizen_api.wallets.rules import Balance

OURS: Final = "(a.person_id = %(person)s::uuid OR a.device_id = %(device)s::int)"
WALLET: Final = f"(SELECT a.id FROM ledger_accounts a WHERE {OURS})"  # noqa: S608
BALANCE: Final = f"""
SELECT coalesce(sum(p.amount), 0)::bigint
FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id WHERE {OURS}
"""  # noqa: S608 - our own words
# What is asked for is found first, and only that is looked up; `mine` has its balances.
TOLD_OF: Final = """
SELECT m.seq, e.id, e.kind, e.reference, e.at, m.amount, m.balance,
       (SELECT coalesce(sum(n.amount), 0)::bigint
        FROM ledger_entries r JOIN ledger_postings n ON n.entry_id = r.id
        WHERE r.refund_of = e.id AND n.account_id = m.account_id) AS refunded,
       e.refund_of, e.detail
FROM mine m JOIN ledger_entries e ON e.id = m.entry_id
"""
NEWEST: Final = f"""
WITH few AS (
    SELECT * FROM ledger_postings
    WHERE account_id = {WALLET} AND seq < %(before)s::bigint
    ORDER BY seq DESC LIMIT %(limit)s
),
mine AS (
    SELECT few.*, (sum(amount) OVER (ORDER BY seq) + (
        SELECT coalesce(sum(older.amount), 0) FROM ledger_postings older
        WHERE older.account_id = {WALLET} AND older.seq < (SELECT min(seq) FROM few)
    ))::bigint AS balance FROM few
) {TOLD_OF} ORDER BY m.seq DESC
"""  # noqa: S608 - our own words
ONE: Final = f"""
WITH mine AS (
    SELECT p.*, (
        SELECT sum(older.amount)::bigint FROM ledger_postings older
        WHERE older.account_id = p.account_id AND older.seq <= p.seq
    ) AS balance
    FROM ledger_postings p WHERE p.account_id = {WALLET} AND p.entry_id = %(id)s
) {TOLD_OF}
"""  # noqa: S608 - our own words
BETWEEN: Final = f"""
WITH mine AS (
    SELECT p.*, (sum(p.amount) OVER (ORDER BY p.seq))::bigint AS balance
    FROM ledger_postings p WHERE p.account_id = {WALLET}
) {TOLD_OF} WHERE e.at >= %(start)s AND e.at < %(end)s ORDER BY m.seq
"""  # noqa: S608 - our own words
BEFORE: Final = f"""
SELECT coalesce(sum(p.amount), 0)::bigint
FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id
WHERE p.account_id = {WALLET} AND e.at < %(start)s
"""  # noqa: S608 - our own words
OPENED: Final = f"SELECT EXISTS (SELECT FROM ledger_accounts a WHERE {OURS})"  # noqa: S608
TOP_UP: Final = f"""
SELECT t.id, t.amount, t.code, t.created_at, t.expires_at,
       (SELECT coalesce(sum(b.amount), 0)::bigint FROM bank_transfers b
        WHERE b.top_up_id = t.id)
FROM top_ups t JOIN ledger_accounts a ON a.id = t.account_id
WHERE t.id = %(id)s AND {OURS}
"""  # noqa: S608 - our own words
UNCLAIMED: Final = text(
    """
    SELECT b.transaction, b.amount, b.made_at FROM bank_transfers b
    WHERE b.outcome = 'unclaimed' AND NOT EXISTS (
        SELECT FROM ledger_entries e
        WHERE e.kind = 'claim' AND e.reference = b.transaction)
    ORDER BY b.received_at, b.transaction
    """
)
TOTALS: Final = text(
    """
    SELECT a.kind, coalesce(sum(p.amount), 0)::bigint
    FROM ledger_accounts a LEFT JOIN ledger_postings p ON p.account_id = a.id
    GROUP BY a.kind ORDER BY a.kind
    """
)
TOLD: Final = text("SELECT coalesce(sum(amount), 0)::bigint FROM bank_transfers")


class Moved(NamedTuple):
    """An entry as its owner sees it: by how much the balance rose, to what.

    `refunded`: how much of a charge was given back.
    """

    seq: int
    id: UUID
    kind: str
    reference: str
    at: datetime
    amount: int
    balance: int
    refunded: int
    refund_of: UUID | None
    detail: dict[str, Any]


class Statement(NamedTuple):
    """What happened between two moments, and the balances at both."""

    opening: int
    closing: int
    entries: list[Moved]


class Asked(NamedTuple):
    """A top-up; `received`: what has come in for it, in đồng."""

    id: UUID
    amount: int
    code: str
    created_at: datetime
    expires_at: datetime
    received: int


class Unclaimed(NamedTuple):
    """Money that named no top-up."""

    transaction: str
    amount: int
    made_at: datetime


def has_wallet(database: Database, owner: Owner) -> bool:
    """Whether an owner ever opened a wallet."""
    opened: bool = database.find(OPENED, owner._asdict())[0][0]
    return opened


def balance_of(database: Database, owner: Owner) -> Balance:
    """What an owner has."""
    return Balance._make(database.find(BALANCE, owner._asdict())[0])


def entries_of(
    database: Database, owner: Owner, *, before: int | None, limit: int
) -> list[Moved]:
    """What changed an owner's balance, the newest first, older than `before`."""
    page = {"before": before or NEWER_THAN_ALL, "limit": limit}
    found = database.find(NEWEST, owner._asdict() | page)
    return [Moved._make(row) for row in found]


def entry_of(database: Database, owner: Owner, entry: UUID) -> Moved | None:
    """One of them."""
    found = database.find(ONE, owner._asdict() | {"id": entry})
    return Moved._make(found[0]) if found else None


def statement_of(
    database: Database, owner: Owner, start: datetime, end: datetime
) -> Statement:
    """What happened from `start` until before `end`."""
    values = owner._asdict() | {"start": start, "end": end}
    opening: int = database.find(BEFORE, values)[0][0]
    entries = [Moved._make(row) for row in database.find(BETWEEN, values)]
    # Added up, not asked for: it fits the entries, whatever is booked at this moment.
    closing = opening + sum(entry.amount for entry in entries)
    return Statement(opening, closing, entries)


def top_up_of(database: Database, owner: Owner, top_up: UUID) -> Asked | None:
    """A top-up that an owner was asked for."""
    found = database.find(TOP_UP, owner._asdict() | {"id": top_up})
    return Asked._make(found[0]) if found else None


def unclaimed(session: Session) -> list[Unclaimed]:
    """What arrived and is nobody's yet, the oldest first."""
    return [Unclaimed._make(row) for row in session.execute(UNCLAIMED)]


def totals(session: Session) -> dict[str, int]:
    """The sums of all accounts by kind; together they are zero."""
    return {row[0]: row[1] for row in session.execute(TOTALS)}


def told_by_bank(session: Session) -> int:
    """The sum of all transfers that the bank told of."""
    told: int = session.execute(TOLD).scalar_one()
    return told
