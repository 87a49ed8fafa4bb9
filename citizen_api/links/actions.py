"""Change what codes stand for. Whoever does it is named, and what was is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.links import rules
from citizen_api.links.models import Flag, Kind, Link, LinkChange, LinkFlag
from citizen_api.links.queries import STREET, target_in
from citizen_api.links.rules import Place, Refused
from citizen_api.problems import NotFound, RevokedCode, Said
from qr.codes import BadCode, new_code, parse

RandomBytes = Callable[[int], bytes]

NO_SUCH = Said("Không tìm thấy {to}.", "There is no {kind} {to}.")
NEEDS_TIME = Said(
    "Địa chỉ thay thế cần có thời gian bắt đầu hoặc kết thúc.",
    "A fallback needs a time at which it takes over.",
)
NO_CODE = Said("{typed} không phải là mã.", "{typed}: {why}")
NO_FALLBACK = Said(
    "{code} không thể thay thế mã này.", "{code} cannot be the fallback."
)

ID_OF: Final = {
    Kind.VENUE: text(
        "SELECT coalesce(merged_into_id, id) FROM venues WHERE slug = :code"
    ),
    Kind.DISH: text("SELECT id FROM dishes WHERE slug = :code"),
    Kind.STREET: STREET,
    Kind.TOUR: text("SELECT id FROM tours WHERE slug = :code"),
}


@dataclass(frozen=True, kw_only=True)
class New:
    """A code to be made; `id` is that of what it stands for, by `kind`."""

    kind: Kind
    id: str
    place: Place | None = None
    label: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    fallback: str | None = None
    campaign: str | None = None
    keeper: str | None = None


def create(session: Session, new: New, *, by: str, random: RandomBytes) -> str:
    """Make a code; the code. Raises Refused for what it cannot stand for."""
    link = Link(campaign=new.campaign, keeper=new.keeper)
    point_to(session, link, new.kind, new.id)
    hang_at(link, new.place, new.label)
    limit_to(session, link, new.starts_at, new.ends_at, new.fallback)
    values = {
        column.key: getattr(link, column.key)
        for column in Link.__table__.columns
        if getattr(link, column.key) is not None
    }
    code = inserted(session, values, random)
    note(session, code, "create", by=by, before={}, after=facts(session, code))
    return code


def inserted(session: Session, values: dict[str, Any], random: RandomBytes) -> str:
    """The code of a new row, one that nobody ever had."""
    while True:
        row = insert(Link).values(code=str(new_code(random)), **values)
        code = session.scalar(row.on_conflict_do_nothing().returning(Link.code))
        if code is not None:
            return str(code)


def retarget(session: Session, code: str, kind: Kind, to: str, *, by: str) -> None:
    """Let a code stand for something else; what is printed stays. Raises Refused."""
    with changing(session, code, "retarget", by) as link:
        point_to(session, link, kind, to)


def hang(
    session: Session, code: str, place: Place | None, label: str | None, *, by: str
) -> None:
    """Say where a code hangs. Raises Refused."""
    with changing(session, code, "hang", by) as link:
        hang_at(link, place, label)


def limit(
    session: Session,
    code: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    fallback: str | None,
    *,
    by: str,
) -> None:
    """Say when a code is good, and what it opens outside that time. Raises Refused."""
    with changing(session, code, "limit", by) as link:
        limit_to(session, link, starts_at, ends_at, fallback)


def hand_over(session: Session, code: str, keeper: str, *, by: str) -> None:
    """Give a code to another keeper."""
    with changing(session, code, "hand over", by) as link:
        link.keeper = keeper


def revoke(session: Session, code: str, *, by: str, now: datetime) -> None:
    """Take a code out of use for ever."""
    with changing(session, code, "revoke", by) as link:
        link.revoked_at = now


def resolve(
    session: Session, code: str, kind: Flag, note_: str, *, by: str, now: datetime
) -> None:
    """Say that a flag was seen to. Raises NotFound when there is no open one."""
    raised = session.scalar(
        select(LinkFlag)
        .where(LinkFlag.code == code, LinkFlag.kind == kind)
        .where(LinkFlag.resolved_at.is_(None))
        .with_for_update()
    )
    if raised is None:
        raise NotFound
    raised.resolved_at = now
    before = {"flag": kind, "count": raised.count, "said": raised.said}
    note(session, code, "resolve", by=by, before=before, after={"note": note_})


@contextmanager
def changing(session: Session, code: str, verb: str, by: str) -> Iterator[Link]:
    """A code nobody else changes meanwhile; what differs afterwards is noted.

    Raises NotFound, or RevokedCode: what is out of use stays as it is.
    """
    link = session.get(Link, code, with_for_update=True)
    if link is None:
        raise NotFound
    if link.revoked_at is not None:
        raise RevokedCode
    before = facts(session, code)
    yield link
    session.flush()
    after = facts(session, code)
    moved = [name for name in after if after[name] != before[name]]
    if moved:
        was, now_is = ({name: of[name] for name in moved} for of in (before, after))
        note(session, code, verb, by=by, before=was, after=now_is)


def note(
    session: Session,
    code: str,
    verb: str,
    *,
    by: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Keep who did what to a code."""
    session.add(LinkChange(code=code, by=by, verb=verb, before=before, after=after))
    session.flush()


def facts(session: Session, code: str) -> dict[str, Any]:
    """What is decided of a code, as people read it."""
    return target_in(session, code).facts


def point_to(session: Session, link: Link, kind: Kind, to: str) -> None:
    """Let a code stand for a thing. Raises Refused when there is no such thing."""
    known = None
    if kind in ID_OF:
        known = session.scalar(ID_OF[kind], {"code": to})
        if known is None:
            raise Refused(NO_SUCH.format(kind=kind, to=to))
    elif kind is Kind.PAGE:
        rules.ensure_address(to)
    else:
        rules.ensure_reference(to)
    link.kind = kind
    link.venue_id = known if kind is Kind.VENUE else None
    link.dish_id = known if kind is Kind.DISH else None
    link.street_id = known if kind is Kind.STREET else None
    link.tour_id = known if kind is Kind.TOUR else None
    link.reference = to if known is None else None


def hang_at(link: Link, place: Place | None, label: str | None) -> None:
    """Let a code hang somewhere, or nowhere that is known. Raises Refused."""
    link.lon_e6 = link.lat_e6 = link.radius_m = None
    if place is not None:
        rules.ensure_place(place)
        link.lon_e6, link.lat_e6 = place.point.to_micro()
        link.radius_m = place.radius_m
    link.place_label = label


def limit_to(
    session: Session,
    link: Link,
    starts_at: datetime | None,
    ends_at: datetime | None,
    fallback: str | None,
) -> None:
    """Let a code be good for some time only. Raises Refused.

    `fallback`: another code, or the address of a page; only of use with a time.
    """
    rules.ensure_times(starts_at, ends_at)
    link.starts_at, link.ends_at = starts_at, ends_at
    link.fallback_code = link.fallback_url = None
    if fallback is None:
        return
    if starts_at is None and ends_at is None:
        raise Refused(NEEDS_TIME)
    if "/" in fallback:
        rules.ensure_address(fallback)
        link.fallback_url = fallback
    else:
        link.fallback_code = other_code(session, link, fallback)


def other_code(session: Session, link: Link, typed: str) -> str:
    """Another code, as it is stored. Raises Refused when there is none."""
    try:
        code = str(parse(typed))
    except BadCode as bad:
        raise Refused(NO_CODE.format(typed=typed, why=bad)) from None
    if code == link.code or session.get(Link, code) is None:
        raise Refused(NO_FALLBACK.format(code=code))
    return code
