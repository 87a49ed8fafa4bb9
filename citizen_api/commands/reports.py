"""citizen reports."""

from datetime import datetime

import click
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import database
from citizen_api.fields import Words
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.listings.actions import handle
from citizen_api.listings.models import LONGEST, Status
from citizen_api.listings.queries import Report, with_status
from citizen_api.problems import NotFound

LARGEST = 2**31 - 1
TIMES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M")
LONGEST_NAME = 100
STATUSES = [status.value for status in Status]


class Text(click.ParamType[str]):
    """Text as people type it, in NFC."""

    name = "text"

    def __init__(self, longest: int) -> None:
        self.words = Words(longest=longest)

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text; a usage error says why it cannot be used."""
        try:
            return str(self.words.deserialize(value))
        except ValidationError as error:
            self.fail(str(error.messages[0]), param, ctx)


NUMBER = click.argument("number", type=click.IntRange(1, LARGEST))
BY = click.option("--by", required=True, type=Text(LONGEST_NAME), help="Who decides.")
NOTE = click.option(
    "--note",
    required=True,
    type=Text(LONGEST),
    help="What was done; whoever reported it reads this.",
)


@click.group("reports")
def command() -> None:
    """See what people report as wrong with venues, and decide about it."""


@command.command("list")
@click.option("--status", type=click.Choice(STATUSES), default=Status.NEW.value)
@click.option("--limit", type=click.IntRange(1, 10_000), default=100)
def listed(status: str, limit: int) -> None:
    """List reports, the oldest first."""
    with database() as engine, Session(engine) as session:
        found = with_status(session, status, limit=limit)
    for each in found:
        click.echo(line(each))
    click.echo(f"{len(found)} {status}")


@command.command("accept")
@NUMBER
@BY
@NOTE
def accept(number: int, by: str, note: str) -> None:
    """Say that a report is right, and what was done about it."""
    decide(number, Status.ACCEPTED, by, note)


@command.command("reject")
@NUMBER
@BY
@NOTE
def reject(number: int, by: str, note: str) -> None:
    """Say that nothing is to be done about a report, and why."""
    decide(number, Status.REJECTED, by, note)


def decide(number: int, status: Status, by: str, note: str) -> None:
    """Accept or reject an open report; raises Failure when it is not open."""
    with database() as engine, Session(engine) as session, session.begin():
        try:
            moment = datetime.now(HO_CHI_MINH)
            handle(session, number, status, by=by, note=note, at=moment)
        except NotFound:
            raise Failure(f"no open report has the number {number}") from None
    click.echo(f"Report {number} is {status}.")


def line(report: Report) -> str:
    """A report as one line of a terminal."""
    words = [report.kind, report.dish, report.text, report.note]
    said = " | ".join(" ".join(word.split()) for word in words if word)
    day = report.created_at.astimezone(HO_CHI_MINH).date()
    return f"{report.id}  {day}  {report.venue} ({report.venue_name})  {said}"
