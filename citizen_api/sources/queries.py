"""Questions to the table of sources."""

from collections.abc import Sequence

from citizen_api.db import Database
from citizen_api.sources.rules import checked_at

NAMED = """
SELECT id, title, address, published, precision, licence
FROM sources WHERE id = ANY(%(ids)s::text[])
"""


def named(database: Database, ids: Sequence[str]) -> list[dict[str, str | None]]:
    """Sources as they look on the wire, in the order asked for."""
    found = {
        source: {
            "id": source,
            "title": title,
            "address": address,
            "published": checked_at(published, precision),
            "licence": licence,
        }
        for source, title, address, published, precision, licence in database.read(
            NAMED, {"ids": list(ids)}
        )
    }
    return [found[source] for source in ids if source in found]
