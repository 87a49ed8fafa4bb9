"""Bring what reviews weigh to the day, and the level of the city after them.

A part at a time, each one transaction: what was interrupted goes on where it stopped.
"""

from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.scores.rules import WEIGHED_EVERY, moved_prior

AT_ONCE: Final = 1000

# All reviews of a device together: one that has stood for long enough helps the others;
# without a device it is a citizen's, who is known. What was changed meanwhile was
# weighed anew then; a visit may be proven meanwhile.
WEIGH: Final = text(
    """
    WITH due AS MATERIALIZED (
        SELECT id, device_id FROM reviews WHERE weigh_on <= :today
        ORDER BY weigh_on LIMIT :most
    ), together AS (
        SELECT id FROM due WHERE device_id IS NULL
        UNION ALL
        SELECT r.id FROM reviews r
        WHERE r.device_id IN (SELECT device_id FROM due WHERE device_id IS NOT NULL)
    ), aged AS (
        SELECT r.id, r.device_id, r.updated_at,
               CAST(:today AS date)
                   - (r.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS days,
               r.state = 'counted' AS counted
        FROM reviews r JOIN together USING (id)
    ), known AS (
        SELECT id, updated_at, days, review_standing(
            CASE WHEN device_id IS NULL THEN 2
                 ELSE (count(*) FILTER (WHERE counted AND days >= 3)
                       OVER (PARTITION BY device_id))::int
                      - (counted AND days >= 3)::int END,
            days
        ) AS standing
        FROM aged
    ), weighed AS (
        UPDATE reviews r
        SET standing = k.standing,
            weight = CASE WHEN k.standing = r.standing AND k.standing = 'new'
                          THEN r.weight
                          ELSE review_weight(k.standing, r.visited, k.days) END,
            weigh_on = CAST(:today AS date)
                + CASE k.standing WHEN 'new' THEN 3 - k.days ELSE :every END
        FROM known k
        WHERE r.id = k.id AND r.updated_at = k.updated_at
          AND (r.weigh_on <= :today OR r.standing <> k.standing)
        RETURNING r.venue_id, r.standing, r.state
    ), looks AS (
        INSERT INTO surge_looks (venue_id)
        SELECT DISTINCT venue_id FROM weighed
        WHERE standing = 'single' AND state = 'counted'
    )
    SELECT count(*) FROM weighed
    """
)
CITY: Final = text(
    """
    SELECT c.stars, coalesce(sum(s.weight), 0), coalesce(sum(s.weighted_stars), 0)
    FROM city_scores c LEFT JOIN venue_scores s ON TRUE GROUP BY c.stars
    """
)
MOVE_CITY: Final = text("UPDATE city_scores SET stars = :stars")
# Whoever rates holds the score of the venue before those of its dishes: so does this.
SPREAD: Final = (
    text(
        """
        WITH moved AS (
            UPDATE venue_scores s SET prior = c.stars
            FROM city_scores c
            WHERE s.venue_id IN (
                SELECT o.venue_id FROM venue_scores o, city_scores
                WHERE o.prior <> city_scores.stars LIMIT :most FOR UPDATE OF o
            )
            RETURNING s.venue_id, s.ratings_count
        ), told AS (
            INSERT INTO score_changes (venue_id)
            SELECT venue_id FROM moved WHERE ratings_count > 0
        )
        SELECT count(*) FROM moved
        """
    ),
    text(
        """
        WITH held AS MATERIALIZED (
            SELECT venue_id FROM venue_scores
            WHERE venue_id IN (
                SELECT o.venue_id FROM dish_scores o, city_scores
                WHERE o.prior <> city_scores.stars LIMIT :most
            )
            ORDER BY venue_id FOR NO KEY UPDATE
        ), moved AS (
            UPDATE dish_scores s SET prior = c.stars
            FROM city_scores c, held
            WHERE s.venue_id = held.venue_id AND s.prior <> c.stars
            RETURNING s.venue_id
        )
        SELECT count(*) FROM moved
        """
    ),
)


def weigh(session: Session, today: date, most: int = AT_ONCE) -> int:
    """Weigh reviews whose day has come; how many, 0 when none is left."""
    alone(session, Work.MANY_REVIEWS)
    values = {"today": today, "most": most, "every": WEIGHED_EVERY}
    return session.scalar(WEIGH, values) or 0


def move_city(session: Session) -> int:
    """Let the city give what all its ratings come to; hundredths of a star."""
    prior, weight, weighted_stars = session.execute(CITY).one()
    moved = moved_prior(prior, int(weight), int(weighted_stars))
    if moved != prior:
        session.execute(MOVE_CITY, {"stars": moved})
    return moved


def spread_city(session: Session, most: int = AT_ONCE) -> int:
    """Let scores start from what the city gives now; for how many that was new."""
    alone(session, Work.MANY_REVIEWS)
    return sum(session.scalar(spread, {"most": most}) or 0 for spread in SPREAD)
