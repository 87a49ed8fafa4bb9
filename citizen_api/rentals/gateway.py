"""The locks as this application reaches them: commands out, signed like events."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final, Protocol
from urllib.parse import quote
from uuid import UUID

import orjson
from flask import Flask, current_app

from citizen_api.http.clock import now
from citizen_api.http.turns import outside
from citizen_api.providers import here
from citizen_api.rentals.problems import LocksUnavailable
from citizen_api.settings import Settings
from citizen_api.webhooks import signed_headers
from identity.providers.wire import NoReply, Wire

EXTENSION: Final = "citizen-locks"
LOCKS_PATH: Final = "/sim/locks"
PATIENCE_S: Final = 4.0
TAKEN: Final = 202
REFUSED: Final = 409


class Heard(StrEnum):
    """What a lock answered. silent: perhaps it heard; its events will tell."""

    TAKEN = "taken"
    REFUSED = "refused"
    SILENT = "silent"


class LockGateway(Protocol):
    """Whoever speaks with the locks. A command is done once, told often or not."""

    def open(self, lock: str, command: UUID, until: datetime) -> Heard:
        """Tell a lock to open, unless it hears of it only after `until`."""
        ...

    def close(self, lock: str) -> Heard:
        """Tell a lock that stands open to lock again, or to call for somebody."""
        ...


@dataclass(frozen=True)
class HttpLocks:
    """Locks behind an HTTP address: POST {address}/{lock}/open and …/close.

    Signed as www.standardwebhooks.com writes it. 202: taken, 409: refused.
    """

    address: str
    key: bytes = field(repr=False)
    wire: Wire = field(default_factory=lambda: Wire(PATIENCE_S))

    def open(self, lock: str, command: UUID, until: datetime) -> Heard:
        """Tell a lock to open, and to beep: its rider hears which bike it is."""
        body = {"command": str(command), "until": until.isoformat(), "beep": True}
        return self._tell(lock, "open", body)

    def close(self, lock: str) -> Heard:
        """Tell a lock to close."""
        return self._tell(lock, "close", {})

    def _tell(self, lock: str, verb: str, said: dict[str, object]) -> Heard:
        address = f"{self.address}/{quote(lock, safe='')}/{verb}"
        body, name = orjson.dumps(said), f"cmd_{secrets.token_hex(12)}"
        headers = signed_headers([self.key], name, now(), body)
        try:
            reply = self.wire.send("POST", address, headers=headers, body=body)
        except NoReply:
            return Heard.SILENT
        known = {TAKEN: Heard.TAKEN, REFUSED: Heard.REFUSED}
        return known.get(reply.status, Heard.SILENT)


@dataclass
class Locks:
    """What settings say, made when it is first needed: a worker forks before that."""

    settings: Settings

    @cached_property
    def gateway(self) -> LockGateway:
        """The locks; raises LocksUnavailable."""
        settings = self.settings
        beside = here(settings) + LOCKS_PATH if settings.simulated else ""
        address = settings.lock_gateway_url or beside
        if not address:
            raise LocksUnavailable
        return HttpLocks(address, settings.lock_key)


def register(app: Flask, settings: Settings) -> None:
    """Let an application reach the locks; nothing is told yet."""
    app.config["LOCK_KEY"] = settings.lock_key
    app.extensions[EXTENSION] = Locks(settings)


def lock_gateway() -> LockGateway:
    """The locks of the application at hand; raises LocksUnavailable."""
    locks: Locks = current_app.extensions[EXTENSION]
    return locks.gateway


def tell_to_open(lock: str, command: UUID, until: datetime) -> Heard:
    """Tell a lock to open while others have their turns. Raises Busy."""
    gateway = lock_gateway()
    with outside():
        return gateway.open(lock, command, until)
