"""Keys: how they are given, changed and taken away, and what they open."""

from datetime import timedelta

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import database_of, on_staff
from tests.leaks import dump
from tests.partners.keys import Developer, developer, partner
from tests.reviews.phones import problem

ONCE = {"Idempotency-Key": "a-key-of-twenty-chars"}


def later(app: Flask, **much: float) -> None:
    moment = NOON + timedelta(**much)
    app.config["CLOCK"] = lambda: moment


def test_anybody_gets_a_test_key_at_once(fresh: Flask) -> None:
    given = fresh.test_client().post("/v1/sandbox/keys").json

    assert given["key"].startswith("hp_test_")
    assert (given["kind"], given["expires_at"]) == ("test", "2027-02-19T12:00:00+07:00")


def test_the_same_idempotency_key_gives_the_same_key(fresh: Flask) -> None:
    client = fresh.test_client()
    first, second = (client.post("/v1/sandbox/keys", headers=ONCE) for _ in range(2))

    assert first.json["key"] == second.json["key"]
    assert developer(fresh).key != first.json["key"]


def test_a_key_is_kept_as_a_hash_only(fresh: Flask) -> None:
    kept = dump(database_of(fresh).engine)
    key = developer(fresh).key

    written = "".join(dump(database_of(fresh).engine) - kept)

    assert key.removeprefix("hp_test_") not in written
    assert key[-4:] in written


def test_a_key_knows_itself(fresh: Flask) -> None:
    answer = partner(fresh).ask("GET", "/v1/keys/mine")

    assert (answer.json["kind"], answer.json["scopes"]) == ("live", ["webhooks"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Sandbox" not in answer.headers


@pytest.mark.parametrize("key", ["", "hp_test_short", "hp_live_" + "x" * 43])
def test_a_key_that_nobody_was_given_opens_nothing(fresh: Flask, key: str) -> None:
    refused = Developer(fresh.test_client(), key).ask("GET", "/v1/keys/mine")

    assert (refused.status_code, problem(refused)) == (401, "key-needed")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="key"'


def test_after_a_change_both_keys_are_good_for_a_day(fresh: Flask) -> None:
    before = partner(fresh)
    after = Developer(
        before.client, before.ask("POST", "/v1/keys/mine/rotation").json["key"]
    )
    later(fresh, hours=23)
    assert {
        each.ask("GET", "/v1/keys/mine").status_code for each in (before, after)
    } == {200}

    later(fresh, hours=25)

    assert problem(before.ask("GET", "/v1/keys/mine")) == "key-needed"
    assert after.ask("GET", "/v1/keys/mine").status_code == 200


def test_a_change_that_is_sent_twice_happens_once(fresh: Flask) -> None:
    caller = partner(fresh)
    first, second = (
        caller.ask("POST", "/v1/keys/mine/rotation", headers=ONCE) for _ in range(2)
    )

    assert first.json["key"] == second.json["key"]
    assert caller.ask("GET", "/v1/keys/mine").status_code == 200


def test_a_lost_key_is_closed_by_itself(fresh: Flask) -> None:
    caller = developer(fresh)

    assert caller.ask("DELETE", "/v1/keys/mine").status_code == 204
    assert problem(caller.ask("GET", "/v1/keys/mine")) == "key-needed"


def test_a_test_key_is_good_for_ninety_days(fresh: Flask) -> None:
    caller = developer(fresh)
    later(fresh, days=90)

    assert problem(caller.ask("GET", "/v1/dishes")) == "key-needed"


def test_an_administrator_gives_and_takes_live_keys(fresh: Flask) -> None:
    client = fresh.test_client()
    headers = on_staff(fresh, Role.ADMINISTRATOR)
    wanted = {"name": "Bản đồ món ngon", "scopes": ["webhooks"]}
    given = client.post("/v1/keys", json=wanted, headers=headers | ONCE).json
    again = client.post("/v1/keys", json=wanted, headers=headers | ONCE).json
    assert given["key"] == again["key"]

    listed = client.get("/v1/keys", headers=headers).json["items"]
    path = f"/v1/keys/{given['id']}/revocation"
    revoked = client.post(path, headers=headers).json

    assert [each["name"] for each in listed] == ["Bản đồ món ngon"]
    assert revoked["revoked_at"]
    caller = Developer(client, given["key"])
    assert problem(caller.ask("GET", "/v1/webhooks")) == "key-needed"


def test_a_key_does_what_its_scopes_say(fresh: Flask) -> None:
    assert problem(partner(fresh, "datasets").ask("GET", "/v1/webhooks")) == (
        "key-scope-missing"
    )
    assert partner(fresh).ask("GET", "/v1/webhooks").status_code == 200
