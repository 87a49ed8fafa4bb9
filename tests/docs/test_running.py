"""The page for those who run the service: every setting, commands that are there."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from citizen_api.commands import main
from citizen_api.settings import Settings
from citizen_api.throttles.doors import USUAL

RUNNING = Path(__file__).parents[2] / "docs" / "operations" / "running.md"
PAGE = RUNNING.read_text()
ROWS = re.findall(r"^\| (`[A-Z].*?) \| (.*?) \|", PAGE, re.MULTILINE)
TYPED = sorted(set(re.findall(r"(?:`|^    )citizen ([a-z]+(?: [a-z]+)?)", PAGE, re.M)))


def test_every_setting_is_in_a_table_and_no_other() -> None:
    named = [name for cell, _ in ROWS for name in re.findall(r"`([A-Z0-9_]+)`", cell)]

    assert sorted(named) == sorted(each.name.upper() for each in fields(Settings))


def test_numbers_are_the_defaults() -> None:
    told = dict(ROWS)

    numbers = f"`{Settings.workers}`, `{Settings.threads}`"
    assert told["`WORKERS`, `THREADS`"] == numbers
    assert told["`ANSWERS_KEPT_MB`"] == f"`{Settings.answers_kept_mb}`"
    assert told["`CITY_FACILITY`"] == f"`{Settings.city_facility}`"
    assert re.findall(r"`(.*?)`", told["`LIMITS`"]) == USUAL.split(",")


@pytest.mark.parametrize("words", TYPED)
def test_a_command_that_is_named_is_there(words: str) -> None:
    context, found = click.Context(main), main
    for word in words.split():
        if not isinstance(found, click.Group):
            break
        command = found.get_command(context, word)
        assert command is not None, word
        found = command
