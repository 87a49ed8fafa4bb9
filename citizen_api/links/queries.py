"""Questions about links."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.links.models import Kind, LinkChange, LinkFlag
from citizen_api.links.rules import Place, State, host_of, state
from citizen_api.problems import ExpiredCode, NotFound, RevokedCode, Said
from geo.points import Point

COLUMNS = """
SELECT l.code, l.kind, coalesce(v.slug, d.slug, a.code, t.slug, l.reference),
       coalesce(v.name, d.name_vi, a.name, t.name ->> 'vi'), v.address,
       l.dish_id, l.street_id, l.lon_e6, l.lat_e6, l.radius_m, l.place_label,
       l.starts_at, l.ends_at, l.revoked_at, l.fallback_code, l.fallback_url,
       l.campaign, l.keeper
FROM links l
LEFT JOIN venues f ON f.id = l.venue_id
LEFT JOIN venues v ON v.id = coalesce(f.merged_into_id, f.id)
LEFT JOIN dishes d ON d.id = l.dish_id
LEFT JOIN areas a ON a.id = l.street_id
LEFT JOIN tours t ON t.id = l.tour_id
"""
LINK = f"{COLUMNS} WHERE l.code = %(code)s"
SAME_LINK = text(f"{COLUMNS} WHERE l.code = :code")
ON_STREET = f"""{COLUMNS}
WHERE (l.street_id = :street OR v.street_id = :street)
  AND l.revoked_at IS NULL AND (l.ends_at IS NULL OR l.ends_at > :now)
"""
IN_ORDER = text(f"{ON_STREET} ORDER BY l.kind, v.name, l.code")
COUNTED = text(f"SELECT count(*) FROM ({ON_STREET}) AS on_street")  # noqa: S608 - our words
STREET = text("SELECT id FROM areas WHERE kind = 'street' AND code = :code")
OF_VENUE = f"""{COLUMNS}
WHERE l.kind = 'venue' AND v.slug = %(slug)s AND l.revoked_at IS NULL
  AND (l.ends_at IS NULL OR l.ends_at > %(now)s)
ORDER BY l.code LIMIT 20
"""
SCANS = text(
    """
    SELECT day, count(*) FILTER (WHERE device = 'phone'),
           count(*) FILTER (WHERE device = 'desktop'),
           count(*) FILTER (WHERE device = 'bot'),
           count(*) FILTER (WHERE near), count(*) FILTER (WHERE NOT near)
    FROM link_scans
    WHERE day BETWEEN :first AND :last
      AND (CAST(:code AS text) IS NULL OR code = :code)
    GROUP BY day ORDER BY day
    """
)
MOST_FALLBACKS = 4
AT_ONCE = 50
EARLY = Said(
    "Mã này chưa bắt đầu dùng được.", "The time of this code has not come yet."
)


class Target(NamedTuple):
    """What a code stands for; `id`: its id on the wire, by `kind`."""

    code: str
    kind: str
    id: str
    name: str | None
    address: str | None
    dish_id: int | None
    street_id: int | None
    lon_e6: int | None
    lat_e6: int | None
    radius_m: int | None
    place_label: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    revoked_at: datetime | None
    fallback_code: str | None
    fallback_url: str | None
    campaign: str | None
    keeper: str | None

    @property
    def title(self) -> str:
        """What people call what it stands for."""
        if self.name is not None:
            return self.name
        if self.kind == Kind.PAGE:
            return self.place_label or host_of(self.id) or self.id
        return self.id

    @property
    def place(self) -> Place | None:
        """Where the code hangs, when that is known."""
        if self.lon_e6 is None or self.lat_e6 is None or self.radius_m is None:
            return None
        return Place(Point.from_micro(self.lon_e6, self.lat_e6), self.radius_m)

    @property
    def belongs_to(self) -> str:
        """What should be written where the code hangs."""
        return self.place_label or self.title

    @property
    def facts(self) -> dict[str, Any]:
        """What staff decide of a code, as people read it."""
        place = self.place
        return {
            "target": f"{self.kind} {self.id}",
            "place": place and f"{place.point.lat},{place.point.lon}",
            "radius_m": self.radius_m,
            "label": self.place_label,
            "campaign": self.campaign,
            "keeper": self.keeper,
            "starts_at": self.starts_at and self.starts_at.isoformat(),
            "ends_at": self.ends_at and self.ends_at.isoformat(),
            "fallback": self.fallback_code or self.fallback_url,
            "revoked_at": self.revoked_at and self.revoked_at.isoformat(),
        }

    def opening(self, address: str) -> "Target":
        """The same code, standing for a page."""
        return self._replace(
            kind=Kind.PAGE, id=address, name=None, address=None, street_id=None
        )


def target(database: Database, code: str) -> Target:
    """What a code was made for, good or not. Raises NotFound."""
    found = database.read(LINK, {"code": code})
    if not found:
        raise NotFound
    return Target._make(found[0])


def codes_of_venue(database: Database, slug: str, now: datetime) -> list[Target]:
    """The codes of a venue that can be printed."""
    rows = database.find(OF_VENUE, {"slug": slug, "now": now})
    return [Target._make(row) for row in rows]


def standing(database: Database, known: Target, now: datetime) -> Target:
    """What a code stands for now: itself, or its fallback when it is not its time.

    Raises RevokedCode, or ExpiredCode when there is no fallback that is good.
    """
    asked = state(known, now)
    if asked is State.REVOKED:
        raise RevokedCode
    for _ in range(MOST_FALLBACKS):
        if state(known, now) is State.GOOD:
            return known
        if known.revoked_at is not None:
            break
        if known.fallback_url is not None:
            return known.opening(known.fallback_url)
        if known.fallback_code is None:
            break
        known = target(database, known.fallback_code)
    raise ExpiredCode(EARLY if asked is State.EARLY else None)


def target_in(session: Session, code: str) -> Target:
    """The same as `target` within a session. Raises NotFound."""
    found = session.execute(SAME_LINK, {"code": code}).one_or_none()
    if found is None:
        raise NotFound
    return Target._make(found)


class Scans(NamedTuple):
    """How often codes were opened on a day, by what, and near their place or not."""

    day: date
    phones: int
    desktops: int
    bots: int
    near: int
    far: int


def street_id(session: Session, code: str) -> int:
    """The id of the street with this code. Raises NotFound."""
    found = session.scalar(STREET, {"code": code})
    if found is None:
        raise NotFound
    return int(found)


def on_street(session: Session, street: int, now: datetime) -> Iterator[Target]:
    """The codes of a street and of its venues, read a few at a time."""
    asked = {"street": street, "now": now}
    few = {"stream_results": True, "yield_per": AT_ONCE}
    rows = session.execute(IN_ORDER, asked, execution_options=few)
    return (Target._make(row) for row in rows)


def count_on_street(session: Session, street: int, now: datetime) -> int:
    """How many codes `on_street` gives."""
    return int(session.execute(COUNTED, {"street": street, "now": now}).scalar_one())


def flagged(session: Session) -> Sequence[LinkFlag]:
    """Every open flag, the latest first."""
    latest = (LinkFlag.last_on.desc(), LinkFlag.count.desc(), LinkFlag.id)
    asked = select(LinkFlag).where(LinkFlag.resolved_at.is_(None)).order_by(*latest)
    return session.scalars(asked).all()


def flags_of(session: Session, code: str) -> Sequence[LinkFlag]:
    """The flags of a code, also those that were seen to, the oldest first."""
    asked = select(LinkFlag).where(LinkFlag.code == code).order_by(LinkFlag.id)
    return session.scalars(asked).all()


def history(session: Session, code: str) -> Sequence[LinkChange]:
    """What was done to a code, the oldest first."""
    asked = select(LinkChange).where(LinkChange.code == code).order_by(LinkChange.id)
    return session.scalars(asked).all()


def scans(session: Session, code: str | None, first: date, last: date) -> list[Scans]:
    """How often a code, or all codes, were opened, by day; days without left out."""
    asked = {"code": code, "first": first, "last": last}
    return [Scans._make(row) for row in session.execute(SCANS, asked)]
