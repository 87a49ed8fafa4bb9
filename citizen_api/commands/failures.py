"""Failures as one clear line: exit code 2 for a bad setting, 1 for the rest."""

import click
from sqlalchemy.exc import DBAPIError

from citizen_api.audits.rules import NotRecordable
from citizen_api.local_postgres import PostgresError
from citizen_api.problems import AuditUnavailable
from citizen_api.settings import BadSetting
from identity.key_ring import BadKeys

NO_NUMBERS = "a number of somebody may not stand in the audit log: leave it out"
NO_LOG = "the audit log cannot be written, so nothing was done"


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
        except NotRecordable:
            raise click.ClickException(NO_NUMBERS) from None
        except AuditUnavailable:
            raise click.ClickException(NO_LOG) from None
        except DBAPIError as error:
            said = str(error.orig).partition("\n")[0]
            raise click.ClickException(f"the database says: {said}") from None
        except PermissionError as error:
            said = f"no right to use {error.filename}"
            raise click.ClickException(said) from None
        except FileNotFoundError as error:
            raise click.ClickException(f"there is no {error.filename}") from None
