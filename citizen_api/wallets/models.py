"""The tables of the ledger. No row of them is ever changed or deleted."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of


class Purse(StrEnum):
    """What an account is for; the first is a rider's, the others the city's."""

    WALLET = "wallet"
    BANK = "bank"
    FARES = "fares"
    UNCLAIMED = "unclaimed"


class Kind(StrEnum):
    """Why money moved."""

    TOP_UP = "top_up"
    RIDE = "ride"
    PASS = "pass"  # noqa: S105 - no password
    FEE = "fee"
    REFUND = "refund"
    UNCLAIMED = "unclaimed"
    CLAIM = "claim"


CHARGES = frozenset({Kind.RIDE, Kind.PASS, Kind.FEE})


class Outcome(StrEnum):
    """What became of a transfer."""

    CREDITED = "credited"
    LATE = "late"
    OTHER_AMOUNT = "other_amount"
    UNCLAIMED = "unclaimed"


class Owner(NamedTuple):
    """Whose wallet: a person or a device, the other one None."""

    person: UUID | None = None
    device: int | None = None


class Account(Base):
    """Where money is; the city's have no owner."""

    __tablename__ = "ledger_accounts"

    id: Mapped[identity]
    kind: Mapped[str] = mapped_column(one_of("kind", Purse))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    created_at: Mapped[created]

    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(person_id, device_id)"
            " = CASE WHEN kind IN ('wallet') THEN 1 ELSE 0 END",
            name="owner",
        ),
        Index("uq_ledger_accounts_person_id", "person_id", "kind", unique=True),
        Index("uq_ledger_accounts_device_id", "device_id", "kind", unique=True),
        Index(
            "uq_ledger_accounts_city",
            "kind",
            unique=True,
            postgresql_where=sql("person_id IS NULL AND device_id IS NULL"),
        ),
    )


class Entry(Base):
    """A movement of money.

    `detail`: what a receipt says of it, nothing about a person.
    """

    __tablename__ = "ledger_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(one_of("kind", Kind))
    reference: Mapped[str] = mapped_column(
        CheckConstraint("char_length(reference) BETWEEN 1 AND 200", name="reference")
    )
    at: Mapped[datetime]
    refund_of: Mapped[UUID | None] = mapped_column(
        ForeignKey("ledger_entries.id"), index=True
    )
    detail: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))

    __table_args__ = (
        UniqueConstraint("kind", "reference"),
        CheckConstraint("(kind = 'refund') = (refund_of IS NOT NULL)", name="refund"),
    )


class Posting(Base):
    """What an entry adds to an account; below zero: takes from it.

    `seq`: the order in which those of a wallet were made.
    """

    __tablename__ = "ledger_postings"

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("ledger_entries.id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("ledger_accounts.id"), primary_key=True
    )
    amount: Mapped[int] = mapped_column(
        BigInteger, CheckConstraint("amount <> 0", name="amount")
    )
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))

    # Balances and pages are read from the index alone.
    __table_args__ = (
        Index(
            "uq_ledger_postings_account_id",
            "account_id",
            "seq",
            unique=True,
            postgresql_include=["amount"],
        ),
    )


class TopUp(Base):
    """A transfer that an owner was asked to make; `code` is its purpose."""

    __tablename__ = "top_ups"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    amount: Mapped[int] = mapped_column(
        BigInteger, CheckConstraint("amount > 0", name="amount")
    )
    code: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "key"),)


class BankTransfer(Base):
    """A transfer that the bank told of; who paid is not kept."""

    __tablename__ = "bank_transfers"

    transaction: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str]
    amount: Mapped[int] = mapped_column(
        BigInteger, CheckConstraint("amount > 0", name="amount")
    )
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(one_of("outcome", Outcome))
    top_up_id: Mapped[UUID | None] = mapped_column(ForeignKey("top_ups.id"), index=True)
