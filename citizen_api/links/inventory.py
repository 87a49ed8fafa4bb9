"""Which codes there are, what is wrong with them, and which version each is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from citizen_api.links.models import LinkChange, LinkFlag
from citizen_api.links.queries import COLUMNS, Target

FIRST = date.min
CODES = text(
    f"""
    {COLUMNS}
    LEFT JOIN (
        SELECT code, max(last_on) AS last_on FROM link_flags
        WHERE resolved_at IS NULL GROUP BY code
    ) raised ON raised.code = l.code
    WHERE (CAST(:kind AS text) IS NULL OR l.kind = :kind)
      AND (CAST(:campaign AS text) IS NULL OR l.campaign = :campaign)
      AND (CAST(:areas AS int[]) IS NULL OR l.street_id = ANY(:areas)
           OR v.street_id = ANY(:areas) OR v.ward_id = ANY(:areas))
      AND (NOT :flagged OR raised.last_on IS NOT NULL)
      AND (CAST(:day AS date) IS NULL
           OR coalesce(raised.last_on, :first) < :day
           OR (coalesce(raised.last_on, :first) = :day AND l.code > :code))
    ORDER BY coalesce(raised.last_on, :first) DESC, l.code
    LIMIT :limit
    """  # noqa: S608 - our own words
)
AREAS = text("SELECT id FROM areas WHERE code = :code")

Position = tuple[date, str]


class Wanted(NamedTuple):
    """Which codes are asked for; what is None is left open.

    `areas`: the ids of streets and wards that they hang in.
    """

    kind: str | None = None
    areas: Sequence[int] | None = None
    campaign: str | None = None
    flagged: bool = False


class Known(NamedTuple):
    """A code, and its open flags, the oldest first."""

    target: Target
    flags: Sequence[LinkFlag]

    @property
    def position(self) -> Position:
        """Where it comes in a list: the latest flag first, then by code."""
        days = [flag.last_on for flag in self.flags]
        return max(days, default=FIRST), self.target.code


def codes(
    session: Session, wanted: Wanted, *, after: Position | None, limit: int
) -> list[Known]:
    """Codes, those with the latest open flags first."""
    day, code = after or (None, None)
    asked: dict[str, Any] = {
        **wanted._asdict(),
        "day": day,
        "code": code,
        "first": FIRST,
        "limit": limit,
    }
    asked["areas"] = None if wanted.areas is None else list(wanted.areas)
    found = [Target._make(row) for row in session.execute(CODES, asked)]
    flags = open_flags(session, [each.code for each in found])
    return [Known(each, flags.get(each.code, ())) for each in found]


def areas_called(session: Session, code: str) -> list[int]:
    """The ids of the streets and wards with a code; none when there is none."""
    return list(session.scalars(AREAS, {"code": code}))


def open_flags(
    session: Session, codes: Sequence[str]
) -> Mapping[str, Sequence[LinkFlag]]:
    """The open flags of codes, the oldest first; codes without any are left out."""
    found: dict[str, list[LinkFlag]] = defaultdict(list)
    asked = select(LinkFlag).where(
        LinkFlag.code.in_(codes), LinkFlag.resolved_at.is_(None)
    )
    for flag in session.scalars(asked.order_by(LinkFlag.id)):
        found[flag.code].append(flag)
    return found


def version(session: Session, code: str) -> int:
    """What moves with all that staff do to a code, and not when people report it."""
    asked = select(func.max(LinkChange.id)).where(LinkChange.code == code)
    return session.scalar(asked) or 0
