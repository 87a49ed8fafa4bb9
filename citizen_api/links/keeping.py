"""What code keepers do: the same as the command does, and in the audit log, too."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.expected import Expected
from citizen_api.links import actions
from citizen_api.links.actions import New, RandomBytes
from citizen_api.links.inventory import version
from citizen_api.links.models import Flag, Kind, Link, LinkChange
from citizen_api.links.rules import Place, Refused
from citizen_api.links.scanning import is_repeat
from citizen_api.problems import (
    FieldError,
    InvalidRequest,
    NotFound,
    Said,
)
from citizen_api.repeated import Once
from geo.points import Point
from qr.codes import new_code

BOTH: Final = Said("lat và lon phải đi cùng nhau.", "lat and lon go together.")
TIMES: Final = ("starts_at", "ends_at", "fallback")


class Keeping(NamedTuple):
    """Who does it and when; `once`: the Idempotency-Key that came with it.

    `by`: an actor as the audit log names it.
    """

    by: str
    at: datetime
    once: Once | None = None


def give(session: Session, new: New, keeping: Keeping, secret: str) -> str:
    """A new code; the same again with the same key is the one that was given.

    `secret`: what nobody who has the key can guess the code without. Raises
    InvalidRequest, KeyReused, AuditUnavailable.
    """
    random: RandomBytes = secrets.token_bytes
    if keeping.once is not None:
        random = drawn_from(keeping.once.key, secret)
    if is_repeat(session, keeping.once, keeping.at.date()):
        return given(session, keeping.by, random)
    try:
        code = actions.create(session, new, by=keeping.by, random=random)
    except Refused as refused:
        raise InvalidRequest(errors=[FieldError(refused.said, "#")]) from None
    note(session, "given", keeping.by, code, kind=new.kind.value)
    return code


def new_of(said: Mapping[str, Any]) -> New:
    """The code that is asked for. Raises InvalidRequest for half a place."""
    place, label = place_of(said["place"])
    return New(
        kind=Kind(said["target"]["kind"]),
        id=said["target"]["id"],
        place=place,
        label=label,
        **{name: said[name] for name in (*TIMES, "campaign", "keeper")},
    )


def drawn_from(key: bytes, secret: str) -> RandomBytes:
    """Bytes that nobody guesses, and that are the same for the same key."""
    numbers = count()
    return lambda size: hashlib.blake2b(
        key + next(numbers).to_bytes(4), key=secret.encode()[:64], digest_size=size
    ).digest()


def given(session: Session, by: str, random: RandomBytes) -> str:
    """The code that somebody made of these bytes; what others had is passed over."""
    while True:
        code = str(new_code(random))
        asked = select(LinkChange.id).where(
            LinkChange.code == code, LinkChange.by == by, LinkChange.verb == "create"
        )
        if session.scalar(asked) is not None:
            return code


def change(
    session: Session, code: str, said: Mapping[str, Any], expected: Expected, *, by: str
) -> None:
    """Change what is said of a code; what is not said stays.

    `said`: a target (kind, id), a place (lat, lon, radius_m, label) or None, times, a
    fallback, a keeper. Raises NotFound, RevokedCode, VersionRequired, StaleVersion,
    InvalidRequest, AuditUnavailable.
    """
    link = locked(session, code)
    before = version(session, code)
    expected.ensure(before)
    if "target" in said:
        kind, to = Kind(said["target"]["kind"]), said["target"]["id"]
        with refused_at("#/target/id"):
            actions.retarget(session, code, kind, to, by=by)
    if "place" in said:
        place, label = place_of(said["place"])
        with refused_at("#/place"):
            actions.hang(session, code, place, label, by=by)
    if not said.keys().isdisjoint(TIMES):
        span = {name: said.get(name, value) for name, value in times(link).items()}
        with refused_at("#/fallback" if "fallback" in said else "#/ends_at"):
            actions.limit(session, code, **span, by=by)
    if "keeper" in said:
        actions.hand_over(session, code, said["keeper"], by=by)
    if version(session, code) != before:
        note(session, "changed", by, code, fields=sorted(said))


def revoke(session: Session, code: str, keeping: Keeping) -> None:
    """Take a code out of use for ever; with the same key again nothing more is done.

    Raises NotFound, RevokedCode, KeyReused, AuditUnavailable.
    """
    if is_repeat(session, keeping.once, keeping.at.date()):
        return
    actions.revoke(session, code, by=keeping.by, now=keeping.at)
    note(session, "revoked", keeping.by, code)


def resolve(
    session: Session, code: str, kind: Flag, said: str, keeping: Keeping
) -> None:
    """Say that a flag was seen to; with the same key again nothing more is done.

    Raises NotFound, KeyReused, AuditUnavailable.
    """
    if is_repeat(session, keeping.once, keeping.at.date()):
        return
    actions.resolve(session, code, kind, said, by=keeping.by, now=keeping.at)
    note(session, "flag_resolved", keeping.by, code, flag=kind.value)


def printed(session: Session, street: str, size: str, codes: int, *, by: str) -> None:
    """Record that somebody took the posters of a street. Raises AuditUnavailable."""
    detail = {"street": street, "size": size, "count": codes}
    event = Event(action="code.printed", actor=by, outcome="done", detail=detail)
    record(session, event)


def note(session: Session, verb: str, actor: str, code: str, **more: Any) -> None:
    """Record what was done with a code; from what to what, its own history tells."""
    detail = {"code": code, **more}
    event = Event(action=f"code.{verb}", actor=actor, outcome="done", detail=detail)
    record(session, event)


def locked(session: Session, code: str) -> Link:
    """A code that nobody else changes meanwhile; raises NotFound."""
    link = session.get(Link, code, with_for_update=True)
    if link is None:
        raise NotFound
    return link


def place_of(said: Mapping[str, Any] | None) -> tuple[Place | None, str | None]:
    """Where a code hangs and what people call that; raises InvalidRequest for half."""
    if said is None:
        return None, None
    lat, lon = said["lat"], said["lon"]
    if (lat is None) != (lon is None):
        missing = "lat" if lat is None else "lon"
        raise InvalidRequest(errors=[FieldError(BOTH, f"#/place/{missing}")])
    place = None if lat is None else Place(Point(lon, lat), said["radius_m"])
    return place, said["label"]


def times(link: Link) -> dict[str, Any]:
    """When a code is good, and what it opens outside that time."""
    fallback = link.fallback_code or link.fallback_url
    return {"starts_at": link.starts_at, "ends_at": link.ends_at, "fallback": fallback}


@contextmanager
def refused_at(pointer: str) -> Iterator[None]:
    """A block whose Refused is told as what is wrong with one value."""
    try:
        yield
    except Refused as refused:
        raise InvalidRequest(errors=[FieldError(refused.said, pointer)]) from None
