"""What goes wrong is one clear line."""

import pytest

from tests.commands.conftest import Citizen, citizen_on


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("THREADS", "-1"),
        ("PUBLIC_URL", "example.org"),
        ("SECRET_KEY", "short"),
        ("HOST", "no.such.host.invalid"),
        ("DATABASE_URL", "mysql://localhost/citizen"),
        ("DATABASE_URL", "postgresql://localhost:port/citizen"),
        ("DATABASE_URL", "citizen"),
    ],
)
def test_a_bad_setting_is_named(citizen: Citizen, name: str, value: str) -> None:
    answer = citizen("up", **{name: value})

    assert answer.exit_code == 2
    assert answer.output.startswith(f"Error: {name} ")
    assert answer.output.count("\n") == 1


@pytest.mark.parametrize("command", ["up", "migrate", "seed"])
def test_a_database_that_is_not_there_is_said(command: str) -> None:
    answer = citizen_on("postgresql://nobody@127.0.0.1:1/nowhere")(command)

    assert answer.exit_code == 1
    assert "127.0.0.1" in answer.output
    assert answer.output.count("\n") == 1


def test_the_password_of_the_database_is_never_said() -> None:
    answer = citizen_on("postgresql://nobody:sesame@127.0.0.1:1/nowhere")("migrate")

    assert answer.exit_code == 1
    assert "sesame" not in answer.output


def test_an_unknown_command_is_a_wrong_use(citizen: Citizen) -> None:
    assert citizen("down").exit_code == 2


@pytest.mark.parametrize(
    "command", ["up", "migrate", "seed", "openapi", "keys", "doctor", "reports"]
)
def test_every_command_says_what_it_does(citizen: Citizen, command: str) -> None:
    overview, answer = citizen("--help"), citizen(command, "--help")

    assert f"  {command} " in overview.output
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 5
