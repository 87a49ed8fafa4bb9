"""How an entry is written: once for its reference, under the lock of its wallet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, Text

from citizen_api.wallets.models import Kind, Owner, Purse
from citizen_api.wallets.problems import AlreadyBooked
from citizen_api.wallets.rules import Balance

OPEN: Final = text(
    """
    INSERT INTO ledger_accounts (kind, person_id, device_id)
    VALUES ('wallet', :person, :device)
    ON CONFLICT DO NOTHING
    """
)
LOCK: Final = text(
    """
    SELECT id FROM ledger_accounts
    WHERE kind = 'wallet' AND (person_id = :person OR device_id = :device)
    FOR NO KEY UPDATE
    """
)
# Nothing else is locked: two entries meet in the wallet that they both change.
WRITE: Final = text(
    """
    WITH entry AS (
        INSERT INTO ledger_entries (id, kind, reference, at, refund_of, detail)
        VALUES (:id, :kind, :reference, :at, :refund_of, :detail)
        ON CONFLICT (kind, reference) DO NOTHING RETURNING id
    )
    INSERT INTO ledger_postings (entry_id, account_id, amount)
    SELECT entry.id, a.id, moved.amount
    FROM entry, unnest(:purses, :amounts) AS moved (kind, amount)
    JOIN ledger_accounts a ON a.kind = moved.kind AND (
        a.person_id = :person OR a.device_id = :device
        OR (a.person_id IS NULL AND a.device_id IS NULL))
    RETURNING entry_id
    """
).bindparams(
    bindparam("detail", type_=JSONB),
    bindparam("purses", type_=ARRAY(Text)),
    bindparam("amounts", type_=ARRAY(BigInteger)),
)
BOOKED: Final = text(
    """
    SELECT e.id, e.refund_of, a.kind, p.amount,
           coalesce(a.person_id = :person OR a.device_id = :device, FALSE) AS theirs
    FROM ledger_entries e
    JOIN ledger_postings p ON p.entry_id = e.id
    JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.kind = :kind AND e.reference = :reference
    """
)
BALANCE: Final = text(
    """
    SELECT coalesce(sum(p.amount), 0)::bigint
    FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
    WHERE a.person_id = :person OR a.device_id = :device
    """
)
NOBODY: Final = Owner()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An entry to be written: how much goes into which account, summing to zero."""

    kind: Kind
    reference: str
    moved: Mapping[Purse, int]
    at: datetime
    refund_of: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def locked(session: Session, owner: Owner) -> int:
    """The number of an owner's wallet, which nobody else changes meanwhile."""
    found: int | None = session.scalar(LOCK, owner._asdict())
    if found is not None:
        return found
    session.execute(OPEN, owner._asdict())
    opened: int = session.execute(LOCK, owner._asdict()).scalar_one()
    return opened


def balance(session: Session, owner: Owner) -> Balance:
    """What an owner has; of a locked wallet it stays so."""
    return Balance._make(session.execute(BALANCE, owner._asdict()).one())


def booked(session: Session, owner: Owner, draft: Draft) -> UUID | None:
    """The entry that stands for this draft already. Raises AlreadyBooked."""
    rows = _booked(session, owner, draft)
    return _ensure_same(rows, draft) if rows else None


def write(session: Session, owner: Owner, draft: Draft) -> UUID:
    """Write a draft, or find it written; its id.

    The wallet of `owner` is locked already. Raises AlreadyBooked when something else
    was booked for its kind and reference.
    """
    values = owner._asdict() | {
        "id": uuid4(),
        "kind": draft.kind.value,
        "reference": draft.reference,
        "at": draft.at,
        "refund_of": draft.refund_of,
        "detail": dict(draft.detail),
        "purses": [purse.value for purse in draft.moved],
        "amounts": list(draft.moved.values()),
    }
    made: UUID | None = session.execute(WRITE, values).scalars().first()
    if made is not None:
        return made
    return _ensure_same(_booked(session, owner, draft), draft)


def _booked(session: Session, owner: Owner, draft: Draft) -> Sequence[Row[Any]]:
    named = {"kind": draft.kind.value, "reference": draft.reference}
    return session.execute(BOOKED, owner._asdict() | named).all()


def _ensure_same(rows: Sequence[Row[Any]], draft: Draft) -> UUID:
    same = {row.kind: row.amount for row in rows} == dict(draft.moved)
    theirs = all(row.theirs for row in rows if row.kind == Purse.WALLET)
    entry: UUID = rows[0].id
    if not same or not theirs or rows[0].refund_of != draft.refund_of:
        raise AlreadyBooked
    return entry
