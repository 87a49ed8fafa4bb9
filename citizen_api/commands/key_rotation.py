"""citizen keys add, use, reseal, retire: new keys while the service runs."""

import os
from collections.abc import Iterator
from itertools import count

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from citizen_api import tables
from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import (
    database,
    kept_secret,
    replace_secret,
    secret_file,
)
from citizen_api.resealing import (
    BATCH,
    Passed,
    first_stale,
    reseal_all,
    seal_keys_in_use,
)
from identity.key_ring import (
    KeyRing,
    Purpose,
    add_key,
    drop_key,
    read_keys,
    use_key,
)

NAME = "DATA_KEYS"
PURPOSE = click.argument("purpose", type=click.Choice([each.value for each in Purpose]))
KEY_ID = click.argument("key_id", metavar="ID")


@click.command("add")
@PURPOSE
@click.option("--id", "key_id", help="1 to 16 of a-z, 0-9 and the hyphen.")
def add(purpose: str, key_id: str | None) -> None:
    """Add a key that is known, and not used yet.

    First step of a rotation: once every process has it, `citizen keys use`.
    """
    text = ring_text()
    key_id = key_id or next_id(text, purpose)
    keep(add_key(text, Purpose(purpose), key_id, os.urandom))
    click.echo(f"The {purpose} key {key_id} is known and not used yet.", err=True)


@click.command("use")
@PURPOSE
@KEY_ID
def use(purpose: str, key_id: str) -> None:
    """Let a key that every process knows be the current one."""
    keep(use_key(ring_text(), Purpose(purpose), key_id))
    click.echo(f"The {purpose} key {key_id} is used from now on.", err=True)


@click.command("reseal")
@click.option("--batch", type=click.IntRange(1, 10_000), default=BATCH)
def reseal(batch: int) -> None:
    """Bring what is stored under the current keys, while the service runs.

    It may be killed and begun again at any time.
    """
    ring = read_keys(ring_text())
    with database() as engine:
        passed = list(told(reseal_all(engine, tables.metadata, ring, batch)))
        rows = sum(each.rows for each in passed)
        renewed = sum(each.renewed for each in passed)
        broken = [each for some in passed for each in some.broken]
        note(engine, {"rows": rows, "renewed": renewed, "broken": len(broken)})
    for each in broken:
        click.echo(f"{each.table} {each.id}: {each.why}", err=True)
    click.echo(f"{rows} rows, {renewed} of them under new keys now.")
    if broken:
        raise Failure(f"{len(broken)} rows cannot be opened and stay as they are")


@click.command("retire")
@PURPOSE
@KEY_ID
@click.option(
    "--forget",
    is_flag=True,
    help="For an index key: what is past is found by nobody's number any more.",
)
def retire(purpose: str, key_id: str, forget: bool) -> None:
    """Take a former key out of the ring, when nothing needs it any more."""
    text = ring_text()
    shorter = drop_key(text, Purpose(purpose), key_id)
    if purpose == Purpose.INDEX and not forget:
        raise Failure(
            "the audit log and past look-ups stay under this key: without it they are"
            " found by nobody's number. Add --forget, or keep the key"
        )
    with database() as engine:
        if purpose == Purpose.SEAL:
            ensure_seals_nothing(engine, key_id)
        else:
            ensure_finds_nothing(engine, read_keys(text))
    keep(shorter)
    click.echo(f"The {purpose} key {key_id} is out of the ring.", err=True)


def ring_text() -> str:
    """The ring that this service uses; raises Failure when there is none."""
    text = kept_secret(NAME)
    if text is None:
        raise Failure("there are no DATA_KEYS yet: citizen keys")
    return text


def keep(text: str) -> None:
    """Keep the ring that was made here; one of the environment is for the caller."""
    if os.environ.get(NAME):
        click.echo(text)
        click.echo(f"Set {NAME} to this for every process.", err=True)
    else:
        replace_secret(NAME, text)
        click.echo(f"{secret_file(NAME)} is changed: restart the service.", err=True)


def next_id(text: str, purpose: str) -> str:
    """An id that no such key of the ring has: k1, k2 and so on."""
    taken = {entry.rpartition(":")[0] for entry in text.split()}
    ids = (f"k{number}" for number in count(1))
    return next(each for each in ids if f"{purpose}:{each}" not in taken)


def told(stretches: Iterator[Passed]) -> Iterator[Passed]:
    """The same stretches, and on the screen how far they are."""
    rows = 0
    for each in stretches:
        rows += each.rows
        click.echo(f"{each.table}: {rows} rows so far", err=True)
        yield each


def note(engine: Engine, detail: dict[str, int]) -> None:
    """Write into the audit log that keys were changed."""
    event = Event(
        action="keys.resealed", actor="command", outcome="done", detail=detail
    )
    with Session(engine) as session, session.begin():
        record(session, event)


def ensure_seals_nothing(engine: Engine, key_id: str) -> None:
    """Raise Failure while a cell is under this key."""
    with engine.connect() as connection:
        for each in seal_keys_in_use(connection, tables.metadata):
            if each.key_id == key_id:
                raise Failure(f"{each.column} has cells under it: citizen keys reseal")


def ensure_finds_nothing(engine: Engine, ring: KeyRing) -> None:
    """Raise Failure while an index is under another key than the current one."""
    with engine.connect() as connection:
        found = first_stale(connection, tables.metadata, ring)
    if found is not None:
        raise Failure(f"{found} is not up to date: citizen keys reseal")
