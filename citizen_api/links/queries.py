"""Questions about links."""

from typing import NamedTuple

from citizen_api.db import Database

LINK = """
SELECT l.code, v.slug, v.name, v.address, a.id, a.code, a.name
FROM links l
LEFT JOIN venues v ON v.id = l.venue_id
LEFT JOIN areas a ON a.id = l.street_id
WHERE l.code = %(code)s
"""


class Target(NamedTuple):
    """What a code stands for: a venue, or a food street."""

    code: str
    venue: str | None
    venue_name: str | None
    venue_address: str | None
    street_id: int | None
    street_code: str | None
    street_name: str | None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.venue_name or self.street_name or self.code


def target(database: Database, code: str) -> Target | None:
    """What a code stands for; None when it was never given out."""
    found = database.read(LINK, {"code": code})
    return Target._make(found[0]) if found else None
