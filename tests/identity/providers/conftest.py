"""The gateway's twin behind a real server, and clients that speak to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from identity.providers.breaker import Breaker
from identity.providers.egw2024 import Account, Egw2024
from identity.providers.insurance import Officer, Question
from identity.providers.wire import Wire
from tests.identity.gateway.conftest import (
    ACCOUNTS,
    Clock,
    birth_of,
    clock,
    gateway_engine,
    pauses,
    someone,
    twin,
)
from tests.identity.serving import served

__all__ = ["clock", "gateway_engine", "pauses", "twin"]

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
    """A desk whose patience is a third of a second, and whose breaker is slow."""
    accounts = {"99001": Account("99001_BV", ACCOUNTS["99001_BV"])}
    wire = Wire(seconds=0.3)
    with served(twin) as address:
        provider = Egw2024(
            address, accounts, clock, wire=wire, breaker=Breaker(limit=1_000)
        )
        yield Desk(address, twin, clock, provider)
        wire.close()
