"""citizen audit."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy.orm import Session

from citizen_api.audits import actions, queries
from citizen_api.audits.rules import BadAnchor, anchor_text, key_id, read_anchor
from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import database, environment, made_secrets
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.settings import from_environment
from identity.audit_chain import Anchor, BrokenChain, Link

LONGEST_LIST = 10_000


class PublicKey(click.ParamType[Ed25519PublicKey]):
    """A public key as `citizen audit key` prints it."""

    name = "key"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Ed25519PublicKey:
        """The key; a usage error when it is none."""
        try:
            raw = b64decode(value, validate=True)
            return Ed25519PublicKey.from_public_bytes(raw)
        except ValueError:
            self.fail("not a public key in base64", param, ctx)


@click.group("audit")
def command() -> None:
    """See the audit log, sign it, and find out whether somebody changed it."""


@command.command("verify")
@click.option(
    "--anchors",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Anchors that were kept elsewhere: what citizen work printed.",
)
@click.option(
    "--trust",
    multiple=True,
    type=PublicKey(),
    help="The public part of a former AUDIT_KEY; may be given several times.",
)
def verified(file: Path | None, trust: tuple[Ed25519PublicKey, ...]) -> None:
    """Walk the whole chain; name the first entry that is not as it was written."""
    kept = sorted(read(file), key=lambda anchor: anchor.seq) if file else []
    keys = {key_id(key): key for key in (own_key().public_key(), *trust)}
    with database() as engine, engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            found = queries.check(connection, keys, datetime.now(HO_CHI_MINH), kept)
        except BrokenChain as error:
            raise Failure(str(error)) from None
    click.echo(f"{found.entries} entries are whole; {found.anchors} anchors hold.")


@command.command("anchor")
def anchored() -> None:
    """Sign the newest entry now, and print the anchor: keep it elsewhere."""
    with database() as engine, Session(engine) as session, session.begin():
        made = actions.anchor(session, own_key(), datetime.now(HO_CHI_MINH))
    click.echo(anchor_text(made) if made else "The newest entry has its anchor.")


@command.command("key")
def public_key() -> None:
    """Print the public part of AUDIT_KEY, with which anybody can verify anchors."""
    click.echo(b64encode(own_key().public_key().public_bytes_raw()).decode())


@command.command("list")
@click.option("--after", type=click.IntRange(0), default=0, help="From this number on.")
@click.option("--limit", type=click.IntRange(1, LONGEST_LIST), default=100)
def listed(after: int, limit: int) -> None:
    """List entries, the oldest first."""
    with database() as engine, Session(engine) as session:
        found = queries.entries_after(session, after, limit)
    for each in found:
        click.echo(line(each))
    click.echo(f"{len(found)} entries")


def own_key() -> Ed25519PrivateKey:
    """The key that signs anchors."""
    settings = from_environment(environment(made_secrets()))
    return Ed25519PrivateKey.from_private_bytes(settings.audit_seed)


def read(file: Path) -> Iterator[Anchor]:
    """The anchors in what was printed; raises Failure for one that is damaged."""
    for number, said in enumerate(file.read_text().splitlines(), start=1):
        if "{" in said:
            try:
                yield read_anchor(said)
            except BadAnchor:
                raise Failure(f"line {number} of {file} is no anchor") from None


def line(entry: Link) -> str:
    """An entry as one line of a terminal."""
    event: Mapping[str, object] = entry.fields["event"]
    said = " ".join(f"{name}={value}" for name, value in sorted(event.items()))
    return f"{entry.seq}  {entry.fields['at']}  {said}"
