"""What moves riders' money. Each of it may be asked for twice and is done once.

`reference` names what it is for, such as `rental:<uuid>`; `detail` is what a receipt
says of it. Charges may take a wallet below zero; `ensure_may_start` refuses the next
ride. The caller's transaction commits all of it together.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.problems import NotFound
from citizen_api.wallets import rules
from citizen_api.wallets.ledger import Draft, balance, booked, locked, write
from citizen_api.wallets.models import CHARGES, Kind, Owner, Purse
from citizen_api.wallets.problems import RefundTooLarge

CHARGED: Final = text(
    """
    SELECT e.id, a.person_id, a.device_id, -p.amount AS amount
    FROM ledger_entries e
    JOIN ledger_postings p ON p.entry_id = e.id
    JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.kind = :kind AND e.reference = :reference AND a.kind = 'wallet'
    """
)
REFUNDED: Final = text(
    """
    SELECT coalesce(sum(p.amount), 0)::bigint FROM ledger_entries e
    JOIN ledger_postings p ON p.entry_id = e.id
    JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.refund_of = :charge AND a.kind = 'wallet'
    """
)
NOTHING: Final[Mapping[str, Any]] = {}


class Charge(NamedTuple):
    """Names a charge that was made."""

    kind: Kind
    reference: str


def open_wallet(session: Session, owner: Owner) -> None:
    """Give an owner an empty wallet; who has one keeps it."""
    locked(session, owner)


def ensure_may_start(session: Session, owner: Owner) -> None:
    """Raise InDebt or BalanceTooLow unless an owner may begin a ride.

    Nothing else takes from the wallet until the transaction ends.
    """
    locked(session, owner)
    rules.ensure_may_start(balance(session, owner))


def charge(
    session: Session,
    owner: Owner,
    amount: int,
    kind: Kind,
    reference: str,
    *,
    at: datetime,
    detail: Mapping[str, Any] = NOTHING,
) -> UUID:
    """Take `amount` đồng for a ride, a pass or a fee; the entry.

    Raises AlreadyBooked when it was charged with another amount, or to another owner.
    """
    if kind not in CHARGES:
        raise ValueError(f"{kind} is no charge")
    moved = {Purse.WALLET: -_positive(amount), Purse.FARES: amount}
    locked(session, owner)
    draft = Draft(kind=kind, reference=reference, moved=moved, at=at, detail=detail)
    return write(session, owner, draft)


def refund(
    session: Session,
    charged: Charge,
    amount: int,
    reference: str,
    *,
    at: datetime,
    detail: Mapping[str, Any] = NOTHING,
) -> UUID:
    """Give back `amount` đồng of a charge to whoever paid it; the entry.

    `reference` names this refund: several may share a charge. Raises NotFound when
    nothing was charged so, RefundTooLarge, AlreadyBooked.
    """
    moved = {Purse.WALLET: _positive(amount), Purse.FARES: -amount}
    paid = session.execute(
        CHARGED, {"kind": charged.kind.value, "reference": charged.reference}
    ).one_or_none()
    if paid is None or charged.kind not in CHARGES:
        raise NotFound
    owner = Owner(paid.person_id, paid.device_id)
    draft = Draft(
        kind=Kind.REFUND,
        reference=reference,
        moved=moved,
        at=at,
        refund_of=paid.id,
        detail=detail,
    )
    locked(session, owner)
    there = booked(session, owner, draft)
    if there is not None:
        return there
    left = paid.amount - session.execute(REFUNDED, {"charge": paid.id}).scalar_one()
    if amount > left:
        raise RefundTooLarge(RefundTooLarge.said.format(left=left))
    return write(session, owner, draft)


def _positive(amount: int) -> int:
    if amount < 1:
        raise ValueError(f"{amount} đồng cannot be moved")
    return amount
