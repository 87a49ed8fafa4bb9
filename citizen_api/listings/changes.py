"""What was changed of a listing, by whomever: edits, and what moderators decided."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg.types.numeric import Int4, Int8

from citizen_api.db import Database

EDITED: Final = 2
MERGED: Final = "merged"
PHOTO: Final = "photo"
BESIDE: Final = ("closed", MERGED, "licence", PHOTO)
"""What is changed of a venue beside the parts of its listing."""
# A paper that another one replaced was not taken back; a merge that an owner asked for
# is theirs until a moderator made it.
CHANGES: Final = """
WITH asked AS (SELECT id FROM venues WHERE slug = %(slug)s), told AS (
    SELECT c.at, 2 AS what, c.id, c.by, c.who, c.part, d.slug AS dish, c.before,
           c.after, c.state, c.undoes, c.note
    FROM listing_changes c JOIN asked ON asked.id = c.venue_id
    LEFT JOIN dishes d ON d.id = c.dish_id
    UNION ALL
    SELECT v.made_at, 1, v.id, k.decided_by, 'moderator',
           CASE WHEN v.other_id IS NULL THEN 'closed' ELSE 'merged' END, NULL, '{}',
           CASE WHEN v.other_id IS NULL THEN jsonb_build_object('since', coalesce(
               v.asked ->> 'since',
               (v.made_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date::text))
           ELSE jsonb_build_object('venue', f.name, 'into', i.name) END,
           CASE WHEN v.undone_at IS NULL THEN 'live' ELSE 'undone' END, NULL, k.note
    FROM venue_changes v JOIN asked ON asked.id IN (v.venue_id, v.other_id)
    JOIN cases k ON k.id = v.case_id
    JOIN venues f ON f.id = v.venue_id LEFT JOIN venues i ON i.id = v.other_id
    WHERE v.made_at IS NOT NULL
      AND (v.other_id IS NOT NULL OR v.steps -> 'closed' = 'true')
    UNION ALL
    SELECT k.opened_at, 1, v.id, k.opened_by, 'owner', 'merged', NULL, '{}',
           jsonb_build_object('venue', f.name, 'into', i.name),
           CASE k.state WHEN 'decided' THEN 'refused' ELSE 'waiting' END, NULL,
           CASE k.state WHEN 'decided' THEN k.note END
    FROM venue_changes v JOIN asked ON asked.id = v.other_id
    JOIN cases k ON k.id = v.case_id AND k.kind = 'merge'
    JOIN venues f ON f.id = v.venue_id JOIN venues i ON i.id = v.other_id
    WHERE v.made_at IS NULL AND k.opened_by <> 'system' AND k.state <> 'undone'
    UNION ALL
    SELECT l.checked_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh', 0, l.id, NULL,
           'moderator', 'licence', NULL, '{}', jsonb_build_object(
               'kind', l.kind, 'issued_by', l.issued_by, 'issued_on', l.issued_on,
               'valid_until', l.valid_until),
           CASE WHEN l.ended_at IS NULL OR EXISTS (SELECT FROM venue_licences n
               WHERE n.venue_id = l.venue_id AND n.kind = l.kind AND n.id > l.id)
           THEN 'live' ELSE 'undone' END, NULL, NULL
    FROM venue_licences l JOIN asked ON asked.id = l.venue_id
    UNION ALL
    SELECT coalesce(p.state_at, p.created_at), 3, p.id, NULL,
           CASE p.state WHEN 'removed' THEN 'moderator' ELSE 'owner' END, 'photo', NULL,
           '{}', jsonb_build_object('width', p.width, 'height', p.height),
           CASE p.state WHEN 'removed' THEN 'undone' WHEN 'held' THEN 'waiting'
           ELSE 'live' END, NULL,
           CASE p.state WHEN 'removed' THEN (
               SELECT k.note FROM cases k
               WHERE k.subject_kind = 'photo' AND k.subject_id = p.id::text
                 AND k.state = 'decided' ORDER BY k.decided_at DESC LIMIT 1) END
    FROM photos p JOIN asked ON asked.id = p.venue_id WHERE p.review_id IS NULL
)
SELECT at, what, id, by, who, part, dish, before, after, state, undoes, note FROM told
WHERE (at, what, id) < (%(at)s::timestamptz, %(what)s, %(id)s)
ORDER BY at DESC, what DESC, id DESC LIMIT %(limit)s
"""


class Place(NamedTuple):
    """Where a change stands among all of a venue; `at`: a moment in ISO 8601."""

    at: str
    what: int
    id: int


NEWEST: Final = Place("infinity", EDITED, 0)


class Change(NamedTuple):
    """A change of a listing; `by`: the actor, for staff only.

    `what`: EDITED for one of the listing itself, which alone is undone by its `id`.
    """

    at: datetime
    what: int
    id: int
    by: str | None
    who: str
    part: str
    dish: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    state: str
    undoes: int | None
    note: str | None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.at.isoformat(), self.what, self.id)


def changes(
    database: Database, slug: str, *, before: Place | None, limit: int
) -> list[Change]:
    """Changes of a listing, the newest first, older than the one given."""
    place = before or NEWEST
    values = {
        "slug": slug,
        "at": place.at,
        "what": Int4(place.what),
        "id": Int8(place.id),
        "limit": Int4(limit),
    }
    return [Change._make(row) for row in database.find(CHANGES, values)]
