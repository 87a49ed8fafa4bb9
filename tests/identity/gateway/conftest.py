"""The insurance gateway's twin on a database of its own, its clock standing still."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine

from identity.simulators.gateway.app import create_gateway
from identity.simulators.personas import Persona, persona
from tests.conftest import copied

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=7)))
ACCOUNTS = {"99001_BV": "first secret", "99002_BV": "second secret"}


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def someone(persona_id: str) -> Persona:
    """The persona, who is there."""
    found = persona(persona_id)
    assert found is not None
    return found


def birth_of(who: Persona) -> str:
    """The birth date as the gateway wants it."""
    return f"{who.birth_date:%d/%m/%Y}" if who.birth_date else who.birth


def query_body(persona_id: str, **changes: Any) -> dict[str, Any]:
    """A right question about a persona, asked by another."""
    who, officer = someone(persona_id), someone("P002")
    return {
        "maThe": who.number,
        "hoTen": who.name,
        "ngaySinh": birth_of(who),
        "hoTenCb": officer.name,
        "cccdCb": officer.number,
        **changes,
    }


@pytest.fixture(scope="session")
def gateway_engine(server_url: str, worker: str) -> Iterator[Engine]:
    """An engine on a database of the twin's own."""
    url = copied(server_url, "template1", f"gateway_{worker}")
    made = create_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def clock() -> Clock:
    """Noon of Saturday 21 November 2026, until moved."""
    return Clock()


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the twin waited, without waiting."""
    return []


@pytest.fixture
def twin(gateway_engine: Engine, clock: Clock, pauses: list[float]) -> Flask:
    """The twin, all scenarios off."""
    app = create_gateway(
        gateway_engine, ACCOUNTS, clock, allowed=True, pause=pauses.append
    )
    app.test_client().delete("/scenario")
    return app


@pytest.fixture
def gateway(twin: Flask) -> FlaskClient:
    """A client of the twin."""
    return twin.test_client()
