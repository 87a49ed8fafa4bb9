"""citizen calendar."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from citizen_api.calendars.actions import keep, withdraw
from citizen_api.calendars.rules import Notice
from citizen_api.calendars.schemas import NoticeBodySchema
from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.problems import InvalidRequest, NotFound
from citizen_api.schedules.actions import AT_ONCE, recompile_due
from citizen_api.schedules.models import HolidayStatus, NoticeKind
from citizen_api.schedules.queries import holidays

BY: Final = "command"
FILE: Final = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.group("calendar")
def command() -> None:
    """The public holidays, and what the yearly notices make of them."""


@command.command("show")
@click.argument("year", type=click.IntRange(2000, 2100))
def show(year: int) -> None:
    """List the days of a year that are not ordinary ones."""
    with database() as engine, Session(engine) as session:
        for each in holidays(session).values():
            if each.day.year == year:
                click.echo(
                    f"{each.day}  {each.kind:<20}{each.status:<10}{each.name_vi}"
                )


@command.command("import")
@FILE
def imported(file: Path) -> None:
    """Keep the notices of a JSON file, and compile the opening hours again.

    {"days": [{"day": "2026-11-23", "kind": "day_off_in_lieu", "status": "official",
    "name": {"vi": "…", "en": "…"}, "source": "…"}]}; the kind ordinary_day takes out
    a day that was expected.
    """
    notices = list(read(file))
    moment = datetime.now(HO_CHI_MINH)
    with database() as engine, Session(engine) as session, session.begin():
        try:
            new = keep(session, notices, by=BY, at=moment)
        except InvalidRequest as problem:
            raise Failure(str(problem.errors[0].said)) from None
    click.echo(f"{new} of {len(notices)} notices are new. {compiled()}")


@command.command("withdraw")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
def withdrawn(day: datetime) -> None:
    """Take the notice of a day back: what was known without it holds again."""
    with database() as engine, Session(engine) as session, session.begin():
        try:
            withdraw(session, day.date(), by=BY, at=datetime.now(HO_CHI_MINH))
        except NotFound:
            raise Failure(f"there is no notice about {day.date()}") from None
    click.echo(f"The notice is taken back. {compiled()}")


def compiled() -> str:
    """Compile what the calendar changed; in words, how much that was."""
    done, today = 0, datetime.now(HO_CHI_MINH).date()
    with database() as engine, Session(engine) as session:
        while more := recompile_due(session, today, AT_ONCE):
            session.commit()
            done += more
    return f"{done} opening hours were compiled again."


def read(file: Path) -> Iterator[Notice]:
    """The notices of a file; raises Failure that says where it is wrong."""
    try:
        days = json.loads(file.read_text(encoding="utf-8"))["days"]
        for number, record in enumerate(days, start=1):
            yield notice(number, dict(record))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Failure(f'{file.name} is no JSON object with "days"') from None


def notice(number: int, record: dict[str, Any]) -> Notice:
    """One of them."""
    try:
        day = date.fromisoformat(record.pop("day", ""))
        said: dict[str, Any] = NoticeBodySchema().load(record)
    except (ValidationError, ValueError, TypeError) as error:
        raise Failure(f"day {number}: {error}") from None
    return Notice(
        day,
        NoticeKind(said["kind"]),
        said["name"]["vi"],
        said["name"]["en"],
        HolidayStatus(said["status"]),
        said["source"],
    )
