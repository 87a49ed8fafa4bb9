"""Codes of the real city, what is none, and codes made for a test."""

import itertools
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask

from citizen_api.links.actions import New, create, revoke
from citizen_api.links.models import Kind
from citizen_api.links.rules import Place
from geo.points import Point
from qr.codes import nth_code
from tests.conftest import NOON
from tests.factories import changing, database_of
from tests.reviews.addresses import VENUE

ALL = """
SELECT l.code, v.slug, a.code, coalesce(v.name, a.name)
FROM links l LEFT JOIN venues v ON v.id = l.venue_id
LEFT JOIN areas a ON a.id = l.street_id ORDER BY l.code
"""
SCANS = """
SELECT code, day, hour, language, device, near FROM link_scans ORDER BY id
"""
FLAGS = """
SELECT code, kind, count, first_on, last_on, said FROM link_flags
WHERE resolved_at IS NULL ORDER BY id
"""
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A146P) Chrome/130.0 Mobile Safari/537.36"
HERE = Point(106.6838, 20.8535)
DAY = timedelta(days=1)
RANDOM = (number.to_bytes(16) for number in itertools.count(7_000_000))


class Printed(NamedTuple):
    """A code and what it stands for."""

    code: str
    venue: str | None
    street: str | None
    name: str


def printed(app: Flask) -> list[Printed]:
    """Every code that was given out."""
    rows = database_of(app).find(ALL, {})
    return [Printed._make(row) for row in rows]


def never_given(app: Flask) -> str:
    """A code that checks out and stands for nothing."""
    taken = {each.code for each in printed(app)}
    return next(code for n in range(1000) if (code := str(nth_code(n))) not in taken)


def mistyped(code: str) -> str:
    """The same with one letter wrong."""
    letter = "3" if code[2] != "3" else "4"
    return code[:2] + letter + code[3:]


def made(app: Flask, kind: Kind = Kind.VENUE, to: str = VENUE, **about: Any) -> str:
    """A new code of a city of one's own."""
    with changing(app) as session:
        new = New(kind=kind, id=to, **about)
        return create(session, new, by="a test", random=lambda size: next(RANDOM))


def hanging(app: Flask, radius_m: int = 100) -> str:
    """A new code that hangs at HERE."""
    return made(app, place=Place(HERE, radius_m), label="Cầu Đất 179")


def revoked(app: Flask) -> str:
    """A code that is out of use."""
    code = made(app)
    with changing(app) as session:
        revoke(session, code, by="a test", now=NOON)
    return code


def expired(app: Flask, **about: Any) -> str:
    """A code that was good until yesterday."""
    return made(app, ends_at=NOON - DAY, **about)


def scans(app: Flask) -> list[tuple[Any, ...]]:
    """What is kept of every scan."""
    return list(database_of(app).find(SCANS, {}))


def flags(app: Flask) -> list[tuple[Any, ...]]:
    """Every open flag."""
    return list(database_of(app).find(FLAGS, {}))


def moment(text: str) -> datetime:
    """A time of the city."""
    return datetime.fromisoformat(f"{text}+07:00")
