"""citizen breaches."""

from datetime import datetime

import click
from sqlalchemy.orm import Session

from citizen_api.breaches.models import Breach, State
from citizen_api.breaches.queries import breaches, counts
from citizen_api.breaches.rules import is_overdue
from citizen_api.commands.surroundings import database
from citizen_api.http.clock import HO_CHI_MINH

STATES = [state.value for state in State]


@click.group("breaches")
def command() -> None:
    """See breaches of personal data, and until when the authority is to be told."""


@command.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those; all without.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100)
def listed(state: str | None, limit: int) -> None:
    """List breaches, the newest first. Nothing here tells who is affected."""
    now = datetime.now(HO_CHI_MINH)
    with database() as engine, Session(engine) as session:
        chosen = State(state) if state else None
        found = breaches(session, chosen, before=None, limit=limit)
        of_each = counts(session, found)
    for breach in found:
        click.echo(line(breach, *of_each.get(breach.id, (0, 0)), now=now))
    click.echo(f"{len(found)} {state or 'in all'}")


def line(breach: Breach, lookups: int, people: int, *, now: datetime) -> str:
    """A breach as one line of a terminal."""
    due = breach.due_at.astimezone(HO_CHI_MINH)
    late = is_overdue(State(breach.state), breach.due_at, now=now)
    clock = "OVERDUE since" if late else "due"
    return (
        f"{breach.id}  {breach.rule}  {breach.state}  {people} people,"
        f" {lookups} look-ups  {clock} {due:%Y-%m-%d %H:%M}"
    )
