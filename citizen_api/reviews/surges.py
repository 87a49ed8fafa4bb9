"""Bursts of doubtful reviews: seen and held. What is decided of them: `settling`.

What is written during a surge the database holds by itself; here is what comes a
moment later. Reviews are changed in parts, each in its own transaction.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.cases.actions import open_case
from citizen_api.cases.models import Kind
from citizen_api.cases.rules import SYSTEM, Opened
from citizen_api.db import Database
from citizen_api.reviews.tallies import Surge, SurgeVenue, Why
from citizen_api.scores.rules import DAY, LASTS, MONTH, is_burst, is_drift, phrases

SUBJECT: Final = "surge"
AT_ONCE: Final = 500
LATELY: Final = timedelta(hours=1)
MOST_NAMESAKES: Final = 50

TAKE: Final = text(
    """
    WITH taken AS (
        DELETE FROM surge_looks WHERE id IN (
            SELECT id FROM surge_looks ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
        )
        RETURNING venue_id
    )
    SELECT t.venue_id, v.folded
    FROM (SELECT DISTINCT venue_id FROM taken) t
    JOIN venues v ON v.id = t.venue_id
    LEFT JOIN venue_scores s ON s.venue_id = t.venue_id
    WHERE (s.surge_until > :now) IS NOT TRUE
    ORDER BY t.venue_id
    """
)
WATCHED: Final = text(
    """
    SELECT EXISTS (SELECT FROM surge_looks),
           EXISTS (SELECT FROM surges WHERE decision IS NULL AND until > :now)
    """
)
UNDECIDED: Final = text(
    "SELECT min(u.id) FROM surges u JOIN surge_venues v ON v.surge_id = u.id"
    " WHERE v.venue_id = :venue AND u.decision IS NULL AND u.until > :now"
)
# The name of a dish is nobody's own.
NAMESAKES: Final = text(
    """
    WITH own AS (
        SELECT phrase FROM unnest(CAST(:phrases AS text[])) AS phrase
        EXCEPT SELECT fold_name(f.text) FROM dish_forms f
    )
    SELECT v.id FROM venues v
    WHERE v.folded = :name OR v.folded IN (SELECT phrase FROM own)
       OR (:name IN (SELECT phrase FROM own)
           AND v.folded LIKE '%' || :name || '%'
           AND ' ' || v.folded || ' ' LIKE '% ' || :name || ' %')
    ORDER BY v.folded <> :name, v.id LIMIT :most
    """
)
# The newest of a venue are enough to know what is usual there.
MEASURE: Final = text(
    """
    WITH newest AS (
        SELECT r.* FROM unnest(CAST(:venues AS int[])) AS v (id)
        CROSS JOIN LATERAL (
            SELECT standing, state, visited, surge_id, stars, updated_at
            FROM reviews WHERE venue_id = v.id ORDER BY id DESC LIMIT 1000
        ) r
    )
    SELECT (SELECT count(*) FROM (
                SELECT FROM reviews
                WHERE venue_id = ANY (:venues) AND standing = 'new'
                  AND state = 'counted' AND surge_id IS NULL
                  AND updated_at BETWEEN :day AND :now LIMIT 1000) n) AS in_a_day,
           count(*) FILTER (
               WHERE standing <> 'known' AND state = 'counted'
                 AND updated_at BETWEEN :month AND :day) AS before,
           count(*) FILTER (
               WHERE standing <> 'known' AND state = 'counted' AND surge_id IS NULL
                 AND updated_at BETWEEN :month AND :now) AS in_a_month,
           avg(stars) FILTER (
               WHERE standing <> 'known' AND state = 'counted' AND surge_id IS NULL
                 AND updated_at BETWEEN :month AND :now)::float8 AS mean,
           coalesce(
               CASE WHEN count(*) FILTER (WHERE standing = 'known' OR visited) >= 5
                    THEN avg(stars) FILTER (WHERE standing = 'known' OR visited) END,
               (SELECT stars / 100.0 FROM city_scores))::float8 AS others
    FROM newest
    """
)
MARK: Final = text(
    """
    INSERT INTO venue_scores AS s (venue_id, prior, surge_id, surge_until)
    SELECT v.id, c.stars, :surge, :until
    FROM unnest(CAST(:venues AS int[])) AS v (id), city_scores c ORDER BY v.id
    ON CONFLICT (venue_id) DO UPDATE SET
        surge_id = excluded.surge_id, surge_until = excluded.surge_until
    WHERE s.surge_id IS NULL OR s.surge_until <= :now
    """
)
# One that came while its venue was being marked is held the next time. Later on there
# are none of a device with one review: they are held when they are written.
HOLD: Final = text(
    """
    WITH struck AS MATERIALIZED (
        SELECT u.*, v.venue_id AS venue FROM surges u
        JOIN surge_venues v ON v.surge_id = u.id
        WHERE u.decision IS NULL AND u.until > :now
    ), due AS MATERIALIZED (
        SELECT r.id, u.id AS surge_id
        FROM struck u JOIN reviews r ON r.venue_id = u.venue
        WHERE r.standing = 'new' AND r.state = 'counted' AND r.surge_id IS NULL
          AND r.updated_at BETWEEN u.began_at AND u.until
        UNION
        SELECT r.id, u.id
        FROM struck u JOIN reviews r ON r.venue_id = u.venue
        WHERE u.why = 'month' AND u.opened_at > :lately
          AND r.standing = 'single' AND r.state = 'counted' AND r.surge_id IS NULL
          AND r.updated_at BETWEEN u.began_at AND u.until
        LIMIT :most
    )
    UPDATE reviews r SET state = 'held', held_for = 'surge', surge_id = due.surge_id
    FROM due WHERE r.id = due.id AND r.state = 'counted'
    """
)


class Measured(NamedTuple):
    """What came to a venue and its namesakes."""

    in_a_day: int
    before: int
    in_a_month: int
    mean: float | None
    others: float


def why(measured: Measured) -> Why | None:
    """Whether that is a surge."""
    if is_burst(measured.in_a_day, measured.before / (MONTH - DAY).days):
        return Why.DAY
    if measured.mean is not None and is_drift(
        measured.in_a_month, measured.mean, measured.others
    ):
        return Why.MONTH
    return None


def look(session: Session, now: datetime) -> list[int]:
    """Look where new devices rated; the surges that were opened.

    `hold` comes after it, in a transaction of its own.
    """
    opened: list[Surge] = []
    struck: set[int] = set()
    alone(session, Work.MANY_REVIEWS)
    for venue, name in session.execute(TAKE, {"most": AT_ONCE, "now": now}).all():
        if venue in struck:
            continue
        venues = namesakes(session, venue, name)
        found = why(measure(session, venues, now))
        if found is not None:
            opened.append(open_surge(session, venue, venues, found, now))
            struck.update(venues)
    for surge in opened:
        ask(session, surge, SYSTEM, surge.opened_at)
    return [surge.id for surge in opened]


def watch(database: Database, now: datetime) -> list[int]:
    """Look, and hold until nothing is left to be held; the surges that were opened."""
    opened: list[int] = []
    with database.sessions.begin() as session:
        waiting, holding = session.execute(WATCHED, {"now": now}).one()
        if waiting:
            opened = look(session, now)
    while opened or holding:
        with database.sessions.begin() as session:
            if hold(session, now) < AT_ONCE:
                break
    return opened


def open_by_hand(session: Session, venue: int, name: str, by: str, at: datetime) -> int:
    """A person saw a surge of a venue, of this folded name; its id."""
    alone(session, Work.MANY_REVIEWS)
    surge = open_surge(session, venue, namesakes(session, venue, name), Why.PERSON, at)
    ask(session, surge, by, at)
    return surge.id


def seen(session: Session, venue: int, name: str, by: str, at: datetime) -> UUID:
    """The case of a surge that a person sees, or of the one that is not decided yet."""
    number = session.scalar(UNDECIDED, {"venue": venue, "now": at})
    if number is None:
        number = open_by_hand(session, venue, name, by, at)
    return ask(session, session.get_one(Surge, number), by, at)


def namesakes(session: Session, venue: int, name: str) -> list[int]:
    """The venue, and those whose name is the same, holds it or stands in it."""
    values = {"name": name, "phrases": phrases(name), "most": MOST_NAMESAKES}
    return sorted({venue, *session.scalars(NAMESAKES, values)})


def measure(session: Session, venues: Sequence[int], now: datetime) -> Measured:
    """What came to these venues together."""
    values = {"venues": list(venues), "now": now, "day": now - DAY}
    values["month"] = now - MONTH
    return Measured._make(session.execute(MEASURE, values).one())


def open_surge(
    session: Session, venue: int, venues: Sequence[int], why: Why, now: datetime
) -> Surge:
    """From now on reviews of new devices are held at these venues."""
    at = now.replace(microsecond=0)
    began = at - (MONTH if why is Why.MONTH else DAY)
    surge = Surge(venue_id=venue, why=why, began_at=began, opened_at=at)
    surge.until = at + LASTS
    session.add(surge)
    session.flush()
    session.add_all(SurgeVenue(surge_id=surge.id, venue_id=each) for each in venues)
    values: dict[str, Any] = {"surge": surge.id, "until": surge.until, "now": now}
    session.execute(MARK, values | {"venues": list(venues)})
    return surge


def hold(session: Session, now: datetime) -> int:
    """Hold what a surge is about and counts still; how many, 0 when none is left."""
    alone(session, Work.MANY_REVIEWS)
    values = {"now": now, "lately": now - LATELY, "most": AT_ONCE}
    return session.connection().execute(HOLD, values).rowcount


def ask(session: Session, surge: Surge, by: str, at: datetime) -> UUID:
    """The case that a person decides; last in the transaction."""
    subject = (Kind.SURGE, SUBJECT, str(surge.id), surge.venue_id)
    return open_case(session, Opened(*subject, surge.why, by, at))
