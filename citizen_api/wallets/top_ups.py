"""Money that comes in: what riders are asked to transfer, and what the bank tells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.problems import KeyReused, NotFound
from citizen_api.wallets import rules
from citizen_api.wallets.ledger import NOBODY, Draft, booked, locked, write
from citizen_api.wallets.models import (
    BankTransfer,
    Kind,
    Outcome,
    Owner,
    Purse,
    TopUp,
)
from citizen_api.wallets.problems import AlreadyBooked
from qr.codes import new_code

RandomBytes = Callable[[int], bytes]

SAME_KEY: Final = text(
    "SELECT id, amount FROM top_ups WHERE account_id = :account AND key = :key"
)
WITH_CODE: Final = text(
    """
    SELECT t.id, t.code, t.amount, t.expires_at, a.person_id, a.device_id
    FROM top_ups t JOIN ledger_accounts a ON a.id = t.account_id
    WHERE t.code = ANY(:codes)
    """
)
TOLD: Final = text(
    "SELECT amount, outcome FROM bank_transfers WHERE transaction = :transaction"
)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A transfer as the bank tells of it; `content` is what the payer's bank wrote."""

    transaction: str
    amount: int
    content: str
    made_at: datetime


def ask(
    session: Session,
    owner: Owner,
    amount: int,
    *,
    key: str | None,
    random: RandomBytes,
    now: datetime,
) -> tuple[UUID, bool]:
    """Ask an owner for a transfer of `amount` đồng; the top-up, and whether it is new.

    The same `key` is the top-up that is there. Raises InvalidRequest for an amount
    that is not taken, KeyReused for a key that came with another amount.
    """
    rules.ensure_top_up(amount)
    account = locked(session, owner)
    if key is not None:
        there = session.execute(SAME_KEY, {"account": account, "key": key}).first()
        if there is not None and there.amount != amount:
            raise KeyReused
        if there is not None:
            return there.id, False
    values = {
        "account_id": account,
        "amount": amount,
        "key": key,
        "created_at": now,
        "expires_at": now + rules.TOP_UP_GOOD,
    }
    return _with_new_code(session, values, random), True


def receive(
    session: Session, event: str, transfer: Transfer, *, now: datetime
) -> Outcome:
    """Book a transfer that the bank tells of, once; what became of it.

    Money that arrived is booked as it arrived: late, twice, less or more than asked.
    Raises AlreadyBooked when the bank told of another amount before.
    """
    found = _top_up_for(session, transfer.content)
    outcome = Outcome.UNCLAIMED
    if found is not None:
        outcome = rules.outcome(
            found.amount, transfer.amount, found.expires_at, transfer.made_at
        )
    row = insert(BankTransfer).values(
        transaction=transfer.transaction,
        event=event,
        amount=transfer.amount,
        made_at=transfer.made_at,
        received_at=now,
        outcome=outcome.value,
        top_up_id=found and found.id,
    )
    told = row.on_conflict_do_nothing().returning(BankTransfer.transaction)
    if session.scalar(told) is None:
        return _told_before(session, transfer)
    _book(session, transfer, found, now)
    return outcome


def claim(session: Session, transaction: str, code: str, *, at: datetime) -> UUID:
    """Give money that named no top-up to the owner of one; the entry.

    Raises NotFound, and AlreadyBooked when somebody else has it.
    """
    found = session.execute(WITH_CODE, {"codes": [code]}).one_or_none()
    told = session.execute(TOLD, {"transaction": transaction}).one_or_none()
    if found is None or told is None or told.outcome != Outcome.UNCLAIMED:
        raise NotFound
    owner = Owner(found.person_id, found.device_id)
    draft = Draft(
        kind=Kind.CLAIM,
        reference=transaction,
        moved={Purse.UNCLAIMED: -told.amount, Purse.WALLET: told.amount},
        at=at,
        detail={"top_up": str(found.id)},
    )
    locked(session, owner)
    there = booked(session, owner, draft)
    return write(session, owner, draft) if there is None else there


def _with_new_code(
    session: Session, values: dict[str, Any], random: RandomBytes
) -> UUID:
    while True:
        row = insert(TopUp).values(id=uuid4(), code=new_code(random).text, **values)
        row = row.on_conflict_do_nothing(index_elements=["code"])
        made: UUID | None = session.scalar(row.returning(TopUp.id))
        if made is not None:
            return made


def _top_up_for(session: Session, content: str) -> Row[Any] | None:
    """The one top-up that a text names; naming two it could be for either."""
    codes = list(rules.codes_in(content))
    rows = session.execute(WITH_CODE, {"codes": codes}).all() if codes else []
    return rows[0] if len(rows) == 1 else None


def _told_before(session: Session, transfer: Transfer) -> Outcome:
    there = session.execute(TOLD, {"transaction": transfer.transaction}).one()
    if there.amount != transfer.amount:
        raise AlreadyBooked
    return Outcome(there.outcome)


def _book(
    session: Session, transfer: Transfer, found: Row[Any] | None, now: datetime
) -> None:
    owner, kind, purse = NOBODY, Kind.UNCLAIMED, Purse.UNCLAIMED
    if found is not None:
        owner, kind = Owner(found.person_id, found.device_id), Kind.TOP_UP
        purse = Purse.WALLET
        locked(session, owner)
    draft = Draft(
        kind=kind,
        reference=transfer.transaction,
        moved={Purse.BANK: -transfer.amount, purse: transfer.amount},
        at=now,
        detail={"top_up": str(found.id)} if found is not None else {},
    )
    write(session, owner, draft)
