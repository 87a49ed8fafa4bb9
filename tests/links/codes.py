"""Codes of the real city, and what is none."""

from typing import NamedTuple

from flask import Flask

from qr.codes import nth_code, parse

ALL = """
SELECT l.code, v.slug, a.code, coalesce(v.name, a.name)
FROM links l LEFT JOIN venues v ON v.id = l.venue_id
LEFT JOIN areas a ON a.id = l.street_id ORDER BY l.code
"""


class Printed(NamedTuple):
    """A code and what it stands for."""

    code: str
    venue: str | None
    street: str | None
    name: str


def printed(app: Flask) -> list[Printed]:
    """Every code that was given out."""
    rows = app.extensions["citizen-database"].find(ALL, {})
    return [Printed._make(row) for row in rows]


def never_given(app: Flask) -> str:
    """A code that checks out and stands for nothing."""
    taken = {each.code for each in printed(app)}
    return next(code for n in range(1000) if (code := str(nth_code(n))) not in taken)


def mistyped(code: str) -> str:
    """The same with one letter wrong."""
    letter = "3" if code[2] != "3" else "4"
    return code[:2] + letter + code[3:]


__all__ = ["Printed", "mistyped", "never_given", "parse", "printed"]
