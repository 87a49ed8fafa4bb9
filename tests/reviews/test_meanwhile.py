"""What becomes of a review at the very moment when a job comes to it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from time import sleep
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.reviews.claiming import hold_conflicts
from citizen_api.reviews.weighing import weigh
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing, database_of, known_person, on_staff
from tests.reviews.addresses import VENUE

WAITS = (
    "SELECT FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
REVIEW = """
INSERT INTO reviews (venue_id, person_id, stars, dishes, created_at, updated_at)
SELECT id, :person, 5, '{}', :at, :at FROM venues WHERE slug = :venue RETURNING id
"""


def written(app: Flask) -> int:
    """The id of a review of somebody who signed in."""
    values = {"person": known_person(app).person, "at": NOON, "venue": VENUE}
    with changing(app) as session:
        return int(session.execute(text(REVIEW), values).scalar_one())


@contextmanager
def meanwhile(app: Flask, job: Callable[[Session], Any]) -> Iterator[Session]:
    """Change something for which a job waits."""

    def work() -> None:
        with changing(app) as session:
            job(session)

    with ThreadPoolExecutor(1) as threads:
        with changing(app) as session:
            yield session
            waits = threads.submit(work)
            while not database_of(app).find(WAITS, {}) and not waits.done():
                sleep(0.01)
        waits.result()


def test_a_visit_that_is_proven_while_a_review_is_weighed_counts(fresh: Flask) -> None:
    review, day = written(fresh), (NOON + timedelta(days=40)).date()
    weight = f"SELECT weight FROM reviews WHERE id = {review}"
    with changing(fresh) as session:
        weigh(session, day)
    before = database_of(fresh).find(weight, {})[0][0]

    with meanwhile(fresh, lambda session: weigh(session, day + timedelta(31))) as other:
        other.execute(text(f"UPDATE reviews SET visited = TRUE WHERE id = {review}"))

    assert database_of(fresh).find(weight, {})[0][0] > before


def test_words_that_are_held_meanwhile_are_still_looked_at(fresh: Flask) -> None:
    review = written(fresh)
    on_staff(fresh, Role.VENUE_OWNER, VENUE, "P001")
    held = "state = 'held', held_for = 'content', held_reason = 'link'"

    with meanwhile(fresh, lambda session: hold_conflicts(session, NOON)) as other:
        other.execute(text(f"UPDATE reviews SET {held} WHERE id = {review}"))

    found = database_of(fresh).find("SELECT held_for FROM reviews", {})
    assert found[0][0] == "content"
