"""A developer with a test key, and a partner with a live one."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from citizen_api.http.clock import now
from citizen_api.partners.actions import Wanted, give_live_key
from tests.factories import changing
from tests.reviews.addresses import VENUE, mine


class Developer:
    """Whoever holds a key."""

    def __init__(self, client: FlaskClient, key: str) -> None:
        self.client, self.key = client, key

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """Call a door with the key."""
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **more)

    def rate(self, venue: str = VENUE, **said: Any) -> TestResponse:
        """Rate a venue."""
        return self.ask("PUT", mine(venue), json={"stars": 5} | said)


def developer(app: Flask, **headers: str) -> Developer:
    """Somebody who asked for a test key just now."""
    client = app.test_client()
    given = client.post("/v1/sandbox/keys", headers=headers)
    assert given.status_code == 201, given.text
    return Developer(client, given.json["key"])


def partner(app: Flask, *scopes: str, **wanted: Any) -> Developer:
    """Somebody to whom the city gave a live key."""
    with app.app_context(), changing(app) as session:
        asked = Wanted("A partner", scopes or ("webhooks",), **wanted)
        given = give_live_key(session, asked, by="command", at=now())
    return Developer(app.test_client(), given.token)
