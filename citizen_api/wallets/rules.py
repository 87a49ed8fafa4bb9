"""What may be paid, by whom, and how a transfer is recognised. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple

from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.wallets.models import Outcome
from citizen_api.wallets.problems import BalanceTooLow, InDebt
from qr.codes import BadCode, parse

CURRENCY: Final = "VND"
LEAST_TO_START: Final = 10_000
LEAST_TOP_UP: Final = 10_000
MOST_TOP_UP: Final = 10_000_000
TOP_UP_GOOD: Final = timedelta(hours=24)
CITY: Final = timezone(timedelta(hours=7))

# No code has a W, so that the mark ends where the code begins.
MARK: Final = "HPW"
NOISE: Final = re.compile(r"[^0-9A-Z]")
MARKED: Final = re.compile(rf"(?={MARK}([0-9A-Z]{{8}}))")
MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
AMOUNTS: Final = Said(
    f"Số tiền nạp phải từ {LEAST_TOP_UP} đến {MOST_TOP_UP} đồng.",
    f"A top-up is between {LEAST_TOP_UP} and {MOST_TOP_UP} đồng.",
)


class Balance(NamedTuple):
    """The sum of an owner's wallet, in đồng; below zero: what they owe."""

    amount: int

    @property
    def available(self) -> int:
        """What can be spent."""
        return max(self.amount, 0)

    @property
    def debt(self) -> int:
        """What the next top-up pays first."""
        return max(-self.amount, 0)


def ensure_may_start(balance: Balance) -> None:
    """A ride may end below zero; the next one begins with enough.

    Raises InDebt, BalanceTooLow.
    """
    if balance.debt:
        raise InDebt(InDebt.said.format(debt=balance.debt))
    ensure_available(balance, LEAST_TO_START)


def ensure_available(balance: Balance, needed: int) -> None:
    """Raise BalanceTooLow."""
    have = balance.available
    if have < needed:
        raise BalanceTooLow(BalanceTooLow.said.format(available=have, needed=needed))


def ensure_top_up(amount: int) -> None:
    """Raise InvalidRequest for an amount that is not taken."""
    if not LEAST_TOP_UP <= amount <= MOST_TOP_UP:
        raise InvalidRequest(errors=[FieldError(AMOUNTS, pointer="#/amount")])


def purpose(code: str) -> str:
    """What the payer's bank writes to ours, for a top-up with this code."""
    return MARK + code


def codes_in(content: str) -> Iterator[str]:
    """The codes of top-ups in the text of a transfer.

    Banks put words before and after it, change the case and break it with spaces.
    """
    letters = NOISE.sub("", content.upper())
    for text in MARKED.findall(letters):
        try:
            yield parse(text).text
        except BadCode:
            continue


def outcome(asked: int, paid: int, expires_at: datetime, made_at: datetime) -> Outcome:
    """How a transfer for a top-up differs from what was asked."""
    if paid != asked:
        return Outcome.OTHER_AMOUNT
    return Outcome.LATE if made_at >= expires_at else Outcome.CREDITED


def bounds_of(month: str) -> tuple[datetime, datetime] | None:
    """The first moment of a month like 2026-11 in the city, and of the next one."""
    parts = MONTH.fullmatch(month)
    if parts is None:
        return None
    start = datetime(int(parts[1]), int(parts[2]), 1, tzinfo=CITY)
    return start, (start + timedelta(days=31)).replace(day=1)
