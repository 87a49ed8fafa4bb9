"""citizen roles."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import click
from sqlalchemy.orm import Session

from citizen_api import tables  # noqa: F401 - what the foreign keys of roles name
from citizen_api.commands.failures import Failure
from citizen_api.commands.key_rotation import ring_text
from citizen_api.commands.reports import LARGEST, TIMES, Text
from citizen_api.commands.surroundings import database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.problems import NotFound, Problem
from citizen_api.roles import actions, queries
from citizen_api.roles.actions import Granting
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.roles.queries import Asked
from citizen_api.roles.rules import CITY, Grant
from citizen_api.roles.schemas import LONGEST_SCOPE
from identity.citizen_number import BadCitizenNumber, CitizenNumber
from identity.key_ring import KeyRing, read_keys

BY = "command"
ROLES = [role.value for role in Role]


class Place(click.ParamType[str]):
    """The code of a facility or the id of a venue; empty for the city."""

    name = "scope"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The place; a usage error when it cannot be one."""
        return value and Text(LONGEST_SCOPE).convert(value, param, ctx)


PERSON = click.option(
    "--person",
    type=click.UUID,
    help="The id of their account, as GET /v1/me tells it. Without it, the first line"
    " of the standard input is their citizen number.",
)


@click.group("roles")
def command() -> None:
    """Give people roles, and take them away; only here for the first administrator."""


@command.command("grant")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--scope", type=Place(), default=CITY, help="The place; else the city.")
@click.option("--from", "starts", type=click.DateTime(TIMES), help="Not before then.")
@click.option("--until", type=click.DateTime(TIMES), help="No longer then.")
@PERSON
def grant(
    role: str,
    scope: str,
    starts: datetime | None,
    until: datetime | None,
    person: UUID | None,
) -> None:
    """Give a role to somebody who signed in once.

    A citizen number is read from the standard input, never from the command line,
    where others could see it.
    """
    now = datetime.now(HO_CHI_MINH)
    with changing() as session:
        known = person or person_typed(session, read_keys(ring_text()))
        start = in_city(starts) or now
        wanted = Grant(known, Role(role), scope, start, in_city(until))
        held, _ = actions.grant(session, wanted, Granting(BY, now))
        said = line(held)
    click.echo(said)


@command.command("revoke")
@click.argument("number", type=click.IntRange(1, LARGEST))
def revoke(number: int) -> None:
    """Take a role away, by its number in the list; the next call is refused."""
    with changing() as session:
        try:
            held = actions.revoke(session, number, by=BY, at=datetime.now(HO_CHI_MINH))
        except NotFound:
            raise Failure(f"no role has the number {number}") from None
        said = line(held)
    click.echo(said)


@command.command("list")
@click.option("--role", type=click.Choice(ROLES))
@click.option("--scope", type=Place(), help="Only those of this place.")
@click.option("--all", "every", is_flag=True, help="Also those revoked or over.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100)
def listed(role: str | None, scope: str | None, every: bool, limit: int) -> None:
    """List roles, the newest grant first, without anybody's name."""
    wanted = Asked(role=Role(role) if role else None, scope=scope, current=not every)
    now = datetime.now(HO_CHI_MINH)
    with database() as engine, Session(engine) as session:
        for held in queries.held(session, wanted, now, limit=limit):
            click.echo(line(held))


@contextmanager
def changing() -> Iterator[Session]:
    """A session, committed at the end; a problem becomes a Failure that says why."""
    try:
        with database() as engine, Session(engine) as session, session.begin():
            yield session
    except Problem as problem:
        said = "; ".join(error.said for error in problem.errors) or problem.detail
        raise Failure(str(said)) from None


def person_typed(session: Session, ring: KeyRing) -> UUID:
    """Who has the citizen number that is read from the standard input."""
    if sys.stdin.isatty():
        typed = click.prompt("Citizen number", hide_input=True, err=True)
    else:
        typed = sys.stdin.readline()
    try:
        number = CitizenNumber(typed.strip())
    except BadCitizenNumber as error:
        raise Failure(str(error)) from None
    found = queries.person_with(session, ring, number.digits)
    if found is None:
        raise Failure("nobody with this number has signed in yet")
    return found


def in_city(moment: datetime | None) -> datetime | None:
    """A moment as it is typed: on the clock of the city."""
    return moment and moment.replace(tzinfo=HO_CHI_MINH)


def line(held: RoleHeld) -> str:
    """A role as one line of a terminal."""
    until = f"until {held.valid_to.isoformat()}" if held.valid_to else "for good"
    ended = f", revoked {held.revoked_at.isoformat()}" if held.revoked_at else ""
    where = held.scope or "the city"
    starts = held.valid_from.isoformat(timespec="minutes")
    return (
        f"{held.id}  {held.role}  {where}  person {held.person_id}"
        f"  from {starts} {until}{ended}"
    )
