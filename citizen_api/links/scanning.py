"""What scans and people leave behind: a row a scan, a flag, no person."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.links.models import Device, Flag
from citizen_api.links.queries import Target
from citizen_api.repeated import Once
from geo.points import Point

SCAN: Final = """
INSERT INTO link_scans (code, day, hour, language, device)
VALUES (%(code)s, %(day)s, %(hour)s, %(language)s, %(device)s) RETURNING id
"""
# The first word stands: a scan is at one place.
SEEN_AT: Final = text(
    """
    UPDATE link_scans SET near = :near
    WHERE id = :scan AND code = :code AND near IS NULL RETURNING id
    """
)
RAISE: Final = text(
    """
    INSERT INTO link_flags AS f (code, kind, first_on, last_on, said)
    VALUES (:code, :kind, :today, :today, :said)
    ON CONFLICT (code, kind) WHERE resolved_at IS NULL DO UPDATE SET
        count = f.count + 1,
        last_on = greatest(f.last_on, excluded.last_on),
        said = coalesce(excluded.said, f.said)
    """
)
REMEMBER: Final = text(
    """
    WITH forgotten AS (
        DELETE FROM link_keys WHERE key IN (
            SELECT key FROM link_keys WHERE day < :since AND key <> :key
            FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO link_keys AS k (key, said, day) VALUES (:key, :said, :today)
    ON CONFLICT (key) DO UPDATE SET said = excluded.said, day = excluded.day
        WHERE k.day < :since
    RETURNING key
    """
)
SAID: Final = text("SELECT said FROM link_keys WHERE key = :key")
KEPT: Final = timedelta(days=1)


def count_scan(
    database: Database, code: str, now: datetime, language: str, device: Device
) -> int:
    """Keep that a printed code was opened; the number of the scan.

    Unlike the others here this commits by itself, in one round trip: a page waits.
    """
    values = {
        "code": code,
        "day": now.date(),
        "hour": now.hour,
        "language": language,
        "device": device.value,
    }
    return int(database.write(SCAN, values)[0][0])


def sight(
    session: Session, known: Target, point: Point, scan: int | None, today: date
) -> None:
    """Keep whether a code was seen near its place; the point is not kept.

    With the scan when its number is given. Far away it raises a flag, for one scan
    once.
    """
    if known.place is None:
        return
    near = known.place.is_near(point)
    if scan is not None:
        seen = {"near": near, "scan": scan, "code": known.code}
        if session.scalar(SEEN_AT, seen) is None:
            return
    if not near:
        raise_flag(session, known.code, Flag.FAR, today)


def raise_flag(
    session: Session, code: str, kind: Flag, today: date, said: str | None = None
) -> None:
    """Let staff know that something is wrong with a code.

    There is one open flag of a kind on each code, which counts: a flood of reports
    takes no more room than one.
    """
    values = {"code": code, "kind": kind.value, "today": today, "said": said}
    session.execute(RAISE, values)


def is_repeat(session: Session, once: Once | None, today: date) -> bool:
    """Whether this came before with the same Idempotency-Key.

    Raises KeyReused when something else came with it.
    """
    if once is None:
        return False
    values = once._asdict() | {"today": today, "since": today - KEPT}
    if session.scalar(REMEMBER, values) is not None:
        return False
    once.ensure_same(session.scalar(SAID, {"key": once.key}))
    return True
