"""citizen clients: which apps may ask people to sign in."""

from collections.abc import Iterator

import pytest

from tests.commands.conftest import Citizen, citizen_on
from tests.conftest import copied, dropped

ADD = ("clients", "add", "an-app", "--name", "Ứng dụng", "--scope", "profile")


@pytest.fixture
def citizen(server_url: str, migrated_url: str, worker: str) -> Iterator[Citizen]:
    """The command on a database with every table and nothing in them."""
    name = f"clients_{worker}"
    yield citizen_on(copied(server_url, f"migrated_{worker}", name))
    dropped(name)


def test_an_app_is_added_listed_and_closed(citizen: Citizen) -> None:
    added = citizen(*ADD, "--redirect", "https://app.example/in")
    listed = citizen("clients", "list")
    closed = citizen("clients", "close", "an-app")
    again = citizen("clients", "close", "an-app")

    assert "an-app may ask for: profile" in added.stdout
    assert "an-app  Ứng dụng" in listed.stdout
    assert "answered at  https://app.example/in" in listed.stdout
    assert "an-app is closed" in closed.stdout
    assert (again.exit_code, "is in use" in again.stderr) == (1, True)
    assert "an-app closed 20" in citizen("clients", "list").stdout


@pytest.mark.parametrize("uri", ["http://app.example/in", "javascript:alert(1)"])
def test_an_app_with_a_bad_address_is_refused_in_one_line(
    citizen: Citizen, uri: str
) -> None:
    refused = citizen(*ADD, "--redirect", uri)

    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1


def test_the_sandbox_has_its_app_and_real_people_have_not(citizen: Citizen) -> None:
    real = citizen(
        "clients",
        "demo",
        ENVIRONMENT="production",
        PUBLIC_URL="https://haiphong.example",
    )
    demo = citizen("clients", "demo")

    assert (real.exit_code, "real people" in real.stderr) == (1, True)
    assert demo.exit_code == 0
    assert "vn.haiphong.citizen:/callback" in citizen("clients", "list").stdout
