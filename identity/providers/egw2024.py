"""The client of the national insurance gateway, in its form of 2024.

What is known of the wire was seen in public hospital software: the password travels
as MD5, secrets stand in the query string, errors come as HTTP 200 with a code.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlencode

from identity.providers.breaker import Breaker, after_failure, after_success, ask
from identity.providers.gateway_answers import BadAnswer, read_gateway_answer
from identity.providers.insurance import (
    Answer,
    Officer,
    Outage,
    Question,
    Unreachable,
)
from identity.providers.wire import Fault, NoReply, Wire, ensure_address

__all__ = ["Account", "Egw2024"]

TAKE: Final = "/api/token/take"
QUERY: Final = "/api/egw/KQNhanLichSuKCB2024"
JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
EARLY: Final = timedelta(seconds=30)
VIETNAM: Final = timezone(timedelta(hours=7))
REFUSED: Final = "401"
GATEWAY_TROUBLE: Final = ("100", "101", "500")
WAIT_FOR_TURN: Final = 0.5
OUTAGES: Final = {
    Fault.TIMEOUT: Outage.TIMEOUT,
    Fault.TLS: Outage.TLS,
    Fault.CONNECTION: Outage.CONNECTION,
    Fault.BROKEN: Outage.CONNECTION,
    Fault.CONTENT: Outage.CONTENT,
}


@dataclass(frozen=True, slots=True)
class Account:
    """A facility's account; facilities may not share one."""

    username: str
    password: str = field(repr=False)

    @property
    def sent_password(self) -> str:
        """MD5 in hexadecimal, as the gateway wants it."""
        return hashlib.md5(self.password.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Ticket:
    """The two tokens of a signed-in account, and until when they are good."""

    token: str = field(repr=False)
    id_token: str = field(repr=False)
    until: datetime | None


class Egw2024:
    """`InsuranceProvider` over HTTP; safe to share among threads.

    `accounts` by facility code; `clock` gives an aware now; `at_once` look-ups run at
    a time, more wait half a second and are then `BUSY`, so that a slow gateway does
    not hold every worker. Raises `BadAddress` for an address that is not https.
    """

    def __init__(
        self,
        base: str,
        accounts: Mapping[str, Account],
        clock: Callable[[], datetime],
        *,
        wire: Wire | None = None,
        breaker: Breaker | None = None,
        at_once: int = 8,
    ) -> None:
        ensure_address(base)
        self.base = base.rstrip("/")
        self.accounts = accounts
        self.clock = clock
        self.wire = wire or Wire()
        self.breaker = breaker or Breaker()
        self.lock = threading.Lock()
        self.turns = threading.BoundedSemaphore(at_once)
        self.tickets: dict[str, Ticket] = {}

    def lookup(self, question: Question, officer: Officer) -> Answer:
        """The gateway's answer; raises `Unreachable`."""
        account = self.accounts.get(officer.facility)
        if account is None:
            raise Unreachable(Outage.NO_ACCOUNT)
        with self.turn():
            try:
                answer = self.answer(account, question, officer)
            except Unreachable:
                with self.lock:
                    self.breaker = after_failure(self.breaker, self.clock())
                raise
            with self.lock:
                self.breaker = after_success(self.breaker)
            return answer

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the places, when the breaker lets anybody through."""
        if not self.turns.acquire(timeout=WAIT_FOR_TURN):
            raise Unreachable(Outage.BUSY)
        try:
            with self.lock:
                allowed, self.breaker = ask(self.breaker, self.clock())
            if not allowed:
                raise Unreachable(Outage.RESTING)
            yield
        finally:
            self.turns.release()

    def answer(self, account: Account, question: Question, officer: Officer) -> Answer:
        """The answer, after one new sign-in if the ticket is not taken any more."""
        kept = self.kept_ticket(account)
        row = self.queried(account, kept or self.sign_in(account), question, officer)
        if row.get("maKetQua") == REFUSED:
            row = self.queried(account, self.sign_in(account), question, officer)
        if row.get("maKetQua") == REFUSED:
            raise Unreachable(Outage.SIGN_IN)
        if row.get("maKetQua") in GATEWAY_TROUBLE:
            raise Unreachable(Outage.GATEWAY)
        try:
            return read_gateway_answer(row, question, self.clock())
        except BadAnswer:
            raise Unreachable(Outage.CONTENT) from None

    def queried(
        self, account: Account, ticket: Ticket, question: Question, officer: Officer
    ) -> dict[str, Any]:
        """What one query answers."""
        secrets = {
            "token": ticket.token,
            "id_token": ticket.id_token,
            "username": account.username,
            "password": account.sent_password,
        }
        asked = {
            "maThe": question.number,
            "hoTen": question.name,
            "ngaySinh": question.birth,
            "hoTenCb": officer.name,
            "cccdCb": officer.number,
        }
        return self.posted(f"{QUERY}?{urlencode(secrets)}", asked)

    def kept_ticket(self, account: Account) -> Ticket | None:
        """The ticket of before, while it is good."""
        ticket = self.tickets.get(account.username)
        if ticket and ticket.until and self.clock() >= ticket.until - EARLY:
            return None
        return ticket

    def sign_in(self, account: Account) -> Ticket:
        """A new ticket, kept for the next queries."""
        sent = {"username": account.username, "password": account.sent_password}
        row = self.posted(TAKE, sent)
        if row.get("maKetQua") == REFUSED:
            raise Unreachable(Outage.SIGN_IN)
        ticket = read_ticket(row)
        self.tickets[account.username] = ticket
        return ticket

    def posted(self, path: str, sent: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that the gateway answers with."""
        body = json.dumps(sent).encode()
        try:
            reply = self.wire.send("POST", self.base + path, headers=JSON, body=body)
            if reply.status == 200:
                return reply.json_object()
            outage = Outage.STATUS
        except NoReply as error:
            outage = OUTAGES[error.fault]
        raise Unreachable(outage)


def read_ticket(row: Mapping[str, Any]) -> Ticket:
    """The ticket in a sign-in's answer; raises `Unreachable`."""
    key = row.get("APIKey")
    told = key if isinstance(key, dict) else {}
    token, id_token = told.get("access_token"), told.get("id_token")
    if not isinstance(token, str) or not isinstance(id_token, str):
        raise Unreachable(Outage.CONTENT)
    return Ticket(token, id_token, end_of(told.get("expires_in")))


def end_of(written: Any) -> datetime | None:
    """When a ticket ends: an ISO moment, of Việt Nam where it names no zone."""
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
