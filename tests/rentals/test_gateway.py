"""Locks that nobody hears: perhaps they heard, and their events will tell."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.rentals.gateway import Heard, HttpLocks
from identity.providers.wire import Wire
from tests.conftest import NOON
from tests.faults.serving import free_port


@pytest.fixture
def app(client: FlaskClient) -> Iterator[Flask]:
    """The service, in whose name locks are told."""
    with client.application.app_context():
        yield client.application


def told(port: int) -> list[Heard]:
    """What is heard of a lock behind a port: opening, closing."""
    locks = HttpLocks(f"http://127.0.0.1:{port}", b"a key", Wire(0.2))
    until = NOON + timedelta(seconds=30)
    return [locks.open("HP00501", uuid4(), until), locks.close("HP00501")]


def test_a_dead_port_is_silent(app: Flask) -> None:
    assert told(free_port()) == [Heard.SILENT, Heard.SILENT]


def test_a_port_that_takes_the_call_and_says_nothing_is_silent(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        assert told(hanging.getsockname()[1]) == [Heard.SILENT, Heard.SILENT]
