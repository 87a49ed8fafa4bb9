"""Clients that speak to the simulators."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from identity.providers.breaker import Breaker
from identity.providers.egw2024 import Account, Egw2024
from identity.providers.insurance import Officer, Question
from identity.providers.openid import OpenIdProvider
from identity.providers.openid_calls import Client
from identity.providers.wire import Wire
from tests.identity.gateway.asking import ACCOUNTS, Clock, birth_of, someone
from tests.identity.providers.parties import Now
from tests.identity.serving import served

OFFICER = Officer(someone("P002").name, someone("P002").number, "99001")


def question(persona_id: str, **changes: str) -> Question:
    """A right question about a persona."""
    who = someone(persona_id)
    fields = {"number": who.number, "name": who.name, "birth": birth_of(who)}
    return Question(**{**fields, **changes})


@dataclass
class Desk:
    """A served twin, its test client, and a provider that asks it."""

    address: str
    twin: Flask
    clock: Clock
    provider: Egw2024

    def switch(self, **scenario: Any) -> None:
        """Switch a scenario on."""
        answer = self.twin.test_client().put("/scenario", json=scenario)
        assert answer.status_code == 200, answer.json


@pytest.fixture
def desk(twin: Flask, clock: Clock) -> Iterator[Desk]:
    """A desk with patience, whose breaker is slow."""
    accounts = {"99001": Account("99001_BV", ACCOUNTS["99001_BV"])}
    wire = Wire(seconds=10)
    with served(twin) as address:
        provider = Egw2024(
            address, accounts, clock, wire=wire, breaker=Breaker(limit=1_000)
        )
        yield Desk(address, twin, clock, provider)
        wire.close()


@pytest.fixture
def now() -> Now:
    """The time of the relying party."""
    return Now()


@pytest.fixture
def wire() -> Iterator[Wire]:
    """Connections, hung up afterwards."""
    made = Wire(seconds=10)
    yield made
    made.close()


@pytest.fixture(params=["public", "confidential"])
def provider(
    request: pytest.FixtureRequest, issuer: str, now: Now, wire: Wire
) -> OpenIdProvider:
    """Every kind of client, one after the other."""
    public, confidential = Client("demo-app"), Client("demo-rs", "demo-rs-secret")
    client = public if request.param == "public" else confidential
    return OpenIdProvider(issuer, client, now, wire)


@pytest.fixture
def public(issuer: str, now: Now, wire: Wire) -> OpenIdProvider:
    """A public client, where the kind does not matter."""
    return OpenIdProvider(issuer, Client("demo-app"), now, wire)
