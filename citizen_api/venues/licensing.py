"""The papers that the city saw of a venue: kept, replaced, taken back."""

from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.problems import FieldError, InvalidRequest, NotFound, Said
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.sources.models import SourceKind
from citizen_api.venues.records import LicenceKind, VenueLicence
from citizen_api.versions import CATALOGUE, bump

CITY: Final = SourceKind.CITY.value
EARLIEST: Final = date(1990, 1, 1)
STANDING: Final = text(
    "SELECT coalesce(merged_into_id, id) FROM venues WHERE slug = :slug FOR UPDATE"
)
NOT_YET: Final = Said("Ngày cấp chưa tới.", "The day of issue has not come yet.")
TOO_OLD: Final = Said("Ngày cấp quá xa.", "The day of issue is too long ago.")
BACKWARDS: Final = Said("Phải sau ngày cấp.", "This must be after the day of issue.")
NEEDED: Final = Said(
    "Giấy chứng nhận an toàn thực phẩm phải có hạn.",
    "A food-safety certificate has an end.",
)


class Paper(NamedTuple):
    """What the city saw; without `valid_until` it has no end."""

    kind: LicenceKind
    issued_by: str
    issued_on: date
    valid_until: date | None


def ensure_sensible(paper: Paper, today: date) -> None:
    """Raise InvalidRequest for a paper that cannot be."""
    if paper.issued_on > today:
        raise _wrong(NOT_YET, "issued_on")
    if paper.issued_on < EARLIEST:
        raise _wrong(TOO_OLD, "issued_on")
    if paper.valid_until is None and paper.kind is LicenceKind.FOOD_SAFETY:
        raise _wrong(NEEDED, "valid_until")
    if paper.valid_until is not None and paper.valid_until <= paper.issued_on:
        raise _wrong(BACKWARDS, "valid_until")


def stamp(session: Session, slug: str, paper: Paper, *, by: str, at: datetime) -> None:
    """Keep a paper that was seen today, in place of the one before.

    Raises NotFound, InvalidRequest, AuditUnavailable.
    """
    today = at.astimezone(HO_CHI_MINH).date()
    ensure_sensible(paper, today)
    venue = _venue(session, slug)
    _end(session, venue, paper.kind, at)
    kept = VenueLicence(
        venue_id=venue, source_id=CITY, checked_on=today, **paper._asdict()
    )
    session.add(kept)
    session.flush()
    bump(session, CATALOGUE)
    _record(session, "venue.stamped", by, slug, paper.kind)


def withdraw(
    session: Session, slug: str, kind: LicenceKind, *, by: str, at: datetime
) -> None:
    """Take a stamp back. Raises NotFound when there is none, AuditUnavailable."""
    if not _end(session, _venue(session, slug), kind, at):
        raise NotFound
    bump(session, CATALOGUE)
    _record(session, "venue.stamp_withdrawn", by, slug, kind)


def restore(
    session: Session, slug: str, kind: LicenceKind, *, by: str, at: datetime
) -> None:
    """Undo the last stamp or withdrawal: the paper before it stands again.

    What is undone is over for good. Raises NotFound when there is nothing before it,
    AuditUnavailable.
    """
    venue = _venue(session, slug)
    of_kind = (VenueLicence.venue_id == venue, VenueLicence.kind == kind)
    papers = session.scalars(
        select(VenueLicence).where(*of_kind).order_by(VenueLicence.id.desc())
    ).all()
    current = next((each for each in papers if each.ended_at is None), None)
    older = next(
        (each for each in papers if current is None or each.id < current.id), None
    )
    if older is None:
        raise NotFound
    if current is not None:
        session.delete(current)
        session.flush()
    older.ended_at = None
    session.flush()
    bump(session, CATALOGUE)
    _record(session, "venue.stamp_restored", by, slug, kind)


def _venue(session: Session, slug: str) -> int:
    found: int | None = session.scalar(STANDING, {"slug": slug})
    if found is None:
        raise NotFound
    return found


def _end(session: Session, venue: int, kind: LicenceKind, at: datetime) -> bool:
    current = (
        VenueLicence.venue_id == venue,
        VenueLicence.kind == kind,
        VenueLicence.ended_at.is_(None),
    )
    ended = update(VenueLicence).where(*current).values(ended_at=at)
    return session.scalar(ended.returning(VenueLicence.id)) is not None


def _record(
    session: Session, action: str, by: str, slug: str, kind: LicenceKind
) -> None:
    detail = {"venue": slug, "kind": kind.value}
    record(session, Event(action=action, actor=by, outcome="done", detail=detail))


def _wrong(said: Said, name: str) -> InvalidRequest:
    return InvalidRequest(errors=[FieldError(said, pointer=f"#/{name}")])
