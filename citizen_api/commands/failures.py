"""Failures as one clear line: exit code 2 for a bad setting, 1 for the rest."""

import click
from sqlalchemy.exc import DBAPIError

from citizen_api.local_postgres import PostgresError
from citizen_api.settings import BadSetting
from identity.key_ring import BadKeys


class Failure(Exception):
    """Something that the caller must change; the text says what."""


class Refused(click.ClickException):
    """A setting that cannot be used."""

    exit_code = click.UsageError.exit_code


class OneLine(click.Group):
    """A group of commands that fail without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raises ClickException for what is not a fault of ours."""
        try:
            return super().invoke(ctx)
        except BadSetting as error:
            raise Refused(str(error)) from None
        except (BadKeys, Failure, PostgresError) as error:
            raise click.ClickException(str(error)) from None
        except DBAPIError as error:
            said = str(error.orig).partition("\n")[0]
            raise click.ClickException(f"the database says: {said}") from None
        except PermissionError as error:
            said = f"no right to use {error.filename}"
            raise click.ClickException(said) from None
