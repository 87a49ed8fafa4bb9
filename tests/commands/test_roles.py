"""citizen roles."""

from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from citizen_api.commands import main
from identity.simulators.personas import persona
from tests.commands.conftest import Citizen, citizen_on
from tests.conftest import ENVIRON, close, copied, dropped, make_app
from tests.factories import Known, changing, database_of, known_person

STRANGER = "099999999999"


@pytest.fixture(scope="module")
def service(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """The service on a database that these tests share."""
    name = f"officed_{worker}"
    made = make_app(copied(server_url, f"migrated_{worker}", name))
    yield made
    close(made)
    dropped(name)


@pytest.fixture
def known(service: Flask) -> Known:
    """Somebody without a role."""
    with changing(service) as session:
        session.execute(text("DELETE FROM roles_held"))
    return known_person(service)


def url_of(service: Flask) -> str:
    engine = database_of(service).engine
    return str(engine.url.render_as_string(False))


@pytest.fixture
def citizen(service: Flask) -> Citizen:
    """The command on that database."""
    return citizen_on(url_of(service))


def typed(service: Flask, line: str, *words: str) -> Result:
    """The command, with a line on its standard input."""
    environ = ENVIRON | {"DATABASE_URL": url_of(service)}
    return CliRunner().invoke(main, ["roles", *words], input=line, env=environ)


def entries(service: Flask) -> list[dict[str, Any]]:
    with changing(service) as session:
        asked = "SELECT fields FROM audit_events ORDER BY seq"
        return list(session.scalars(text(asked)))


def test_the_first_administrator_is_made_here(
    service: Flask, known: Known, citizen: Citizen
) -> None:
    client = service.test_client()
    assert client.get("/v1/roles", headers=known.headers).status_code == 403

    asked = ("grant", "administrator", "--from", "2026-01-01")
    answer = citizen("roles", *asked, "--person", str(known.person))

    assert answer.exit_code == 0, answer.output
    assert f"administrator  the city  person {known.person}" in answer.output
    assert entries(service)[-1]["actor"] == "command"
    assert client.get("/v1/roles", headers=known.headers).status_code == 200


def test_s16_a_role_that_is_revoked_here_is_gone_at_the_next_call(
    service: Flask, known: Known, citizen: Citizen
) -> None:
    asked = ("grant", "administrator", "--from", "2026-01-01")
    made = citizen("roles", *asked, "--person", str(known.person))
    number = made.output.split()[0]

    answer = citizen("roles", "revoke", number)

    assert "revoked" in answer.output
    assert entries(service)[-1]["action"] == "role.revoked"
    refused = service.test_client().get("/v1/roles", headers=known.headers)
    assert refused.status_code == 403


def test_a_person_is_named_by_a_number_that_nobody_sees(
    service: Flask, known: Known
) -> None:
    who = persona("P001")
    assert who is not None

    answer = typed(service, f" {who.number}\n", "grant", "auditor")

    assert f"person {known.person}" in answer.output
    assert who.number not in answer.output
    assert who.number not in str(entries(service))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{STRANGER}\n", "nobody with this number has signed in yet"),
        ("", "a citizen number is exactly 12 digits"),
        ("09909017838\n", "a citizen number is exactly 12 digits"),
        ("０９９０９０１７８３８２\n", "a citizen number is exactly 12 digits"),
    ],
)
def test_a_number_of_nobody_gets_no_role(
    service: Flask, known: Known, line: str, said: str
) -> None:
    answer = typed(service, line, "grant", "auditor")

    assert (answer.exit_code, answer.output) == (1, f"Error: {said}\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("grant", "king"), 2, "Invalid value"),
        (("grant", "auditor", "--person", "P001"), 2, "not a valid UUID"),
        (("grant", "auditor", "--scope", "a\u202eb"), 2, "text-direction"),
        (("grant", "health_staff"), 1, "code of a health facility"),
        (("grant", "health_staff", "--scope", "00000"), 1, "code of a health facility"),
        (("grant", "auditor", "--scope", "31001"), 1, "leave scope empty"),
        (("grant", "auditor", "--until", "2020-01-01"), 1, "after the start"),
        (("revoke", "2147483647"), 1, "no role has the number"),
        (("revoke", "0"), 2, "Invalid value"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    citizen: Citizen, known: Known, words: tuple[str, ...], code: int, said: str
) -> None:
    named = words[0] != "grant" or "--person" in words
    person = () if named else ("--person", str(known.person))

    answer = citizen("roles", *words, *person)

    assert (answer.exit_code, said in answer.output) == (code, True), answer.output


def test_the_list_names_nobody(known: Known, citizen: Citizen) -> None:
    for role in ("auditor", "moderator"):
        citizen("roles", "grant", role, "--person", str(known.person))
    first = citizen("roles", "list").output.splitlines()
    citizen("roles", "revoke", first[0].split()[0])

    now = citizen("roles", "list").output
    ever = citizen("roles", "list", "--all").output
    moderators = citizen("roles", "list", "--all", "--role", "moderator").output

    assert [line.split()[1] for line in first] == ["moderator", "auditor"]
    assert "moderator" not in now
    assert "moderator" in ever
    assert "auditor" not in moderators
    assert "Nguyễn" not in ever
