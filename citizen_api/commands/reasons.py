"""What a failure means in one line: exit code 2 for a bad setting, 1 for the rest."""

import click
from sqlalchemy.exc import DBAPIError

from citizen_api.audits.rules import NotRecordable
from citizen_api.commands.failures import Failure
from citizen_api.local_postgres import PostgresError
from citizen_api.problems import AuditUnavailable
from citizen_api.settings import BadSetting
from identity.key_ring import BadKeys

NO_NUMBERS = "a number of somebody may not stand in the audit log: leave it out"
NO_LOG = "the audit log cannot be written, so nothing was done"


class Refused(click.ClickException):
    """A setting that cannot be used."""

    exit_code = click.UsageError.exit_code


def reason(error: Exception) -> click.ClickException | None:
    """What to say of a failure; None of a fault of ours."""
    if isinstance(error, BadSetting):
        return Refused(str(error))
    said = line(error)
    return None if said is None else click.ClickException(said)


def line(error: Exception) -> str | None:
    """The line that says what went wrong."""
    match error:
        case BadKeys() | Failure() | PostgresError():
            return str(error)
        case NotRecordable():
            return NO_NUMBERS
        case AuditUnavailable():
            return NO_LOG
        case DBAPIError():
            return f"the database says: {str(error.orig).partition(chr(10))[0]}"
        case PermissionError():
            return f"no right to use {error.filename}"
        case FileNotFoundError():
            return f"there is no {error.filename}"
    return None
