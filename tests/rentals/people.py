"""Riders with money, bikes with locks, and time that passes when it is told to."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.bikes.models import Bike, Station
from citizen_api.bikes.queries import station as station_of
from citizen_api.db import Database
from citizen_api.jobs.running import Worker
from citizen_api.rentals.gateway import EXTENSION
from citizen_api.rentals.models import Rental
from citizen_api.webhooks import signature
from citizen_api.working import HANDLERS
from tests.bikes.riding import OPERA, bikes_at
from tests.conftest import NOON
from tests.factories import changing, database_of
from tests.rentals.deaf import Deaf, Locks
from tests.wallets.people import Rider as Wallet
from tests.wallets.people import citizen, visitor

LOCK_KEY = b"the key of the locks, for tests"
EVENTS = "/v1/locks/events"
KEYS = itertools.count(1)
TOLD = itertools.count(1)
Json = dict[str, Any]


@dataclass
class Street:
    """The service, its locks, and its clock."""

    app: Flask
    locks: Deaf = field(default_factory=Deaf)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.app.config["LOCK_KEY"] = LOCK_KEY
        self.app.config["CLOCK"] = lambda: self.now
        self.app.extensions[EXTENSION] = Locks(self.locks)

    @property
    def database(self) -> Database:
        return database_of(self.app)

    def later(self, **span: float) -> "Street":
        """Let time pass."""
        self.now += timedelta(**span)
        return self

    def work(self) -> None:
        """Do every job of rentals that is due."""
        kinds = {k: v for k, v in HANDLERS.items() if k.startswith(("rental", "lock"))}
        worker = Worker(self.app, kinds)
        while worker.step():
            pass

    def bike(self, slug: str = OPERA, nth: int = 0, kind: str = "bicycle") -> "Bicycle":
        """One of the available bikes at a station."""
        with changing(self.app) as session:
            found = [b for b in bikes_at(session, slug) if b.type_id == kind][nth]
            return Bicycle(self, found.id, found.number, found.token, found.code)

    def station(self, slug: str = OPERA) -> Station:
        with changing(self.app) as session:
            return station_of(session, slug)

    def rider(self, persona: str = "P001", money: int = 100_000) -> "Person":
        return rich(self, citizen(self.app, persona), money)

    def visitor(self, money: int = 100_000) -> "Person":
        return rich(self, visitor(self.app), money)

    def tell(self, kind: str, data: Json, **how: Any) -> TestResponse:
        """What is answered to a lock that tells something."""
        body = orjson.dumps({"type": kind, "data": data})
        return self.tell_bytes(body, **how)

    def tell_bytes(
        self,
        body: bytes,
        *,
        key: bytes = LOCK_KEY,
        sent: datetime | None = None,
        **headers: str,
    ) -> TestResponse:
        name, moment = f"evt_{next(TOLD)}", int((sent or self.now).timestamp())
        signed = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(key, name, moment, body),
        }
        client = self.app.test_client()
        return client.post(EVENTS, data=body, headers=signed | headers)

    def rental(self, rental_id: str) -> Rental:
        """The row of a rental."""
        with changing(self.app) as session:
            return session.get_one(Rental, UUID(rental_id))


def rich(street: Street, wallet: Wallet, money: int) -> "Person":
    """A rider with money in the wallet."""
    now = street.now
    street.now = NOON
    if money:
        wallet.top_up(money)
    street.now = now
    return Person(street, wallet)


@dataclass
class Bicycle:
    """A bike, and what its lock tells."""

    street: Street
    id: int
    number: str
    token: str
    code: str

    @property
    def url(self) -> str:
        return f"{self.street.app.config['PUBLIC_URL']}/b/{self.token}"

    def row(self) -> Bike:
        with changing(self.street.app) as session:
            return session.get_one(Bike, self.id)

    def command(self) -> str | None:
        """The last command that its lock heard."""
        heard = [c for lock, c in self.street.locks.commands if lock == self.number]
        return str(heard[-1]) if heard else None

    def tells(
        self,
        kind: str,
        *,
        at: datetime | None = None,
        by_command: bool = True,
        **more: Any,
    ) -> TestResponse:
        """The lock tells of something that happened `at`, or just now."""
        data = {
            "lock": self.number,
            "event": f"e{next(TOLD)}",
            "at": (at or self.street.now).isoformat(),
            "command": self.command() if by_command else None,
            **more,
        }
        return self.street.tell(f"lock.{kind}", data)

    def opens(self, **how: Any) -> str:
        return str(self.tells("opened", **how).get_json()["outcome"])

    def closes(self, slug: str | None = OPERA, **how: Any) -> str:
        return str(
            self.tells("closed", **(place(self.street, slug) | how)).get_json()[
                "outcome"
            ]
        )


def place(street: Street, slug: str | None) -> Json:
    """Where a lock says that it is."""
    if slug is None:
        return {}
    there = street.station(slug)
    return {"lon": there.lon_e6 / 1e6, "lat": there.lat_e6 / 1e6, "accuracy_m": 5}


@dataclass
class Person:
    """A rider, and what their app asks."""

    street: Street
    wallet: Wallet

    def post(self, path: str, body: Json | None = None, **headers: str) -> TestResponse:
        client = self.street.app.test_client()
        sent = self.wallet.headers | headers
        return client.post(path, json=body, headers=sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.wallet.get(path, **headers)

    def scan(self, code: str, *, key: str | None = None, **body: Any) -> TestResponse:
        headers = {"Idempotency-Key": key} if key else {}
        return self.post("/v1/rentals", {"code": code, **body}, **headers)

    def does(
        self, verb: str, rental: str, body: Json | None = None, **h: str
    ) -> TestResponse:
        return self.post(f"/v1/rentals/{rental}/{verb}", body, **h)

    def offered(self, bike: Bicycle) -> str:
        answer = self.scan(bike.url)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def unlocking(self, bike: Bicycle) -> str:
        rental = self.offered(bike)
        answer = self.does("unlock", rental)
        assert answer.get_json()["state"] == "unlocking", answer.text
        return rental

    def riding(self, bike: Bicycle) -> str:
        rental = self.unlocking(bike)
        assert bike.opens() == "applied"
        return rental

    def rides(self, bike: Bicycle, to: str = "hp-019", **span: float) -> Json:
        """A whole ride; its bill."""
        rental = self.riding(bike)
        self.street.later(**span)
        bike.closes(to)
        answer = self.does("end", rental)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def sees(self, rental: str) -> Json:
        return dict(self.get(f"/v1/rentals/{rental}").get_json())

    def state(self, rental: str) -> str:
        return str(self.sees(rental)["state"])

    @property
    def balance(self) -> int:
        return int(self.wallet.wallet()["balance"])


def fresh_key() -> str:
    return f"key-of-a-test-{next(KEYS):06}"


def charges(street: Street) -> int:
    """How often riders paid for rides, or because of them."""
    found = street.database.find(
        "SELECT count(*) FROM ledger_entries WHERE kind IN ('ride', 'fee')", {}
    )
    return int(found[0][0])
