"""A command that fails says why in one clear line."""

from importlib import import_module

import click


class Failure(Exception):
    """Something that the caller must change; the text says what."""


class OneLine(click.Group):
    """A group of commands that fail without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raises ClickException for what is not a fault of ours."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            # Only now: to know what can go wrong is to load most of the service.
            reason = import_module("citizen_api.commands.reasons").reason(error)
            if reason is None:
                raise
            raise reason from None
