"""citizen keys."""

import os
from datetime import UTC, datetime

import click

from citizen_api.commands.key_rotation import add, reseal, retire, use
from citizen_api.commands.surroundings import (
    SECRETS,
    kept_secret,
    made_once,
    made_secrets,
    secret_file,
)
from identity.chip_authority import new_test_csca

TEST_CSCA = "TEST_CSCA"


@click.group("keys", invoke_without_command=True)
@click.option(
    "--show",
    type=click.Choice([*SECRETS, TEST_CSCA]),
    help="Print this one, and nothing else.",
)
@click.pass_context
def command(context: click.Context, show: str | None) -> None:
    """Make what is secret once, and say where it is.

    SECRET_KEY signs page cursors and derives the tokens of devices: another one makes
    open pages start anew. DATA_KEYS close personal data and find it: without them it
    is lost. AUDIT_KEY signs the anchors of the audit log. Set each to the same value
    for every process of a service. TEST_CSCA, a certificate and its key, signs the
    chips of test cards, and is believed only where it is put on a trust list.
    """
    if context.invoked_subcommand:
        return
    made_secrets()
    csca = made_once(TEST_CSCA, new_csca)
    if show:
        click.echo(csca if show == TEST_CSCA else kept_secret(show))
        return
    for name in SECRETS:
        click.echo(told(name))
    click.echo(f"{TEST_CSCA} is in {secret_file(TEST_CSCA)}.")


for each in (add, use, reseal, retire):
    command.add_command(each)


def told(name: str) -> str:
    """Where a secret is."""
    if os.environ.get(name):
        return f"{name} is set in the environment."
    return f"{name} is not set; the one in {secret_file(name)} is used."


def new_csca() -> str:
    """A new test authority: its certificate, then its key."""
    signer = new_test_csca(now=datetime.now(UTC))
    return (signer.certificate_pem + signer.key_pem).decode().strip()
