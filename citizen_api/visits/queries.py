"""Questions about venues that are visited."""

from typing import Final, NamedTuple

from citizen_api.db import Database
from citizen_api.links.rules import Place, place_of_venue
from citizen_api.problems import NotFound

# What was found to be the same venue as another answers as that one.
VENUE: Final = """
SELECT w.id, w.slug, w.lon_e6, w.lat_e6, w.accuracy_m, w.schedule_id
FROM venues v JOIN venues w ON w.id = coalesce(v.merged_into_id, v.id)
WHERE v.slug = %(slug)s
"""


class Visited(NamedTuple):
    """Where a venue is, and by which hours it is open."""

    id: int
    slug: str
    lon_e6: int | None
    lat_e6: int | None
    accuracy_m: int | None
    schedule_id: int | None

    @property
    def place(self) -> Place | None:
        """Where a visitor is; None when that is not known."""
        return place_of_venue(self.lon_e6, self.lat_e6, self.accuracy_m)


def venue(database: Database, slug: str) -> Visited:
    """The venue of an address. Raises NotFound."""
    found = database.read(VENUE, {"slug": slug})
    if not found:
        raise NotFound
    return Visited._make(found[0])
