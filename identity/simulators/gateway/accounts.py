"""Signing in: accounts of facilities and the tickets they get."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from identity.simulators.gateway.tables import digest, tickets

__all__ = ["TICKET_LIFE", "Ticket", "give_ticket", "is_account", "ticket_holds"]

TICKET_LIFE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What signing in gives."""

    token: str
    id_token: str
    username: str
    expires_at: datetime


def is_account(accounts: Mapping[str, str], username: Any, password: Any) -> bool:
    """Whether the password, sent as MD5 in hexadecimal, is this account's."""
    if not isinstance(username, str) or not isinstance(password, str):
        return False
    expected = md5(accounts.get(username, "")).encode()
    same = hmac.compare_digest(expected, password.lower().encode())
    return same and username in accounts


def md5(password: str) -> str:
    """How the gateway wants passwords."""
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()


def give_ticket(connection: Connection, username: str, now: datetime) -> Ticket:
    """A new ticket; those that ended are forgotten."""
    made = Ticket(
        token=secrets.token_urlsafe(32),
        id_token=secrets.token_urlsafe(32),
        username=username,
        expires_at=now + TICKET_LIFE,
    )
    connection.execute(delete(tickets).where(tickets.c.expires_at <= now))
    row = {
        "token": digest(made.token),
        "id_token": digest(made.id_token),
        "username": username,
        "expires_at": made.expires_at,
    }
    connection.execute(insert(tickets).values(row))
    return made


def ticket_holds(
    connection: Connection, shown: Mapping[str, str], now: datetime
) -> bool:
    """Whether the query string shows a ticket of this account that still holds."""
    if not shown.get("username", "").isprintable():
        return False
    found = connection.execute(
        select(tickets.c.token).where(
            tickets.c.token == digest(shown.get("token", "")),
            tickets.c.id_token == digest(shown.get("id_token", "")),
            tickets.c.username == shown.get("username", ""),
            tickets.c.expires_at > now,
        )
    )
    return found.first() is not None
