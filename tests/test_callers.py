"""Who is calling: a token that we gave out, and nothing else."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api import callers
from tests.conftest import close, copied, make_app
from tests.reviews.addresses import mine
from tests.reviews.phones import Phone, problem

UNKNOWN = "A" * 43


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {UNKNOWN}",
        f"Bearer {UNKNOWN[:-1]}",
        f"Bearer {UNKNOWN}=",
        f"Bearer  {UNKNOWN}",
        f"Bearer {UNKNOWN} {UNKNOWN}",
        f"Token {UNKNOWN}",
        f"Basic {UNKNOWN}",
        f'Digest username="a", response="{UNKNOWN}"',
        UNKNOWN,
        "Bearer " + "A" * 100_000,
        "Bearer \u00ff" + UNKNOWN,
    ],
)
def test_who_is_not_known_is_told_how_to_be(
    client: FlaskClient, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    for method in ("GET", "PUT", "DELETE"):
        refused = client.open(mine(), method=method, headers=headers, json={"stars": 5})
        assert (refused.status_code, problem(refused)) == (401, "not-authenticated")
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="device"'
        assert refused.headers["Cache-Control"] == "no-store"


def test_the_scheme_may_be_in_any_case(fresh: Flask) -> None:
    phone = Phone(fresh)
    headers = {"Authorization": f"bearer {phone.token}"}

    answer = phone.client.put(mine(), json={"stars": 5}, headers=headers)

    assert answer.status_code == 201


def test_a_token_in_the_address_is_no_token(fresh: Flask) -> None:
    phone = Phone(fresh)

    answer = phone.client.get(f"{mine()}?token={phone.token}")

    assert answer.status_code == 401


def test_a_token_is_never_repeated_in_an_answer(fresh: Flask) -> None:
    phone = Phone(fresh)
    phone.rate(stars=5)

    for answer in (phone.read(), phone.rate(stars=1), phone.rate(stars="x")):
        assert phone.token not in answer.get_data(as_text=True) + str(answer.headers)


@pytest.fixture
def neighbour(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """The same service on a database where nobody has registered."""
    url = copied(server_url, f"migrated_{worker}", f"neighbour_{worker}")
    made = make_app(url)
    yield made
    close(made)


def test_a_token_is_known_only_where_it_was_given(
    fresh: Flask, neighbour: Flask
) -> None:
    phone = Phone(fresh)
    phone.rate(stars=5)

    stranger = neighbour.test_client().get(mine(), headers=phone.headers())

    assert stranger.status_code == 401


def test_only_so_many_devices_are_remembered(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "REMEMBERED", 2)
    phones = [Phone(fresh) for _ in range(4)]

    for phone in phones * 2:
        assert phone.read().status_code == 404

    assert len(fresh.extensions[callers.EXTENSION]) == 2


def test_a_device_that_is_gone_is_forgotten(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "REMEMBERED_S", 0.0)
    phone = Phone(fresh)
    assert phone.read().status_code == 404

    fresh.extensions["citizen-database"].write("DELETE FROM devices RETURNING 1", {})

    assert phone.read().status_code == 401
