"""citizen keys."""

import os

import click

from citizen_api.commands.surroundings import secret_key, secret_key_file


@click.command("keys")
@click.option("--show", is_flag=True, help="Print the key, and nothing else.")
def command(show: bool) -> None:
    """Make the secret key once, and say where it is.

    SECRET_KEY signs page cursors and derives the tokens of devices: another one makes
    open pages start anew. Set it to the same value for every process of a service.
    """
    key = secret_key()
    if show:
        click.echo(key)
    elif os.environ.get("SECRET_KEY"):
        click.echo("SECRET_KEY is set in the environment.")
    else:
        click.echo(f"SECRET_KEY is not set; the one in {secret_key_file()} is used.")
