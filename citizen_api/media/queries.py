"""Questions about photos."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from psycopg.types.numeric import Int4, Int8

from citizen_api.db import NEWER_THAN_ALL, Database
from citizen_api.media.rules import OwnerKind

FACTS: Final = "p.id, p.file, p.thumb, p.width, p.height"
# What is out of sight, for good or until somebody looked, takes its photos along.
IS_SEEN: Final = """
p.state = 'shown' AND (p.review_id IS NULL OR EXISTS (
    SELECT FROM reviews r WHERE r.id = p.review_id AND r.state <> 'dropped'
      AND r.held_for IS DISTINCT FROM 'content'))
"""
OF_REVIEWS: Final = f"""
SELECT p.review_id, {FACTS} FROM photos p
WHERE p.review_id = ANY(%(ids)s::int[]) AND p.state = 'shown' ORDER BY p.id
"""  # noqa: S608 - our own words
OF_VENUES: Final = f"""
SELECT p.venue_id, {FACTS} FROM photos p
WHERE p.venue_id = ANY(%(ids)s::int[]) AND p.review_id IS NULL AND p.state = 'shown'
ORDER BY p.id
"""  # noqa: S608 - our own words
ASKED: Final = {OwnerKind.REVIEW: OF_REVIEWS, OwnerKind.VENUE: OF_VENUES}
# With what was found to be the same venue.
AT_VENUE: Final = f"""
SELECT {FACTS}, p.review_id FROM photos p
WHERE p.venue_id IN (
    SELECT id FROM venues WHERE id = %(venue)s OR merged_into_id = %(venue)s)
  AND p.id < %(before)s AND {IS_SEEN}
ORDER BY p.id DESC LIMIT %(limit)s
"""  # noqa: S608 - our own words
IS_SHOWN: Final = f"""
SELECT EXISTS (SELECT FROM photos p WHERE p.file = %(name)s AND {IS_SEEN})
    OR EXISTS (SELECT FROM photos p WHERE p.thumb = %(name)s AND {IS_SEEN})
"""  # noqa: S608 - our own words
FILE: Final = "SELECT file FROM photos WHERE id = %(photo)s"


class Photo(NamedTuple):
    """A photo that everybody may see."""

    id: int
    file: str
    thumb: str
    width: int
    height: int


class PhotoAt(NamedTuple):
    """A photo of a venue, and of which review it is, if of one."""

    photo: Photo
    review: int | None


def of(
    database: Database, kind: OwnerKind | str, ids: Iterable[int]
) -> dict[int, list[Photo]]:
    """The photos of reviews, or those that owners put to their venues, by their ids.

    The oldest first; what has none has an empty list.
    """
    found: dict[int, list[Photo]] = defaultdict(list)
    rows = database.read(ASKED[OwnerKind(kind)], {"ids": list(ids)})
    for owner, *facts in rows:
        found[owner].append(Photo._make(facts))
    return found


def at_venue(
    database: Database, venue: int, *, before: int | None = None, limit: int
) -> list[PhotoAt]:
    """Photos of a venue and of its reviews, the newest first, older than one given."""
    values: dict[str, Any] = {
        "venue": Int4(venue),
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    rows = database.find(AT_VENUE, values)
    return [PhotoAt(Photo._make(facts), review) for *facts, review in rows]


def is_shown(database: Database, name: str) -> bool:
    """Whether some photo that everybody may see has this file."""
    return bool(database.read(IS_SHOWN, {"name": name})[0][0])


def file_of(database: Database, photo: int) -> str | None:
    """The large file of a photo, seen or not; None when there is no such photo."""
    found = database.read(FILE, {"photo": Int4(photo)})
    return found[0][0] if found else None
