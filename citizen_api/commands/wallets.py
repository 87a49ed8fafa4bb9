"""citizen wallets."""

from datetime import datetime

import click
from sqlalchemy.orm import Session

from citizen_api import tables  # noqa: F401 - what the foreign keys of wallets name
from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.commands.failures import Failure
from citizen_api.commands.reports import BY, Text
from citizen_api.commands.surroundings import database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.problems import NotFound
from citizen_api.wallets import queries
from citizen_api.wallets.models import Purse
from citizen_api.wallets.problems import AlreadyBooked
from citizen_api.wallets.rules import MARK
from citizen_api.wallets.top_ups import claim

LONGEST_TRANSACTION = 64
LONGEST_NOTE = 500
NOTE = click.option("--note", required=True, type=Text(LONGEST_NOTE), help="Why it is.")


@click.group("wallets")
def command() -> None:
    """Look after riders' money; nothing in the ledger can be changed."""


@command.command("unclaimed")
def unclaimed() -> None:
    """List what arrived and named no top-up, the oldest first."""
    with database() as engine, Session(engine) as session:
        found = queries.unclaimed(session)
    for each in found:
        day = each.made_at.astimezone(HO_CHI_MINH).date()
        click.echo(f"{each.transaction}  {day}  {each.amount} đ")
    click.echo(f"{len(found)} unclaimed")


@command.command("claim")
@click.argument("transaction", type=Text(LONGEST_TRANSACTION))
@click.argument("purpose", type=Text(len(MARK) + 8))
@BY
@NOTE
def claimed(transaction: str, purpose: str, by: str, note: str) -> None:
    """Give what arrived to whoever was asked for it by PURPOSE, such as HPWF4K4FVP4."""
    with database() as engine, Session(engine) as session, session.begin():
        try:
            code = purpose.upper().removeprefix(MARK)
            moment = datetime.now(HO_CHI_MINH)
            entry = claim(session, transaction, code, at=moment)
        except NotFound:
            raise Failure(
                "no such transaction is unclaimed, or no such top-up"
            ) from None
        except AlreadyBooked:
            raise Failure(f"{transaction} was given to somebody else") from None
        detail = {"entry": str(entry), "by": by, "note": note}
        event = Event(
            action="wallet.claim", actor="command", outcome="done", detail=detail
        )
        record(session, event)
    click.echo(f"{transaction} is claimed: entry {entry}.")


@command.command("check")
def check() -> None:
    """Add everything up; fails when it is not what the bank told."""
    with database() as engine, Session(engine) as session:
        found, told = queries.totals(session), queries.told_by_bank(session)
    for kind, amount in found.items():
        click.echo(f"{kind:>10} {amount:>16}")
    if sum(found.values()) or -found[Purse.BANK] != told:
        raise Failure(f"the bank told of {told} đ: the ledger does not add up")
    click.echo(f"It adds up; the bank told of {told} đ.")
