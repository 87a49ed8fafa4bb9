"""What changes reports."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.listings.correcting import (
    NO_DISH,
    Subject,
    close_when_done,
    open_for,
)
from citizen_api.listings.models import Kind, Status, VenueReport
from citizen_api.listings.rules import ensure_says_something
from citizen_api.problems import AlreadyReported, KeyReused, NotFound, Unavailable
from citizen_api.writers import Writer

VENUE: Final = text(
    "SELECT coalesce(merged_into_id, id) FROM venues WHERE slug = :slug"
)
REPORT: Final = text(
    """
    INSERT INTO venue_reports (venue_id, device_id, person_id, kind, dish_id, text, key)
    VALUES (:venue, :device, :person, :kind,
            (SELECT id FROM dishes WHERE slug = :dish), :text, :key)
    ON CONFLICT DO NOTHING RETURNING id
    """
)
THERE: Final = text(
    """
    SELECT r.id, coalesce(r.key = :key ::text, FALSE) AS same_key,
           (r.venue_id, r.kind, d.slug, r.text) IS NOT DISTINCT FROM
               (:venue ::int, :kind ::text, :dish ::text, :text ::text)
    FROM venue_reports r LEFT JOIN dishes d ON d.id = r.dish_id
    WHERE (r.device_id = :device OR r.person_id = :person) AND (r.key = :key ::text OR (
        r.venue_id = :venue AND r.kind = :kind AND r.status = 'new'))
    ORDER BY same_key DESC LIMIT 1
    """
)
TRIES: Final = 3


class Wrong(NamedTuple):
    """What is wrong with a venue; `dish` is the id of a dish on the wire."""

    kind: Kind
    dish: str | None
    text: str | None


def report(
    session: Session,
    who: Writer,
    slug: str,
    wrong: Wrong,
    *,
    key: str | None,
    at: datetime,
) -> tuple[int, bool]:
    """Keep what somebody reports of a venue; the report's number, whether it is new.

    The same again, or with the same `key`, is the report that is there. Raises
    InvalidRequest, NotFound for an unknown venue, AlreadyReported while another of
    this kind is open, KeyReused for a key that came with something else. What several
    people say of the same thing is one case of the moderators.
    """
    ensure_says_something(*wrong)
    venue = session.scalar(VENUE, {"slug": slug})
    if venue is None:
        raise NotFound
    said = {"venue": venue, "key": key, **who._asdict(), **wrong._asdict()}
    for _ in range(TRIES):
        made: int | None = session.scalar(REPORT, said)
        if made is not None:
            subject = Subject(venue, wrong.kind, wrong.dish or NO_DISH)
            open_for(session, subject, by=who.actor, at=at)
            return made, True
        for number, same_key, same in session.execute(THERE, said):
            if not same:
                raise KeyReused if same_key else AlreadyReported
            return number, False
        # The open one was handled at this very moment: try again.
    raise Unavailable


def handle(
    session: Session, number: int, status: Status, *, by: str, note: str, at: datetime
) -> None:
    """Accept or reject a report; who made it reads the note.

    Raises NotFound when no open report has this number.
    """
    found = session.get(VenueReport, number, with_for_update=True)
    if found is None or found.status != Status.NEW:
        raise NotFound
    found.status, found.handled_at = status, at
    found.handled_by, found.note = by, note
    session.flush()
    close_when_done(session, found, status, at)
