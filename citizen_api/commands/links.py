"""citizen links."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import click
from sqlalchemy.orm import Session

from citizen_api import tables  # noqa: F401 - what the foreign keys of codes name
from citizen_api.commands.code_options import (
    ABOUT,
    BY,
    CODE,
    KIND,
    TO,
    WHEN,
    WHERE,
    CodeType,
)
from citizen_api.commands.failures import Failure
from citizen_api.commands.posters import posters
from citizen_api.commands.reports import Text
from citizen_api.commands.surroundings import database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.links import actions, giving, keeping, queries
from citizen_api.links.inventory import version
from citizen_api.links.models import Flag, Kind
from citizen_api.links.rules import LONGEST, LONGEST_NOTE, Place, Refused
from citizen_api.problems import NotFound, RevokedCode

DAYS = 30
COMMAND = "command"


@click.group("links")
def command() -> None:
    """Give out codes, change what they stand for, see what is wrong with them."""


command.add_command(posters)


@command.command("list")
def flagged() -> None:
    """List the codes that somebody should look at, the latest first."""
    with session() as asked:
        flags = queries.flagged(asked)
        for flag in flags:
            words = " ".join((flag.said or "").split())
            days = f"{flag.first_on} to {flag.last_on}"
            said = f"{flag.code}  {flag.kind} x{flag.count}  {days}  {words}"
            click.echo(said.rstrip())
    click.echo(f"{len(flags)} flags")


@command.command("show")
@CODE
def show(code: str) -> None:
    """Show a code, its flags, and all that was done to it."""
    with session() as asked:
        known = queries.target_in(asked, code)
        for name, value in known.facts.items():
            if value is not None:
                click.echo(f"{name}: {value}")
        for flag in queries.flags_of(asked, code):
            state = "open" if flag.resolved_at is None else "seen to"
            click.echo(f"flag: {flag.kind} x{flag.count}, {state}")
        for change in queries.history(asked, code):
            at = change.at.astimezone(HO_CHI_MINH)
            said = f"{at:%Y-%m-%d %H:%M}  {change.by}: {change.verb}"
            click.echo(f"{said}  {told(change.before)} -> {told(change.after)}")


@command.command("create")
@KIND
@TO
@click.option(
    "--street", type=Text(LONGEST), help="One for each venue of this street: tran-phu."
)
@WHERE
@WHEN
@ABOUT
@BY
def create(street: str | None, by: str, **asked: Any) -> None:
    """Make a code, or one for each venue of a street at once, and print them.

    The codes of a street hang at their venues, as precisely as those are placed.
    """
    about = {name: asked[name] for name in ("campaign", "keeper", "fallback")}
    about |= times(asked)
    if street is not None and not any(asked[name] for name in ("kind", "to", "at")):
        made = for_street(street, by, about)
    elif street is None and asked["kind"] and asked["to"]:
        made = [for_one(by, asked, about)]
    else:
        raise click.UsageError("either --kind and --to, or --street alone")
    for code, thing in made:
        click.echo(f"{code}  {thing}")


def for_one(by: str, asked: dict[str, Any], about: dict[str, Any]) -> tuple[str, str]:
    """Make a code; it, and what it stands for."""
    hangs = {"place": place(asked), "label": asked["label"]}
    new = actions.New(kind=Kind(asked["kind"]), id=asked["to"], **hangs, **about)
    with session() as changed:
        code = actions.create(changed, new, by=by, random=secrets.token_bytes)
        keeping.note(changed, "given", COMMAND, code, by=by, kind=new.kind.value)
        return code, new.id


def for_street(street: str, by: str, about: dict[str, Any]) -> list[tuple[str, str]]:
    """Make a code for each venue of a street; each, and its venue."""
    with session() as changed:
        number = queries.street_id(changed, street)
        made = giving.create_for_street(
            changed, number, by=by, random=secrets.token_bytes, **about
        )
        for code, _ in made:
            keeping.note(changed, "given", COMMAND, code, by=by, kind=Kind.VENUE.value)
        return made


@command.command("retarget")
@CODE
@KIND
@TO
@BY
def retarget(code: str, kind: str | None, to: str | None, by: str) -> None:
    """Let a code stand for something else; what is printed stays."""
    if kind is None or to is None:
        raise click.UsageError("needs --kind and --to")
    with changing(code, "target", by) as changed:
        actions.retarget(changed, code, Kind(kind), to, by=by)


@command.command("hang")
@CODE
@WHERE
@BY
def hang(code: str, by: str, **asked: Any) -> None:
    """Say where a code hangs; without --at, that it is not known."""
    with changing(code, "place", by) as changed:
        actions.hang(changed, code, place(asked), asked["label"], by=by)


@command.command("limit")
@CODE
@WHEN
@BY
def limit(code: str, by: str, **asked: Any) -> None:
    """Say when a code is good; without options, always."""
    with changing(code, "times", by) as changed:
        span = times(asked)
        actions.limit(changed, code, **span, fallback=asked["fallback"], by=by)


@command.command("hand-over")
@CODE
@click.option("--to", "keeper", required=True, type=Text(LONGEST), help="To whom.")
@BY
def hand_over(code: str, keeper: str, by: str) -> None:
    """Give a code to another keeper."""
    with changing(code, "keeper", by) as changed:
        actions.hand_over(changed, code, keeper, by=by)


@command.command("revoke")
@CODE
@BY
def revoke(code: str, by: str) -> None:
    """Take a code out of use for ever."""
    with session() as changed:
        actions.revoke(changed, code, by=by, now=datetime.now(HO_CHI_MINH))
        keeping.note(changed, "revoked", COMMAND, code, by=by)


@command.command("resolve")
@CODE
@click.argument("flag", type=click.Choice([flag.value for flag in Flag]))
@click.option("--note", required=True, type=Text(LONGEST_NOTE), help="What was done.")
@BY
def resolve(code: str, flag: str, note: str, by: str) -> None:
    """Say that a flag was seen to."""
    with session() as changed:
        moment = datetime.now(HO_CHI_MINH)
        actions.resolve(changed, code, Flag(flag), note, by=by, now=moment)
        keeping.note(changed, "flag_resolved", COMMAND, code, by=by, flag=flag)


@command.command("scans")
@click.option("--code", type=CodeType(), help="Of this code only.")
@click.option("--days", type=click.IntRange(1, 3660), default=DAYS, show_default=True)
def scans(code: str | None, days: int) -> None:
    """Count the scans of each day."""
    today = datetime.now(HO_CHI_MINH).date()
    with session() as asked:
        found = queries.scans(asked, code, today - timedelta(days=days - 1), today)
    click.echo("day         phones  desktops  bots  near  far")
    for each in found:
        counts = (each.phones, each.desktops, each.bots, each.near, each.far)
        click.echo("{}  {:6}  {:8}  {:4}  {:4}  {:3}".format(each.day, *counts))


@contextmanager
def session() -> Iterator[Session]:
    """A session, committed at the end. Raises Failure for what cannot be done."""
    with database() as engine, Session(engine) as made, made.begin():
        try:
            yield made
        except NotFound:
            raise Failure("there is no such code, flag or street") from None
        except RevokedCode:
            raise Failure("the code is revoked: it stays as it is") from None
        except Refused as refused:
            raise Failure(str(refused)) from None


@contextmanager
def changing(code: str, field: str, by: str) -> Iterator[Session]:
    """A session in which something of a code changes; then the audit log tells it."""
    with session() as changed:
        before = version(changed, code)
        yield changed
        if version(changed, code) != before:
            keeping.note(changed, "changed", COMMAND, code, by=by, fields=[field])


def place(asked: dict[str, Any]) -> Place | None:
    """Where a code hangs, as the options say."""
    return asked["at"] and Place(asked["at"], asked["radius"])


def times(asked: dict[str, Any]) -> dict[str, datetime | None]:
    """When a code is good, by the city's clock."""
    options = {"starts_at": asked["starts"], "ends_at": asked["ends"]}
    return {
        name: moment and moment.replace(tzinfo=HO_CHI_MINH)
        for name, moment in options.items()
    }


def told(facts: dict[str, Any]) -> str:
    """What a change is about, as one line."""
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value)
