"""A phone gets its token, and nothing of it is kept but a hash."""

import hashlib
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import database_of
from tests.reviews.phones import problem

DEVICES = "/v1/devices"
KEY = "5f0c6d3e-9a7b-4c21-8d1e-0123456789ab"


def registered(app: Flask, key: str | None = None) -> TestResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return app.test_client().post(DEVICES, headers=headers)


def test_a_phone_gets_a_token(fresh: Flask) -> None:
    answer = registered(fresh)

    assert answer.status_code == 201
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", answer.get_json()["token"])
    assert answer.get_json()["token_type"] == "Bearer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_the_hash_of_a_token_is_kept(fresh: Flask) -> None:
    token = registered(fresh).get_json()["token"]

    rows = database_of(fresh).find("SELECT * FROM devices", {})

    assert [row[1] for row in rows] == [hashlib.sha256(token.encode()).digest()]
    assert token not in str(rows)


def test_nothing_but_hash_and_time_is_kept(fresh: Flask) -> None:
    columns = database_of(fresh).find(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = 'devices'::regclass AND attnum > 0",
        {},
    )

    assert {name for (name,) in columns} == {"id", "token_hash", "created_at"}


def test_two_phones_have_two_tokens(fresh: Flask) -> None:
    tokens = {registered(fresh).get_json()["token"] for _ in range(5)}

    assert len(tokens) == 5


def test_the_same_key_gives_the_same_answer_again(fresh: Flask) -> None:
    first, again = registered(fresh, KEY), registered(fresh, KEY)

    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert database_of(fresh).find("SELECT count(*) FROM devices", {}) == [(1,)]


def test_a_quoted_key_is_the_same_key(fresh: Flask) -> None:
    first, again = registered(fresh, KEY), registered(fresh, f'"{KEY}"')

    assert again.get_json() == first.get_json()


def test_another_key_is_another_phone(fresh: Flask) -> None:
    first, other = registered(fresh, KEY), registered(fresh, KEY + "0")

    assert other.get_json() != first.get_json()


@pytest.mark.parametrize(
    "key", ["x", "short", "a" * 15, "a" * 129, "a b" * 10, "é" * 20, "a;" * 10, '"']
)
def test_a_key_that_others_could_guess_is_refused(
    client: FlaskClient, key: str
) -> None:
    refused = client.post(DEVICES, headers={"Idempotency-Key": key})

    assert (refused.status_code, problem(refused)) == (400, "bad-request")
    assert refused.get_json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_an_empty_object_is_a_body_of_nothing(fresh: Flask) -> None:
    assert fresh.test_client().post(DEVICES, json={}).status_code == 201


@pytest.mark.parametrize(
    ("body", "media_type", "name"),
    [
        (b'{"phone": "0912345678"}', "application/json", "invalid-request"),
        (b"[]", "application/json", "invalid-request"),
        (b"{", "application/json", "malformed-body"),
        (b"a=b", "application/x-www-form-urlencoded", "unsupported-media-type"),
        (b"a" * 10_000_000, "application/json", "too-large"),
    ],
)
def test_nothing_about_the_phone_is_taken(
    client: FlaskClient, body: bytes, media_type: str, name: str
) -> None:
    refused = client.post(DEVICES, data=body, content_type=media_type)

    assert problem(refused) == name


def test_other_methods_and_formats_are_refused(client: FlaskClient) -> None:
    assert problem(client.get(DEVICES)) == "method-not-allowed"
    asked = {"Accept": "text/csv"}
    assert problem(client.post(DEVICES, headers=asked)) == "not-acceptable"
