"""What the board counts, put where it counts it."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import text

from citizen_api.reviews.tallies import Decision, Surge, Why
from citizen_api.venues.records import FruitlessSearch
from tests.conftest import NOON
from tests.factories import changing
from tests.reviews.addresses import VENUE

YESTERDAY = NOON.date() - timedelta(days=1)
SCANS = text(
    """
    INSERT INTO link_scans (code, day, hour, language, device)
    SELECT l.code, :day, 9, 'vi', :device
    FROM (SELECT code FROM links WHERE kind = :kind ORDER BY code
          OFFSET :number LIMIT 1) l,
         generate_series(1, :count)
    """
)
REVIEWS = text(
    """
    WITH phones AS (
        INSERT INTO devices (token_hash)
        SELECT sha256(('board ' || n)::bytea) FROM generate_series(1, :count) n
        RETURNING id
    )
    INSERT INTO reviews (venue_id, device_id, stars, state, held_for, surge_id)
    SELECT :venue, id, 1, 'held', 'surge', :surge FROM phones
    """
)


def scan(
    app: Flask,
    count: int,
    *,
    day: date = YESTERDAY,
    number: int = 0,
    kind: str = "venue",
    device: str = "phone",
) -> None:
    """So many openings of the code with this number among those of its kind."""
    about = {"day": day, "device": device, "kind": kind, "number": number}
    with changing(app) as session:
        session.execute(SCANS, about | {"count": count})


def look_for(app: Flask, words: str, visitors: int, day: date = YESTERDAY) -> None:
    """So many visitors found nothing."""
    with changing(app) as session:
        session.add(FruitlessSearch(day=day, words=words, visitors=visitors))


def surge(app: Flask, reviews: int) -> None:
    """A surge of so many reviews, opened yesterday and dropped."""
    at = NOON - timedelta(days=1)
    with changing(app) as session:
        venue = session.scalar(
            text("SELECT id FROM venues WHERE slug = :slug"), {"slug": VENUE}
        )
        made = Surge(venue_id=venue, why=Why.DAY, began_at=at, opened_at=at, until=at)
        made.decision, made.decided_at, made.decided_by = Decision.DROP, at, "person:1"
        session.add(made)
        session.flush()
        values = {"venue": venue, "surge": made.id, "count": reviews}
        session.execute(REVIEWS, values)
