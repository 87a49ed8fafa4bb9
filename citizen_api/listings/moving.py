"""What is said of a venue goes over to another one, and comes back.

A row that would say a second time what stands there already stays behind; a merged
venue is never shown, so it is out of sight and comes back by itself.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

Moved = dict[str, list[Any]]
"""The keys of the rows that went over, by table; as JSON has them."""


class Kind(NamedTuple):
    """Rows of a table that go over.

    `key` tells them apart at a venue; `same`: the columns that two rows of one venue
    cannot share, among the rows that meet `live`.
    """

    table: str
    key: str = "id"
    type: str = "int"
    same: tuple[str, ...] = ()
    live: str = ""


NEW: Final = "status = 'new'"
# Photos come after the reviews that they belong to.
KINDS: Final = (
    Kind("menu_items", "dish_id", "smallint", ("dish_id",)),
    Kind("menu_prices"),
    Kind("opening_hours"),
    Kind("venue_days", "day", "date", ("day",)),
    Kind("venue_licences", same=("kind",), live="ended_at IS NULL"),
    Kind("listing_changes", same=("part",), live="state = 'waiting'"),
    Kind("venue_claims", "id", "uuid", ("person_id",), "state IN ('open', 'waiting')"),
    Kind("venue_reports", same=("device_id", "person_id", "kind"), live=NEW),
    Kind("review_reports"),
    Kind("photo_reports"),
    Kind("visits", same=("device_id", "person_id", "day")),
    Kind("reviews", same=("device_id", "person_id")),
    Kind("photos", same=("file",), live="review_id IS NULL"),
)
MOVE: Final = """
UPDATE {table} AS t SET venue_id = :into
WHERE t.venue_id = :from AND t.{key} <> ALL (CAST(:staying AS {type}[]))
  AND NOT EXISTS (
    SELECT FROM {table} o WHERE o.venue_id = :into AND {alike}
)
RETURNING t.{key}
"""
MOVE_BACK: Final = """
UPDATE {table} SET venue_id = :from
WHERE venue_id = :into AND {key} = ANY (CAST(:moved AS {type}[]))
RETURNING {key}
"""
PHOTOS_OF: Final = text(
    """
    SELECT p.id FROM photos p JOIN reviews r ON r.id = p.review_id
    WHERE p.venue_id = :from AND r.venue_id = :from
    """
)


def move(session: Session, source: int, into: int, staying: Moved) -> Moved:
    """Let everything go over but what stays; what went."""
    moved: Moved = {}
    for kind in KINDS:
        stays = list(staying.get(kind.table, []))
        if kind.table == "photos":
            stays += session.scalars(PHOTOS_OF, {"from": source}).all()
        values = {"from": source, "into": into, "staying": stays}
        went = session.scalars(text(_said(MOVE, kind)), values).all()
        if went:
            moved[kind.table] = [_plain(key) for key in went]
    return moved


def move_back(
    session: Session, source: int, into: int, moved: Mapping[str, list[Any]]
) -> None:
    """Let what went over come back, as far as it is still there."""
    for kind in KINDS:
        if kind.table in moved:
            values = {"from": source, "into": into, "moved": moved[kind.table]}
            session.execute(text(_said(MOVE_BACK, kind)), values)


def _said(statement: str, kind: Kind) -> str:
    alike = [f"o.{name} IS NOT DISTINCT FROM t.{name}" for name in kind.same]
    alike += [f"{row}.{kind.live}" for row in "ot" if kind.live]
    return statement.format(
        table=kind.table,
        key=kind.key,
        type=kind.type,
        alike=" AND ".join(alike) if kind.same else "FALSE",
    )


def _plain(key: Any) -> Any:
    return key if isinstance(key, int) else str(key)
