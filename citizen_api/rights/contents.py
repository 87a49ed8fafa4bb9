"""What an export holds and what an erasure leaves: tables by name, as data.

A room that keeps something of a person adds its lines here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import RowMapping

from citizen_api.rights import said
from identity.key_ring import KeyRing
from identity.vault import Where, unseal

Row = dict[str, Any]
LOG: Final = "access_log"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an export: rows of a table, its sealed columns opened.

    `statement` has the gap :person; a row with sealed columns has an `id`. `drop`:
    columns that only served to open others; `values`: columns that hold JSON.
    """

    name: str
    table: str
    statement: str
    sealed: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    def opened(self, ring: KeyRing, rows: Sequence[RowMapping]) -> list[Row]:
        """The rows as the person may read them."""
        return [self._opened(ring, dict(row)) for row in rows]

    def _opened(self, ring: KeyRing, row: Row) -> Row:
        for column in self.sealed:
            if row[column] is not None:
                where = Where(self.table, column, str(row["id"]))
                row[column] = unseal(ring, where, bytes(row[column]))
        for column in self.values:
            row[column] = row[column] and orjson.loads(row[column])
        return {name: row[name] for name in row if name not in self.drop}


SECTIONS: Final = (
    Section(
        "person",
        "people",
        "SELECT id, number, name, birth, created_at FROM people WHERE id = :person",
        sealed=("number", "name", "birth"),
    ),
    Section(
        "sessions",
        "sessions",
        """
        SELECT id, client, device_name, acr, amr, auth_time, created_at, last_used_at,
               ended_at
        FROM sessions WHERE person_id = :person ORDER BY created_at, id
        """,
    ),
    Section(
        "consents",
        "consents",
        """
        SELECT id, client, claims, purpose, text_version, encode(text_hash, 'hex')
               AS text_sha256, given_at, withdrawn_at, evidence
        FROM consents WHERE person_id = :person ORDER BY given_at, id
        """,
    ),
    Section(
        "roles",
        "roles_held",
        """
        SELECT role, scope, valid_from, valid_to, granted_at, revoked_at
        FROM roles_held WHERE person_id = :person ORDER BY granted_at, id
        """,
    ),
    Section(
        "insurance",
        "covers",
        """
        SELECT id, result_code, answer, checked_at FROM covers
        WHERE person_id = :person
        """,
        sealed=("answer",),
        drop=("id",),
        values=("answer",),
    ),
    Section(
        "wallet",
        "ledger_entries",
        """
        SELECT e.kind, e.reference, e.at, e.detail, p.amount
        FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
        JOIN ledger_entries e ON e.id = p.entry_id
        WHERE a.person_id = :person ORDER BY p.seq
        """,
    ),
    Section(
        "rentals",
        "rentals",
        """
        SELECT r.id, b.number AS bike, r.state, r.plan ->> 'id' AS plan, r.reserved_at,
               r.opened_lock_at, r.ended_at, r.seconds, r.price, r.fault,
               s.slug AS start_station, e.slug AS end_station
        FROM rentals r JOIN bikes b ON b.id = r.bike_id
        LEFT JOIN stations s ON s.id = r.start_station_id
        LEFT JOIN stations e ON e.id = r.end_station_id
        WHERE r.person_id = :person ORDER BY r.reserved_at, r.id
        """,
    ),
    Section(
        "passes",
        "ride_passes",
        """
        SELECT id, plan ->> 'id' AS plan, bought_at, ends_at, refunded_at
        FROM ride_passes WHERE person_id = :person ORDER BY bought_at, id
        """,
    ),
    Section(
        "group_tickets",
        "group_tickets",
        """
        SELECT id, bikes, begins_at, ends_at FROM group_tickets
        WHERE person_id = :person ORDER BY begins_at, id
        """,
    ),
    Section("reviews", "reviews", said.REVIEWS),
    Section("review_versions", "review_versions", said.VERSIONS),
    Section("helpful_votes", "review_votes", said.VOTES),
    Section("review_reports", "review_reports", said.REPORTS),
    Section("photo_reports", "photo_reports", said.PHOTO_REPORTS),
    Section("venue_reports", "venue_reports", said.VENUE_REPORTS),
    Section("appeals", "review_appeals", said.APPEALS),
    Section("replies", "review_replies", said.REPLIES),
    Section("phones", "device_people", said.PHONES),
    Section(
        "photos",
        "photos",
        """
        SELECT v.slug AS venue, p.review_id, '/media/' || p.file AS url, p.state,
               p.created_at
        FROM photos p JOIN reviews r ON r.id = p.review_id
        JOIN venues v ON v.id = r.venue_id
        WHERE r.person_id = :person ORDER BY p.id
        """,
    ),
    Section(
        "visits",
        "visits",
        """
        SELECT v.slug AS venue, x.day, x.how
        FROM visits x JOIN venues v ON v.id = x.venue_id
        WHERE x.person_id = :person ORDER BY x.day, x.id
        """,
    ),
    Section(
        "claims",
        "venue_claims",
        """
        SELECT c.id, v.slug AS venue, c.proof, c.state, c.words, c.asked_at,
               c.proved_at, c.decided_at, c.note
        FROM venue_claims c JOIN venues v ON v.id = c.venue_id
        WHERE c.person_id = :person ORDER BY c.asked_at, c.id
        """,
        sealed=("words",),
    ),
    Section(
        "listing_changes",
        "listing_changes",
        """
        SELECT v.slug AS venue, c.at, c.part, c.after, c.state
        FROM listing_changes c JOIN venues v ON v.id = c.venue_id
        WHERE c.by = 'person:' || CAST(:person AS text) ORDER BY c.id
        """,
    ),
    Section(
        "requests",
        "rights_requests",
        """
        SELECT id, kind, state, words, answer, asked_at, answer_on, done_on,
               answered_at, ended_at
        FROM rights_requests WHERE person_id = :person ORDER BY asked_at, id
        """,
        sealed=("words", "answer"),
    ),
)

# In the order that foreign keys want. What the law has us keep stays: consents as
# proof that they were given, rides as accounts must be kept, look-ups and emergencies
# as records of the facilities, the audit log; none of them holds a number or a name
# that can be read.
# The person first: whoever writes about them at this moment is waited for.
ERASED: Final = (
    "SELECT FROM people WHERE id = :person FOR UPDATE",
    "UPDATE consents SET withdrawn_at = :now"
    " WHERE person_id = :person AND withdrawn_at IS NULL",
    "UPDATE roles_held SET revoked_at = :now, revoked_by = 'system'"
    " WHERE person_id = :person AND revoked_at IS NULL",
    "DELETE FROM authorization_codes WHERE person_id = :person",
    *(
        f"DELETE FROM {table} WHERE session_id IN"  # noqa: S608 - our own tables
        " (SELECT id FROM sessions WHERE person_id = :person)"
        for table in ("access_tokens", "page_tokens", "refresh_tokens")
    ),
    "DELETE FROM sessions WHERE person_id = :person",
    "DELETE FROM covers WHERE person_id = :person",
    "DELETE FROM chip_challenges WHERE person_id = :person",
    "DELETE FROM visits WHERE person_id = :person",
    *said.ERASED,
    "UPDATE venue_claims SET words = NULL, note = NULL,"
    " state = CASE WHEN decided_at IS NULL THEN 'withdrawn' ELSE state END,"
    " decided_at = coalesce(decided_at, :now) WHERE person_id = :person",
    "UPDATE rights_requests SET words = NULL, answer = NULL, expires_at = NULL,"
    " state = CASE WHEN ended_at IS NULL THEN 'cancelled' ELSE state END,"
    " ended_at = coalesce(ended_at, :now) WHERE person_id = :person",
    # After the requests: a job that makes a part holds its request.
    "DELETE FROM export_parts WHERE request_id IN"
    " (SELECT id FROM rights_requests WHERE person_id = :person)",
    "UPDATE rentals SET fault = NULL WHERE person_id = :person",
    "UPDATE people SET subject = NULL, number = NULL, number_index = NULL,"
    " name = NULL, birth = NULL, erased_at = :now WHERE id = :person",
)
