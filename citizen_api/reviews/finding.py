"""A review that somebody acts on, locked, and who they are to it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.problems import NotFound
from citizen_api.reviews.models import HeldFor, Review, State
from citizen_api.writers import Writer

# A venue keeps the ids of those that were merged into it.
SLUGS: Final = text(
    "SELECT slug FROM venues WHERE id = :venue OR merged_into_id = :venue"
)
OWNED: Final = text(
    """
    SELECT scope FROM roles_held
    WHERE person_id = :person AND role = 'venue_owner' AND revoked_at IS NULL
      AND valid_from <= :now AND coalesce(valid_to > :now, TRUE)
    """
)


def wrote(whoever: Writer, review: Review) -> bool:
    """Whether a review is theirs."""
    return whoever == (review.device_id, review.person_id)


def review_with(session: Session, number: int) -> Review:
    """The review of this id, locked; raises NotFound."""
    found = session.scalar(
        select(Review)
        .where(Review.id == number)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def readable(session: Session, number: int) -> Review:
    """The same, when everybody may read it; raises NotFound."""
    found = review_with(session, number)
    hidden = found.state == State.HELD and found.held_for == HeldFor.CONTENT
    if found.state == State.DROPPED or hidden:
        raise NotFound
    return found


def owned_venues(session: Session, whoever: Writer, now: datetime) -> tuple[str, ...]:
    """The venues that somebody owns."""
    values = {"person": whoever.person, "now": now}
    return tuple(session.scalars(OWNED, values))


def is_owner(session: Session, scopes: Collection[str], venue: int) -> bool:
    """Whether these scopes of the role of an owner are of this venue."""
    slugs = session.scalars(SLUGS, {"venue": venue})
    return any(slug in scopes for slug in slugs)
