"""Citizens of the tests of rights: what they allowed, asked for, and got."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.accounts.models import Consent
from tests.conftest import NOON
from tests.emergencies.glasses import work
from tests.factories import Known, changing, known_person

CONSENTS = "/v1/me/consents"
LOG = "/v1/me/access-log"
EXPORTS = "/v1/me/exports"
ERASURE = "/v1/me/erasure"
REQUESTS = "/v1/me/requests"
ALL = ("profile", "account", "insurance", "rentals", "reviews", "staff")


def allowed(
    app: Flask, who: Known, client: str = "citizen-app", claims: Sequence[str] = ALL
) -> UUID:
    """The id of a consent that somebody gave an app."""
    consent = uuid4()
    with changing(app) as session:
        session.add(
            Consent(
                id=consent,
                person_id=who.person,
                client=client,
                claims=list(claims),
                purpose="Dùng ứng dụng của thành phố",
                text_version="2026-11",
                text_hash=bytes(32),
                given_at=NOON,
                evidence={"session": str(who.session), "language": "vi"},
            )
        )
    return consent


def both(app: Flask) -> tuple[Known, Known]:
    """The same citizen at two apps."""
    return known_person(app), known_person(app, client="another-app")


def send(
    app: Flask, method: str, path: str, who: dict[str, str], **sent: Any
) -> TestResponse:
    """What the service answers."""
    return app.test_client().open(path, method=method, headers=who, **sent)


def exported(app: Flask, who: dict[str, str]) -> str:
    """The id of an export that was made."""
    answer = send(app, "POST", EXPORTS, who)
    assert answer.status_code == 202, answer.json
    while work(app, "rights.export"):
        pass
    return str(answer.get_json()["id"])


def file_of(app: Flask, who: dict[str, str], export: str) -> dict[str, Any]:
    """The file of an export, read."""
    answer = send(app, "GET", f"{EXPORTS}/{export}/file", who)
    assert answer.status_code == 200, answer.json
    read: dict[str, Any] = json.loads(answer.data)
    return read
