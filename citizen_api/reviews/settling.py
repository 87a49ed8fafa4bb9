"""What a person decides of a surge, and what becomes of the reviews it holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.cases.models import Case
from citizen_api.problems import NotFound
from citizen_api.reviews.surges import AT_ONCE, MARK
from citizen_api.reviews.tallies import Decision, Surge, SurgeVenue
from citizen_api.scores.rules import LASTS

UNMARK: Final = text(
    """
    UPDATE venue_scores SET surge_id = NULL, surge_until = NULL
    WHERE surge_id = :surge
    """
)
BECOMES: Final = {None: "held", Decision.RELEASE: "counted", Decision.DROP: "dropped"}
# What its writer changed meanwhile, so that its words are held, stays so.
SETTLE: Final = text(
    """
    WITH due AS MATERIALIZED (
        SELECT id FROM reviews
        WHERE surge_id = :surge AND (held_for = 'surge' OR state = 'counted')
          AND state <> :becomes
        LIMIT :most
    ), done AS (
        UPDATE reviews r
        SET state = :becomes,
            held_for = CASE WHEN :becomes <> 'counted' THEN 'surge' END
        FROM due WHERE r.id = due.id AND (r.held_for = 'surge' OR r.state = 'counted')
    )
    SELECT count(*) FROM due
    """
)
UNSETTLED: Final = text("SELECT id FROM surges WHERE NOT settled ORDER BY id LIMIT 1")
SETTLED: Final = text("UPDATE surges SET settled = TRUE WHERE id = :surge")
SUMMARY: Final = text(
    """
    SELECT v.slug, count(r.id), avg(r.stars)::float8
    FROM surge_venues s JOIN venues v ON v.id = s.venue_id
    LEFT JOIN reviews r ON r.venue_id = s.venue_id AND r.surge_id = s.surge_id
    WHERE s.surge_id = :surge GROUP BY v.slug ORDER BY 2 DESC, 1
    """
)

NEWEST: Final = text(
    """
    SELECT r.id, v.slug AS venue, r.stars, r.text, r.language, r.state, r.visited,
           r.updated_at
    FROM reviews r JOIN venues v ON v.id = r.venue_id
    WHERE r.surge_id = :surge
    ORDER BY r.text IS NULL, r.id DESC LIMIT :most
    """
)


class Struck(NamedTuple):
    """A venue in a surge: how many of its reviews are of it, and their mean."""

    venue: str
    reviews: int
    mean: float | None


def settle(session: Session) -> bool:
    """Let it become of reviews what was decided; whether there is more to do."""
    alone(session, Work.MANY_REVIEWS)
    number = session.scalar(UNSETTLED)
    if number is None:
        return False
    surge = session.get_one(Surge, number)
    if _settle(session, surge) < AT_ONCE:
        session.execute(SETTLED, {"surge": number})
    return True


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Count what a surge held after all (`release`), or never (`drop`).

    Of many the rest follows by `settle`. Raises NotFound.
    """
    alone(session, Work.MANY_REVIEWS)
    surge = _surge_of(session, case)
    surge.decision, surge.decided_at, surge.decided_by = decision, at, by
    surge.settled = _settle(session, surge) < AT_ONCE
    session.execute(UNMARK, {"surge": surge.id})


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Hold again what a decision counted or dropped, for another week at least.

    Of many the rest follows by `settle`. Raises NotFound.
    """
    alone(session, Work.MANY_REVIEWS)
    surge = _surge_of(session, case)
    surge.decision = surge.decided_at = surge.decided_by = None
    surge.until = max(surge.until, at + LASTS)
    surge.settled = _settle(session, surge) < AT_ONCE
    venues = select(SurgeVenue.venue_id).where(SurgeVenue.surge_id == surge.id)
    values = {"surge": surge.id, "until": surge.until, "now": at}
    session.execute(MARK, values | {"venues": list(session.scalars(venues))})


def about(session: Session, case: Case) -> dict[str, Any]:
    """What a moderator sees: venues, how many reviews it holds of each, the newest."""
    number = int(case.subject_id)
    return {
        "surge": number,
        "venues": [
            {"id": each.venue, "reviews": each.reviews, "stars_mean": each.mean}
            for each in summary(session, number)
        ],
        "newest": [dict(each) for each in newest(session, number)],
    }


def summary(session: Session, surge: int) -> list[Struck]:
    """What a moderator reads of a surge, venue by venue, the hardest struck first."""
    return [Struck._make(row) for row in session.execute(SUMMARY, {"surge": surge})]


def newest(session: Session, surge: int, most: int = 20) -> Sequence[RowMapping]:
    """Reviews of a surge, those with words first, the newest first."""
    found = session.execute(NEWEST, {"surge": surge, "most": most})
    return found.mappings().all()


def _surge_of(session: Session, case: Case) -> Surge:
    surge = session.get(Surge, int(case.subject_id))
    if surge is None:
        raise NotFound
    return surge


def _settle(session: Session, surge: Surge) -> int:
    decided = None if surge.decision is None else Decision(surge.decision)
    values = {"surge": surge.id, "becomes": BECOMES[decided], "most": AT_ONCE}
    found: int = session.execute(SETTLE, values).scalar_one()
    return found
