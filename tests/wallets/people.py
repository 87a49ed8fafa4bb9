"""Riders with a wallet, and the bank that tells what they paid."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.callers.devices import known_device
from citizen_api.wallets.models import Owner
from citizen_api.webhooks import signature
from tests.conftest import BANK_KEY, NOON
from tests.factories import known_person

TRANSACTIONS = itertools.count(1)
EVENTS = "/v1/bank/events"
ACCOUNT = "1234567890"


@dataclass
class Rider:
    """Somebody with a wallet, and what their app asks."""

    app: Flask
    headers: dict[str, str]
    owner: Owner

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.app.test_client().get(path, headers=self.headers | headers)

    def ask(self, amount: object, **headers: str) -> TestResponse:
        """The answer to asking for a top-up."""
        return self.app.test_client().post(
            "/v1/wallet/top-ups",
            json={"amount": amount},
            headers=self.headers | headers,
        )

    def top_up(self, amount: int = 50_000) -> dict[str, Any]:
        """A top-up that is paid at once."""
        asked = self.ask(amount).get_json()
        told = tell(self.app, transfer(asked["transfer"]["purpose"], amount))
        assert told.status_code == 200
        return dict(asked)

    def wallet(self) -> dict[str, Any]:
        return dict(self.get("/v1/me/wallet").get_json())

    def entries(self) -> list[dict[str, Any]]:
        return list(self.get("/v1/me/wallet/entries").get_json()["items"])


def citizen(app: Flask, persona: str = "P001") -> Rider:
    """A citizen who signed in."""
    known = known_person(app, persona)
    return Rider(app, known.headers, Owner(person=known.person))


def visitor(app: Flask) -> Rider:
    """A visitor whose phone has a token and nothing else."""
    token = app.test_client().post("/v1/devices").get_json()["token"]
    with app.app_context():
        device = known_device(token)
    assert device is not None
    headers = {"Authorization": f"Bearer {token}"}
    return Rider(app, headers, Owner(device=device.id))


def transfer(
    content: str, amount: object = 50_000, transaction: str | None = None, **other: Any
) -> dict[str, Any]:
    """A transfer as the bank tells of it."""
    return {
        "transaction": transaction or f"FT26325{next(TRANSACTIONS):06}",
        "account": ACCOUNT,
        "amount": amount,
        "content": content,
        "made_at": "2026-11-21T11:59:30+07:00",
        **other,
    }


@dataclass(frozen=True)
class Signing:
    """How an event is signed; a test spoils one of it."""

    key: bytes = BANK_KEY
    at: datetime = NOON
    event: str = "evt_1"
    headers: dict[str, str] = field(default_factory=dict)


USUAL = Signing()


def tell(app: Flask, data: dict[str, Any], signing: Signing = USUAL) -> TestResponse:
    """What is answered to the bank that tells of a transfer."""
    body = orjson.dumps({"type": "transfer.received", "data": data})
    return tell_bytes(app, body, signing)


def tell_bytes(app: Flask, body: bytes, signing: Signing = USUAL) -> TestResponse:
    """What is answered to these bytes of the bank."""
    moment = int(signing.at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": signing.event,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(signing.key, signing.event, moment, body),
        **signing.headers,
    }
    return app.test_client().post(EVENTS, data=body, headers=headers)


def problem(answer: TestResponse) -> str:
    """The name of the problem that was answered."""
    return str(answer.get_json()["type"]).rpartition("/")[2]
