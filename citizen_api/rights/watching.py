"""Who looked a person up: the look-ups and emergencies that name their numbers.

And who read what was answered, asked again, or had a number shown in full.
"""

from base64 import b32encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson

from citizen_api.audits.models import SEEN
from citizen_api.db import Database
from identity.key_ring import KeyRing
from identity.vault import Where, blind_index, blind_indexes, unseal

NUMBERS: Final = """
SELECT p.number, c.id, c.answer, c.social_index
FROM people p LEFT JOIN covers c ON c.person_id = p.id WHERE p.id = %(person)s
"""
# What was asked by the citizen number tells the social number, by which others asked.
TOLD: Final = """
SELECT DISTINCT social_index FROM lookups
WHERE number_index = ANY(%(citizens)s) AND social_index IS NOT NULL
"""
LOG: Final = f"""
WITH socials AS MATERIALIZED (
    SELECT DISTINCT unnest(%(socials)s::bytea[]) AS index
), numbers AS MATERIALIZED (
    SELECT unnest(%(citizens)s::bytea[]) AS index UNION SELECT index FROM socials
), found AS (
    SELECT l.id FROM numbers n JOIN lookups l ON l.number_index = n.index
    UNION SELECT l.id FROM socials s JOIN lookups l ON l.social_index = s.index
), seen AS (
    SELECT asked_at AS at, id, 'lookup' AS kind, facility, person_id AS staff, purpose,
           channel, presented, break_glass_id AS glass
    FROM found JOIN lookups USING (id)
    UNION ALL
    SELECT opened_at, id, 'break_glass', facility, staff_id, 'emergency',
           NULL, NULL, id
    FROM numbers n JOIN break_glasses g ON g.number_index = n.index
    UNION ALL
    SELECT at, md5(seq::text)::uuid, fields ->> 'outcome', fields ->> 'facility',
           substring(fields ->> 'actor' FROM 8)::uuid, fields ->> 'purpose',
           NULL, NULL, (fields -> 'detail' ->> 'break_glass')::uuid
    FROM numbers n JOIN audit_events ON fields ->> 'subject' = encode(n.index, 'hex')
    WHERE {SEEN}
)
SELECT s.at, s.id, s.kind, s.facility, f.name, s.staff, s.purpose, s.channel,
       s.presented, s.glass, g.opened_at, g.review_due_at, g.reviewed_at, g.verdict
FROM seen s JOIN facilities f ON f.code = s.facility
LEFT JOIN break_glasses g ON g.id = s.glass
WHERE %(at)s::timestamptz IS NULL OR (s.at, s.id) < (%(at)s, %(id)s)
ORDER BY s.at DESC, s.id DESC LIMIT %(limit)s
"""  # noqa: S608 - our own words
PSEUDONYM_BYTES: Final = 5


class Emergency(NamedTuple):
    """The emergency under which a person was looked up, and its review."""

    id: UUID
    opened_at: datetime
    review_due_at: datetime
    reviewed_at: datetime | None
    verdict: str | None


class Seen(NamedTuple):
    """Somebody looked the person up, or opened an emergency access to do so."""

    at: datetime
    id: UUID
    kind: str
    facility: str
    facility_name: str
    staff: str
    purpose: str
    channel: str | None
    presented: str | None
    emergency: Emergency | None


def indexes_of(
    database: Database, ring: KeyRing, person: UUID
) -> Mapping[str, list[bytes]] | None:
    """By what a person is found in look-ups, under every key; None without a number."""
    number, cover, answer, index = database.find(NUMBERS, {"person": person})[0]
    if number is None:
        return None
    told = unseal(ring, Where("people", "number", str(person)), number)
    # An answer is kept for ninety days; the index of then is of one key only.
    socials = [] if index is None else [bytes(index)]
    if index is not None and answer is not None:
        where = Where("covers", "answer", str(cover))
        social = orjson.loads(unseal(ring, where, answer))["social_number"]
        socials = blind_indexes(ring, "social_number", social)
    citizens = blind_indexes(ring, "citizen_number", told)
    socials += [row[0] for row in database.find(TOLD, {"citizens": citizens})]
    return {"citizens": citizens, "socials": socials}


def access_log(
    database: Database,
    ring: KeyRing,
    indexes: Mapping[str, list[bytes]],
    *,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Seen]:
    """Who looked somebody up, the newest first."""
    at, last = before or (None, None)
    values: dict[str, Any] = {**indexes, "at": at, "id": last, "limit": limit}
    return [seen(ring, row) for row in database.find(LOG, values)]


def seen(ring: KeyRing, row: tuple[Any, ...]) -> Seen:
    """A row of the log, without the name or the account of who asked."""
    at, number, kind, facility, name, staff, purpose, channel, presented, *glass = row
    return Seen(
        at=at,
        id=number,
        kind=kind,
        facility=facility,
        facility_name=name,
        staff=pseudonym(ring, facility, staff),
        purpose=purpose,
        channel=channel,
        presented=presented,
        emergency=None if glass[0] is None else Emergency(*glass),
    )


def pseudonym(ring: KeyRing, facility: str, staff: UUID) -> str:
    """What patients of one facility call a member of its staff: always the same.

    Another facility's patients see another; it changes with the index key.
    """
    index = blind_index(ring, "staff_pseudonym", f"{facility}|{staff}")
    return "NV-" + b32encode(index[:PSEUDONYM_BYTES]).decode()
