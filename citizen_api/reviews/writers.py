"""Who wrote what: a phone, or the citizen whose phone it is, are one person.

Words of statements, shared by those that need them. Their gaps: `device`, `person` of
the caller, one of them null; `slug` of a venue.
"""

from typing import Any, Final

from psycopg.types.numeric import Int4

from citizen_api.writers import Writer

# A venue that was merged into another is that one.
VENUE: Final = """
SELECT coalesce(merged_into_id, id) AS id FROM venues WHERE slug = %(slug)s
"""
WHO: Final = """
SELECT CASE WHEN d.person_id IS NULL THEN %(device)s::int END AS device,
       coalesce(%(person)s::uuid, d.person_id) AS person
FROM (SELECT) one LEFT JOIN device_people d ON d.device_id = %(device)s::int
"""
# Twice plainly, so that each finds its index.
OWN: Final = """
SELECT r.* FROM reviews r, venue v, who w
WHERE r.venue_id = v.id AND r.device_id = w.device
UNION ALL
SELECT r.* FROM reviews r, venue v, who w
WHERE r.venue_id = v.id AND r.person_id = w.person
"""
# Owner or staff of the venue now or within a year, or somebody who changed its listing.
CONFLICT: Final = """
SELECT 'owner_or_staff' AS word
FROM venue v JOIN venues l ON l.id = v.id OR l.merged_into_id = v.id
JOIN roles_held h ON h.role = 'venue_owner' AND h.scope = l.slug, who w
WHERE h.person_id = w.person
  AND coalesce(h.revoked_at, h.valid_to, now()) > now() - interval '1 year'
UNION ALL
SELECT 'own_edit' FROM listing_changes e, venue v, who w
WHERE e.venue_id = v.id AND e.by = 'person:' || w.person
LIMIT 1
"""
# A proof of a visit that the person, or the phone before it was theirs, has given.
VISITED: Final = """
SELECT FROM visits x, venue v, who w
WHERE x.venue_id = v.id AND (x.device_id = %(device)s::int OR x.person_id = w.person)
"""


def values_of(writer: Writer) -> dict[str, Any]:
    """Who calls, for the gaps of a statement."""
    device = writer.device
    return {
        "device": None if device is None else Int4(device),
        "person": writer.person,
    }
