"""What scans and people leave behind: a row a scan, a flag, no person.

Unlike the work of staff these take the database and commit by themselves: each is one
statement in one round trip, and the database decides when many come at once.
"""

from datetime import date, datetime

from citizen_api.db import Database
from citizen_api.links.models import Device, Flag
from citizen_api.links.queries import Target
from geo.points import Point

SCAN = """
INSERT INTO link_scans (code, day, hour, language, device)
VALUES (%(code)s, %(day)s, %(hour)s, %(language)s, %(device)s) RETURNING id
"""
# The first word stands: a scan is at one place.
SEEN_AT = """
UPDATE link_scans SET near = %(near)s
WHERE id = %(scan)s::bigint AND code = %(code)s AND near IS NULL RETURNING id
"""
RAISE = """
INSERT INTO link_flags AS f (code, kind, first_on, last_on, said)
VALUES (%(code)s, %(kind)s, %(today)s, %(today)s, %(said)s)
ON CONFLICT (code, kind) WHERE resolved_at IS NULL DO UPDATE SET
    count = f.count + 1,
    last_on = greatest(f.last_on, excluded.last_on),
    said = coalesce(excluded.said, f.said)
RETURNING id
"""


def count_scan(
    database: Database, code: str, now: datetime, language: str, device: Device
) -> int:
    """Keep that a printed code was opened; the number of the scan."""
    values = {
        "code": code,
        "day": now.date(),
        "hour": now.hour,
        "language": language,
        "device": device.value,
    }
    return int(database.write(SCAN, values)[0][0])


def sight(
    database: Database, known: Target, point: Point, scan: int | None, today: date
) -> bool | None:
    """Whether a code was seen near its place; None when it has none.

    Only that is kept, with the scan when its number is given; the point is not. Far
    away it raises a flag.
    """
    if known.place is None:
        return None
    near = known.place.is_near(point)
    if scan is not None:
        database.write(SEEN_AT, {"near": near, "scan": scan, "code": known.code})
    if not near:
        raise_flag(database, known.code, Flag.FAR, today)
    return near


def raise_flag(
    database: Database, code: str, kind: Flag, today: date, said: str | None = None
) -> None:
    """Let staff know that something is wrong with a code.

    There is one open flag of a kind on each code, which counts: a flood of reports
    takes no more room than one.
    """
    values = {"code": code, "kind": kind.value, "today": today, "said": said}
    database.write(RAISE, values)
