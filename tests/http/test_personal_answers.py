"""S12, S13: whatever door a person opens, nobody keeps the answer or is named by it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from citizen_api.app import create_app
from citizen_api.roles.models import Role
from citizen_api.settings import Settings
from tests.conftest import NOON, SECRETS, close, copied, dropped
from tests.factories import on_staff, signed_in
from tests.insurance.clinic import someone

PERSONAL = {"citizen", "staff", "rider"}
# It goes on for as long as the ride.
STREAM = "/v1/me/rental/events"


@pytest.fixture(scope="module")
def house(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """A city of nothing but one person who holds every role."""
    name = f"personal_{worker}"
    url = copied(server_url, f"migrated_{worker}", name)
    app = create_app(Settings(database_url=url, simulators="on", **SECRETS))
    app.config["CLOCK"] = lambda: NOON
    yield app
    close(app)
    dropped(name)


def doors(app: Flask) -> list[str]:
    """The doors of the API that people read without more than their address."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/v1/")
        and "GET" in (rule.methods or ())
        and not rule.arguments
        and rule.rule != STREAM
        and getattr(app.view_functions[rule.endpoint], "caller", "") in PERSONAL
    ]


def test_no_personal_answer_is_kept_or_repeats_what_was_sent(house: Flask) -> None:
    who = someone("P002")
    for role in Role:
        on_staff(house, role)
    me = signed_in(house, "P002")
    client = house.test_client()
    found = doors(house)

    assert len(found) > 20
    for path in found:
        for question in ({}, {"q": who.number}):
            answer = client.get(path, query_string=question, headers=me)
            told = f"{answer.headers} {answer.get_data(as_text=True)}"
            assert answer.status_code < 500, path
            assert answer.headers.get("Cache-Control") == "no-store", path
            assert who.number not in told, path
