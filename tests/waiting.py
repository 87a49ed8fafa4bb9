"""A second that passes for what a process keeps, and costs a test none."""

from flask import Flask


def a_second_passes(app: Flask) -> None:
    """Let what the application keeps of the city be looked after again."""
    for copy in app.extensions["citizen-copies"].values():
        copy._asked -= 1.0
