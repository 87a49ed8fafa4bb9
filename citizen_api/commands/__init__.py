"""The `citizen` command: everything that one does with the service from a terminal.

Only what a command needs is loaded when it runs, so that `up` starts quickly.
"""

import gc
from importlib import import_module

import click

from citizen_api.commands.failures import OneLine

COMMANDS = (
    "up",
    "migrate",
    "seed",
    "openapi",
    "keys",
    "translations",
    "doctor",
    "basemap",
    "links",
    "reports",
    "calendar",
    "roles",
    "bikes",
    "wallets",
    "clients",
    "audit",
    "breaches",
    "work",
)


class Lazy(OneLine):
    """A group whose commands are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        # What is loaded stays: looking for cycles in it is a seventh of a start.
        gc.disable()
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        gc.freeze()
        gc.enable()
        return command


@click.group(cls=Lazy)
def main() -> None:
    """The service behind the mobile app of Hải Phòng.

    Settings come from the environment: DATABASE_URL, SECRET_KEY, DATA_KEYS, AUDIT_KEY,
    PUBLIC_URL, HOST, PORT, WORKERS, THREADS, TRUSTED_PROXIES, MAP_STYLE_URL,
    MAP_TILES_FILE, MAP_ATTRIBUTION, LIMITS. None is needed: without DATABASE_URL there
    is a private PostgreSQL in .local/.
    """
