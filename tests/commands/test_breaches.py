"""citizen breaches."""

from flask import Flask

from tests.breaches.attacks import mass, watch
from tests.commands.conftest import citizen_on


def test_breaches_are_listed_without_whom_they_affect(
    fresh: Flask, fresh_url: str
) -> None:
    staff = mass(fresh)
    watch(fresh)

    answer = citizen_on(fresh_url)("breaches", "list", "--state", "open")

    line, total = answer.output.splitlines()
    assert "mass_lookup  open  150 people, 150 look-ups" in line
    assert "2026-11-24 12:00" in line
    assert total == "1 open"
    assert str(staff) not in answer.output


def test_there_may_be_none(fresh_url: str) -> None:
    assert citizen_on(fresh_url)("breaches", "list").output == "0 in all\n"
